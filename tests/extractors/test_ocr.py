"""Scanned pages: read by OCR where tesseract is installed, told and left unread where it is not."""

from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject
from reportlab.pdfgen.canvas import Canvas

from extractors import ocr
from extractors.citations import cite, with_boxes
from extractors.opening import Limits, open_pdf, opened
from extractors.page_image import Upright, drawn_rules, image_of, skew_of, upright
from extractors.picture import Picture
from extractors.second_look import doubtful_numbers
from extractors.shown import Wanted
from extractors.witnesses import shown_numbers, witness_numbers
from tests.pdfs import Paper
from tests.shared import SHARED

needs_tesseract = pytest.mark.skipif(ocr.missing() is not None, reason="tesseract is not installed")

FEE = "The Plan Fee is $6,200.00 per month and is payable in advance on the first day."
RATE = "On each anniversary the Plan Fee rises by three and one half percent (3.5%)."


def contract(path: Path) -> Path:
    paper = Paper(path, size=11).title("Master Services Agreement")
    paper.heading("1. Fees").text(f"1.1 {FEE}").text(f"1.2 {RATE}")
    paper.heading("2. Overage")
    paper.table(
        [
            ["Calls in the month", "Price per call"],
            ["up to 20,000", "$0.0150"],
            ["over 20,000", "$0.0095"],
        ],
        [60, 300],
    )
    return paper.save()


def scan(source: Path, to: Path, *, skew: float = 0.0, quarter: int = 0, stamp: str = "") -> Path:
    """The first page as a scanner gives it: a picture, `skew` degrees askew, with some noise."""
    with opened(source) as document:
        image = image_of(document.render(1, 200))
    image = image.rotate(skew, Image.Resampling.BICUBIC, fillcolor=255).rotate(quarter, expand=True)
    image = Image.blend(image, Image.effect_noise(image.size, 20), 0.1)
    image.save(to.with_suffix(".jpg"), quality=75)
    width, height = image.width * 0.36, image.height * 0.36
    canvas = Canvas(str(to), pagesize=(width, height))
    canvas.drawImage(str(to.with_suffix(".jpg")), 0, 0, width, height)
    canvas.drawString(20, height - 12, stamp)
    canvas.save()
    return to


@pytest.fixture
def text(tmp_path):
    return contract(tmp_path / "text.pdf")


def middle(box):
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def boxes_of(source, words):
    """The rectangles of the first place where the words stand."""
    at = source.document.text.index(words)
    (cited,) = with_boxes(source, cite(source.document, at, at + len(words)))
    return cited.boxes


# -- with tesseract -------------------------------------------------------------------------------


@needs_tesseract
def test_a_scan_askew_reads_like_the_text_it_was_printed_from(text, tmp_path):
    with opened(text) as printed, opened(scan(text, tmp_path / "scan.pdf", skew=0.8)) as source:
        document = source.document
        assert f"1.1 {FEE}" in document.text
        assert f"1.2 {RATE}" in document.text
        assert {"1", "1.1", "1.2", "2"} <= {section.label for section in document.sections}
        (table,) = document.tables
        assert [[cell.text for cell in row.cells] for row in table.rows][-2:] == [
            ["up to 20,000", "$0.0150"],
            ["over 20,000", "$0.0095"],
        ]
        assert document.scanned == {1}
        (warning,) = document.warnings
        assert warning.startswith("page 1 is a scan, read by OCR (mean word confidence 9")
        for words in ("$6,200.00", "$0.0095"):
            (there,), (here,) = boxes_of(printed, words), boxes_of(source, words)
            assert middle(here) == pytest.approx(middle(there), abs=8)
            assert here[3] - here[1] < 14
        assert witness_numbers(source, [1]) == []
        assert shown_numbers(source, [1]) == []


@needs_tesseract
@pytest.mark.parametrize("turned", [90, 270])
def test_a_scan_that_the_file_turns_has_its_rectangles_where_the_words_are(text, tmp_path, turned):
    path = scan(text, tmp_path / "scan.pdf", quarter=turned)
    writer = PdfWriter(clone_from=PdfReader(path))
    writer.pages[0].rotate(turned)
    writer.write(path)
    with opened(path) as source:
        (box,) = boxes_of(source, "$6,200.00")
        assert box[3] - box[1] > box[2] - box[0]
        assert source.render(1, 100).contrast(box) > 100


@needs_tesseract
@pytest.mark.parametrize("quarter", [90, 180])
def test_a_page_that_was_fed_on_its_side_is_turned(text, tmp_path, quarter):
    path = scan(text, tmp_path / "scan.pdf", quarter=quarter)
    with opened(path) as source:
        assert FEE in source.document.text
        (box,) = boxes_of(source, "3.5%")
        tall = box[3] - box[1] > box[2] - box[0]
        assert tall is (quarter != 180)
        assert source.render(1, 100).contrast(box) > 100


@needs_tesseract
def test_a_stamp_over_a_scan_does_not_hide_the_scan(text, tmp_path):
    stamped = scan(text, tmp_path / "scan.pdf", stamp="Envelope ID: 5F2C-11D0-9A77")
    document = open_pdf(stamped)
    assert FEE in document.text
    assert document.scanned == {1}


@needs_tesseract
def test_few_words_over_a_picture_without_words_stay_text(tmp_path):
    Image.new("L", (300, 400), 235).save(tmp_path / "grey.png")
    canvas = Canvas(str(tmp_path / "cover.pdf"), pagesize=(300, 400))
    canvas.drawImage(str(tmp_path / "grey.png"), 0, 0, 300, 400)
    canvas.drawString(40, 300, "Master Services Agreement")
    canvas.save()
    document = open_pdf(tmp_path / "cover.pdf")
    assert document.text.strip() == "Master Services Agreement"
    assert document.warnings == ()


@needs_tesseract
def test_a_price_that_is_struck_out_in_a_scan_is_left_out(tmp_path):
    paper = Paper(tmp_path / "text.pdf", size=12)
    for line in range(4):
        paper.text(f"This is paragraph {line + 1} of an amendment that changes one fee only.")
    paper.redline("The monthly fee is", "EUR 100.00", "EUR 900.00")
    document = open_pdf(scan(paper.save(), tmp_path / "scan.pdf"))
    assert "EUR 900.00" in document.text
    assert "100.00" not in document.text
    assert any("struck-through" in warning for warning in document.warnings)


@needs_tesseract
def test_a_page_that_takes_too_long_waits_and_the_rest_is_read(text, tmp_path):
    path = scan(text, tmp_path / "scan.pdf")
    document = open_pdf(path, limits=Limits(ocr_seconds=0))
    assert document.text.strip() == ""
    assert "page 1 is a scan, and OCR could not read it: it took longer" in document.warnings[0]


@needs_tesseract
def test_scans_beyond_the_limit_are_named(text, tmp_path):
    writer = PdfWriter()
    for _ in range(3):
        writer.append(scan(text, tmp_path / "one.pdf"))
    writer.write(tmp_path / "three.pdf")
    document = open_pdf(tmp_path / "three.pdf", limits=Limits(ocr_pages=1))
    assert document.scanned == {1}
    assert any(
        warning.startswith("pages 2 to 3: scans beyond the first 1")
        for warning in document.warnings
    )


# -- the third witness ----------------------------------------------------------------------------


def lying(path: Path, to: Path, drawn: str, said: str) -> Path:
    """The file with a character map that gives one letter for another."""
    writer = PdfWriter(clone_from=PdfReader(path))
    lines = "\n".join(
        f"<{code:02X}> <{ord(said) if chr(code) == drawn else code:04X}>" for code in range(32, 127)
    )
    stream = DecodedStreamObject()
    stream.set_data(
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        b"1 begincodespacerange <00> <FF> endcodespacerange\n"
        b"95 beginbfchar\n" + lines.encode() + b"\nendbfchar\nendcmap end end"
    )
    for font in writer.pages[0]["/Resources"]["/Font"].values():
        font.get_object()[NameObject("/ToUnicode")] = writer._add_object(stream)
    writer.write(to)
    return to


@needs_tesseract
def test_a_character_map_that_lies_is_found_out(tmp_path):
    honest = (
        Paper(tmp_path / "a.pdf").text("The monthly fee is EUR 4,100.00, due in 30 days.").save()
    )
    with opened(lying(honest, tmp_path / "b.pdf", "1", "9")) as source:
        assert "4,900.00" in source.document.text
        assert witness_numbers(source, [1]) == []
        (warning,) = shown_numbers(source, [1])
    assert warning.startswith("page 1: 4,900.00: in the text of the file")


@needs_tesseract
def test_honest_pages_show_their_numbers(text):
    with opened(text) as source:
        assert shown_numbers(source, [1]) == []


LIES = SHARED / "corpora" / "pdf_deception"


@needs_tesseract
@pytest.mark.skipif(
    not LIES.is_dir(), reason="the corpus of lying PDFs is not beside the repository"
)
@pytest.mark.parametrize(
    ("name", "doubts"),
    [
        ("tounicode_lie", 1),
        ("white_on_white", 1),
        ("clean", 0),
        ("encoding_differences_control", 0),
    ],
)
def test_what_the_page_shows_decides(name, doubts):
    with opened(LIES / f"{name}.pdf") as source:
        assert len(shown_numbers(source, [1])) == doubts


@pytest.mark.parametrize(
    ("number", "around", "seen", "stands"),
    [
        ("6,200.00", "is $6,200.00 per", "$6,200.00", True),
        ("6,200.00", "is $6,200.00 per", "$6.200,00", True),
        ("900", "EUR 900 per", "100", False),
        ("500", "EUR 500 per", "1500", False),
        ("500", "EUR 1 500 per", "1500", True),
        ("10", "in 10 days", "lO", True),
        ("1", "on the 1st day", "lst", True),
        ("3.5", "(3.5%)", "(35%)", True),
    ],
)
def test_a_number_stands_in_what_was_seen(number, around, seen, stands):
    assert Wanted(number, around).stands_in(seen) is stands


# -- without tesseract ----------------------------------------------------------------------------


def test_without_tesseract_a_scan_is_told_and_left_unread(text, tmp_path, monkeypatch):
    monkeypatch.setattr(ocr, "missing", lambda: "tesseract (Debian: tesseract-ocr)")
    document = open_pdf(scan(text, tmp_path / "scan.pdf"))
    assert document.text.strip() == ""
    assert document.scanned == frozenset()
    (warning,) = document.warnings
    assert warning.startswith("page 1 has no text layer")
    assert "install tesseract (Debian: tesseract-ocr)" in warning


def test_without_tesseract_a_stamped_scan_is_told(text, tmp_path, monkeypatch):
    monkeypatch.setattr(ocr, "missing", lambda: "tesseract")
    document = open_pdf(scan(text, tmp_path / "scan.pdf", stamp="Envelope ID: 5F2C-11D0-9A77"))
    assert "Envelope" in document.text
    assert "only these were read; install tesseract" in document.warnings[0]


def test_a_number_that_reads_differently_when_larger_is_doubtful(monkeypatch):
    def word(text, left, *, confidence=96.0, larger=1.0):
        box = (left * larger, 100 * larger, (left + 50) * larger, 120 * larger)
        return ocr.Seen(text, confidence, *box, line=(1, 1, 1))

    first = [
        word("fee", 100),
        word("63", 200),
        word("$250.00", 300),
        word("19", 400, confidence=41),
    ]
    second = [word("fee", 100, larger=1.5), word("6.3", 200, larger=1.5)]
    second += [word("$250.00", 300, larger=1.5), word("19", 400, larger=1.5)]
    monkeypatch.setattr(ocr, "read_words", lambda *_, **__: second)
    page = Image.new("L", (600, 200), 255)
    assert doubtful_numbers(page, first, 10) == ("63", "19")


def test_what_is_missing_is_named(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    assert ocr.missing() == "tesseract (Debian: tesseract-ocr)"


def test_text_pages_need_no_ocr(text, monkeypatch):
    monkeypatch.setattr(
        ocr, "read_words", lambda *_, **__: pytest.fail("a text page was read by OCR")
    )
    assert open_pdf(text).warnings == ()


@pytest.mark.parametrize("angle", [-2.3, -0.6, 0.0, 0.45, 1.7])
def test_the_angle_of_a_scan_is_found_to_a_tenth_of_a_degree(text, angle):
    with opened(text) as source:
        image = image_of(source.render(1, 200))
    askew = image.rotate(-angle, Image.Resampling.BICUBIC, fillcolor=255)
    assert skew_of(askew) == pytest.approx(angle, abs=0.11)


def test_drawn_lines_are_found_where_they_are():
    image = Image.new("L", (850, 1100), 255)
    draw = ImageDraw.Draw(image)
    draw.line((100, 200, 700, 200), fill=0, width=3)
    draw.line((100, 200, 100, 500), fill=0, width=3)
    draw.rectangle((300, 800, 600, 840), fill=0)
    draw.text((120, 300), "Some words that are no line at all", fill=0)
    rules = drawn_rules(Upright(image, grey(image)))
    assert sorted(rule.level for rule in rules) == [False, True]
    level = next(rule for rule in rules if rule.level)
    assert (level.x0, level.x1) == pytest.approx((50, 350), abs=2)
    assert level.y0 == pytest.approx(450, abs=2)


def grey(image: Image.Image, turned: int = 0) -> Picture:
    return Picture(image.width, image.height, image.width, 2.0, (10, 20), turned, image.tobytes())


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_pixels_and_points_are_each_others_inverse(turned):
    picture = grey(Image.new("L", (400, 300), 255), turned)
    box = (50.0, 60.0, 90.0, 80.0)
    left, top, right, bottom = picture.pixels(box)
    assert picture.points(left, top, right - 1, bottom - 1) == pytest.approx(box, abs=0.6)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_place_in_the_turned_picture_leads_back_to_the_page(turn):
    image = Image.new("L", (400, 300), 255)
    ImageDraw.Draw(image).rectangle((40, 60, 79, 69), fill=0)
    page = upright(grey(image), turn)
    ink = page.image.point([255 - level for level in range(256)]).getbbox()
    assert ink is not None
    assert page.on_page(*ink) == pytest.approx((30, 135, 50, 140), abs=1)
