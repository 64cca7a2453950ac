"""Tables whose heads are put otherwise, and figures of tables that no term states."""

from dataclasses import replace

from extractors.document import Cell, Row, Table
from extractors.readers.grammar import price_tables
from terms.price import Price
from tests.extractors.grammar.price_papers import order_form, reading, terms


def left(text: str) -> list[str]:
    """The passages of the document that are left over."""
    document = order_form(text)
    return [document.text[at.passage.start : at.passage.end] for at in reading(text).leftovers]


def test_a_column_that_says_the_unit_of_charge() -> None:
    found = terms(
        """
        # Rates
        Service | Unit of charge | Rate
        Cold store | per crate per month | $17.40
        Wrapping | per crate | $2.90
        """,
        "price",
    )

    assert [(p["product"], p["model"], p["unit"], p.get("interval")) for p in found] == [
        ("Cold store", "per_unit", "crate", "month"),
        ("Wrapping", "per_unit", "crate", None),
    ]


def test_a_table_under_one_caption_takes_its_titles_from_the_row_below() -> None:
    document = order_form(
        """
        # Charges
        The price of the band that the number of trained guides reaches applies to all of them.
        Guide Portal
        Trained guides | Charge per trained guide per year
        1 to 100 | £412.00
        101 to 250 | £378.00
        251 or more | £345.00
        """
    )
    (table,) = document.tables
    assert table.head is not None
    at = document.text.index("Guide Portal")
    caption = Row((Cell(at, at + 12, "Guide Portal"), Cell(at + 12, at + 12, "")))
    captioned = Table(1, caption, (table.head, *table.rows))

    (draft,) = price_tables.read(replace(document, tables=(captioned,)))

    price = draft.term
    assert isinstance(price, Price)
    assert (price.model, price.unit, price.interval) == ("volume", "trained guide", "year")


def test_a_second_price_in_a_row_is_told_where_no_term_states_it() -> None:
    words = """
        # Hire
        Machine | Rate per week | Excess hour
        Digger, 20 tonne | $1,450.00 | $18.50
        """

    stated = {p.get("flat_amount") or p.get("unit_amount") for p in terms(words, "price")}

    assert "18.50" in stated or any("$18.50" in passage for passage in left(words))


def test_a_list_price_beside_the_price_is_not_listed_again() -> None:
    words = """
        # Order
        Product | List price | Price per month
        Guide Portal | $950.00 | $720.00
        """

    assert [p["flat_amount"] for p in terms(words, "price")] == ["720.00"]
    assert not any("$950.00" in passage for passage in left(words))


def test_a_table_of_steps_of_a_rebate_is_left_and_states_no_price() -> None:
    words = """
        # Volume rebate
        Charges of the year ($) | Rebate on the whole amount
        not more than 50,000 | nil
        more than 50,000 | 2.5%
        """

    assert terms(words, "price") == []
    assert any("2.5%" in passage for passage in left(words))
