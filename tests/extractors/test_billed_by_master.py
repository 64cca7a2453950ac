"""An order that does not say when its charges are invoiced follows the agreement above it."""

from __future__ import annotations

import pytest

from extractors.billed_by_master import with_masters_billing
from tests.extractors.papers import paper, read, stated

ORDER = paper("order.pdf", "## 1 |\nPort €1,975.00 per month\nData €0.018 per GB")


def billed(clause: str) -> tuple[str | None, str | None]:
    port = stated(ORDER, "Port €1,975.00 per month", type="price", product="Port", model="flat", flat_amount="1975.00", interval="month", status="stated", readers=["grammar"])  # fmt: skip
    data = stated(ORDER, "Data €0.018 per GB", type="price", product="Data", model="per_unit", unit="GB", unit_amount="0.018", status="stated", readers=["grammar"])  # fmt: skip
    papers = [read(paper("msa.pdf", f"## 5 |\n{clause}"), "master"), read(ORDER, "order_form", port, data)]  # fmt: skip
    one, other = with_masters_billing(papers)[1].contract.terms
    return one.billing, other.billing


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        (
            "Recurring Charges for each month are invoiced in the first week of that month. Usage Charges are invoiced in arrears.",
            ("advance", "arrears"),
        ),
        (
            "Fixed Charges are invoiced at the start of the month to which they relate. Data Charges are invoiced after the month has ended.",
            ("advance", "arrears"),
        ),
        ("All charges are invoiced monthly in arrears.", ("arrears", "arrears")),
        ("Invoices are payable within 30 days.", (None, None)),
    ],
)
def test_an_order_is_billed_as_its_master_says(
    clause: str, expected: tuple[str | None, str | None]
) -> None:
    assert billed(clause) == expected
