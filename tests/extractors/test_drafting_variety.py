"""The same header facts as contracts of many styles and countries write them."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.dates import defined_dates
from extractors.header import Header, read_header
from extractors.lifespan import read_lifespan
from extractors.one_account import of_one_account
from tests.extractors.papers import paper

START, END = date(2025, 4, 1), date(2028, 3, 31)


@pytest.mark.parametrize(
    "words",
    [
        "This Agreement shall remain in force for a period of three (3) years commencing on 1 April 2025.",
        "This Agreement commences on 1 April 2025 and expires at midnight on 31 March 2028.",
        "The Agreement enters into force on 1 April 2025 and is concluded for a fixed term until 31 March 2028.",
        "The term of this Agreement is from 1st April, 2025 up to and inclusive of 31st March, 2028.",
        "This Agreement is concluded for three years, until 31 March 2028.",
        "It lasts for three school years, through March 31, 2028.",
        "The Agreement is entered into for thirty-six (36) months, ending on 31 March 2028.",
        "This letter is our agreement. We clean your offices from 1 April 2025 for three years.",
        "It starts on 1 April 2025 and lasts for three years, until 31 March 2028.",
    ],
)
def test_a_master_runs_three_years_in_any_wording(words: str) -> None:
    text = f"Agreement\n{words}\n"

    span = read_lifespan(text, "master", defined_dates(text))

    assert (span.start, span.end) == (START, END)


@pytest.mark.parametrize(
    "words",
    [
        "Commencement date: 1 April 2025\nContract term: 36 months from the Commencement date",
        "Service start\t1 April 2025\nContract term\t36 months from Service Start",
        "Beginning of contract: 1 April 2025. Minimum term: 36 months.",
        "First term\t1 April 2025 to 31 March 2028, then month to month",
        "Term\t1 April 2025 – 31 March 2028",
    ],
)
def test_an_order_says_its_term_in_a_box(words: str) -> None:
    text = f"Order\n{words}\n"

    span = read_lifespan(text, "order_form", defined_dates(text))

    assert (span.start, span.end) == (START, END)


def test_a_warranty_or_a_secret_kept_for_years_is_no_term() -> None:
    text = (
        "Agreement\nEach party keeps the information secret for five years, until 31 March 2030.\n"
    )

    span = read_lifespan(text, "master", {})

    assert (span.start, span.end) == (None, None)


def test_a_renewal_that_only_moves_the_end_keeps_its_own_first_day() -> None:
    text = (
        "Extension\nThe following applies from 1 May 2027. They apply from 1 May 2027.\n"
        "The minimum period is extended by twelve months and now ends on 30 April 2029.\n"
    )

    span = read_lifespan(text, "renewal", defined_dates(text))

    assert (span.start, span.end) == (date(2027, 5, 1), date(2029, 4, 30))


def test_the_day_before_the_clauses_holds_for_the_whole_change() -> None:
    text = (
        "Supplement No. 1\nThe parties agree on 6 November 2025, with effect from 1 January 2026:\n"
        "1. From 1 March 2026 the number of racks is 20.\n"
    )

    assert read_lifespan(text, "amendment", {}).effective == date(2026, 1, 1)


def test_a_change_signed_on_a_day_is_of_that_day_where_only_a_clause_names_another() -> None:
    text = (
        "Amendment to the Lease\nSigned on 9 February 2026\nThe parties change their lease.\n"
        "1. Seats\nWith effect from 1 March 2026 the number of seats is 20.\n"
    )

    assert read_lifespan(text, "amendment", {}).effective == date(2026, 2, 9)


@pytest.mark.parametrize(
    ("lines", "kind", "title", "number"),
    [
        ("Change Control Note 03\nAgreement: Cleaning Agreement dated 4 May 2024", "amendment", "Change Control Note 03", "03"),
        ("Individual Contract No. 01\nunder the Framework Agreement", "order_form", "Individual Contract No. 01", "01"),
        ("Order Form\nNo. CV-1 under Cleaning Agreement SA-33", "order_form", "Order Form", "CV-1"),
        ("Renewal Order Form\nBO-5/2 under Cleaning Agreement BO-5", "renewal", "Renewal Order Form", "BO-5/2"),
        ("Schedule of Equipment and Charges\nBright Floors Ltd – from 1 August 2024\nKind of page\tPrice\tVolume terms", "price_schedule", "Schedule of Equipment and Charges", None),
        ("Exhibit B – Price Schedule\nto the Cleaning Agreement", "price_schedule", "Exhibit B – Price Schedule", None),
        ("Cleaning Agreement\nPE-0620 · effective 1 April 2025", "master", "Cleaning Agreement", "PE-0620"),
        ("Extension and Repricing\nThe parties have agreed the following changes.", "renewal", "Extension and Repricing", None),
    ],
)  # fmt: skip
def test_titles_numbers_and_kinds(lines: str, kind: str, title: str, number: str | None) -> None:
    header = read_header(paper("x.pdf", lines))

    assert (header.kind, header.title) == (kind, title)
    assert header.number == number


def test_a_letter_is_titled_by_the_line_above_its_salutation() -> None:
    header = read_header(
        paper(
            "letter.pdf",
            """
            Bright Floors
            June 30, 2025
            Hollow Oak Clinics, LLC
            19 Aspen Court
            Pueblo, Colorado 81003
            Cleaning of your clinics
            Dear Ms. Sandoval: We are pleased that you have chosen us. This letter is our agreement. It starts on August 1, 2025.
            What we do
            We clean.
            """,
        )
    )

    assert (header.kind, header.title) == ("master", "Cleaning of your clinics")


def test_a_letter_without_salutation_is_titled_by_the_line_above_its_prose() -> None:
    header = read_header(
        paper(
            "letter.pdf",
            """
            Bright Floors Ltd
            Halifax
            8 June 2026
            Your renewal from 15 September 2026
            Thank you for staying with us. This notice renews our agreement of 28 August 2024 for one year, from 15 September 2026 to 14 September 2027.
            """,
        )
    )

    assert (header.kind, header.title) == ("renewal", "Your renewal from 15 September 2026")
    assert (header.term_start, header.term_end) == (date(2026, 9, 15), date(2027, 9, 14))


def test_a_dollar_is_the_one_that_the_account_names() -> None:
    agreement = read_header(
        paper("a.pdf", "Agreement\nAll prices are in Canadian dollars: $20.00.")
    )
    letter = read_header(paper("b.pdf", "Amendment\nThe price is $25.00."))

    assert letter.bare_dollars
    assert [header.currency for header in of_one_account([agreement, letter])] == ["CAD", "CAD"]


def test_two_currencies_of_an_account_settle_nothing() -> None:
    headers = [Header(currency="CAD"), Header(currency="EUR"), Header(currency=None)]

    assert of_one_account(headers)[2].currency is None


def test_indian_and_german_party_lines() -> None:
    header = read_header(
        paper(
            "a.pdf",
            "Services Agreement\nTHIS AGREEMENT is effective from 1st April 2024 BETWEEN Hill Works Private Limited "
            "(hereinafter “the Service Provider”) AND Plain Parts Limited (hereinafter “the Customer”).",
        )
    )

    assert [(party.name, party.role) for party in header.parties] == [
        ("Hill Works Private Limited", "provider"),
        ("Plain Parts Limited", "customer"),
    ]
    assert header.effective_date == date(2024, 4, 1)
