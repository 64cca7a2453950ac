"""Tiers in a sentence: 'first 1,000 units at $1.00 each, next 4,000 at $0.90, all further at $0.80'."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from extractors.document import Document
from extractors.readers.grammar import disclaimed
from extractors.readers.grammar.bands import Band, band_of
from extractors.readers.grammar.effect import document_effect, effect_for
from extractors.readers.grammar.numerals import parse_digits
from extractors.readers.grammar.products import clean, headings_product
from extractors.readers.grammar.quantities import find_money, find_percents
from extractors.readers.grammar.rates import rate_after
from extractors.readers.grammar.sentences import Sentence, Setting, main_currency, setting_of
from extractors.readers.grammar.tiers import Step, period_in, tiered_price
from extractors.readers.reading import Draft, Passage
from extractors.telltales import telling
from terms.price import Price

_LEADS = re.compile(
    r"\s*(?:,?\s*(?:(?:is|are|shall be|will be)\s+)?(?:charged\s+|billed\s+|priced\s+)?(?:at|for)|[:=–—-]|,)\s*"
    r"(?:an?\s+(?:rate|price|fee|charge)\s+of\s+)?\Z"
)
_CLAUSE = re.compile(
    r"(?:^|[,;:(]|\band\b|\bor\b|\bplus\b)\s*(?:\(?[ivx\d]{1,4}[.)]\s+)?"
    r"|(?=\b(?:up to|over|above|first|next|more than|from)\b)",
    re.IGNORECASE,
)
_FOLLOWS = re.compile(
    r"\s*(?:(?:for|on|,)\s+)?(?=(?:the\s+|all\s+|any\s+|each\s+)?(?:first|next|following|over|above|more|from|up\s+to|"
    r"thereafter|additional|further)\b)",
    re.IGNORECASE,
)
_MAY_BE = telling(
    r"\b(?:first|next|thereafter|further|additional|over|above|more than|up to)\b", re.IGNORECASE
)
_ALL_FURTHER = re.compile(
    r"^(?:(?:all|any|each|every)\s+)?(?:further|additional|remaining|other|subsequent)\b[\w\s]{0,30}\Z",
    re.IGNORECASE,
)
_OPEN = Band(None, low_inside=False, high=None, high_inside=False)


def read(document: Document) -> Iterator[Draft]:
    """Every sentence that prices successive quantities."""
    setting = setting_of(document)
    whole = document_effect(setting)
    for place, sentence in enumerate(setting.sentences):
        steps = pair_steps(place, setting) or steps_in(sentence.text, setting)
        if not steps or disclaimed.is_example(sentence.text, sentence.heading):
            continue
        around = " ".join(s.text for s in setting.sentences[place : place + 2])
        price = tiered_price(steps, "", around)
        if price is None or disclaimed.about_risk(sentence.text):
            continue
        effect = effect_for(place, setting)
        effect = effect if effect.stated else whole
        update: dict[str, object] = {
            "product": _product(sentence) or _sold_by(price) or headings_product(sentence.headings),
            "currency": price.currency or main_currency(setting.text, setting.habits),
            "interval": price.interval or period_in(sentence.text),
            "effective_from": effect.start,
            "effective_to": effect.end,
        }
        if disclaimed.not_ordered(sentence.text):
            update |= {"status": "not_ordered", "doubtful": True}
        passages = [Passage(sentence.start, sentence.end)]
        if pair_steps(place, setting):
            after = setting.sentences[place + 1]
            passages.append(Passage(after.start, after.end))
        yield Draft(price.model_copy(update=update), tuple(passages))


_ALL_OF_THEM = re.compile(
    r"^\W*(?:if|where|when|in (?:a|any|each) \w+ (?:in which|with))\b(?P<band>[^.;]*?\b(?:more than|over|above|exceeds?)\s+(?P<n>\d[\d,]*))\b[^.;]*?\b(?:price|rate|charge|fee)\s+"
    r"(?:for|of|per)\s+(?:every one|each one|all|each|every)\b[^.;]*?\b(?:is|are|falls to|becomes)\s*\Z",
    re.IGNORECASE,
)


def pair_steps(place: int, setting: Setting) -> list[Step]:
    """The tiers of 'You pay $4 for each user. If there are over 100, the price for every one is $3'."""
    if place < 0 or place + 1 >= len(setting.sentences):
        return []
    first, second = setting.sentences[place], setting.sentences[place + 1]
    if first.paragraph != second.paragraph:
        return []
    one, two = (find_money(s.text, setting.habits) for s in (first, second))
    if len(one) != 1 or len(two) != 1:
        return []
    match = _ALL_OF_THEM.match(second.text[: two[0].start])
    rate = rate_after(first.text, one[0].end, setting.habits.comma)
    if match is None or not rate.unit:
        return []
    bound = parse_digits(match["n"], comma=setting.habits.comma)
    low = Band(Decimal(0), low_inside=False, high=bound, high_inside=True)
    high = Band(bound, low_inside=False, high=None, high_inside=False)
    each = replace(rate, each=True)
    return [
        Step(low, one[0].value, False, one[0].currency, each),
        Step(high, two[0].value, False, two[0].currency, each),
    ]


def _sold_by(price: Price) -> str | None:
    """'Active learner': a unit of more than one word names what is sold."""
    return price.unit if price.unit and " " in price.unit else None


def _product(sentence: Sentence) -> str | None:
    head = re.match(r"\W*(?:\([a-z]\)\s*)?([A-Z][\w’' -]{2,40}):\s", sentence.text)
    return clean(head[1]) if head else None


def steps_in(text: str, setting: Setting) -> list[Step]:
    """The tiers of a sentence, in order; empty where it has fewer than two, or amounts besides them."""
    if not _MAY_BE.search(text):
        return []
    habits = setting.habits
    amounts: list[tuple[int, int, Decimal, str | None, bool]] = [
        (money.start, money.end, money.value, money.currency, False)
        for money in find_money(text, habits)
    ] or [(each.start, each.end, each.value, None, True) for each in find_percents(text, habits)]
    if len(amounts) < 2:
        return []
    rates = [rate_after(text, amount[1], habits.comma) for amount in amounts]
    ends = [0, *(amount[1] for amount in amounts)]
    starts = [amount[0] for amount in amounts]
    after = [_after(text[rate.end :], setting) for rate in rates]
    before = [_before(text[a:b], setting) for a, b in zip(ends, starts, strict=False)]
    bands = [band for band in after if band] if all(after) else [b for b in before if b]
    if len(bands) != len(amounts):
        return []
    steps = [
        Step(band, value, percent, currency, rate if percent else replace(rate, each=True))
        for band, (_, _, value, currency, percent), rate in zip(bands, amounts, rates, strict=True)
    ]
    return steps if _rises(steps) else []


def _rises(steps: list[Step]) -> bool:
    bounds = [step.band.high or step.band.width or step.band.low for step in steps[:-1]]
    return all(bound is not None for bound in bounds)


def _before(words: str, setting: Setting) -> Band | None:
    """The bounds that lead up to an amount: '..., next 4,000 units at'."""
    lead = _LEADS.search(words)
    if lead is None:
        return None
    clause = words[: lead.start()]
    for cut in reversed([0, *(match.end() for match in _CLAUSE.finditer(clause))]):
        part = clause[cut:].strip()
        if _ALL_FURTHER.match(part):
            return _OPEN
        if part and (band := band_of(part, setting.habits)) is not None:
            return band
    return None


def _after(words: str, setting: Setting) -> Band | None:
    """The bounds that follow an amount: '$1.00 for the first 1,000 units'."""
    follows = _FOLLOWS.match(words)
    if follows is None:
        return None
    part = re.split(r"[,;.](?!\d)|\band\b", words[follows.end() :])[0].strip()
    if _ALL_FURTHER.match(part) or part.lower().startswith("thereafter"):
        return _OPEN
    return band_of(part, setting.habits)
