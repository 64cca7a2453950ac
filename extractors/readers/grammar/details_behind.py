"""Details of a term that stand beside it: how much a price includes, from when a payment term holds.

Read where the frame is clear ('the number of calls included each month is raised from 500 to 800',
'This applies to invoices issued from 1 May 2025'); where the words are there and were not read, the
term says too little and is not stated.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any

from extractors.readers.grammar import rise_details
from extractors.readers.grammar.carved_out import carved_out
from extractors.readers.grammar.masked import labelled
from extractors.readers.grammar.numerals import DIGITS, parse_digits
from extractors.readers.grammar.quantities import find_dates
from extractors.readers.grammar.rates import unit_of
from extractors.readers.grammar.sentences import Sentence, Setting
from extractors.readers.reading import Draft, Passage
from terms.adjustment import Discount, Surcharge
from terms.price import Price
from terms.tenure import Payment

_NUMBER_INCLUDED = re.compile(
    rf"\bthe\s+(?:number|quantity|volume)\s+of\s+(?P<unit>[a-z][\w -]{{1,30}}?)\s+included(?:\s+(?:in\s+)?(?:each|every|per|a)\s+(?:calendar\s+)?(?:month|quarter|year))?\s+"
    rf"(?:is|are|shall\s+be|will\s+be|becomes?)\s+(?:hereby\s+)?(?:(?:raised|increased|reduced|lowered|changed)\s+)?(?:from\s+(?P<old>{DIGITS})\s+(?:[a-z]+\s+)?)?(?:to\s+)?(?P<n>{DIGITS})\b",
    re.IGNORECASE,
)
_INCLUDED = re.compile(
    rf"\b{DIGITS}\s+(?P<unit>[a-z][\w-]*)\s+(?:(?:that|which)\s+)?(?:(?:are|is)\s+)?included\b|\b(?:number|quantity)\s+of\s+(?P<unit2>[a-z][\w-]*)\s+included\b",
    re.IGNORECASE,
)
_APPLIES = re.compile(
    r"^\W*This\s+(?:change\s+)?(?:applies|holds|takes\s+effect)\s+(?:to|for)\s+(?:all\s+)?invoices\s+(?:issued|dated|sent|rendered)\s+(?:on\s+or\s+after|from|as\s+of)\b",
    re.IGNORECASE,
)
_CONDITIONAL = re.compile(
    r"^\W*(?:[A-Z]?[\d.]+\s+|\(\w+\)\s*)?(?:In\s+(?:an?|any|each|every)\s+(?:\w+\s+){1,2}in\s+which|If|Where|When(?:ever)?|While|Should)\b"
)
_CHARGE_FOR = re.compile(
    r"\bthe\s+(?:charges?|fees?|prices?)\s+for\s+(?!(?:the|that|this|each|such|any|all)\s+(?:month|quarter|year|period|service)s?\b)[a-z]",
    re.IGNORECASE,
)


def completed(draft: Draft, setting: Setting) -> Draft:
    """The draft with what its own or the next sentence says besides."""
    term = draft.term
    index = _index(draft, setting)
    if index is None:
        return draft
    here = setting.sentences[index]
    if isinstance(term, Price) and term.included_quantity is None and term.unit:
        match = _NUMBER_INCLUDED.search(here.text)
        if match and _same_unit(match["unit"], term.unit):
            size = parse_digits(match["n"], comma=setting.habits.comma)
            return _with(draft, {"included_quantity": size})
    if isinstance(term, Payment) and term.effective_from is None:
        behind = _next(setting, index)
        day = _from(behind, setting) if behind else None
        if behind and day:
            return _with(draft, {"effective_from": day}, Passage(behind.start, behind.end))
    return draft


def doubt(draft: Draft, setting: Setting, taken: Collection[int]) -> str | None:
    """Why a term says too little: what its own words, or those behind it, add was not read.

    `taken`: where the passages of all drafts begin; a sentence that another term rests on is read.
    """
    term = draft.term
    at = draft.passages[0]
    words = setting.text[at.start : at.end]
    if isinstance(term, Price) and term.included_quantity is None and _includes(term, words):
        return "a price beyond a number that is included; that number was not read"
    if isinstance(term, Discount | Surcharge) and term.condition is None:
        sized = isinstance(term, Discount) and term.min_quantity is not None
        if _CONDITIONAL.match(words) and not sized:
            return "holds under a condition; that was not read"
    if isinstance(term, Discount) and term.product is None and _CHARGE_FOR.search(words):
        return "reduces the charge for one thing; for what was not read"
    index = _index(draft, setting)
    if index is None:
        return None
    behind = _next(setting, index)
    if behind and behind.start not in taken:
        dated = bool(term.effective_from or term.effective_to or getattr(term, "months", None))
        text = behind.text[labelled(behind.text) :]
        why = _bounded(draft, behind) or carved_out(term.type, dated=dated, behind=text)
        if why:
            return why
    return _payment(draft, setting, index) or rise_details.unread(draft, setting, index)


def _payment(draft: Draft, setting: Setting, index: int) -> str | None:
    behind = _next(setting, index)
    if not isinstance(draft.term, Payment) or draft.term.effective_from or behind is None:
        return None
    if _APPLIES.match(behind.text):
        return "the sentence behind it says from when it holds; that was not read"
    return None


_OF_IT = re.compile(
    r"^\W*(?:It|This\s+(?:charge|fee|price|rate)|In\s+no\s+\w+|At\s+(?:least|most))\b"
)
_FREE = re.compile(
    rf"\bnot\s+(?:due|charged|payable)\b[^.;]*\bfirst\s+(?:\w+\s+\()?{DIGITS}\b|\bfirst\s+(?:\w+\s+\()?{DIGITS}\b[^.;]*\b(?:free|not\s+(?:charged|due|payable))\b",
    re.IGNORECASE,
)
_LEAST_OR_MOST = re.compile(
    r"\b(?:at\s+(?:least|most)|(?:no|not|nor|never)\b[^.;]{0,30}?\b(?:less|more)(?:\s+than)?|less\s+than|exceed|minimum|maximum|capped)\b",
    re.IGNORECASE,
)


def _bounded(draft: Draft, behind: Sentence) -> str | None:
    """Why 'It amounts to at least €50.00 per month', right behind a price per unit, makes it half a price."""
    price = draft.term
    if not isinstance(price, Price) or not _OF_IT.match(behind.text):
        return None
    if price.included_quantity is None and _FREE.search(behind.text):
        return "how many are free stands behind it; that was not read"
    sized = re.search(r"[$€£¥]|\b[A-Z]{3}\s?\d", behind.text)
    unbounded = price.minimum_charge is None and price.maximum_charge is None
    if unbounded and sized and _LEAST_OR_MOST.search(behind.text):
        return "the least or greatest charge stands behind it; that was not read"
    return None


def _includes(price: Price, words: str) -> bool:
    if price.model != "per_unit" or not price.unit:
        return False
    found = (match["unit"] or match["unit2"] for match in _INCLUDED.finditer(words))
    return any(_same_unit(unit, price.unit) for unit in found)


def _same_unit(words: str, unit: str) -> bool:
    last = words.rsplit(maxsplit=1)[-1]
    return (unit_of(last) or last).lower() == unit.rsplit(maxsplit=1)[-1].lower()


def _from(sentence: Sentence, setting: Setting) -> date | None:
    match = _APPLIES.match(sentence.text)
    days = find_dates(sentence.text, setting.habits) if match else []
    return days[0].value if len(days) == 1 else None


def _index(draft: Draft, setting: Setting) -> int | None:
    """Which sentence holds the draft's first passage; None for a row of a table."""
    start = draft.passages[0].start
    at = bisect_right(setting.sentences, start, key=lambda sentence: sentence.start) - 1
    held = at >= 0 and start < setting.sentences[at].end
    return at if held else None


def _next(setting: Setting, index: int) -> Sentence | None:
    rest = setting.sentences[index + 1 : index + 2]
    same = rest and rest[0].section is setting.sentences[index].section
    return rest[0] if same else None


def _with(draft: Draft, update: dict[str, Decimal | date | None], *more: Passage) -> Draft:
    fields: dict[str, Any] = dict(update)
    return Draft(draft.term.model_copy(update=fields), (*draft.passages, *more))
