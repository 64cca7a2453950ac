"""Periods without a line of their own, that one line of a neighbouring period bills to the cent.

April was forgotten, and May's invoice bills 500.00 where a month is 250.00: nothing is missing and
nothing was billed too much. So too for months that are billed ahead. Not so for a month begun late and
billed in full: its first days were not forgotten, they were priced by another rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from billing.comparison_cells import ComparedCell
from billing.pricing.charge import shown
from billing.rated import Rated, RatedLine


def catch_up(cells: Sequence[ComparedCell]) -> None:
    """Take neighbouring empty periods as billed where one line bills exactly them and its own."""
    for at, cell in enumerate(cells):
        if not cell.rated.known or cell.difference >= 0 or len(cell.cell.main) != 1:
            continue
        for others in (cells[:at][::-1], cells[at + 1 :]):
            found = _making_up(cell, others)
            if found:
                _agree(cell, found)
                break


def credited_elsewhere(cells: Sequence[ComparedCell]) -> None:
    """Take as settled what was billed too much in one period and credited to the cent in another.

    The credit note of May names May, and takes back what March was billed too much.
    """
    for cell in cells:
        if not cell.rated.known or cell.difference >= 0:
            continue
        for other in cells:
            if other.rated.known and other.difference == -cell.difference and _credits(other, cell):
                amount = other.difference
                words = f"{shown(amount)} too much, credited with {other.period}"
                cell.rated = _with(cell, RatedLine(amount, words))
                words = f"credit of {shown(amount)} for {cell.period}"
                other.rated = _with(other, RatedLine(-amount, words))
                break


def _credits(cell: ComparedCell, billed: ComparedCell) -> bool:
    """Whether a period holds a credit of just its difference, made after another was billed."""
    since = min(line.invoice_date for line in billed.cell.lines)
    return any(
        line.kind == "credit" and -line.amount == cell.difference and line.invoice_date >= since
        for line in cell.cell.lines
    )


def _making_up(cell: ComparedCell, others: Iterable[ComparedCell]) -> list[ComparedCell]:
    """The empty periods next to one, as many as come to what was billed beyond its own amount."""
    found: list[ComparedCell] = []
    left, edge = -cell.difference, cell.period
    for other in others:
        if other.period.end != edge.start and other.period.start != edge.end:
            return []
        if other.cell.lines or other.cell.rest or not other.rated.known or other.expected <= 0:
            return []
        found.append(other)
        left, edge = left - other.expected, other.period
        if left <= 0:
            break
    return found if left == 0 else []


def _agree(cell: ComparedCell, others: list[ComparedCell]) -> None:
    """Move what is owed for the others to the period whose line bills it."""
    for other in others:
        amount = other.expected
        words = f"{shown(amount)} for {other.period}, which has no line of its own"
        cell.rated = _with(cell, RatedLine(amount, words))
        words = f"{shown(amount)} billed with {cell.period}"
        other.rated = _with(other, RatedLine(-amount, words))
        other.billed_with = cell.period


def _with(cell: ComparedCell, line: RatedLine) -> Rated:
    rated = cell.rated
    return replace(rated, amount=rated.amount + line.amount, lines=(*rated.lines, line))
