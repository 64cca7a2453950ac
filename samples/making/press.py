"""Sets a manuscript in its look and prints it as PDF, the same bytes each time.

Streams are left uncompressed, so that the bytes do not depend on a version of zlib.
"""

# mypy: disable-error-code="no-untyped-call"
# reportlab has no types

from __future__ import annotations

from pathlib import Path
from typing import Any

from reportlab.lib.colors import HexColor, white
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus.doctemplate import BaseDocTemplate, NextPageTemplate, PageTemplate
from reportlab.platypus.flowables import Flowable
from reportlab.platypus.frames import Frame

from samples.making.looks import LOOKS, Look
from samples.making.manuscript import Manuscript
from samples.making.setting import Setter

SELLER = "Ardenholt Software, Inc."


def print_pdf(paper: Manuscript, path: Path) -> None:
    """Write the manuscript to `path`."""
    _Press(paper, LOOKS[paper.look]).print(path)


class _CountedCanvas(Canvas):
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
    """One manuscript on its pages: frames, heads and feet."""

    def __init__(self, paper: Manuscript, look: Look) -> None:
        self.paper = paper
        self.look = look
        width = look.page[0] - look.margins[0] - look.margins[1]
        self.column = (width - 18 * (look.columns - 1)) / look.columns

    def print(self, path: Path) -> None:
        left, _right, top, bottom = self.look.margins
        page_height = self.look.page[1]
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
        setter = Setter(self.paper, self.look, self.column)
        story: list[Flowable] = [NextPageTemplate("later"), *setter.title(), *setter.blocks()]

        def canvas(*args: Any, **kwargs: Any) -> _CountedCanvas:
            made = _CountedCanvas(*args, **kwargs)
            made.draw_foot = self._foot
            return made

        document.build(story, canvasmaker=canvas)

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
            canvas.line(
                self.look.margins[0], height - 92, width - self.look.margins[1], height - 92
            )

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
            canvas.line(
                self.look.margins[0], height - 49, width - self.look.margins[1], height - 49
            )

    def _foot(self, canvas: Canvas, number: int, pages: int) -> None:
        text = self.look.foot.format(page=number, pages=pages, title=self.paper.title)
        canvas.setFillColor(HexColor("#444444"))
        canvas.setFont(self.look.font, 8)
        canvas.drawCentredString(self.look.page[0] / 2, 34, text)
