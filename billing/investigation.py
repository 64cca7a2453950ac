"""One account, from facts and terms to findings: the public face of this folder.

`compare` lays expected beside billed; `explain` says why they differ, what can be recovered, and what
a person must settle first. Both are exact, deterministic and need no model.
"""

from __future__ import annotations

from billing.causes import (  # noqa: F401  each registers itself when it is imported
    commitment_shortfall,
    currency_mismatch,
    missing_usage,
    unbilled_one_time,
    unpaid,
)
from billing.causes.observed import OBSERVED
from billing.claims import claims
from billing.comparison import Comparison, compare
from billing.explaining import explained
from billing.finding import AccountResult, Finding
from billing.joining import joined
from billing.open_questions import notes, questions
from billing.recovery import netted

__all__ = ["Comparison", "compare", "explain"]


def explain(comparison: Comparison) -> AccountResult:
    """The findings of one account with their clauses, amounts and doubts, and the open questions."""
    findings: list[Finding] = []
    for compared in comparison.products:
        found = [
            finding
            for group in explained(comparison, compared)
            for finding in claims(comparison, compared, group)
        ]
        findings += joined(netted(found))
    for observe in OBSERVED.values():
        findings += observe(comparison)
    findings.sort(key=lambda f: (f.periods[0].period_start, f.product, f.cause))
    return AccountResult(
        account_id=comparison.facts.account.account_id,
        findings=tuple(findings),
        questions=tuple(questions(comparison)),
        notes=tuple(notes(comparison)),
    )
