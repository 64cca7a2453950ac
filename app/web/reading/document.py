"""One document's page: its sheets with marks, its terms as cards, what is open, where readers differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlmodel import select

from agent.filled import passage_key
from app.differences import Difference, Side, differences, sides
from app.document_in_words import header_facts, kind_and_title
from app.term_cards import Card, Cards, Quote, all_cards, cards_of
from app.web.context import Web
from app.web.reading.corrections import Told, of_term, told
from app.web.reading.pictures import frames
from app.web.reading.readings import as_it_counts
from app.web.reading.sheets import WebSheet, web_sheets
from app.web.templating import days
from store.jobs import latest
from store.tables import AccountRow, CaseRow
from store.uploads import of_account
from store.web_tables import JobRow, PersonRow, UploadRow
from terms.citation import Box
from terms.contract import ContractDocument, Extraction, Term, Unresolved


@dataclass(frozen=True, slots=True)
class TermCard:
    """A term's card, and what people changed of it."""

    card: Card
    term: Term
    corrections: tuple[Told, ...] = ()
    """Who set what, when, what was there before, and why."""

    def links(self, documents: Mapping[str, str]) -> list[tuple[str, str]]:
        """(words, address) of its links to other terms; '' where nothing is known of the place."""
        term = self.term
        targets = [*term.replaces, *term.overrides, *term.reads_with]
        return [
            (link.words, f"#{link.to}" if link.to else documents.get(target.file, ""))
            for link, target in zip(self.card.links, targets, strict=True)
        ]


@dataclass(frozen=True, slots=True)
class OpenCard:
    """An open passage's card, and its key in addresses."""

    card: Card
    passage: Unresolved
    key: str


@dataclass(frozen=True, slots=True)
class DocumentView:
    """Everything that the page shows."""

    upload: UploadRow
    account: str
    title: str
    facts: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...]
    terms: tuple[TermCard, ...]
    open: tuple[OpenCard, ...]
    sheets: tuple[WebSheet, ...]
    differences: tuple[tuple[Difference, tuple[Side, ...]], ...]
    anchors: Mapping[tuple[int, tuple[Box, ...]], str]
    """(page, boxes) of a quote → its mark."""
    papers: tuple[UploadRow, ...]
    """Of the account, this one among them."""
    documents: Mapping[str, str]
    """File in the book → address of its page."""
    job: JobRow | None
    uploader: str
    """Who uploaded it."""
    kept: bool
    """Whether the file is there to be taken along."""
    corrected_since: str = ""
    """When a term was last corrected, where no run has taken it up yet."""

    @property
    def is_read(self) -> bool:
        """Whether there is a reading."""
        return bool(self.upload.found.get("reading"))

    @property
    def names(self) -> list[str]:
        """The products, for a choice."""
        return sorted({each.term.product for each in self.terms if each.term.product})

    def anchor(self, quote: Quote) -> str:
        """The mark of a quote on its page; '' where it has none."""
        mine = quote.file in {self.upload.file, ""}
        return self.anchors.get((quote.page, quote.boxes), "") if mine else ""

    def by_section(self) -> list[tuple[str, list[TermCard]]]:
        """The terms in the order of the paper, under their sections."""
        grouped = groupby(self.terms, lambda each: each.card.section)
        return [(name, list(these)) for name, these in grouped]


def document_view(web: Web, upload: UploadRow) -> DocumentView:
    """The page of an upload."""
    account_id = upload.account_id or ""
    with web.store.read() as session:
        account = session.get(AccountRow, account_id)
        document = as_it_counts(session, upload)
        others = of_account(session, account_id)
        job = latest(session, "read", account_id)
        person = session.get(PersonRow, upload.uploaded_by)
        currency = document.currency if document and document.currency else ""
        said = told(
            session,
            account_id,
            currency or (account.currency if account else ""),
            document.sha256 if document else "",
        )
        case = session.exec(select(CaseRow).where(CaseRow.account_id == account_id)).first()
    document = document or ContractDocument(file=upload.file, title=upload.name)
    (cards,) = cards_of(Extraction(documents=(document,)))
    everything = list(all_cards([cards]))
    sheets = tuple(web_sheets(document.file, frames(web.home, upload), everything))
    terms = tuple(_with_corrections(cards, document, said))
    dates = [each.term.provenance.get("corrected_at", "") for each in terms]
    since = max(dates, default="")
    return DocumentView(
        upload,
        account.name if account else account_id,
        kind_and_title(document) if document.title and upload.found.get("reading") else upload.name,
        tuple((what, days(value)) for what, value in header_facts(document)),
        document.warnings,
        terms,
        tuple(
            OpenCard(card, passage, passage_key(passage))
            for card, passage in zip(cards.unresolved, document.unresolved, strict=True)
        ),
        sheets,
        tuple((each, sides(each)) for each in differences(Extraction(documents=(document,)))),
        {
            (sheet.number, mark.boxes): mark.key
            for sheet in sheets
            for mark in sheet.marks
            if mark.key
        },
        tuple(others),
        {each.file: f"/documents/{each.id}" for each in others if each.file},
        job if job is not None and job.status in {"waiting", "working", "failed"} else None,
        person.name if person is not None else "",
        (web.home.files / upload.id).is_file(),
        since if since > (case.updated_at if case is not None else "") else "",
    )


def _with_corrections(
    cards: Cards, document: ContractDocument, said: Sequence[Told]
) -> Iterator[TermCard]:
    for card, term in zip(cards.terms, document.terms, strict=True):
        yield TermCard(card, term, tuple(of_term(said, document, term)))
