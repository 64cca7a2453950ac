"""An account's page: its papers in the order of their force, its terms over time, what conflicts, its case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import select

from app.standing_json import says
from app.standing_table import place
from app.web.context import Web
from app.web.reading.corrections import Told, of_term, told
from app.web.reading.listing import Going, Shown, shown
from app.web.reading.readings import account_as_it_counts
from app.web.reading.time_line import TimeLine, key_of, shown_years, time_line
from app.web.uploading.taking import READ
from store.jobs import open_or_failed
from store.tables import AccountRow, CaseRow
from store.uploads import of_account
from store.web_tables import UploadRow
from terms.contract import Extraction
from terms.standing import Standing, standing
from terms.timeline import Placed, ordered


@dataclass(frozen=True, slots=True)
class Side:
    """One term of a conflict, or one that is not relied on."""

    says: str
    where: str
    href: str


@dataclass(frozen=True, slots=True)
class ConflictView:
    """Two terms of which no clause says which prevails."""

    what: str
    since: date | None
    until: date | None
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class AccountView:
    """Everything that the page shows."""

    account: AccountRow
    papers: tuple[Shown, ...]
    line: TimeLine
    year_labels: tuple[str, ...]
    conflicts: tuple[ConflictView, ...]
    in_doubt: tuple[Side, ...]
    not_owed: tuple[Side, ...]
    broken_links: tuple[str, ...]
    case: CaseRow | None
    going: Going | None


def account_view(web: Web, account_id: str, today: date) -> AccountView | None:
    """The page of an account; None where nothing is known of it."""
    with web.store.read() as session:
        account = session.get(AccountRow, account_id)
        uploads = of_account(session, account_id)
        case = session.exec(select(CaseRow).where(CaseRow.account_id == account_id)).first()
        jobs = open_or_failed(session, READ, [account_id])
        said = told(session, account_id, account.currency if account else "")
    if account is None and not uploads:
        return None
    account = account or AccountRow(
        account_id=account_id, name=account_id, currency="", timezone="UTC"
    )
    reading = account_as_it_counts(web.store, account_id)
    found = standing(reading)
    links = _links(reading, uploads)
    line = time_line(found, today, links, _corrections(reading, said))
    names = {account_id: account.name}
    return AccountView(
        account,
        tuple(shown(each, names) for each in _in_force_order(reading, uploads)),
        line,
        tuple(shown_years(line.years)),
        _conflicts(found, links),
        tuple(_side(each, links) for each in found.doubted),
        tuple(_side(each, links) for each in found.unpriced),
        found.broken_links,
        case,
        Going(jobs[0], account.name) if jobs else None,
    )


def _in_force_order(reading: Extraction, uploads: list[UploadRow]) -> list[UploadRow]:
    """The papers from the earliest in force to the last; those that are not read after them."""
    places = {each.file: at for at, each in enumerate(ordered(reading.documents))}
    return sorted(uploads, key=lambda each: places.get(each.file, len(places)))


def _links(reading: Extraction, uploads: list[UploadRow]) -> Mapping[str, str]:
    """A term's key → its card on the page of its document."""
    pages = {each.file: f"/documents/{each.id}" for each in uploads if each.file}
    return {
        f"{document.file}\n{term.id}": f"{pages[document.file]}#t{number}"
        for document in reading.documents
        if document.file in pages
        for number, term in enumerate(document.terms, 1)
    }


def _corrections(reading: Extraction, said: Sequence[Told]) -> dict[str, tuple[str, ...]]:
    """A term's key → what people corrected of it, in sentences."""
    return {
        f"{document.file}\n{term.id}": tuple(each.words for each in these)
        for document in reading.documents
        for term in document.terms
        if (these := of_term(said, document, term))
    }


def _side(placed: Placed, links: Mapping[str, str]) -> Side:
    return Side(says(placed), place(placed), links.get(key_of(placed), ""))


def _conflicts(found: Standing, links: Mapping[str, str]) -> tuple[ConflictView, ...]:
    return tuple(
        ConflictView(
            each.type + (f" of {each.product.name}" if each.product else ""),
            each.start,
            each.last,
            (_side(each.shown, links), _side(each.other, links)),
        )
        for each in found.conflicts
    )
