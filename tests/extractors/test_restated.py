"""What an order form repeats of the master's way of counting is one term, with the words of both."""

from __future__ import annotations

from extractors.restated import without_restatements
from tests.extractors.papers import paper, read, stated

MASTER = paper(
    "msa.pdf", "## 4.1 |\nStorage is the average number of GB stored, rounded to whole GB."
)
ORDER = paper("order.pdf", "## 1 |\nStorage is charged on average GB stored in the month.")


def terms(**order):
    counted = stated(
        MASTER,
        "Storage is the average number of GB stored, rounded to whole GB.",
        type="metering",
        product="Storage",
        aggregate="average",
        rounding="nearest",
        id="m1",
    )
    again = stated(
        ORDER,
        "Storage is charged on average GB stored in the month.",
        type="metering",
        id="o1",
        **({"product": "Storage", "aggregate": "average"} | order),
    )
    found = without_restatements(
        [read(MASTER, "master", counted).contract, read(ORDER, "order_form", again).contract]
    )
    return [term for document in found for term in document.terms]


def test_the_fuller_term_stands_and_cites_both() -> None:
    (kept,) = terms()
    assert kept.id == "m1"
    assert [citation.file for citation in kept.citations] == ["msa.pdf", "order.pdf"]


def test_what_differs_or_adds_stays() -> None:
    assert len(terms(aggregate="max")) == 2
    assert len(terms(timezone="UTC")) == 2
    assert len(terms(product="Backup")) == 2


def test_an_order_s_own_dates_keep_its_term() -> None:
    assert len(terms(effective_from="2026-01-01")) == 2
