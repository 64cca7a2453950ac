"""Citations: quotes that stand on their page, models' quotes found again, numbers that stand in quotes."""

from datetime import date
from decimal import Decimal

import pytest

from extractors.citations import align, cite, numbers_stand, with_boxes
from extractors.opening import open_pdf, opened
from terms.adjustment import Discount
from terms.citation import Match
from terms.commitment import Commitment
from terms.escalation import Escalation
from terms.lookback import Lookback
from terms.price import Price, Tier
from terms.tenure import Payment, Renewal
from tests.pdfs import Paper

CLAUSE = (
    "4.2 Escalation. On each anniversary of the Effective Date the Plan Fee shall increase by eight"
    " and two-tenths percent (8.2%), compounding, rounded to the nearest ten dollars, without any"
    " notice being required from the “Provider”."
)


@pytest.fixture
def paper(tmp_path):
    found = Paper(tmp_path / "a.pdf").title("Agreement").text("4.1 The Plan Fee is $6,200.00.")
    return found.text(CLAUSE).text("4.3 The Plan Fee is stated without taxes.").save()


def test_a_passage_on_one_line_is_quoted_exactly(paper):
    document = open_pdf(paper)
    start = document.text.index("The Plan Fee is $6,200.00")
    (citation,) = cite(document, start, start + len("The Plan Fee is $6,200.00"))
    assert citation.quote == "The Plan Fee is $6,200.00"
    assert (citation.page, citation.section, citation.match) == (1, "4.1", Match.EXACT)
    assert citation.span is not None
    first, last = citation.span
    assert document.pages[0].text[first:last] == citation.quote


def test_a_passage_over_lines_is_normalised_and_keeps_its_words(paper):
    document = open_pdf(paper)
    start = document.text.index("4.2 Escalation")
    (citation,) = cite(document, start, document.text.index("4.3 The"))
    assert citation.quote == CLAUSE
    assert citation.match is Match.NORMALISED
    assert citation.section == "4.2"


def test_a_passage_over_a_page_break_gives_a_citation_for_each_page(tmp_path):
    paper = Paper(tmp_path / "a.pdf").text(
        "1. " + "Nothing is said here on any price at all. " * 12
    )
    paper.line(
        "2. The fee rises every year on the first of March by the greater of three percent and"
    )
    paper.page().text(
        "the change of the index, and by no more than five percent in any year at all."
    )
    document = open_pdf(paper.save())
    start = document.text.index("The fee rises")
    first, second = cite(document, start, document.text.index("five percent") + 12)
    assert (first.page, second.page) == (1, 2)
    assert first.quote.endswith("three percent and")
    assert second.quote.startswith("the change of the index")
    assert first.section == second.section == "2"


def test_boxes_cover_the_quote(paper):
    with opened(paper) as source:
        start = source.document.text.index("$6,200.00")
        (citation,) = with_boxes(source, cite(source.document, start, start + 9))
    (box,) = citation.boxes
    x0, y0, x1, y1 = box
    assert 60 < x0 < x1 < 300
    assert 5 < y1 - y0 < 14
    assert y0 > 700


@pytest.mark.parametrize(
    ("quote", "match"),
    [
        ("the Plan Fee shall increase by eight and two-tenths percent (8.2%)", Match.EXACT),
        ("the Plan Fee shall  increase by eight and two tenths\npercent (8.2%)", Match.NORMALISED),
        ('from the "Provider"', Match.NORMALISED),
        ("THE PLAN FEE SHALL INCREASE BY EIGHT", Match.NORMALISED),
        ("the Plan Fee shall increase by about eight and two-tenths percent", Match.FUZZY),
    ],
)
def test_a_models_quote_is_found_and_how_is_said(paper, quote, match):
    document = open_pdf(paper)
    found = align(document, quote)
    assert found is not None
    assert found.match is match
    assert "Plan Fee" in document.text[found.start : found.end] or "Provider" in quote


@pytest.mark.parametrize(
    "quote",
    [
        "",
        "The Client shall pay a signing bonus of one million.",
        "$6,200.0",
        "lan Fee is",
        "200.00.",
    ],
)
def test_what_is_not_there_is_not_found(paper, quote):
    assert align(open_pdf(paper), quote) is None


def test_of_several_places_the_one_in_the_named_section_is_taken(paper):
    document = open_pdf(paper)
    section = next(each for each in document.sections if each.label == "4.3")
    found = align(document, "The Plan Fee is", section)
    assert found is not None
    assert found.start >= section.start


def test_quotes_are_no_patterns(paper):
    found = align(open_pdf(paper), "(8.2%), compounding, rounded to the nearest ten")
    assert found is not None
    assert found.match is Match.EXACT
    assert align(open_pdf(paper), "Plan Fee .* percent") is None


STANDING = [
    (Price(unit_amount=Decimal("95.00")), "at $95 per user"),
    (Price(unit_amount=Decimal("95.00")), "ninety-five dollars"),
    (Price(unit_amount=Decimal("3480.00")), "EUR 3.480,00 monthly"),
    (Price(unit_amount=Decimal("1234.56")), "1 234,56 EUR"),
    (Price(unit_amount=Decimal("0.06")), "Six pence for each authorisation"),
    (Price(unit_amount=Decimal("0.06")), "6p each"),
    (Price(unit_amount=Decimal("1.25")), "125 cents per mile"),
    (Price(unit_amount=Decimal(13)), "JPY 13.0"),
    (Price(unit_amount=Decimal("31.50")), "thirty-one dollars and fifty cents per seat"),
    (Price(unit_amount=Decimal(1900)), "nineteen hundred euro"),
    (Price(included_quantity=Decimal(1_500_000)), "1.5 million requests are included"),
    (Price(flat_amount=Decimal(0)), "free of charge"),
    (Price(tiers=(Tier(up_to=Decimal(100), unit_amount=Decimal(2)),)), "under 101 units: $2"),
    (Price(tiers=(Tier(up_to=Decimal(25), unit_amount=Decimal(3)),)), "1 to 25: 3.00"),
    (Escalation(percent=Decimal("8.2")), "eight and two-tenths percent"),
    (Escalation(percent=Decimal("4.5")), "four and one half percent (4,5 %)"),
    (Escalation(percent=Decimal(3), every_months=12), "each year by 3%"),
    (Escalation(index_month=8), "for August over August"),
    (Escalation(rounding_to=Decimal("0.01")), "rounded to the cent"),
    (Discount(percent=Decimal(50), months=6), "reduced by half for the first six months"),
    (Commitment(value=Decimal(24_000_000)), "twenty-four million yen"),
    (Lookback(length=24, unit="month"), "within two years"),
    (Lookback(length=180, unit="day"), "one hundred and eighty (180) days"),
    (Payment(net_days=30), "net thirty"),
    (Renewal(initial_months=36), "for three (3) years"),
    (Price(effective_from=date(2026, 5, 1)), "from May 1, 2026"),
    (Price(effective_from=date(2026, 5, 1)), "as of the 1st day of May, 2026"),
    (Price(effective_from=date(2026, 3, 2)), "am 02.03.2026"),
    (Price(effective_to=date(2026, 4, 30)), "until 1 May 2026"),
    (Price(effective_from=date(2026, 5, 1)), "was to run out on 30 April 2026 and is prolonged"),
]


@pytest.mark.parametrize(("term", "quote"), STANDING)
def test_numbers_that_stand(term, quote):
    assert numbers_stand(term, quote) == []


@pytest.mark.parametrize(
    ("term", "quote", "missing"),
    [
        (Price(unit_amount=Decimal("95.00")), "at $85 per user", ["unit_amount 95.00"]),
        (Price(unit_amount=Decimal(950)), "95.0", ["unit_amount 950"]),
        (Escalation(percent=Decimal(5)), "by fifty-five percent", ["percent 5"]),
        (Lookback(length=6, unit="month"), "within sixteen months", ["length 6"]),
        (Price(effective_from=date(2026, 5, 1)), "from May 2, 2026", ["effective_from 2026-05-01"]),
        (
            Price(tiers=(Tier(up_to=Decimal(500), unit_amount=Decimal("0.10")),)),
            "up to 400 at 0.10",
            ["tiers.0.up_to 500"],
        ),
    ],
)
def test_numbers_that_do_not_stand_are_named(term, quote, missing):
    assert numbers_stand(term, quote) == missing


def test_what_was_worked_out_by_rule_need_not_stand():
    term = Renewal(
        initial_months=24,
        initial_until=date(2027, 7, 14),
        provenance={"derived": "initial_until"},
    )
    assert numbers_stand(term, "Twenty-four (24) months from 15 July 2025") == []
