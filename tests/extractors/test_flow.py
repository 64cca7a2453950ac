"""The running text of a document: what a person reads, and the way back to the page."""

from itertools import pairwise
from pathlib import Path

from extractors.document import Document
from extractors.opening import open_pdf
from tests.pdfs import Paper

LONG = (
    "Customer shall pay the fees stated in each Order Form within thirty days after the date of"
    " the invoice, without set-off, and the fees are stated exclusive of taxes of every kind"
    " which the Provider adds to its invoice where the law so requires."
)


def lines(document: Document) -> list[str]:
    return document.text.rstrip("\n").split("\n")


def test_lines_of_a_paragraph_are_joined_by_blanks_and_paragraphs_stand_on_their_own(tmp_path):
    document = open_pdf(Paper(tmp_path / "a.pdf").text(LONG).text("A second one.").save())
    assert lines(document) == [LONG, "A second one."]


def test_every_character_leads_back_to_its_page(tmp_path):
    paper = Paper(tmp_path / "a.pdf").text(LONG).page().text("The second page begins here.")
    document = open_pdf(paper.save())
    assert len(document.page_of) == len(document.offset_of) == len(document.text)
    for char, page, offset in zip(document.text, document.page_of, document.offset_of, strict=True):
        if offset >= 0:
            assert document.pages[page - 1].text[offset] == char
        else:
            assert char in " \n\t"
    assert document.page_of[document.text.index("second")] == 2


def test_a_sentence_that_runs_over_a_page_break_is_contiguous_and_heads_are_gone(tmp_path):
    paper = Paper(tmp_path / "a.pdf")
    for number in (1, 2, 3):
        paper.head_and_foot("Acme Master Agreement", f"Confidential    Page {number} of 3")
        for clause in range(number * 9, number * 9 + 9):
            paper.text(f"The fee for service {clause} is due. {LONG}")
        paper.line(
            "The increase is applied on each anniversary by the greater of three percent and"
        )
        paper.page()
    document = open_pdf(paper.save())
    assert "greater of three percent and The fee for service 18 is due." in document.text
    assert all(f"The fee for service {clause} is due" in document.text for clause in range(9, 36))
    assert "Confidential" not in document.text
    assert "Acme Master Agreement" not in document.text


def test_page_numbers_in_the_middle_of_a_page_do_not_cut_a_sentence(tmp_path):
    paper = Paper(tmp_path / "a.pdf")
    for number in range(4, 9):
        for _ in range(4):
            paper.text(LONG)
        paper.line(
            "The fee is payable on the first day of each calendar month by bank transfer and"
        )
        paper.skip().line(str(number), x=300).skip()
        paper.text("it is not refundable.")
        if number % 2:
            paper.page()
    document = open_pdf(paper.save())
    assert document.text.count("by bank transfer and it is not refundable.") == 5


def test_hyphens_of_line_ends_are_undone_and_those_of_words_stay(tmp_path):
    paper = Paper(tmp_path / "a.pdf")
    paper.line("The Provider may correct an invoice that was too low within twenty-")
    paper.line("five days, and the then-current price list, in particular its adjust-")
    paper.line("ment, is part of this contract between the parties that have signed.")
    text = open_pdf(paper.save()).text
    assert "within twenty-five days" in text
    assert "its adjustment, is part" in text


def test_two_columns_are_read_one_after_the_other(tmp_path):
    left = Paper(tmp_path / "a.pdf").title("Terms of Service")
    top = left.y
    for number in range(1, 8):
        left.text(
            f"{number}. Left clause {number} says what the parties owe each other.", width=220
        )
    left.y = top
    for number in range(8, 15):
        left.text(
            f"{number}. Right clause {number} says what happens when it ends.", x=320, width=220
        )
    clauses = [line for line in lines(open_pdf(left.save())) if line[0].isdigit()]
    assert [int(line.split(".")[0]) for line in clauses] == list(range(1, 15))


def test_two_columns_that_are_drawn_line_by_line_are_taken_apart(tmp_path):
    left = (
        "The Provider owes an obligation of means and keeps its services in line with the state of"
        " the art and informs the Client thirty days before it withdraws any function that is in use"
        " by the Client and it repairs the defects that are reported."
    )
    right = (
        "Invoices are payable within sixty days of their date by transfer to the account named on"
        " them and statutory interest applies to late payment from the day after the due date"
        " without any notice being needed from the Provider."
    )
    paper = Paper(tmp_path / "a.pdf").title("Framework")
    halves = [_broken(paper, text) for text in (left, right)]
    for first, second in zip(*halves, strict=False):
        y = paper.y
        paper.line(first)
        paper.y = y
        paper.line(second, x=320)
    text = open_pdf(paper.save()).text
    assert "withdraws any function that is in use by the Client" in text
    assert "interest applies to late payment from the day after the due date" in text
    assert text.index("obligation") < text.index("Client and") < text.index("Invoices")


def _broken(paper: Paper, text: str) -> list[str]:
    found = [""]
    for word in text.split():
        longer = f"{found[-1]} {word}".strip()
        if paper.canvas.stringWidth(longer, "Helvetica", 10) > 205:
            found.append(word)
        else:
            found[-1] = longer
    return found


def test_struck_words_are_no_part_of_the_text_and_inserted_ones_are(tmp_path):
    paper = Paper(tmp_path / "a.pdf").text(LONG)
    paper.redline("The rate per transaction is", "EUR 0.0022", "EUR 0.0020 from January on.")
    paper.text(LONG)
    document = open_pdf(paper.save())
    assert "0.0022" not in document.text
    assert "The rate per transaction is EUR 0.0020 from January on." in document.text
    assert [warning for warning in document.warnings if "struck" in warning and "0.0022" in warning]


def test_lists_begin_new_lines_and_references_do_not(tmp_path):
    paper = Paper(tmp_path / "a.pdf")
    paper.text(
        "The Provider shall, for the whole of the term and at its own expense, comply with"
        " Section 4.2 and with Article 7 of the Agreement between the parties, and it shall keep"
        " records for as long as the law of the place requires, namely:"
    )
    paper.text("(a) the records of usage;", x=80).text("(b) the invoices.", x=80)
    found = lines(open_pdf(paper.save()))
    assert len(found) == 3
    assert [line[:3] for line in found[1:]] == ["(a)", "(b)"]


def test_prose_holds_no_tabs_and_rows_do(tmp_path):
    paper = Paper(tmp_path / "a.pdf").text(LONG)
    paper.table([["Service", "Rate"], ["Storage", "$0.02"], ["Transfer", "$0.09"]], [60, 300])
    document = open_pdf(paper.save())
    rows = [line for line in lines(document) if "\t" in line]
    assert rows == ["Service\tRate", "Storage\t$0.02", "Transfer\t$0.09"]


def test_order_is_from_the_top_down_on_each_page(tmp_path: Path):
    paper = Paper(tmp_path / "a.pdf")
    for number in range(1, 6):
        paper.heading(f"Part {number}").text(LONG)
    text = open_pdf(paper.save()).text
    places = [text.index(f"Part {number}") for number in range(1, 6)]
    assert all(first < second for first, second in pairwise(places))
