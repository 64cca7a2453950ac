"""Charges of what was counted: on top of a longer window's tiers, event by event, within an interval's bounds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial

from billing.conventions import Conventions
from billing.counting import Counted
from billing.pricing.charge import Charge, NotPriceable, shown
from billing.pricing.limits import bounded
from billing.pricing.models import charge
from billing.pricing.progressive import further
from billing.rated import RatedLine
from billing.segments import Segment
from terms.escalation import Escalation
from terms.period import Period
from terms.price import Price


def metered(price: Price, units: Counted, conventions: Conventions) -> Charge:
    """The charge of what was counted, on top of what the tiers' window already holds.

    Tiers and what is included run over the window; the least and the most are those of the interval.
    """
    if units.quantity is None:
        raise NotPriceable("no quantity is known")
    made = further(
        partial(charge, unbounded(price), conventions=conventions), units.before, units.quantity
    )
    return bounded(made, price.minimum_charge, price.maximum_charge)


def unbounded(price: Price) -> Price:
    """The price without the least and the most that it may come to."""
    if price.minimum_charge is None and price.maximum_charge is None:
        return price
    return price.model_copy(update={"minimum_charge": None, "maximum_charge": None})


def by_days(
    price: Price, period: Period, quantity: Decimal | None, conventions: Conventions
) -> Charge:
    """A price per day or week for every one in the period; raises NotPriceable for a part of a week."""
    length = (7 if price.interval == "week" else 1) * max(price.interval_count or 1, 1)
    count, left = divmod(period.days, length)
    if left:
        raise NotPriceable(
            f"{period} is not a whole number of the {length} days that the price is for"
        )
    made = charge(price, quantity, conventions)
    return made if count == 1 else Charge(made.amount * count, f"{made.formula} × {count}")


def apart(found: Sequence[Segment]) -> list[Segment]:
    """The segments of a metered interval without their bounds, which hold for it as a whole."""
    return [Segment(each.period, each.placed, unbounded(each.price), each.terms) for each in found]


def together(found: Sequence[Segment], lines: Sequence[RatedLine]) -> list[RatedLine]:
    """The lines of a metered interval in which the price changes, within the interval's bounds.

    Raises NotPriceable where the bounds themselves change.
    """
    bounds = {(each.price.minimum_charge, each.price.maximum_charge) for each in found}
    if len(bounds) > 1:
        raise NotPriceable(
            f"the least or the most of a period changes on {found[1].period.start}, within one"
        )
    total = sum((line.amount for line in lines), Decimal(0))
    minimum, maximum = bounds.pop()
    within = bounded(Charge(total, ""), minimum, maximum).amount
    if within == total:
        return list(lines)
    which = "minimum" if within > total else "maximum"
    words = f"{which} {shown(within)} of the whole period, less {shown(total)}"
    return [*lines, RatedLine(within - total, words)]


def doubts(found: Sequence[Segment], counted: Counted) -> Iterator[str]:
    """What rating a metered interval had to assume."""
    price = found[0].price
    if len(found) > 1 and counted.source == "usage" and (price.tiers or price.included_quantity):
        yield (
            f"the price changes on {found[1].period.start}, within a metered period: that tiers and "
            "included units begin anew there is assumed"
        )
    if counted.source == "usage":
        for placed in found[0].terms:
            if isinstance(placed.term, Escalation) and placed.term.product is None:
                yield (
                    f"{placed.document.file}: a general increase is taken to raise a price per metered "
                    "unit too, which such clauses often leave out"
                )
