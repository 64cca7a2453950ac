"""Which confidence a case needs to go to billing, and which case a person sees all the same.

The rule as stated: above 0.85. policy.toml may ask more of a cause or of a large amount, and may send a
share of the sure cases to a second look.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from decimal import Decimal

from billing.finding import Finding
from billing.policy import Policy

SECOND_LOOK = "chosen for a second look (policy.toml, second_look)"


def required(policy: Policy, findings: Sequence[Finding]) -> Decimal:
    """The confidence that a case with these findings must exceed: the strictest rule that applies."""
    needed = [policy.threshold]
    needed += [policy.threshold_by_cause.get(finding.cause, Decimal(0)) for finding in findings]
    recovered = sum((finding.amount_recoverable for finding in findings), Decimal(0))
    needed += [rule.threshold for rule in policy.threshold_by_amount if recovered > rule.above]
    return max(needed)


def second_look(policy: Policy, case_id: str) -> bool:
    """Whether this case is of the share that a person sees anyway: the same in every run."""
    drawn = int.from_bytes(hashlib.sha256(case_id.encode()).digest()[:8], "big")
    return Decimal(drawn) < policy.second_look * 2**64
