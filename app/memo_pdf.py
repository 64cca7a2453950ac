"""`recoup show --pdf`: the memo as a PDF, laid out by reportlab's platypus.

Foreign text is escaped before it becomes a paragraph, for platypus reads a markup of its own. There is
no time stamp: the same view gives the same bytes.
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
from reportlab.platypus import (
    Flowable,
    Image,
    KeepTogether,
    PageBreak,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
    TableStyle,
)

from app.pdf_fonts import Fonts, fonts_for

if TYPE_CHECKING:
    from app.clipping import Clipping
    from app.memo_view import Clause, Part, View

_MARGIN = 17 * mm
_WIDTH = A4[0] - 2 * _MARGIN
_LINE = colors.HexColor("#cfd5df")
_SOFT = colors.HexColor("#4b5568")
_ACCENT = colors.HexColor("#1f4b99")
_GROUND = colors.HexColor("#f2f5fb")
_WARN = colors.HexColor("#8a3b06")
_TALLEST = 60 * mm
_NUMBERS_OF_MONTHS = (1, 2, 3, 4)


@dataclass(frozen=True)
class _Sheet:
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

    def under(self, words: str) -> Paragraph:
        """A smaller heading."""
        return self.bold(words, 9, spaceBefore=6, spaceAfter=2, keepWithNext=1)

    def points(self, items: Iterable[str]) -> list[Flowable]:
        """A list."""
        return [
            Paragraph(
                escape(self.fonts.held(item)),
                self.style(leftIndent=9, bulletIndent=0, spaceAfter=1.5),
                bulletText="•",
            )
            for item in items
        ]


def memo_pdf(view: View) -> bytes:
    """The PDF: the memo, and the draft letter on a page of its own."""
    sheet = _Sheet(fonts_for(_all_words(view)))
    out = BytesIO()
    document = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=14 * mm,
        bottomMargin=16 * mm,
        title=sheet.fonts.held(f"Memo: {view.title}"),
        author="recoup",
        invariant=1,
    )
    foot = _footer(sheet, view)
    document.build(_story(sheet, view), onFirstPage=foot, onLaterPages=foot)
    return out.getvalue()


def _all_words(value: Any) -> str:
    """Every letter of the view, to choose fonts by."""
    if isinstance(value, str):
        return value
    if isinstance(value, tuple | list):
        return "".join(map(_all_words, value))
    names = getattr(type(value), "__dataclass_fields__", {})
    return "".join(_all_words(getattr(value, name)) for name in names if name != "png")


def _footer(sheet: _Sheet, view: View) -> Any:
    name = sheet.fonts.held(view.title)

    def draw(canvas: Any, document: Any) -> None:
        canvas.saveState()
        canvas.setFont(sheet.fonts.plain, 7)
        canvas.setFillColor(_SOFT)
        canvas.drawString(_MARGIN, 9 * mm, name[:110])
        canvas.drawRightString(A4[0] - _MARGIN, 9 * mm, f"Page {document.page}")
        canvas.restoreState()

    return draw


def _story(sheet: _Sheet, view: View) -> list[Flowable]:
    story: list[Flowable] = [
        sheet.bold("Memo on contract and billing", 8, textColor=_ACCENT),
        sheet.bold(view.title, 15, spaceBefore=1, spaceAfter=2),
        sheet.text(view.subtitle, 8, textColor=_SOFT, spaceAfter=5),
        _summary(sheet, view),
    ]
    if view.blockers:
        story += [sheet.bold("A person must look first", 9, textColor=_WARN, spaceBefore=6)]
        story += sheet.points(view.blockers)
    story += _documents(sheet, view)
    for part in view.parts:
        story += _part(sheet, part)
    story += _after_parts(sheet, view)
    story += _closing(sheet, view)
    return story + _letter(sheet, view)


def _summary(sheet: _Sheet, view: View) -> Table:
    rows = [[sheet.bold(name, 9), sheet.text(words, 9)] for name, words in view.summary]
    table = Table(rows, colWidths=[24 * mm, _WIDTH - 24 * mm])
    table.setStyle(
        TableStyle(
            [
                ("BACKGROUND", (0, 0), (-1, -1), _GROUND),
                ("LINEBEFORE", (0, 0), (0, -1), 2.5, _ACCENT),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("TOPPADDING", (0, 0), (-1, -1), 2.5),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
            ]
        )
    )
    return table


def _documents(sheet: _Sheet, view: View) -> list[Flowable]:
    story: list[Flowable] = [sheet.heading("Parties and documents in force")]
    if view.parties:
        story.append(sheet.text(f"{'; '.join(view.parties)}.", spaceAfter=3))
    if not view.documents:
        return [*story, sheet.text("The account has no contract in the book.")]
    head = ("In force from", "Document", "What it is", "File", "Pages")
    story.append(_table(sheet, head, view.documents, (22, 48, 50, 44, 12), (4,)))
    return story + sheet.points(view.cautions)


def _table(  # noqa: PLR0913, PLR0917 - the parts of a table, all of them needed
    sheet: _Sheet,
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
        lines, colWidths=[_WIDTH * width / whole for width in widths], repeatRows=1, hAlign="LEFT"
    )
    style = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, _LINE),
        ("LINEBELOW", (0, 0), (-1, 0), 0.8, _SOFT),
        ("LEFTPADDING", (0, 0), (-1, -1), 2),
        ("RIGHTPADDING", (0, 0), (-1, -1), 4),
        ("TOPPADDING", (0, 0), (-1, -1), 1.6),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
    ]
    if foot:
        style.append(("LINEABOVE", (0, -1), (-1, -1), 0.8, colors.black))
    table.setStyle(TableStyle(style))
    return table


def _part(sheet: _Sheet, part: Part) -> list[Flowable]:
    governs = f" ({part.governs} governs)" if part.governs else ""
    story: list[Flowable] = [sheet.heading(part.heading), sheet.text(part.explanation)]
    story.append(sheet.under(f"What the contract says{governs}"))
    story += [_clause(sheet, each) for each in part.clauses] or [sheet.text("No clause is cited.")]
    story.append(sheet.under("What was billed, invoice by invoice"))
    if part.billed:
        head = ("Invoice", "Dated", "For", "Quantity and price", "Amount", "Status")
        story.append(_table(sheet, head, part.billed, (30, 22, 46, 42, 24, 14), (4,)))
    else:
        story.append(sheet.text("No invoice line stands behind it: nothing was billed."))
    story.append(sheet.under("What should have been billed, period by period"))
    months = ("Period", "Should be", "Billed", "Difference", "Recoverable", "How it comes about")
    widths = (37, 23, 23, 23, 23, 50)
    story.append(
        _table(sheet, months, part.months, widths, _NUMBERS_OF_MONTHS, foot=part.together)
    )
    if part.choice:
        story.append(sheet.text(part.choice, spaceBefore=3))
    story.append(sheet.under("What is claimed, and what is not"))
    story += sheet.points(f"{what} {amount}: {why}" for what, amount, why in part.claims)
    story.append(sheet.under("What may be held against it"))
    story += sheet.points(part.against) or [sheet.text("Nothing beyond the explanations below.")]
    if part.tried:
        story.append(sheet.under("Explanations tried"))
        story += sheet.points(part.tried)
    return story


def _clause(sheet: _Sheet, clause: Clause) -> Flowable:
    indent = {"leftIndent": 8}
    parts: list[Flowable] = [
        sheet.text(f"“{clause.quote}”", 8.5, **indent),
        sheet.text(clause.where, 7.5, textColor=_SOFT, spaceAfter=2, **indent),
    ]
    if clause.caution:
        parts.append(sheet.bold(clause.caution, 7.5, textColor=_WARN, **indent))
    if clause.clipping:
        parts.append(_picture(clause.clipping))
    if clause.note:
        parts.append(sheet.text(clause.note, 7.5, textColor=_SOFT, **indent))
    return KeepTogether([*parts, Spacer(1, 5)])


def _picture(clipping: Clipping) -> Table:
    """The cut-out, at three quarters of its size on the page, in a thin frame."""
    scale = min(0.75, (_WIDTH - 20) / clipping.points)
    width = clipping.points * scale
    height = width * clipping.height / clipping.width
    if height > _TALLEST:
        width, height = width * _TALLEST / height, _TALLEST
    framed = Table([[Image(BytesIO(clipping.png), width, height)]], hAlign="LEFT")
    framed.setStyle(
        TableStyle(
            [
                ("BOX", (0, 0), (-1, -1), 0.4, _LINE),
                *((side, (0, 0), (-1, -1), 2) for side in ("TOPPADDING", "BOTTOMPADDING")),
                *((side, (0, 0), (-1, -1), 3) for side in ("LEFTPADDING", "RIGHTPADDING")),
            ]
        )
    )
    outer = Table([["", framed]], colWidths=[8, _WIDTH - 8], hAlign="LEFT")
    outer.setStyle(TableStyle([(side, (0, 0), (-1, -1), 0) for side in _PADDINGS]))
    return outer


_PADDINGS = ("TOPPADDING", "BOTTOMPADDING", "LEFTPADDING", "RIGHTPADDING")


def _after_parts(sheet: _Sheet, view: View) -> list[Flowable]:
    story: list[Flowable] = []
    if view.waiver:
        story += [
            sheet.heading("No-waiver clause"),
            sheet.text("Found. It answers an argument from a course of dealing:", spaceAfter=2),
            _clause(sheet, view.waiver),
        ]
    elif view.no_waiver:
        story += [sheet.heading("No-waiver clause"), sheet.text(view.no_waiver)]
    if view.parts:
        story += [sheet.heading("What to do"), *sheet.points(view.steps)]
    if view.changes:
        story.append(sheet.under("Change to the billing configuration, so that it stops"))
        story += sheet.points([*view.changes, *(each.stops for each in view.parts if each.stops)])
    for heading, items in (
        ("Open questions", view.questions),
        ("Looked at and found right, or worth knowing", view.noted),
        ("Passages about money that were not understood", view.passages),
    ):
        if items:
            story += [sheet.heading(heading), *sheet.points(items)]
    if view.confidence:
        story += [sheet.heading("Confidence"), sheet.text(view.confidence, spaceAfter=2)]
        story += sheet.points(view.reasons)
    return story


def _closing(sheet: _Sheet, view: View) -> list[Flowable]:
    head = [sheet.bold(words, 7.5) for words in ("", "Name", "Date and signature")]
    rows = [[sheet.bold(role), sheet.text(name), ""] for role, name, _ in view.signatures]
    table = Table([head, *rows], colWidths=[_WIDTH * share for share in (0.18, 0.42, 0.40)])
    table.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "BOTTOM"),
                ("TOPPADDING", (0, 1), (-1, -1), 13),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
                ("LINEBELOW", (0, 1), (-1, -1), 0.6, colors.black),
                ("LEFTPADDING", (0, 0), (-1, -1), 2),
            ]
        )
    )
    hashes = [
        sheet.text(f"{file}: {digest}", 6.5, textColor=_SOFT, spaceAfter=1)
        for file, digest in view.hashes
    ]
    return [
        KeepTogether([sheet.heading("Signatures"), table]),
        Spacer(1, 4),
        *sheet.points(view.happened),
        KeepTogether([sheet.under("SHA-256 of every document"), *hashes]),
        sheet.text(view.footer, 7.5, textColor=_SOFT, spaceBefore=6),
    ]


def _letter(sheet: _Sheet, view: View) -> list[Flowable]:
    written = view.letter
    if written is None:
        return [sheet.text(f"There is no letter to write: {view.no_letter}.", spaceBefore=6)]
    story: list[Flowable] = [
        PageBreak(),
        sheet.bold("Draft of a letter to the customer, not sent", 8, textColor=_ACCENT, spaceAfter=10),
        sheet.text(written.sender, 9.5, spaceAfter=8),
        sheet.text(f"To: {written.to}", 9.5),
        sheet.text("Date: [date]", 9.5, spaceAfter=8),
        sheet.bold(written.subject, 9.5, spaceAfter=8),
        sheet.text("Dear [name],", 9.5, spaceAfter=6),
    ]
    for part in written.corrections:
        together = ("Together", "", "", "", "", part.total)
        story += [
            sheet.text(part.opening, 9.5, spaceAfter=6),
            _table(sheet, part.head, part.rows, (40, 42, 32, 24, 24, 24), (3, 4, 5), together),
        ]
        if part.clauses:
            story.append(
                sheet.text(
                    "It rests on these words of our agreement:", 9.5, spaceBefore=8, keepWithNext=1
                )
            )
        for words, where in part.clauses:
            story.append(sheet.text(f"“{words}”", 9, leftIndent=10, spaceBefore=4))
            story.append(sheet.text(where, 8, leftIndent=10, textColor=_SOFT))
    return [
        *story,
        sheet.text(written.closing, 9.5, spaceBefore=8, spaceAfter=8),
        sheet.text("Kind regards,", 9.5, spaceAfter=20),
        sheet.text(f"[name and position], {written.sender}", 9.5),
    ]
