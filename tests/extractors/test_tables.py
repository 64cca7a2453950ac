"""Tables: rows with their cells in column order, with and without drawn lines."""

from extractors.document import Document, Table
from extractors.opening import open_pdf
from tests.pdfs import Paper

PRICES = [
    ["Product", "Quantity", "List price", "Net price"],
    ["Workbench licence", "500", "$110.00", "$85.00"],
    ["Insight add-on", "", "$22.00", ""],
    ["Support", "1", "$1,600.00", "$1,250.00"],
]
TIERS = [["Requests in the month", "Rate"], ["up to 1,000", "0.0042"], ["above 1,000", "0.0031"]]


def only_table(document: Document) -> Table:
    (table,) = document.tables
    return table


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def drawn(tmp_path, rows, columns, **how) -> Document:
    paper = Paper(tmp_path / "a.pdf").text("The following prices apply to the products named.")
    return open_pdf(paper.table(rows, columns, **how).text("Prices exclude taxes.").save())


def test_a_ruled_table_keeps_its_columns_and_its_empty_cells(tmp_path):
    table = only_table(drawn(tmp_path, PRICES, [60, 220, 320, 430]))
    assert table.head is not None
    assert [cell.text for cell in table.head.cells] == PRICES[0]
    assert texts(table) == PRICES[1:]


def test_a_table_without_lines_reads_the_same(tmp_path):
    table = only_table(drawn(tmp_path, PRICES, [60, 220, 320, 430], ruled=False))
    assert table.head is not None
    assert [cell.text for cell in table.head.cells] == PRICES[0]
    assert texts(table) == PRICES[1:]


def test_cells_of_several_lines_are_one_cell(tmp_path):
    rows = [
        ["Product", "Net price\nper month"],
        ["Workbench -\nnamed user", "$85.00"],
        ["Support", "$1,250.00\n(flat)"],
    ]
    table = only_table(drawn(tmp_path, rows, [60, 300]))
    assert texts(table) == [["Workbench - named user", "$85.00"], ["Support", "$1,250.00 (flat)"]]


def test_a_head_is_found_by_its_lack_of_numbers_where_nothing_is_bold(tmp_path):
    table = only_table(drawn(tmp_path, TIERS, [60, 300], bold_head=False))
    assert table.head is not None
    assert [cell.text for cell in table.head.cells] == TIERS[0]


def test_a_label_and_value_table_has_no_head(tmp_path):
    rows = [["Customer", "Acme GmbH"], ["Start", "1 May 2025"], ["Billing", "monthly in arrears"]]
    table = only_table(drawn(tmp_path, rows, [60, 300], bold_head=False))
    assert table.head is None
    assert texts(table) == rows


def test_cells_stand_in_the_flow_where_they_say(tmp_path):
    document = drawn(tmp_path, PRICES, [60, 220, 320, 430])
    table = only_table(document)
    for row in table.rows:
        for cell in row.cells:
            assert document.text[cell.start : cell.end] == cell.text
    assert document.text[table.rows[0].start : table.rows[0].end].count("\t") == 3


def test_a_table_over_a_page_break_is_one_table_with_one_head(tmp_path):
    columns = [60, 300]
    paper = Paper(tmp_path / "a.pdf").text("The following rates apply to each site of the list.")
    head = ["Site", "Monthly fee"]
    paper.table([head, *([f"Site {n}", f"${n}00.00"] for n in range(1, 9))], columns)
    paper.page().table([head, *([f"Site {n}", f"${n}00.00"] for n in range(9, 13))], columns)
    document = open_pdf(paper.save())
    table = only_table(document)
    assert [row[0] for row in texts(table)] == [f"Site {n}" for n in range(1, 13)]
    assert document.page_of[table.rows[0].start] == 1
    assert document.page_of[table.rows[-1].start] == 2


def test_numbered_paragraphs_are_no_table(tmp_path):
    paper = Paper(tmp_path / "a.pdf")
    for number in range(1, 5):
        y = paper.y
        paper.line(f"{number}.")
        paper.y = y
        paper.line(f"The fee number {number} is due at the end of each month.", x=90).skip(4)
    document = open_pdf(paper.save())
    assert document.tables == ()
    assert document.text.startswith("1. The fee number 1")


def test_struck_prices_leave_their_cell(tmp_path):
    paper = Paper(tmp_path / "a.pdf").text("The table of rates reads as follows from now on.")
    paper.table([["Tranche", "Rate"], ["1", "0.0042"], ["2", "0.0022"], ["3", "0.0015"]], [60, 300])
    width = paper.canvas.stringWidth("0.0022", "Helvetica", 10)
    row = paper.y + 10 + 2 * 17
    paper.canvas.setLineWidth(0.6)
    paper.canvas.line(300, row + 2.8, 300 + width, row + 2.8)
    table = only_table(open_pdf(paper.save()))
    assert texts(table) == [["1", "0.0042"], ["2", ""], ["3", "0.0015"]]
