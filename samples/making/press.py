"""Sets a manuscript in its look and prints it as PDF, the same bytes each time.

Streams are left uncompressed, so that the bytes do not depend on a version of zlib.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor, white
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    KeepTogether,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)

from samples.making.hyphens import softened
from samples.making.looks import LOOKS, Look
from samples.making.manuscript import Block, Manuscript

SELLER = "Ardenholt Software, Inc."


def print_pdf(paper: Manuscript, path: Path) -> None:
    """Write the manuscript to `path`."""
    _Press(paper, LOOKS[paper.look]).print(path)


class _CountedCanvas(Canvas):  # type: ignore[misc] # reportlab has no types
    """A canvas that knows the number of pages before it draws the foot."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept: list[dict[str, Any]] = []
        self.draw_foot: Any = None

    def showPage(self) -> None:  # noqa: N802 # reportlab's name
        self.kept.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        pages = len(self.kept)
        for number, state in enumerate(self.kept, 1):
            self.__dict__.update(state)
            self.draw_foot(self, number, pages)
            super().showPage()
        super().save()


class _Press:
    def __init__(self, paper: Manuscript, look: Look) -> None:
        self.paper = paper
        self.look = look
        self.width = look.page[0] - look.margins[0] - look.margins[1]
        self.column = (self.width - 18 * (look.columns - 1)) / look.columns
        align = TA_JUSTIFY if look.justified else TA_LEFT
        self.body = ParagraphStyle(
            "body",
            fontName=look.font,
            fontSize=look.size,
            leading=look.leading,
            alignment=align,
            spaceAfter=look.leading * 0.45,
            embeddedHyphenation=1 if look.hyphenated else 0,
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

    def print(self, path: Path) -> None:
        left, right, top, bottom = self.look.margins
        page_width, page_height = self.look.page
        first_top = top + {"bar": 42, "letterhead": 34, "centred": 0, "left": 0}[self.look.title]
        document = BaseDocTemplate(
            str(path),
            pagesize=self.look.page,
            invariant=1,
            pageCompression=0,
            title=self.paper.title,
            author=SELLER,
            subject=self.paper.number or "",
        )

        def frames(head: float) -> list[Frame]:
            height = page_height - head - bottom
            return [
                Frame(left + n * (self.column + 18), bottom, self.column, height, 0, 0, 0, 0)
                for n in range(self.look.columns)
            ]

        document.addPageTemplates(
            [
                PageTemplate("first", frames(first_top), onPage=self._first),
                PageTemplate("later", frames(top), onPage=self._later),
            ]
        )
        story: list[Flowable] = [NextPageTemplate("later"), *self._title(right)]
        for group in _grouped(self.paper.blocks):
            story.extend(self._set(group))

        def canvas(*args: Any, **kwargs: Any) -> _CountedCanvas:
            made = _CountedCanvas(*args, **kwargs)
            made.draw_foot = self._foot
            return made

        document.build(story, canvasmaker=canvas)

    # what stands outside the text

    def _first(self, canvas: Canvas, _document: BaseDocTemplate) -> None:
        width, height = self.look.page
        ink = HexColor(self.look.ink)
        if self.look.title == "bar":
            canvas.setFillColor(ink)
            canvas.rect(0, height - 78, width, 78, stroke=0, fill=1)
            canvas.setFillColor(white)
            canvas.setFont(self.look.bold, 17)
            canvas.drawString(self.look.margins[0], height - 40, self.paper.title)
            canvas.setFont(self.look.font, 9)
            canvas.drawString(self.look.margins[0], height - 57, self.paper.subtitle)
            canvas.setFont(self.look.bold, 10)
            canvas.drawRightString(width - self.look.margins[1], height - 40, "ARDENHOLT")
        elif self.look.title == "letterhead":
            canvas.setFillColor(ink)
            canvas.setFont(self.look.bold, 20)
            canvas.drawCentredString(width / 2, height - 66, "Ardenholt Software")
            canvas.setFont(self.look.italic, 9.5)
            canvas.drawCentredString(width / 2, height - 82, "Customer Agreements")
            canvas.setStrokeColor(ink)
            canvas.line(self.look.margins[0], height - 92, width - self.look.margins[1], height - 92)

    def _later(self, canvas: Canvas, _document: BaseDocTemplate) -> None:
        width, height = self.look.page
        canvas.setFillColor(HexColor("#444444"))
        canvas.setFont(self.look.italic, 8)
        line = self.paper.running_head or f"{self.paper.title} – {self.paper.customer}"
        if self.look.title == "left":
            canvas.drawString(self.look.margins[0], height - 44, line)
        else:
            canvas.drawRightString(width - self.look.margins[1], height - 44, line)
        if self.look.title == "bar":
            canvas.setStrokeColor(HexColor(self.look.ink))
            canvas.setLineWidth(0.7)
            canvas.line(self.look.margins[0], height - 49, width - self.look.margins[1], height - 49)

    def _foot(self, canvas: Canvas, number: int, pages: int) -> None:
        text = self.look.foot.format(page=number, pages=pages, title=self.paper.title)
        canvas.setFillColor(HexColor("#444444"))
        canvas.setFont(self.look.font, 8)
        canvas.drawCentredString(self.look.page[0] / 2, 34, text)

    # what stands in the text

    def _title(self, _right: float) -> list[Flowable]:
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
            "subtitle", self.body, alignment=big.alignment, fontName=look.italic, spaceAfter=14
        )
        title = self.paper.title.upper() if centred else self.paper.title
        made: list[Flowable] = [Paragraph(_safe(title), big)]
        if self.paper.subtitle:
            made.append(Paragraph(_safe(self.paper.subtitle), small))
        return made

    def _set(self, group: list[Block]) -> list[Flowable]:
        match group[0].kind:
            case "heading":
                return [self._heading(group[0])]
            case "clause":
                return [self._clause(group[0])]
            case "item":
                return [Paragraph(self._text(group[0].text), self.item, bulletText=group[0].label)]
            case "para":
                return [Paragraph(self._text(group[0].text), self.body)]
            case "address":
                lines = "<br/>".join(_safe(line) for line in group[0].text.splitlines())
                return [Paragraph(lines, self.cell), Spacer(1, self.look.leading * 0.8)]
            case "table":
                return [*self._table(group[0]), Spacer(1, self.look.leading * 0.7)]
            case "keys":
                return [self._keys(group), Spacer(1, self.look.leading * 0.7)]
            case "signatures":
                return [self._signatures(group[0])]
            case _:
                return [PageBreak()]

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

    def _table(self, block: Block) -> list[Flowable]:
        head, *rows = block.rows
        cells = [[Paragraph(_safe(cell), self.cell_head) for cell in head]]
        cells += [[Paragraph(_safe(cell), self.cell) for cell in row] for row in rows]
        total = sum(block.widths)
        widths = [self.column * share / total for share in block.widths]
        return [Table(cells, widths, style=self._rules(len(cells)), repeatRows=1)]

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
        return KeepTogether([Spacer(1, self.look.leading), Table(rows, widths, style=style)])


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
