"""Coupons and discounts as a percent or an amount off, from a day to a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any

from billing.stripe.export import Export, parsed
from billing.stripe.fields import ObjectUnreadable
from billing.stripe.money import major
from billing.stripe.objects import Coupon, Discount


@dataclass(frozen=True, slots=True)
class Off:
    """What is taken off, and when. `products` is empty where it is for all of them."""

    percent: Decimal | None
    amount: Decimal | None
    start: datetime | None
    end: datetime | None
    once: bool = False
    products: tuple[str, ...] = ()


def off_of(export: Export, raw: Any, currency: str) -> Off:
    """A discount: expanded, an id of discounts.json, or as a schedule's phase names its coupon.

    Raises ObjectUnreadable where its coupon is not known.
    """
    discount = _discount(export, raw)
    source = discount.source.get("coupon") if isinstance(discount.source, dict) else None
    coupon = _coupon(export, discount.coupon or source, discount.id)
    if coupon.percent_off is None and coupon.amount_off is None:
        raise ObjectUnreadable(f"coupon {coupon.id} takes neither a percent nor an amount off")
    return Off(
        percent=coupon.percent_off,
        amount=None if coupon.percent_off is not None else _amount(coupon, currency),
        start=discount.start,
        end=discount.end,
        once=coupon.duration == "once",
        products=tuple(coupon.applies_to.products) if coupon.applies_to else (),
    )


def _discount(export: Export, raw: Any) -> Discount:
    if isinstance(raw, dict) and isinstance(raw.get("discount"), str):
        raw = raw["discount"] if raw.get("coupon") is None else raw
    if isinstance(raw, dict):
        return parsed(Discount, raw)
    if str(raw) in export.discounts:
        return export.discounts[str(raw)].value
    raise ObjectUnreadable(
        f"only the id of discount {raw} is known: list the objects with expand[]=data.discounts"
    )


def _coupon(export: Export, raw: Any, discount_id: str | None) -> Coupon:
    if isinstance(raw, dict):
        return parsed(Coupon, raw)
    if raw is None:
        raise ObjectUnreadable(f"discount {discount_id or '(without id)'} names no coupon")
    if str(raw) in export.coupons:
        return export.coupons[str(raw)].value
    raise ObjectUnreadable(f"its coupon {raw} is not in coupons.json")


def _amount(coupon: Coupon, currency: str) -> Decimal:
    if coupon.currency is None or coupon.currency.upper() == currency:
        return major(coupon.amount_off or 0, currency)
    option = coupon.currency_options.get(currency.lower())
    if option is None or option.amount_off is None:
        raise ObjectUnreadable(
            f"coupon {coupon.id} takes off {coupon.currency.upper()}, and what is billed is in {currency}"
        )
    return major(option.amount_off, currency)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days of one discount: `start` is in it, `end` is not."""

    start: date
    end: date | None
    percent: Decimal | None = None
    amount: Decimal | None = None
    until: date | None = None
    """The day on which the discount ends, within the stretch or with it."""


@dataclass(frozen=True, slots=True)
class DatedOff:
    """An Off in days."""

    percent: Decimal | None
    amount: Decimal | None
    start: date | None
    end: date | None


def stretches(start: date, end: date | None, offs: list[DatedOff]) -> list[Stretch]:
    """The days from `start` to `end`, cut where a discount begins, or where one of several ends."""
    last = end or date.max
    offs = [off for off in offs if (off.start or start) < last and (off.end or last) > start]
    if not offs:
        return [Stretch(start, end)]
    if len(offs) == 1 and (offs[0].start or start) <= start:
        only = offs[0]
        until = only.end if only.end and only.end < last else None
        return [Stretch(start, end, only.percent, only.amount, until)]
    cuts = {bound for off in offs for bound in (off.start, off.end) if bound}
    bounds = [start, *sorted(cut for cut in cuts if start < cut < last), last]
    found = []
    for low, high in pairwise(bounds):
        active = [off for off in offs if (off.start or low) <= low and (off.end or last) > low]
        percent, amount = _together(active)
        until = high if active and high != last else None
        found.append(Stretch(low, end if high == last else high, percent, amount, until))
    return found


def _together(offs: list[DatedOff]) -> tuple[Decimal | None, Decimal | None]:
    """Percents multiply, amounts add up."""
    percents = [off.percent for off in offs if off.percent is not None]
    amounts = [off.amount for off in offs if off.amount is not None]
    left = Decimal(1)
    for percent in percents:
        left *= 1 - percent / 100
    return (
        ((1 - left) * 100).normalize() if percents else None,
        sum(amounts, Decimal(0)) if amounts else None,
    )
