"""Words whose quantities are marks, and what a mark stands for."""

from datetime import date
from decimal import Decimal

from extractors.readers.grammar.masked import labelled, masked
from extractors.readers.grammar.quantities import MoneyAt
from extractors.readers.grammar.sentences import setting_of
from tests.extractors.grammar.drafted import paper


def test_every_quantity_is_a_mark_of_its_kind() -> None:
    text = "From 1 May 2025 Customer pays $12.00 for 40 seats, less 5%, for two years."

    found = masked(text, setting_of(paper(text)))

    assert found.text == "From ‹D0› Customer pays ‹M1› for ‹N2› seats, less ‹P3›, for ‹T4›."
    assert found.day("‹D0›") == date(2025, 5, 1)
    money = found.value("‹M1›")
    assert isinstance(money, MoneyAt)
    assert money.value == Decimal("12.00")
    assert found.unmasked_days("from ‹D0›") == "from 2025-05-01"


def test_one_is_an_article_and_a_clause_s_number_no_count() -> None:
    text = "4.2 One pump is hired."

    assert labelled(text) == 4
    assert masked(text[4:], setting_of(paper(text))).text == "One pump is hired."


def test_a_named_day_is_a_day() -> None:
    text = "The Start Date is 1 May 2025. Customer takes 4 pumps from the Start Date."

    found = masked("Customer takes 4 pumps from the Start Date.", setting_of(paper(text)))

    assert found.text == "Customer takes ‹N0› pumps from the ‹D1›."
