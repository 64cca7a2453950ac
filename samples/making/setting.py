"""Turns the blocks of a manuscript into what reportlab sets: paragraphs, tables, signature panels."""

# mypy: disable-error-code="no-untyped-call"
# reportlab has no types

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor, white
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus.flowables import Flowable, KeepTogether, PageBreak, Spacer
from reportlab.platypus.paragraph import Paragraph
from reportlab.platypus.tables import Table

from samples.making.hyphens import softened
from samples.making.looks import Look
from samples.making.manuscript import Block, Manuscript


class Setter:
    """Sets one manuscript in one look, for a column of a given width."""

    def __init__(self, paper: Manuscript, look: Look, column: float) -> None:
        self.paper = paper
        self.look = look
        self.column = column
        align = TA_JUSTIFY if look.justified else TA_LEFT
        self.body = ParagraphStyle(
            "body",
            fontName=look.font,
            fontSize=look.size,
            bulletFontName=look.font,
            bulletFontSize=look.size,
            leading=look.leading,
            alignment=align,
            spaceAfter=look.leading * 0.45,
            embeddedHyphenation=1 if look.hyphenated else 0,
            allowWidows=0,
            allowOrphans=0,
        )
        indent = 34 if look.outdented else 0
        self.clause = ParagraphStyle("clause", self.body, leftIndent=indent)
        self.item = ParagraphStyle(
            "item", self.body, leftIndent=indent + look.size * 2.2, bulletIndent=indent + 6
        )
        self.head = ParagraphStyle(
            "head",
            self.body,
            fontName=look.bold,
            fontSize=look.size + (0.6 if look.columns > 1 else 1.0),
            leading=look.leading + 1,
            textColor=HexColor(look.ink),
            alignment=TA_LEFT,
            spaceBefore=look.leading * 0.6,
            spaceAfter=look.leading * 0.35,
            keepWithNext=1,
        )
        self.cell = ParagraphStyle(
            "cell", self.body, alignment=TA_LEFT, spaceAfter=0, leading=look.leading - 0.6
        )
        self.cell_head = ParagraphStyle(
            "cell_head",
            self.cell,
            fontName=look.bold,
            textColor=white if look.grid == "banded" else HexColor(look.ink),
        )

    def title(self) -> list[Flowable]:
        look = self.look
        if look.title in {"bar", "letterhead"}:
            return []
        centred = look.title == "centred"
        big = ParagraphStyle(
            "title",
            self.head,
            fontSize=look.size + 5,
            leading=look.size + 9,
            alignment=TA_CENTER if centred else TA_LEFT,
            spaceAfter=4,
        )
        small = ParagraphStyle(
            "subtitle",
            self.body,
            alignment=TA_CENTER if centred else TA_LEFT,
            fontName=look.italic,
            spaceAfter=14,
        )
        title = self.paper.title.upper() if centred else self.paper.title
        made: list[Flowable] = [Paragraph(_safe(title), big)]
        if self.paper.subtitle:
            made.append(Paragraph(_safe(self.paper.subtitle), small))
        return made

    def blocks(self) -> list[Flowable]:
        """Everything below the title."""
        return [part for group in _grouped(self.paper.blocks) for part in self._set(group)]

    def _set(self, group: list[Block]) -> list[Flowable]:
        block = group[0]
        gap = Spacer(1, self.look.leading * 0.7)
        setters: dict[str, Callable[[], list[Flowable]]] = {
            "heading": lambda: [self._heading(block)],
            "clause": lambda: [self._clause(block)],
            "item": lambda: [Paragraph(self._text(block.text), self.item, bulletText=block.label)],
            "para": lambda: [Paragraph(self._text(block.text), self.body)],
            "address": lambda: [self._address(block), gap],
            "table": lambda: [self._table(block), gap],
            "keys": lambda: [self._keys(group), gap],
            "signatures": lambda: [self._signatures(block)],
            "break": lambda: [PageBreak()],
        }
        return setters[block.kind]()

    def _address(self, block: Block) -> Paragraph:
        return Paragraph("<br/>".join(_safe(line) for line in block.text.splitlines()), self.cell)

    def _heading(self, block: Block) -> Paragraph:
        title = block.title.upper() if self.look.upper else block.title
        number = f"{block.label}{'' if block.label[-1:].isalpha() else '.'} " if block.label else ""
        if block.label.startswith(("Article", "Schedule", "Exhibit", "Annex")):
            number = f"{block.label} – "
        return Paragraph(_safe(number + title), self.head)

    def _clause(self, block: Block) -> Paragraph:
        title = f"<u>{_safe(block.title)}</u>. " if block.title else ""
        if self.look.font == "Helvetica" and block.title:
            title = f"<b>{_safe(block.title)}.</b> "
        text = title + self._text(block.text)
        label = f"{block.label}." if block.label.isdigit() else block.label
        if self.look.outdented:
            return Paragraph(text, self.clause, bulletText=label)
        return Paragraph(f"{label} {text}", self.clause)

    def _text(self, text: str) -> str:
        return _safe(softened(text) if self.look.hyphenated else text)

    def _table(self, block: Block) -> Table:
        head, *rows = block.rows
        cells = [[Paragraph(_safe(cell), self.cell_head) for cell in head]]
        cells += [[Paragraph(_safe(cell), self.cell) for cell in row] for row in rows]
        total = sum(block.widths)
        widths = [self.column * share / total for share in block.widths]
        return Table(cells, widths, style=self._rules(len(cells)), repeatRows=1)

    def _rules(self, count: int) -> list[tuple[Any, ...]]:
        ink = HexColor(self.look.ink)
        common: list[tuple[Any, ...]] = [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("TOPPADDING", (0, 0), (-1, -1), 3),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
        ]
        if self.look.grid == "grid":
            return [*common, ("GRID", (0, 0), (-1, -1), 0.5, ink)]
        if self.look.grid == "rules":
            return [
                *common,
                ("LINEABOVE", (0, 0), (-1, 0), 1, ink),
                ("LINEBELOW", (0, 0), (-1, 0), 0.5, ink),
                ("LINEBELOW", (0, -1), (-1, -1), 1, ink),
            ]
        bands = [
            ("BACKGROUND", (0, row), (-1, row), HexColor("#eef3f3")) for row in range(2, count, 2)
        ]
        return [*common, ("BACKGROUND", (0, 0), (-1, 0), ink), *bands]

    def _keys(self, group: list[Block]) -> Table:
        label = ParagraphStyle("key", self.cell, fontName=self.look.bold)
        rows = [
            [Paragraph(_safe(b.label), label), Paragraph(self._text(b.text), self.cell)]
            for b in group
        ]
        widths = [self.column * 0.27, self.column * 0.73]
        rule = ("LINEBELOW", (0, 0), (-1, -1), 0.4, HexColor("#b8c4c4"))
        pad = ("LEFTPADDING", (0, 0), (0, -1), 2)
        return Table(rows, widths, style=[("VALIGN", (0, 0), (-1, -1), "TOP"), rule, pad])

    def _signatures(self, block: Block) -> KeepTogether:
        rows = [[Paragraph(_safe(cell), self.cell) for cell in row] for row in block.rows]
        widths = [self.column * share for share in (0.16, 0.42, 0.42)]
        style = [
            ("VALIGN", (0, 0), (-1, -1), "BOTTOM"),
            ("LINEBELOW", (1, 1), (-1, -1), 0.4, HexColor("#777777")),
            ("TOPPADDING", (0, 1), (-1, 1), 16),
        ]
        words = Paragraph(_safe(block.text), self.body)
        gap = Spacer(1, self.look.leading)
        return KeepTogether([gap, words, Table(rows, widths, style=style)])


def _safe(text: str) -> str:
    """Text for reportlab: & and stray < are escaped, <b> and <i> stay."""
    made = escape(text)
    for tag in ("b", "i"):
        made = made.replace(f"&lt;{tag}&gt;", f"<{tag}>").replace(f"&lt;/{tag}&gt;", f"</{tag}>")
    return made


def _grouped(blocks: list[Block]) -> list[list[Block]]:
    """Blocks one by one, but names and values that follow one another as one table."""
    groups: list[list[Block]] = []
    for block in blocks:
        if block.kind == "keys" and groups and groups[-1][0].kind == "keys":
            groups[-1].append(block)
        else:
            groups.append([block])
    return groups
