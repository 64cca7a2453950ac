"""`recoup show --pdf`: the memo as a PDF, laid out by reportlab's platypus.

Foreign text is escaped before it becomes a paragraph, for platypus reads a markup of its own. There is
no time stamp: the same view gives the same bytes.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus.doctemplate import SimpleDocTemplate
from reportlab.platypus.flowables import (
    Flowable,
    KeepTogether,
    PageBreak,
    Spacer,
)
from reportlab.platypus.tables import Table, TableStyle

from app.pdf_fonts import fonts_for
from app.pdf_sheet import ACCENT, GROUND, MARGIN, SOFT, WARN, WIDTH, Sheet, picture_of, table_of

if TYPE_CHECKING:
    from app.memo_view import Clause, Part, View

_NUMBERS_OF_MONTHS = (1, 2, 3, 4)


def memo_pdf(view: View) -> bytes:
    """The PDF: the memo, and the draft letter on a page of its own."""
    sheet = Sheet(fonts_for(_all_words(view)))
    out = BytesIO()
    document = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
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


def _footer(sheet: Sheet, view: View) -> Any:
    name = sheet.fonts.held(view.title)

    def draw(canvas: Any, document: Any) -> None:
        canvas.saveState()
        canvas.setFont(sheet.fonts.plain, 7)
        canvas.setFillColor(SOFT)
        canvas.drawString(MARGIN, 9 * mm, name[:110])
        canvas.drawRightString(A4[0] - MARGIN, 9 * mm, f"Page {document.page}")
        canvas.restoreState()

    return draw


def _story(sheet: Sheet, view: View) -> list[Flowable]:
    story: list[Flowable] = [
        sheet.bold("Memo on contract and billing", 8, textColor=ACCENT),
        sheet.bold(view.title, 15, spaceBefore=1, spaceAfter=2),
        sheet.text(view.subtitle, 8, textColor=SOFT, spaceAfter=5),
        _summary(sheet, view),
    ]
    if view.prose:
        story.append(sheet.text(view.prose, spaceBefore=6))
    if view.blockers:
        story += [sheet.bold("A person must look first", 9, textColor=WARN, spaceBefore=6)]
        story += sheet.points(view.blockers)
    story += _documents(sheet, view)
    for part in view.parts:
        story += _part(sheet, part)
    story += _after_parts(sheet, view)
    story += _closing(sheet, view)
    return story + _letter(sheet, view)


def _summary(sheet: Sheet, view: View) -> Table:
    rows = [[sheet.bold(name, 9), sheet.text(words, 9)] for name, words in view.summary]
    table = Table(rows, colWidths=[28 * mm, WIDTH - 28 * mm])
    table.setStyle(
        TableStyle(
            [
                ("BACKGROUND", (0, 0), (-1, -1), GROUND),
                ("LINEBEFORE", (0, 0), (0, -1), 2.5, ACCENT),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("TOPPADDING", (0, 0), (-1, -1), 2.5),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
            ]
        )
    )
    return table


def _documents(sheet: Sheet, view: View) -> list[Flowable]:
    story: list[Flowable] = [sheet.heading("Parties and documents in force")]
    if view.parties:
        story.append(sheet.text(f"{'; '.join(view.parties)}.", spaceAfter=3))
    if not view.documents:
        return [*story, sheet.text("The account has no contract in the book.")]
    head = ("In force from", "Document", "What it is", "File", "Pages")
    story.append(table_of(sheet, head, view.documents, (22, 48, 50, 44, 12), (4,)))
    return story + sheet.points(view.cautions)


def _part(sheet: Sheet, part: Part) -> list[Flowable]:
    governs = f" ({part.governs} governs)" if part.governs else ""
    story: list[Flowable] = [sheet.heading(part.heading)]
    if part.prose:
        story.append(sheet.text(part.prose, spaceAfter=3))
    story.append(sheet.text(part.explanation))
    story.append(sheet.under(f"What the contract says{governs}"))
    story += [_clause(sheet, each) for each in part.clauses] or [sheet.text("No clause is cited.")]
    story += sheet.over_table("What was billed, invoice by invoice")
    if part.billed:
        head = ("Invoice", "Dated", "For", "Quantity and price", "Amount", "Status")
        story.append(table_of(sheet, head, part.billed, (28, 19, 39, 58, 22, 14), (4,)))
    else:
        story.append(sheet.text("No invoice line stands behind it: nothing was billed."))
    story += sheet.over_table("What should have been billed, period by period")
    months = ("Period", "Should be", "Billed", "Difference", "Recoverable", "How it comes about")
    story.append(
        table_of(sheet, months, part.months, _widths(part), _NUMBERS_OF_MONTHS, foot=part.together)
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


def _widths(part: Part) -> tuple[float, ...]:
    """The columns of the months: amounts as wide as the longest, and the words what is left."""
    longest = max(
        len(row[at]) for row in (*part.months, part.together) for at in _NUMBERS_OF_MONTHS
    )
    each = max(19.0, 1.55 * longest + 2.5)
    return (39, *[each] * len(_NUMBERS_OF_MONTHS), max(30.0, 143 - 4 * each))


def _clause(sheet: Sheet, clause: Clause) -> Flowable:
    indent = {"leftIndent": 8}
    parts: list[Flowable] = [
        sheet.text(f"“{clause.quote}”", 8.5, **indent),
        sheet.text(clause.where, 7.5, textColor=SOFT, spaceAfter=2, **indent),
    ]
    if clause.caution:
        parts.append(sheet.bold(clause.caution, 7.5, textColor=WARN, **indent))
    if clause.clipping:
        parts.append(picture_of(clause.clipping))
    if clause.note:
        parts.append(sheet.text(clause.note, 7.5, textColor=SOFT, **indent))
    return KeepTogether([*parts, Spacer(1, 5)])


def _after_parts(sheet: Sheet, view: View) -> list[Flowable]:
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
    for heading, items, size in (
        ("Open questions", view.questions, 8.5),
        ("Looked at and found right, or worth knowing", view.noted, 8.5),
        ("Passages about money that were not understood", view.passages, 7.5),
    ):
        if items:
            story += [sheet.heading(heading), *sheet.points(items, size)]
    if view.confidence:
        story += [sheet.heading("Confidence"), sheet.text(view.confidence, spaceAfter=2)]
        story += sheet.points(view.reasons)
    return story


def _closing(sheet: Sheet, view: View) -> list[Flowable]:
    head = [sheet.bold(words, 7.5) for words in ("", "Name", "Date and signature")]
    rows = [[sheet.bold(role), sheet.text(name), ""] for role, name, _ in view.signatures]
    table = Table([head, *rows], colWidths=[WIDTH * share for share in (0.18, 0.42, 0.40)])
    table.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "BOTTOM"),
                ("TOPPADDING", (0, 1), (-1, -1), 11),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
                ("LINEBELOW", (0, 1), (-1, -1), 0.6, colors.black),
                ("LEFTPADDING", (0, 0), (-1, -1), 2),
            ]
        )
    )
    hashes = [
        sheet.text(f"{file}: {digest}", 6.5, textColor=SOFT, spaceAfter=1)
        for file, digest in view.hashes
    ]
    return [
        KeepTogether([sheet.heading("Signatures"), table]),
        *([sheet.under("What happened")] if view.happened else []),
        *sheet.points(view.happened),
        KeepTogether(
            [
                sheet.under("SHA-256 of every document"),
                *hashes,
                sheet.text(view.footer, 7, textColor=SOFT, spaceBefore=3),
            ]
        ),
    ]


def _letter(sheet: Sheet, view: View) -> list[Flowable]:
    written = view.letter
    if written is None:
        return [sheet.text(f"There is no letter to write: {view.no_letter}.", spaceBefore=6)]
    story: list[Flowable] = [
        PageBreak(),
        sheet.bold(
            "Draft of a letter to the customer, not sent", 8, textColor=ACCENT, spaceAfter=10
        ),
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
            table_of(sheet, part.head, part.rows, (40, 42, 32, 24, 24, 24), (3, 4, 5), together),
        ]
        if part.clauses:
            story.append(
                sheet.text(
                    "It rests on these words of our agreement:", 9.5, spaceBefore=8, keepWithNext=1
                )
            )
        for words, where in part.clauses:
            story.append(sheet.text(f"“{words}”", 9, leftIndent=10, spaceBefore=4))
            story.append(sheet.text(where, 8, leftIndent=10, textColor=SOFT))
    return [
        *story,
        sheet.text(written.closing, 9.5, spaceBefore=8, spaceAfter=8),
        sheet.text("Kind regards,", 9.5, spaceAfter=20),
        sheet.text(f"[name and position], {written.sender}", 9.5),
    ]
