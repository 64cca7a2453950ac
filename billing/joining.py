"""One finding for one cause of one product, however many wrong numbers it took.

An increase that was left out in one year and late in the next is two hypotheses and one mistake: who
signs wants one amount, one table and one cause. Findings of the same periods stay apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TypeVar

from billing.finding import Finding

Thing = TypeVar("Thing")


def joined(findings: Iterable[Finding]) -> list[Finding]:
    """The findings, those of one cause, product and direction as one where their periods differ."""
    found: list[Finding] = []
    for finding in findings:
        place = next((at for at, each in enumerate(found) if _belongs(each, finding)), None)
        if place is None:
            found.append(finding)
        else:
            found[place] = _together(found[place], finding)
    return found


def _belongs(one: Finding, other: Finding) -> bool:
    names = ("cause", "product", "direction", "currency", "evidence")
    if any(getattr(one, name) != getattr(other, name) for name in names):
        return False
    return not any(
        mine.period_start < yours.period_end and yours.period_start < mine.period_end
        for mine in one.periods
        for yours in other.periods
    )


def _together(one: Finding, other: Finding) -> Finding:
    """Both as one; what goes on from here is told by the later."""
    earlier, later = sorted((one, other), key=lambda each: each.periods[-1].period_end)
    return later.model_copy(
        update={
            "periods": tuple(
                sorted((*one.periods, *other.periods), key=lambda period: period.period_start)
            ),
            "amount_total": one.amount_total + other.amount_total,
            "amount_recoverable": one.amount_recoverable + other.amount_recoverable,
            "amount_low": _sum(one.amount_low, other.amount_low),
            "amount_high": _sum(one.amount_high, other.amount_high),
            "clauses": _each_once(later.clauses, earlier.clauses),
            "decided_by": _each_once(later.decided_by, earlier.decided_by),
            "billed_in": _each_once(earlier.billed_in, later.billed_in),
            "explanation": f"{earlier.explanation} {later.explanation}",
            "hypotheses": _each_once(later.hypotheses, earlier.hypotheses),
            "doubts": _each_once(later.doubts, earlier.doubts),
        }
    )


def _sum(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else one + other


def _each_once(*groups: tuple[Thing, ...]) -> tuple[Thing, ...]:
    found: list[Thing] = []
    for group in groups:
        found += [each for each in group if each not in found]
    return tuple(found)
