"""A paper before it is printed: headings, clauses with a name each, tables."""

from __future__ import annotations

from dataclasses import dataclass, field

from evals.scenarios.styles import Style


@dataclass(frozen=True, slots=True)
class Clause:
    """A sentence or more; `name` is what the truth calls it."""

    text: str
    name: str = ""
    hidden: bool = False
    """White on white: in the text of the page, and not seen."""


@dataclass(frozen=True, slots=True)
class Rows:
    """A table: its first row is the head."""

    rows: tuple[tuple[str, ...], ...]
    name: str = ""


@dataclass(slots=True)
class Part:
    """A heading and what stands under it."""

    heading: str
    blocks: list[Clause | Rows] = field(default_factory=list)


@dataclass(slots=True)
class Paper:
    """One document."""

    file: str
    title: str
    opening: str
    style: Style
    parts: list[Part] = field(default_factory=list)
    closing: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a clause was printed; `page` is from 1."""

    file: str
    page: int
