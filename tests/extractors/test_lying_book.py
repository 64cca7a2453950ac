"""A contract whose text says another price than its page shows is never sent to billing by itself."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest
import reportlab
from lying_papers import LIES, honest, own_glyphs, paper_of, price_in, white_ink

from agent.contracts import ReaderChoice
from agent.run import RunOptions, run_book
from extractors import ocr
from extractors.errors import ContractTooLarge
from extractors.extraction import extract
from extractors.opening import OpenDocument
from extractors.readers.grammar.reader import GrammarReader
from store.store import Store

sys.path.append(str(Path(__file__).parents[1] / "app"))
from archive_book import write_book

needs_tesseract = pytest.mark.skipif(ocr.missing() is not None, reason="tesseract is not installed")


def case_of(folder: Path, paper, *, threshold: str = "", verify: bool = False) -> dict:
    """The one case of a book whose contract is this paper: billed 100.00 for three months, then 90.00."""
    book = folder / "book"
    write_book(book)
    lines = book / "billing" / "invoice_lines.csv"
    text = lines.read_text()
    for month in (1, 2, 3):
        end = f"2026-{month + 1:02}-01,1,month,"
        text = text.replace(f"{end}90.00,90.00", f"{end}100.00,100.00")
    lines.write_text(text)
    paper(book / "contracts" / "ORCHARD" / "msa.pdf")
    if threshold:
        (book / "policy.toml").write_text(f"threshold = {threshold}\n")
    store = Store.open(f"sqlite:///{folder / 'recoup.db'}")
    options = RunOptions(as_of=date(2026, 7, 1), reader=ReaderChoice(verify_pages=verify))
    (case,) = run_book(store, book, options).body["cases"]
    return case


def read(path: Path, **options) -> object:
    (document,) = extract([("msa.pdf", path)], [GrammarReader()], **options).documents
    return document


def price_of(document):
    (price,) = [term for term in document.terms if term.type == "price"]
    return price


@pytest.mark.parametrize("verify", [False, True])
def test_the_honest_contract_goes_to_billing(tmp_path, verify):
    case = case_of(tmp_path, honest, verify=verify and ocr.missing() is None)
    assert case["route"] == "billing"
    assert [finding["amount_total"] for finding in case["findings"]] == ["30.00"]


@needs_tesseract
@pytest.mark.parametrize("lie", LIES, ids=lambda lie: lie.__name__)
def test_no_lie_is_sent_whatever_the_threshold(tmp_path, lie):
    case = case_of(tmp_path, lie, threshold="0.10")
    assert case["route"] == "review"
    assert any("do not stand there as quoted" in words for words in case["blockers"])


@needs_tesseract
@pytest.mark.parametrize("lie", LIES, ids=lambda lie: lie.__name__)
def test_the_warning_names_the_number_and_its_place(tmp_path, lie):
    document = read(lie(tmp_path / "msa.pdf"))
    price = price_of(document)
    assert str(price.unit_amount or price.flat_amount) == "100.00"
    assert not price.citations[0].match.verbatim
    assert any(words.startswith("page 1: 100.00: in the text") for words in price.warnings)
    told = [passage for passage in document.unresolved if "says 100.00 here" in passage.why]
    (box,) = told[0].boxes
    assert 230 < box[0] < box[2] < 300
    assert 700 < box[1] < box[3] < 735


@needs_tesseract
def test_what_the_picture_shows_is_said(tmp_path):
    from lying_papers import character_map

    document = read(character_map(tmp_path / "msa.pdf"))
    assert any("its picture shows “400.00”" in words for words in document.warnings)


@pytest.mark.parametrize(
    "lie", [lie for lie in LIES if lie is not own_glyphs], ids=lambda lie: lie.__name__
)
def test_without_tesseract_a_doubtful_page_waits_and_the_warning_says_what_to_install(
    tmp_path, monkeypatch, lie
):
    monkeypatch.setattr(ocr, "missing", lambda: "tesseract (Debian: tesseract-ocr)")
    case = case_of(tmp_path, lie, threshold="0.10")
    assert case["route"] == "review"
    assert any("do not stand there as quoted" in words for words in case["blockers"])
    if lie is not white_ink:
        document = read(lie(tmp_path / "again.pdf"))
        (words,) = [words for words in document.warnings if "install" in words]
        assert "install tesseract (Debian: tesseract-ocr)" in words
        assert words.startswith("page 1: ")


def test_an_honest_page_needs_no_ocr(tmp_path, monkeypatch):
    monkeypatch.setattr(ocr, "read_words", lambda *_, **__: pytest.fail("OCR was called"))
    assert read(honest(tmp_path / "msa.pdf")).warnings == ()


@needs_tesseract
def test_pages_are_always_compared_where_it_is_asked_for(tmp_path, monkeypatch):
    looked = []
    kept = ocr.read_words
    monkeypatch.setattr(ocr, "read_words", lambda *a, **b: looked.append(1) or kept(*a, **b))
    assert read(honest(tmp_path / "msa.pdf"), verify_pages=True).warnings == ()
    assert looked


def test_pages_that_cannot_be_compared_as_asked_say_so(tmp_path, monkeypatch):
    monkeypatch.setattr(ocr, "missing", lambda: "tesseract (Debian: tesseract-ocr)")
    case = case_of(tmp_path, honest, verify=True)
    assert case["route"] == "review"
    assert "install tesseract" in case["memo"]


# -- honest files that look a little like lies ---------------------------------------------------------


def test_a_font_of_its_own_glyphs_that_maps_truly_is_looked_at_and_raises_no_doubt(tmp_path):
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    folder = Path(reportlab.__file__).parent / "fonts"
    pdfmetrics.registerFont(TTFont("TrueGlyphs", str(folder / "VeraBd.ttf")))
    document = read(paper_of(tmp_path / "msa.pdf", price_in("100.00", "TrueGlyphs"), wide=42))
    assert document.warnings == ()
    assert price_of(document).citations[0].match.verbatim


@pytest.mark.parametrize("letters", ["(fi)", "<FEFF00AD>", "(\\376\\377\\000f\\000i)"])
def test_joined_letters_and_hyphens_may_be_replaced(tmp_path, monkeypatch, letters):
    monkeypatch.setattr(ocr, "read_words", lambda *_, **__: pytest.fail("OCR was called"))

    def draw(canvas, x, y):
        canvas._code.append(f"/Span <</ActualText {letters}>> BDC EMC")
        price_in("100.00", "Courier")(canvas, x, y)

    assert read(paper_of(tmp_path / "msa.pdf", draw, wide=36)).warnings == ()


def test_a_shaded_row_beneath_the_words_is_no_sign(tmp_path, monkeypatch):
    monkeypatch.setattr(ocr, "read_words", lambda *_, **__: pytest.fail("OCR was called"))

    def draw(canvas, x, y):
        canvas.setFillGray(0.9)
        canvas.rect(x - 20, y - 4, 90, 16, stroke=0, fill=1)
        canvas.setFillGray(0)
        price_in("100.00", "Courier")(canvas, x, y)

    document = read(paper_of(tmp_path / "msa.pdf", draw, wide=36))
    assert document.warnings == ()


def test_pages_that_cannot_be_looked_at_again_wait_and_the_paper_is_not_lost(tmp_path, monkeypatch):
    def gives_up(_self, _pages):
        raise ContractTooLarge("msa.pdf: reading it takes longer than 60 seconds; split it.")

    monkeypatch.setattr(OpenDocument, "second_texts", gives_up)
    document = read(honest(tmp_path / "msa.pdf"))
    assert not price_of(document).citations[0].match.verbatim
    (words,) = document.warnings
    assert words.startswith("page 1: it could not be looked at a second time")
