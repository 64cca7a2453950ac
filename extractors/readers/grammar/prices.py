"""Prices in prose: 'The Support Fee is $450.00 per month', 'Six pence (£0.06) for each call'."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from extractors.document import Document
from extractors.readers.grammar import disclaimed
from extractors.readers.grammar.effect import Effect, document_effect, effect_of, leading_effect
from extractors.readers.grammar.products import heading_product, subject_of
from extractors.readers.grammar.quantities import MoneyAt, find_money
from extractors.readers.grammar.rates import Rate, basis_of, merged, rate_after, unit_of
from extractors.readers.grammar.sentences import Sentence, Setting, setting_of
from extractors.readers.reading import Draft, Passage
from terms.money import plain
from terms.price import Price

_PAID = re.compile(
    r"\b(?:fees?|charges?|charged|prices?|priced|rates?|costs?|rental|rent|pay|pays|payable|at|invoice[ds]?|"
    r"bill(?:ed|s)?|subscription|for each|per)\b",
    re.IGNORECASE,
)
_OTHER_FAMILY = re.compile(
    r"\b(?:credits?\b(?! cards?)|rebate|refund|discount|shortfall|minimum|commit(?:s|ment)?|late (?:fee|charge|payment)|"
    r"interest|surcharge|terminat\w+|waive[ds]?|bonus|deposit|allowance of|reimburs\w+|fine[sd]?|royalt\w+|"
    r"advance against|guarantee[ds]?)\b",
    re.IGNORECASE,
)


def read(document: Document) -> Iterator[Draft]:
    """Every price that a sentence states outright."""
    setting = setting_of(document)
    whole = document_effect(setting)
    for sentence in setting.sentences:
        if not _PAID.search(sentence.text) and ":" not in sentence.text:
            continue
        moneys = find_money(sentence.text, setting.habits)
        if not moneys or _closed(sentence):
            continue
        for index, money in enumerate(moneys):
            price = _price(sentence, moneys, index, setting, whole)
            if price is not None:
                yield Draft(price, (Passage(sentence.start, sentence.end),))


def _closed(sentence: Sentence) -> bool:
    """Whether the sentence as a whole states no price."""
    text = sentence.text
    return (
        disclaimed.about_risk(text)
        or disclaimed.is_example(text, sentence.heading)
        or disclaimed.is_information(text)
    )


def _price(
    sentence: Sentence, moneys: list[MoneyAt], index: int, setting: Setting, whole: Effect
) -> Price | None:
    text, money = sentence.text, moneys[index]
    begin = moneys[index - 1].end if index else 0
    before = text[begin : money.start]
    if index:
        begin = rate_after(text, begin, setting.habits.comma).end
        before = _between(text, moneys, index, begin)
    if _REPLACED.match(text, rate_after(text, money.end, setting.habits.comma).end):
        return None
    if money.conflict or _other(before) or _OTHER_FAMILY.search(text):
        return None
    rate = rate_after(text, money.end, setting.habits.comma)
    product, says = subject_of(before)
    if not says:
        return None
    rate = _with_adjective(rate, before)
    if not rate.unit and (match := _UNIT_BEFORE.search(before)):
        rate = replace(rate, unit=unit_of(match["unit"]))
    if not rate.stated and (match := re.search(r",?\s+per\s+[\w ]{3,30}?\s*[:–—]\s*\Z", before)):
        rate = merged(
            rate, rate_after(before.replace(",", " "), match.start(), setting.habits.comma)
        )
    if not rate.stated:
        return None
    product = product or _after(text, rate.end) or heading_product(sentence.heading)
    effect = _effect(text, rate.end, moneys, index, setting, whole)
    price = priced(money, rate, product, effect)
    if price is None:
        return None
    if disclaimed.not_ordered(text) or disclaimed.not_ordered(_next(setting, sentence)):
        return price.model_copy(update={"status": "not_ordered", "doubtful": True})
    return price


def _other(before: str) -> bool:
    return (
        disclaimed.is_limit(before)
        or disclaimed.is_former(before)
        or disclaimed.is_listed(before[-60:])
    )


def _next(setting: Setting, sentence: Sentence) -> str:
    following = setting.after(sentence.end)
    if following is None or following.paragraph != sentence.paragraph:
        return ""
    return following.text if _REFERS.match(following.text) else ""


_REFERS = re.compile(
    r"^(?:none|neither|no|it|they|these|you have not|the (?:customer|client) has not)\b",
    re.IGNORECASE,
)
_REPLACED = re.compile(
    r"\s*(?:is|are|shall be|will be)?\s*(?:hereby\s+)?(?:replaced|changed|increased|reduced|amended|raised|lowered|decreased)\s+(?:by|to|with)\b",
    re.IGNORECASE,
)
_UNIT_BEFORE = re.compile(
    r"\b(?:price|rate|charge|fee|cost)\s+(?:of|for|per)\s+(?:a|an|each|every|one)\s+(?P<unit>[\w-]+(?:\s[\w-]+)?)\s+"
    r"(?:is|are|shall|will|becomes|remains|falls|rises)\b[^.;]*\Z",
    re.IGNORECASE,
)


def _between(text: str, moneys: list[MoneyAt], index: int, begin: int) -> str:
    """The words between two amounts; 'from A to B' and 'A is replaced by B' speak of one product."""
    money, last = moneys[index], moneys[index - 1]
    words = text[begin : money.start]
    if _REPLACED.fullmatch(words.rstrip()) or re.fullmatch(r"\s*to\s*", words):
        start = moneys[index - 2].end if index > 1 else 0
        owner = re.sub(r"\s+(?:from|of)\s*\Z", "", text[start : last.start])
        return re.sub(r"^.*?\b(?=the\b)", "", owner, count=1) + " is "
    return re.sub(r"^\W*(?:and|or|plus)?\s*", "", words)


_ADJECTIVE = re.compile(
    r"\b(?:monthly|quarterly|annual|yearly|one[\s-]time|single|fixed|lump[\s-]sum|up-?front)\s+(?:[\w-]+\s+){0,2}?"
    r"(?:fee|charge|price|rental|rent|subscription|amount|sum|payment|rate|retainer)\b[^.;]{0,60}\Z",
    re.IGNORECASE,
)


def _with_adjective(rate: Rate, before: str) -> Rate:
    """'The monthly charge is $5': the interval stands before the amount."""
    if rate.interval or not (match := _ADJECTIVE.search(before)):
        return rate
    words = match.group().lower()
    basis = basis_of(words)
    interval = basis.interval
    if (
        interval is None
        and re.search(r"fixed price|lump|single|up-?front", words)
        and not rate.unit
    ):
        interval = "one_time"
    return Rate(
        rate.end, rate.unit, interval, rate.package_size, rate.started, rate.each, rate.billing
    )


_FOR = re.compile(
    r"\s*(?:for|in respect of)\s+(?:the\s+|its\s+|all\s+)?(?P<name>[A-Z][\w’'&/-]*(?:\s+[\w’'&/-]+){0,5}?)"
    r"(?=\s+(?:from|for|during|in|on|as|with|by|shall|is|until|through|provided|and|which|to|at|under|beginning|"
    r"starting|commencing|payable|per)\b|[.,;)(]|\Z)"
)


def _after(text: str, at: int) -> str | None:
    """'... of $500 per month for the Premium Plan': the product behind the rate."""
    match = _FOR.match(text, at)
    return match["name"] if match and not re.search(r"\d", match["name"]) else None


def _effect(
    text: str, at: int, moneys: list[MoneyAt], index: int, setting: Setting, whole: Effect
) -> Effect:
    stop = moneys[index + 1].start if index + 1 < len(moneys) else len(text)
    said = effect_of(re.split(r"[;]|\.\s", text[at:stop])[0], setting)
    if not said.stated:
        said = leading_effect(text, setting)
    return said if said.stated else whole


def priced(money: MoneyAt, rate: Rate, product: str | None, effect: Effect) -> Price | None:
    """A stated price: flat where only an interval is said, else per unit or per started package."""
    common = {
        "product": product,
        "currency": money.currency,
        "interval": rate.interval,
        "billing": rate.billing,
        "effective_from": effect.start,
        "effective_to": effect.end,
        "status": "stated",
    }
    if rate.package_size and (rate.started or rate.unit is None):
        return Price(
            model="package",
            unit_amount=money.value,
            unit=rate.unit,
            package_size=rate.package_size,
            **common,
        )
    if rate.package_size:
        unit = f"{plain(rate.package_size)} {rate.unit}"
        return Price(model="per_unit", unit_amount=money.value, unit=unit, **common)
    if rate.unit or rate.each:
        if rate.started and rate.unit:
            return Price(
                model="package",
                unit_amount=money.value,
                unit=rate.unit,
                package_size=Decimal(1),
                **common,
            )
        return Price(model="per_unit", unit_amount=money.value, unit=rate.unit, **common)
    if rate.interval:
        return Price(model="flat", flat_amount=money.value, **common)
    return None
