"""Sections of order papers, letters and schedules, cited as their readers cite them."""

from extractors.document import Document
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


def test_a_letterhead_and_a_reference_under_the_title_are_no_sections(tmp_path):
    paper = Paper(tmp_path / "a.pdf").title("Order Form")
    paper.line("QX-7 under the Master Agreement").skip().line("TAMARIND", bold=True, size=14).skip()
    rows = [["Order term", "12 months from 1 May 2025"], ["Plan fee", "$85.00 per month"]]
    paper.table(rows, [60, 300], bold_head=False).heading("Notes").text(f"The plan {FILL}")
    paper.text("Signed for Tamarind Systems, Inc. and for the customer named above.")
    document = open_pdf(paper.save())
    assert label_of(document, "12 months") == "Order term"
    assert label_of(document, "$85.00") == "Plan fee"
    assert "TAMARIND" not in {section.label for section in document.sections}


def test_a_row_of_one_cell_is_a_heading_in_the_table(tmp_path):
    paper = Paper(tmp_path / "a.pdf").title("Order Form")
    rows = [["Order term", "12 months"], ["Recurring fees", ""], ["Licence", "$85.00 per month"]]
    rows += [["Setting up", ""], ["Training", "$900.00 once"]]
    paper.table(rows, [60, 300], bold_head=False)
    document = open_pdf(paper.save())
    assert label_of(document, "12 months") == "Order term"
    assert label_of(document, "$85.00") == "Recurring fees"
    assert label_of(document, "$900.00") == "Setting up"


def test_parts_of_an_exhibit_are_cited_with_it(tmp_path):
    paper = Paper(tmp_path / "a.pdf").title("Storage Agreement").text(f"1. A rule {FILL}")
    paper.heading("EXHIBIT A").heading("Part 1. Storage").text(f"The pallets {FILL}")
    rows = [["Part 2. Handling", ""], ["Inbound pallet", "$5.60"]]
    paper.table(rows, [60, 300], bold_head=False)
    document = open_pdf(paper.save())
    assert label_of(document, "The pallets") == "Exhibit A, Part 1"
    assert label_of(document, "$5.60") == "Exhibit A, Part 2"


def test_parts_with_letters_are_cited_without_their_subjects(tmp_path):
    paper = Paper(tmp_path / "a.pdf").title("Annex 4")
    paper.heading("Part A – Equipment").text(f"The crane {FILL}")
    paper.heading("Part C: Special conditions").text(f"C1. The rebate {FILL}")
    document = open_pdf(paper.save())
    assert label_of(document, "The crane") == "Part A"
    assert label_of(document, "The rebate") == "C1"


def test_a_letter_that_is_an_addendum_counts_for_itself(tmp_path):
    paper = Paper(tmp_path / "a.pdf").title("Addendum No. 2 to the Acceptance Order")
    paper.text(f"We confirm what {FILL}").text(f"(a) The rate {FILL}").text(f"(b) Rental {FILL}")
    document = open_pdf(paper.save())
    assert label_of(document, "Rental") == "(b)"


def test_a_title_of_two_lines_is_one_title(tmp_path):
    paper = Paper(tmp_path / "a.pdf").line("FIRST AMENDMENT TO THE STORAGE", bold=True, size=16)
    paper.skip().line("SERVICES AGREEMENT", bold=True, size=16).skip()
    paper.text(f"This amendment {FILL}")
    paper.text(f"1. Second Site. The space {FILL}").text(f"2. Minimum. The count {FILL}")
    document = open_pdf(paper.save())
    assert label_of(document, "The count") == "2"


def test_rows_of_positions_are_cited_as_positions(tmp_path):
    paper = Paper(tmp_path / "a.pdf").title("Individual Contract")
    paper.heading("§ 1 Services").table(
        [["Pos.", "Service", "Price"], ["1", "Rack", "EUR 640.00"], ["2", "Line", "EUR 85.00"]],
        [60, 120, 300],
    )
    paper.heading("§ 2 Limits").table(
        [["Years", "Limit", "Price"], ["1", "Low", "EUR 10.00"], ["2", "High", "EUR 20.00"]],
        [60, 120, 300],
    )
    document = open_pdf(paper.save())
    assert label_of(document, "EUR 85.00") == "§ 1, Pos. 2"
    assert label_of(document, "EUR 20.00") == "§ 2"


def test_rows_that_paragraphs_count_on_from_are_clauses(tmp_path):
    rows = [["Ref.", "Was", "Becomes"], ["1.1 Charge", "27.40", "26.10"]]
    rows += [["1.2 Minimum", "350", "380"]]
    paper = Paper(tmp_path / "a.pdf").title("Change Note").heading("1. Changes")
    paper.table(rows, [60, 250, 350]).text(f"1.3 The new charge {FILL}")
    document = open_pdf(paper.save())
    assert label_of(document, "26.10") == "1.1"
    assert label_of(document, "380") == "1.2"
    assert label_of(document, "new charge") == "1.3"


def test_headings_that_count_in_bare_capitals(tmp_path):
    paper = Paper(tmp_path / "a.pdf").title("Terms of Business")
    for heading in ("A Our agreement", "B Your service", "C Bills and payment"):
        paper.heading(heading).text(f"(a) For {heading} it {FILL}").text(f"(b) More {FILL}")
    document = open_pdf(paper.save())
    assert label_of(document, "For C Bills") == "C (a)"


def test_clauses_in_a_roman_article_are_cited_with_it(tmp_path):
    paper = Paper(tmp_path / "a.pdf").title("Supplement No. 1")
    paper.heading("Article I – Framework").text(f"1. The date {FILL}").text(f"2. The word {FILL}")
    paper.heading("Article II – Order").text(f"1. The amount {FILL}")
    document = open_pdf(paper.save())
    assert label_of(document, "The word") == "Article I, 2"
    assert label_of(document, "The amount") == "Article II, 1"


def test_the_letter_after_a_heading_that_runs_in_is_cited(tmp_path):
    paper = Paper(tmp_path / "a.pdf").title("Service Agreement").text(f"3. Weights. Tons {FILL}")
    paper.text(f"4. Adjustments. (a) The contractor {FILL}").text(f"(b) Each year {FILL}")
    document = open_pdf(paper.save())
    assert label_of(document, "The contractor") == "4(a)"
    assert label_of(document, "Each year") == "4(b)"
