"""The Stripe objects of the catalogue and the configuration: what the book needs of each.

Shapes of several API versions side by side: `plan` before `price`, a subscription's `discount` before its
`discounts`, `current_period_*` on the subscription until 2025-03-31 and on its items since,
`discount.coupon` until 2025-09-30 and `discount.source.coupon` since.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from billing.stripe.fields import Exactly, Minor, Moment, Ref, StripeObject


def _text_pairs(value: Any) -> Any:
    pairs = value.items() if isinstance(value, dict) else ()
    return {str(key): str(inner) for key, inner in pairs if inner is not None}


Metadata = Annotated[dict[str, str], BeforeValidator(_text_pairs)]
"""The seller's own notes on an object; an empty one is written as a list by some clients."""


class Part(StripeObject):
    """A list inside an object (`lines`, `items`), each entry still unread."""

    data: list[dict[str, Any]] = Field(default_factory=list)
    has_more: bool = False
    total_count: int | None = None


class Customer(StripeObject):
    """customer: who is billed."""

    id: str
    name: str | None = None
    description: str | None = None
    email: str | None = None
    currency: str | None = None
    metadata: Metadata = Field(default_factory=dict)
    discount: Any = None
    deleted: bool = False


class Product(StripeObject):
    """product: what is sold, and the unit that its quantities count."""

    id: str
    name: str | None = None
    unit_label: str | None = None
    metadata: Metadata = Field(default_factory=dict)


class Tier(StripeObject):
    """A step of a tiered price; `up_to` is in it, and null or 'inf' is the last."""

    up_to: int | Literal["inf"] | None = None
    unit_amount: Minor = None
    unit_amount_decimal: Exactly = None
    flat_amount: Minor = None
    flat_amount_decimal: Exactly = None


class Amounts(StripeObject):
    """The amounts of a price in one currency."""

    unit_amount: Minor = None
    unit_amount_decimal: Exactly = None
    tiers: list[Tier] | None = None


class Recurring(StripeObject):
    """How often a price is due, and whether by quantity (licensed) or by usage (metered)."""

    interval: Literal["day", "week", "month", "year"]
    interval_count: int = Field(default=1, ge=1, le=1000)
    usage_type: str | None = None
    meter: Ref = None


class Transform(StripeObject):
    """Packages: the quantity is divided, and rounded up or down, before it is priced."""

    divide_by: int = Field(gt=0)
    round: Literal["up", "down"] = "up"


class Price(Amounts):
    """price, or a plan written as one."""

    id: str
    currency: str
    product: Ref = None
    nickname: str | None = None
    type: str | None = None
    billing_scheme: str | None = None
    tiers_mode: Literal["graduated", "volume"] | None = None
    recurring: Recurring | None = None
    transform_quantity: Transform | None = None
    currency_options: dict[str, Amounts] = Field(default_factory=dict)
    metadata: Metadata = Field(default_factory=dict)


class AmountOff(StripeObject):
    """What a coupon takes off in one currency."""

    amount_off: Minor = None


class AppliesTo(StripeObject):
    """The products that a coupon is for."""

    products: list[str] = Field(default_factory=list)


class Coupon(StripeObject):
    """coupon: a percent (20 is 20%) or an amount off, once, for months, or forever."""

    id: str
    name: str | None = None
    percent_off: Exactly = None
    amount_off: Minor = None
    currency: str | None = None
    currency_options: dict[str, AmountOff] = Field(default_factory=dict)
    duration: str | None = None
    applies_to: AppliesTo | None = None


class Discount(StripeObject):
    """discount: a coupon on a customer, a subscription or an item, from `start` to `end`."""

    id: str | None = None
    coupon: Any = None
    source: Any = None
    start: Moment = None
    end: Moment = None


class SubscriptionItem(StripeObject):
    """subscription_item: one price in a subscription."""

    id: str
    price: Any = None
    plan: Any = None
    quantity: Minor = None
    created: Moment = None
    current_period_start: Moment = None
    current_period_end: Moment = None
    discounts: list[Any] | None = None
    deleted: bool = False


class PauseCollection(StripeObject):
    """Since when, and how, a paused subscription is not collected."""

    behavior: str | None = None
    resumes_at: Moment = None


class Subscription(StripeObject):
    """subscription: what a customer is billed for, and since when."""

    id: str
    customer: Ref = None
    status: str | None = None
    currency: str | None = None
    created: Moment = None
    start_date: Moment = None
    ended_at: Moment = None
    canceled_at: Moment = None
    cancel_at: Moment = None
    cancel_at_period_end: bool | None = None
    current_period_start: Moment = None
    current_period_end: Moment = None
    trial_start: Moment = None
    trial_end: Moment = None
    pause_collection: PauseCollection | None = None
    schedule: Ref = None
    discount: Any = None
    discounts: list[Any] | None = None
    items: Part = Field(default_factory=Part)


class PhaseItem(StripeObject):
    """A price and its quantity in a phase."""

    price: Ref = None
    plan: Ref = None
    quantity: Minor = None
    discounts: list[Any] | None = None


class Phase(StripeObject):
    """A stretch of a schedule with prices and quantities of its own."""

    start_date: Moment = None
    end_date: Moment = None
    currency: str | None = None
    items: list[PhaseItem] = Field(default_factory=list)
    plans: list[PhaseItem] = Field(default_factory=list)
    coupon: Any = None
    discounts: list[Any] | None = None
    trial_end: Moment = None


class Schedule(StripeObject):
    """subscription_schedule: the dated changes of one subscription."""

    id: str
    customer: Ref = None
    subscription: Ref = None
    released_subscription: Ref = None
    status: str | None = None
    end_behavior: str | None = None
    canceled_at: Moment = None
    released_at: Moment = None
    phases: list[Phase] = Field(default_factory=list)


class PayloadKey(StripeObject):
    """Under which name an event's payload holds something."""

    event_payload_key: str | None = None


class Aggregation(StripeObject):
    """How events add up: sum, count, last."""

    formula: str | None = None


class Meter(StripeObject):
    """billing.meter: how events become usage."""

    id: str
    display_name: str | None = None
    event_name: str | None = None
    customer_mapping: PayloadKey | None = None
    value_settings: PayloadKey | None = None
    default_aggregation: Aggregation | None = None


class MeterEvent(StripeObject):
    """billing.meter_event: one event, its customer and value in the payload."""

    event_name: str
    identifier: str | None = None
    payload: dict[str, Any]
    timestamp: Moment = None
    created: Moment = None


class MeterSummary(StripeObject):
    """billing.meter_event_summary: the sum of a stretch. The API names its customer in the request only."""

    id: str | None = None
    meter: Ref = None
    customer: Ref = None
    aggregated_value: Exactly
    start_time: Moment
    end_time: Moment = None


class UsageSummary(StripeObject):
    """usage_record_summary (until 2025-03-31): the sum of a billing period of a subscription item."""

    id: str
    subscription_item: Ref = None
    total_usage: Exactly
    period: dict[str, Any] = Field(default_factory=dict)
