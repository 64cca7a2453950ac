"""What a term of price or counting needs to be one: of what, per what, and how its tiers add up."""

from __future__ import annotations

import re

from extractors.readers.grammar.sentences import Setting
from extractors.readers.reading import Draft
from terms.adjustment import Surcharge
from terms.measure import Metering
from terms.price import Price, Quantity

_SOLD_SINGLY = re.compile(
    r"\b(?:seat|user|licen[cs]e|learner|device|terminal|tower|vehicle)\Z", re.IGNORECASE
)
_PACKED = re.compile(
    r"\b(?:bundle|block|pack|package|packet|lot|batch|set)(?:s|es)?\s+of\s+(?:\d|ten\b|fifty\b|a\s+hundred|one\s+hundred|one\s+thousand|a\s+thousand)",
    re.IGNORECASE,
)
_BY_THE_THOUSAND = re.compile(r"^(?:dozen|hundred|thousand|million)\b", re.IGNORECASE)
"""Units that hold several of what is counted."""
_NOT_SOLD = frozenset(
    {"fee", "charge", "price", "rate", "type", "kind", "form", "payment", "level"}
)
_OF_A_PERIOD = re.compile(
    r"\b(?:preceding|previous|for (?:the|each)|of each|during)\b", re.IGNORECASE
)
_REDUCES = re.compile(r"\b(?:rebates?|discounts?|bonus|refund)\b", re.IGNORECASE)
_GAP = re.compile(r"\b(?:begins below|no tier covers)\b")


def lacks(draft: Draft, setting: Setting) -> str | None:
    """What a draft lacks to be stated; None where nothing."""
    term = draft.term
    if isinstance(term, Metering) and _half_counted(draft, term, setting):
        return "speaks of counting; of what, or how, is not certain"
    if isinstance(term, Surcharge) and _of_one_charge(term):
        return f"a premium on “{term.percent_of}”; what that comprises was not read"
    if isinstance(term, Quantity) and term.unit in _NOT_SOLD:
        return "a number; whether it is contracted is not certain"
    if isinstance(term, Price) and _of_several(draft, term, setting):
        return "a price of several together; of how many was not read"
    if isinstance(term, Price) and term.status == "stated":
        return _of_tiers(term) or _of_amounts(term)
    return None


def _of_several(draft: Draft, price: Price, setting: Setting) -> bool:
    """Whether a price per unit is in truth one of a package: 'in bundles of 1,000', 'per thousand views'."""
    if price.model != "per_unit":
        return False
    at = draft.passages[0]
    words = setting.text[at.start : at.end]
    return bool(_BY_THE_THOUSAND.match(price.unit or "") or _PACKED.search(words))


_ONE_CHARGE = re.compile(
    r"(?:the\s+)?(?!(?:monthly|annual|yearly|hourly|daily|net|total|applicable|standard|normal|regular|usual|same|list|agreed|relevant|basic|base|contract|purchase|order|all|respective)\b)[a-z]+\s+(?:charge|fee|price|rate)\Z"
)


def _of_one_charge(term: Surcharge) -> bool:
    """Whether a premium is taken of one named charge that no field of it names as a product."""
    return bool(
        term.percent_of
        and not term.includes
        and not term.product
        and _ONE_CHARGE.match(term.percent_of)
    )


def _of_tiers(price: Price) -> str | None:
    if price.tiers and _REDUCES.search(price.product or ""):
        return "states steps of a reduction; they are no prices"
    priced = any(tier.unit_amount is not None for tier in price.tiers or ())
    if priced and price.model in {"graduated", "volume"} and price.unit is None:
        return "states tiers; per what their prices are was not read"
    if price.model == "tiered":
        return "states tiers; how they add up is not certain"
    if any(_GAP.search(words) for words in price.warnings):
        return "states tiers whose bounds do not fit one another"
    return None


def _of_amounts(price: Price) -> str | None:
    if _unmeasured(price):
        return "an amount was read, but not per what it is due"
    if price.model == "flat" and _SOLD_SINGLY.search(price.product or ""):
        return "a price of one of several; how many are charged was not read"
    if price.interval is None and _OF_A_PERIOD.search(price.percent_of or ""):
        return "a percent of the sales of a period; of which was not read"
    if _of_the_unknown(price):
        return f"a percent of “{price.percent_of}”; what that comprises was not read"
    return None


_DEFINED = re.compile(r"\b(?!Net\b|Gross\b)[A-Z][\w-]+ (?:Spend|Charges?|Fees?|charges?|fees?)\b")


def _of_the_unknown(price: Price) -> bool:
    """Whether a percentage is taken of charges that the contract defines, and no field says which."""
    return bool(price.percent_of and not price.includes and _DEFINED.search(price.percent_of))


_AGGREGATES = re.compile(
    r"\b(?:highest|greatest|largest|maximum|peak|average|mean|percentile|averag\w+|summed|added together)\b",
    re.IGNORECASE,
)
_ROUNDS = re.compile(
    r"\brounded\b|\b(?:an?|each|any|every)\s+(?:begun|started|commenced)\b|\bpart of an?\b",
    re.IGNORECASE,
)
_OF_MONEY = re.compile(r"\b(?:cents?|penny|pence|dollars?|euros?|yen|pounds?)\b", re.IGNORECASE)


def _half_counted(draft: Draft, term: Metering, setting: Setting) -> bool:
    """Whether a rule of counting was read in part: of nothing, or without the how that its words speak of."""
    if not (term.unit or term.product or term.timezone or term.base_unit):
        return True
    if term.aggregate and not term.product:
        return True
    if term.aggregate == "unique" and not term.unit:
        return True
    words = " ".join(setting.text[at.start : at.end] for at in draft.passages)
    if term.aggregate is None and _AGGREGATES.search(words):
        return True
    return term.rounding is None and bool(_ROUNDS.search(words) and not _OF_MONEY.search(words))


def _unmeasured(price: Price) -> bool:
    return price.model == "per_unit" and price.unit is None and price.interval is None
