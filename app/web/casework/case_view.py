"""A case as the specialist's page shows it, built from the store alone: no engine, no PDF."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from agent.account_locale import reckoning_locale
from agent.inert import clean
from agent.letter import title_of
from agent.story import sentence as in_a_sentence
from agent.two_people import needs_second
from app.memo_words import Words, change, summary
from app.web.casework.called import names
from app.web.casework.deciding import decision_in_words
from app.web.casework.finding_view import FindingView, Sources, finding_view
from app.web.casework.plain_words import sentence
from app.web.casework.weight import Pointed, Weight, as_shown, no_contract, pointed, weight_of
from app.web.context import Person
from app.web.reading.corrections import told
from store.assignments import Lease, lease_of
from store.audit import rows_of
from store.cases import findings_of
from store.decisions import decision_of, first_approval
from store.outbox import documents_of
from store.tables import AccountRow, AuditRow, CaseRow, OutboxRow
from store.web_tables import UploadRow
from terms.money import decimal

Values = Mapping[str, Any]
EMPTY: Values = {
    "findings": (),
    "documents": (),
    "recommendation": (),
    "questions": (),
    "notes": (),
    "flags": (),
    "unresolved": (),
    "totals": (),
    "open_ends": (),
}


@dataclass(frozen=True, slots=True)
class Paper:
    """A document in force."""

    title: str
    kind: str
    effective: str
    until: str
    amends: str
    file: str
    pages: int
    warnings: tuple[str, ...]
    href: str
    """'' where the document is not among the uploads."""


@dataclass(frozen=True, slots=True)
class Event:
    """One step of the story."""

    at: str
    version: int | None
    words: str
    kind: str


@dataclass(frozen=True, slots=True)
class Send:
    """A document for billing: recommended, or made."""

    action: str
    amount: str
    currency: str
    status: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class First:
    """The first of two approvals."""

    by: str
    name: str
    at: str
    action: str
    reason: str


@dataclass(frozen=True, slots=True)
class CaseView:
    """The page."""

    case_id: str
    account_id: str
    name: str
    version: int
    state: str
    as_of: str
    change: str
    words: Words
    currency: str
    amounts: tuple[Mapping[str, str], ...]
    confidence: Decimal | None
    threshold: Decimal
    weight: Weight
    summary: tuple[tuple[str, str], ...]
    findings: tuple[FindingView, ...]
    papers: tuple[Paper, ...]
    questions: tuple[Pointed, ...]
    noted: tuple[str, ...]
    passages: tuple[tuple[Pointed, str], ...]
    """What was not understood, and why."""
    sends: tuple[Send, ...]
    changes: tuple[str, ...]
    story: tuple[Event, ...]
    lapses_on: str
    days: int | None
    lease: Lease | None
    mine: bool
    first: First | None
    decided: str
    second_above: str
    """The limit above which two people approve, where this case is above it."""
    links: Mapping[str, str]
    """File → the page of the document."""
    corrected_since: int
    """How often terms of the account were corrected since the version was worked out."""
    no_contract: bool
    """Whether there was nothing to hold the bills against."""

    @property
    def waits(self) -> bool:
        """Whether it can be decided."""
        return self.state in {"open", "second"}


def case_view(
    session: Session, person: Person, row: CaseRow, now: datetime | None = None
) -> CaseView:
    """The page of a case's present version."""
    at = now or datetime.now(UTC)
    account = session.get(AccountRow, row.account_id)
    values: Values = row.context.get("paper") or EMPTY
    words = Words(reckoning_locale(account.timezone if account else ""))
    titles = {each["file"]: clean(title_of(each, each["file"])) for each in values["documents"]}
    links = _links(session, row.account_id, values["documents"])
    currency = account.currency if account else ""
    trail = rows_of(session, row.case_id)
    sources = Sources(
        row.case_id,
        row.version,
        titles,
        _missing(row, titles),
        {each["file"]: each["sha256"] for each in values["documents"]},
        told(session, row.account_id, currency),
        _reckoned_at(trail, row.version),
    )
    findings = tuple(
        finding_view(found, item, words, sources)
        for found, item in zip(
            findings_of(session, row.case_id, row.version), values["findings"], strict=False
        )
    )
    lease = lease_of(session, row.case_id, at)
    first, sent = _first(session, row), documents_of(session, row.case_id, row.version)
    lapses = min((each.lapses_next for each in findings if each.lapses_next), default="")
    made = decision_of(session, row.case_id, row.version)
    return CaseView(
        case_id=row.case_id,
        account_id=row.account_id,
        name=clean(account.name if account else row.account_id),
        version=row.version,
        state=_state(row, first, made.action if made else ""),
        as_of=row.as_of,
        change=row.change if row.change != "new" else "",
        words=words,
        currency=currency,
        amounts=tuple(values["totals"]),
        confidence=row.confidence,
        threshold=row.threshold,
        weight=weight_of(row, titles, words),
        summary=tuple((name, clean(text)) for name, text in _summary(values, words)),
        findings=findings,
        papers=tuple(_paper(each, titles, links) for each in values["documents"]),
        questions=tuple(pointed(as_shown(each, words), titles) for each in row.questions),
        noted=tuple(
            sentence(words.days_in(clean(each)))
            for each in [*(f"Flagged: {flag}" for flag in values["flags"]), *row.notes]
        ),
        passages=tuple(_passage(each, titles) for each in values["unresolved"]),
        sends=_sends(row, sent),
        changes=tuple(
            _capital(clean(change(fix, currency, words)))
            for step in values["recommendation"]
            for fix in step["configuration"]
        ),
        story=_story(session, trail, titles, words),
        lapses_on=lapses,
        days=(date.fromisoformat(lapses) - at.date()).days if lapses else None,
        lease=lease,
        mine=lease is not None and lease.person_id == person.id,
        first=first,
        decided=decision_in_words(session, made) if made else "",
        second_above=_second_above(row),
        links=links,
        corrected_since=sum(map(sources.is_late, sources.corrections)),
        no_contract=no_contract(row),
    )


def _reckoned_at(trail: Sequence[AuditRow], version: int) -> str:
    """When a version was worked out from the terms as they were; the last moment of all for none."""
    return max(
        (row.at for row in trail if (row.kind, row.version) == ("reading", version)), default="9"
    )


def _state(row: CaseRow, first: First | None, action: str) -> str:
    if row.status == "waiting":
        return "second" if first else "open"
    if row.status != "done":
        return "working"
    if action:
        return "rejected" if action == "reject" else "approved"
    return "automatic" if row.route == "billing" else "clear"


def _summary(values: Values, words: Words) -> Sequence[tuple[str, str]]:
    return summary(values, words) if "account" in values else ()


def _links(session: Session, account_id: str, documents: Sequence[Values]) -> dict[str, str]:
    """File → the page of the upload with the same content."""
    hashes = {each["sha256"]: each["file"] for each in documents if each["sha256"]}
    query = select(UploadRow.id, UploadRow.sha256).where(
        UploadRow.account_id == account_id,
        UploadRow.status != "removed",
        col(UploadRow.sha256).in_(sorted(hashes)),
    )
    found = session.exec(query).all() if hashes else ()
    return {hashes[sha256]: f"/documents/{upload}" for upload, sha256 in found}


def _missing(row: CaseRow, titles: Mapping[str, str]) -> dict[str, str]:
    """File → why there is no picture of its pages, as far as can be seen without opening it."""
    book = Path(row.context["book"]) if row.context.get("book") else None
    return {
        file: "The file is not at hand: no picture."
        for file in titles
        if book is None or not (book / file).is_file()
    }


def _paper(item: Values, titles: Mapping[str, str], links: Mapping[str, str]) -> Paper:
    return Paper(
        title=titles[item["file"]],
        kind=item["kind"].replace("_", " "),
        effective=item["effective"] or "",
        until=item["term_end"] or "",
        amends=clean(", ".join(item["amends"])),
        file=clean(item["file"].rsplit("/", 1)[-1]),
        pages=item["pages"],
        warnings=tuple(map(clean, item["warnings"])),
        href=links.get(item["file"], ""),
    )


def _passage(each: Values, titles: Mapping[str, str]) -> tuple[Pointed, str]:
    title = titles.get(each["file"], each["file"])
    where = f"{title}, page {each['page']}"
    return Pointed(f"“{clean(each['quote'])}”", where, each["file"], each["page"]), sentence(
        clean(each["why"])
    )


def _sends(row: CaseRow, sent: Sequence[OutboxRow]) -> tuple[Send, ...]:
    """What went to billing, or what is recommended to go there."""
    if sent:
        return tuple(
            Send(each.action, str(each.amount), each.currency, each.status, each.id)
            for each in sent
        )
    recommended = row.context.get("recommendation") or {}
    return tuple(
        Send(each["action"], each["amount"], each["currency"])
        for each in (recommended, *recommended.get("also", ()))
        if each and each["action"] != "none"
    )


def _first(session: Session, row: CaseRow) -> First | None:
    found = first_approval(session, row.case_id, row.version)
    if found is None or row.status != "waiting":
        return None
    name = names(session, [found.approved_by])[found.approved_by]
    said = found.payload
    return First(
        found.approved_by, name, found.approved_at, said.get("action", ""), said.get("reason", "")
    )


def _second_above(row: CaseRow) -> str:
    from agent.decide import Decision

    limit = row.context.get("second_approver_above")
    if limit is None or row.status != "waiting":
        return ""
    sends = [(each.action, each.currency, decimal(each.amount)) for each in _sends(row, ())]
    asked = Decision(row.case_id, "approve", decided_by="somebody")
    return str(limit) if needs_second(row, asked, sends) else ""


def _story(
    session: Session, rows: Sequence[AuditRow], titles: Mapping[str, str], words: Words
) -> tuple[Event, ...]:
    """The audit trail in sentences, newest first, with people and papers by their names."""
    said = [(row, in_a_sentence(row).removeprefix(f"Version {row.version}: ")) for row in rows]
    emails = {word.strip(".,;:") for _, text in said for word in text.split() if "@" in word}
    known = {**titles, **names(session, emails)}
    return tuple(
        Event(row.at, row.version, _capital(_named(as_shown(text, words), known)), row.kind)
        for row, text in reversed(said)
    )


def _named(text: str, known: Mapping[str, str]) -> str:
    for written, name in known.items():
        text = text.replace(written, name)
    return clean(text)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
