"""What an answer passes over though it all but surely states a term: worth a second look, no more.

Models read a long list of clauses and skip one, in both ways of asking alike. The passage finder
knows which sentences look like terms; where it is sure and the answer is silent, the model is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.document import Document
from extractors.finder import scored
from extractors.readers.model.parts import Stretch
from extractors.readers.reading import Passage

SURE = 0.9
"""The finder's score from which silence is asked about."""
MOST = 8
"""Passages that are named in one question; the likeliest come first."""


def passed_over(
    document: Document, fresh: Sequence[Stretch], spoken_of: Sequence[Passage]
) -> Iterator[tuple[Stretch, Passage]]:
    """The likeliest such sentence of each stretch that was to be read, with its stretch.

    A stretch of which any words are spoken of counts as read, except for a sentence of prose:
    what a table lists beside the rows that were taken is often a list price.
    """
    named = 0
    seen: set[int] = set()
    for found in sorted(scored(document), key=lambda each: (-each.score, each.start)):
        if found.score < SURE or named == MOST:
            return
        stretch = next((s for s in fresh if s.start <= found.start < s.end), None)
        if stretch is None or stretch.start in seen:
            continue
        row = "\t" in document.text[found.start : found.end]
        held = stretch if row else found
        if not any(held.start < each.end and each.start < held.end for each in spoken_of):
            seen.add(stretch.start)
            named += 1
            yield stretch, Passage(found.start, found.end)
