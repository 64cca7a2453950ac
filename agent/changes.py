"""What is different between two versions of a case, in words a person reads at a glance."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from billing.finding import Finding

UNCHANGED = "unchanged"
NEW = "new"


def change_in_words(former: Sequence[Finding] | None, present: Sequence[Finding]) -> str:
    """'new', 'unchanged', or 'missed escalation of Plan: amount changed USD 9,200.00 → 11,500.00'."""
    if former is None:
        return NEW
    before, after = _amounts(former), _amounts(present)
    words: list[str] = []
    for what, (currency, total, recoverable) in after.items():
        name = f"{what[0].replace('_', ' ')} of {what[1]}"
        if what not in before:
            words.append(f"new finding: {name}, {currency} {recoverable:,f}")
            continue
        _, old_total, old_recoverable = before[what]
        if old_recoverable != recoverable:
            words.append(
                f"{name}: amount changed {currency} {old_recoverable:,f} → {recoverable:,f}"
            )
        elif old_total != total:
            words.append(f"{name}: total changed {currency} {old_total:,f} → {total:,f}")
    words += [
        f"no longer found: {cause.replace('_', ' ')} of {product}"
        for cause, product, _ in before
        if (cause, product, _) not in after
    ]
    return "; ".join(words) or UNCHANGED


def _amounts(
    findings: Sequence[Finding],
) -> dict[tuple[str, str, str], tuple[str, Decimal, Decimal]]:
    amounts: dict[tuple[str, str, str], tuple[str, Decimal, Decimal]] = {}
    for finding in findings:
        what = (finding.cause, finding.product, finding.direction)
        _, total, recoverable = amounts.get(what, ("", Decimal(0), Decimal(0)))
        amounts[what] = (
            finding.currency,
            total + finding.amount_total,
            recoverable + finding.amount_recoverable,
        )
    return amounts
