"""From an explained difference to a finding: its periods, clauses, explanation and doubts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from billing.catalog import Product
from billing.causes.candidate import Candidate
from billing.comparison import Comparison, ProductComparison
from billing.comparison_cells import Share, whole
from billing.configuration import config_change
from billing.explaining import Explained
from billing.favours import favours
from billing.finding import Direction, Finding, FindingPeriod
from billing.lookback import Window
from billing.recovery import (
    Differing,
    Recovery,
    billed_in,
    citations,
    differing,
    documents,
    monthly,
)
from billing.unread_rises import unread_rise

OPEN = (
    "the contract leaves open what decides some of these amounts, and no usual reading gives what was "
    "billed: the amount is a range"
)

NEGLIGIBLE = 100
"""A range of minor units is one where it is more than one part in so many of the amount."""

OUT_OF_PROPORTION = 3
"""A contract that gives more than this many times the bill was more likely misread than misbilled."""

BEYOND_BELIEF = 20
"""From so many times the bill on, or so small a part of it, nothing is claimed where no period agrees."""

MOST_FAVOURS = 3
"""So many lines that call themselves a favour are told one by one."""

UNCHECKED = "not claimed before the reading is checked: no billed period agrees with the contract as it was read"

LEAST_PERIODS = 3
"""Periods of which none agrees, before the reading is doubted rather than the bill."""


def claims(comparison: Comparison, compared: ProductComparison, group: Explained) -> list[Finding]:
    """One finding a direction: under-billed and over-billed periods are never added up."""
    found: list[Finding] = []
    for sign in (1, -1):
        shares = tuple(share for share in group.shares if share.difference * sign > 0)
        if shares:
            found.append(_claim(comparison, compared, replace(group, shares=shares)))
    return found


def _claim(comparison: Comparison, compared: ProductComparison, group: Explained) -> Finding:
    product, candidate = compared.product, group.candidate
    rows = [differing(share) for share in group.shares]
    direction: Direction = "under" if rows[0].difference > 0 else "over"
    recovery = Recovery(comparison)
    window = recovery.window(product, direction, rows[0])
    periods = tuple(recovery.period(row, product, compared.rhythm) for row in rows)
    held = UNCHECKED if _misread(compared, group) else unread_rise(comparison, compared, group)
    if held:
        periods = tuple(_unclaimed(period, held) for period in periods)
    used = list(
        dict.fromkeys(
            (
                *(candidate.terms if candidate else ()),
                *(placed for cell in group.cells for placed in cell.rated.terms),
            )
        )
    )
    doubts = [*_doubts(comparison, product, group), *_implausible(compared, group)]
    doubts += [*window_doubts(window, direction), *unread_use(comparison, product)]
    if direction == "under":
        lines = [line for cell in group.cells for line in cell.cell.lines]
        agreed = bool(comparison.rater.discounts.of(product))
        doubts += list(favours(lines, discounts_agreed=agreed))[:MOST_FAVOURS]
    low, high = amounts_between(comparison, group.shares)
    if low is not None:
        doubts.append(OPEN)
    return Finding(
        cause=candidate.cause if candidate else "unexplained",
        product=product.name,
        direction=direction,
        currency=comparison.facts.account.currency,
        periods=periods,
        amount_total=sum((p.difference for p in periods), Decimal(0)),
        amount_recoverable=sum((p.recoverable for p in periods), Decimal(0)),
        monthly_amount=monthly(rows, compared.rhythm),
        evidence="proven" if low is None else "estimated",
        amount_low=low,
        amount_high=high,
        clauses=citations([*used, window.placed if window else None]),
        decided_by=documents(used),
        billed_in=billed_in(rows),
        explanation=_explanation(rows, group),
        config_change=config_change(comparison, product, candidate) if candidate else None,
        hypotheses=group.tried,
        doubts=tuple(dict.fromkeys(doubts)),
    )


def unread_use(comparison: Comparison, product: Product) -> Iterator[str]:
    """Rows of usage in quarantine, without which the amounts may be other ones."""
    rows = [
        row
        for row in comparison.facts.unread_usage
        if comparison.matching.product_of(row.product) is product
    ]
    if rows:
        yield (
            f"{len(rows)} rows of its usage are in quarantine (first: {rows[0].file} row {rows[0].row}): "
            "put them right, and the amounts may change"
        )


def amounts_between(
    comparison: Comparison, shares: Iterable[Share]
) -> tuple[Decimal | None, Decimal | None]:
    """The least and the most that periods come to over the usual readings; None where it is one amount.

    A minor unit a period, in which halves are rounded one way or the other, is no range: it stands in
    the derivation. Where so little is all that is claimed, it is one.
    """
    sizes = [share.sizes for share in shares]
    low = sum((least for least, _ in sizes), Decimal(0))
    high = sum((most for _, most in sizes), Decimal(0))
    within = comparison.rater.minor_unit * sum(least != most for least, most in sizes)
    if high - low <= within and (high - low) * NEGLIGIBLE <= high:
        return None, None
    in_minor_units = Recovery(comparison).in_minor_units
    return in_minor_units(low), in_minor_units(high)


def window_doubts(window: Window | None, direction: Direction) -> list[str]:
    """What is not certain of how far back a difference can be corrected."""
    if window is None:
        if direction == "over":
            return []
        return [
            (
                "no look-back clause was found, and policy.toml states no window: "
                "how far back this can be invoiced is for a person to decide"
            )
        ]
    return [window.doubt] if window.doubt else []


def match_doubts(comparison: Comparison, products: Iterable[Product]) -> Iterator[str]:
    """Billed products that are taken for a contract product without certainty."""
    for product in products:
        for match in comparison.matching.names_of(product):
            if not match.certain:
                yield (
                    f"'{match.billed}' is taken for '{product.name}' ({match.grounds}; "
                    f"score {match.score:.2f})"
                )


def _doubts(comparison: Comparison, product: Product, group: Explained) -> list[str]:
    found = list(group.candidate.doubts) if group.candidate else []
    if group.candidate is None:
        found.append("no hypothesis reproduces the billed amounts: the cause is not known")
    found += group.doubts
    found += [
        f"{rival.cause} reproduces as many periods: {rival.detail}" for rival in group.rivals[:3]
    ]
    found += match_doubts(comparison, [product])
    for cell in group.cells:
        found += cell.rated.doubts
        for placed in cell.rated.terms:
            found += [f"{placed.document.file}: {warning}" for warning in placed.term.warnings]
    return found


def _implausible(compared: ProductComparison, group: Explained) -> Iterator[str]:
    """Signs that the reading, and not the bill, is wrong."""
    if _never_agrees(compared):
        yield (
            f"no billed period of {compared.product.name} agrees with the contract as it was read: "
            "check the reading before the bill"
        )
    if any(0 < cell.billed * OUT_OF_PROPORTION < cell.expected for cell in group.cells):
        yield (
            f"the contract as read gives more than {OUT_OF_PROPORTION} times what was billed for "
            f"{compared.product.name}"
        )


def _never_agrees(compared: ProductComparison) -> bool:
    billed = [cell for cell in compared.cells if cell.cell.main]
    return bool(billed) and all(cell.difference != 0 for cell in billed)


def _misread(compared: ProductComparison, group: Explained) -> bool:
    """A bill that never agrees, and that nothing explains or that is beyond belief: no claim yet.

    Somebody misread the contract, or the match of the product is wrong, far more often than a
    biller was wrong from the first day to the last in a way that no hypothesis gives.
    """
    if not _never_agrees(compared) or len(group.cells) < LEAST_PERIODS:
        return False
    beyond = all(
        0 < cell.billed * BEYOND_BELIEF < cell.expected
        or 0 < cell.expected * BEYOND_BELIEF < cell.billed
        for cell in group.cells
    )
    return group.candidate is None or beyond


def _unclaimed(period: FindingPeriod, why: str) -> FindingPeriod:
    if not period.recoverable:
        return period
    return period.model_copy(update={"recoverable": period.recoverable * 0, "why": why})


def with_cause(finding: Finding) -> Finding:
    """The same once somebody gave a cause that reproduces the bill: what was held back is claimed."""
    periods = tuple(
        period.model_copy(update={"recoverable": period.difference, "why": ""})
        if period.why == UNCHECKED
        else period
        for period in finding.periods
    )
    recoverable = sum((period.recoverable for period in periods), Decimal(0))
    return finding.model_copy(update={"periods": periods, "amount_recoverable": recoverable})


def _explanation(rows: list[Differing], group: Explained) -> str:
    first, cell = rows[0], group.cells[0]
    text = (
        f"From {first.period.start} the contract gives {cell.rated.derivation}; "
        f"billed was {cell.billed:,f}.{_open(group)}"
    )
    if group.candidate is None:
        return (
            f"{text} No hypothesis reproduces this ({group.count} were tried, alone and together)."
        )
    return (
        f"{text} The bill is reproduced to the cent in {len(rows)} of {len(rows)} periods if "
        f"{group.candidate.detail}{_together(group.candidate, group)}"
    )


def _open(group: Explained) -> str:
    """Which reading gives which amount, for the first period that is open."""
    cell = next((cell for cell in group.cells if cell.readings), None)
    if cell is None:
        return ""
    amounts = "; ".join(str(reading) for reading in cell.readings)
    return (
        f" What the contract does not settle, billing systems settle differently. For {cell.period} "
        f"they give: {amounts}."
    )


def _together(own: Candidate, group: Explained) -> str:
    """The other mistakes of the same periods; a full stop where there are none."""
    if not group.beside:
        return "."
    shared = sum(whole(share.cell) != replace(share, set_off=Decimal(0)) for share in group.shares)
    times = "" if shared == len(group.shares) else f", in {shared} of them"
    others = ", and ".join(other.detail for other in group.beside)
    names = ", ".join(other.cause.replace("_", " ") for other in group.beside)
    return (
        f"{times} together with: {others}. There, this finding carries the part of the difference "
        f"that is due to {own.cause.replace('_', ' ')}; the rest is the finding of {names}."
    )
