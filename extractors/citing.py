"""From a reader's drafts to terms with checked citations, and to passages that stay unresolved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from extractors.citations import BoxSource, cite, numbers_stand, with_boxes
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
    an unresolved passage that says so. A date that the header settles ("from the Renewal Date") may
    stand elsewhere: it is then among the derived fields. The boxes of a reading are asked for in one
    question.
    """
    quotes = [_quotes(document, draft) for draft in reading.drafts]
    left = [cite(document, each.passage.start, each.passage.end) for each in reading.leftovers]
    groups = [*quotes, *left]
    boxed = iter(with_boxes(source, [citation for group in groups for citation in group]))
    placed = [tuple(islice(boxed, len(group))) for group in groups]
    terms: list[Term] = []
    unresolved = list(_leftovers(reading.leftovers, placed[len(quotes) :]))
    known = _settled(header)
    for draft, citations in zip(reading.drafts, placed[: len(quotes)], strict=True):
        term = draft.term.model_copy(
            update={
                "citations": citations,
                "readers": (reader,),
                "provenance": {"reader": reader, **draft.term.provenance},
            }
        )
        missing = _missing(term)
        if not citations:
            continue
        derived = [words for words in missing if words.rpartition(" ")[2] in known]
        if refused := [words for words in missing if words not in derived]:
            why = f"{reader} read a {term.type}, but {', '.join(refused)} does not stand in its quote"
            unresolved.append(_passage(citations[0], why))
        else:
            terms.append(_derived(term, [words.partition(" ")[0] for words in derived]))
    return terms, unresolved


def _settled(header: Header) -> set[str]:
    """The days that the document itself names, as they stand in messages."""
    days = (header.term_start, header.effective_date, header.term_end, *header.dates.values())
    return {day.isoformat() for day in days if day}


def _missing(term: Term) -> list[str]:
    return numbers_stand(term, "\n".join(citation.quote for citation in term.citations))


def _derived(term: Term, fields: Sequence[str]) -> Term:
    if not fields:
        return term
    already = [name for name in term.provenance.get("derived", "").split(", ") if name]
    names = ", ".join(sorted({*already, *fields}))
    return term.model_copy(update={"provenance": {**term.provenance, "derived": names}})


def _quotes(document: Document, draft: Draft) -> Cited:
    found: list[Citation] = []
    for passage in draft.passages:
        found += [c for c in cite(document, passage.start, passage.end) if c not in found]
    return tuple(found)


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
