"""From a reader's drafts to terms with checked citations, and to passages that stay unresolved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice

from extractors.citations import BoxSource, cite, numbers_stand, with_boxes
from extractors.dates import find_dates
from extractors.document import Document
from extractors.header import Header
from extractors.readers.reading import Draft, Leftover, Reading
from terms.citation import Citation
from terms.contract import Term, Unresolved

Cited = tuple[Citation, ...]


def checked(
    document: Document, source: BoxSource, reader: str, reading: Reading, header: Header
) -> tuple[list[Term], list[Unresolved]]:
    """What one reader found, with citations and their boxes.

    A draft whose numbers do not stand in its quotes, or that rests on no words, is no term: it is
    an unresolved passage that says so. A date may stand elsewhere in the document: those words are
    then cited too; or follow from the header ("from the Renewal Date"): it is then a derived field.
    The boxes of a reading are asked for in one question.
    """
    drafted = [_with_citations(document, draft, reader, header) for draft in reading.drafts]
    left = [cite(document, each.passage.start, each.passage.end) for each in reading.leftovers]
    groups = [*(term.citations for term in drafted), *left]
    boxed = iter(with_boxes(source, [citation for group in groups for citation in group]))
    placed = [tuple(islice(boxed, len(group))) for group in groups]
    terms: list[Term] = []
    unresolved = list(_leftovers(reading.leftovers, placed[len(drafted) :]))
    for term, citations in zip(drafted, placed[: len(drafted)], strict=True):
        if not citations:
            continue
        if missing := _missing(term):
            why = (
                f"{reader} read a {term.type}, but {', '.join(missing)} does not stand in its quote"
            )
            unresolved.append(_passage(citations[0], why))
        else:
            terms.append(term.model_copy(update={"citations": citations}))
    return terms, unresolved


def _with_citations(document: Document, draft: Draft, reader: str, header: Header) -> Term:
    term = draft.term.model_copy(
        update={
            "citations": _quotes(document, draft),
            "readers": draft.term.readers or (reader,),
            "provenance": {"reader": reader, **draft.term.provenance},
        }
    )
    if not term.citations:
        return term
    known = _settled(header)
    derived = []
    for words in _missing(term):
        field, _, value = words.rpartition(" ")
        elsewhere = _elsewhere(document, draft, value)
        if elsewhere:
            term = term.model_copy(update={"citations": (*term.citations, *elsewhere)})
        elif value in known:
            derived.append(field)
    return _derived(term, derived)


def _quotes(document: Document, draft: Draft) -> Cited:
    found: list[Citation] = []
    for passage in draft.passages:
        found += [c for c in cite(document, passage.start, passage.end) if c not in found]
    return tuple(found)


def _missing(term: Term) -> list[str]:
    return numbers_stand(term, "\n".join(citation.quote for citation in term.citations))


def _elsewhere(document: Document, draft: Draft, value: str) -> Cited:
    """The line that holds a date, the closest one before the draft's words, else after them."""
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return ()
    at = draft.passages[0].start
    places = [found for found in find_dates(document.text) if found.day == day]
    if not places:
        return ()
    nearest = min(places, key=lambda found: (found.start > at, abs(found.start - at)))
    start, end = _sentence(document.text, nearest.start, nearest.end)
    return cite(document, start, end)


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence or line around a stretch."""
    begin = max(text.rfind("\n", 0, start), text.rfind(". ", 0, start) + 1) + 1
    stops = [at for at in (text.find("\n", end), text.find(". ", end) + 1) if at > 0]
    return begin, min(stops, default=len(text))


def _settled(header: Header) -> set[str]:
    """The days that the document itself names, as they stand in messages."""
    days = (header.term_start, header.effective_date, header.term_end, *header.dates.values())
    return {day.isoformat() for day in days if day}


def _derived(term: Term, fields: Sequence[str]) -> Term:
    if not fields:
        return term
    already = [name for name in term.provenance.get("derived", "").split(", ") if name]
    names = ", ".join(sorted({*already, *fields}))
    return term.model_copy(update={"provenance": {**term.provenance, "derived": names}})


def _leftovers(leftovers: Sequence[Leftover], placed: Sequence[Cited]) -> Iterator[Unresolved]:
    for leftover, citations in zip(leftovers, placed, strict=True):
        if citations:
            yield _passage(citations[0], leftover.why)


def _passage(citation: Citation, why: str) -> Unresolved:
    return Unresolved(
        page=citation.page,
        section=citation.section,
        quote=citation.quote,
        why=why,
        boxes=citation.boxes,
    )
