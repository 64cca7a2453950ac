"""commitment_shortfall: what counted in a commitment's period is less than the minimum, and no line says so.

Seen in the data: the sum of what counts, and no (or another) line of kind minimum. Proven by: the
commitment clause, which says what counts and that a shortfall is billed.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from billing.causes.observed import observed
from billing.claims import OPEN, match_doubts, unread_use, window_doubts
from billing.commitments import CommitmentCell
from billing.comparison import Comparison
from billing.finding import Direction, Finding, Hypothesis
from billing.recovery import Differing, Recovery, billed_in, citations, documents
from terms.timeline import Placed


@observed("commitment_shortfall")
def commitment_shortfall(comparison: Comparison) -> Iterator[Finding]:
    """Shortfalls that were due and not billed, or billed in another amount: one finding a product."""
    groups: dict[tuple[str, bool], list[CommitmentCell]] = {}
    for cell in comparison.commitment_cells:
        if cell.reason is None and cell.shortfall != cell.billed and not cell.usual:
            key = comparison.commitments.name(cell.term), cell.shortfall > cell.billed
            groups.setdefault(key, []).append(cell)
    for (name, _), cells in groups.items():
        yield _finding(comparison, name, sorted(cells, key=lambda cell: cell.period.start))


def _finding(comparison: Comparison, name: str, cells: list[CommitmentCell]) -> Finding:
    rows = [
        Differing(
            cell.period, cell.shortfall, cell.billed, cell.lines, cell.drafts, cell.derivation
        )
        for cell in cells
    ]
    direction: Direction = "under" if rows[0].difference > 0 else "over"
    recovery = Recovery(comparison)
    rhythm = comparison.ledger.account_rhythm(in_advance=False)
    counted = comparison.commitments.counted_products(cells[0].term)
    product = counted[0] if len(counted) == 1 else None
    window = recovery.window(product, direction, rows[0])
    periods = tuple(recovery.period(row, product, rhythm) for row in rows)
    placed: list[Placed] = list(dict.fromkeys(cell.placed for cell in reversed(cells)))
    doubts = window_doubts(window, direction)
    if any(cell.term.shortfall is None for cell in cells):
        doubts.append("the clause does not say that a shortfall is billed")
    doubts += [
        f"{each.document.file}: {warning}" for each in placed for warning in each.term.warnings
    ]
    doubts += match_doubts(comparison, counted)
    doubts += [words for each in counted for words in unread_use(comparison, each)]
    doubts += _paid_for_others(comparison, cells)
    low, high = _range(recovery, cells)
    if low is not None:
        doubts.append(OPEN)
    detail = "the shortfall was not billed as the commitment says"
    count = len(rows)
    tried = Hypothesis(cause="commitment_shortfall", reproduces=count, of=count, detail=detail)
    return Finding(
        cause="commitment_shortfall",
        product=name,
        direction=direction,
        currency=comparison.facts.account.currency,
        periods=periods,
        amount_total=sum((p.difference for p in periods), Decimal(0)),
        amount_recoverable=sum((p.recoverable for p in periods), Decimal(0)),
        evidence="proven" if low is None else "estimated",
        amount_low=low,
        amount_high=high,
        clauses=citations([*placed, window.placed if window else None]),
        decided_by=documents(placed),
        billed_in=billed_in(rows),
        explanation=(
            f"For {rows[0].period} the {rows[0].derivation}; billed for the shortfall was "
            f"{rows[0].billed:,f}.{_readings(cells)}"
        ),
        hypotheses=(tried,),
        doubts=tuple(dict.fromkeys(doubts)),
    )


def _paid_for_others(comparison: Comparison, cells: list[CommitmentCell]) -> Iterator[str]:
    """Shortfalls that were billed for another minimum on the same products and days."""
    counted = comparison.commitments.counted_products(cells[0].term)
    for other in comparison.commitment_cells:
        if other.term in [cell.term for cell in cells] or not other.billed:
            continue
        shared = any(
            each in counted for each in comparison.commitments.counted_products(other.term)
        )
        if shared and any(cell.period.overlap(other.period) for cell in cells):
            yield (
                "what was billed for another minimum on the same products is not counted towards this "
                "one: the clause does not say whether it should be"
            )


def _range(
    recovery: Recovery, cells: list[CommitmentCell]
) -> tuple[Decimal | None, Decimal | None]:
    """The least and the most that is missing over the usual readings; None where that is one amount."""
    if not any(cell.readings for cell in cells):
        return None, None
    sizes = [
        [abs(amount - cell.billed) for amount in dict(cell.readings)]
        or [abs(cell.shortfall - cell.billed)]
        for cell in cells
    ]
    low, high = (sum(map(pick, sizes), Decimal(0)) for pick in (min, max))
    if low == high:
        return None, None
    return recovery.in_minor_units(low), recovery.in_minor_units(high)


def _readings(cells: list[CommitmentCell]) -> str:
    cell = next((cell for cell in cells if cell.readings), None)
    if cell is None:
        return ""
    amounts = "; ".join(f"{amount:,f} {words}" for amount, words in cell.readings)
    return (
        " What the contract does not settle of a first, partial period, contracts settle differently: "
        f"{amounts}."
    )
