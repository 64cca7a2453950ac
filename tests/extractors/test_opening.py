"""Opening PDFs: what comes back, what is refused and why, and that nothing is left running."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas

from extractors.document import Span
from extractors.errors import ContractEncrypted, ContractTooLarge, ContractUnreadable
from extractors.opening import Limits, open_pdf, opened
from extractors.witnesses import witness_numbers
from tests.pdfs import Paper

WORDS = "The Plan Fee is $6,200.00 per month and is payable in advance on the first day."


@pytest.fixture
def plain(tmp_path):
    return Paper(tmp_path / "plain.pdf").text(WORDS).page().text("Second page.").save()


def encrypted(path: Path, to: Path, password: str) -> Path:
    writer = PdfWriter(clone_from=PdfReader(path))
    writer.encrypt(user_password=password, owner_password="owner")
    writer.write(to)
    return to


def test_a_document_has_its_name_its_hash_and_its_pages(plain):
    document = open_pdf(plain, "contracts/ACME/plain.pdf")
    assert document.file == "contracts/ACME/plain.pdf"
    assert len(document.sha256) == 64
    assert [page.number for page in document.pages] == [1, 2]
    assert round(document.pages[0].width), round(document.pages[0].height) == (595, 842)
    assert document.text == f"{WORDS}\nSecond page.\n"
    assert document.warnings == ()


def test_a_page_offset_is_a_character_of_the_library_and_gives_rectangles(plain):
    with opened(plain) as source:
        start = source.document.pages[0].text.index("$6,200.00")
        (box,) = source.boxes(Span(1, start, start + 9))
        assert box[0] < box[2]
        assert source.boxes_of([]) == []
        assert source.render(1, 72).contrast(box) > 100


@pytest.mark.parametrize("content", [b"", b"not a PDF", b"%PDF-1.7\n%%EOF", b"\x00" * 5000])
def test_what_is_no_pdf_is_said_to_be_none(tmp_path, content):
    path = tmp_path / "odd.pdf"
    path.write_bytes(content)
    with pytest.raises(
        ContractUnreadable, match=r"odd\.pdf: it is not a PDF.*(another copy|again)"
    ):
        open_pdf(path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ContractUnreadable, match=r"gone\.pdf: No such file"):
        open_pdf(tmp_path / "gone.pdf")


def test_a_password_is_asked_to_be_removed(plain, tmp_path):
    locked = encrypted(plain, tmp_path / "locked.pdf", "secret")
    with pytest.raises(ContractEncrypted, match="remove the password"):
        open_pdf(locked)


def test_an_empty_password_opens_with_a_warning(plain, tmp_path):
    document = open_pdf(encrypted(plain, tmp_path / "half.pdf", ""))
    assert WORDS in document.text
    assert any("empty password" in warning for warning in document.warnings)


def heavy(folder: Path, copies: int) -> Path:
    """A document of 60 dense pages, several times over."""
    canvas = Canvas(str(folder / "dense.pdf"))
    for _ in range(60):
        canvas.setFont("Helvetica", 5)
        for line in range(100):
            canvas.drawString(20, 8 * line, "A word and another one, " * 8)
        canvas.showPage()
    canvas.save()
    writer = PdfWriter()
    source = PdfReader(folder / "dense.pdf")
    for _ in range(copies):
        writer.append(source)
    writer.write(folder / "heavy.pdf")
    return folder / "heavy.pdf"


def test_too_much_memory_is_refused_and_the_next_document_opens(tmp_path, plain):
    with pytest.raises(ContractTooLarge, match="memory"):
        open_pdf(heavy(tmp_path, 1), limits=Limits(memory=1 << 20))
    assert open_pdf(plain).pages


def test_of_a_file_that_takes_too_long_the_first_pages_are_read_and_it_says_so(tmp_path):
    document = open_pdf(heavy(tmp_path, 8), limits=Limits(seconds=2))
    assert 0 < len(document.pages) < 480
    assert any(
        "480 pages" in words and "nothing after them" in words for words in document.warnings
    )


def test_a_scan_says_so(tmp_path):
    picture = tmp_path / "scan.png"
    picture.write_bytes(_grey_png())
    canvas = Canvas(str(tmp_path / "scan.pdf"))
    canvas.drawImage(str(picture), 0, 0, 500, 700)
    canvas.save()
    document = open_pdf(tmp_path / "scan.pdf")
    assert document.text.strip() == ""
    assert document.warnings
    assert "page 1 has no text layer" in document.warnings[0]


def _grey_png() -> bytes:
    import io

    from PIL import Image

    stream = io.BytesIO()
    Image.linear_gradient("L").save(stream, "png")
    return stream.getvalue()


def test_embedded_files_are_told(plain, tmp_path):
    writer = PdfWriter(clone_from=PdfReader(plain))
    writer.add_attachment("prices.csv", b"a,b")
    writer.write(tmp_path / "with.pdf")
    assert any("embedded file" in warning for warning in open_pdf(tmp_path / "with.pdf").warnings)


def test_words_off_the_page_are_left_out_with_a_warning(tmp_path):
    paper = Paper(tmp_path / "a.pdf").text(WORDS)
    paper.canvas.drawString(60, -200, "The fee is EUR 900.")
    document = open_pdf(paper.save())
    assert "900" not in document.text
    assert any("outside of the page" in warning for warning in document.warnings)


@pytest.mark.parametrize("trick", ["white", "mode 3", "covered"])
def test_numbers_that_are_not_seen_are_told(tmp_path, trick):
    paper = Paper(tmp_path / "a.pdf").text(WORDS)
    canvas, y = paper.canvas, paper.y
    if trick == "mode 3":
        text = canvas.beginText(60, y)
        text.setTextRenderMode(3)
        text.textOut("The fee is EUR 900.")
        canvas.drawText(text)
    else:
        canvas.setFillGray(1 if trick == "white" else 0)
        canvas.drawString(60, y, "The fee is EUR 900.")
        if trick == "covered":
            canvas.setFillGray(1)
            canvas.rect(50, y - 5, 300, 20, stroke=0, fill=1)
    with opened(paper.save()) as source:
        (warning,) = witness_numbers(source, [1])
    assert warning.startswith("page 1: 900")


def test_an_honest_page_raises_no_doubt(plain):
    with opened(plain) as source:
        assert witness_numbers(source, [1, 2]) == []


def test_threads_may_open_documents_at_the_same_time(plain):
    with ThreadPoolExecutor(6) as pool:
        texts = list(pool.map(lambda _: open_pdf(plain).text, range(12)))
    assert len(set(texts)) == 1


def test_nothing_runs_on_after_the_program_has_ended(plain):
    program = (
        "import sys; from pathlib import Path; from extractors import confined;"
        "from extractors.opening import open_pdf; open_pdf(Path(sys.argv[1]));"
        "print(confined._SERVER.process.pid)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(plain)],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        cwd=Path(__file__).parents[2],
    )
    with pytest.raises(ProcessLookupError):
        os.kill(int(done.stdout), 0)
