"""Prices in order forms and in prose, and amounts that are none."""

import pytest

from tests.extractors.grammar.price_papers import reading, terms


def prices(text: str) -> list[dict[str, object]]:
    return terms(text, "price")


def one(text: str) -> dict[str, object]:
    (price,) = prices(text)
    return price


def test_an_order_form_gives_unit_prices_and_not_their_extension_nor_the_list_price() -> None:
    found = one(
        """
        # Subscription
        Product | Quantity | List price (per user per month) | Net price (per user per month) | Monthly fee
        Atlas Studio | 40 | $30.00 | $25.00 | $1,000.00
        """
    )
    assert found == {
        "product": "Atlas Studio",
        "model": "per_unit",
        "unit": "user",
        "unit_amount": "25.00",
        "currency": "USD",
        "interval": "month",
    }


def test_label_and_value_with_a_defined_date() -> None:
    found = one(
        """
        # Renewal Order
        Entry | Value
        Renewal Date | July 1, 2026
        Platform Fee from the Renewal Date | US$8,000.00 per month
        """
    )
    assert found["product"] == "Platform Fee"
    assert found["flat_amount"] == "8000.00"
    assert found["effective_from"] == "2026-07-01"


def test_bare_figures_take_the_currency_of_their_column() -> None:
    found = prices(
        """
        # Rates
        Vehicle | Charge per day
        Tanker | $ 60.00
        Insulated tanker | 100.00
        """
    )
    assert [(price["currency"], price["unit_amount"]) for price in found] == [
        ("USD", "60.00"),
        ("USD", "100.00"),
    ]


def test_dated_steps_of_a_fee_belong_to_the_product_of_the_heading() -> None:
    found = prices(
        """
        # Private Region Fee
        Step | Months of service | Fee per month
        1 | November 1, 2024 to April 30, 2025 | $18,000.00
        2 | May 1, 2025 to end of term | $24,500.00
        """
    )
    assert [p["product"] for p in found] == ["Private Region Fee"] * 2
    assert [p["effective_from"] for p in found] == ["2024-11-01", "2025-05-01"]
    assert found[0]["effective_to"] == "2025-04-30"


def test_what_was_not_ordered_is_kept_and_marked() -> None:
    found = one(
        """
        # Options not taken
        Option | Monthly charge
        Second line | €780.00
        """
    )
    assert found["status"] == "not_ordered"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "The Support Fee is $450.00 per month.",
            {"product": "Support Fee", "model": "flat", "flat_amount": "450.00"},
        ),
        (
            "Customer shall pay a flat fee for the Basic Plan of Six Hundred Dollars ($600.00) per month.",
            {"product": "Basic Plan", "flat_amount": "600.00", "interval": "month"},
        ),
        (
            "Curator Standard seat: forty-two pounds (£42.00) per seat per Billing Month.",
            {"product": "Curator Standard seat", "unit": "seat", "unit_amount": "42.00"},
        ),
        (
            "Screening costs £15.00 for each 1,000 checks or part of 1,000 in the month.",
            {
                "product": "Screening",
                "model": "package",
                "package_size": "1000",
                "interval": "month",
            },
        ),
        (
            "The call charge falls from six pence to five pence (£0.05) for each call.",
            {"product": "call charge", "unit": "call", "unit_amount": "0.05"},
        ),
        (
            "The Visit Rate of $185.00 per hour is replaced by $195.00 per hour from April 1, 2026.",
            {
                "product": "Visit Rate",
                "unit": "hour",
                "unit_amount": "195.00",
                "effective_from": "2026-04-01",
            },
        ),
        (
            "The Plan Fee shall remain $6,200.00 per month through June 30, 2026.",
            {"product": "Plan Fee", "flat_amount": "6200.00", "effective_to": "2026-06-30"},
        ),
        (
            "For the conversion of the cabinet a one-time amount of EUR 4.800,00 is payable on completion.",
            {
                "product": "conversion of the cabinet",
                "flat_amount": "4800.00",
                "interval": "one_time",
            },
        ),
        (
            "Base subscription, per calendar month: EUR 1,900.00 (nineteen hundred euro).",
            {"product": "Base subscription", "flat_amount": "1900.00", "interval": "month"},
        ),
        (
            "The charge for extra staff shall be $20.00 per person, subject to a minimum charge of $80.00.",
            {"unit": "person", "unit_amount": "20.00", "minimum_charge": "80.00"},
        ),
        (
            "Guardian Support: eight percent (8%) of the hardware cost of the same month.",
            {"product": "Guardian Support", "model": "percentage", "percent": "8"},
        ),
    ],
)
def test_prose_states_a_price(sentence: str, expected: dict[str, str]) -> None:
    found = one(f"# Terms\n{sentence}")
    assert {name: found.get(name) for name in expected} == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "The liability of either party shall not exceed $250,000 per year.",
        "Supplier carries insurance of EUR 5,000,000 per claim.",
        "For example, a fee of $1,000.00 per month becomes $1,050.00 per month.",
        "The list price on the date of this Order is $110.00 per user per month.",
        "The published price of the plan is $9,950.00 per month; it is stated for information.",
        "The rate was $85.00 per user per month.",
        "We quoted the Analytics module at $18.50 per user per month.",
        "A customer whose fees exceed $5,000.00 per month may ask for a review.",
        "Repairs above $750 per part need approval.",
        "Purchases under this order are not to exceed $26,000.00 per year.",
    ],
)
def test_amounts_that_are_no_price_of_this_contract(sentence: str) -> None:
    assert prices(f"# Terms\n{sentence}") == []


def test_included_units_and_the_price_beyond_them_are_one_price() -> None:
    found = one(
        """
        # Data Charges
        The fixed charges include twenty thousand (20,000) Gigabytes of Transit Data in each month. Transit Data above that allowance is charged at £0.0325 per Gigabyte.
        """
    )
    assert found["included_quantity"] == "20000"
    assert found["unit_amount"] == "0.0325"
    assert found["product"] == "Transit Data"


def test_a_price_said_twice_is_one_term_with_two_passages() -> None:
    text = """
        # Order
        The Relay seat: £42.00 per seat per month.
        # Table
        Charge | Price | Frequency
        Relay seat | £42.00 | month, in advance
        """
    drafts = [draft for draft in reading(text).drafts if draft.term.type == "price"]
    assert [len(draft.passages) for draft in drafts] == [2]
    assert terms(text, "price")[0]["unit"] == "seat"


def test_in_arrears_is_said_once_for_all_recurring_charges() -> None:
    found = one(
        "# Fees\nCharges are invoiced monthly in arrears.\nThe Relay Fee is $5.00 per month."
    )
    assert found["billing"] == "arrears"


def test_money_that_no_rule_understood_is_left_over_and_liability_is_not() -> None:
    found = reading(
        """
        # Other
        The parties will agree a contribution towards the migration, of which $4,000 is paid in kind.
        Liability is limited to $1,000,000.
        The transport charge is $____ per gallon.
        """
    )
    assert [leftover.why for leftover in found.leftovers] == [
        "speaks of money; no rule understood it",
        "an amount is left open or redacted",
    ]


def test_the_year_of_a_monthly_fee_is_no_second_price() -> None:
    found = one(
        """
        # Fees
        Service | Monthly Fee | Annual Fee
        Core platform | $2,000.00 | $24,000.00
        """
    )
    assert found["flat_amount"] == "2000.00"


def test_a_new_price_beside_the_current_one_applies_from_its_day() -> None:
    found = one(
        """
        # Changes
        Description | Current price | New price from 1 April 2026
        Silver plan | $100.00 per month | $110.00 per month
        """
    )
    assert (found["flat_amount"], found["effective_from"]) == ("110.00", "2026-04-01")


def test_years_without_a_date_are_left_for_a_person() -> None:
    text = """
        # Pricing
        Item | Year 1 | Year 2
        Platform fee (annual) | $100,000 | $105,000
        """
    assert prices(text) == []
    assert len(reading(text).leftovers) == 1


def test_a_column_of_included_units_and_one_of_overage() -> None:
    found = one(
        """
        # Usage
        Metric | Included per month | Overage rate
        Storage | 500 GB | $0.12 per GB
        """
    )
    assert (found["included_quantity"], found["unit_amount"]) == ("500", "0.12")
    assert found["interval"] == "month"


def test_when_it_is_due_says_how_often() -> None:
    found = prices(
        """
        # Charges
        Charge | Amount | When due
        Licence fee | £18,000 | annually in advance
        Set-up | £2,500 | on signature
        """
    )
    assert [price["interval"] for price in found] == ["year", "one_time"]
    assert found[0]["billing"] == "advance"


def test_rates_whose_measure_stands_over_the_table() -> None:
    found = prices(
        """
        # Table of rates
        Rate in Cents per Barrel
        Point | Transportation | Handling
        Block 22 | 38.58 | 29.76
        Block 23 | 38.58 | 29.76
        """
    )
    assert [(p["product"], p["unit_amount"], p["unit"]) for p in found] == [
        ("Block 22: Transportation", "0.3858", "Barrel"),
        ("Block 22: Handling", "0.2976", "Barrel"),
        ("Block 23: Transportation", "0.3858", "Barrel"),
        ("Block 23: Handling", "0.2976", "Barrel"),
    ]
