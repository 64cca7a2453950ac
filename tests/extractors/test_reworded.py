"""Changes of words between two papers: what figure goes, what comes, and the term that follows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from extractors.document import Cell, Document, Row, Span, Table
from extractors.passages import ReadDocument
from extractors.reworded import reworded
from extractors.rewording import rewordings
from terms.citation import Box
from terms.contract import Term
from tests.extractors.papers import paper, read, stated

AGREEMENT = paper(
    "msa.pdf",
    """
    ## 4.2 | Payment
    Invoices are due forty-five (45) days after receipt.
    ## 5.1 | Increase
    On each anniversary the fees increase by three percent (3%).
    ## 5.2 | Cap
    No increase exceeds three percent (3%) of the list price.
    ## Part B | Usage
    20,000 messages per month are included. Each further message costs $0.012.
    ## Part C | Minimum
    Customer pays for at least 240 seats in each month.
    """,
)
NET = stated(
    AGREEMENT, "forty-five (45) days after receipt", type="payment", net_days=45, basis="receipt"
)
RISE = stated(
    AGREEMENT,
    "increase by three percent (3%)",
    type="escalation",
    method="fixed",
    percent="3",
    every_months=12,
)
CAP = stated(AGREEMENT, "exceeds three percent (3%)", type="escalation", cap_percent="3")
MESSAGES = stated(
    AGREEMENT,
    "20,000 messages per month are included. Each further message costs $0.012",
    type="price", product="Messages", model="per_unit", unit="message", unit_amount="0.012",
    included_quantity="20000", interval="month", currency="USD",
)  # fmt: skip
SEATS = stated(
    AGREEMENT,
    "at least 240 seats",
    type="commitment",
    measure="quantity",
    value="240",
    unit="seat",
    per="month",
)


class NoBoxes:
    """A source that knows no rectangles."""

    def boxes_of(self, spans: list[Span]) -> list[tuple[Box, ...]]:
        """Nothing for each span."""
        return [() for _ in spans]


def changed(words: str, *terms: Term, own: tuple[Term, ...] = ()) -> list[Term]:
    made = rewordings(paper("a1.pdf", f"AMENDMENT\n{words}\n"), NoBoxes())
    before: list[ReadDocument] = [read(AGREEMENT, "master", *terms)]
    return reworded(made, before, own, date(2026, 1, 1))


@pytest.mark.parametrize(
    "words",
    [
        "1. Section 5.1 of the Agreement is amended by replacing “three percent (3%)” with “four percent (4%)”.",
        "1. In Section 5.1 the words “three percent (3%)” are replaced by “four percent (4%)”.",
        "1. In Section 5.1, “3%” is deleted and “4%” is inserted.",
        "1. In Section 5.1 the figure “3%” is deleted and replaced with the figure “4%”.",
        "1. In Section 5.1, “3%” becomes “4%”.",
        "1. In Section 5.1, “3%” shall be read as “4%”.",
        "1. In Section 5.1, for the words “three percent (3%)”, the words “four percent (4%)” shall be substituted.",
        "1. In Section 5.1, substitute “4%” for “3%”.",
    ],
)
def test_every_wording_of_the_same_change_gives_four_percent(words: str) -> None:
    (made,) = changed(words, RISE, CAP)

    assert made.type == "escalation"
    assert (made.percent, made.method, made.effective_from) == (
        Decimal(4),
        "fixed",
        date(2026, 1, 1),
    )
    assert [(link.file, link.section) for link in made.replaces] == [("msa.pdf", "5.1")]
    assert made.reads_with == made.replaces
    assert "every_months" not in made.model_dump(exclude_none=True)


def test_the_day_in_the_sentence_is_the_first_day() -> None:
    (made,) = changed(
        "1. For increases on or after 1 March 2026, in Section 5.1 “3%” is replaced by “4%”.", RISE
    )

    assert made.effective_from == date(2026, 3, 1)


def test_an_inclusion_changes_and_the_price_is_read_with_the_earlier_term() -> None:
    (made,) = changed(
        "1. In Part B the figure “20,000” is deleted and “25,000” is substituted.", MESSAGES
    )

    assert made.type == "price"
    assert (made.included_quantity, made.unit_amount) == (Decimal(25000), None)
    assert made.product == "Messages"


def test_a_figure_goes_from_one_number_to_another_without_quotation_marks() -> None:
    (made,) = changed("1. The minimum number of seats is reduced from 240 to 200.", SEATS)

    assert made.type == "commitment"
    assert (made.value, made.unit, made.per) == (Decimal(200), "seat", "month")


def test_a_number_of_something_else_is_not_the_seats() -> None:
    assert changed("1. The number of parking places is reduced from 240 to 200.", SEATS) == []


def test_a_section_that_does_not_hold_the_figure_gives_nothing() -> None:
    assert changed("1. In Section 4.2, “60 days” is replaced by “30 days”.", NET) == []


def test_a_figure_that_two_terms_hold_gives_nothing_without_a_section() -> None:
    assert (
        changed("1. The words “three percent (3%)” are replaced by “four percent (4%)”.", RISE, CAP)
        == []
    )


def test_what_a_reader_found_at_the_same_place_stays_alone() -> None:
    words = "1. In Section 5.1, “3%” is replaced by “4%”."
    document = paper("a1.pdf", f"AMENDMENT\n{words}\n")
    own = stated(document, "“3%” is replaced by “4%”", type="escalation", percent="4")

    assert changed(words, RISE, own=(own,)) == []


def test_a_table_of_existing_and_new_wording() -> None:
    (made,) = reworded(
        rewordings(_with_table("Agreement, clause 4.2", "45 days", "30 days"), NoBoxes()),
        [read(AGREEMENT, "master", NET)],
        (),
        date(2026, 1, 1),
    )

    assert made.type == "payment"
    assert (made.net_days, made.basis) == (30, "receipt")


def _with_table(*cells: str) -> Document:
    text = "CHANGE NOTE\nRef\tExisting wording\tReplaced by\n" + "\t".join(cells)
    document = paper("ccn.pdf", text)
    head, row = (_row(document, line) for line in text.splitlines()[1:])
    fields: dict[str, Any] = {
        name: getattr(document, name)
        for name in ("sha256", "pages", "text", "page_of", "offset_of")
    }
    return Document(file="ccn.pdf", tables=(Table(1, head, (row,)),), **fields)


def _row(document: Document, line: str) -> Row:
    at = document.text.index(line)
    cells = []
    for words in line.split("\t"):
        cells.append(Cell(at, at + len(words), words))
        at += len(words) + 1
    return Row(tuple(cells))


@pytest.mark.parametrize(
    "words",
    [
        # two figures for one: which of them the field takes is not said
        "In Section 5.1 “three percent (3%)” is replaced by “not more than 5% nor less than 2.5%”.",
        # days that become months have no field of days
        "In Section 4.2 “forty-five (45) days” is replaced by “six (6) months”.",
    ],
)
def test_a_change_of_the_rule_itself_gives_nothing(words: str) -> None:
    assert changed(words, RISE, NET) == []
