"""The memo as HTML, PDF and letter: whole in one file, inert, the same bytes, the amounts of the case."""

from __future__ import annotations

import importlib.util
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pypdfium2
import pytest
from archive_book import write_book
from PIL import Image

from agent.case_paper import CasePaper, paper_of
from agent.inert import clean
from agent.letter import as_markdown, letter
from app.cli import main
from app.clipping import clip
from app.memo_evidence import Evidence
from app.memo_page import memo_page
from app.memo_pdf import memo_pdf
from app.memo_view import View, view_of
from app.memo_words import Words, change, claims
from app.pdf_fonts import fonts_for
from extractors.picture import Picture
from store.cases import find_case
from store.store import Store

QUOTE = "The Customer shall pay a fee of USD 100.00 per month for the Archive Service, invoiced monthly."


class Tags(HTMLParser):
    """Every tag of a page, and every value of an attribute."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.values: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.names.add(tag)
        self.values += [(name, value or "") for name, value in attrs]


@pytest.fixture(scope="module")
def book(tmp_path_factory) -> Path:
    """A folder with a store in which Archive Service, 100.00 a month, was billed at 90.00 six times."""
    folder = tmp_path_factory.mktemp("papers")
    write_book(folder / "book")
    store = f"sqlite:///{folder / 'recoup.db'}"
    assert recoup("run", folder / "book", "--as-of", "2026-07-01", "--store", store) == 0
    return folder


def recoup(*arguments: object) -> int:
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    return int(ended.value.code or 0)


def show(folder: Path, *options: object) -> int:
    return recoup("show", "ORCHARD", "--store", f"sqlite:///{folder / 'recoup.db'}", *options)


def paper(folder: Path) -> CasePaper:
    with Store.open(f"sqlite:///{folder / 'recoup.db'}").begin() as session:
        return paper_of(session, find_case(session, "ORCHARD"))


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    pages = [document[at].get_textpage().get_text_bounded() for at in range(len(document))]
    return " ".join(" ".join(pages).split())


def changed(value, **texts: str):
    """Plain values with the named fields replaced, however deep they lie."""
    if isinstance(value, dict):
        return {name: texts.get(name) or changed(item, **texts) for name, item in value.items()}
    return [changed(item, **texts) for item in value] if isinstance(value, list) else value


def hostile(folder: Path, words: str) -> View:
    usual = paper(folder)
    clauses = tuple(
        tuple(clause.model_copy(update={"quote": words}) for clause in each)
        for each in usual.clauses
    )
    values = changed(dict(usual.values), name=words, title=words, explanation=words, product=words)
    return view_of(replace(usual, values=values, clauses=clauses), Evidence())


def test_the_page_is_whole_in_itself_and_runs_nothing(book, tmp_path):
    assert show(book, "--html", tmp_path / "memo.html") == 0
    page = (tmp_path / "memo.html").read_text(encoding="utf-8")
    tags = Tags(page)
    assert not tags.names & {"script", "link", "iframe", "object", "form", "base", "a"}
    sources = [value for name, value in tags.values if name in {"src", "href", "srcset"}]
    assert sources
    assert all(source.startswith("data:image/png;base64,") for source in sources)
    assert not [name for name, _ in tags.values if name.startswith("on")]
    assert "url(" not in page
    assert "default-src 'none'" in page


def test_the_page_holds_amounts_quote_hash_and_the_lines_to_sign(book, tmp_path):
    show(book, "--html", tmp_path / "memo.html")
    page = (tmp_path / "memo.html").read_text(encoding="utf-8")
    assert QUOTE in page
    assert page.count("$10.00</bdi>") >= 6  # a difference of 10.00 in each of six months
    assert "$60.00" in page
    assert "ORCHARD-3" in page
    assert all(f"{role} by" in page for role in ("Prepared", "Reviewed", "Approved"))
    assert re.search(r"\b[0-9a-f]{64}\b", page)
    assert "not legal advice" in page
    assert "No-waiver clause: none found" in page


def test_the_pdf_opens_and_holds_amounts_and_quote(book, tmp_path):
    assert show(book, "--pdf", tmp_path / "memo.pdf") == 0
    content = (tmp_path / "memo.pdf").read_bytes()
    text = text_of(content)
    assert "USD 100.00 per month for the Archive Service" in text
    assert "$60.00" in text
    assert "Approved by" in text
    assert "not legal advice" in text
    assert len(pypdfium2.PdfDocument(content)) <= 4  # three of memo, one of letter


def test_the_same_case_gives_the_same_bytes(book, tmp_path):
    for name in ("one", "two"):
        show(book, "--html", tmp_path / f"{name}.html", "--pdf", tmp_path / f"{name}.pdf")
    for kind in ("html", "pdf"):
        one, two = (tmp_path / f"{name}.{kind}" for name in ("one", "two"))
        assert one.read_bytes() == two.read_bytes()


def test_the_letter_says_amount_periods_invoices_and_clause(book, tmp_path):
    assert show(book, "--letter", tmp_path / "letter.md") == 0
    letter = (tmp_path / "letter.md").read_text(encoding="utf-8")
    assert "corrective invoice of $60.00" in letter
    row = (
        "| Archive Service | Mar 1, 2026 to Mar 31, 2026 | ORCHARD-3 | $100.00 | $90.00 | $10.00 |"
    )
    assert row in letter
    assert QUOTE in letter
    assert "Draft" in letter
    threats = ("must pay", "legal action", "immediately", "deadline", "collection", "terminate")
    assert not [word for word in threats if word in letter.lower()]


HOSTILE = (
    "</bdi><script>alert(1)</script><img src=x onerror=y> <b>bold</b> &lt; # [pay](http://x) "
    "\u202eevil\u202c \x07bell <para><font size=90>"
)


def test_hostile_words_are_inert_on_the_page(book):
    page = memo_page(hostile(book, HOSTILE))
    tags = Tags(page)
    assert not tags.names & {"script", "img", "b", "para", "font"}
    assert "&lt;script&gt;" in page
    assert not set(page) & {"\u202e", "\u202c", "\x07"}


def test_hostile_words_are_inert_in_the_pdf(book):
    text = text_of(memo_pdf(hostile(book, HOSTILE)))
    assert "<script>alert(1)</script>" in text.replace("\x02", "")
    assert "<b>bold</b>" in text


def test_hostile_words_are_inert_in_the_letter(book):
    usual = paper(book)
    values = changed(dict(usual.values), name=HOSTILE, title=HOSTILE)
    text = as_markdown(letter(replace(usual, values=values)))
    assert "[pay](" not in text
    assert "<script>" not in text.replace("\\<", "")
    assert not set(text) & {"\u202e", "\u202c", "\x07"}


def with_values(folder: Path, **values: object) -> View:
    usual = paper(folder)
    sends = usual.sends if values.get("findings", True) else ()
    return view_of(replace(usual, values={**usual.values, **values}, sends=sends), Evidence())


def test_prose_that_stood_is_on_the_page_and_in_the_pdf_and_obeyed_by_neither(book):
    summary = "The archive was billed $10.00 a month too low <b>in six months</b>."
    prose = {"summary": summary, "explanations": {"1": "From January on $90.00 was billed."}}
    view = with_values(book, prose=prose)
    html, pdf = memo_page(view), text_of(memo_pdf(view))
    assert "too low &lt;b&gt;in six months&lt;/b&gt;." in html
    assert summary in pdf
    assert "From January on $90.00 was billed." in html
    assert "From January on $90.00 was billed." in pdf
    assert "From January on" not in memo_page(with_values(book))


def test_without_a_contract_nothing_is_said_to_be_as_agreed(book):
    view = with_values(book, documents=[], findings=[], totals=[], recommendation=[])
    for text in (memo_page(view), text_of(memo_pdf(view))):
        assert "there is no contract to check the bill against" in text
        assert "as agreed" not in text


def test_what_holds_confidence_back_is_said_with_what_it_would_be(book):
    view = with_values(book, confidence="0.85", held_back_from="0.98")
    assert "What is open holds it back: without that it would be 0.98." in memo_page(view)
    assert "holds it back" not in memo_page(with_values(book, held_back_from=""))


def test_a_fee_and_its_discount_on_one_invoice_are_one_row(book):
    (finding,) = paper(book).values["findings"]
    line = {**finding["billed"][0], "quantity": "1", "unit_amount": "100.00", "amount": "100.00"}
    bare = {"quantity": None, "unit": None, "unit_amount": None}
    less = {**line, **bare, "kind": "discount", "amount": "-10.00"}
    (part,) = with_values(book, findings=[{**finding, "billed": [line, less]}]).parts
    ((*_, what, amount, _),) = part.billed
    assert amount == "$90.00"
    assert "= $100.00; discount -$10.00" in what


def test_files_are_called_by_their_titles(book):
    file = paper(book).values["documents"][0]["file"]
    view = with_values(book, reasons=[[f"{file} page 1: a passage is not understood", "−0.02"]])
    assert file not in " ".join(view.reasons)
    assert ", page 1: a passage is not understood (takes 0.02)" in view.reasons[0]


def test_without_the_contracts_the_memo_says_so_and_stands(book):
    values = paper(book)
    page = memo_page(
        view_of(
            values,
            Evidence(notes={values.clauses[0][0].file: "The file is not at hand: no picture."}),
        )
    )
    assert "<img" not in page
    assert "The file is not at hand" in page
    assert QUOTE in page


def test_a_contract_that_was_exchanged_gives_no_picture(book, tmp_path):
    from app.memo_evidence import evidence

    (found,) = {clause.file for each in paper(book).clauses for clause in each}
    shown = evidence(book / "book", {found: "0" * 64}, [])
    assert "another than the one that was read" in shown.notes[found]
    outside = evidence(book / "book", {"../recoup.db": "0" * 64}, [])
    assert "not at hand" in outside.notes["../recoup.db"]


def test_a_missing_tool_is_said_in_a_line(book, tmp_path, monkeypatch, capsys):
    known = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "reportlab" else known(name)
    )
    assert show(book, "--pdf", tmp_path / "memo.pdf") == 2
    said = capsys.readouterr().err
    assert "--pdf needs reportlab" in said
    assert "pip install" in said
    assert not (tmp_path / "memo.pdf").exists()


def test_what_is_claimed_stands_apart_from_what_lapsed_or_is_disputed():
    def month(at: int, recoverable: str, why: str) -> dict[str, str]:
        dates = {"start": f"2026-0{at}-01", "end": f"2026-0{at + 1}-01"}
        return {**dates, "difference": "10.00", "recoverable": recoverable, "why": why}

    periods = [
        month(1, "0.00", "lapsed on 2026-05-01"),
        month(2, "0.00", "disputed"),
        month(3, "10.00", ""),
        month(4, "10.00", ""),
    ]
    finding = {"periods": periods, "currency": "GBP", "direction": "under"}
    assert claims(finding, Words("en_GB")) == [
        ("Claimed", "£20.00", "1 Mar 2026 to 30 Apr 2026 (2 periods)"),
        ("Not claimed", "£10.00", "1 Jan 2026 to 31 Jan 2026: lapsed on 1 May 2026"),
        ("Not claimed", "£10.00", "1 Feb 2026 to 28 Feb 2026: disputed"),
    ]


def test_what_lapsed_by_one_rule_is_one_line():
    def month(number: int, ended: str) -> dict[str, str]:
        why = f"lapsed on {ended} (3 months from the invoice date)"
        day = f"2026-{number:02}-01"
        return {"start": day, "end": f"2026-{number + 1:02}-01", "difference": "10.00", "recoverable": "0.00", "why": why}  # fmt: skip

    periods = [month(1, "2026-05-01"), month(2, "2026-06-01")]
    finding = {"periods": periods, "currency": "GBP", "direction": "under"}
    assert claims(finding, Words("en_GB")) == [
        (
            "Not claimed",
            "£20.00",
            "1 Jan 2026 to 28 Feb 2026 (2 periods): lapsed 3 months from the invoice date",
        )
    ]


CHANGE = {"product": "Plan", "item_id": "si_1", "from": "6200.00", "to": "8500.00", "note": ""}


def test_a_change_of_billing_is_told_without_the_names_of_fields():
    words = Words("en_GB")
    assert change({**CHANGE, "field": "flat_amount"}, "GBP", words) == (
        "set the fixed price of Plan (billing item si_1) from £6,200.00 to £8,500.00"
    )
    ends = {**CHANGE, "field": "discount_end", "from": None, "to": None}
    assert change(ends, "GBP", words) == (
        "correct the end of the discount of Plan (billing item si_1), which is not set"
    )
    missing = {**CHANGE, "field": "item", "item_id": None, "note": "add an item for Plan"}
    assert change(missing, "GBP", words) == "add an item for Plan, at £8,500.00"


def test_a_clipping_holds_the_marked_words_and_cuts_between_lines(tmp_path):
    white, ink = b"\xff" * 200, b"\xff" * 20 + b"\0" * 100 + b"\xff" * 80
    rows = [ink if y % 30 < 12 else white for y in range(300)]  # ten lines of print
    picture = Picture(200, 300, 200, 1.0, (0, 0), 0, b"".join(rows))
    cut = clip(picture, [(20, 300 - 132, 120, 300 - 120)])  # the fifth line
    (tmp_path / "cut.png").write_bytes(cut.png)
    seen = Image.open(tmp_path / "cut.png").convert("RGB")
    assert seen.size == (cut.width, cut.height)
    assert cut.width < 140  # margins are cut off
    yellow = [
        pixel
        for pixel in (seen.getpixel((x, y)) for x in range(cut.width) for y in range(cut.height))
        if pixel[0] > pixel[2] + 50
    ]
    assert yellow
    for edge in (0, cut.height - 1):
        assert {seen.getpixel((x, edge)) for x in range(cut.width)} == {(255, 255, 255)}


def test_fonts_hold_the_names_of_europe_or_show_a_question_mark():
    assert fonts_for("Müller & Søn, £5").plain == "Helvetica"
    assert fonts_for("Müller").held("Zażółć") == "Za?ó??"
    assert clean("a\u200bb\u202ec\x00d\n e") == "abc�d e"
