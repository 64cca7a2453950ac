"""Prices in prose: 'The Support Fee is $450.00 per month', 'Six pence (£0.06) for each call'."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal

from extractors.document import Document
from extractors.readers.grammar import disclaimed, naming
from extractors.readers.grammar.allowances import Allowance, allowance_after, allowance_before
from extractors.readers.grammar.dates import MONTH
from extractors.readers.grammar.effect import Effect, document_effect, effect_for, effect_of
from extractors.readers.grammar.own_subject import own_subject
from extractors.readers.grammar.price_words import (
    Bounds,
    bounds_after,
    event_end,
    product_after,
    rate_before,
    replaced_after,
    words_between,
)
from extractors.readers.grammar.products import FOR_EACH as _FOR_EACH
from extractors.readers.grammar.products import subject_of
from extractors.readers.grammar.quantities import MoneyAt, find_money
from extractors.readers.grammar.rates import Rate, merged, rate_after, unit_of
from extractors.readers.grammar.sentences import Sentence, Setting, setting_of
from extractors.readers.grammar.tier_prose import pair_steps, steps_in
from extractors.readers.reading import Draft, Passage
from terms.money import plain
from terms.period import add_months
from terms.price import Price

_PAID = re.compile(
    r"\b(?:fees?|charges?|charged|prices?|priced|rates?|costs?|rental|rent|pay|pays|payable|at|invoice[ds]?|"
    r"bill(?:ed|s)?|subscription|for each|per)\b|:",
    re.IGNORECASE,
)
_OTHER_FAMILY = re.compile(
    r"\b(?:credits?\b(?! cards?)|rebate|refund|discount|shortfall|commit(?:s|ment)?|late (?:fee|charge|payment)|"
    r"interest|surcharge|terminat\w+|waive[ds]?|bonus|deposit|allowance of|reimburs\w+|fine[sd]?|royalt\w+|"
    r"advance against|guarantee[ds]?|minimum (?:annual|monthly|quarterly|purchase|fee|payment)|instal?lments?|fails?|failure)\b",
    re.IGNORECASE,
)


_LIKE_TIERS = re.compile(
    r"\b(?:first|next)\s+[\d(]|\bthereafter\b|\bfrom\s+\d[\d,]*\s+to\s+\d|\bover\s+\d[\d,]*\b",
    re.IGNORECASE,
)
_REPLACES = re.compile(
    r"\b(?:replaced|changed|amended|increased|reduced|raised|lowered) (?:by|to|with)\b",
    re.IGNORECASE,
)
"""A change of a price need not name its product again."""
_MINIMUM = re.compile(r"\b(?:minimum|commitment)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Spot:
    """One amount of one sentence."""

    sentence: Sentence
    place: int
    moneys: list[MoneyAt]
    index: int
    setting: Setting

    @property
    def money(self) -> MoneyAt:
        return self.moneys[self.index]


_OF_A_SHORTFALL = re.compile(
    r"\b(?:pays?|pay|charged|payable|owes?)\b(?:[^.;]|\.\d){0,60}\b(?:for )?(?:each|every|any)\b(?:[^.;]|\.\d){0,40}"
    r"\b(?:missing|of (?:the )?(?:shortfall|deficit)|not (?:ordered|taken|purchased|delivered|used)|(?:falls?|falling) short)\b",
    re.IGNORECASE,
)
"""What is paid for each unit short of a minimum belongs to the minimum."""


_SUPERSEDED = re.compile(
    r"\b(?:takes the place of|superseded?s?|withdrawn|no longer|used to be|previous contract)\b",
    re.IGNORECASE,
)


def read(document: Document) -> Iterator[Draft]:
    """Every price that a sentence states outright."""
    setting = setting_of(document)
    whole = document_effect(setting)
    for place, sentence in enumerate(setting.sentences):
        moneys = find_money(sentence.text, setting.habits)
        if not moneys or not _PAID.search(sentence.text) or _closed(sentence):
            continue
        if pair_steps(place, setting) or pair_steps(place - 1, setting):
            continue
        if len(moneys) > 1 and (
            _LIKE_TIERS.search(sentence.text) or steps_in(sentence.text, setting)
        ):
            continue
        for index in range(len(moneys)):
            draft = _draft(_Spot(sentence, place, moneys, index, setting), whole)
            if draft is not None:
                yield draft


def _closed(sentence: Sentence) -> bool:
    """Whether the sentence as a whole states no price."""
    text = sentence.text
    return bool(
        _OTHER_FAMILY.search(text)
        or disclaimed.about_risk(text)
        or disclaimed.is_example(text, sentence.heading)
        or disclaimed.is_information(text)
        or _OF_A_SHORTFALL.search(text)
        or _SUPERSEDED.search(text)
    )


def _passed_over(spot: _Spot, after: Rate, before: str) -> bool:
    """Whether an amount states no price, or one per more than was understood."""
    text, money = spot.sentence.text, spot.money
    return bool(
        money.conflict
        or replaced_after(text, after.end)
        or _no_price(before)
        or _GOES_ON.match(text, after.end)
    )


def _draft(spot: _Spot, whole: Effect) -> Draft | None:
    text, money, comma = spot.sentence.text, spot.money, spot.setting.habits.comma
    after = rate_after(text, money.end, comma)
    before = words_between(text, spot.moneys, spot.index, comma)
    if _passed_over(spot, after, before):
        return None
    product, says = subject_of(before)
    allowance = allowance_before(spot.setting, spot.place, before)
    if not says and allowance is None and not _SETTING_UP.search(before):
        return None
    rate = merged(after, rate_before(before, comma))
    if not rate.stated and (end := event_end(text, before, after.end)):
        rate = merged(replace(rate_after(text, end, comma), each=True), rate)
    if not rate.stated and (once := _ONCE.match(text, rate.end)):
        rate = replace(rate, interval="one_time", end=once.end())
    if allowance is not None:
        rate = replace(rate, unit=rate.unit or allowance.unit, started=False, package_size=None)
    bounds = bounds_after(spot.setting, spot.place, spot.moneys, spot.index)
    if allowance is not None:
        product = allowance.product
    product = product or _set_up(text, before) or product_after(text, rate.end)
    product, rate = _named(spot, before, product, rate)
    if product is None and not _REPLACES.search(text):
        return None
    if (product and _MINIMUM.search(product)) or _MINIMUM.search(before[-90:]):
        return None
    price = priced(money, rate, product, _effect(spot, rate.end, whole))
    if price is None:
        return None
    allowance = allowance or allowance_after(spot.setting, spot.place, price.unit)
    return _with(price, bounds, allowance, spot)


_GOES_ON = re.compile(r",?\s*per\s+[a-z]|\s*/\s*[A-Za-z]", re.IGNORECASE)
"""A second 'per' behind the rate: of what the amount is due was not understood."""
_ONCE = re.compile(
    r",?\s*(?:(?:is|are|shall be|will be)\s+)?(?:invoiced|payable|due|charged|billed|paid)\s+once\b(?!\s+(?:a|per|each|every|in)\b)",
    re.IGNORECASE,
)
_SETTING_UP = re.compile(
    r"\bfor\s+(?:setting\s+(?:it|them|this)\s+up|(?:its|their)\s+set-?up)\W*\Z", re.IGNORECASE
)
_PAID_FOR = re.compile(
    r"\bpays?\s+for\s+(?:the\s+)?(?P<name>[A-Z][\w’'-]*(?:\s[\w’'-]+){0,3}?)[\s,]+(?:from|as of|with|at)\b"
)


def _set_up(text: str, before: str) -> str | None:
    """'... pays for the Desk ..., and for setting it up $900.00 once'."""
    if not _SETTING_UP.search(before):
        return None
    match = _PAID_FOR.search(text)
    return f"{match['name']} set-up" if match else "Set-up"


def _named(spot: _Spot, before: str, product: str | None, rate: Rate) -> tuple[str | None, Rate]:
    """The product by its own words, by what is counted near it, or by the heading; and its unit."""
    here, sentences = spot.sentence, spot.setting.sentences
    earlier = [
        s.text
        for s in reversed(sentences[max(0, spot.place - 2) : spot.place])
        if s.paragraph == here.paragraph
    ]
    if counted := naming.each_of(before, earlier):
        return counted[0], replace(rate, unit=rate.unit or counted[1])
    if each := _FOR_EACH.search(before):
        rate = replace(rate, unit=rate.unit or unit_of(each["name"].split()[-1]))
    lead = spot.sentence.text[: spot.money.start]
    product = product or naming.for_unit(lead, earlier, rate.unit)
    if rate.each and not rate.unit:
        rate = replace(rate, unit=naming.plural_unit(product))
    product = naming.named(product, spot.setting)
    plain = not (rate.unit and " " in rate.unit) or _FEE_HEADING.search(here.heading)
    if product is None and plain and not own_subject(before):
        product = naming.named(naming.heading_name(here.headings), spot.setting)
    return product or (rate.unit if rate.unit and " " in rate.unit else None), rate


_FEE_HEADING = re.compile(r"\b(?:Fee|Charge|Rent|Price)s?\s*\Z")


def _with(price: Price, bounds: Bounds, allowance: Allowance | None, spot: _Spot) -> Draft:
    update: dict[str, object] = {
        "minimum_charge": bounds.minimum,
        "maximum_charge": bounds.maximum,
    }
    passages = [Passage(spot.sentence.start, spot.sentence.end), *bounds.passages]
    if allowance is not None:
        update |= {
            "included_quantity": allowance.quantity,
            "interval": price.interval or allowance.interval,
        }
        passages.append(Passage(allowance.start, allowance.end))
    if disclaimed.not_ordered(spot.sentence.text) or disclaimed.not_ordered(_next(spot)):
        update |= {"status": "not_ordered", "doubtful": True}
    return Draft(price.model_copy(update=update), tuple(dict.fromkeys(passages)))


def _no_price(before: str) -> bool:
    return (
        disclaimed.is_limit(before)
        or disclaimed.is_former(before)
        or disclaimed.is_listed(before[-60:])
    )


_REFERS = re.compile(
    r"^(?:none|neither|no|it|they|these|you have not|the (?:customer|client) has not)\b",
    re.IGNORECASE,
)


def _next(spot: _Spot) -> str:
    """The next sentence of the paragraph, where it speaks of this one ('You have not ordered any')."""
    rest = spot.setting.sentences[spot.place + 1 : spot.place + 2]
    if not rest or rest[0].paragraph != spot.sentence.paragraph:
        return ""
    return rest[0].text if _REFERS.match(rest[0].text) else ""


def _effect(spot: _Spot, at: int, whole: Effect) -> Effect:
    text, moneys = spot.sentence.text, spot.moneys
    stop = moneys[spot.index + 1].start if spot.index + 1 < len(moneys) else len(text)
    said = effect_of(re.split(r"[;]|\.\s", text[at:stop])[0], spot.setting)
    if not said.stated:
        said = _effect_before(spot)
    if not said.stated:
        said = effect_for(spot.place, spot.setting)
    return said if said.stated else whole


_DATED = re.compile(
    r"(?:\b(?:from|as of|with effect from|effective|beginning(?: on)?)|\bon (?:the )?[\w ]{3,30} Date,)\s+"
    rf"(?P<day>\d{{1,2}}\s+{MONTH}\s+\d{{4}}|{MONTH}\s+\d{{1,2}},\s+\d{{4}}),",
    re.IGNORECASE,
)
_FIRST_YEAR = re.compile(r"\bfirst (?:contract |licen[cs]e |agreement )?year\b", re.IGNORECASE)


def _effect_before(spot: _Spot) -> Effect:
    """'The fee, from 1 May 2026, is': a day set between commas before the amount."""
    before = re.split(r";|\.\s", spot.sentence.text[: spot.money.start])[-1]
    match = next(reversed(list(_DATED.finditer(before))), None)
    if match is None:
        return Effect()
    start = effect_of(f"from {match['day']}", spot.setting).start
    first = _FIRST_YEAR.search(before[: match.start()])
    end = add_months(start, 12) - timedelta(days=1) if start and first else None
    return Effect(start, end)


def priced(money: MoneyAt, rate: Rate, product: str | None, effect: Effect) -> Price | None:
    """A stated price: flat where only an interval is said, else per unit or per started package.

    None where the words do not say for what or how often the amount is due.
    """
    price = Price(
        product=product,
        currency=money.currency,
        interval=rate.interval,
        billing=rate.billing,
        effective_from=effect.start,
        effective_to=effect.end,
        status="stated",
    )
    if rate.interval == "day" and not rate.unit and not rate.package_size:
        rate = replace(rate, unit="day", interval=None)
        price = price.model_copy(update={"interval": None})
    amount = {"unit_amount": money.value}
    size = rate.package_size
    if size and (rate.started or rate.unit is None):
        model = {"model": "package", "unit": rate.unit, "package_size": size, **amount}
    elif size:
        model = {"model": "per_unit", "unit": f"{plain(size)} {unit_of(rate.unit or '')}", **amount}
    elif rate.unit and rate.started:
        model = {"model": "package", "unit": rate.unit, "package_size": Decimal(1), **amount}
    elif rate.unit or rate.each:
        model = {"model": "per_unit", "unit": rate.unit, **amount}
    elif rate.interval:
        model = {"model": "flat", "flat_amount": money.value}
    else:
        return None
    return price.model_copy(update=model)
