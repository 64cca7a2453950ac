"""Files that are not a plain contract: each is read as far as it goes, and says what to do about the rest."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter, Transformation
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    TextStringObject,
)
from reportlab.pdfgen.canvas import Canvas

from extractors.errors import ContractEncrypted, ContractUnreadable
from extractors.extraction import extract
from extractors.language import language_of
from extractors.opening import Limits, open_pdf
from extractors.readers.grammar.reader import GrammarReader
from tests.pdfs import Paper

FEE = "1.1 The Customer shall pay a fee of USD 100.00 per month for the Archive Service."
GEBUEHR = (
    "1.1 Der Kunde zahlt für die Nutzung des Archivdienstes eine monatliche Gebühr von 100,00 EUR, die "
    "im Voraus fällig ist und nicht erstattet wird."
)


@pytest.fixture
def plain(tmp_path) -> Path:
    paper = Paper(tmp_path / "plain.pdf").title("Master Services Agreement")
    return paper.heading("1. Fees").text(FEE).save()


def changed(source: Path, change: Callable[[PdfWriter], object]) -> Path:
    """The file after a change, beside the first."""
    writer = PdfWriter(clone_from=PdfReader(source))
    change(writer)
    to = source.with_name("changed.pdf")
    writer.write(to)
    return to


def warned(path: Path) -> str:
    """The one warning of a file whose fee was read all the same."""
    document = open_pdf(path)
    assert "USD 100.00 per month" in document.text
    (words,) = document.warnings
    return words


def refused(path: Path) -> str:
    with pytest.raises(ContractUnreadable) as raised:
        open_pdf(path)
    words = str(raised.value)
    assert words.startswith(f"{path.name}: ")
    assert words.endswith(".")
    return words


# -- more than pages ---------------------------------------------------------------------------------


def test_attachments_are_named_as_not_read(plain):
    def attach(writer: PdfWriter) -> None:
        writer.add_attachment("price list 2026.xlsx", b"x")
        writer.add_attachment("annex.pdf", b"y")

    words = warned(changed(plain, attach))
    assert "2 embedded files, not read" in words
    assert "price list 2026.xlsx" in words
    assert "annex.pdf" in words
    assert "save them beside the contract" in words


def test_a_file_that_is_pinned_to_a_page_is_named(plain):
    def pin(writer: PdfWriter) -> None:
        file = DictionaryObject({NameObject("/F"): TextStringObject("rates.csv")})
        note = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Annot"),
                NameObject("/Subtype"): NameObject("/FileAttachment"),
                NameObject("/Rect"): ArrayObject([NumberObject(n) for n in (10, 10, 30, 30)]),
                NameObject("/FS"): file,
            }
        )
        writer.pages[0][NameObject("/Annots")] = ArrayObject([note])

    assert "an embedded file, not read (rates.csv)" in warned(changed(plain, pin))


def test_a_portfolio_says_that_only_its_cover_was_read(plain):
    def portfolio(writer: PdfWriter) -> None:
        writer.add_attachment("order form.pdf", b"x")
        writer._root_object[NameObject("/Collection")] = DictionaryObject()

    words = warned(changed(plain, portfolio))
    assert "portfolio: only its cover was read" in words
    assert "order form.pdf" in words


def test_an_xfa_form_says_that_its_fields_were_not_read(plain):
    def xfa(writer: PdfWriter) -> None:
        stream = DecodedStreamObject()
        stream.set_data(b"<xdp/>")
        form = DictionaryObject(
            {
                NameObject("/Fields"): ArrayObject(),
                NameObject("/XFA"): writer._add_object(stream),
            }
        )
        writer._root_object[NameObject("/AcroForm")] = form

    words = warned(changed(plain, xfa))
    assert "XFA form" in words
    assert "print it to a plain PDF" in words


def test_filled_fields_of_a_form_are_named(tmp_path):
    canvas = Canvas(str(tmp_path / "form.pdf"))
    canvas.drawString(60, 760, FEE)
    canvas.acroForm.textfield(name="discount", value="25 percent", x=60, y=700)
    canvas.acroForm.textfield(name="empty", value="", x=60, y=600)
    canvas.save()
    words = warned(tmp_path / "form.pdf")
    assert "1 filled form field(s), which were not read (discount: 25 percent)" in words


# -- pages ---------------------------------------------------------------------------------------------


def test_of_ten_thousand_pages_the_first_are_read_and_the_rest_is_told(tmp_path):
    canvas = Canvas(str(tmp_path / "one.pdf"))
    canvas.drawString(60, 760, FEE)
    canvas.save()
    writer = PdfWriter()
    first = writer.add_page(PdfReader(tmp_path / "one.pdf").pages[0])
    kids = writer._root_object["/Pages"].get_object()
    kids[NameObject("/Kids")] = ArrayObject([first.indirect_reference] * 10_000)
    kids[NameObject("/Count")] = NumberObject(10_000)
    writer.write(tmp_path / "long.pdf")
    document = open_pdf(tmp_path / "long.pdf", limits=Limits(pages=50))
    assert len(document.pages) == 50
    assert document.warnings == (
        (
            "the file has 10,000 pages; the first 50 were read, and nothing after them: split it, and give "
            "the parts with the contract."
        ),
    )
    assert Limits().pages < 10_000


def test_a_file_without_pages_is_refused(plain):
    def empty(writer: PdfWriter) -> None:
        tree = writer._root_object["/Pages"].get_object()
        tree[NameObject("/Kids")] = ArrayObject()
        tree[NameObject("/Count")] = NumberObject(0)

    assert "it has no pages" in refused(changed(plain, empty))


def box(*edges: float) -> ArrayObject:
    return ArrayObject([FloatObject(edge) for edge in edges])


@pytest.mark.parametrize("edges", [(595, 842, 0, 0), (0, 0, 0, 0), (-100, -100, 700, 900)], ids=str)
def test_a_page_box_that_is_odd_but_shows_the_page_changes_nothing(plain, edges):
    document = open_pdf(
        changed(
            plain, lambda writer: writer.pages[0].update({NameObject("/MediaBox"): box(*edges)})
        )
    )
    assert FEE in document.text
    assert document.warnings == ()


@pytest.mark.parametrize(
    ("name", "edges"),
    [("/MediaBox", (0, 0, 50, 50)), ("/CropBox", (2000, 2000, 2500, 2800))],
    ids=str,
)
def test_a_page_box_that_hides_the_page_is_told(plain, name, edges):
    document = open_pdf(
        changed(plain, lambda writer: writer.pages[0].update({NameObject(name): box(*edges)}))
    )
    assert document.text.strip() == ""
    assert "most of its text lies outside of the page's edges" in document.warnings[0]
    assert "ask for another copy" in document.warnings[0]


def turned_contract(path: Path) -> Path:
    paper = Paper(path).title("Master Services Agreement").heading("1. Fees").text(FEE)
    paper.redline("1.2 The set-up fee is", "EUR 50.00", "EUR 75.00")
    paper.table([["Calls", "Price"], ["up to 100", "$0.02"], ["over 100", "$0.01"]], [60, 300])
    return paper.save()


@pytest.mark.parametrize("by", [90, 180, 270])
@pytest.mark.parametrize("how", ["the page", "its text", "both"])
def test_a_page_on_its_side_reads_like_an_upright_one(tmp_path, by, how):
    upright = turned_contract(tmp_path / "a.pdf")
    expected = open_pdf(upright)
    width, height = (float(edge) for edge in PdfReader(upright).pages[0].mediabox[2:])

    def turn(writer: PdfWriter) -> None:
        page = writer.pages[0]
        if how != "the page":
            move = {90: (height, 0), 180: (width, height), 270: (0, width)}[by]
            page.add_transformation(Transformation().rotate(by).translate(*move))
            if by != 180:
                for name in ("/MediaBox", "/CropBox"):
                    page[NameObject(name)] = box(0, 0, height, width)
        if how != "its text":
            page.rotate(by)

    document = open_pdf(changed(upright, turn))
    assert document.text == expected.text
    assert [each.label for each in document.sections] == [s.label for s in expected.sections]
    assert len(document.tables) == 1
    assert document.warnings == expected.warnings
    assert "EUR 50.00" not in document.text


# -- not a contract in English --------------------------------------------------------------------------


def read(path: Path):
    (document,) = extract([(path.name, path)], [GrammarReader()]).documents
    return document


def test_a_german_contract_is_said_to_be_one_and_its_passages_wait(tmp_path):
    paper = Paper(tmp_path / "vertrag.pdf").title("Rahmenvertrag").heading("1. Vergütung")
    paper.text(GEBUEHR).text(
        "1.2 Die Vergütung wird zum 1. Januar eines jeden Jahres um drei Prozent (3 %) erhöht, und der "
        "Anbieter teilt dem Kunden die neue Vergütung mit."
    )
    document = read(paper.save())
    assert any(
        words.startswith("this reads as German, and the grammar reader knows English only")
        for words in document.warnings
    )
    waiting = [each for each in document.unresolved if "reads as German" in each.why]
    assert any("100,00 EUR" in each.quote for each in waiting)
    assert any("3 %" in each.quote for each in waiting)


def test_of_a_bilingual_contract_the_english_is_read_and_the_german_waits(tmp_path):
    paper = Paper(tmp_path / "both.pdf").title("Master Services Agreement").heading("1. Fees")
    paper.text(FEE).text(
        "1.2 The fees are due within thirty (30) days of the date of the invoice and shall be paid by bank "
        "transfer to the account that is named in the invoice."
    )
    paper.page().heading("1. Vergütung").text(GEBUEHR)
    document = read(paper.save())
    assert [
        str(term.flat_amount or term.unit_amount) for term in document.terms if term.type == "price"
    ] == ["100.00"]
    (words,) = [words for words in document.warnings if "German" in words]
    assert words.startswith("page 2: parts of it read as German")
    assert any("reads as German" in each.why and each.page == 2 for each in document.unresolved)


def test_an_english_contract_says_nothing_of_languages(plain):
    document = read(plain)
    assert document.warnings == ()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "The fees are due within thirty days of the invoice and shall be paid in full.",
            "English",
        ),
        (
            "Die Gebühren sind innerhalb von dreißig Tagen nach Erhalt der Rechnung zu zahlen und werden nicht erstattet.",
            "German",
        ),
        (
            "Le client paie une redevance mensuelle de 100 EUR pour les services et dans le délai qui est prévu par la loi.",
            "French",
        ),
        (
            "El cliente paga una tarifa mensual de 100 EUR por los servicios que se prestan en la fecha del contrato.",
            "Spanish",
        ),
        (
            "Заказчик оплачивает услуги ежемесячно в размере ста рублей.",
            "a language in Cyrillic letters",
        ),
        ("客户应当每月支付服务费一百元整并按时付款。", "Chinese or Japanese"),
        ("USD 100.00 20,000 $0.0150 Starter Growth Scale", None),
        ("Fernhill Systems GmbH, Unter den Linden 1, Berlin", None),
        (
            "Acme de México S.A. de C.V. shall pay the fees to the Provider on or before the due date.",
            "English",
        ),
    ],
)
def test_the_small_words_of_a_passage_tell_its_language(text, language):
    assert language_of(text) == language


# -- not a PDF, or not all of it --------------------------------------------------------------------------


def test_a_password_is_asked_to_be_taken_off(plain):
    locked = changed(plain, lambda writer: writer.encrypt("secret", "owner"))
    with pytest.raises(ContractEncrypted, match="asks for a password; remove the password"):
        open_pdf(locked)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (
            b"<!DOCTYPE html><html><body>Sign in</body></html>",
            "web page (HTML), perhaps of a sign-in",
        ),
        (b"\n  <html lang=en>", "web page (HTML)"),
        (b"PK\x03\x04" + b"\x00" * 40, "ZIP archive or an Office document; open it, and save"),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 40, "old Office document"),
        (b"\xff\xd8\xff\xe0" + b"\x00" * 40, "picture (JPEG); print it to a PDF"),
        (b"", "the file is empty; save or download it again"),
        (b"\x00" * 3000, "nothing but zeros"),
        (b"Dear customer, please find", "whatever its name says"),
    ],
)
def test_what_is_no_pdf_is_named_for_what_it_is(tmp_path, content, words):
    path = tmp_path / "contract.pdf"
    path.write_bytes(content)
    assert words in refused(path)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_truncated_file_is_said_to_be_cut_off(tmp_path, share):
    paper = Paper(tmp_path / "whole.pdf")
    for number in range(12):
        paper.text(FEE).text(f"Page {number}.").page()
    whole = paper.save().read_bytes()
    path = tmp_path / "cut.pdf"
    path.write_bytes(whole[: int(share * len(whole))])
    try:
        said = " ".join(open_pdf(path).warnings)
    except ContractUnreadable as reason:
        said = str(reason)
    assert "the end of the file is missing" in said
    assert "complete copy" in said
