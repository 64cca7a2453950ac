"""What stands beside a term completes it: in the next sentence, the next paragraph, or its row."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from extractors.readers.grammar.reader import GrammarReader
from tests.extractors.papers import paper

RISE = "On 1 May 2026 and on every later 1 May, the Rack Fee and the Port Fee shall rise by the change in the Consumer Price Index over the year to the preceding January."


def of_type(words: str, kind: str) -> list[object]:
    """The terms of one type that the reader states for a paper."""
    reading = GrammarReader().read(paper("paper.pdf", words))
    return [draft.term for draft in reading.drafts if draft.term.type == kind]


def left(words: str) -> list[str]:
    document = paper("paper.pdf", words)
    reading = GrammarReader().read(document)
    return [document.text[at.passage.start : at.passage.end] for at in reading.leftovers]


def test_the_next_paragraphs_limit_and_round_a_rise_and_leave_charges_out() -> None:
    (rise,) = of_type(
        f"## 9.1 | Review\n{RISE}\n"
        "## 9.2 | Limits\nThe yearly increase is not less than one per cent (1%) and not more than five per cent (5%). "
        "The percentage is rounded to two decimal places and each increased charge to the nearest cent. Every increase is taken on the fee as last increased.\n"
        "## 9.3 | Exceptions\nThe Visit Charge and the charge for Spare Parts are not subject to this clause.",
        "escalation",
    )

    assert rise.floor_percent == Decimal(1)  # type: ignore[attr-defined]
    assert rise.cap_percent == Decimal(5)  # type: ignore[attr-defined]
    assert rise.percent_rounding_to == Decimal("0.01")  # type: ignore[attr-defined]
    assert rise.rounding_to == Decimal("0.01")  # type: ignore[attr-defined]
    assert rise.compounding is True  # type: ignore[attr-defined]
    assert rise.excludes == ("Visit Charge", "Spare Parts")  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "behind",
    [
        "No increase may lie outside a band whose maximum is five per cent (5%) in two years.",
        "The increase is rounded as the parties see fit.",
    ],
)
def test_a_rise_with_an_unread_limit_or_rounding_behind_it_is_left_to_a_person(behind: str) -> None:
    words = f"## 9.1 | Review\n{RISE}\n## 9.2 | Limits\n{behind}"

    (rise,) = of_type(words, "escalation") or [None]

    if rise is not None:
        assert rise.cap_percent == Decimal(5)  # type: ignore[attr-defined]
    else:
        assert any(RISE in passage for passage in left(words))


def test_the_limit_of_another_clause_is_none_of_a_rise() -> None:
    (rise,) = of_type(
        f"## 9.1 | Review\n{RISE}\n## 10.1 | Other\nThe increase of staff shall not be more than five per cent (5%).",
        "escalation",
    )

    assert rise.cap_percent is None  # type: ignore[attr-defined]


def test_a_charge_that_does_not_rise_is_named_up_to_the_verb() -> None:
    (rise,) = of_type(
        "## 4 | Review\nOn 1 March 2026 and every 1 March after it, each charge other than yard hire increases by 3 per cent.",
        "escalation",
    )

    assert rise.excludes == ("yard hire",)  # type: ignore[attr-defined]


def test_a_changed_number_of_included_units_belongs_to_the_price_of_its_sentence() -> None:
    (price,) = of_type(
        "Amendment\n## 1 | Scans\nFrom 1 March 2025 the charge for Gate Scan in Part 2 is $0.20 per scan, and the number of scans included each month is raised from 500 to 800 scans.",
        "price",
    )

    assert price.included_quantity == Decimal(800)  # type: ignore[attr-defined]


def test_a_payment_term_holds_from_the_day_that_the_next_sentence_gives() -> None:
    (payment,) = of_type(
        "Addendum to the agreement\n## 2 | Payment\nClause 5 is replaced by the following: “Invoices are due forty (40) days after the invoice date.” This applies to invoices issued from 1 May 2025.",
        "payment",
    )

    assert payment.net_days == 40  # type: ignore[attr-defined]
    assert payment.effective_from == date(2025, 5, 1)  # type: ignore[attr-defined]


def test_a_discount_and_a_surcharge_keep_the_months_in_which_they_hold() -> None:
    (discount,) = of_type(
        "## 3 | Charges\nIn a calendar month in which more than 900 crates are washed, the charge for crate washing in that month is reduced by four per cent (4%).",
        "discount",
    )
    assert discount.product == "crate washing"  # type: ignore[attr-defined]
    assert "more than 900 crates" in discount.condition  # type: ignore[attr-defined]


def test_a_discount_on_a_thing_that_was_not_read_is_left_to_a_person() -> None:
    words = "## 3 | Charges\nIf the yard is closed, half of what stands against it counts and the price for the – as then agreed – loading is lower by a discount of 4%."

    assert not of_type(words, "discount")


def test_interest_above_a_lending_rate_names_the_rate() -> None:
    (payment,) = of_type(
        "## 6 | Payment\nInvoices are due within 20 days after the invoice date. Interest on overdue amounts accrues at the lending rate of Norges Bank plus six percentage points a year.",
        "payment",
    )

    assert payment.late_index == "lending rate of Norges Bank"  # type: ignore[attr-defined]


def test_who_is_counted_once_is_said_in_the_sentence_before() -> None:
    (metering,) = of_type(
        "## 3 | Trainer\nAn active rider is a person who opens a session in the calendar month. Each person is counted once in a month, however many sessions are opened by that user.",
        "metering",
    )

    assert metering.unit == "active rider"  # type: ignore[attr-defined]


def test_a_charge_may_not_be_invoiced_later_than_a_number_of_days() -> None:
    (window,) = of_type(
        "## 8 | Invoices\nThe Supplier may not invoice a charge more than 120 days after the date on which the service was supplied, and the Customer has no liability for a charge invoiced later.",
        "lookback",
    )

    assert (window.length, window.unit, window.direction) == (120, "day", "underbilling")  # type: ignore[attr-defined]


def test_a_minimum_under_a_bare_heading_is_of_the_charges_it_measures() -> None:
    (minimum,) = of_type(
        "## 5 | Minimum\nIf the charges for Yard Watch in a calendar month come to less than $700.00, Customer shall pay the difference with the invoice for that month.",
        "commitment",
    )

    assert minimum.product == "Yard Watch"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "words",
    [
        "At the Opening Date thirty-one (31) Lanes are enabled.",
        "The stand fee is charged for the nine (9) Stands of Annex 4.",
        "With the new depot we will supply a further seven (7) crates, which makes forty (40) crates in all.",
        "A truck is counted only once, in the month of its last visit, by reference to New Zealand summer time.",
    ],
)
def test_a_number_in_use_and_a_way_of_counting_are_shown_where_not_read(words: str) -> None:
    kinds = ("quantity", "metering")
    told = any(
        words[:30] in passage or passage in words for passage in left(f"## 2 | Scope\n{words}")
    )

    assert told or any(of_type(f"## 2 | Scope\n{words}", kind) for kind in kinds)


def test_a_number_of_days_in_words_and_digits_is_no_number_of_things() -> None:
    assert not left(
        "## 2 | Scope\nThe help desk is provided within five (5) working days of the order."
    )


@pytest.mark.parametrize(
    ("words", "number", "unit"),
    [
        ("B.4 The stand fee is charged for the nine (9) Stands of Annex 4.", 9, "stand"),
        ("From 1 May 2025 the stand fee is charged for ten (10) Stands.", 10, "stand"),
        ("At 1 June 2025 thirty-one (31) Lanes are enabled.", 31, "lane"),
    ],
)
def test_a_number_that_is_charged_or_enabled_is_contracted(
    words: str, number: int, unit: str
) -> None:
    (count,) = of_type(f"## 2 | Scope\n{words}", "quantity")

    assert (count.quantity, count.unit, count.change) == (Decimal(number), unit, "set")  # type: ignore[attr-defined]


def test_a_single_fee_invoiced_on_a_day_is_due_once() -> None:
    (price,) = of_type(
        "## 3 | Fees\nData transfer is undertaken for a single flat fee of £7,300.00, invoiced on 1 May 2025.",
        "price",
    )

    assert (price.interval, price.effective_from) == ("one_time", date(2025, 5, 1))  # type: ignore[attr-defined]


def test_a_monthly_fee_invoiced_on_a_day_is_not_due_once() -> None:
    prices = of_type(
        "## 3 | Fees\nHosting costs £40.00 per month, invoiced on 1 May 2025.", "price"
    )

    assert all(price.interval != "one_time" for price in prices)  # type: ignore[attr-defined]


def test_a_name_does_not_carry_the_number_of_its_clause() -> None:
    (price,) = of_type(
        "## 3 | Fees\nC2. Layout work requested by the Client is charged at £61.00 per hour.",
        "price",
    )

    assert price.product == "Layout work requested by the Client"  # type: ignore[attr-defined]


def test_lines_are_rounded_to_the_smallest_coin_of_other_countries() -> None:
    (rounding,) = of_type(
        "## 3 | Invoices\nAmounts on an invoice are rounded to the nearest øre, line by line.",
        "rounding",
    )

    assert (rounding.of, rounding.to) == ("line", Decimal("0.01"))  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "behind",
    [
        "It is not due for the first 200 scans.",
        "It amounts to at least €50.00 per month.",
        "In no month is less than €50.00 charged.",
    ],
)
def test_a_price_is_not_stated_without_the_bound_behind_it(behind: str) -> None:
    words = f"## 5 | Quote\nThe charge for Gate Watch is €0.40 per scan. {behind}"

    assert not of_type(words, "price")
    assert any("€0.40" in passage for passage in left(words))


@pytest.mark.parametrize(
    "behind", ["An increase below 1% is not made.", "Training fees stay as they are."]
)
def test_a_rise_is_not_stated_without_what_limits_it(behind: str) -> None:
    words = f"## 5 | Charges\nFees increase by 3% on 1 May of each year. {behind}"

    assert not of_type(words, "escalation")
    assert any("increase by 3%" in passage for passage in left(words))


def test_a_sentence_that_limits_nothing_leaves_the_price_as_it_is() -> None:
    (price,) = of_type(
        "## 5 | Quote\nThe charge for Gate Watch is €0.40 per scan. It covers the hire of the gate.",
        "price",
    )

    assert price.unit_amount == Decimal("0.40")  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Customer receives a discount of 5% on the Tray Fee. It is forfeited when an invoice is paid late.", "discount"),
        ("Customer receives a discount of 5% on the Tray Fee. The discount ends on 31 May 2026.", "discount"),
        ("A surcharge of 12% is added to orders placed at night. It is at most €40.00 per order.", "surcharge"),
        ("Invoices are due within 30 days of the invoice date. For hardware the period is 14 days.", "payment"),
        ("Supplier may invoice an omitted charge within six months after the invoice date. For freight the time is three months.", "lookback"),
        ("Supplier may invoice an omitted charge within six months after the invoice date. This does not apply to metered charges.", "lookback"),
        ("The fee for the Gate is €300.00 per month. For the first three months only half of it is charged.", "price"),
        ("The fee for the Gate is €300.00 per month. From May 2027 it is €310.00.", "price"),
    ],
)  # fmt: skip
def test_a_term_that_the_next_sentence_cuts_is_left_to_a_person(words: str, kind: str) -> None:
    assert not of_type(f"## 5 | Terms\n{words}", kind)
    assert any(words.startswith(passage[:40]) for passage in left(f"## 5 | Terms\n{words}"))


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Invoices are due within 30 days of the invoice date. For the avoidance of doubt the period is that of the law.", "payment"),
        ("The fee for the Gate is €300.00 per month. It covers the guard and the light.", "price"),
    ],
)  # fmt: skip
def test_a_sentence_that_cuts_nothing_leaves_the_term(words: str, kind: str) -> None:
    assert of_type(f"## 5 | Terms\n{words}", kind)
