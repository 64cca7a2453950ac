"""Dates that a term leaves to its document, worked out where the papers settle them."""

from __future__ import annotations

from datetime import date

from extractors.dates import defined_dates, find_dates, last_day, parse_date
from extractors.dating import dated
from extractors.header import Header
from terms.contract import Term
from tests.extractors.papers import paper, stated

START = date(2025, 5, 20)
ORDER = Header(
    kind="order_form", term_start=START, effective_date=START, dates={"start date": START}
)


def only(term: Term, header: Header, agreement: Header | None = None) -> Term:
    (found,) = dated([term], header, agreement)
    return found


def term_of(words: str, **fields: object) -> Term:
    return stated(paper("x.pdf", words), words, **fields)


def test_from_a_named_date() -> None:
    header = Header(kind="renewal", dates={"renewal date": date(2026, 7, 1)})
    price = term_of("The fee is $8.00 from the Renewal Date.", type="price", flat_amount="8.00")

    found = only(price, header)

    assert found.effective_from == date(2026, 7, 1)
    assert found.provenance["derived"] == "effective_from"


def test_a_date_that_is_named_nowhere_stays_open() -> None:
    price = term_of("The fee is $8.00 from the Renewal Date.", type="price", flat_amount="8.00")

    found = only(price, Header(kind="other"))

    assert found.effective_from is None
    assert "derived" not in found.provenance


def test_the_first_nine_months_of_a_discount_end_on_the_day_before_the_tenth() -> None:
    discount = term_of(
        "For the first nine (9) Billing Months a discount of 20% applies.",
        type="discount",
        percent="20",
    )

    found = only(discount, ORDER)

    assert (found.effective_from, found.effective_to) == (START, date(2026, 2, 19))
    assert found.provenance["derived"] == "effective_from, effective_to"


def test_a_stated_end_is_kept() -> None:
    discount = term_of(
        "For the first nine (9) months 20% is taken off, until 1 May 2026.",
        type="discount",
        percent="20",
        effective_to="2026-05-01",
    )

    assert only(discount, ORDER).effective_to == date(2026, 5, 1)


def test_the_first_anniversary_of_the_date_that_the_clause_names() -> None:
    header = Header(kind="master", dates={"commencement date": date(2021, 8, 1)})
    rise = term_of(
        "On each anniversary of the Commencement Date the fee increases by 5%.",
        type="escalation",
        percent="5",
        trigger="anniversary",
        every_months=12,
        automatic=True,
    )

    assert getattr(only(rise, header), "first_on", None) == date(2022, 8, 1)


def test_a_right_to_increase_has_no_first_day() -> None:
    header = Header(kind="master", dates={"commencement date": date(2021, 8, 1)})
    rise = term_of(
        "Provider may increase the fee on any anniversary of the Commencement Date.",
        type="escalation",
        trigger="anniversary",
        automatic=False,
    )

    assert getattr(only(rise, header), "first_on", None) is None


def test_the_second_contract_year_counts_from_the_agreement_s_start() -> None:
    agreement = Header(kind="master", term_start=date(2024, 3, 1))
    amendment = Header(kind="amendment", effective_date=date(2025, 1, 20))
    minimum = term_of(
        "changed to JPY 9,600,000 for the second Contract Year and each Contract Year thereafter",
        type="commitment",
        value="9600000",
        per="year",
    )

    assert only(minimum, amendment, agreement).effective_from == date(2025, 3, 1)


def test_the_contract_year_that_began_on_a_day() -> None:
    amendment = Header(kind="amendment", effective_date=date(2026, 2, 1))
    minimum = term_of(
        "For the contract year that began on 1 October 2025 the minimum is £52,000.",
        type="commitment",
        value="52000",
        per="year",
    )

    assert only(minimum, amendment).effective_from == date(2025, 10, 1)


def test_a_recurring_price_of_an_order_runs_from_its_start_and_a_single_one_does_not() -> None:
    monthly = term_of("$40.00 a month", type="price", flat_amount="40.00", interval="month")
    once = term_of("$90.00 once", type="price", flat_amount="90.00", interval="one_time")

    assert only(monthly, ORDER).effective_from == START
    assert only(once, ORDER).effective_from is None


def test_a_single_price_that_is_invoiced_on_the_start_date_is_due_then() -> None:
    once = term_of(
        "Data migration £2,750.00, invoiced on the Start Date",
        type="price",
        flat_amount="2750.00",
        interval="one_time",
    )

    assert only(once, ORDER).effective_from == START


def test_a_single_price_that_is_invoiced_in_a_month_is_due_in_it() -> None:
    once = term_of(
        "Set-up\t£310.00, invoiced with the June 2025 invoice",
        type="price",
        flat_amount="310.00",
        interval="one_time",
    )

    assert only(once, ORDER).effective_from == date(2025, 6, 1)


def test_dates_are_read_in_the_ways_that_contracts_write_them() -> None:
    words = (
        "March 1, 2025; 1 March 2025; 1st day of March, 2025; 2025-03-01; 1.3.2025; 1. März 2025"
    )

    assert [found.day for found in find_dates(words)] == [date(2025, 3, 1)] * 6


def test_a_date_that_could_be_two_days_is_none() -> None:
    assert parse_date("01/02/2026") is None
    assert parse_date("13/02/2026") == date(2026, 2, 13)
    assert parse_date("31 February 2026") is None


def test_names_of_dates_stand_after_or_before_them() -> None:
    words = (
        "effective August 1, 2021 (the “Commencement Date”)\n"
        "Renewal Date\tJuly 1, 2026\n"
        "“Go Live Date” means 3 August 2022"
    )

    assert defined_dates(words) == {
        "commencement date": date(2021, 8, 1),
        "renewal date": date(2026, 7, 1),
        "go live date": date(2022, 8, 3),
    }


def test_a_length_ends_on_the_day_before_its_anniversary() -> None:
    assert last_day(date(2025, 2, 1), 36) == date(2028, 1, 31)
    assert last_day(date(2024, 2, 29), 12) == date(2025, 2, 27)


def test_a_price_list_that_names_no_day_of_its_own_holds_from_the_agreement_s_start() -> None:
    agreement = Header(kind="master", effective_date=date(2023, 5, 5), term_start=date(2023, 6, 1))
    listed = Header(kind="price_schedule", effective_date=date(2023, 5, 5))
    price = term_of("Storage is $17.40 per crate.", type="price", unit_amount="17.40", unit="crate")

    assert only(price, listed, agreement).effective_from == date(2023, 6, 1)


def test_a_day_that_only_the_agreement_names_is_known_in_its_other_papers() -> None:
    agreement = Header(kind="master", dates={"commencement date": date(2023, 6, 1)})
    fee = term_of(
        "The set-up costs $480.00, payable once, on the Commencement Date.",
        type="price",
        flat_amount="480.00",
        interval="one_time",
    )

    assert only(fee, Header(kind="price_schedule"), agreement).effective_from == date(2023, 6, 1)


def test_an_agreement_that_only_says_how_it_goes_on_has_its_first_term_from_its_own_dates() -> None:
    header = Header(kind="master", term_start=date(2025, 5, 1), term_end=date(2028, 4, 30))
    words = "It is extended by one year each time, unless it is ended."
    renewal = term_of(words, type="renewal", renewal_months=12, automatic=True)

    found = only(renewal, header)

    assert (found.initial_months, found.initial_until) == (36, date(2028, 4, 30))
    assert found.provenance["derived"] == "initial_months, initial_until"
