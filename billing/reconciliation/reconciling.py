"""The three steps of a book, account by account; pure: the same comparisons give the same result."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from billing.comparison import Comparison
from billing.policy import Tolerances
from billing.reconciliation.billed_to_collected import add_collected
from billing.reconciliation.rated_to_billed import add_billed
from billing.reconciliation.stage import Gathering, Stage
from billing.reconciliation.usage_to_rated import add_usage


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """A book on a day, each stage laid beside the next."""

    as_of: date
    accounts: int
    stages: tuple[Stage, ...]


def reconcile(
    comparisons: Iterable[Comparison], as_of: date, tolerances: Tolerances | None = None
) -> Reconciliation:
    """Reconcile the accounts of a book; each comparison may be let go of after its turn."""
    tolerances = tolerances or Tolerances()
    usage, billed, collected = Gathering(), Gathering(), Gathering()
    accounts = 0
    for comparison in comparisons:
        accounts += 1
        add_usage(usage, comparison)
        add_billed(billed, comparison)
        add_collected(collected, comparison.facts, as_of)
    return Reconciliation(
        as_of,
        accounts,
        (
            Stage(
                "usage_to_rated",
                "usage recorded",
                "usage rated",
                usage.totals(tolerances.usage_percent),
                usage.sorted_gaps(),
                None if usage.before else "the book holds no usage: add billing/usage.csv",
            ),
            Stage(
                "rated_to_billed",
                "rated by the contracts",
                "billed",
                billed.totals(tolerances.billed_percent),
                billed.sorted_gaps(),
                None if billed.before or billed.after else _nothing_billed(as_of),
                billed.compared,
                billed.equal,
            ),
            Stage(
                "billed_to_collected",
                "billed",
                "collected",
                collected.totals(None),
                collected.sorted_gaps(),
                None if collected.before else _nothing_billed(as_of),
            ),
        ),
    )


def _nothing_billed(as_of: date) -> str:
    return f"no invoice line is dated by {as_of}: add billing/invoice_lines.csv, or a later --as-of"
