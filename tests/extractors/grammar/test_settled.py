"""An offer of which something was not understood is left over, never stated."""

import pytest

from tests.extractors.grammar.price_papers import reading, terms


@pytest.mark.parametrize(
    "clause",
    [
        # an amount or a percent of the sentence that no term holds
        "The Handling Fee is $20.00 per shipment for values of $1,000.00 or less and an additional $2.00 per $100.00 above.",
        "The Reseller Fee is $3.00 per pager and 5% of all renewal revenue.",
        # redacted, or left to a party
        "The Standby Fee is $45,000.00 per month for [***].",
        "The Renewal Fee is $500.00 per year or the fee then published, whichever is more.",
        # narrowed by words that no field holds
        "Messages above that number cost $0.072 each.",
        "Cleaning that takes longer than half an hour costs $95.00 per hour.",
        "The Site Fee for each of these five is $298.00 per month.",
        "The Haul Rate is $80.00 per ton other than for loads of Item 220.",
        # no name, a name cut off, a bound for a name
        "18 months from the $3,365.00 per month",
        # an amount that no longer holds
        "It takes the place of the earlier quote, in which ingest began at $0.126 per GB.",
        # from when is said elsewhere in the paragraph, and the price does not have it
        "With effect from 1 May 2027 the second depot is served. Storage there costs $10.90 per pallet per month.",
    ],
)
def test_a_price_that_is_not_understood_whole_is_left_over(clause: str) -> None:
    found = reading(f"# Charges\n{clause}")
    assert [draft.term for draft in found.drafts if draft.term.type == "price"] == []
    assert found.leftovers


def test_two_amounts_of_one_product_are_both_left_over() -> None:
    found = reading(
        """
        # Stop-offs
        A charge of $75.00 per stop will be made at the same town.
        # Stop-offs
        A charge of $60.00 per stop will be made elsewhere.
        """
    )
    assert not found.drafts
    assert len(found.leftovers) == 2


def test_a_column_per_a_period_of_the_contract_is_left_over() -> None:
    found = reading(
        """
        # Space
        Item | Faces | Net rate ($ per face per Period)
        Bulletin | 6 | 3,712.50
        """
    )
    assert not [draft for draft in found.drafts if draft.term.type == "price"]
    assert any("price table" in left.why for left in found.leftovers)


def test_a_minimum_in_the_unit_column_is_not_passed_over() -> None:
    found = terms(
        """
        # Charges
        Charge | Basis | Rate
        Delivery | per movement | $680.00
        Call-out | per hour, minimum two hours | $165.00
        """,
        "price",
    )
    assert [price["product"] for price in found] == ["Delivery"]


def test_a_percent_of_a_product_the_paper_prices_names_it() -> None:
    found = terms(
        """
        # Fees
        The Compute fee is $0.10 per hour.
        Guardian Support: eight percent (8%) of the Compute fee of the same month.
        """,
        "price",
    )
    assert [price["includes"] for price in found if price["model"] == "percentage"] == [
        ["Compute fee"]
    ]


@pytest.mark.parametrize(
    "clause",
    [
        "“Proration Percentage” means the sum of the days of the period that have elapsed, divided by the total number of days in the period.",
        "Transactions are processed in an average of 2.5 seconds as measured over a calendar month.",
        "Central time is one hour behind Atlantic time during the billing month.",
    ],
)
def test_words_of_counting_without_usage_are_no_metering(clause: str) -> None:
    assert terms(f"# Rules\n{clause}", "metering") == []


@pytest.mark.parametrize(
    "clause",
    [
        "You will take part in a minimum of fifty percent (50%) of the promotional programs.",
        "“Net Revenues” means all amounts received less a sales fee of 15%.",
        "You shall pay a discounted successor fee of $7,500.00 or 25% of the then current fee, whichever is more.",
    ],
)
def test_a_percent_of_something_else_is_no_discount(clause: str) -> None:
    assert terms(f"# Rules\n{clause}", "discount") == []


@pytest.mark.parametrize(
    "clause",
    [
        "There are four types of parameters that are used.",
        "At level 2 the number of guards at the gate is raised to three, for as long as the level lasts.",
    ],
)
def test_a_number_that_is_not_ordered_is_no_quantity(clause: str) -> None:
    assert terms(f"# Rules\n{clause}", "quantity") == []
