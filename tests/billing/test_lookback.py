"""Windows: whose clause holds, from which day it counts, and when an invoice is due."""

from __future__ import annotations

from datetime import date
from typing import Any

import case_file
import pytest

from billing.catalog import Catalog
from billing.lookback import Event, Lookbacks
from billing.policy import Policy, PolicyWindow
from terms.period import Period
from terms.timeline import Agreement

PLAN = {
    "type": "price",
    "product": "Plan",
    "model": "flat",
    "flat_amount": "10",
    "interval": "month",
}
DESK = {
    "type": "price",
    "product": "Desk",
    "model": "flat",
    "flat_amount": "20",
    "interval": "month",
}
MARCH = Event(Period(date(2026, 3, 1), date(2026, 4, 1)), date(2026, 4, 3), date(2026, 5, 3))
TODAY = date(2026, 6, 15)


def lookbacks(
    *terms: dict[str, Any], policy: Policy | None = None, later: tuple[dict[str, Any], ...] = ()
) -> tuple[Lookbacks, Catalog]:
    documents = [
        {
            "file": "order.pdf",
            "kind": "order_form",
            "term_start": date(2026, 1, 1),
            "terms": [{**PLAN}, {**DESK}, *({**term} for term in terms)],
        },
        {
            "file": "later.pdf",
            "kind": "amendment",
            "effective_date": date(2026, 2, 1),
            "terms": [{**term} for term in later],
        },
    ]
    case = {"documents": documents if later else documents[:1]}
    catalog = Catalog(Agreement(case_file.contract(case)))
    return Lookbacks(catalog, policy or Policy()), catalog


def window(length: int, unit: str = "month", **fields: Any) -> dict[str, Any]:
    return {"type": "lookback", "length": length, "unit": unit, **fields}


@pytest.mark.parametrize(
    ("counted_from", "last"),
    [
        ("invoice_date", date(2026, 4, 13)),
        ("receipt", date(2026, 4, 13)),
        (None, date(2026, 4, 13)),
        ("due_date", date(2026, 5, 13)),
        ("payment", date(2026, 5, 13)),
        ("period_end", date(2026, 4, 10)),  # the period's last day is 31 March
        ("service_date", date(2026, 3, 11)),
        ("accrual", date(2026, 3, 11)),
        ("delivery", date(2026, 3, 11)),
        ("notice", date(2026, 6, 25)),
        ("discovery", date(2026, 6, 25)),
        ("claim", date(2026, 6, 25)),
    ],
)
def test_a_window_of_ten_days_ends_ten_days_after_what_it_counts_from(
    counted_from: str | None, last: date
) -> None:
    found, _ = lookbacks(window(10, "day", counted_from=counted_from))
    held = found.window(None, "under", TODAY)
    assert held is not None
    assert held.lapses_on(MARCH, TODAY) == last


@pytest.mark.parametrize(
    ("counted_from", "doubted"),
    [
        ("payment", True),
        ("delivery", True),
        ("receipt", True),
        ("accrual", True),
        ("service_date", True),
        ("invoice_date", False),
        ("due_date", False),
        ("period_end", False),
        ("notice", False),
    ],
)
def test_what_the_book_does_not_record_exactly_is_a_doubt(counted_from: str, doubted: bool) -> None:
    found, _ = lookbacks(window(3, counted_from=counted_from))
    held = found.window(None, "under", TODAY)
    assert held is not None
    words = counted_from.replace("_", " ")
    assert str(held) == f"3 months from the {words}"
    assert (held.doubt or "") == (
        f"the look-back window counts from {words}, which the book does not record exactly"
        if doubted
        else ""
    )


def length(found: Lookbacks, product: Any, direction: Any, day: date = TODAY) -> int | None:
    held = found.window(product, direction, day)
    return held.duration.length if held else None


def test_a_clause_binds_whom_it_names() -> None:
    found, _ = lookbacks(window(3, direction="underbilling"), window(8, direction="overbilling"))
    assert length(found, None, "under") == 3
    assert length(found, None, "over") == 8
    both, _ = lookbacks(window(5, direction="both"), window(3, direction="underbilling"))
    assert length(both, None, "under") == 3
    assert length(both, None, "over") == 5
    silent, _ = lookbacks(window(4))
    assert length(silent, None, "under") == length(silent, None, "over") == 4


def test_one_side_alone_leaves_the_other_without_a_window() -> None:
    found, _ = lookbacks(window(3, direction="underbilling"))
    assert length(found, None, "over") is None


@pytest.mark.parametrize("effect", ["action_barred", "final"])
def test_a_bar_of_actions_is_no_window(effect: str) -> None:
    found, _ = lookbacks(window(24, effect=effect))
    assert length(found, None, "under") is None


def test_the_products_own_clause_comes_before_a_later_general_one() -> None:
    found, catalog = lookbacks(window(3, product="Plan"), later=(window(9),))
    plan, desk = catalog.find("Plan"), catalog.find("Desk")
    assert length(found, plan, "under") == 3
    assert length(found, desk, "under") == 9
    assert length(found, None, "under") == 9
    assert length(found, desk, "under", date(2026, 1, 20)) is None  # before the amendment


def test_of_two_general_clauses_the_later_paper_decides() -> None:
    found, _ = lookbacks(window(3), later=(window(9),))
    assert length(found, None, "under") == 9


def test_a_clause_holds_for_what_it_includes_and_not_for_what_it_excludes() -> None:
    found, catalog = lookbacks(window(3, includes=["Plan"]))
    assert length(found, catalog.find("Plan"), "under") == 3
    assert length(found, catalog.find("Desk"), "under") is None
    found, catalog = lookbacks(window(3, excludes=["Plan"]))
    assert length(found, catalog.find("Plan"), "under") is None
    assert length(found, catalog.find("Desk"), "under") == 3


def test_policy_serves_where_the_contract_is_silent_and_says_on_what_ground() -> None:
    policy = Policy(
        underbilling=PolicyWindow(
            length=6, unit="month", counted_from="due_date", note="our terms"
        ),
        overbilling=PolicyWindow(length=2, unit="year"),
    )
    found, _ = lookbacks(policy=policy)
    under, over = found.window(None, "under", TODAY), found.window(None, "over", TODAY)
    assert under is not None
    assert over is not None
    assert (str(under), under.note, under.placed) == (
        "6 months from the due date",
        "our terms",
        None,
    )
    assert (str(over), over.note) == ("2 years from the invoice date", "the seller's policy.toml")
    stated, _ = lookbacks(window(3), policy=policy)
    assert length(stated, None, "under") == 3


def due(*terms: dict[str, Any], product: str | None = None, later: Any = ()) -> date | None:
    found, catalog = lookbacks(
        *({"type": "payment", **term} for term in terms),
        later=tuple({"type": "payment", **term} for term in later),
    )
    return found.due_date(date(2026, 3, 13), catalog.find(product))  # a Friday


def test_an_invoice_is_due_as_the_payment_clause_says() -> None:
    assert due({"net_days": 30}) == date(2026, 4, 12)
    assert due({"net_days": 30, "basis": "invoice_date"}) == date(2026, 4, 12)
    assert due({"working_days": 5}) == date(2026, 3, 20)
    assert due({"end_of_month": True}) == date(2026, 4, 30)  # the end of the following month
    assert due({"late_percent_per_month": "1"}) is None
    assert due() is None


@pytest.mark.parametrize("basis", ["receipt", "delivery", "period_end"])
def test_what_does_not_count_from_the_invoice_gives_no_due_date(basis: str) -> None:
    assert due({"net_days": 30, "basis": basis}) is None


def test_the_later_paper_and_the_products_own_clause_say_when_it_is_due() -> None:
    assert due({"net_days": 30}, later=[{"net_days": 14}]) == date(2026, 3, 27)
    own = {"net_days": 7, "product": "Plan"}
    assert due({"net_days": 30}, own, product="Plan") == date(2026, 3, 20)
    assert due(own, {"net_days": 30}, product="Plan") == date(2026, 3, 20)
    assert due({"net_days": 30}, own, product="Desk") == date(2026, 4, 12)
    assert due({"net_days": 30}, own) == date(2026, 4, 12)


def test_a_payment_clause_that_has_ended_does_not_count() -> None:
    ended = {"net_days": 7, "effective_from": date(2026, 2, 1), "effective_to": date(2026, 3, 12)}
    assert due({"net_days": 30}, ended) == date(2026, 4, 12)


def test_what_a_clause_does_not_say_is_the_invoice_date_and_the_clause_is_cited() -> None:
    found, _ = lookbacks(window(10, "day"), window(20, "day"))
    held = found.window(None, "under", TODAY)
    assert held is not None
    assert str(held) == "10 days from the invoice date"  # of two equal clauses the first
    assert held.placed is not None
    assert held.placed.document.file == "order.pdf"


def test_a_clause_replaced_for_one_product_holds_for_the_others() -> None:
    final = window(
        1,
        effect="final",
        product="Plan",
        replaces=[{"file": "order.pdf", "section": "3"}],
    )
    found, catalog = lookbacks(window(6), later=(final,))
    assert length(found, catalog.find("Desk"), "under") == 6
    assert length(found, catalog.find("Plan"), "under") is None
    assert length(found, None, "under") == 6


def test_payment_clauses_of_other_products_are_passed_over() -> None:
    own = {"net_days": 7, "product": "Plan"}
    assert due(own, {"net_days": 30}, product="Desk") == date(2026, 4, 12)
    ended = {"net_days": 7, "effective_to": date(2026, 3, 12)}
    assert due(ended, {"net_days": 30}) == date(2026, 4, 12)
    assert due({"net_days": 30}, {"net_days": 14}) == date(2026, 3, 27)  # of one paper the last


def test_a_payment_clause_replaced_for_one_product_holds_for_the_others() -> None:
    replaced = {
        "net_days": 5,
        "product": "Plan",
        "effective_to": date(2026, 3, 1),
        "replaces": [{"file": "order.pdf", "section": "3"}],
    }
    assert due({"net_days": 30}, product="Plan", later=[replaced]) is None
    assert due({"net_days": 30}, product="Desk", later=[replaced]) == date(2026, 4, 12)
