"""unbilled_one_time: a charge that is due once, from a day that a term states, was never billed.

Seen in the data: no line of the product at all. Proven by: the price schedule or statement of work
that dates it. Where it was billed at another amount, the price is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator

from billing.causes.candidate import Candidate
from billing.causes.observed import observed
from billing.claims import claims
from billing.comparison import Comparison, ProductComparison
from billing.comparison_cells import whole
from billing.explaining import Explained
from billing.finding import Cause, Finding, Hypothesis


@observed("unbilled_one_time")
def unbilled_one_time(comparison: Comparison) -> Iterator[Finding]:
    """Each one-time price that was not billed, or at another amount."""
    for compared in comparison.one_time:
        yield from _of_product(comparison, compared)


def _of_product(comparison: Comparison, compared: ProductComparison) -> list[Finding]:
    cells = compared.differing
    if not cells:
        return []
    cell = cells[0]
    cause: Cause = "wrong_unit_price" if cell.cell.lines else "unbilled_one_time"
    detail = (
        "another amount than the contract's was billed"
        if cell.cell.lines
        else "the one-time charge was not billed"
    )
    candidate = Candidate(
        cause,
        lambda _: None,
        detail,
        cell.rated.terms,
        doubts=(
            (
                "a one-time charge is confirmed by a person before it is invoiced: "
                "it may have been waived, or not delivered"
            ),
        ),
    )
    tried = (Hypothesis(cause=cause, reproduces=1, of=1, detail=detail),)
    return claims(comparison, compared, Explained(candidate, (whole(cell),), tried))
