"""A class of charges that a clause excludes, as the products that are priced under its heading."""

from __future__ import annotations

from extractors.charge_classes import with_charge_classes
from tests.extractors.papers import paper, read, stated

ORDER = paper(
    "so.pdf",
    """
    ## A | Recurring Charges
    Cork line: €4,850.00 per month
    ## B | Usage Charges
    Messages sent: €0.018 each
    Messages received: €0.002 each
    """,
)
LINE = stated(ORDER, "Cork line: €4,850.00 per month", type="price", product="Cork line")
SENT = stated(ORDER, "Messages sent: €0.018 each", type="price", product="Messages sent")
RECEIVED = stated(
    ORDER, "Messages received: €0.002 each", type="price", product="Messages received"
)
CLAUSE = paper("msa.pdf", "## 6.1 |\nUsage Charges are not reviewed under this clause.")


def excluded(*names: str) -> tuple[str, ...]:
    rise = stated(
        CLAUSE,
        "Usage Charges are not reviewed under this clause.",
        type="escalation",
        percent="3",
        excludes=names,
    )
    papers = [read(CLAUSE, "master", rise), read(ORDER, "order_form", LINE, SENT, RECEIVED)]
    (found, *_) = with_charge_classes(papers)
    return found.contract.terms[0].excludes


def test_a_class_is_every_product_priced_under_a_heading_of_its_name() -> None:
    assert excluded("Usage Charges") == ("Messages sent", "Messages received")
    assert excluded("the usage charge") == ("Messages sent", "Messages received")


def test_a_product_stays_as_it_is_priced() -> None:
    assert excluded("Cork line", "messages sent") == ("Cork line", "Messages sent")


def test_a_name_that_heads_no_price_stays_as_written() -> None:
    assert excluded("installation charges") == ("installation charges",)
