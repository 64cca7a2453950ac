"""What only the other papers of an account put in doubt is shown to a person and not stated."""

from __future__ import annotations

from datetime import date
from typing import Any

from extractors.header import Header
from extractors.withheld import withheld
from tests.extractors.papers import paper, read, stated

LETTER = paper("letter.pdf", "## (a) |\nA pickup costs $55.00 instead of $62.00.")
ORDER = paper(
    "order.pdf",
    "## 1 |\nBoom lift $700.00 per week\nWe take part in the ring trial at $275.00 per month.",
)
LIST = paper("list.pdf", "## 2 |\nBoom lift $780.00")


def _changed(**header: Any) -> tuple[int, list[str]]:
    term = stated(
        LETTER,
        "A pickup costs $55.00",
        id="price-1",
        type="price",
        product="Pickup",
        unit_amount="55.00",
        effective_from="2026-04-20",
        readers=["grammar"],
        provenance={"reader": "grammar", "derived": "effective_from"},
    )
    head = Header(kind="amendment", effective_date=date(2026, 4, 20), **header)
    (found,) = withheld([read(LETTER, "amendment", term, effective="2026-04-20")], [head])
    return len(found.contract.terms), [at.why for at in found.contract.unresolved]


def test_a_change_dated_only_by_its_letter_waits() -> None:
    assert _changed(of_the_paper=True) == (
        0,
        ["states a price; from when it applies was not read"],
    )


def test_a_change_whose_day_of_effect_is_said_stands() -> None:
    assert _changed(of_the_paper=False) == (1, [])


def test_a_list_price_of_what_is_ordered_is_no_price_and_holds_nothing_up() -> None:
    ordered = stated(ORDER, "Boom lift $700.00 per week", id="price-1", type="price", product="Boom lift", flat_amount="700.00", status="stated", readers=["grammar"])  # fmt: skip
    listed = stated(LIST, "Boom lift $780.00", id="price-2", type="price", product="Boom lift", flat_amount="780.00", status="not_ordered", readers=["grammar"])  # fmt: skip
    papers = [read(ORDER, "order_form", ordered), read(LIST, "price_schedule", listed)]
    first, second = withheld(papers, [Header(), Header()])
    assert [term.id for term in first.contract.terms] == ["price-1"]
    assert second.contract.terms == ()
    assert [at.dismissed for at in second.contract.unresolved] == [True]


def _ring_trial(*readers: str) -> int:
    quote = "We take part in the ring trial at $275.00 per month."
    term = stated(ORDER, quote, id="price-3", type="price", product="ring trial", flat_amount="275.00", interval="month", status="stated", readers=list(readers))  # fmt: skip
    (found,) = withheld([read(ORDER, "order_form", term)], [Header()])
    return len(found.contract.terms)


def test_words_that_are_no_name_and_stand_nowhere_else_are_no_product() -> None:
    assert _ring_trial("grammar") == 0


def test_what_a_model_read_as_well_stands() -> None:
    assert _ring_trial("grammar", "model") == 1
