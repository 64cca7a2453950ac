"""Small PDFs for tests, drawn with reportlab: lines, tables, columns, redlines, scans."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = A4


class Paper:
    """A PDF that is written from the top of the page downwards."""

    def __init__(self, path: Path, *, size: float = 10) -> None:
        self.path = path
        self.canvas = Canvas(str(path), pagesize=A4)
        self.size = size
        self.y = HEIGHT - 70

    def line(self, text: str, *, x: float = 60, bold: bool = False, size: float = 0) -> Paper:
        """One line of print."""
        self._font(bold, size)
        self.canvas.drawString(x, self.y, text)
        self.y -= 1.3 * (size or self.size)
        return self

    def _font(self, bold: bool, size: float) -> None:
        self.canvas.setFont("Helvetica-Bold" if bold else "Helvetica", size or self.size)

    def title(self, text: str) -> Paper:
        """A large bold line."""
        return self.line(text, bold=True, size=16).skip()

    def heading(self, text: str) -> Paper:
        """A bold line with room above it."""
        return self.skip().line(text, bold=True)

    def text(self, text: str, *, x: float = 60, width: float = 475) -> Paper:
        """A paragraph, broken into lines where they are full."""
        self._font(False, 0)
        words, line = text.split(), ""
        for word in words:
            longer = f"{line} {word}".strip()
            if self.canvas.stringWidth(longer, "Helvetica", self.size) > width:
                self.line(line, x=x)
                line = word
            else:
                line = longer
        self.line(line, x=x)
        self.y -= 0.6 * self.size
        return self

    def skip(self, points: float = 12) -> Paper:
        """Room."""
        self.y -= points
        return self

    def page(self, number: int = 0) -> Paper:
        """A new page."""
        self.canvas.showPage()
        self.y = HEIGHT - 70
        return self

    def head_and_foot(self, head: str, foot: str) -> Paper:
        """A running head and foot on this page."""
        self._font(False, 8)
        self.canvas.drawString(60, HEIGHT - 36, head)
        self.canvas.drawString(60, 30, foot)
        return self

    def table(
        self,
        rows: Sequence[Sequence[str]],
        columns: Sequence[float],
        *,
        ruled: bool = True,
        bold_head: bool = True,
        right: float = 535,
    ) -> Paper:
        """Rows of cells at the left edges `columns`; '\\n' in a cell starts a new line of print."""
        top = self.y + 1.1 * self.size
        edges = [column - 4 for column in columns] + [right]
        for index, row in enumerate(rows):
            lines = max(cell.count("\n") + 1 for cell in row)
            self._font(bold_head and index == 0, 0)
            for cell, x in zip(row, columns, strict=True):
                for depth, part in enumerate(cell.split("\n")):
                    self.canvas.drawString(x, self.y - depth * 1.2 * self.size, part)
            self.y -= lines * 1.2 * self.size + 0.5 * self.size
            if ruled:
                level = self.y + 1.1 * self.size
                self.canvas.line(edges[0], level, right, level)
        if ruled:
            bottom = self.y + 1.1 * self.size
            self.canvas.line(edges[0], top, right, top)
            for edge in edges:
                self.canvas.line(edge, top, edge, bottom)
        self.y -= self.size
        return self

    def redline(self, before: str, struck: str, after: str, *, x: float = 60) -> Paper:
        """A line with struck-through words, then inserted words that are underlined."""
        self._font(False, 0)
        draw, wide = self.canvas.drawString, self.canvas.stringWidth
        start = x + wide(before + " ", "Helvetica", self.size)
        end = start + wide(struck, "Helvetica", self.size)
        begin = end + wide(" ", "Helvetica", self.size)
        draw(x, self.y, before)
        draw(start, self.y, struck)
        draw(begin, self.y, after)
        middle, under = self.y + 0.28 * self.size, self.y - 0.15 * self.size
        self.canvas.setLineWidth(0.6)
        self.canvas.line(start, middle, end, middle)
        self.canvas.line(begin, under, begin + wide(after, "Helvetica", self.size), under)
        self.y -= 1.6 * self.size
        return self

    def save(self) -> Path:
        """Write the file."""
        self.canvas.save()
        return self.path
