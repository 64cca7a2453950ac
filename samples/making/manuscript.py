"""What a contract says, apart from how it looks: blocks of text that know their section.

A truth term is declared beside the words that prove it, by a quote; the section is that of the
block in which the quote stands, and the page is found in the finished PDF (`making.truth`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

BlockKind = Literal[
    "heading", "clause", "item", "para", "table", "keys", "signatures", "break", "address"
]


class QuoteNotFound(ValueError):
    """A truth term quotes words that its document does not hold, or holds in two sections."""


def squeezed(text: str) -> str:
    """Letters, digits and signs only: what two settings of the same words have in common."""
    text = text.replace("“", '"').replace("”", '"').replace("’", "'").replace("‘", "'")
    text = re.sub(r"</?[a-z][^<>]*>", "", text).replace("&amp;", "&")
    return re.sub(r"[\s\-\u2010\u00ad\ufffe]+", "", text)


@dataclass(frozen=True)
class Block:
    """One block of a page: a clause, a table, a signature panel."""

    kind: BlockKind
    section: str
    """What a citation calls it: '4.2', or a heading."""
    label: str = ""
    """The number that is printed, '' where there is none."""
    title: str = ""
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    widths: tuple[float, ...] = ()
    """Shares of the text width, a column each."""

    def words(self) -> str:
        """Everything the block prints, in reading order."""
        cells = " ".join(cell for row in self.rows for cell in row)
        return f"{self.label} {self.title} {self.text} {cells}"


@dataclass(frozen=True)
class PlantedTerm:
    """A term that the document settles: its fields, and the words that prove it."""

    type: str
    quote: str
    fields: dict[str, Any]
    also: tuple[str, ...] = ()


@dataclass
class Manuscript:
    """One document of one account."""

    file: str
    """Path inside the book."""
    look: str
    kind: str
    title: str
    customer: str
    number: str | None = None
    effective: date | None = None
    term_start: date | None = None
    term_end: date | None = None
    currency: str | None = "USD"
    amends: tuple[str, ...] = ()
    subtitle: str = ""
    running_head: str = ""
    provider: str = ""
    blocks: list[Block] = field(default_factory=list)
    terms: list[PlantedTerm] = field(default_factory=list)

    def heading(self, title: str, label: str = "") -> None:
        """A heading of the first level; what follows without a number belongs to it."""
        self.blocks.append(Block("heading", label or title, label, title))

    def clause(self, label: str, title: str, text: str) -> None:
        """A numbered clause ('4.2'), with a run-in title where there is one."""
        self.blocks.append(Block("clause", label, label, title, text))

    def items(self, *texts: str) -> None:
        """Lettered items (a), (b) … of the clause before."""
        above = self.blocks[-1].section
        for letter, text in zip("abcdefghij", texts, strict=False):
            self.blocks.append(Block("item", f"{above}({letter})", f"({letter})", "", text))

    def para(self, text: str) -> None:
        """A paragraph of the section before."""
        self.blocks.append(Block("para", self._section(), "", "", text))

    def address(self, text: str) -> None:
        """Lines of a letter's address or date, as they are."""
        self.blocks.append(Block("address", self._section(), "", "", text))

    def table(self, *rows: tuple[str, ...], widths: tuple[float, ...], label: str = "") -> None:
        """A table; the first row is its head. It belongs to the section before."""
        section = label or self._section()
        self.blocks.append(Block("table", section, "", "", "", rows, widths))

    def keys(self, *pairs: tuple[str, str]) -> None:
        """A list of names and values; each name is a section of its own."""
        self.blocks.extend(Block("keys", key, key, "", value) for key, value in pairs)

    def signatures(self, words: str, *lines: tuple[str, ...]) -> None:
        """The panel in which both sides sign: a row is (label, provider's, customer's)."""
        self.blocks.append(Block("signatures", "Signatures", text=words, rows=lines))

    def sign(
        self,
        ours: tuple[str, str, str],
        theirs: tuple[str, str, str],
        words: str = "Signed for both parties by the persons named, on the dates shown:",
    ) -> None:
        """Both sides sign: name, title and day of each."""
        self.signatures(
            words,
            ("", self.provider or "Ardenholt Software, Inc.", self.customer),
            ("By:", f"/s/ {ours[0]}", f"/s/ {theirs[0]}"),
            ("Name:", ours[0], theirs[0]),
            ("Title:", ours[1], theirs[1]),
            ("Date:", ours[2], theirs[2]),
        )

    def page_break(self) -> None:
        """What follows starts a new page."""
        self.blocks.append(Block("break", self._section()))

    def term(self, kind: str, quote: str, *, also: tuple[str, ...] = (), **fields: Any) -> None:
        """A truth term of `kind` that `quote` proves; `also`: further quotes that belong to it."""
        self.terms.append(PlantedTerm(kind, quote, fields, also))

    def section_of(self, quote: str) -> str:
        """The section in which a quote stands. Raises QuoteNotFound where that is not one."""
        wanted = squeezed(quote)
        found = {b.section for b in self.blocks if wanted in squeezed(b.words())}
        if len(found) != 1:
            raise QuoteNotFound(f"{self.file}: {quote!r} stands in {sorted(found) or 'no section'}")
        return found.pop()

    def link(self, quote: str) -> dict[str, str]:
        """A link to the section that holds `quote`, for replaces, overrides and reads_with."""
        return {"file": self.file, "section": self.section_of(quote)}

    def _section(self) -> str:
        return self.blocks[-1].section if self.blocks else self.title
