"""The passage finder ranks what states a price, a quantity or a time above what does not."""

from __future__ import annotations

import pytest

from extractors.finder import LIKELY, scored, units, worth_reading
from tests.extractors.model.scripted_model import document_of

STATES = [
    "The Monthly Fee is USD 1,250.00 per depot.",
    "Fees increase by three percent (3%) on each anniversary of the Start Date.",
    "Customer shall purchase not less than 40,000 units in each contract year.",
    "Invoices are due within thirty (30) days after the date of the invoice.",
    "Supplier may invoice an omitted charge no later than six months after the month of supply.",
    "The term is thirty-six months and renews for successive periods of twelve months.",
]
SILENT = [
    "Each party keeps the other's confidential information secret.",
    "This Agreement is governed by the laws of the State of Oregon.",
    "Neither party may assign this Agreement without consent.",
    "Headings are for convenience only and do not affect interpretation.",
]


def best(sentence: str) -> float:
    return max(found.score for found in scored(document_of(("7.1", sentence))))


@pytest.mark.parametrize("sentence", STATES)
def test_a_sentence_that_states_a_term_ranks_above_every_one_that_states_none(sentence: str):
    assert best(sentence) > 2 * max(best(silent) for silent in SILENT)


@pytest.mark.parametrize("sentence", SILENT)
def test_a_sentence_that_states_none_is_not_likely(sentence: str):
    assert best(sentence) < LIKELY


def test_a_time_zone_is_kept_though_no_money_is_named():
    assert best("A month is measured in the time zone of Lisbon.") > LIKELY


@pytest.mark.parametrize(
    "clause",
    ["Overdue sums carry interest of 0.9% for each month.", "1.5% interest a month is added."],
)
def test_what_lateness_costs_is_kept(clause: str):
    assert best(clause) >= LIKELY


def test_units_tile_the_text_without_loss():
    text = "1. First sentence. Second one; third.\nItem\tRate\nOne\t$2.00"
    document = document_of(("1", text))
    cut = units(document)
    assert "".join("".join(unit.text.split()) for unit in cut) == "".join(document.text.split())
    assert all(document.text[unit.start : unit.end] == unit.text for unit in cut)


def test_a_likely_sentence_is_kept_however_little_room_there_is():
    document = document_of(*((f"{n}", sentence) for n, sentence in enumerate([*STATES, *SILENT])))
    assert sum(best(sentence) > LIKELY for sentence in STATES) > 3
    kept = "".join(document.text[start:end] for start, end in worth_reading(document, 0.05))
    assert all(sentence in kept for sentence in STATES if best(sentence) > LIKELY)


def test_a_text_that_states_nothing_gives_nothing():
    document = document_of(("1", "Headings are for convenience only."))
    assert worth_reading(document, 0.0) == []
