"""Prices that are a percent of an amount: 'Support: eight percent (8%) of the Compute charge'."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from extractors.document import Document
from extractors.readers.grammar import disclaimed
from extractors.readers.grammar.effect import document_effect, effect_for
from extractors.readers.grammar.products import clean, headings_product, subject_of
from extractors.readers.grammar.quantities import PercentAt, find_money, find_percents
from extractors.readers.grammar.rates import basis_of
from extractors.readers.grammar.sentences import Sentence, Setting, main_currency, setting_of
from extractors.readers.reading import Draft, Passage
from terms.price import Price

_BASE = re.compile(
    r"\s*of\s+(?:the\s+|all\s+|each\s+|its\s+)?(?P<base>[^,;.()]{3,80}?)"
    r"(?=\s+(?:but|with|subject|payable|and\s+(?:not|shall|is)|plus|shall|is|are|during|provided|per annum)\b|[,;.()]|\Z)",
    re.IGNORECASE,
)
_MONEY_BASE = re.compile(
    r"\b(?:charges?|fees?|prices?|rates?|spend|spending|turnover|revenues?|sales|cost|[A-Z][a-z]+ (?:Volume|Value|Amount))\b",
    re.IGNORECASE,
)
_NOT_A_PRICE = re.compile(
    r"\b(?:credits?|discount|rebate|interest|late|overdue|penalt\w+|terminat\w+|refund|increase[ds]?|decrease[ds]?|escalat\w+|"
    r"uptime|urgency|surcharge|uplift|availab\w+|tax|vat|gst|commission|royalt\w+|liab\w+|damages|holdback|retain\w*|deposit|adjust\w*|"
    r"reduc\w+|expire|cancel\w*|audit|underpa\w+|shares?|voting|equity|ownership|cap(?:ped)?|limited to|not (?:to )?exceed|"
    r"take[\s-]or[\s-]pay|in any event|shortfall|salary|if|placement|upon|balance|account to|must spend|prepay\w*|deemed|fair market|original cost|referral|entitled|must be paid|within|purchase order|instal?lments?)\b",
    re.IGNORECASE,
)
_FLOOR = re.compile(
    r"\b(?:not less than|no less than|at least(?:,?\s+however,?)?|minimum(?:\s+(?:of|charge(?: of)?|fee(?: of)?))?|minimum)\s*:?\s*\Z",
    re.IGNORECASE,
)
_CEILING = re.compile(
    r"\b(?:not more than|no more than|maximum(?:\s+of)?|capped at|up to(?: a maximum of)?|not exceeding)\s*:?\s*\Z",
    re.IGNORECASE,
)
_PLUS = re.compile(
    r"\bat\s+(?:\w+\s+)?cost\s+plus\s+(?:a\s+[\w ]{0,40}?(?:of\s+)?)?\Z|\bcost\s+plus\s+\Z",
    re.IGNORECASE,
)


def read(document: Document) -> Iterator[Draft]:
    """Every price in percent that a sentence states outright."""
    setting = setting_of(document)
    whole = document_effect(setting)
    for index, sentence in enumerate(setting.sentences):
        text = sentence.text
        if "%" not in text and "per" not in text:
            continue
        percents = find_percents(text, setting.habits)
        if (
            len(percents) != 1
            or percents[0].conflict
            or disclaimed.is_example(text, sentence.heading)
        ):
            continue
        price = _percentage(sentence, percents[0], setting)
        if price is None:
            continue
        effect = effect_for(index, setting)
        effect = effect if effect.stated else whole
        update = {"effective_from": effect.start, "effective_to": effect.end}
        yield Draft(price.model_copy(update=update), (Passage(sentence.start, sentence.end),))


def _percentage(sentence: Sentence, percent: PercentAt, setting: Setting) -> Price | None:
    text = sentence.text
    base = _BASE.match(text, percent.end)
    if (
        base is None
        or not _MONEY_BASE.search(base["base"])
        or base["base"].lower().startswith("that ")
    ):
        return None
    if _NOT_A_PRICE.search(text) or disclaimed.about_risk(text) or percent.value == 0:
        return None
    before = re.sub(r"^\W*(?:[A-Z]?[\d.]+|\([a-z]\))?\s*", "", text[: percent.start])
    product, says = subject_of(before) if before.strip() else (None, True)
    if not says:
        return None
    product = product or headings_product(sentence.headings)
    if product is None:
        return None
    floor, ceiling = _bounds(text, base.end(), setting)
    of = re.sub(
        r"\s+(?:for|of|in) the (?:same )?(?:month|quarter|year)\Z", "", base["base"].strip()
    )
    currency = next((m.currency for m in find_money(text, setting.habits)), None)
    return Price(
        product=clean(product),
        model="percentage",
        percent=percent.value,
        percent_of=of,
        minimum_charge=floor,
        maximum_charge=ceiling,
        interval=basis_of(
            re.sub(r"\b(?:for|of|in) (?:the|any|each)(?: same)?\b", "per", text[base.start() :])
        ).interval,
        currency=currency or main_currency(setting.text, setting.habits),
        status="not_ordered" if disclaimed.not_ordered(text) else "stated",
        doubtful=disclaimed.not_ordered(text),
    )


def _bounds(text: str, at: int, setting: Setting) -> tuple[Decimal | None, Decimal | None]:
    floor = ceiling = None
    for money in find_money(text, setting.habits):
        if money.start < at:
            continue
        if _FLOOR.search(text[: money.start]):
            floor = money.value
        elif _CEILING.search(text[: money.start]):
            ceiling = money.value
    return floor, ceiling
