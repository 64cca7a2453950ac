"""From a row of a CSV file to a fact; the columns and their meaning are FORMATS.md section 1.

Each function raises CellUnreadable, whose message goes to the quarantine.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import NoReturn, cast, get_args
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from billing.cells import CellUnreadable, Row, moment
from billing.facts import (
    Account,
    Flag,
    InvoiceLine,
    InvoiceStatus,
    LineKind,
    SubscriptionItem,
    UsageEvent,
)
from terms.period import Interval
from terms.price import PriceModel, Tier
from terms.term import Billing, Per

_STATUSES, _KINDS = get_args(InvoiceStatus), get_args(LineKind)
_MODELS, _INTERVALS = get_args(PriceModel), get_args(Interval)
_BILLINGS, _PERS = get_args(Billing), get_args(Per)


def account(row: Row) -> Account:
    """A row of accounts.csv; its timezone is not yet checked (`timezone_fault`)."""
    account_id = row.needed("account_id")
    return Account(
        account_id=account_id,
        name=row.text("name") or account_id,
        currency=row.currency(),
        timezone=row.text("timezone") or "UTC",
    )


def timezone_fault(timezone: str) -> str | None:
    """Why `timezone` is none, in words; None where it is one."""
    try:
        ZoneInfo(timezone)
    except (KeyError, ValueError, OSError):
        return f"'timezone' is '{timezone[:60]}', which is no timezone (such as Europe/Berlin)"
    return None


def subscription_item(row: Row, account_currency: str) -> SubscriptionItem:
    """A row of subscriptions.csv; without a currency it is in the account's."""
    start, end = row.day("start"), row.end_day("end")
    if start and end and end <= start:
        raise CellUnreadable(f"'end' ({end}) is not after 'start' ({start}): the item never ran")
    item_id = row.text("item_id") or f"row {row.number}"
    return SubscriptionItem(
        account_id=row.needed("account_id"),
        subscription_id=row.text("subscription_id") or item_id,
        item_id=item_id,
        product=row.needed("product"),
        model=row.choice("model", _MODELS),
        unit_amount=row.number_of("unit_amount"),
        flat_amount=row.number_of("flat_amount"),
        tiers=tiers(row.text("tiers")),
        package_size=row.size_of("package_size"),
        included_quantity=row.size_of("included_quantity"),
        quantity=row.size_of("quantity"),
        unit=row.text("unit"),
        minimum_amount=row.number_of("minimum_amount"),
        minimum_per=row.choice("minimum_per", _PERS),
        discount_percent=row.percent("discount_percent"),
        discount_amount=row.number_of("discount_amount"),
        discount_end=row.end_day("discount_end"),
        currency=row.currency() if row.text("currency") else account_currency,
        interval=cast("Interval | None", row.choice("interval", _INTERVALS)),
        interval_count=_count(row.number_of("interval_count")),
        billing=cast("Billing | None", row.choice("billing", _BILLINGS)),
        start=start,
        end=end,
    )


def _count(value: Decimal | None) -> int:
    if value is None:
        return 1
    if value != int(value) or not 1 <= value <= 1000:
        raise CellUnreadable(f"'interval_count' is {value}, which is not a whole number from 1")
    return int(value)


def tiers(cell: str | None) -> tuple[Tier, ...]:
    """The tiers of a cell: a JSON list, bounds rising, only the last without `up_to`."""
    if cell is None:
        return ()
    try:
        value = json.loads(cell, parse_float=Decimal, parse_int=Decimal, parse_constant=_refused)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, list):
        raise CellUnreadable(
            f"'tiers' is '{cell[:60]}', which is not a JSON list such as "
            '[{"up_to": "1000", "unit_amount": "0.10"}, {"up_to": null, "unit_amount": "0.08"}]'
        )
    try:
        found = tuple(Tier.model_validate(step) for step in value)
    except ValidationError as error:
        first = error.errors()[0]
        raise CellUnreadable(
            f"'tiers' has a tier that cannot be read: {'.'.join(map(str, first['loc']))}: {first['msg']}"
        ) from None
    bounds = [Decimal("Infinity") if step.up_to is None else step.up_to for step in found]
    if any(lower >= upper for lower, upper in pairwise(bounds)):
        raise CellUnreadable(
            "'tiers' does not rise from tier to tier: 'up_to' must grow, and only the last is null"
        )
    return found


def _refused(constant: str) -> NoReturn:
    raise ValueError(constant)


def invoice_line(row: Row) -> InvoiceLine:
    """A row of invoice_lines.csv. A period that ends on the day it starts is that one day."""
    start, end = row.day("period_start"), row.day("period_end")
    amount = row.number_of("amount")
    if amount is None:
        raise CellUnreadable("'amount' is empty, and the row needs one")
    return InvoiceLine(
        account_id=row.needed("account_id"),
        invoice_id=row.needed("invoice_id"),
        invoice_date=row.needed_day("invoice_date"),
        due_date=row.day("due_date"),
        status=cast("InvoiceStatus", row.needed_choice("status", _STATUSES)),
        line_id=row.text("line_id") or f"row {row.number}",
        product=row.needed("product"),
        kind=cast("LineKind", row.needed_choice("kind", _KINDS)),
        description=row.text("description") or "",
        period_start=start,
        period_end=_period_end(start, end),
        quantity=row.number_of("quantity"),
        unit=row.text("unit"),
        unit_amount=row.number_of("unit_amount"),
        amount=amount,
        currency=row.currency(),
    )


def _period_end(start: date | None, end: date | None) -> date | None:
    if start is None or end is None or end > start:
        return end
    if end < start:
        raise CellUnreadable(f"'period_end' ({end}) is before 'period_start' ({start})")
    return start + timedelta(days=1)


def usage_event(row: Row) -> UsageEvent:
    """A row of usage.csv."""
    quantity = row.size_of("quantity")
    if quantity is None:
        raise CellUnreadable("'quantity' is empty, and the row needs one")
    return UsageEvent(
        account_id=row.needed("account_id"),
        product=row.needed("product"),
        at=moment("at", row.needed("at")),
        quantity=quantity,
        unit=row.text("unit"),
        event_id=row.text("event_id"),
    )


def flag(row: Row) -> Flag:
    """A row of flagged.csv."""
    return Flag(
        account_id=row.needed("account_id"),
        reason=row.text("reason") or "flagged without a reason",
        score=row.number_of("score"),
        flagged_on=row.day("flagged_on"),
    )


def index_value(row: Row) -> tuple[str, Decimal]:
    """A row of indices/<name>.csv: month ('2025-01') and value."""
    month = row.needed("month")
    first = month if len(month) == 10 else f"{month}-01"
    try:
        Row(row.number, {"month": first}).needed_day("month")
    except CellUnreadable:
        raise CellUnreadable(
            f"'month' is '{month[:60]}', which is not a month (use YYYY-MM)"
        ) from None
    value = row.size_of("value")
    if not value:
        raise CellUnreadable(f"'value' is '{row.text('value') or ''}', and an index is above zero")
    return first[:7], value
