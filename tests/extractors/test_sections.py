"""Sections are labelled as a lawyer would cite them."""

import pytest

from extractors.document import Document
from extractors.numbering import number_of
from extractors.opening import open_pdf
from tests.pdfs import Paper

FILL = (
    "is agreed between the parties as it stands here, and it applies for the whole of the term of"
    " this Agreement unless both of them agree otherwise in writing."
)


def label_of(document: Document, words: str) -> str:
    section = document.section_at(document.text.index(words))
    assert section is not None
    return section.label


def test_letters_in_brackets_belong_to_the_number_above_them(tmp_path):
    paper = Paper(tmp_path / "a.pdf").title("MASTER AGREEMENT")
    paper.heading("5. FEES AND PAYMENT")
    paper.text(f"(a) The first rule {FILL}").text(f"(b) The second rule {FILL}")
    paper.heading("6. TERM").text(f"(a) The third rule {FILL}")
    document = open_pdf(paper.save())
    assert label_of(document, "second rule") == "5(b)"
    assert label_of(document, "third rule") == "6(a)"


def test_decimals_say_everything_and_their_lists_are_cited_by_them(tmp_path):
    paper = Paper(tmp_path / "a.pdf").title("Agreement")
    paper.heading("4. Charges").text(f"4.1 The first rule {FILL}")
    paper.text(f"4.2 Escalation. The second rule {FILL} It rises by the greater of:")
    paper.text("(i) three percent;", x=80).text("(ii) the index.", x=80)
    document = open_pdf(paper.save())
    assert label_of(document, "second rule") == "4.2"
    assert label_of(document, "three percent") == "4.2"
    headings = {section.label: section.heading for section in document.sections}
    assert headings["4.2"] == "Escalation"


def test_section_signs(tmp_path):
    paper = Paper(tmp_path / "a.pdf").title("Framework Contract")
    paper.heading("§ 3 Term").text(f"(1) The first rule {FILL}").text(f"(2) The second rule {FILL}")
    paper.heading("§7 Errors").text(f"§7(b) The third rule {FILL}")
    document = open_pdf(paper.save())
    assert label_of(document, "second rule") == "§ 3 (2)"
    assert label_of(document, "third rule") == "§7(b)"


def test_roman_parts_and_lettered_clauses(tmp_path):
    paper = Paper(tmp_path / "a.pdf").title("Maintenance Agreement")
    for part in ("I. Scope", "II. Standards", "III. Compensation"):
        paper.heading(part)
        for letter in "ABC":
            paper.text(f"{letter}. Rule {part[:3].strip('. ')}-{letter} {FILL}")
    document = open_pdf(paper.save())
    assert label_of(document, "Rule III-C") == "III.C"
    assert label_of(document, "Rule I-A") == "I.A"


def test_the_letter_i_after_h_is_no_roman_number(tmp_path):
    paper = Paper(tmp_path / "a.pdf").title("Agreement").heading("2. Rules")
    for letter in "abcdefghij":
        paper.text(f"({letter}) Rule {letter.upper()}. {FILL}")
    document = open_pdf(paper.save())
    assert label_of(document, "Rule I.") == "2(i)"
    assert label_of(document, "Rule J.") == "2(j)"


def test_articles_are_cited_whole_and_their_sections_by_number(tmp_path):
    paper = Paper(tmp_path / "a.pdf").title("Basic Agreement")
    paper.heading("Article 9 (Charges)").text(f"1. First rule {FILL}").text(f"2. Next rule {FILL}")
    paper.heading("ARTICLE X. GENERAL").text(f"Section 10.1 Last rule {FILL}")
    document = open_pdf(paper.save())
    assert label_of(document, "Next rule") == "Article 9"
    assert label_of(document, "Last rule") == "Section 10.1"


def test_a_reference_at_the_start_of_a_line_is_no_section(tmp_path):
    paper = Paper(tmp_path / "a.pdf").title("Agreement")
    paper.text(f"4.1 The first rule {FILL} The rule applies together with")
    paper.text("Section 4.7 of the Agreement and with everything that is said there on prices.")
    document = open_pdf(paper.save())
    assert label_of(document, "everything") == "4.1"


def test_schedules_with_their_subtitles_and_items(tmp_path):
    paper = Paper(tmp_path / "a.pdf").title("Cloud Agreement").text(f"1. A rule {FILL}")
    paper.page().line("EXHIBIT A", bold=True, size=16).skip().line("Rate Card", bold=True).skip()
    rows = [["Item", "Service", "Rate"], ["A-1", "Storage", "$0.02"], ["A-2", "Transfer", "$0.12"]]
    paper.table(rows, [60, 120, 400]).heading("Schedule 2").text(f"The hours {FILL}")
    document = open_pdf(paper.save())
    assert label_of(document, "Transfer") == "Exhibit A, A-2"
    assert label_of(document, "The hours") == "Schedule 2"


def test_unnumbered_headings_name_their_sections(tmp_path):
    paper = Paper(tmp_path / "a.pdf").title("Framework")
    for heading in ("What you will pay", "Invoices and payment", "How long this lasts"):
        paper.heading(heading).text(f"For “{heading}” it {FILL}")
    document = open_pdf(paper.save())
    assert label_of(document, "For “Invoices") == "Invoices and payment"


def test_order_forms_are_cited_by_their_labels_and_lettered_parts(tmp_path):
    paper = Paper(tmp_path / "a.pdf").title("ORDER FORM OF-1")
    rows = [["Item", "Detail"], ["Order term", "12 months from 1 May 2025"], ["Currency", "USD"]]
    paper.table(rows, [60, 300]).heading("A. Services")
    paper.table([["Product", "Fee", "Per"], ["Licence", "$85.00", "month"]], [60, 200, 300])
    paper.heading("C. Special terms").text(f"1. One rule {FILL}").text(f"2. Two rules {FILL}")
    document = open_pdf(paper.save())
    assert label_of(document, "12 months") == "Order term"
    assert label_of(document, "$85.00") == "A"
    assert label_of(document, "Two rules") == "C.2"


def test_sections_tile_the_flow(tmp_path):
    paper = Paper(tmp_path / "a.pdf").title("Agreement")
    for number in range(1, 9):
        paper.heading(f"{number}. Title {number}").text(f"(a) Rule {number} {FILL}")
    document = open_pdf(paper.save())
    ends = [0, *(section.end for section in document.sections)]
    assert [section.start for section in document.sections] == ends[:-1]
    assert ends[-1] == len(document.text)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("4.2 Escalation. The fee", "4.2"),
        ("4.02 The charge", "4.02"),
        ("12. Assignment", "12"),
        ("(c) Invoices", "(c)"),
        ("(iii) whereas", "(iii)"),
        ("§ 7(b) If we", "§ 7(b)"),
        ("Section 4.7 Omitted Fees.", "Section 4.7"),
        ("ARTICLE IV — CHARGES", "ARTICLE IV"),
        ("Schedule B — Sites", "Schedule B"),
        ("Annex 1 – Sites", "Annex 1"),
        ("B-3 Connector band", "B-3"),
        ("S2.2 An abortive visit", "S2.2"),
        ("IV. Term", "IV"),
        ("5.4.1 Rates", "5.4.1"),
    ],
)
def test_numbers(text, label):
    number = number_of(text)
    assert number is not None
    assert number.label == label


@pytest.mark.parametrize(
    "text",
    [
        "60432 Joliet",
        "Section 4.2 of the Agreement",
        "1,000 units",
        "May 1, 2025",
        "Article 5, which",
    ],
)
def test_no_numbers(text):
    assert number_of(text) is None
