"""The links found for one term, and the sentences that it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from extractors.passages import Placed, ReadDocument
from terms.contract import Usage


@dataclass(slots=True)
class Links:
    """The links found for one term, as positions of their targets."""

    replaces: list[Placed] = field(default_factory=list)
    overrides: list[Placed] = field(default_factory=list)
    reads_with: list[Placed] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


Key = tuple[str, int]
"""A term by its document's file and its place among that document's terms."""


@dataclass
class LinkReading:
    """What somebody who was asked says of who wins: links by term, remarks, and what it cost."""

    links: dict[Key, Links] = field(default_factory=dict)
    answered: bool = False
    """Whether there was an answer at all: without one, its silence says nothing."""
    warnings: list[str] = field(default_factory=list)
    usage: Usage = field(default_factory=Usage)


class Linker(Protocol):
    """Somebody who can be asked which terms replace, override or are read with which."""

    def read(
        self, ordered: Sequence[ReadDocument], placed: Mapping[str, Sequence[Placed]]
    ) -> LinkReading:
        """The links between the terms of papers in force order; never raises for odd papers."""
        ...


def sentences_of(term: Placed) -> str:
    """The sentences of the term's passage that hold its quote."""
    quote = " ".join(term.quote.split())
    passage = " ".join(term.passage.split())
    at = passage.find(quote)
    if at < 0:
        return quote
    begin = max(passage.rfind(". ", 0, at), 0)
    end = passage.find(". ", at + len(quote))
    return passage[begin : end if end > 0 else len(passage)]
