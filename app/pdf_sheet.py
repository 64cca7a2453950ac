"""What a PDF memo is laid out with: text in the right fonts, tables, and pictures of clauses.

Foreign text is escaped before it becomes a paragraph, for platypus reads a markup of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus.flowables import CondPageBreak, Flowable, Image
from reportlab.platypus.paragraph import Paragraph
from reportlab.platypus.tables import Table, TableStyle

from app.pdf_fonts import Fonts

if TYPE_CHECKING:
    from app.clipping import Clipping

MARGIN = 17 * mm
WIDTH = A4[0] - 2 * MARGIN - 12
"""Inside of the frame, which keeps six points at each side."""
LINE = colors.HexColor("#cfd5df")
SOFT = colors.HexColor("#4b5568")
ACCENT = colors.HexColor("#1f4b99")
GROUND = colors.HexColor("#f2f5fb")
WARN = colors.HexColor("#8a3b06")
_TALLEST = 60 * mm
_PADDINGS = ("TOPPADDING", "BOTTOMPADDING", "LEFTPADDING", "RIGHTPADDING")


@dataclass(frozen=True)
class Sheet:
    """Styles in fonts that hold every letter of the memo."""

    fonts: Fonts

    def style(self, size: float = 8.5, **more: Any) -> ParagraphStyle:
        """Running text; `more` are reportlab's own names."""
        return ParagraphStyle(
            "text",
            **{
                "fontName": self.fonts.plain,
                "fontSize": size,
                "leading": size * 1.28,
                "splitLongWords": 1,
                **more,
            },
        )

    def text(self, words: str, size: float = 8.5, **more: Any) -> Paragraph:
        """Foreign or own words as a paragraph, with nothing in them obeyed."""
        return Paragraph(escape(self.fonts.held(words)), self.style(size, **more))

    def bold(self, words: str, size: float = 8.5, **more: Any) -> Paragraph:
        """The same, bold."""
        return self.text(words, size, fontName=self.fonts.bold, **more)

    def heading(self, words: str) -> Paragraph:
        """What a section begins with; it stays with what follows."""
        return self.bold(words, 11, spaceBefore=9, spaceAfter=3, keepWithNext=1)

    def under(self, words: str, *, stays: bool = True) -> Paragraph:
        """A smaller heading; one that does not stay with all of a long table has room kept for it."""
        return self.bold(words, 9, spaceBefore=6, spaceAfter=2, keepWithNext=int(stays))

    def over_table(self, words: str) -> list[Flowable]:
        """The heading of a table that may go on on the next page."""
        return [CondPageBreak(30 * mm), self.under(words, stays=False)]

    def points(self, items: Iterable[str], size: float = 8.5) -> list[Flowable]:
        """A list."""
        return [
            Paragraph(
                escape(self.fonts.held(item)),
                self.style(size, leftIndent=9, bulletIndent=0, spaceAfter=1.5),
                bulletText="•",
            )
            for item in items
        ]


def table_of(
    sheet: Sheet,
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    numbers: Sequence[int],
    foot: Sequence[str] = (),
) -> Table:
    """A table whose head is repeated on each page; `widths` are shares of the page's width."""

    def cell(words: str, column: int, *, strong: bool) -> Paragraph:
        side = 2 if column in numbers else 0
        return (sheet.bold if strong else sheet.text)(words, 7.5, alignment=side)

    lines = [[cell(words, at, strong=True) for at, words in enumerate(head)]]
    lines += [[cell(words, at, strong=False) for at, words in enumerate(row)] for row in rows]
    if foot:
        lines.append([cell(words, at, strong=True) for at, words in enumerate(foot)])
    whole = sum(widths)
    table = Table(
        lines, colWidths=[WIDTH * width / whole for width in widths], repeatRows=1, hAlign="LEFT"
    )
    style = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, LINE),
        ("LINEBELOW", (0, 0), (-1, 0), 0.8, SOFT),
        ("LEFTPADDING", (0, 0), (-1, -1), 2),
        ("RIGHTPADDING", (0, 0), (-1, -1), 4),
        ("TOPPADDING", (0, 0), (-1, -1), 1.6),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
    ]
    if foot:
        style.append(("LINEABOVE", (0, -1), (-1, -1), 0.8, colors.black))
    table.setStyle(TableStyle(style))
    return table


def picture_of(clipping: Clipping) -> Table:
    """The cut-out, at three quarters of its size on the page, in a thin frame."""
    scale = min(0.75, (WIDTH - 20) / clipping.points)
    width = clipping.points * scale
    height = width * clipping.height / clipping.width
    if height > _TALLEST:
        width, height = width * _TALLEST / height, _TALLEST
    framed = Table([[Image(BytesIO(clipping.png), width, height)]], hAlign="LEFT")
    framed.setStyle(
        TableStyle(
            [
                ("BOX", (0, 0), (-1, -1), 0.4, LINE),
                *((side, (0, 0), (-1, -1), 2) for side in ("TOPPADDING", "BOTTOMPADDING")),
                *((side, (0, 0), (-1, -1), 3) for side in ("LEFTPADDING", "RIGHTPADDING")),
            ]
        )
    )
    outer = Table([["", framed]], colWidths=[8, WIDTH - 8], hAlign="LEFT")
    outer.setStyle(TableStyle([(side, (0, 0), (-1, -1), 0) for side in _PADDINGS]))
    return outer
