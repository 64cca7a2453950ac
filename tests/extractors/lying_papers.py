"""Contracts whose text layer says another price than the page shows, each by another trick.

The page shows 400.00; the text of the file says 100.00.
"""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import reportlab
from PIL import Image, ImageDraw
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, NameObject, NumberObject
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

BEFORE = "1.1 The Customer shall pay a fee of USD "
AFTER = " per month for the Archive Service, invoiced monthly."
LINES = (
    "MASTER SERVICES AGREEMENT",
    'This Master Services Agreement is made on 1 January 2026 between Fernhill Systems Ltd ("Provider")',
    'and Orchard Foods Ltd ("Customer").',
    "1. Fees",
    "",
    "2. Term",
    "2.1 This Agreement begins on 1 January 2026 and ends on 31 December 2026.",
    "3. Corrections",
    "3.1 The Provider may invoice amounts that were not invoiced within twelve months of the invoice date.",
)

Draw = Callable[[Canvas, float, float], None]


def paper_of(path: Path, draw: Draw, *, wide: float) -> Path:
    """The contract; `draw` sets its price at x, y, in a room so wide."""
    canvas = Canvas(str(path), pagesize=A4, invariant=1, pageCompression=0)
    for index, line in enumerate(LINES):
        y = 780 - 18 * index
        canvas.setFont("Helvetica", 10)
        canvas.drawString(60, y, line)
        if not line:
            x = 60 + canvas.stringWidth(BEFORE, "Helvetica", 10)
            canvas.drawString(60, y, BEFORE)
            canvas.drawString(x + wide, y, AFTER)
            draw(canvas, x, y)
    canvas.save()
    return path


def price_in(price: str, font: str = "Courier") -> Draw:
    def draw(canvas: Canvas, x: float, y: float) -> None:
        canvas.setFont(font, 10)
        canvas.drawString(x, y, price)

    return draw


def honest(path: Path) -> Path:
    """100.00 in the text and on the page."""
    return paper_of(path, price_in("100.00"), wide=36)


def _with_map(path: Path, font: str, pairs: dict[int, str], **entries: Any) -> Path:
    """The file with a character map of these pairs on the font whose name holds `font`."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(path.read_bytes())))
    lines = "\n".join(f"<{code:02X}> <{ord(text):04X}>" for code, text in sorted(pairs.items()))
    stream = DecodedStreamObject()
    stream.set_data(
        (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
            "1 begincodespacerange <00> <FF> endcodespacerange\n"
            f"{len(pairs)} beginbfchar\n{lines}\nendbfchar\nendcmap end end"
        ).encode()
    )
    for each in writer.pages[0]["/Resources"]["/Font"].values():
        target = each.get_object()
        if font in str(target["/BaseFont"]):
            target[NameObject("/ToUnicode")] = writer._add_object(stream)
            for name, value in entries.items():
                target[NameObject(f"/{name}")] = value
    writer.write(path)
    return path


ASCII = {code: chr(code) for code in range(32, 127)}


def character_map(path: Path) -> Path:
    """A character map that calls the drawn 4 a 1."""
    return _with_map(
        paper_of(path, price_in("400.00"), wide=36),
        "Courier",
        {**ASCII, ord("4"): "1", ord("1"): "4"},
    )


def two_codes(path: Path) -> Path:
    """The same, by a second code for 1 that draws a 4 (by the font's own differences)."""
    from pypdf.generic import DictionaryObject

    paper_of(path, price_in("A00.00"), wide=36)
    differences = ArrayObject([NumberObject(ord("A")), NameObject("/four")])
    encoding = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Encoding"),
            NameObject("/BaseEncoding"): NameObject("/WinAnsiEncoding"),
            NameObject("/Differences"): differences,
        }
    )
    return _with_map(path, "Courier", {**ASCII, ord("A"): "1"}, Encoding=encoding)


def own_glyphs(path: Path) -> Path:
    """An embedded font whose map exchanges 1 and 4 throughout: nothing in the file disagrees with it."""
    folder = Path(reportlab.__file__).parent / "fonts"
    pdfmetrics.registerFont(TTFont("OwnGlyphs", str(folder / "Vera.ttf")))
    paper_of(path, price_in("400.00", "OwnGlyphs"), wide=40)
    writer = PdfWriter(clone_from=PdfReader(BytesIO(path.read_bytes())))
    for each in writer.pages[0]["/Resources"]["/Font"].values():
        font = each.get_object()
        if "/ToUnicode" in font:
            data = font["/ToUnicode"].get_data()
            swapped = data.replace(b"<0031>", b"<??>").replace(b"<0034>", b"<0031>")
            stream = DecodedStreamObject()
            stream.set_data(swapped.replace(b"<??>", b"<0034>"))
            font[NameObject("/ToUnicode")] = writer._add_object(stream)
    writer.write(path)
    return path


def actual_text(path: Path) -> Path:
    """A hidden "actual text" in place of what is drawn."""

    def draw(canvas: Canvas, x: float, y: float) -> None:
        canvas._code.append("/Span <</ActualText (100.00)>> BDC")
        price_in("400.00")(canvas, x, y)
        canvas._code.append("EMC")

    return paper_of(path, draw, wide=36)


def under_a_picture(path: Path) -> Path:
    """A picture of another number, pasted over the number."""
    image = Image.new("L", (216, 72), 255)
    with Image.new("L", (36, 12), 255) as small:
        ImageDraw.Draw(small).text((1, 0), "400.00", fill=0)
        image = small.resize((216, 72))

    def draw(canvas: Canvas, x: float, y: float) -> None:
        price_in("100.00")(canvas, x, y)
        canvas.drawImage(ImageReader(image), x, y - 2, 36, 12)

    return paper_of(path, draw, wide=36)


def under_a_shape(path: Path) -> Path:
    """A white box over the number, and strokes in the shape of another one on it."""

    def draw(canvas: Canvas, x: float, y: float) -> None:
        price_in("100.00")(canvas, x, y)
        canvas.setFillGray(1)
        canvas.rect(x - 1, y - 2, 38, 11, stroke=0, fill=1)
        canvas.setFillGray(0)
        canvas.setLineWidth(0.9)
        canvas.lines([(x + 3, y + 7, x + 1, y + 2), (x + 1, y + 2, x + 6, y + 2)])
        canvas.line(x + 4, y + 5, x + 4, y)
        for left in (x + 8, x + 15, x + 26, x + 33):
            canvas.ellipse(left, y, left + 4.5, y + 7)
        canvas.circle(x + 22.5, y + 0.5, 0.4, fill=1)

    return paper_of(path, draw, wide=38)


def white_ink(path: Path) -> Path:
    """The number in white, with nothing in its place."""

    def draw(canvas: Canvas, x: float, y: float) -> None:
        canvas.setFillGray(1)
        price_in("100.00")(canvas, x, y)
        canvas.setFillGray(0)

    return paper_of(path, draw, wide=36)


LIES = (
    character_map,
    two_codes,
    own_glyphs,
    actual_text,
    under_a_picture,
    under_a_shape,
    white_ink,
)
"""Every trick."""
