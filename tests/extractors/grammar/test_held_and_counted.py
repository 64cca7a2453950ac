"""Sentences without an amount that settle one are left for a person, never lost."""

import pytest

from extractors.readers.grammar.reader import GrammarReader
from tests.extractors.papers import paper


def left(*lines: str) -> list[str]:
    """The passages that the reader leaves over, in a paper on charges."""
    words = "\n".join(("## 1 | Charges", *lines))
    document = paper("paper.pdf", words)
    reading = GrammarReader().read(document)
    return [document.text[at.passage.start : at.passage.end] for at in reading.leftovers]


@pytest.mark.parametrize(
    "words",
    [
        "The fee for Field Care does not increase.",
        "Prices are held firm until 31 December 2025.",
        "Neither the call-out fee nor the day rates are indexed.",
        "Increases are reckoned on the first fee and do not compound.",
        "One voucher corresponds to 100 pages.",
        "A user counts as active if she has signed in at least once in the calendar month.",
        "The discount on Field Care lapses on 31 December 2024.",
        "From 1 March 2025 to 30 April 2025 nothing is payable for Field Care.",
        "No charge is made for Field Care in the months of July and August 2026.",
        "Charges for broken months are worked out by the parties in good faith.",
    ],
)
def test_what_settles_a_price_without_an_amount_is_left_over(words: str) -> None:
    assert words in left(words)


@pytest.mark.parametrize(
    "words",
    [
        "Otherwise the Agreement is unchanged, prices included.",
        "The help desk is open from 08:00 to 18:00 Lisbon time on business days.",
        "12 Minimum charges and rates",
    ],
)
def test_what_settles_nothing_is_not_listed(words: str) -> None:
    assert left(words) == []
