"""What one reader left over, held against what the others read in the same words.

A passage that another reader turned into a term is read, and how far that can be relied on is said
by the term. One that two other readings saw whole, and in which neither found anything, is kept but
dismissed: it is listed, and keeps nothing from being sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.readers.reading import Leftover, Passage, Reading

ENOUGH = 2
"""Readings that must have seen a passage, and found nothing, before it is dismissed."""


def held_together(readings: Sequence[Reading]) -> list[Reading]:
    """The readings, each with the leftovers that are still open, every passage once."""
    kept: list[Passage] = []
    result: list[Reading] = []
    for index, reading in enumerate(readings):
        others = [other for at, other in enumerate(readings) if at != index]
        left: list[Leftover] = []
        for leftover in reading.leftovers:
            passage = leftover.passage
            if _drafted(passage, others) or any(_mostly(passage, known) for known in kept):
                continue
            kept.append(passage)
            left.append(replace(leftover, dismissed=_dismissed(passage, others)))
        result.append(replace(reading, leftovers=tuple(left)))
    return result


def _drafted(passage: Passage, others: Sequence[Reading]) -> bool:
    return any(
        _overlap(passage, words) > 0
        for other in others
        for draft in other.drafts
        for words in draft.passages
    )


def _dismissed(passage: Passage, others: Sequence[Reading]) -> bool:
    silent = [
        other
        for other in others
        if not other.incomplete
        and _seen(passage, other)
        and not any(_overlap(passage, left.passage) > 0 for left in other.leftovers)
    ]
    return len(silent) >= ENOUGH


def _seen(passage: Passage, other: Reading) -> bool:
    """Whether a reader was shown the passage, all of it."""
    if other.seen is None:
        return True
    return any(part.start <= passage.start and passage.end <= part.end for part in other.seen)


def _overlap(one: Passage, two: Passage) -> int:
    return min(one.end, two.end) - max(one.start, two.start)


def _mostly(one: Passage, two: Passage) -> bool:
    """Whether the shorter of two passages lies for the most part in the longer."""
    shorter = min(one.end - one.start, two.end - two.start)
    return 2 * _overlap(one, two) >= shorter > 0
