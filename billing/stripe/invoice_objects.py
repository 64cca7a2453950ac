"""The Stripe objects that bill: invoices, their lines, invoice items, credit notes.

Two shapes of a line: until 2025-03-31 `price` (or `plan`), `proration`, `tax_amounts`, `subscription_item`; since then
`pricing.price_details`, `parent.*_details.proration`, `taxes`.
"""

from __future__ import annotations

from typing import Any

from pydantic import Field

from billing.stripe.fields import Exactly, Minor, Moment, Ref, StripeObject
from billing.stripe.objects import Metadata, Part


class Span(StripeObject):
    """From `start` to `end`; the end of a subscription's period is the start of the next."""

    start: Moment = None
    end: Moment = None


class PriceDetails(StripeObject):
    """Which price of which product a line is of."""

    price: Ref = None
    product: Ref = None


class Pricing(StripeObject):
    """Where a line's price comes from (since 2025-03-31)."""

    price_details: PriceDetails | None = None
    unit_amount_decimal: Exactly = None


class ParentDetails(StripeObject):
    """The item that a line comes from."""

    invoice_item: Ref = None
    proration: bool | None = None
    subscription: Ref = None
    subscription_item: Ref = None


class Parent(StripeObject):
    """What generated a line or an invoice item (since 2025-03-31)."""

    invoice_item_details: ParentDetails | None = None
    subscription_item_details: ParentDetails | None = None
    subscription_details: ParentDetails | None = None


class DiscountAmount(StripeObject):
    """What one discount took off a line or an invoice."""

    amount: Minor = None
    discount: Ref = None


class TaxAmount(StripeObject):
    """A tax: `inclusive` (until 2025-03-31) or `tax_behavior` says whether the amounts contain it."""

    amount: Minor = None
    inclusive: bool | None = None
    tax_behavior: str | None = None

    @property
    def within(self) -> bool:
        """Whether the line's amount contains the tax."""
        return bool(self.inclusive) or self.tax_behavior == "inclusive"


class PretaxCredit(StripeObject):
    """What billing credits paid of a line."""

    amount: Minor = None
    type: str | None = None


class Line(StripeObject):
    """line_item of an invoice, or an invoiceitem: `amount` is before discounts."""

    id: str
    amount: Minor = None
    currency: str | None = None
    description: str | None = None
    customer: Ref = None
    invoice: Ref = None
    date: Moment = None
    period: Span | None = None
    quantity: Exactly = None
    proration: bool | None = None
    type: str | None = None
    price: Any = None
    plan: Any = None
    pricing: Pricing | None = None
    parent: Parent | None = None
    subscription: Ref = None
    subscription_item: Ref = None
    invoice_item: Ref = None
    discount_amounts: list[DiscountAmount] | None = None
    discountable: bool | None = None
    pretax_credit_amounts: list[PretaxCredit] | None = None
    taxes: list[TaxAmount] | None = None
    tax_amounts: list[TaxAmount] | None = None
    metadata: Metadata = Field(default_factory=dict)


class Transitions(StripeObject):
    """When an invoice became final."""

    finalized_at: Moment = None


class Invoice(StripeObject):
    """invoice: `total` is after discounts and with tax."""

    id: str
    number: str | None = None
    customer: Ref = None
    status: str | None = None
    currency: str
    created: Moment = None
    date: Moment = None
    """What `created` was called until 2019."""
    effective_at: Moment = None
    due_date: Moment = None
    status_transitions: Transitions | None = None
    lines: Part = Field(default_factory=Part)
    subtotal: Minor = None
    total: Minor = None
    tax: Minor = None
    total_taxes: list[TaxAmount] | None = None
    total_tax_amounts: list[TaxAmount] | None = None
    total_discount_amounts: list[DiscountAmount] | None = None
    pre_payment_credit_notes_amount: Minor = None
    post_payment_credit_notes_amount: Minor = None


class CreditLine(StripeObject):
    """credit_note_line_item: `amount` is before discounts and tax, and positive."""

    id: str
    amount: Minor = None
    description: str | None = None
    invoice_line_item: Ref = None
    quantity: Exactly = None
    discount_amount: Minor = None
    taxes: list[TaxAmount] | None = None
    tax_amounts: list[TaxAmount] | None = None


class CreditNote(StripeObject):
    """credit_note: gives back part of one invoice."""

    id: str
    number: str | None = None
    invoice: Ref = None
    customer: Ref = None
    status: str | None = None
    currency: str
    created: Moment = None
    effective_at: Moment = None
    memo: str | None = None
    reason: str | None = None
    total: Minor = None
    amount: Minor = None
    subtotal: Minor = None
    lines: Part = Field(default_factory=Part)
