"""What a Stripe export holds: its objects by type and id, each read once and with its place."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from billing.book_reading import Reading
from billing.facts import Quarantined
from billing.stripe.fields import ObjectUnreadable, StripeObject, fault_of
from billing.stripe.files import FOLDER, SET_ASIDE, files_in, objects_in
from billing.stripe.invoice_objects import CreditNote, Invoice, Line
from billing.stripe.objects import (
    Coupon,
    Customer,
    Discount,
    Meter,
    MeterEvent,
    MeterSummary,
    Price,
    Product,
    Schedule,
    Subscription,
    UsageSummary,
)
from billing.stripe.plans import as_price

Some = TypeVar("Some", bound=StripeObject)


@dataclass(frozen=True, slots=True)
class Found(Generic[Some]):
    """An object and where it stands."""

    file: str
    row: int
    value: Some


@dataclass(slots=True)
class Export:
    """The objects of stripe/*.json."""

    reading: Reading
    customers: dict[str, Found[Customer]] = field(default_factory=dict)
    products: dict[str, Found[Product]] = field(default_factory=dict)
    prices: dict[str, Found[Price]] = field(default_factory=dict)
    coupons: dict[str, Found[Coupon]] = field(default_factory=dict)
    discounts: dict[str, Found[Discount]] = field(default_factory=dict)
    subscriptions: dict[str, Found[Subscription]] = field(default_factory=dict)
    schedules: dict[str, Found[Schedule]] = field(default_factory=dict)
    invoices: dict[str, Found[Invoice]] = field(default_factory=dict)
    invoice_items: dict[str, Found[Line]] = field(default_factory=dict)
    lines: dict[str, Found[Line]] = field(default_factory=dict)
    """Invoice lines that were exported by themselves, because an invoice shows only its first ten."""
    credit_notes: dict[str, Found[CreditNote]] = field(default_factory=dict)
    meters: dict[str, Found[Meter]] = field(default_factory=dict)
    events: dict[str, Found[MeterEvent]] = field(default_factory=dict)
    summaries: dict[str, Found[MeterSummary]] = field(default_factory=dict)
    records: dict[str, Found[UsageSummary]] = field(default_factory=dict)
    inner_products: dict[str, Product] = field(default_factory=dict)
    """Products that stand expanded inside prices."""
    told: set[str] = field(default_factory=set)

    def refuse(self, found: Found[Any], name: str, reason: str, outcome: str = SET_ASIDE) -> None:
        """Put an object, or a part of it, into the quarantine; `name` says which."""
        text = f"{name}: {reason}. {outcome}"
        self.reading.quarantine.append(Quarantined(found.file, found.row, text))

    def learn_product(self, raw: Any) -> None:
        """Remember a product that stands inside a price, for where products.json does not hold it."""
        if isinstance(raw, dict) and isinstance(raw.get("id"), str):
            with suppress(ValidationError):  # then its id alone is known, as without expanding
                self.inner_products.setdefault(raw["id"], Product.model_validate(raw))

    def note(self, text: str) -> None:
        """Tell of something that is read and is not the whole story."""
        if text not in self.told:
            self.told.add(text)
            self.reading.notes.append(text)


_KINDS: dict[str, tuple[str, type[StripeObject]]] = {
    "customer": ("customers", Customer),
    "product": ("products", Product),
    "price": ("prices", Price),
    "plan": ("prices", Price),
    "coupon": ("coupons", Coupon),
    "discount": ("discounts", Discount),
    "subscription": ("subscriptions", Subscription),
    "subscription_schedule": ("schedules", Schedule),
    "invoice": ("invoices", Invoice),
    "invoiceitem": ("invoice_items", Line),
    "line_item": ("lines", Line),
    "credit_note": ("credit_notes", CreditNote),
    "billing.meter": ("meters", Meter),
    "billing.meter_event": ("events", MeterEvent),
    "billing.meter_event_summary": ("summaries", MeterSummary),
    "usage_record_summary": ("records", UsageSummary),
}


def read_export(reading: Reading) -> Export:
    """Every object of stripe/*.json; what cannot be read is in the quarantine."""
    export = Export(reading)
    for path in files_in(reading.path):
        file = f"{FOLDER}/{path.name}"
        unknown: Counter[str] = Counter()
        first: dict[str, int] = {}
        for row, raw in objects_in(path, reading):
            kind = str(raw.get("object") or _kind_by_name(path.stem))
            if kind not in _KINDS:
                unknown[kind] += 1
                first.setdefault(kind, row)
                continue
            _keep(export, file, row, kind, raw)
        for kind, count in unknown.items():
            others = f", and {count - 1} more like it" if count > 1 else ""
            reason = (
                f"An object of type '{kind[:60]}'{others}: the book is made of {', '.join(_NAMED)}. "
                f"{SET_ASIDE}"
            )
            reading.quarantine.append(Quarantined(file, first[kind], reason))
    return export


_NAMED = (
    "customers", "products", "prices", "coupons", "discounts", "subscriptions",
    "subscription_schedules", "invoices", "invoiceitems", "credit_notes", "meters and meter events",
)  # fmt: skip


def _kind_by_name(stem: str) -> str:
    """The type that a file's name says: 'customers', 'invoices-2026', 'meter_events'."""
    plain = stem.lower().replace("-", "_").replace("invoice_items", "invoiceitems")
    kinds = sorted(_KINDS, key=len, reverse=True)
    return next((kind for kind in kinds if plain.startswith(kind.rpartition(".")[2])), "(unnamed)")


def _keep(export: Export, file: str, row: int, kind: str, raw: dict[str, Any]) -> None:
    attribute, model = _KINDS[kind]
    name = str(raw.get("id") or raw.get("identifier") or f"the {kind} without an id")
    kept: dict[str, Found[Any]] = getattr(export, attribute)
    try:
        value = model.model_validate(as_price(raw) if kind == "plan" else raw)
    except ValidationError as error:
        export.refuse(Found(file, row, StripeObject()), name, fault_of(error))
        return
    if isinstance(value, Price):
        export.learn_product(raw.get("product"))
    key = str(raw.get("id") or raw.get("identifier") or f"{file}#{row}")
    if key not in kept:
        kept[key] = Found(file, row, value)
        return
    earlier = kept[key]
    same = "word for word" if earlier.value == value else "and differs"
    where = "" if earlier.file == file else f" of {earlier.file}"
    reason = f"it is exported twice, {same}: number {earlier.row}{where} counts"
    export.refuse(Found(file, row, value), name, reason)


def parsed(model: type[Some], raw: Any) -> Some:
    """An object that stands inside another. Raises ObjectUnreadable with the field at fault."""
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        raise ObjectUnreadable(fault_of(error)) from None
