"""A paper as a small PDF, by reportlab, and on which page each named clause came to stand."""

# mypy: disable-error-code="no-untyped-call"
# reportlab has no types

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from evals.scenarios.paper import Clause, Paper, Part, Place, Rows
from evals.scenarios.styles import Style


class PrinterMissing(RuntimeError):
    """Scenarios need reportlab, which writes their PDFs: pip install 'recoup[test]'."""


def print_paper(paper: Paper, folder: Path) -> dict[str, Place]:
    """Write `folder/paper.file`; where each named clause stands. Raises PrinterMissing."""
    try:
        from reportlab.lib.pagesizes import A4, letter
        from reportlab.platypus.doctemplate import SimpleDocTemplate
        from reportlab.platypus.paragraph import Paragraph
    except ImportError:
        raise PrinterMissing(PrinterMissing.__doc__) from None
    places: dict[str, Place] = {}
    path = folder / paper.file
    path.parent.mkdir(parents=True, exist_ok=True)
    made = SimpleDocTemplate(
        str(path),
        pagesize=letter if paper.style.letter else A4,
        leftMargin=62,
        rightMargin=62,
        topMargin=58,
        bottomMargin=58,
        invariant=1,
        title=paper.title,
    )
    styles = _styles(paper.style)
    title = paper.title.upper() if paper.style.caps else paper.title
    story: list[Any] = [Paragraph(escape(title), styles["title"])]
    story += [Paragraph(escape(line), styles["body"]) for line in paper.opening.split("\n")]
    for number, part in enumerate(paper.parts, start=1):
        story += _part(paper, part, number, styles, places)
    story += [Paragraph(escape(line), styles["body"]) for line in paper.closing.split("\n") if line]
    made.build(story)
    return places


def _styles(style: Style) -> dict[str, Any]:
    from reportlab.lib.colors import white
    from reportlab.lib.styles import ParagraphStyle

    bold = {"Times-Roman": "Times-Bold", "Helvetica": "Helvetica-Bold"}[style.font]
    body = ParagraphStyle(
        "body", fontName=style.font, fontSize=style.size, leading=style.size * 1.3, spaceAfter=5
    )
    head = ParagraphStyle("head", body, fontName=bold, spaceBefore=6, keepWithNext=1)
    title = ParagraphStyle("title", head, fontSize=style.size + 4, leading=style.size + 8)
    hidden = ParagraphStyle("hidden", body, textColor=white)
    return {"body": body, "head": head, "title": title, "hidden": hidden}


def _part(
    paper: Paper, part: Part, number: int, styles: dict[str, Any], places: dict[str, Place]
) -> list[Any]:
    from reportlab.platypus.flowables import Spacer
    from reportlab.platypus.paragraph import Paragraph
    from reportlab.platypus.tables import Table

    class Noting:
        """Notes the page on which a block is drawn."""

        name = ""

        def drawOn(self, canvas: Any, *given: Any, **named: Any) -> None:  # noqa: N802 - reportlab's name
            if self.name:
                places.setdefault(self.name, Place(paper.file, canvas.getPageNumber()))
            super().drawOn(canvas, *given, **named)  # type: ignore[misc]  # of the flowable beside it

    class Words(Noting, Paragraph):
        pass

    class Grid(Noting, Table):
        pass

    made: list[Any] = [Paragraph(escape(_heading(paper.style, part, number)), styles["head"])]
    for at, block in enumerate(part.blocks, start=1):
        if isinstance(block, Clause):
            text = _numbered(paper.style, block.text, number, at)
            drawn: Any = Words(escape(text), styles["hidden" if block.hidden else "body"])
            made.append(drawn)
        else:
            drawn = Grid(_cells(block, styles["body"]), style=_rules(), hAlign="LEFT")
            made += [drawn, Spacer(1, 6)]
        drawn.name = block.name
    return made


def _cells(table: Rows, body: Any) -> list[list[Any]]:
    from reportlab.platypus.paragraph import Paragraph

    return [[Paragraph(escape(cell), body) for cell in row] for row in table.rows]


def _rules() -> list[tuple[Any, ...]]:
    from reportlab.lib.colors import black

    return [("GRID", (0, 0), (-1, -1), 0.4, black), ("VALIGN", (0, 0), (-1, -1), "TOP")]


def _heading(style: Style, part: Part, number: int) -> str:
    words = part.heading.upper() if style.caps else part.heading
    if style.numbering == "headings":
        return words
    return f"Article {number} – {words}" if style.numbering == "article" else f"{number}. {words}"


def _numbered(style: Style, text: str, number: int, at: int) -> str:
    if style.numbering in {"dotted", "article"}:
        return f"{number}.{at} {text}"
    if style.numbering == "letters":
        return f"({chr(96 + at)}) {text}"
    return text
