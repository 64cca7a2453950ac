"""Whether a sentence about what is sold is explained whole by the terms that rest on it."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from extractors.readers.grammar import disclaimed
from extractors.readers.grammar.effect import Effect, effect_of
from extractors.readers.grammar.neighbours import Neighbours
from extractors.readers.grammar.price_words import replaced_after
from extractors.readers.grammar.qualifiers import narrowed
from extractors.readers.grammar.quantities import (
    MoneyAt,
    PercentAt,
    find_dates,
    find_money,
    find_numbers,
    find_percents,
)
from extractors.readers.grammar.rates import rate_after
from extractors.readers.grammar.sentences import Sentence, Setting
from extractors.readers.reading import Draft
from terms.adjustment import Discount
from terms.price import Price, Quantity

_OPEN = re.compile(r"\[\s*\*[\s*]*\]|\*{3,}|_{3,}|\[\s*[●•_]+\s*\]|\bTB[DA]\b")
_UNLESS = re.compile(
    r"\b(?:other than|except(?: for| that| where)?|unless(?! (?:otherwise|(?:that|the|a|an|such) (?:statement of work|order)))|provided,? (?:however,? )?that|subject to the applicable)\b|\(i\).*\(ii\)",
    re.IGNORECASE | re.DOTALL,
)
_NUMBERED = re.compile(r"\b(?:lines?|items?|rows?)\s+\d", re.IGNORECASE)
_CHOICE = re.compile(
    r"\b(?:whichever|(?:greater|lesser|higher|lower) of|sole (?:option|discretion)|in its discretion)\b",
    re.IGNORECASE,
)


def doubt(draft: Draft, here: Sentence, beside: Neighbours, setting: Setting) -> str | None:
    """Why the sentence of a draft is not understood whole; None where it is."""
    return (
        _open(draft, here)
        or narrowed(draft, here.text, setting)
        or next((why for check, why in _CHECKS if check(draft, here, beside, setting)), None)
        or _in_part(draft, here, beside, setting)
    )


def _open(draft: Draft, here: Sentence) -> str | None:
    """What is redacted, left to a choice, excepted, or on a line that is only numbered."""
    term = draft.term
    if isinstance(term, Discount) and term.product is None and _NUMBERED.search(here.text):
        return "a discount on a numbered line; what that line sells was not looked up"
    if _OPEN.search(here.text) and getattr(term, "status", "stated") == "stated":
        return "part of the sentence is redacted or left open"
    if isinstance(term, Price | Discount) and _CHOICE.search(here.text):
        return "leaves a choice between amounts, or to a party; no rule understood it"
    excepted = isinstance(term, Price) and not (term.condition or term.excludes)
    if excepted and _UNLESS.search(here.text):
        return "states a price with exceptions; they are in no term"
    return None


def _in_part(draft: Draft, here: Sentence, beside: Neighbours, setting: Setting) -> str | None:
    figure = _unsaid(draft, here, beside.figures(here.start, here.end), setting)
    return f"read in part: no term accounts for “{figure}”" if figure else None


_WHEN = re.compile(
    r"\b(?:from|effective|beginning|starting|commencing|as of|with effect|until|through|after)\b",
    re.IGNORECASE,
)


def _undated(draft: Draft, here: Sentence, beside: Neighbours, setting: Setting) -> bool:
    """Whether the day from which a sentence, or the one before it in its paragraph, speaks is in no term."""
    term = draft.term
    if not isinstance(term, Price | Quantity):
        return False
    known = beside.days(here.start, here.end)
    said = effect_of(here.text, setting) if _WHEN.search(here.text) else Effect()
    if said.start is None and term.effective_to is None:
        said = _said_before(here, setting)
    if said.start is not None and said.start not in known:
        return True
    told = {
        at.value
        for at in find_dates(here.text, setting.habits)
        if not _OF_A_PAPER.search(here.text[: at.start])
    }
    return bool(told) and told.isdisjoint(known)


_OF_A_PAPER = re.compile(
    r"\b(?:dated|made|signed|executed|concluded|entered\s+into|issued|agreement|contract|order|letter|quotation|offer|amendment)\W*(?:(?:as\s+)?of|on|from|the)?\s*(?:the\s+)?\W*\Z",
    re.IGNORECASE,
)


def _said_before(here: Sentence, setting: Setting) -> Effect:
    """From when the sentences before this one in its paragraph say that something applies."""
    last = setting.before(here.start)
    while last is not None and last.paragraph == here.paragraph:
        if _WHEN.search(last.text) and (said := effect_of(last.text, setting)).start:
            return said
        last = setting.before(last.start)
    return Effect()


_CUT_IN = re.compile(
    r"\b(?:the|or|than|its|their|which|between|including|\(?[ivx]+\)|\d+)\s*[$€£¥]?\s*\Z",
    re.IGNORECASE,
)


def _cut_in(draft: Draft, here: Sentence, _beside: Neighbours, setting: Setting) -> bool:
    """Whether an amount stands where a sentence would not have it: '18 months from the $3,365 per month'."""
    price = draft.term
    if not isinstance(price, Price):
        return False
    values = {price.unit_amount, price.flat_amount} - {None}
    return any(
        at.value in values and _CUT_IN.search(here.text[: at.start])
        for at in find_money(here.text, setting.habits)
    )


_OLD = re.compile(
    r"\b(?:from|in\s+place\s+of|instead\s+of|rather\s+than|the\s+(?:present|existing|current|former)|up\s+to|at\s+least|by|more\s+than|first|next|per|of)\s+(?:the\s+)?\W*\Z",
    re.IGNORECASE,
)


_TOTALLED = re.compile(r"\btotal\b|\bmaking\b|\bin\s+all\b|\bso\s+that\b", re.IGNORECASE)


def _counted_again(draft: Draft, here: Sentence, beside: Neighbours, setting: Setting) -> bool:
    """Whether the sentence counts the same thing a second time: '160 users from D and 210 from E'."""
    count = draft.term
    if not isinstance(count, Quantity) or not count.unit or count.change != "set":
        return False
    if _TOTALLED.search(here.text):
        return False
    noun = count.unit.split()[-1].lower().removesuffix("s")
    stated = beside.figures(here.start, here.end)
    for at in find_numbers(here.text, setting.habits):
        words = here.text[at.end : at.end + 40].lower()
        again = re.match(rf"\W*(?:[\w’'-]+\s+){{0,2}}?{re.escape(noun)}(?:s|es)?\b", words)
        if (
            at.value > 1
            and again
            and at.value not in stated
            and not _OLD.search(here.text[: at.start])
        ):
            return True
    return False


_CHECKS: tuple[tuple[Callable[[Draft, Sentence, Neighbours, Setting], bool], str], ...] = (
    (_counted_again, "counts the same thing twice; one of the numbers was not read"),
    (_undated, "from when it applies was not read with certainty"),
    (_cut_in, "the words before the amount break off; columns of a table may be mixed up"),
)


def _unsaid(draft: Draft, here: Sentence, stated: set[Decimal], setting: Setting) -> str | None:
    """The first amount of a sentence that no term states and that is no former or list price."""
    text = here.text
    told = str(getattr(draft.term, "condition", None) or "")
    amounts: list[MoneyAt | PercentAt] = [
        *find_money(text, setting.habits),
        *find_percents(text, setting.habits),
    ]
    for at in amounts:
        figure = text[at.start : at.end]
        if at.value in stated or figure in told:
            continue
        if not _excused(draft, text, at, stated, setting):
            return figure
    return None


_BASE = re.compile(r"\boff\s+(?:of\s+)?the\s*\Z", re.IGNORECASE)
_GOES_ON = re.compile(
    r"\b(?:continued|extended|prolonged|renewed|raised|lowered|changed)\b", re.IGNORECASE
)
_BOUND = re.compile(
    r"\b(?:exceeds?|exceeding|above|below|over|under|less than|more than|at least)\s*\Z",
    re.IGNORECASE,
)


def _excused(
    draft: Draft, text: str, at: MoneyAt | PercentAt, stated: set[Decimal], setting: Setting
) -> bool:
    """Whether an amount may stay unsaid: what a change takes away, a list price, a product of others."""
    before, kind = text[: at.start], draft.term.type
    end = rate_after(text, at.end, setting.habits.comma).end
    if (
        disclaimed.is_former(before)
        or replaced_after(text, end)
        or disclaimed.is_listed(before[-25:])
    ):
        return True
    if kind == "discount" and (_BASE.search(before) or _GOES_ON.search(text[at.end :])):
        return True
    if kind == "surcharge" and _BOUND.search(before):
        return True
    counts = {each.value for each in find_numbers(text, setting.habits)} | stated
    return any(one * other == at.value for one in stated for other in counts if one != 1 != other)
