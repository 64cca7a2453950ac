"""What a document is: from its first page to kind, title, number, dates, currency and parties."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.header import read_header
from tests.extractors.papers import paper

MASTER = """
    MASTER CLEANING AGREEMENT
    Agreement No. MCA-24-09
    This Master Cleaning Agreement (the “Agreement”) is made as of March 1, 2024 (the “Effective Date”)
    between Bright Floors, Inc., an Ohio corporation (“Provider”), and Hollow Oak Clinics, LLC (“Customer”).
    ## 1 | Term
    The initial term begins on the Effective Date and continues for thirty-six (36) months.
    ## 2 | Fees
    Customer pays $4,000.00 per month, within 30 days.
"""


def test_a_master_agreement_says_what_it_is() -> None:
    header = read_header(paper("mca.pdf", MASTER))

    assert header.kind == "master"
    assert header.title == "Master Cleaning Agreement"
    assert header.number == "MCA-24-09"
    assert header.effective_date == date(2024, 3, 1)
    assert (header.term_start, header.term_end) == (date(2024, 3, 1), date(2027, 2, 28))
    assert "term_end" in header.derived
    assert header.currency == "USD"
    assert [(party.name, party.role) for party in header.parties] == [
        ("Bright Floors, Inc.", "provider"),
        ("Hollow Oak Clinics, LLC", "customer"),
    ]
    assert header.amends == ()


def test_an_order_form_gives_its_term_as_a_range_in_a_table() -> None:
    header = read_header(
        paper(
            "of.pdf",
            """
            ORDER FORM OF-7
            under Master Cleaning Agreement MCA-24-09 dated March 1, 2024
            Item\tDetail
            Customer\tHollow Oak Clinics, LLC, 4 Elm Street, Dayton, OH
            Order Form term\tTwelve (12) months: June 1, 2025 through May 31, 2026
            Window cleaning\t$900.00 per month
            """,
        )
    )

    assert (header.kind, header.title, header.number) == ("order_form", "Order Form OF-7", "OF-7")
    assert (header.term_start, header.term_end) == (date(2025, 6, 1), date(2026, 5, 31))
    assert header.effective_date == date(2025, 6, 1)
    assert header.amends == ()


def test_an_amendment_names_what_it_changes_and_when_it_was_made() -> None:
    header = read_header(
        paper(
            "a1.pdf",
            """
            AMENDMENT NO. 1
            to the Master Cleaning Agreement effective March 1, 2024
            This Amendment No. 1 is made as of September 15, 2025 between Bright Floors, Inc. and Hollow Oak Clinics, LLC.
            ## 1 | Fee
            From October 1, 2025 the fee is $4,200.00 per month.
            """,
        )
    )

    assert header.kind == "amendment"
    assert header.effective_date == date(2025, 9, 15)
    assert header.amends == ("Master Cleaning Agreement effective March 1, 2024",)
    assert header.term_start is None


def test_an_amendment_s_own_day_of_effect_counts_before_the_day_of_signing() -> None:
    header = read_header(
        paper(
            "a2.pdf",
            """
            Second Amendment
            This Second Amendment is entered into on 9 December 2025 by Bright Floors Ltd and Hollow Oak Clinics plc.
            1. This Amendment takes effect on 1 January 2026.
            2. The monthly charge becomes £310.00.
            """,
        )
    )

    assert header.effective_date == date(2026, 1, 1)
    assert header.currency == "GBP"


def test_changes_that_apply_from_a_day_give_the_letter_its_day() -> None:
    header = read_header(
        paper(
            "v.pdf",
            """
            Drainwise Limited
            12 January 2026
            Dear Ms Lowe
            Variation of charges
            We have agreed the changes below. They apply from 1 February 2026.
            The visit charge falls from £80.00 to £75.00.
            """,
        )
    )

    assert header.kind == "amendment"
    assert header.effective_date == date(2026, 2, 1)


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        (
            "The term of this Agreement begins on the Effective Date and ends on the second anniversary of the Effective Date.",
            date(2024, 3, 1),
            date(2026, 3, 1),
        ),
        (
            "This Agreement shall commence on April 1, 2024 and shall terminate on March 31, 2027.",
            date(2024, 4, 1),
            date(2027, 3, 31),
        ),
        (
            "This Agreement is valid for two (2) years from April 1, 2024.",
            date(2024, 4, 1),
            date(2026, 3, 31),
        ),
        ("Confidentiality lasts five years from the Effective Date.", None, None),
        ("Records are kept for three years from the date of each invoice.", None, None),
    ],
)
def test_a_master_s_term_is_read_from_the_sentence_about_the_term(
    words: str, start: date | None, end: date | None
) -> None:
    made = "This Agreement is made as of March 1, 2024 (the “Effective Date”)."
    header = read_header(paper("m.pdf", f"Service Agreement\n{made}\n1. Clause\n{words}"))

    assert (header.term_start, header.term_end) == (start, end)


def test_the_date_of_the_paper_that_is_amended_is_not_taken_for_the_amendment_s_own() -> None:
    header = read_header(
        paper(
            "s.pdf",
            """
            Supplement No. 3
            to the framework contract of 27 November 2023 between Lindt Kälte GmbH and Oost Opslag B.V.
            1. Rates
            From 1 May 2025 the flat fee is EUR 2.210,00 a month.
            """,
        )
    )

    assert header.kind == "amendment"
    assert header.effective_date != date(2023, 11, 27)
    assert header.amends == ("framework contract of 27 November 2023",)


def test_a_letter_is_titled_by_its_subject() -> None:
    header = read_header(
        paper(
            "letter.pdf",
            """
            14 May 2024
            The Directors, Tin Kettle Cafés Limited
            Dear Sirs
            Grease trap service
            This letter, when countersigned, is the agreement between Drainwise Limited (“we”) and Tin Kettle Cafés Limited (“you”).
            The service starts 1 June 2024 and runs for one year. You pay £80.00 per visit.
            """,
        )
    )

    assert (header.kind, header.title) == ("master", "Grease trap service")
    assert (header.term_start, header.term_end) == (date(2024, 6, 1), date(2025, 5, 31))


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("RENEWAL ORDER R-2", "renewal"),
        ("Statement of Work No. 4", "statement_of_work"),
        ("Price Schedule", "price_schedule"),
        ("Service Order SO-1", "order_form"),
        ("Addendum B", "amendment"),
        ("General Terms and Conditions", "master"),
        ("Minutes of the meeting", "other"),
    ],
)
def test_the_title_decides_the_kind(title: str, kind: str) -> None:
    assert read_header(paper("x.pdf", f"{title}\nThe parties note the following.")).kind == kind


def test_a_discount_s_length_is_not_the_document_s_term() -> None:
    header = read_header(
        paper(
            "o.pdf",
            """
            Order 12
            Start: 1 March 2025. Initial term: twenty-four (24) months.
            A discount of 10% applies for six months from the Start Date.
            """,
        )
    )

    assert (header.term_start, header.term_end) == (date(2025, 3, 1), date(2027, 2, 28))


def test_what_the_paper_does_not_say_stays_open() -> None:
    header = read_header(paper("t.pdf", "Terms of Service\nThese terms apply to each order."))

    assert header.effective_date is None
    assert header.term_start is None
    assert header.term_end is None
    assert header.currency is None
    assert header.parties == ()


@pytest.mark.parametrize(
    ("words", "currency"),
    [
        ("The fee is €12.00 and the deposit EUR 100.", "EUR"),
        ("Insurance of $1,000,000; fees of CHF 20.00, CHF 30.00 and CHF 40.00", "CHF"),
        ("JPY 12,000 (twelve thousand yen)", "JPY"),
        ("no amounts", None),
    ],
)
def test_the_currency_is_the_one_that_most_amounts_use(words: str, currency: str | None) -> None:
    assert read_header(paper("paper.pdf", words)).currency == currency


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("AMENDING AGREEMENT NO. 3", "amendment"),
        ("Price Annex", "price_schedule"),
        ("Rate Appendix", "price_schedule"),
    ],
)
def test_a_paper_that_changes_or_prices_is_told_by_its_title(title: str, kind: str) -> None:
    words = f"{title}\nto the agreement of 4 March 2024 between Elm Data Ltd and Oat Mills Ltd."

    assert read_header(paper("paper.pdf", words)).kind == kind


@pytest.mark.parametrize(
    "words",
    [
        "Deed of Variation\nDate 20 May 2026\nThe parties executed the Deed of Offer on 7 June 2024.",
        "VARIATION ORDER 4\nAgreement\tServices Agreement of 7 June 2024\tDate of this order\t20 May 2026",
        "Amendment No. 2\nThis Amendment, dated May 20, 2026, amends Order Form 7.\nA. Effective July 1, 2026, the fee is $5.00.",
    ],
)
def test_a_change_has_its_own_date_and_not_that_of_the_paper_it_changes(words: str) -> None:
    assert read_header(paper("change.pdf", words)).effective_date == date(2026, 5, 20)


def test_an_agreement_that_names_its_start_date_begins_on_it() -> None:
    words = """
        Grounds Care Agreement
        Made on 18 February 2025 between Elm Grounds Ltd (“we”) and Oat Mills Ltd (“you”).
        1. We shall keep the grounds from 1 April 2025 (the “Start Date”).
        28. This agreement lasts for three years from the Start Date.
    """

    header = read_header(paper("agreement.pdf", words))

    assert (header.term_start, header.term_end) == (date(2025, 4, 1), date(2028, 3, 31))


@pytest.mark.parametrize(
    ("words", "day"),
    [
        (
            "AMENDMENT C\nto Agreement No. 9. Amendment date: June 20, 2025. Effective: July 1, 2025, except where another date is given.",
            date(2025, 7, 1),
        ),
        (
            "Letter of Variation\n12 January 2026\nIt changes Service Order 7 from 1 February 2026 as follows.",
            date(2026, 2, 1),
        ),
        (
            "SECOND AMENDMENT\nThis Second Amendment, made August 29, 2025, takes effect at the opening of the storage week of September 29, 2025.",
            date(2025, 9, 29),
        ),
    ],
)
def test_a_change_takes_effect_on_the_day_it_says_and_not_on_that_of_its_paper(
    words: str, day: date
) -> None:
    header = read_header(paper("paper.pdf", words))
    assert (header.effective_date, header.of_the_paper) == (day, False)


def test_the_day_of_a_letter_is_known_for_what_it_is() -> None:
    words = "Variation letter\n12 January 2026\nDear Ann,\nthe charge is now $35.50 a month."
    header = read_header(paper("paper.pdf", words))
    assert (header.effective_date, header.of_the_paper) == (date(2026, 1, 12), True)
