"""Words around an amount in a sentence: what stands before it, after it, and between two amounts."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from extractors.readers.grammar.quantities import MoneyAt, find_money
from extractors.readers.grammar.rates import Rate, basis_of, rate_after, unit_of
from extractors.readers.grammar.sentences import Setting
from extractors.readers.reading import Passage

_ADJECTIVE = re.compile(
    r"\b(?:monthly|quarterly|annual|yearly|one[\s-]time|single|fixed|lump[\s-]sum|up-?front)\s+(?:[\w-]+\s+){0,2}?"
    r"(?:fee|charge|price|rental|rent|subscription|amount|sum|payment|rate|retainer)\b[^.;]{0,60}\Z",
    re.IGNORECASE,
)
_UNIT_BEFORE = re.compile(
    r"\b(?:price|rate|charge|fee|cost)\s+(?:(?:of|for|per)\s+(?:a|an|each|every|one)|per)\s+(?:additional\s+|further\s+)?(?P<unit>[\w-]+(?:\s[\w-]+)?)\s+"
    r"(?:is|are|shall|will|becomes|remains|falls|rises)\b[^.;]*\Z",
    re.IGNORECASE,
)
_TIME_RATE = re.compile(
    r"\b(hourly|daily)\s+(?:[\w-]+\s+)?(?:rate|fee|charge)\b[^.;]{0,60}\Z", re.IGNORECASE
)
_PER_BEFORE = re.compile(r",?\s+per\s+[\w ]{3,30}?\s*[:–—]\s*\Z")
_EVENT = re.compile(r"\b(?:an?|the)\s+(?:[\w-]+\s+){0,4}?(?:charge|fee)\s+of\s*\Z", re.IGNORECASE)
_EVENT_AFTER = re.compile(
    r"\s*(?:shall|will)\s+(?:also\s+)?(?:apply|be\s+(?:made|assessed|charged|imposed|levied|payable|due))\b",
    re.IGNORECASE,
)
_REPLACED = re.compile(
    r"\s*(?:(?:as\s+)?(?:stated|set out|set forth|shown|specified|listed)\s+(?:in|at)\s+[\w ()-]{2,40}?\s+)?"
    r"(?:is|are|shall be|will be)?\s*(?:hereby\s+)?(?:deleted\s+and\s+)?"
    r"(?:replaced|changed|increased|reduced|amended|raised|lowered|decreased)\s+(?:by|to|with)\b",
    re.IGNORECASE,
)


def rate_before(before: str, comma: bool) -> Rate:
    """What the words before an amount say of it: 'the monthly charge is', 'the price of a seat is'."""
    rate = Rate(0)
    if match := _ADJECTIVE.search(before):
        words = match.group().lower()
        interval = basis_of(words).interval
        if interval is None and re.search(r"fixed price|lump|single|up-?front", words):
            interval = "one_time"
        rate = replace(rate, interval=interval)
    if match := _TIME_RATE.search(before):
        rate = replace(rate, unit={"hourly": "hour", "daily": "day"}[match[1].lower()])
    if match := _UNIT_BEFORE.search(before):
        rate = replace(rate, unit=unit_of(match["unit"]))
    if match := _PER_BEFORE.search(before):
        said = rate_after(before.replace(",", " "), match.start(), comma)
        rate = replace(said, interval=said.interval or rate.interval, unit=said.unit or rate.unit)
    return rate


def event_end(text: str, before: str, at: int) -> int | None:
    """Where 'A charge of $60.00 will be made' ends: due each time that something happens; else None."""
    match = _EVENT_AFTER.match(text, at) if _EVENT.search(before) else None
    return match.end() if match else None


def replaced_after(text: str, at: int) -> bool:
    """Whether the words behind an amount say that another takes its place."""
    return _REPLACED.match(text, at) is not None


_CHANGES_FROM = re.compile(
    r"\s+(?:(?:falls?|rises?|drops?|moves?|goes|changes?|decreases?|increases?)\s+|(?:is|are|shall be|will be)\s+\w+ed\s+)?"
    r"(?:from|of)\s*\Z",
    re.IGNORECASE,
)


def words_between(text: str, moneys: list[MoneyAt], index: int, comma: bool) -> str:
    """The words that lead to an amount; 'from A to B' and 'A is replaced by B' speak of one product."""
    money = moneys[index]
    if index == 0:
        return text[: money.start]
    last = moneys[index - 1]
    words = text[rate_after(text, last.end, comma).end : money.start]
    if _REPLACED.fullmatch(words.rstrip()) or re.fullmatch(r"\s*to\s*", words):
        start = moneys[index - 2].end if index > 1 else 0
        owner = _CHANGES_FROM.sub("", text[start : last.start])
        return re.sub(r"^.*?\b(?=the\b)", "", owner, count=1) + " is "
    return re.sub(r"^\W*(?:and|or|plus)?\s*", "", words)


_FOR = re.compile(
    r"\s*(?:for|in respect of)\s+(?:the\s+|its\s+|all\s+)?(?P<name>[A-Z][\w’'&/-]*(?:\s+[\w’'&/-]+){0,5}?)"
    r"(?=\s+(?:from|for|during|in|on|as|with|by|shall|is|until|through|provided|and|which|to|at|under|beginning|"
    r"starting|commencing|payable|per)\b|[.,;)(]|\Z)"
)


_FOR_SETTING_UP = re.compile(
    r"\s*(?:once\s+)?for\s+(?:setting\s+up|the\s+set-?up)\b", re.IGNORECASE
)


def product_after(text: str, at: int) -> str | None:
    """'... of $500 per month for the Premium Plan': the product behind the rate."""
    if _FOR_SETTING_UP.match(text, at):
        return "Set-up"
    match = _FOR.match(text, at)
    return match["name"] if match and not re.search(r"\d", match["name"]) else None


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and the most that a charge comes to, and where else than in its sentence that stands."""

    minimum: Decimal | None = None
    maximum: Decimal | None = None
    passages: tuple[Passage, ...] = ()


_LEAST = re.compile(
    r"\b(?:minimum(?:\s+(?:charge|fee))?(?:\s+(?:of|or|is|shall be))?|not less than|no less than|at least)\s*:?\s*\Z",
    re.IGNORECASE,
)
_MOST = re.compile(
    r"\b(?:maximum(?:\s+(?:charge|fee))?(?:\s+(?:of|is|shall be))?|not more than|no more than|not to exceed|up to a maximum of|"
    r"not exceeding|capped at)\s*:?\s*\Z",
    re.IGNORECASE,
)
_OWN = re.compile(r"^\W*(?:\([a-z]\)\s*)?an?\s+(?:minimum|maximum)\s+charge\b", re.IGNORECASE)


def bounds_after(setting: Setting, place: int, moneys: list[MoneyAt], index: int) -> Bounds:
    """'Subject to a minimum charge of $80.00', in the sentence or in the one that follows it."""
    sentence = setting.sentences[place]
    found = _bounds(sentence.text, moneys[index + 1 :], moneys[index].end)
    rest = setting.sentences[place + 1 : place + 2]
    if found.minimum is None and found.maximum is None and rest and _OWN.match(rest[0].text):
        own = _bounds(rest[0].text, find_money(rest[0].text, setting.habits), 0)
        return replace(own, passages=(Passage(rest[0].start, rest[0].end),))
    return found


def _bounds(text: str, moneys: list[MoneyAt], at: int) -> Bounds:
    minimum = maximum = None
    for money in moneys:
        words = text[at : money.start]
        if _LEAST.search(words):
            minimum = minimum or money.value
        elif _MOST.search(words):
            maximum = maximum or money.value
    return Bounds(minimum, maximum)
