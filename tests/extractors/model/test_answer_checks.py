"""An answer is held against the page: words, numbers, dates, tiers, links."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from extractors.readers.model.checks import Checked, Checking
from extractors.readers.model.drafts import BY_A_MODEL
from extractors.readers.model.parsed import parsed
from extractors.readers.model.parts import Part, parts_of
from terms.citation import Link
from tests.extractors.model.scripted_model import answer_json, document_of, term_json

CONTRACT = document_of(
    ("1", "1. Supply Agreement between Harrow Feeds Ltd and Oakley Farms."),
    (
        "4.2",
        "4.2 The Monthly Fee is USD 1,250.00 per depot, and rises by three percent (3%) a year.",
    ),
    ("4.3", "4.3 From 1 March 2027 until 28 February 2028 the Monthly Fee is USD 1,300.00."),
    ("4.4", "4.4 Late invoices: Supplier may invoice up to six (6) months back."),
    ("9", "9. The Monthly Fee of Section 4.2 is waived for the depot in Leeds."),
)
QUOTE = "The Monthly Fee is USD 1,250.00 per depot"


def check(*terms: dict[str, Any], part: Part | None = None, **rest: Any) -> Checked:
    answer = parsed(answer_json(*terms, **rest))
    part = part or parts_of(CONTRACT, 45_000)[0]
    return Checking(CONTRACT, part, "model.passage", {"model": "m"}).check(answer)


def only_fault(*terms: dict[str, Any], **rest: Any) -> str:
    checked = check(*terms, **rest)
    (fault,) = checked.faults
    assert not checked.drafts
    return fault.sentence


def test_a_term_that_stands_becomes_a_draft():
    checked = check(
        term_json(
            "price", QUOTE, product="Monthly Fee", model="per_unit", unit="depot",
            unit_amount="1250.00", currency="USD", interval="month", status="stated",
        )
    )  # fmt: skip
    assert not checked.faults
    (draft,) = checked.drafts.values()
    assert draft.term.unit_amount == Decimal("1250.00")
    assert draft.term.readers == ("model.passage",)
    assert draft.term.provenance == {"model": "m"}
    (passage,) = draft.passages
    assert CONTRACT.text[passage.start : passage.end] == QUOTE


def test_dates_are_dates():
    (draft,) = check(
        term_json(
            "price", "From 1 March 2027 until 28 February 2028 the Monthly Fee is USD 1,300.00.",
            section="4.3", flat_amount="1300.00",
            effective_from="2027-03-01", effective_to="2028-02-28",
        )
    ).drafts.values()  # fmt: skip
    assert (draft.term.effective_from, draft.term.effective_to) == (
        date(2027, 3, 1),
        date(2028, 2, 28),
    )


def test_a_quote_that_does_not_stand_is_a_fault():
    said = only_fault(term_json("price", "The Monthly Fee is USD 1,350.00 per depot"))
    assert "does not stand word for word" in said


def test_a_number_that_stands_in_no_quote_is_a_fault():
    said = only_fault(term_json("price", QUOTE, unit_amount="1350.00"))
    assert "1350.00" in said
    assert "unit_amount" in said


def test_a_number_from_elsewhere_in_the_contract_is_a_fault_too():
    assert "1300" in only_fault(term_json("price", QUOTE, unit_amount="1300.00"))


def test_numbers_in_words_stand():
    quote = "rises by three percent (3%) a year"
    assert not check(term_json("escalation", quote, percent="3", every_months=12)).faults


def test_a_length_stands_by_its_figure():
    quote = "Supplier may invoice up to six (6) months back."
    given = {"direction": "underbilling", "unit": "month", "section": "4.4"}
    assert not check(term_json("lookback", quote, length=6, **given)).faults
    assert "length 9" in only_fault(term_json("lookback", quote, length=9, **given))


@pytest.mark.parametrize("day", ["2027-02-30", "1 March 2027", "03/01/2027"])
def test_a_date_that_is_none_is_a_fault(day: str):
    said = only_fault(term_json("price", QUOTE, effective_from=day))
    assert "effective_from" in said


def test_an_end_before_the_beginning_is_a_fault():
    said = only_fault(
        term_json("price", QUOTE, effective_from="2027-03-01", effective_to="2026-03-01")
    )
    assert "effective_to is before effective_from" in said


@pytest.mark.parametrize(
    "bounds",
    [["50000", "20000", None], ["20000", "20000", None], [None, "20000"]],
)
def test_tiers_must_rise(bounds: list[str | None]):
    tiers = [
        {"up_to": bound, "unit_amount": None, "flat_amount": None, "percent": None}
        for bound in bounds
    ]
    document = document_of(("4.2", "4.2 Tiers at 20,000 and 50,000 units."))
    term = term_json("price", "Tiers at 20,000 and 50,000 units.", tiers=tiers)
    checking = Checking(document, parts_of(document, 45_000)[0], "model.field", {})
    (fault,) = checking.check(parsed(answer_json(term))).faults
    assert "tiers" in fault.sentence


def test_steps_must_be_in_order():
    steps = [{"on": "2027-01-01", "percent": "3"}, {"on": "2026-01-01", "percent": "3"}]
    quote = "rises by three percent (3%) a year"
    assert "order of their dates" in only_fault(term_json("escalation", quote, schedule=steps))


def test_a_currency_must_be_one():
    assert "ISO 4217" in only_fault(term_json("price", QUOTE, currency="DOLLARS"))


def test_links_name_other_sections_of_the_document():
    quote = "The Monthly Fee of Section 4.2 is waived for the depot in Leeds."
    (draft,) = check(term_json("price", quote, section="9", overrides=["4.2"])).drafts.values()
    assert draft.term.overrides == (Link(file="msa.pdf", section="4.2"),)
    term = term_json("price", quote, section="9", overrides=["12.7", "9"], replaces=["1"])
    (draft,) = check(term).drafts.values()
    assert draft.term.overrides == ()
    assert draft.term.provenance["links_elsewhere"] == "overrides 12.7"
    assert draft.term.replaces == (Link(file="msa.pdf", section="1"),)


def test_one_odd_term_does_not_take_the_others_with_it():
    checked = check(
        term_json("price", QUOTE, unit_amount="1250.00"),
        term_json("price", QUOTE, unit_amount=85.0, number=2),
        {"type": "gift", "number": 3},
        {"type": "price", "quotes": "none", "number": 4},
    )
    assert list(checked.drafts) == [1]
    assert [fault.number for fault in checked.faults] == [2, 3, 4]


def test_a_day_that_no_quote_names_is_a_fault():
    assert "effective_from 2027-03-01" in only_fault(
        term_json("price", QUOTE, effective_from="2027-03-01")
    )


def test_a_similar_quote_is_shown_what_stands_there():
    said = only_fault(term_json("price", "The Monthly Fee is USD 1,260.00 per depot, and rises"))
    assert "the text there is" in said
    assert "1,250.00 per depot" in said


def test_figures_of_a_formula_stand_in_the_quote():
    given = {"inputs": [{"name": "depots", "means": "number of depots"}]}
    said = only_fault(term_json("formula", QUOTE, expression="depots * 1250.00 * 1.2", **given))
    assert "expression 1.2" in said


def test_a_product_must_have_a_name_of_the_document():
    assert not check(term_json("price", QUOTE, product="Monthly Fees (Depot)")).faults
    said = only_fault(term_json("price", QUOTE, product="Platinum Support"))
    assert "'Platinum Support' is not a name that this document uses" in said
    said = only_fault(term_json("price", QUOTE, excludes=["Consulting"]))
    assert "Consulting" in said


def test_a_field_holds_no_letter_to_its_reader():
    assert "condition is longer" in only_fault(term_json("price", QUOTE, condition="x " * 300))
    unread = {"section": "9", "page": 1, "quote": "is waived", "why": "a\n\n# b \u202e" + "c" * 999}
    (leftover,) = check(unresolved=[unread]).leftovers
    assert leftover.why.startswith("a # b ccc")
    assert len(leftover.why) < 400


def test_a_term_is_known_by_the_place_of_its_amount():
    """Two quotes of one price: the schedule's line, not the clause before it, is where it stands."""
    term = term_json(
        "price", "Supply Agreement between Harrow Feeds Ltd", "1", unit_amount="1300.00"
    )
    line = "From 1 March 2027 until 28 February 2028 the Monthly Fee is USD 1,300.00."
    term["quotes"].append({"section": "4.3", "page": 1, "quote": line})
    (first, second) = check(term).drafts[1].passages
    assert CONTRACT.text[first.start : first.end] == line
    assert CONTRACT.text[second.start : second.end].startswith("Supply Agreement")


def test_a_unit_that_has_a_symbol_is_called_by_it():
    term = term_json("price", "The Monthly Fee is USD 1,250.00 per depot", unit="Gigabytes")
    assert check(term).drafts[1].term.unit == "GB"


def test_a_formula_waits_for_a_person():
    (draft,) = check(
        term_json(
            "formula", QUOTE, expression="depots * 1250.00",
            inputs=[{"name": "depots", "means": "number of depots"}],
        )
    ).drafts.values()  # fmt: skip
    assert draft.term.doubtful
    assert draft.term.warnings == (BY_A_MODEL,)
    assert draft.term.inputs == {"depots": "number of depots"}


def test_a_place_that_was_found_and_not_answered_is_a_fault():
    checked = check(found=[{"section": "4.4", "page": 1, "types": ["lookback"]}])
    (fault,) = checked.faults
    (passage,) = fault.where
    assert "six (6) months" in CONTRACT.text[passage.start : passage.end]


def test_an_unresolved_passage_is_a_leftover():
    unread = {"section": "9", "page": 1, "quote": "is waived", "why": "For how long?"}
    (leftover,) = check(unresolved=[unread]).leftovers
    assert CONTRACT.text[leftover.passage.start : leftover.passage.end] == "is waived"
    assert leftover.why == "For how long?"


def test_an_unresolved_passage_without_its_words_is_its_section():
    unread = {"section": "9", "page": 1, "quote": "is not there", "why": "For how long?"}
    (leftover,) = check(unresolved=[unread]).leftovers
    assert "depot in Leeds" in CONTRACT.text[leftover.passage.start : leftover.passage.end]


def test_an_unresolved_passage_from_nowhere_is_a_fault():
    unread = {"section": "77", "page": 1, "quote": "is not there", "why": "?"}
    (fault,) = check(unresolved=[unread]).faults
    assert "77" in fault.sentence


def test_marks_copied_into_a_quote_do_no_harm():
    quote = "⟦4.2 | page 1⟧ The Monthly Fee is USD 1,250.00 ⟦page 2⟧ per depot"
    assert not check(term_json("price", quote, unit_amount="1250.00")).faults


def test_a_term_of_repeated_text_belongs_to_the_part_before():
    (whole,) = parts_of(CONTRACT, 45_000)
    part = Part(before=whole.fresh[:2], fresh=whole.fresh[2:])
    checked = check(term_json("price", QUOTE, unit_amount="1250.00"), part=part)
    assert not checked.drafts
    assert not checked.faults


@pytest.mark.parametrize("text", ["", "{}", "[]", "no JSON", json.dumps({"terms": []})])
def test_what_is_no_answer_is_none(text: str):
    assert parsed(text) is None
