"""Which product a term belongs to where its words only point at one."""

from __future__ import annotations

from extractors.belonging import rows, with_products
from extractors.force import link
from tests.extractors.papers import paper, read, stated

ORDER = paper(
    "so.pdf",
    """
    ## A | Charges
    A1 Cork line 1 €4,850.00
    A2 Galway line 1 €1,975.00
    """,
)
CORK = stated(
    ORDER, "A1 Cork line 1 €4,850.00", type="price", product="Cork line", flat_amount="4850.00"
)
GALWAY = stated(
    ORDER, "A2 Galway line 1 €1,975.00", type="price", product="Galway line", flat_amount="1975.00"
)
CODES = {"A1": "Cork line", "A2": "Galway line"}


def test_a_row_s_code_stands_for_its_product() -> None:
    assert rows([[CORK, GALWAY]]) == CODES


def test_a_code_of_two_products_stands_for_none() -> None:
    other = CORK.model_copy(update={"product": "Limerick line"})

    assert rows([[CORK], [other]]) == {}


def test_a_term_that_names_a_row_is_of_that_row_only() -> None:
    words = paper("a1.pdf", "## 1 |\nA2 is not increased before 1 April 2027.")
    rise = stated(
        words,
        "A2 is not increased before 1 April 2027.",
        type="escalation",
        first_on="2027-04-01",
    )

    (found,) = with_products([rise], CODES, None, changing=True)

    assert found.product == "Galway line"
    assert found.provenance["derived"] == "product"


def test_a_term_that_names_two_rows_stays_of_the_whole_agreement() -> None:
    words = paper("a1.pdf", "## 1 |\nA1 and A2 are not increased before 1 April 2027.")
    rise = stated(
        words,
        "A1 and A2 are not increased before 1 April 2027.",
        type="escalation",
        first_on="2027-04-01",
    )

    (found,) = with_products([rise], CODES, None, changing=True)

    assert found.product is None


def test_a_part_of_a_rule_beside_an_amendment_s_one_price_is_of_that_price() -> None:
    words = paper(
        "a1.pdf",
        "## 1 | Sligo\nThe Sligo line costs €900.00. It is increased for the first time on 1 January 2027.",
    )
    price = stated(
        words,
        "The Sligo line costs €900.00",
        type="price",
        product="Sligo line",
        flat_amount="900.00",
    )
    part = stated(
        words, "for the first time on 1 January 2027", type="escalation", first_on="2027-01-01"
    )
    whole = stated(words, "It is increased", type="escalation", percent="3", first_on="2027-01-01")

    _, of_sligo, of_all = with_products([price, part, whole], {}, None, changing=True)

    assert of_sligo.product == "Sligo line"
    assert of_all.product is None


def test_the_document_s_title_is_no_product() -> None:
    price = CORK.model_copy(update={"product": "SERVICE ORDER 7", "readers": ("grammar",)})

    (found,) = with_products([price], {}, "Service Order 7", changing=False)

    assert found.product is None


def test_a_model_that_names_the_title_means_the_product() -> None:
    """A letter headed 'Sligo line' that sells the Sligo line."""
    price = CORK.model_copy(update={"product": "Sligo line", "readers": ("model.passage",)})

    (found,) = with_products([price], {}, "Sligo line", changing=False)

    assert found.product == "Sligo line"


def test_a_fee_that_is_only_mentioned_is_not_the_fee_for_that_product() -> None:
    words = paper(
        "o.pdf",
        "## 1 |\nTransfer above what the base fee includes costs €0.12 per GB.\n"
        "## 2 |\nOn each anniversary the base fee rises by 3%.",
    )
    price = stated(
        words,
        "Transfer above what the base fee includes costs €0.12",
        type="price",
        product="Transfer",
    )
    rise = stated(
        words, "the base fee rises by 3%", type="escalation", product="base fee", percent="3"
    )

    _, found = with_products([price, rise], {}, None, changing=False)

    assert found.product == "base fee"


def test_a_change_that_names_no_product_is_of_the_product_whose_clause_it_replaces() -> None:
    words = paper(
        "a1.pdf", "## 1 |\nThe charge in section A of the Service Order is replaced by €5,000.00."
    )
    price = stated(words, "€5,000.00", type="price", flat_amount="5000.00")

    alone = link(
        [
            read(ORDER, "order_form", CORK, effective="2025-01-01"),
            read(words, "amendment", price, effective="2026-01-01"),
        ]
    ).documents[1]
    both = link(
        [
            read(ORDER, "order_form", CORK, GALWAY, effective="2025-01-01"),
            read(words, "amendment", price, effective="2026-01-01"),
        ]
    ).documents[1]

    assert alone.terms[0].product == "Cork line"
    assert alone.terms[0].replaces
    assert both.terms[0].product is None


DEFINED = paper(
    "msa.pdf",
    """
    ## 4.1 | Fee
    For the Harbour plan the Base Amount is €900.00 per month.
    ## 4.2 | Increase
    The Base Amount rises by 3% each January.
    """,
)


def test_a_term_on_a_defined_name_is_of_the_product_priced_under_it() -> None:
    price = stated(
        DEFINED,
        "the Base Amount is €900.00 per month",
        type="price",
        product="Harbour plan",
        flat_amount="900.00",
    )
    rise = stated(
        DEFINED,
        "The Base Amount rises by 3% each January",
        type="escalation",
        product="Base Amount",
        percent="3",
    )

    found = with_products([price, rise, CORK], {}, None, changing=False)

    assert [term.product for term in found] == ["Harbour plan", "Harbour plan", "Cork line"]
    two = price.model_copy(update={"product": "Quay plan"})
    unsure = with_products([price, two, rise], {}, None, changing=False)
    assert unsure[-1].product == "Base Amount"
