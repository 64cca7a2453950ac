"""'The seat price' is the price of the product that is sold by the seat."""

from __future__ import annotations

from extractors.named_by_unit import by_product
from tests.extractors.papers import paper, stated

WORDS = "Sixty seats of Ledger Classroom at $31.50 per seat per month. The seat price may rise."
PAPER = paper("order.pdf", f"## 1 |\n{WORDS}")


def price(product: str, unit: str | None = "seat"):
    return stated(PAPER, WORDS, type="price", product=product, unit=unit, unit_amount="31.50")


RISE = stated(PAPER, "The seat price may rise.", type="escalation", product="seat", percent="6")


def named(*prices) -> list[str | None]:
    found = by_product({"grammar": [RISE], "model.passage": prices})
    return [term.product for term in found["grammar"]]


def test_a_unit_is_the_product_that_is_sold_by_it() -> None:
    assert named(price("Ledger Classroom")) == ["Ledger Classroom"]


def test_two_products_sold_by_the_seat_leave_the_unit_as_it_is() -> None:
    assert named(price("Ledger Classroom"), price("Ledger Office")) == ["seat"]


def test_a_product_that_is_called_like_its_unit_keeps_its_name() -> None:
    assert named(price("Ledger Classroom"), price("Seat", unit=None)) == ["seat"]
