"""Clauses on rising prices and on correcting bills that no rule understood: for a person to read."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator

from extractors.document import Document
from extractors.readers.grammar import escalations, lookbacks
from extractors.readers.grammar.clauses import Clause, clauses
from extractors.readers.reading import Draft, Leftover


def leftovers(document: Document, taken: Iterable[Draft]) -> Iterator[Leftover]:
    """Every sentence that reads like a window for corrections, or like a rise, and carries no draft."""
    spans = sorted((at.start, at.end) for draft in taken for at in draft.passages)
    given: set[int] = set()
    for trigger, resembles, why in (
        (
            lookbacks.TRIGGER,
            lookbacks.resembles,
            "speaks of a time to correct bills; no rule understood it",
        ),
        (
            escalations.TRIGGER,
            escalations.resembles,
            "speaks of rising prices; no rule understood it",
        ),
    ):
        for clause in clauses(document, trigger):
            if clause.sentence.start in given or not resembles(clause):
                continue
            if not _covered(spans, clause):
                given.add(clause.sentence.start)
                yield Leftover(clause.passage(), why)


def _covered(spans: list[tuple[int, int]], clause: Clause) -> bool:
    start, end = clause.sentence.start, clause.sentence.end
    index = bisect_right(spans, (end, end))
    return any(low < end and start < high for low, high in spans[max(0, index - 40) : index])
