"""Prices, counts and minimums as people draft them, each in two or more wordings, and amounts that are none."""

from typing import Any

import pytest

from extractors.readers.reading import Leftover
from tests.extractors.grammar.price_papers import order_form, reading, terms


def prices(text: str) -> list[dict[str, Any]]:
    return terms(text, "price")


def counts(text: str) -> list[dict[str, Any]]:
    return terms(text, "quantity")


def minimums(text: str) -> list[dict[str, Any]]:
    return terms(text, "commitment")


@pytest.mark.parametrize(
    "sentence",
    [
        "You subscribe to fifty (50) Ledger seats, one for each clerk, at ten dollars ($10.00) per seat per month.",
        "The Client orders 50 Ledger seats at $10.00 per seat per month.",
    ],
)
def test_a_price_per_unit_is_of_what_the_sentence_counts(sentence: str) -> None:
    (price,) = prices(f"# Fees\n{sentence}")
    assert price["product"] == "Ledger seats"
    assert (price["unit"], price["unit_amount"], price["interval"]) == ("seat", "10.00", "month")
    (count,) = counts(f"# Fees\n{sentence}")
    assert (count["product"], count["quantity"]) == ("Ledger seats", "50")


@pytest.mark.parametrize(
    ("sentence", "product", "unit", "amount"),
    [
        (
            "For each Beacon gate the Client pays EUR 12.00 per calendar month.",
            "Beacon gate",
            "gate",
            "12.00",
        ),
        ("Site surveys cost $250.00 each.", "Site surveys", "survey", "250.00"),
        (
            "You have ordered 4 Studio licences. Each costs $90.00 a year.",
            "Studio licences",
            "licence",
            "90.00",
        ),
    ],
)
def test_plain_words_for_a_price_of_each(
    sentence: str, product: str, unit: str, amount: str
) -> None:
    found = [p for p in prices(f"# Fees\n{sentence}") if p.get("unit_amount") == amount]
    assert [(p["product"], p["unit"]) for p in found] == [(product, unit)]


def test_pay_for_a_service_from_a_day_and_for_setting_it_up() -> None:
    found = prices(
        "# Desk\nThe Client shall pay for the Night desk, from 1 May 2026, £300.00 per month, and for setting it up £900.00 once."
    )
    assert [
        (p["product"], p["flat_amount"], p["interval"], p["effective_from"]) for p in found
    ] == [
        ("Night desk", "300.00", "month", "2026-05-01"),
        ("Night desk set-up", "900.00", "one_time", "2026-05-01"),
    ]


def test_a_fee_with_a_name_is_the_price_of_what_it_is_paid_for() -> None:
    found = prices(
        "# Fees\nFor the Gold Plan, which covers all sites, Customer shall pay a fee (the “Plan Fee”). "
        "The Plan Fee for the first contract year, from July 1, 2025, is $500.00 per month."
    )
    (price,) = found
    assert price["product"] == "Gold Plan"
    assert (price["effective_from"], price["effective_to"]) == ("2025-07-01", "2026-06-30")


def test_no_price_is_named_after_a_party() -> None:
    text = "# Quarry Software\nQuarry Software, Inc. writes to you.\nThe fee is $500.00 per month."
    assert prices(text) == []
    assert any("$500.00" in _words(text, left) for left in reading(text).leftovers)


def _words(text: str, left: Leftover) -> str:
    passage = left.passage
    return order_form(text).text[passage.start : passage.end]


def test_two_sentences_may_state_one_price_of_two_tiers() -> None:
    (price,) = prices(
        "# Users\nYou pay $4.00 a month for each active user. If there are more than 1,000 active users in a month, "
        "the price for every one of them in that month is $3.00."
    )
    assert price["model"] == "volume"
    assert [(t.get("up_to"), t["unit_amount"]) for t in price["tiers"]] == [
        ("1000", "4.00"),
        (None, "3.00"),
    ]


def test_a_tier_without_charge_costs_nothing_and_bounds_may_stand_right_of_the_prices() -> None:
    (first,) = prices(
        """
        # Item 2 – Lookups
        The price of a band applies to the lookups within that band only.
        Lookups in the month | Price per lookup
        0–1,000 | included
        1,001–5,000 | USD 0.60
        over 5,000 | USD 0.40
        """
    )
    assert first["product"] == "Lookups"
    assert first["model"] == "graduated"
    assert [t.get("unit_amount") for t in first["tiers"]] == ["0", "0.60", "0.40"]
    (second,) = prices(
        """
        # Item 3 – Extracts
        All extracts of a month are charged at the single price that their number determines.
        Price per extract | Number of extracts
        USD 20.00 | up to and including 10
        USD 15.00 | more than 10
        """
    )
    assert second["model"] == "volume"
    assert [t["unit_amount"] for t in second["tiers"]] == ["20.00", "15.00"]


def test_a_count_before_the_price_in_one_cell_is_proved_by_the_total() -> None:
    text = """
        # Order
        Customer | Fold & Sons
        Item | Quantity Price Per month
        Press seat | 12 seats £20.00 per seat £240.00
        """
    (price,) = prices(text)
    assert (price["product"], price["unit_amount"], price["interval"]) == (
        "Press seat",
        "20.00",
        "month",
    )
    (count,) = counts(text)
    assert (count["quantity"], count["unit"]) == ("12", "seat")


@pytest.mark.parametrize(
    ("name", "price", "expected"),
    [
        ("Voice line, 30 channels", "$9.00 per channel per month", ("30", "channel")),
        ("Gate reader (24 nos.)", "$9.00 per reader per month", ("24", "reader")),
    ],
)
def test_a_row_counts_in_its_name(name: str, price: str, expected: tuple[str, str]) -> None:
    (count,) = counts(f"# Charges\nService | Charge\n{name} | {price}")
    assert (count["quantity"], count["unit"]) == expected


def test_free_units_in_the_words_of_a_row() -> None:
    found = prices(
        """
        # Charges
        Service | Charge | Basis
        Calls | 5,000 minutes per month included; then 9 cents per minute | usage
        Colour pages | 4 cents per page | The first 300 colour pages of each quarter are covered by the rental
        """
    )
    assert [(p["included_quantity"], p["interval"]) for p in found] == [
        ("5000", "month"),
        ("300", "quarter"),
    ]


def test_lakhs_rupees_and_bare_figures_under_a_currency() -> None:
    found = prices(
        """
        # Other charges
        Sr. | Particulars | Basis | Rs.
        1 | Statutory filings | Lump sum per quarter, in arrears | 90,000
        2 | Go-live support | One time, upon signing | 4,50,000
        """
    )
    assert [(p["flat_amount"], p["interval"], p["currency"]) for p in found] == [
        ("90000", "quarter", "INR"),
        ("450000", "one_time", "INR"),
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "With effect from 1 March 2026 the number of Reader seats is reduced by five, from 40 to 35 seats.",
            ("35", "set"),
        ),
        (
            "The quantity of Reader licenses in Part A of the Order is increased from 140 to 165.",
            ("165", "set"),
        ),
        ("The number of A3 readers is then 30.", ("30", "set")),
        ("Forty (40) Reader panels are monitored.", ("40", "set")),
        ("Readers ordered at the Effective Date: 96.", ("96", "set")),
        ("Six (6) additional Reader devices shall be installed.", ("6", "add")),
        ("You begin with thirty (30) clubs.", ("30", "set")),
    ],
)
def test_how_many_are_contracted(sentence: str, expected: tuple[str, str]) -> None:
    (count,) = counts(f"# Readers\n{sentence}")
    assert (count["quantity"], count["change"]) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "If sixty (60) panels are monitored, a discount applies.",
        "3.2 Calls are added up over each calendar month.",
        "The plan is for up to 40 users.",
        "The notice period is increased from 30 to 60 days.",
        "The fees for licenses that are added during a month are prorated.",
        "Your included minutes go up from 5,000 to 8,000 a month.",
    ],
)
def test_numbers_that_contract_nothing(sentence: str) -> None:
    assert counts(f"# Terms\n{sentence}") == []


def test_a_count_takes_the_name_of_what_is_priced_by_its_unit() -> None:
    (count,) = counts(
        "# Clubs\nYou begin with thirty (30) clubs.\n# Prices\nItem | Price\nFrontdesk licence | $89.00 per club per month"
    )
    assert count["product"] == "Frontdesk licence"


def test_a_minimum_names_what_counts_and_what_does_not() -> None:
    (minimum,) = minimums(
        "# Fees\nCustomer commits to charges for Compute Hours of at least $1,000.00 in each Contract Year. "
        "If they are less, Customer shall pay the difference. Charges for Support and taxes do not count toward it."
    )
    assert minimum["includes"] == ["Compute Hours"]
    assert minimum["excludes"] == ["Support", "taxes"]
    assert minimum["shortfall"] == "billed"


@pytest.mark.parametrize(
    ("sentence", "value", "unit", "per"),
    [
        (
            "You pay for at least 600 active users each month, even if fewer sign in.",
            "600",
            "active user",
            "month",
        ),
        ("Not fewer than 350 users will be charged in any month.", "350", "user", "month"),
    ],
)
def test_a_least_number_that_is_billed(sentence: str, value: str, unit: str, per: str) -> None:
    (minimum,) = minimums(f"# Users\n{sentence}")
    assert (minimum["value"], minimum["unit"], minimum["per"]) == (value, unit, per)
    assert minimum["shortfall"] == "billed"


def test_what_each_missing_unit_costs() -> None:
    (minimum,) = minimums(
        "# Minimum purchase of energy\nThe Customer purchases at least 15,000 kWh in each calendar quarter. "
        "For each kWh that is not purchased he pays EUR 0.11 at the end of the quarter."
    )
    assert (minimum["product"], minimum["shortfall_unit_amount"]) == ("energy", "0.11")


def test_visits_are_no_minimum_that_is_billed() -> None:
    assert (
        minimums("# Visits\nVisits take place not fewer than ten (10) times in a contract year.")
        == []
    )


def test_the_consequence_of_a_minimum_whose_amount_stands_elsewhere_is_doubtful() -> None:
    (minimum,) = minimums(
        "# Minimum\n“Processing Fees” means the sum of the Markup Fee and the Swipe Fee, and no other fee.\n"
        "If the Processing Fees for any calendar month are less than the Monthly Minimum stated in Exhibit A, Merchant shall pay the difference."
    )
    assert minimum["doubtful"] is True
    assert minimum.get("value") is None
    assert (minimum["product"], minimum["per"], minimum["shortfall"]) == (
        "Monthly Minimum",
        "month",
        "billed",
    )
    assert minimum["includes"] == ["Markup Fee", "Swipe Fee"]


@pytest.mark.parametrize(
    "opening",
    [
        "The parties agree, with effect from 1 January 2026, as follows.",
        "This letter changes Service Order 77 from 1 January 2026 as follows.",
        "All Charges apply from 1 January 2026 unless stated otherwise.",
        "Start of provision: 1 January 2026. Term: as agreed.",
    ],
)
def test_from_when_all_of_a_document_applies(opening: str) -> None:
    (price,) = prices(f"# Change\n{opening}\nThe Support Fee is $450.00 per month.")
    assert price["effective_from"] == "2026-01-01"


def test_a_start_of_a_part_is_no_start_of_the_whole() -> None:
    (price,) = prices(
        "# Change\nFor increases that take effect on or after March 1, 2026, the Agreement is amended.\nThe Support Fee is $450.00 per month."
    )
    assert "effective_from" not in price


def test_each_kind_of_charge_is_billed_as_the_document_says_of_it() -> None:
    (price,) = prices(
        "# Fees\nRecurring fees: monthly in advance. Usage: monthly in arrears.\nThe Support Fee is $450.00 per month."
    )
    assert price["billing"] == "advance"


def test_an_amount_that_no_term_states_is_left_for_a_person() -> None:
    text = """
        # Rates
        Work | Terms
        Hourly rate Out of hours | An uplift of 50% applies at night to every hour £16,000.00, payable as agreed
        """
    assert prices(text) == []
    assert any("£16,000.00" in _words(text, left) for left in reading(text).leftovers)
