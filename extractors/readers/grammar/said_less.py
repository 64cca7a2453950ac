"""Whether a term says less than its own sentence, or the ones behind it in its paragraph.

Each sign is a kind of word that belongs to one field: 'nearest cent' to rounding, 'actual' days to the
basis of a partial month, 'the same time' to the other direction of a window. Where the word stands
there and the field is empty, a part of the rule was taken for all of it, and the term is not stated.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator
from datetime import timedelta

from extractors.readers.grammar.quantities import (
    find_dates,
    find_durations,
    find_months,
    find_percents,
)
from extractors.readers.grammar.sentences import Sentence, Setting
from extractors.readers.reading import Draft
from terms.adjustment import Discount
from terms.escalation import Escalation
from terms.lookback import Lookback
from terms.measure import Proration
from terms.price import Price, Quantity
from terms.tenure import Renewal

_FAR = 3
"""Sentences behind a term, in its paragraph, that may still be a part of its rule."""
_NEAREST = re.compile(
    r"\bnearest\b|\bto\s+the\s+(?:full\s+|whole\s+)?(?:cent|penny|yen|euro|dollar|pound)\b|\bdecimal(?:s|\s+places?)?\b",
    re.IGNORECASE,
)
_LEFT_OUT = re.compile(
    r"\b(?:left\s+out|excepted|exempt|spared|keeps?\s+(?:its|their)\s+(?:rates?|prices?|charges?|fees?)|"
    r"not\s+(?:touched|taken\s+in))\b",
    re.IGNORECASE,
)
_DAYS = re.compile(
    r"\bactual\b|\blength\s+of\b|\bthirtieth|\b36[05]\b|\b30[\s-]days?\b|\bthirty[\s-]days?\b",
    re.IGNORECASE,
)
_OTHER_WAY = re.compile(
    r"\b(?:within|in|during|for)\s+the\s+same\s+(?:time|period|term)\b|\bvice\s+versa\b|\bconversely\b",
    re.IGNORECASE,
)
_LATE = re.compile(r"\b(?:late|overdue|interest|default|delay|arrears|unpaid)\b", re.IGNORECASE)
_STOPS = re.compile(
    r"\bnotice\b|\bbefore\s+(?:it|the\s+\w+|its|a\s+\w+)\s+(?:would\s+)?(?:ends?|end|expir\w+|runs?\s+out)\b|\bterminat\w+\b",
    re.IGNORECASE,
)
_NO_RULE = re.compile(
    r"\b(?:by\s+way\s+of\s+(?:illustration|example)|for\s+(?:example|instance)|e\.\s?g\.|would\s+(?:be|become|give)|possible|mentioned|offered|formerly|previously)\b",
    re.IGNORECASE,
)
"""Sentences that illustrate or tell of talks: they add nothing to a rule."""
_COUNTED_WORD = re.compile(
    r"^(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty)\b",
    re.IGNORECASE,
)
_WITH_RATES = frozenset({"payment", "audit", "escalation", "discount", "surcharge", "renewal"})
_DAYS_OF = ("effective_from", "effective_to", "first_on", "deferred_until")
_WITH_DAYS = frozenset({"discount", "escalation"})


def doubt(draft: Draft, setting: Setting, taken: Collection[int]) -> str | None:
    """What the words say that the term leaves empty; None where nothing is missed.

    `taken`: where the passages of all drafts begin; a sentence that a term rests on is read.
    """
    at = draft.passages[0]
    words = setting.text[at.start : at.end]
    if "\t" in words:
        return None
    return _own(draft, words, setting) or _behind(draft, setting, taken)


def _own(draft: Draft, words: str, setting: Setting) -> str | None:
    term = draft.term
    unrounded = isinstance(term, Escalation) and not (term.rounding_to or term.percent_rounding_to)
    if unrounded and _NEAREST.search(words):
        return "an increase; how it is rounded was not read"
    by_days = isinstance(term, Proration) and term.method == "daily" and term.days_basis is None
    if by_days and _DAYS.search(words):
        return "a part of a period by days; by how many days it is divided was not read"
    if isinstance(term, Renewal):
        return _notice(draft, term, setting)
    if isinstance(term, Discount) and _undated(term, words, setting):
        return "a reduction for some months; for which was not read"
    named = term.product if isinstance(term, Price | Quantity) else None
    if named and _COUNTED_WORD.match(named) and named.split()[-1].lower() not in words.lower():
        return (
            "an amount for things that a sentence before counts; what they are called was not read"
        )
    return None


def _notice(draft: Draft, term: Renewal, setting: Setting) -> str | None:
    """A notice to stop the renewal, where the term has none."""
    if term.notice_days is not None or term.notice_months is not None:
        return None
    for passage in draft.passages:
        text = setting.text[passage.start : passage.end]
        for time in find_durations(text):
            if _STOPS.search(text[max(0, time.start - 90) : time.end + 60]) and re.search(
                r"\b(?:unless|if)\b", text[: time.start], re.IGNORECASE
            ):
                return "a renewal; how long before its end it can be stopped was not read"
    return None


def _undated(term: Discount, words: str, setting: Setting) -> bool:
    """Whether the sentence names days or months, and the reduction has neither a length nor an end."""
    if term.effective_to is not None or term.months:
        return False
    known = {term.effective_from, *setting.dates.values()} - {None}
    near = {day + timedelta(days=more) for day in known if day for more in (-1, 0, 1)}
    return any(
        at.value not in near for at in [*find_dates(words, setting.habits), *find_months(words)]
    )


def _behind(draft: Draft, setting: Setting, taken: Collection[int]) -> str | None:
    """What an unread sentence behind, in the same paragraph, adds to the rule."""
    term = draft.term
    kind = term.type
    for other in _unread(draft, setting, taken):
        text = other.text
        if _NO_RULE.search(text):
            continue
        ended = isinstance(term, Discount) and (term.months or term.effective_to)
        rated = kind in _WITH_RATES and (kind != "payment" or _LATE.search(text))
        if rated and not ended and find_percents(text, setting.habits):
            return "a percentage stands behind it; that was not read"
        of_one = kind == "escalation" and term.product
        dated = kind in _WITH_DAYS and not ended and not of_one
        days = {at.value for at in find_dates(text, setting.habits)} if dated else set()
        if days - {getattr(term, name) for name in _DAYS_OF if hasattr(term, name)}:
            return "a day stands behind it; what holds from then was not read"
        if isinstance(term, Escalation) and not term.excludes and _LEFT_OUT.search(text):
            return "the sentence behind it leaves charges out; which was not read"
        if isinstance(term, Lookback) and term.direction != "both" and _OTHER_WAY.search(text):
            return "the sentence behind it gives the other party a time as well; that was not read"
    return None


def _unread(draft: Draft, setting: Setting, taken: Collection[int]) -> Iterator[Sentence]:
    index = (
        bisect_right(setting.sentences, draft.passages[0].start, key=lambda each: each.start) - 1
    )
    if index < 0:
        return
    here = setting.sentences[index]
    for other in setting.sentences[index + 1 : index + 1 + _FAR]:
        if other.section is not here.section or other.paragraph != here.paragraph:
            return
        if other.start not in taken:
            yield other
