"""One account made up from a seed: its papers as PDFs, its book, and what is true of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from billing.facts import AccountFacts
from billing.policy import Policy, PolicyWindow
from evals.scenarios.billed import ACCOUNT, facts
from evals.scenarios.deal import Deal
from evals.scenarios.drafting import Drafter, Wants
from evals.scenarios.making import Wish, make_deal
from evals.scenarios.mistakes import MISTAKES, Expected, Planted
from evals.scenarios.paper import Place
from evals.scenarios.printing import print_paper
from evals.scenarios.styles import Pool
from evals.scenarios.traps import excused, unsettled
from terms.period import add_months

CLEAN, EXCUSED, UNSETTLED, PAIRED = 0.20, 0.15, 0.08, 0.12
"""Shares of the accounts: nothing wrong, nothing wrong though it looks so, not to be settled, two
mistakes. The others have one."""
ODD_SHARE = 0.10
"""How many clauses that matter are worded as no reader expects."""
ALIASED = 0.15
LYING = 0.015
"""How many contracts have a text that their pages do not show."""
SELLERS_OWN = 24
"""Months: the window of policy.toml, where a scenario has one."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """What is examined, and its truth."""

    number: int
    kind: str
    """'clean', 'excused', 'unsettled', or the causes that were planted, joined by '+'."""
    tags: tuple[str, ...]
    facts: AccountFacts
    documents: tuple[tuple[str, Path], ...]
    as_of: date
    truth: dict[str, Any]
    """As a case of a truth file; `unsettled` where nothing may be claimed."""


def make(number: int, seed: int, pool: Pool, folder: Path) -> Scenario:
    """Scenario `number` of a seed; its PDFs are written below `folder`. Raises PrinterMissing."""
    chance = Random(f"{pool}-{seed}-{number}")  # noqa: S311 - made-up accounts, no secrets
    while True:
        kind, planted, wants = _plan(chance, pool)
        if planted is not None:
            break
    planted, wants = _named_otherwise(chance, planted), _odd(chance, planted, wants)
    places: dict[str, Place] = {}
    documents = []
    for paper in Drafter(planted.agreed, wants, chance, pool).papers():
        found = print_paper(paper, folder)
        places |= {name: place for name, place in found.items() if name not in places}
        documents.append((paper.file, folder / paper.file))
    book = facts(planted.agreed, planted.believed, _policy(chance, planted.agreed))
    book = replace(book, lines=(*book.lines, *planted.extra))
    findings = (
        []
        if wants.unsettled
        else [
            _finding(expected, planted.agreed, places, book.policy) for expected in planted.expected
        ]
    )
    truth: dict[str, Any] = {"as_of": planted.agreed.as_of.isoformat(), "findings": findings}
    if wants.unsettled:
        truth["unsettled"] = True
    tags = (*wants.tags, *(f"odd:{topic}" for topic in sorted(wants.odd)))
    return Scenario(number, kind, tags, book, tuple(documents), planted.agreed.as_of, truth)


_OFTEN = {
    "missed_escalation": 6,
    "superseded_price": 5,
    "quantity_mismatch": 5,
    "expired_discount": 4,
}
_RARELY = ("wrong_credit", "unbilled_one_time", "unbilled_product", "late_start", "wrong_tier_mode")
_BY_FREQUENCY = [
    name for name in sorted(MISTAKES) for _ in range(_OFTEN.get(name, 1 if name in _RARELY else 3))
]
"""Each cause as often as it is drawn: what contracts change most often is billed wrongly most often."""


def _plan(chance: Random, pool: Pool) -> tuple[str, Planted | None, Wants]:
    wants = Wants(list_price=chance.random() < 0.06)
    if chance.random() < LYING:
        wants = replace(wants, lying=True, tags=("lying",))
    share = chance.random()
    if share < CLEAN:
        deal = make_deal(chance, pool, Wish())
        if not deal.rise and chance.random() < 0.4:
            wants = replace(
                wants, may_rise=Decimal(chance.choice((3, 5, 7))), tags=(*wants.tags, "may")
            )
        return "clean", Planted(deal, deal), wants
    if share < CLEAN + EXCUSED:
        wish = chance.choice(
            (Wish(rise=True, years=1), Wish(discount="ends"), Wish(("flat", "seats")), Wish())
        )
        return _trapped("excused", excused(chance, make_deal(chance, pool, wish), wants))
    if share < CLEAN + EXCUSED + UNSETTLED:
        wish = chance.choice((Wish(rise=True, years=1), Wish(("flat", "seats"), rise=False)))
        return _trapped("unsettled", unsettled(chance, make_deal(chance, pool, wish), wants))
    name = chance.choice(_BY_FREQUENCY)
    wish, mistake = MISTAKES[name]
    planted = mistake(chance, make_deal(chance, pool, wish))
    if planted is None or share >= CLEAN + EXCUSED + UNSETTLED + PAIRED:
        return name, planted, wants
    return _second(chance, name, planted, wants)


def _policy(chance: Random, deal: Deal) -> Policy:
    """The seller's settings: where the contract is silent, three sellers in four state a window."""
    if deal.under_months or chance.random() < 0.25:
        return Policy()
    return Policy(underbilling=PolicyWindow(length=SELLERS_OWN, unit="month"))


def _trapped(kind: str, made: tuple[Deal, Deal, Wants] | None) -> tuple[str, Planted | None, Wants]:
    if made is None:
        return kind, None, Wants()
    return kind, Planted(made[0], made[1]), made[2]


SECOND = (
    "wrong_credit",
    "duplicate_charge",
    "late_start",
    "ended_early",
    "expired_discount",
    "excess_discount",
)


def _second(
    chance: Random, name: str, first: Planted, wants: Wants
) -> tuple[str, Planted | None, Wants]:
    """A second mistake, on the last product of the same account."""
    if len(first.agreed.products) < 2 or first.extra or "commitment" in name:
        return name, None, wants
    other = chance.choice(SECOND)
    wish, mistake = MISTAKES[other]
    last = first.agreed.products[-1]
    if (wish.model and last.model not in wish.model) or last.since:
        return name, None, wants
    turned = replace(
        first.believed, products=(first.believed.products[-1], *first.believed.products[:-1])
    )
    agreed_turned = replace(
        first.agreed, products=(first.agreed.products[-1], *first.agreed.products[:-1])
    )
    if any(expected.product == last.name for expected in first.expected):
        return name, None, wants
    if wish.discount and not last.discount:
        return name, None, wants
    made = mistake(chance, agreed_turned)
    if made is None or made.agreed != agreed_turned:
        return name, None, wants
    wrong = made.believed.products[0]
    believed = replace(turned, products=(wrong, *turned.products[1:]))
    back = replace(believed, products=(*believed.products[1:], believed.products[0]))
    both = (*first.expected, *made.expected)
    return f"{name}+{other}", Planted(first.agreed, back, both, made.extra), wants


def _odd(chance: Random, planted: Planted, wants: Wants) -> Wants:
    topics = []
    if planted.agreed.rise and not (wants.blank or wants.misread):
        topics.append("rise")
    if wants.waived:
        topics += ["waived"]
    if wants.extended:
        topics += ["extended"]
    if any(product.later for product in planted.agreed.products):
        topics.append("later_price")
    if any(len(product.seats) > 1 for product in planted.agreed.products):
        topics.append("more_seats")
    share = 0.5 if "waived" in topics or "extended" in topics else ODD_SHARE
    return replace(wants, odd=frozenset(topic for topic in topics if chance.random() < share))


def _named_otherwise(chance: Random, planted: Planted) -> Planted:
    """Sometimes billing calls a product by another name, and products.csv says so."""
    if chance.random() >= ALIASED or planted.extra:
        return planted
    name = planted.agreed.products[0].name
    short = "".join(word[:3].upper() for word in name.split()) + "-01"
    return replace(
        planted,
        agreed=planted.agreed.with_product(0, billed_as=short),
        believed=planted.believed.with_product(0, billed_as=short),
    )


def _finding(
    expected: Expected, deal: Deal, places: dict[str, Place], policy: Policy
) -> dict[str, Any]:
    total, recoverable = Decimal(0), Decimal(0)
    under = next(iter(expected.differences.values())) > 0
    window = deal.over_months
    if under:
        window = deal.under_months or (SELLERS_OWN if policy.underbilling else None)
    for span, size in expected.differences.items():
        invoiced = span[1] if expected.metered or expected.invoiced_at_end else span[0]
        total += abs(size)
        if window is None or add_months(invoiced, window) >= deal.as_of:
            recoverable += abs(size)
    clauses = [_clause(places[name]) for name in _known(expected.clauses, places)]
    return {
        "cause": expected.cause,
        "also_causes": list(expected.also_causes),
        "product": expected.product,
        "also_products": list(expected.also_products),
        "direction": "under" if under else "over",
        "currency": deal.currency,
        "amount_total": f"{total:f}",
        "amount_recoverable": f"{recoverable:f}",
        "first_period_start": min(span[0] for span in expected.differences).isoformat(),
        "last_period_end": max(span[1] for span in expected.differences).isoformat(),
        "clause": clauses[0],
        "other_clauses": clauses[1:],
    }


def _known(names: Sequence[str], places: dict[str, Place]) -> list[str]:
    """The named clauses; a price that stands in the table is found there."""
    return [name if name in places else "table" for name in names]


def _clause(place: Place) -> dict[str, Any]:
    return {"file": place.file, "page": place.page, "section": None}


__all__ = ["ACCOUNT", "Scenario", "make"]
