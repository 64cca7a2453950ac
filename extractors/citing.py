"""From a reader's drafts to terms with checked citations, and to passages that stay unresolved."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import islice

from extractors.citations import BoxSource, cite, numbers_stand, with_boxes
from extractors.dates import find_dates
from extractors.dating import dated
from extractors.document import Document
from extractors.header import Header
from extractors.readers.reading import Draft, Leftover, Reading
from terms.citation import Citation
from terms.contract import Term, Unresolved

Cited = tuple[Citation, ...]

_DECIDING = {
    "unit_amount",
    "flat_amount",
    "percent",
    "tiers",
    "value",
    "amount",
    "quantity",
    "schedule",
    "net_days",
    "length",
}
_DUE = re.compile(
    r"\b(?:invoiced|payable|due|billed)\s+(?:on|in|with|upon)\s+(?:the\s+)?(?:[A-Z][\w-]*\s+){0,3}(?:Date|\d{4})\b"
)
_NEIGHBOURHOOD = 6_000
"""Characters around a term in which a number of it may stand in another sentence."""
_SENTENCE = re.compile(r"\S(?:[^.\n]|\.(?!\s))*\.?")
_ENDS = re.compile(r"\b(?:end(?:s|ed|ing)?|expir\w+|until|through|up\s+to)\b[^.;]*$", re.IGNORECASE)


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
    if due := _when_due(document, term):
        term = term.model_copy(update={"citations": (*term.citations, *due)})
    known = _settled(header)
    derived = []
    for words in _missing(term):
        field, _, value = words.rpartition(" ")
        elsewhere = _elsewhere(document, draft, value)
        if elsewhere:
            term = term.model_copy(update={"citations": (*term.citations, *elsewhere)})
        elif value in known or _follows(term, field, value, header):
            derived.append(field)
        elif beside := _beside(document, draft, term, words):
            term = term.model_copy(update={"citations": (*term.citations, *beside)})
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


def _when_due(document: Document, term: Term) -> Cited:
    """For a price that is due once, the sentence elsewhere that says when it is invoiced."""
    once = term.type == "price" and term.interval == "one_time" and term.effective_from is None
    if not once or not term.product:
        return ()
    for found in re.finditer(re.escape(term.product), document.text, re.IGNORECASE):
        start, end = _sentence(document.text, found.start(), found.end())
        if _DUE.search(document.text[start:end]):
            cited = cite(document, start, end)
            if not any(citation.quote == cited[0].quote for citation in term.citations):
                return cited
    return ()


def _beside(document: Document, draft: Draft, term: Term, words: str) -> Cited:
    """The closest sentence, in the term's section or one next to it, in which the number stands.

    A clause says in one sentence that fees rise by 3% and in the next that they are rounded. The
    figure that a term is about must stand in the quote itself.
    """
    at = draft.passages[0].start
    section = document.section_at(at)
    if section is None or words.partition(" ")[0].partition(".")[0] in _DECIDING:
        return ()
    place = document.sections.index(section)
    near = document.sections[max(0, place - 1) : place + 2]
    start, end = near[0].start, near[-1].end
    if end - start > _NEIGHBOURHOOD:
        start, end = max(start, at - _NEIGHBOURHOOD // 2), min(end, at + _NEIGHBOURHOOD // 2)
    sentences = [
        (start + found.start(), start + found.end())
        for found in _SENTENCE.finditer(document.text[start:end])
    ]
    for first, last in sorted(sentences, key=lambda each: (each[0] < at, abs(each[0] - at))):
        if words not in numbers_stand(term, document.text[first:last]):
            return cite(document, first, last)
    return ()


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence or line around a stretch."""
    begin = max(text.rfind("\n", 0, start), text.rfind(". ", 0, start) + 1) + 1
    stops = [at for at in (text.find("\n", end), text.find(". ", end) + 1) if at > 0]
    return begin, min(stops, default=len(text))


def _follows(term: Term, field: str, value: str, header: Header) -> bool:
    """Whether the document's own words give the same date: 'each anniversary', 'the first six months'."""
    if field == "initial_months":
        return value in _lengths(header)
    if not isinstance(getattr(term, field, None), date):
        return False
    if field == "effective_from" and _day_after_an_end(term, value):
        return True
    (worked_out,) = dated([term.model_copy(update={field: None})], header)
    return str(getattr(worked_out, field)) == value


def _lengths(header: Header) -> set[str]:
    """The whole months that the document runs, from its first to its last day."""
    start, end = header.term_start, header.term_end
    if not start or not end:
        return set()
    after = end + timedelta(days=1)
    months = 12 * (after.year - start.year) + after.month - start.month
    return {str(months)} if after.day == start.day else set()


def _day_after_an_end(term: Term, value: str) -> bool:
    """Whether the quotes name the day before as an end: 'which was to end on 3 May'."""
    words = " ".join(citation.quote for citation in term.citations)
    return any(
        (found.day + timedelta(days=1)).isoformat() == value
        and _ENDS.search(words[max(0, found.start - 40) : found.start])
        for found in find_dates(words)
    )


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
            passage = _passage(citations[0], leftover.why)
            yield passage.model_copy(update={"dismissed": leftover.dismissed})


def _passage(citation: Citation, why: str) -> Unresolved:
    return Unresolved(
        page=citation.page,
        section=citation.section,
        quote=citation.quote,
        why=why,
        boxes=citation.boxes,
    )
