"""From when to when a passage says that its amounts apply."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from extractors.readers.grammar.dates import MONTH, find_dates, find_months
from extractors.readers.grammar.sentences import Setting
from extractors.telltales import telling
from terms.period import add_months

_FROM = re.compile(
    r"(?:\b(?:from|with effect for|as of|as from|on and after|on or after|since|beginning|starting|commencing|"
    r"effective(?: date)?:?|starts?|begins?|began|started|commences?)(?:\s+(?:on|as of|from|with|and including|in|and after))*"
    r"(?:\s+the)?)\s*\Z",
    re.IGNORECASE,
)
_TO = re.compile(
    r"(?:\b(?:through|until|till|up to|ending|ends?|expir(?:es|ing)|to)(?:\s+(?:on|and including|the end of|at the end of))*"
    r"(?:\s+the)?)\s*\Z|[–—-]\s*\Z",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"\b(?:before|prior to)(?:\s+the)?\s*\Z", re.IGNORECASE)
_AFTER = re.compile(r"(?<!and )(?<!or )(?<!on and )\bafter(?:\s+the)?\s*\Z", re.IGNORECASE)
_STARTS_WITH_EFFECT = re.compile(
    r"^\W*(?:\([a-z0-9]+\)|[\d.]+|[A-Z]\.)?\s*(?:with effect|effective|from|as of|as from|beginning|starting|commencing|"
    r"until|through|for\s+[A-Z]?\w+\s+on and after|on and after|for the period (?:from|beginning|commencing)|for (?:the|each) [\w ]+ that (?:began|begins?))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Effect:
    """The first and the last day on which something applies; None where it is not said."""

    start: date | None = None
    end: date | None = None

    @property
    def stated(self) -> bool:
        """Whether either day is said."""
        return self.start is not None or self.end is not None


@dataclass(frozen=True, slots=True)
class _Mention:
    first: date
    last: date
    start: int
    end: int


def _mentions(text: str, setting: Setting) -> list[_Mention]:
    found = [
        _Mention(at.value, at.value, at.start, at.end) for at in find_dates(text, setting.habits)
    ]
    for month in find_months(text):
        last = add_months(month.value, 1) - timedelta(days=1)
        found.append(_Mention(month.value, last, month.start, month.end))
    lower = text.lower()
    for name, day in setting.dates.items():
        at = lower.find(name)
        # A defined name is written with capitals; 'from the start date' in lower case is one too.
        while at >= 0:
            found.append(_Mention(day, day, at, at + len(name)))
            at = lower.find(name, at + 1)
    return sorted(found, key=lambda mention: mention.start)


def effect_of(text: str, setting: Setting) -> Effect:
    """The first 'from ...' and the first 'through ...' of a stretch of text.

    'Through June 30' and 'until 30 June' include the day; 'before July 1' ends the day before.
    """
    start = end = None
    mentions = _mentions(text, setting)
    for index, mention in enumerate(mentions):
        head = text[max(0, mention.start - 45) : mention.start]
        if start is None and _FROM.search(head):
            start = mention.first
        elif start is None and _AFTER.search(head):
            start = mention.last + timedelta(days=1)
        elif end is None and _BEFORE.search(head):
            end = mention.first - timedelta(days=1)
        elif end is None and _TO.search(head):
            end = mention.last
            between = text[mentions[index - 1].end : mention.start] if index else ""
            if (
                start is None
                and index
                and re.fullmatch(r"\s*(?:to|through|until|[–—-]|up to and including)\s*", between)
            ):
                start = mentions[index - 1].first
    return Effect(start, end)


def leading_effect(sentence: str, setting: Setting) -> Effect:
    """What a sentence that opens with 'With effect from ...' says for all of it."""
    if not _STARTS_WITH_EFFECT.match(sentence):
        return Effect()
    stop = re.search(r",\s(?!\d{4})|\bthe\s+(?!Renewal|Start|Effective|\w+ Date)", sentence[8:])
    return effect_of(sentence[: stop.start() + 8 if stop else len(sentence)], setting)


def effect_for(index: int, setting: Setting) -> Effect:
    """What the opening of a sentence says, 'From the same date' being that of a sentence before it."""
    text = setting.sentences[index].text
    if not re.match(
        r"\W*(?:\(\w+\)\s*)?(?:from|on|with effect from|as of) (?:the same|that) da(?:te|y)\b",
        text,
        re.IGNORECASE,
    ):
        return leading_effect(text, setting)
    for earlier in reversed(setting.sentences[max(0, index - 12) : index]):
        if (said := leading_effect(earlier.text, setting)).start:
            return Effect(said.start)
    return Effect()


_WHOLE = telling(
    r"\b(?:(?:these|the|such) (?:changes|amendments|variations|following (?:changes|amendments))(?: below)?|they|it|the (?:addendum|amendment|variation|memorandum)|this "
    r"(?:amendment|supplement|variation|addendum|memorandum|letter|amendment agreement|change order|deed|order|schedule|document)"
    r"(?: no\.? ?\w+)?)\s+(?:shall |will )?(?:take[s]? effect|appl(?:y|ies)|operates|has effect|(?:is|are|be(?:come)?s?) effective|come[s]? into (?:force|effect))"
    r"\s+(?=(?:on|from|as of|as from|with effect from|for)\b)",
    re.IGNORECASE,
)


_ALL_APPLY = re.compile(
    r"^\W*(?:[\d.]+\s+|\([a-z]\)\s*)?(?:(?:all|the|these|those|such|following|our|your|above|listed)\s+)*"
    r"(?:they|charges|prices|rates|fees|tariffs|amounts|changes|amendments|variations|services)\b[^.;]{0,70}?"
    r"\b(?:apply|(?:are|become|be)\s+(?:effective|applicable|valid|payable)|take\s+effect|start|begin|commence)\s+"
    r"(?=(?:on|from|as of|as from|with effect from)\b)",
    re.IGNORECASE,
)
_UNLESS = telling(
    r"\bunless (?:otherwise )?(?:stated|agreed|specified|provided)[^,]{0,20}, (?:it|this \w+) takes effect\s+(?=from\b|on\b)",
    re.IGNORECASE,
)
_CHANGES = telling(
    r"\b(?:agree[ds]?|amends?|changes?|var(?:y|ies)|supplements?|extends?|renew(?:s|al)?|records?)\b",
    re.IGNORECASE,
)
_WITH_EFFECT = re.compile(
    rf"\b(?:with effect|effective) (?=(?:from|as of|as from|on)\b|\d{{1,2}} {MONTH}\b|{MONTH} \d)|\bas follows\b",
    re.IGNORECASE,
)
_OF_ANOTHER = re.compile(
    r"\b(?:agreement|contract|order|lease|schedule|terms)\b[^,;.(]{0,40}(?:\b(?:made|dated|entered\s+into|executed|concluded)\b)?[^,;.(]{0,12}\Z",
    re.IGNORECASE,
)
"""Words before a date that is that of the paper that is changed: 'the Agreement made as of'."""
_CHANGES_FROM = re.compile(
    r"\b(?:amends?|changes?|var(?:y|ies)|renews?|extends?)\s+(?:the\s+|our\s+|your\s+)?[\w .,’'-]{3,80}?\s(?=(?:from|as of|with effect from)\s+(?:the\s+)?\w+)",
    re.IGNORECASE,
)
_BEGINS = re.compile(
    r"\b(?:it|this (?:agreement|order|contract|schedule)|your (?:subscription|contract|order))\s+(?:starts?|begins?|commences?|runs?)\s+"
    r"(?=(?:on|from)\b)|\bbeginning\s+(?=\S)",
    re.IGNORECASE,
)
_START_LABEL = telling(
    r"(?:^|[.;|\n]\s*|\s)(?:(?:order|service|subscription|contract|billing|agreement)\s+)?(?:start(?:\s+date|\s+of\s+[a-z]+)?|commencement(?:\s+date)?|"
    r"effective(?:\s+date)?(?:\s+of\s+change)?|ready\s+for\s+use|starts?|from|valid\s+from|applies\s+from|activation(?:\s+date)?|hire\s+period|rental\s+period|(?:initial\s+)?term|campaign(?:\s+period)?|period\s+of\s+(?:hire|service|supply))\s*[:|\t]\s*(?=\S)",
    re.IGNORECASE,
)
_SUBTITLE = re.compile(
    r"(?:[–—,-]\s*|\bapplicable\s+|\bvalid\s+|\beffective\s+)from\s+(?=\S)", re.IGNORECASE
)
_DAY_FIRST = re.compile(rf"(?:\d|{MONTH}\s|[A-Z]\w+ Date\b)", re.IGNORECASE)
_ABOUT_PART = re.compile(
    r"\b(?:discount|credit|option|renew\w*\s+term|milestone)s?\b", re.IGNORECASE
)


@lru_cache(maxsize=4)
def document_effect(setting: Setting) -> Effect:
    """From when all that a document states applies: 'this Amendment takes effect on ...', 'Start | 1 May 2026'.

    What it says of its changes comes first, then of its prices, then how it opens and its table of
    particulars; a start that only part of it has is no start of the whole.
    """
    for sentence in setting.sentences:
        match = _WHOLE.search(sentence.text) or _UNLESS.search(sentence.text)
        if match and (said := _start_at(sentence.text[match.end() :], setting)):
            return said
    opening = [s.text for s in setting.sentences[:14] if s.start < 2500]
    for text in opening:
        if _CHANGES.search(text) and (said := _opened(text, setting)):
            return said
    for sentence in setting.sentences:
        if (match := _ALL_APPLY.match(sentence.text)) and (
            said := _start_at(sentence.text[match.end() :], setting)
        ):
            return said
    return _labelled_start(setting, opening) or Effect()


def _start_at(words: str, setting: Setting) -> Effect | None:
    """The day with which a stretch of text begins."""
    near = re.match(
        r"(?:on|from|as of|as from|with effect from|the)?\s*(?:the\s+)?(?P<day>\S[^;]{4,45})", words
    )
    said = effect_of(f"from {near['day']}", setting) if near else Effect()
    if said.start is None or near is None or not _DAY_FIRST.match(near["day"]):
        return None
    return Effect(said.start)


def _opened(text: str, setting: Setting) -> Effect | None:
    """'The parties agree, with effect from 1 January 2026, ...', 'it changes the Order from 1 February 2026 as follows'."""
    for match in _WITH_EFFECT.finditer(text):
        if match.group().lower() == "as follows" or _OF_ANOTHER.search(text[: match.start()]):
            continue
        if said := _start_at(text[match.end() :], setting):
            return said
    changed = _CHANGES_FROM.search(text)
    if changed and re.search(
        r"\b(?:made|dated|entered\s+into|executed|effective)\s*\Z", changed.group()
    ):
        return None
    return _start_at(text[changed.end() :], setting) if changed else None


_DEFINED_START = telling(
    r"\b(?:Commencement|Start|Service Start|Go-Live)\s+Date[”\"]?\s*(?:means|is|shall be|:)\s+(?=\S)"
)


def _labelled_start(setting: Setting, opening: list[str]) -> Effect | None:
    lines = [line for line in setting.text[:3000].split("\n") if line.strip()]
    for line in lines[:25]:
        if (match := _START_LABEL.search(line)) and (
            said := _start_at(line[match.end() :], setting)
        ):
            return said
    for line in lines[:8]:
        short = len(line) < 160 and not line.endswith(".")
        match = _SUBTITLE.search(line) if short else None
        if match and (said := _start_at(line[match.end() :], setting)):
            return said
    for sentence in setting.sentences[:60]:
        if (match := _DEFINED_START.search(sentence.text)) and (
            said := _start_at(sentence.text[match.end() :], setting)
        ):
            return said
    for text in opening:
        match = None if _ABOUT_PART.search(text) else _BEGINS.search(text)
        if match and (said := _start_at(text[match.end() :], setting)):
            return said
    return None
