"""What a reader gives back: drafts of terms with the flow ranges they rest on, and passages it left.

A reader never builds citations: it names flow ranges, and `extractors.citations` turns them into
quotes checked against the page. A term whose numbers do not stand in its quotes is refused there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from extractors.document import Document
from terms.contract import Term, Usage


@dataclass(frozen=True, slots=True)
class Passage:
    """A flow range, the words a term rests on."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Draft:
    """A term without citations yet, and where its words stand: the first passage is the main one."""

    term: Term
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Leftover:
    """A passage that speaks of money or time to bill, and that the reader could not turn into a term."""

    passage: Passage
    why: str
    dismissed: bool = False
    """Two other readings saw the passage and found nothing in it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything one reader found in one document."""

    drafts: tuple[Draft, ...] = ()
    leftovers: tuple[Leftover, ...] = ()
    warnings: tuple[str, ...] = ()
    usage: Usage = field(default_factory=Usage)
    incomplete: bool = False
    """The reader failed at some or all of the document: its silence about a term says nothing."""
    seen: tuple[Passage, ...] | None = None
    """The flow ranges that the reader was shown; None for all of the document."""


class Reader(Protocol):
    """A way of reading: the grammar, or a model."""

    name: str

    def read(self, document: Document) -> Reading:
        """Everything the reader finds in the document; never raises for odd text."""
        ...
