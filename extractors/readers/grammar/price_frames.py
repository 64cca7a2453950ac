"""Prices whose sentence is explained from its first word to its last: who pays, what for, how much, per what, from when.

A frame is a lead (a day, a product), the words before the amount, the amount with its rate, and a
tail of known phrases (when it is invoiced, from and until when, what for, what it replaces). A word
that no phrase explains makes the sentence no frame, and nothing is read from it here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from extractors.document import Document
from extractors.readers.grammar import disclaimed
from extractors.readers.grammar.allowances import Allowance, allowance_after, allowances_in
from extractors.readers.grammar.effect import Effect, document_effect, effect_of
from extractors.readers.grammar.frame_words import BARE_FEE, Said, explained, head_said, tail_said
from extractors.readers.grammar.masked import labelled, masked
from extractors.readers.grammar.naming import named, plural_unit
from extractors.readers.grammar.package_frames import package_in
from extractors.readers.grammar.price_words import rate_before
from extractors.readers.grammar.prices import priced
from extractors.readers.grammar.products import clean
from extractors.readers.grammar.quantities import MoneyAt, find_money
from extractors.readers.grammar.rates import Rate, merged, rate_after, unit_of
from extractors.readers.grammar.sentences import Sentence, Setting, setting_of
from extractors.readers.reading import Draft, Passage
from terms.price import Price

_CLOSED = re.compile(
    r"\b(?:credits?\b(?! cards?)|rebate|refund|discount|shortfall|late\s+(?:fee|charge|payment)|interest|surcharge|terminat\w+|waive[ds]?|bonus|deposit|"
    r"reimburs\w+|fine[sd]?|royalt\w+|guarantee[ds]?|minimum|commit\w*|instal?lments?|fail\w*|penalt\w+|budget|estimate\w*|if|unless|depend\w*|"
    r"greater|lesser|higher|lower|exceed\w*|list\s+price|recommended)\b",
    re.IGNORECASE,
)


def read(document: Document) -> Iterator[Draft]:
    """Every price whose sentence a frame explains whole."""
    setting = setting_of(document)
    whole = document_effect(setting)
    for place, sentence in enumerate(setting.sentences):
        moneys = find_money(sentence.text, setting.habits)
        if not moneys or len(sentence.text) > _LONGEST or _closed(sentence):
            continue
        if packed := _packed(sentence, setting, whole):
            yield packed
        elif found := _framed(sentence, moneys[0], setting, whole):
            yield _with_allowance(found, sentence, place, setting)


_LONGEST = 320
_LONGEST_LEAD = 180


def _packed(sentence: Sentence, setting: Setting, whole: Effect) -> Draft | None:
    """The price of a package, or of what goes beyond an included number."""
    of = masked(sentence.text[labelled(sentence.text) :], setting)
    found = package_in(of)
    if found is None or found.money.conflict:
        return None
    effect = effect_of(of.unmasked_days(found.since), setting) if found.since else whole
    price = Price(
        product=named(found.product, setting),
        model="package" if found.size else "per_unit",
        unit=found.unit,
        unit_amount=found.money.value,
        package_size=found.size,
        included_quantity=found.included,
        currency=found.money.currency,
        interval=found.interval,
        effective_from=effect.start,
        effective_to=effect.end,
        status="stated",
    )
    return Draft(price, (Passage(sentence.start, sentence.end),)) if price.product else None


def _closed(sentence: Sentence) -> bool:
    text = sentence.text
    return bool(
        _CLOSED.search(text)
        or disclaimed.about_risk(text)
        or disclaimed.is_example(text, sentence.heading)
        or disclaimed.is_information(text)
        or disclaimed.not_ordered(text)
        or disclaimed.is_listed(text)
    )


def _framed(sentence: Sentence, money: MoneyAt, setting: Setting, whole: Effect) -> Draft | None:
    text = sentence.text
    if money.conflict:
        return None
    skip = labelled(text)
    if money.start - skip > _LONGEST_LEAD:
        return None
    comma = setting.habits.comma
    after = rate_after(text, money.end, comma)
    behind = masked(text[after.end :], setting)
    if not explained(behind):
        return None
    before = masked(text[skip : money.start], setting)
    head = head_said(before, setting)
    tail = tail_said(behind, head, setting) if head else None
    if tail is None:
        return None
    rate = merged(after, rate_before(text[: money.start], comma))
    if tail.once and rate.interval not in {None, "one_time"}:
        return None
    price = _priced(tail, money, rate, whole, setting)
    return Draft(price, (Passage(sentence.start, sentence.end),)) if price else None


def _priced(
    said: Said, money: MoneyAt, rate: Rate, whole: Effect, setting: Setting
) -> Price | None:
    """The price that a frame states, or None where it lacks what it is for or how often it is due."""
    product = clean(said.product) if said.product else None
    if said.product and product is None:
        return None
    if product is None and said.fee and not BARE_FEE.match(said.fee):
        product = clean(said.fee)
    product = named(product, setting)
    if product is None:
        return None
    if said.once:
        rate = replace(rate, interval="one_time")
    if said.unit and not rate.unit:
        rate = replace(rate, unit=unit_of(said.unit))
    if said.each and not rate.unit and not rate.package_size:
        rate = replace(rate, unit=unit_of(product.split()[-1]))
    if rate.each and not rate.unit:
        rate = replace(rate, unit=plural_unit(product))
    if rate.interval == "one_time" and not said.once and rate.unit:
        return None
    effect = said.effect if said.effect.stated else whole
    price = priced(money, rate, product, effect)
    if price is None:
        return None
    return price.model_copy(update={"billing": price.billing or said.billing})


_FURTHER = re.compile(
    r"\W*(?:(?:each|every|any|all)\s+)?(?:further|additional|excess|extra)\s", re.IGNORECASE
)


def _beside(setting: Setting, place: int, unit: str | None) -> Allowance | None:
    """What the two sentences before 'each further scan' include, in the same unit."""
    here = setting.sentences[place]
    noun = (unit or "").split(" ")[-1].lower()
    for earlier in reversed(setting.sentences[max(0, place - 2) : place]):
        if earlier.section is not here.section:
            break
        for found in allowances_in(earlier.text, earlier.start, setting.habits):
            if noun and found.unit.split()[-1].lower() == noun:
                return found
    return None


def _with_allowance(draft: Draft, sentence: Sentence, place: int, setting: Setting) -> Draft:
    price = draft.term
    if not isinstance(price, Price):
        return draft
    allowance = allowance_after(setting, place, price.unit)
    if allowance is None and _FURTHER.match(sentence.text[labelled(sentence.text) :]):
        allowance = _beside(setting, place, price.unit)
    if allowance is None:
        return draft
    update = {
        "included_quantity": allowance.quantity,
        "interval": price.interval or allowance.interval,
    }
    return Draft(
        price.model_copy(update=update), (*draft.passages, Passage(allowance.start, allowance.end))
    )
