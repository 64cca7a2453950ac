"""The pages on which money rests, looked at a second time, and the terms that a doubt concerns.

A price whose number the page does not show, or that two libraries read differently, is kept with a
warning: a term with a warning is never billed on without a person. Where the page's picture shows
something else, or could not be asked and should have been, its quotes no longer count as standing on
the page, which no threshold of a policy passes over; the number itself is told as a passage that
waits, with its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from extractors.document import Document
from extractors.doubt import Doubt, Mark
from extractors.page_doubts import Look
from extractors.visible import pages_named
from extractors.witnesses import Witness
from terms.citation import Citation, Match
from terms.contract import Term, Unresolved

_MOST_PAGES = 60
"""Pages of one document that are looked at: each costs a tenth of a second, a full table more."""
_MOST_PASSAGES = 20
"""Numbers of a document that are told one by one: where more are doubtful, the whole file is."""


class Cited(Protocol):
    """What rests on words of the document: a term, a change of words."""

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The words."""
        ...


def witnessed(
    source: Witness, cited: Iterable[Cited], *, verify: bool = False
) -> tuple[Doubt, ...]:
    """What is doubtful about the pages that something rests on.

    With `verify` the picture of each of these pages is compared with its text.
    """
    quotes: dict[int, list[tuple[int, int]]] = {}
    for each in cited:
        for citation in each.citations:
            if citation.file == source.document.file:
                whole = (0, len(source.document.pages[citation.page - 1].text))
                quotes.setdefault(citation.page, []).append(citation.span or whole)
    pages = sorted(quotes, key=lambda page: (-len(quotes[page]), page))
    looked = pages if verify else pages[:_MOST_PAGES]
    found = Look(source, verify=verify).doubts({page: quotes[page] for page in looked})
    if left := sorted(pages[_MOST_PAGES:]):
        words = (
            f"{pages_named(left)}: terms rest on them, and they are more than are compared with "
            "what they show; read the file with --verify-pages."
        )
        found += [] if verify else [Doubt(page, words) for page in left]
    return tuple(found)


def with_doubts(terms: Sequence[Term], doubts: Sequence[Doubt], file: str = "") -> list[Term]:
    """The terms; one that rests on a doubtful page carries the page's doubts.

    `file` names the document of the doubts, where terms may rest on several.
    """
    return [_with_doubts(term, doubts, file) for term in terms]


def _with_doubts(term: Term, doubts: Sequence[Doubt], file: str) -> Term:
    pages = {each.page for each in term.citations if not file or each.file == file}
    own = [doubt for doubt in doubts if doubt.page in pages]
    if not own:
        return term
    blocked = {doubt.page for doubt in own if doubt.blocks}
    citations = tuple(
        each.model_copy(update={"match": Match.FUZZY})
        if each.page in blocked and each.match.verbatim and (not file or each.file == file)
        else each
        for each in term.citations
    )
    warnings = tuple(dict.fromkeys((*term.warnings, *(doubt.words for doubt in own))))
    return term.model_copy(update={"warnings": warnings, "citations": citations})


def doubtful_passages(document: Document, doubts: Sequence[Doubt]) -> list[Unresolved]:
    """The numbers that their page does not show, each with its line and its rectangles."""
    marks = {mark.span: mark for doubt in doubts for mark in doubt.marks}
    return [_passage(document, mark) for mark in list(marks.values())[:_MOST_PASSAGES]]


def _passage(document: Document, mark: Mark) -> Unresolved:
    text = document.pages[mark.span.page - 1].text
    start = max(text.rfind(end, 0, mark.span.start) for end in "\r\n") + 1
    stops = [at for end in "\r\n" if (at := text.find(end, mark.span.end)) >= 0]
    quote = " ".join(text[start : min(stops, default=len(text))].split())
    return Unresolved(page=mark.span.page, quote=quote, why=mark.why, boxes=mark.boxes)
