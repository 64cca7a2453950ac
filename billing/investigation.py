"""One account, from facts and terms to findings: the public face of this folder.

`compare` lays expected beside billed; `explain` says why they differ, what can be recovered, and what
a person must settle first. Both are exact, deterministic and need no model.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from billing.catalog import Product
from billing.causes import Candidate
from billing.commitments import CommitmentCell
from billing.comparison import Comparison, ProductComparison, compare
from billing.configuration import config_change
from billing.explaining import Explained, explained
from billing.finding import AccountResult, Cause, Direction, Finding, Hypothesis
from billing.open_questions import notes, questions
from billing.recovery import (
    Differing,
    Recovery,
    billed_in,
    citations,
    differing,
    documents,
    monthly,
    netted,
)
from terms.timeline import Placed

__all__ = ["Comparison", "compare", "explain"]


def explain(comparison: Comparison) -> AccountResult:
    """The findings of one account with their clauses, amounts and doubts, and the open questions."""
    findings: list[Finding] = []
    for compared in comparison.products:
        found = [
            finding
            for group in explained(comparison, compared)
            for finding in _findings(comparison, compared, group)
        ]
        findings += netted(found)
    for compared in comparison.one_time:
        findings += _one_time(comparison, compared)
    findings += _commitment_findings(comparison)
    findings.sort(key=lambda f: (f.periods[0].period_start, f.product, f.cause))
    return AccountResult(
        account_id=comparison.facts.account.account_id,
        findings=tuple(findings),
        questions=tuple(questions(comparison)),
        notes=tuple(notes(comparison)),
    )


def _findings(
    comparison: Comparison, compared: ProductComparison, group: Explained
) -> list[Finding]:
    """One finding a direction: under-billed and over-billed periods are never added up."""
    found: list[Finding] = []
    for sign in (1, -1):
        cells = [cell for cell in group.cells if cell.difference * sign > 0]
        if cells:
            rows = [differing(cell) for cell in cells]
            part = Explained(group.candidate, tuple(cells), group.tried, group.rivals)
            found.append(_finding(comparison, compared, part, rows))
    return found


def _finding(
    comparison: Comparison, compared: ProductComparison, group: Explained, rows: list[Differing]
) -> Finding:
    product, candidate = compared.product, group.candidate
    direction: Direction = "under" if rows[0].difference > 0 else "over"
    recovery = Recovery(comparison)
    window = recovery.window(product, direction)
    periods = tuple(recovery.period(row, product, compared.rhythm) for row in rows)
    used = list(
        dict.fromkeys(
            (
                *(candidate.terms if candidate else ()),
                *(placed for cell in group.cells for placed in cell.rated.terms),
            )
        )
    )
    doubts = [*_doubts(comparison, product, group), *_implausible(compared, rows)]
    doubts += _window_doubts(window, direction)
    return Finding(
        cause=candidate.cause if candidate else "unexplained",
        product=product.name,
        direction=direction,
        currency=comparison.facts.account.currency,
        periods=periods,
        amount_total=sum((p.difference for p in periods), Decimal(0)),
        amount_recoverable=sum((p.recoverable for p in periods), Decimal(0)),
        monthly_amount=monthly(rows, compared.rhythm),
        clauses=citations([*used, window.placed if window else None]),
        decided_by=documents(used),
        billed_in=billed_in(rows),
        explanation=_explanation(rows, group),
        config_change=config_change(comparison, product, candidate) if candidate else None,
        hypotheses=group.tried,
        doubts=tuple(dict.fromkeys(doubts)),
    )


def _window_doubts(window: object, direction: Direction) -> list[str]:
    if window is None:
        if direction == "over":
            return []
        return [
            (
                "no look-back clause was found, and policy.toml states no window: "
                "how far back this can be invoiced is for a person to decide"
            )
        ]
    doubt = getattr(window, "doubt", None)
    return [doubt] if doubt else []


def _doubts(comparison: Comparison, product: Product, group: Explained) -> list[str]:
    found = list(group.candidate.doubts) if group.candidate else []
    if group.candidate is None:
        found.append("no hypothesis reproduces the billed amounts: the cause is not known")
    found += [
        f"{rival.cause} reproduces as many periods: {rival.detail}" for rival in group.rivals[:3]
    ]
    for match in comparison.matching.names_of(product):
        if not match.certain:
            found.append(
                f"'{match.billed}' is taken for '{product.name}' ({match.grounds}; "
                f"score {match.score:.2f})"
            )
    for cell in group.cells:
        found += cell.rated.doubts
        for placed in cell.rated.terms:
            found += [f"{placed.document.file}: {warning}" for warning in placed.term.warnings]
    return found


OUT_OF_PROPORTION = 3
"""A contract that gives more than this many times the bill was more likely misread than misbilled."""


def _implausible(compared: ProductComparison, rows: list[Differing]) -> Iterator[str]:
    """Signs that the reading, and not the bill, is wrong."""
    billed = [cell for cell in compared.cells if cell.cell.main]
    if billed and all(cell.difference != 0 for cell in billed):
        yield (
            f"no billed period of {compared.product.name} agrees with the contract as it was read: "
            "check the reading before the bill"
        )
    if any(0 < row.billed * OUT_OF_PROPORTION < row.expected for row in rows):
        yield (
            f"the contract as read gives more than {OUT_OF_PROPORTION} times what was billed for "
            f"{compared.product.name}"
        )


def _explanation(rows: list[Differing], group: Explained) -> str:
    first = rows[0]
    text = (
        f"From {first.period.start} the contract gives {first.derivation}; "
        f"billed was {first.billed:,f}."
    )
    if group.candidate is None:
        return f"{text} No hypothesis reproduces this."
    return (
        f"{text} The bill is reproduced to the cent in {len(rows)} of {len(rows)} periods if "
        f"{group.candidate.detail}."
    )


def _one_time(comparison: Comparison, compared: ProductComparison) -> list[Finding]:
    """A one-time price: never billed, or billed at another amount."""
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
    return _findings(comparison, compared, Explained(candidate, (cell,), tried))


def _commitment_findings(comparison: Comparison) -> list[Finding]:
    """Shortfalls that were due and not billed, or billed in another amount: one finding a product."""
    groups: dict[tuple[str, bool], list[CommitmentCell]] = {}
    for cell in comparison.commitment_cells:
        if cell.reason is None and cell.shortfall != cell.billed:
            key = comparison.commitments.name(cell.term), cell.shortfall > cell.billed
            groups.setdefault(key, []).append(cell)
    return [_commitment_finding(comparison, name, cells) for (name, _), cells in groups.items()]


def _commitment_finding(comparison: Comparison, name: str, cells: list[CommitmentCell]) -> Finding:
    cells = sorted(cells, key=lambda cell: cell.period.start)
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
    window = recovery.window(product, direction)
    periods = tuple(recovery.period(row, product, rhythm) for row in rows)
    placed: list[Placed] = list(dict.fromkeys(cell.placed for cell in reversed(cells)))
    doubts = _window_doubts(window, direction)
    if any(cell.term.shortfall is None for cell in cells):
        doubts.append("the clause does not say that a shortfall is billed")
    doubts += [
        f"{each.document.file}: {warning}" for each in placed for warning in each.term.warnings
    ]
    for counted_product in counted:
        for match in comparison.matching.names_of(counted_product):
            if not match.certain:
                doubts.append(
                    f"'{match.billed}' is taken for '{counted_product.name}' ({match.grounds})"
                )
    detail = "the shortfall was not billed as the commitment says"
    return Finding(
        cause="commitment_shortfall",
        product=name,
        direction=direction,
        currency=comparison.facts.account.currency,
        periods=periods,
        amount_total=sum((p.difference for p in periods), Decimal(0)),
        amount_recoverable=sum((p.recoverable for p in periods), Decimal(0)),
        clauses=citations([*placed, window.placed if window else None]),
        decided_by=documents(placed),
        billed_in=billed_in(rows),
        explanation=(
            f"For {rows[0].period} the {rows[0].derivation}; billed for the shortfall was "
            f"{rows[0].billed:,f}."
        ),
        hypotheses=(
            Hypothesis(
                cause="commitment_shortfall", reproduces=len(rows), of=len(rows), detail=detail
            ),
        ),
        doubts=tuple(dict.fromkeys(doubts)),
    )
