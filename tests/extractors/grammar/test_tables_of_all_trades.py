"""Price tables as other trades set them: currency heads, units in the head, milestones, breaks across."""

from decimal import Decimal
from typing import Any

import pytest

from extractors.readers.grammar.billed_when import billing_of
from extractors.readers.grammar.rates import basis_of
from extractors.readers.grammar.tiers import currency_in
from tests.extractors.grammar.price_papers import terms


def prices(text: str) -> dict[str, dict[str, Any]]:
    return {str(price.get("product")): price for price in terms(text, "price")}


@pytest.mark.parametrize(
    ("head", "code"),
    [
        ("NZ$", "NZD"),
        ("Fee (C$)", "CAD"),
        ("Rate in euros", "EUR"),
        ("Swiss francs", "CHF"),
        ("Sterling", "GBP"),
        ("US$ per MWh", "USD"),
    ],
)
def test_a_head_names_its_currency_by_sign_or_word(head: str, code: str) -> None:
    assert currency_in(head) == code


def test_a_plain_dollar_sign_is_the_dollar_of_the_document() -> None:
    assert currency_in("$ per tonne", "AUD") == "AUD"


def test_a_head_says_unit_and_period_together() -> None:
    rate = basis_of("GBP per panel and quarter")
    assert (rate.unit, rate.interval) == ("panel", "quarter")


def test_bare_figures_under_a_currency_head_are_prices_per_the_basis() -> None:
    found = prices(
        """
        # Charges
        Service | Basis | NZ$
        Pruning | per tree | 84.00
        Chipping | per cubic metre | 31.50
        """
    )
    assert found["Pruning"]["unit_amount"] == "84.00"
    assert (found["Pruning"]["unit"], found["Pruning"]["currency"]) == ("tree", "NZD")
    assert found["Chipping"]["unit"] == "cubic metre"


def test_the_rate_card_beside_a_net_rate_is_no_price() -> None:
    found = terms(
        """
        # Space
        Line | Unit | Panels | Rate card (EUR per panel) | Net rate (EUR per panel) | From
        1 | Lamp post banner, harbour | 5 | 310.00 | 248.00 | 3 March 2025
        2 | Tram side, full wrap | 3 | 920.00 | 782.00 | 3 March 2025
        """,
        "price",
    )
    assert [(p["product"], p["unit_amount"]) for p in found] == [
        ("Lamp post banner, harbour", "248.00"),
        ("Tram side, full wrap", "782.00"),
    ]


def test_milestone_sums_fall_due_once_on_their_day_or_event() -> None:
    found = prices(
        """
        # Milestone payments
        Ref | Deliverable | Due | Amount (EUR)
        A | Survey report | 14 May 2025 | 18,000.00
        B | Detailed drawings | upon written approval | 27,500.00
        """
    )
    assert found["Survey report"]["interval"] == "one_time"
    assert found["Survey report"]["effective_from"] == "2025-05-14"
    assert found["Detailed drawings"]["condition"] == "upon written approval"


def test_a_title_row_inside_a_table_begins_another_table() -> None:
    found = prices(
        """
        # Monthly charges
        Site | Area (m2) | EUR per month
        North Hall | 900 | 1,250.00
        South Hall | 400 | 610.00
        Other charges | |
        Service | Basis | EUR
        Graffiti removal | per visit | 95.00
        """
    )
    assert found["North Hall"]["interval"] == "month"
    assert found["Graffiti removal"]["unit"] == "visit"
    assert "interval" not in found["Graffiti removal"]


def test_breaks_across_the_columns_are_tiers_of_each_row() -> None:
    found = prices(
        """
        # Claims handling
        The price of a category is that of the band which applies to all claims of the month.
        Category | 1 - 500 a month | 501 - 2,000 a month | over 2,000 a month
        Windscreen | $9.00 | $8.25 | $7.10
        Theft | $14.00 | $13.00 | $12.40
        """
    )
    tiers = found["Theft"]["tiers"]
    assert [Decimal(tier["unit_amount"]) for tier in tiers] == [14, 13, Decimal("12.40")]
    assert [tier.get("up_to") for tier in tiers] == ["500", "2000", None]


def test_breaks_without_a_word_on_how_they_add_up_are_left_for_a_person() -> None:
    assert not prices(
        """
        # Claims handling
        Category | 1 - 500 a month | over 500 a month
        Windscreen | $9.00 | $8.25
        Theft | $14.00 | $13.00
        """
    )


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("The Carrier shall invoice at the end of each quarter.\n", ("arrears", "arrears")),
        ("Invoices are issued for the month elapsed.\n", ("arrears", "arrears")),
        ("The Agent will issue an invoice for the previous month.\n", ("arrears", "arrears")),
        (
            "Rents are billed in advance; all other charges are billed in arrears.\n",
            ("advance", "arrears"),
        ),
        ("Errors are corrected at the end of the term.\n", (None, None)),
    ],
)
def test_when_charges_are_invoiced(text: str, when: tuple[str | None, str | None]) -> None:
    assert billing_of(text) == when


def test_what_is_paid_for_each_unit_short_of_a_minimum_is_no_price() -> None:
    assert not terms(
        "The Buyer pays EUR 12.00 for each tonne that is missing from the yearly quantity.\n",
        "price",
    )


def test_a_percent_added_to_other_prices_is_no_price() -> None:
    found = prices(
        """
        # Rates
        Resource | Unit | Rate
        Diver | hour | $210.00
        Night premium | in addition to the hourly rates | 20%
        """
    )
    assert list(found) == ["Diver"]
