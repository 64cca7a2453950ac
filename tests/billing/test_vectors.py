"""Rating against numbers that billing engines publish: their documentation's and their own tests'.

`vectors/*.json` holds examples from public documentation. RECOUP_VECTORS names a further file of the
same schema (money in major units, or in cents where a name says so); each vector names the conventions
of its engine, and the expected value is the engine's.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from billing.conventions import Conventions
from billing.metered_charges import together
from billing.partial import FIXED_MONTHS, Share
from billing.pricing.block import Blocks, block_graduated, block_volume
from billing.pricing.charge import Charge
from billing.pricing.coupons import amount_off, percent_off, reduced
from billing.pricing.line_total import line_amounts
from billing.pricing.models import charge
from billing.pricing.per_event import EventFee, of_events, of_total
from billing.pricing.progressive import further
from billing.pricing.proration import DayShare, by_actual_days
from billing.pricing.true_up import true_up
from billing.pricing.unit_conversion import converted
from billing.rated import RatedLine
from billing.segments import Segment
from terms.contract import ContractDocument
from terms.money import Money, minor_unit, round_to
from terms.period import Period
from terms.price import Price, Tier
from terms.timeline import Placed
from tests.shared import SHARED

D = Decimal
OWN = sorted((Path(__file__).parent / "vectors").glob("*.json"))
GIVEN = Path(os.environ.get("RECOUP_VECTORS", SHARED / "vectors" / "rating.json"))

Inputs = dict[str, Any]
Result = dict[str, Decimal]


def load(path: Path) -> list[dict[str, Any]]:
    return json.loads(path.read_text())["vectors"] if path.is_file() else []


def conventions(vector: dict[str, Any]) -> Conventions:
    """The settings that a vector's named conventions mean."""
    named = vector.get("conventions", [])
    at_zero = [name for name in named if name.startswith("zero_quantity")]
    first_fee = "zero_quantity_bills_first_tier_flat" in at_zero
    settings: dict[str, Any] = {
        "tier_bound": "exclusive" if "up_to_exclusive" in named else "inclusive",
        "graduated_fee_at_zero": first_fee,
        "volume_fee_at_zero": first_fee or not at_zero,
        "package_rounding": vector["inputs"].get("round", "up")
        if vector["model"] == "package"
        else "up",
        "package_minimum": int("at_least_one_package" in named),
    }
    return Conventions(**settings)


def says(vector: dict[str, Any], *words: str) -> bool:
    """Whether one of the vector's conventions holds all of these words."""
    return any(all(word in name for word in words) for name in vector.get("conventions", []))


def number(inputs: Inputs, name: str) -> Decimal | None:
    value = inputs.get(name)
    return None if value is None else D(str(value))


def cents(value: Decimal) -> Decimal:
    return value * 100


def in_cents(inputs: Inputs, name: str) -> Decimal:
    return D(str(inputs[name])) / 100


def price_of(model: str, inputs: Inputs) -> Price:
    tiers = tuple(
        Tier(
            up_to=tier["up_to"],
            unit_amount=tier.get("unit_price"),
            flat_amount=tier.get("flat_fee"),
            percent=tier.get("rate_percent", tier.get("percent")),
        )
        for tier in inputs.get("tiers", ())
    )
    return Price(
        model=model,
        tiers=tiers or None,
        unit_amount=inputs.get("package_price", inputs.get("unit_price")),
        package_size=inputs.get("package_size"),
        included_quantity=inputs.get("free_units", inputs.get("included_units")),
        minimum_charge=inputs.get("minimum"),
        maximum_charge=inputs.get("maximum"),
    )


def by_model(model: str, inputs: Inputs, settings: Conventions) -> Result:
    """A price term and a quantity; what a period was billed before counts against its maximum."""
    price = price_of(model, inputs)
    billed = number(inputs, "previously_billed") or D(0)
    whole = price.model_copy(update={"maximum_charge": None})
    before = number(inputs, "already_rated_quantity") or D(0)
    units = D(inputs["quantity"] if "quantity" in inputs else inputs["base"])
    made = further(partial(charge, whole, conventions=settings), before, units)
    if "discount_percent" in inputs:
        off = reduced(made.amount, [percent_off(D(inputs["discount_percent"]))], lambda size: size)
        made = Charge(made.amount - off[0].amount, made.formula)
    if "round_exponent" in inputs:
        step = D(1).scaleb(-int(inputs["round_exponent"]))
        made = Charge(round_to(made.amount, step, settings.rounding_mode), made.formula)
    return {"amount": _within_the_maximum(made, billed, price.maximum_charge)}


def _within_the_maximum(made: Charge, billed: Decimal, maximum: Decimal | None) -> Decimal:
    """What a period's second step adds to the first, as rating adds up the steps of a metered period."""
    whole = Period(date(2026, 1, 1), date(2026, 2, 1))
    price = Price(maximum_charge=maximum)
    document = ContractDocument(file="plan.pdf", kind="order_form")
    segment = Segment(whole, Placed(price, document, 0, None), price, ())
    steps = [RatedLine(billed, "before"), RatedLine(made.amount, made.formula)]
    return sum((line.amount for line in together([segment], steps)), D(0)) - billed


def event_fee(inputs: Inputs) -> EventFee:
    return EventFee(
        percent=D(inputs["rate_percent"]),
        fixed=D(inputs.get("fixed_fee_per_event", "0")),
        free_events=int(inputs.get("free_events", 0)),
        minimum=number(inputs, "per_event_min"),
        maximum=number(inputs, "per_event_max"),
    )


def percentage(inputs: Inputs, settings: Conventions) -> Result:
    events, free = int(inputs.get("event_count", 0)), number(inputs, "free_base")
    return {"amount": of_total(D(inputs["base"]), events, event_fee(inputs), free).amount}


def percentage_per_event(inputs: Inputs, settings: Conventions) -> Result:
    amounts = [D(amount) for amount in inputs["events"]]
    return {"amount": of_events(amounts, event_fee(inputs)).amount}


def min_commit(inputs: Inputs, settings: Conventions) -> Result:
    share = DayShare(int(inputs.get("active_days", 1)), int(inputs.get("period_days", 1)))
    missing = true_up(
        in_cents(inputs, "minimum_cents"),
        in_cents(inputs, "billed_cents"),
        share,
        minimum_rounded=inputs["minimum_rounded"],
    )
    return {"true_up_cents": cents(missing.amount)}


def subscription_min_commit(inputs: Inputs, settings: Conventions) -> Result:
    whole = period(inputs, "period_start", "period_end_exclusive")
    share = by_actual_days(Period(date.fromisoformat(inputs["from"]), whole.end), whole)
    base = share.of(Charge(in_cents(inputs, "base_fee_cents"), "the base fee"))
    counted = round_to(base.amount, D("0.01")) + in_cents(inputs, "other_billed_cents")
    missing = true_up(
        in_cents(inputs, "commitment_cents"),
        counted,
        share,
        minimum_rounded=inputs["minimum_rounded"],
    )
    return {"true_up_cents": cents(missing.amount)}


def commit_with_overage(inputs: Inputs, settings: Conventions) -> Result:
    """Graduated: what is committed at its price, beyond it the dearer one; and a minimum where it is billed."""
    price, units = D(inputs["unit_price"]), number(inputs, "commit_quantity")
    committed = D(inputs["commit_amount"]) if units is None else units * price
    tiers = [
        {"up_to": committed / price, "unit_price": price},
        {"up_to": None, "unit_price": price * D(inputs["overage_factor"])},
    ]
    usage = charge(price_of("graduated", {"tiers": tiers}), D(inputs["quantity"])).amount
    missing = true_up(committed, usage).amount if inputs["true_up"] else D(0)
    return {
        "amount": usage + missing,
        "overage": max(usage - committed, D(0)),
        "true_up": missing,
    }


def coupon(inputs: Inputs, settings: Conventions) -> Result:
    off = [
        percent_off(D(each["percent"]))
        if "percent" in each
        else amount_off(in_cents(each, "fixed_cents"))
        for each in inputs["coupons"]
    ]
    taken = reduced(
        in_cents(inputs, "base_cents"), off, lambda size: round_to(size, D("0.01")), settings
    )
    return {"discount_cents": cents(sum((each.amount for each in taken), D(0)))}


def blocks(
    of: Callable[[list[Blocks], Decimal], Charge], inputs: Inputs, settings: Conventions
) -> Result:
    tiers = [
        Blocks(D(tier["block_size"]), number(tier, "max_blocks"), D(tier["block_price"]))
        for tier in inputs["tiers"]
    ]
    return {"amount": of(tiers, D(inputs["quantity"])).amount}


def unit_conversion(inputs: Inputs, settings: Conventions) -> Result:
    return {
        "quantity": converted(
            D(inputs["quantity"]),
            D(inputs["factor"]),
            inputs["operation"],
            inputs["round"],
            int(inputs["precision"]),
        )
    }


def period(inputs: Inputs, start: str, end: str) -> Period:
    return Period(date.fromisoformat(inputs[start]), date.fromisoformat(inputs[end]))


def proration_factor(inputs: Inputs, settings: Conventions) -> Result:
    whole = period(inputs, "period_start", "period_end_exclusive")
    part = period(inputs, "from", "to_exclusive")
    share = by_actual_days(part, whole).of(Charge(D(1), "1"))
    return {"factor": round_to(share.amount, D(1).scaleb(-int(inputs.get("scale", 12))))}


def proration_factor_fixed_month(inputs: Inputs, settings: Conventions) -> Result:
    part = period(inputs, "from", "to_exclusive")
    share = Share(part.days, 31, FIXED_MONTHS, months=1, of_months=1).in_fixed_months(part)
    assert inputs["days_in_month"] == "30"
    factor = share.of(Charge(D(1), "1")).amount
    return {"factor": round_to(factor, D(1).scaleb(-int(inputs["scale"])))}


def proration_change(inputs: Inputs, settings: Conventions) -> Result:
    """The rest of the period at the old amount back, and at the new one: a line each."""
    whole = period(inputs, "period_start", "period_end_exclusive")
    rest = Share(whole.days, whole.days, "daily").until_end(
        date.fromisoformat(inputs["change_date"]), whole.end, "daily"
    )
    amounts = (-D(inputs["old_amount"]), D(inputs["new_amount"]))
    shares = [rest.line(Charge(amount, "")).amount for amount in amounts]
    credit, due = line_amounts(shares, lambda size: round_to(size, D("0.01")), settings)
    return {"credit": credit, "charge": due, "net": credit + due}


def round_currency(inputs: Inputs, settings: Conventions) -> Result:
    currency = inputs["currency"].upper()
    exponent = int(inputs["exponent"])
    own = None if minor_unit(currency) == exponent else D(1).scaleb(-exponent)
    money = Money(D(inputs["amount"]), currency)
    return {"amount": money.rounded(own, settings.rounding_mode).amount}


def sum_of_rounded_lines(inputs: Inputs, settings: Conventions) -> Result:
    step = D(1).scaleb(-int(inputs["exponent"]))
    lines = line_amounts(
        [D(line) for line in inputs["lines"]], lambda amount: round_to(amount, step), settings
    )
    return {"amount": sum(lines, D(0))}


RATED: dict[str, Callable[[Inputs, Conventions], Result]] = {
    **{
        model: partial(by_model, model)
        for model in ("graduated", "volume", "stairstep", "per_unit", "package")
    },
    "graduated_percentage": partial(by_model, "graduated"),
    "volume_progressive": partial(by_model, "volume"),
    "per_unit_progressive": partial(by_model, "per_unit"),
    "graduated_progressive": partial(by_model, "graduated"),
    "package_progressive": partial(by_model, "package"),
    "percentage": percentage,
    "percentage_per_event": percentage_per_event,
    "min_commit_true_up": min_commit,
    "subscription_min_commit_true_up": subscription_min_commit,
    "commit_with_overage": commit_with_overage,
    "coupon": coupon,
    "block_volume": partial(blocks, block_volume),
    "block_graduated": partial(blocks, block_graduated),
    "unit_conversion": unit_conversion,
    "proration_factor": proration_factor,
    "proration_factor_fixed_month": proration_factor_fixed_month,
    "proration_change": proration_change,
    "round_currency": round_currency,
    "sum_of_rounded_lines": sum_of_rounded_lines,
}


def check(vector: dict[str, Any]) -> None:
    inputs = vector["inputs"] | {
        "minimum_rounded": says(vector, "then_subtract"),
    }
    assert vector["model"] in RATED, f"{vector['id']}: nothing here rates {vector['model']!r}"
    result = RATED[vector["model"]](inputs, conventions(vector))
    expected = {name: D(value) for name, value in vector["expected"].items()}
    assert {name: result[name] for name in expected} == expected


@pytest.mark.parametrize(
    "vector", [each for path in OWN for each in load(path)], ids=lambda each: each["id"]
)
def test_rating_agrees_with_the_documentation_of_billing_engines(vector: dict[str, Any]) -> None:
    check(vector)


@pytest.mark.skipif(not GIVEN.is_file(), reason="RECOUP_VECTORS names no file of rating vectors")
@pytest.mark.parametrize("vector", load(GIVEN), ids=lambda each: each["id"])
def test_rating_agrees_with_a_given_file_of_vectors(vector: dict[str, Any]) -> None:
    check(vector)


def test_every_published_example_cites_its_documentation() -> None:
    cited = [each["source"] for path in OWN for each in load(path)]
    assert len(cited) >= 20
    assert all(source and "http" not in source for source in cited)
