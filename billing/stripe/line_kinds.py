"""What an invoice line of Stripe is for, in the book's words.

`metadata.kind` says it where the seller wrote it there. Else: a proration is one by its flag, a negative
amount gives back, a metered price is usage, and what comes from a subscription recurs. An invoice item is a
charge of its own, unless the customer has no subscription and is billed by invoice items with periods.
Stripe has no minimum charges: what makes up for one is an invoice item, and only its text says so.
"""

from __future__ import annotations

import re
from datetime import date
from typing import cast, get_args

from billing.facts import LineKind
from billing.stripe.invoice_objects import Line, ParentDetails
from billing.stripe.objects import Price

_KINDS = get_args(LineKind)
_MINIMUM = re.compile(
    r"\b(minimum|shortfall)\b|\bcommit\w*\W+(settlement|reconciliation|balance|true[- ]?up)\b",
    re.IGNORECASE,
)
"""A true-up alone is no minimum: seats are trued up too."""


def details_of(line: Line) -> ParentDetails:
    """The item that the line comes from, in whichever shape."""
    if line.parent is not None:
        found = line.parent.subscription_item_details or line.parent.invoice_item_details
        found = found or line.parent.subscription_details
        if found is not None:
            own = found.proration if line.proration is None else line.proration
            return found.model_copy(update={"proration": own})
    return ParentDetails(
        invoice_item=line.invoice_item,
        proration=line.proration,
        subscription=line.subscription,
        subscription_item=line.subscription_item,
    )


def kind_of(
    line: Line, price: Price | None, start: date | None, end: date | None, *, recurs: bool
) -> LineKind:
    """The kind of a line whose period is `start` to `end` (None where it has none).

    `recurs` says whether an invoice item of its product can be a recurring charge.
    """
    own = line.metadata.get("kind")
    if own in _KINDS:
        return cast("LineKind", own)
    details = details_of(line)
    if details.proration:
        return "proration"
    if (line.amount or 0) < 0:
        return "credit"
    recurring = price.recurring if price else None
    if recurring is not None or details.subscription_item or line.type == "subscription":
        return "usage" if recurring and recurring.usage_type == "metered" else "charge"
    if _MINIMUM.search(line.description or ""):
        return "minimum"
    days = (end - start).days if start and end else 0
    return "charge" if recurs and days > 1 else "one_time"
