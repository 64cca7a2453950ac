"""Whether a clause was understood whole: a term that leaves a figure of its sentence unsaid is left over.

A sentence states a rule with all of its figures. Where a reading uses some and passes over another
('after the first five years', 'or $75,000 if less'), it most likely took a part for the rule; such a
term is not stated, and the sentence is shown as unresolved. Figures that may stay unsaid: what a
change takes away, lengths of notice, thresholds that a condition quotes, days the document names,
reductions for early payment, limits of credits.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from extractors.document import Document
from extractors.readers.grammar.quantities import (
    DurationAt,
    MoneyAt,
    PercentAt,
    find_dates,
    find_durations,
    find_money,
    find_months,
    find_percents,
)
from extractors.readers.grammar.sentences import Setting, setting_of
from extractors.readers.reading import Draft, Leftover, Passage

_Size = MoneyAt | PercentAt
_CHECKED = frozenset(
    {"commitment", "escalation", "lookback", "renewal", "payment", "credit", "audit"}
)
_LONGEST = 900
"""Characters above which a sentence holds several rules, of which one was picked."""
_SWAPPED_FIGURES = 2
"""Percents of a plain change: the old one and the new one."""
_SWAPS = re.compile(
    r"\b(?:becomes?|replac(?:ed|ing|es)|substitut\w+|instead\s+of|in\s+(?:place|lieu)\s+of|read(?:s|\s+as)|deleted|deleting|"
    r"inserted|inserting|amended|(?:changed|reduced|raised|increased|lowered|shortened|lengthened|extended)\s+(?:from|to)\b)",
    re.IGNORECASE,
)
_NOTICE = re.compile(
    r"\W*(?:['’]s?\s+)?(?:(?:prior|written|advance|previous|clear|calendar)\s+){0,3}(?:notice|notification)\b|\W*(?:in\s+advance|beforehand)\b",
    re.IGNORECASE,
)
_LIMIT = re.compile(
    r"\b(?:not\s+(?:to\s+)?exceed(?:ing)?|at\s+most|up\s+to|maximum\s+of|not\s+more\s+than|no\s+more\s+than|limited\s+to|not\s+beyond|however|more\s+than|fewer\s+than|within|below|under|than)\W*(?:an?\s+|the\s+)?\W*\Z",
    re.IGNORECASE,
)
_EARLY = re.compile(r"\b(?:early|prompt|discount|off|deduct\w*|if\s+paid)\b", re.IGNORECASE)
_DATED = re.compile(
    r"\b(?:dated|of|from|on|commenc\w+|begin\w*|start\w*|since|as\s+of|effective|by|before)\W*(?:the\s+)?\W*\Z",
    re.IGNORECASE,
)
_BY = re.compile(r"\b(?:by|before)\W*\Z", re.IGNORECASE)
_UNTIL = re.compile(r"\W*(?:\([^)]*\)\s*)?(?:through|to|until|and\s+ending)\b", re.IGNORECASE)
_NO_MORE_THAN = re.compile(r"\b(?:not|nor|no)\s+more\s+than\W*\Z", re.IGNORECASE)
_BUSY = re.compile(r"\d|%|\b(?:one|two|three|four|five|six|seven|ten|twelve|half)\b", re.IGNORECASE)


def whole(
    document: Document, drafts: Sequence[Draft]
) -> tuple[tuple[Draft, ...], tuple[Leftover, ...]]:
    """The drafts that say all of their sentence, and the sentences of the others as leftovers."""
    setting = setting_of(document)
    spans = sorted(
        ((at.start, at.end, order) for order, draft in enumerate(drafts) for at in draft.passages)
    )
    kept: list[Draft] = []
    left: list[Leftover] = []
    for draft in drafts:
        figure = None
        if draft.term.type in _CHECKED:
            passages = draft.passages if draft.term.type == "audit" else draft.passages[:1]
            unsaid = (_unsaid(draft, at, drafts, spans, setting) for at in passages)
            figure = next((said for said in unsaid if said), None)
        if figure is None:
            kept.append(draft)
        else:
            why = f"read in part: no {draft.term.type} term accounts for “{figure}”"
            left.append(Leftover(draft.passages[0], why))
    return tuple(kept), tuple(left)


def _unsaid(
    draft: Draft,
    main: Passage,
    drafts: Sequence[Draft],
    spans: Sequence[tuple[int, int, int]],
    setting: Setting,
) -> str | None:
    """The first figure of the main sentence that no term resting on it states; None where all are."""
    text = setting.text[main.start : main.end]
    if not _BUSY.search(text):
        return None
    if len(text) > _LONGEST:
        return f"{text[:40].strip()}…"
    if "\t" in text:
        return None  # a row of a table has columns of its own
    beside = _beside(spans, main.start, main.end)
    values, words = _stated([draft, *(drafts[order] for order in beside)])
    if day := _from_named_day(draft, text):
        return day
    if draft.term.type == "commitment" and (more := _more(main.end, setting, values)):
        return more
    return next(_figures(draft, text, values, words, setting), None)


_NAMED_DAY = re.compile(
    r"\b(?:on\s+or\s+after|as\s+from)\s+(?:the\s+)?((?:[A-Z]\w+\s+){1,2}Date)\b"
)


def _from_named_day(draft: Draft, text: str) -> str | None:
    """'Invoices dated on or after the Variation Date': a day from which the term holds, unsaid."""
    named = _NAMED_DAY.search(text)
    return named[1] if named and draft.term.effective_from is None else None


_MINIMUM = re.compile(
    r"\b(?:minimum|nor|commitment|floor|shortfall|missing|fewer|short|difference|counts?|disregarded|"
    r"(?:first|second|third)\s+(?:\w+\s+)?(?:months?|quarters?|years?))\b",
    re.IGNORECASE,
)
_PART_YEAR = re.compile(
    r"\bpro\s?-?rata\b|\bprorat\w+|\bfree\s+of\s+the\s+minimum\b", re.IGNORECASE
)
_AFTER = 3
"""How many sentences behind a minimum still settle it."""


def _more(end: int, setting: Setting, values: set[object]) -> str | None:
    """A figure on the minimum in the sentences right behind it that the term does not state."""
    first = bisect_right([sentence.end for sentence in setting.sentences], end)
    here = setting.sentences[first - 1] if first else None
    for other in setting.sentences[first : first + _AFTER]:
        if here is None or other.section is not here.section:
            break
        text = other.text
        if not _MINIMUM.search(text):
            continue
        if part := _PART_YEAR.search(text):
            return None if "full" in values or "prorated" in values else part[0]
        sizes: list[_Size] = [*find_money(text, setting.habits)]
        sizes += find_percents(text, setting.habits)
        unsaid = next((size for size in sizes if size.value not in values), None)
        if unsaid:
            return text[unsaid.start : unsaid.end]
        if named := _LEFT_OUT.search(text):
            return None if _has_names(values) and "nor" not in named[0].lower() else named[0]
        for day in [*find_dates(text, setting.habits), *find_months(text)]:
            if day.value not in values and day.value not in setting.dates.values():
                return text[day.start : day.end]
    return None


_LEFT_OUT = re.compile(
    r"\bnor\b|\bdo(?:es)?\s+not\s+count\b|\b(?:is|are)\s+(?:disregarded|excluded|left\s+out)\b",
    re.IGNORECASE,
)


def _has_names(values: set[object]) -> bool:
    """Whether the terms name products that count, or do not."""
    return _NAMES in values


def _beside(spans: Sequence[tuple[int, int, int]], start: int, end: int) -> set[int]:
    at = bisect_right(spans, (end, 0, 0))
    return {order for first, last, order in spans[max(0, at - 60) : at] if start < last}


_NAMES = "names of products"
"""Marks that a term lists products."""


def _stated(drafts: Iterable[Draft]) -> tuple[set[object], str]:
    """Every figure and day that terms state, and the words in which they quote conditions."""
    values: set[object] = set()
    words = []
    for draft in drafts:
        for name in type(draft.term).model_fields:
            _collect(getattr(draft.term, name), values)
        words += [str(getattr(draft.term, name, "") or "") for name in ("condition", "counts")]
    return values, " ".join(words)


def _collect(value: Any, values: set[object]) -> None:
    if isinstance(value, tuple | list):
        if value and isinstance(value[0], str):
            values.add(_NAMES)
        for part in value:
            _collect(part, values)
    elif hasattr(type(value), "model_fields"):
        for name in type(value).model_fields:
            _collect(getattr(value, name), values)
    elif isinstance(value, int) and not isinstance(value, bool):
        values.add(Decimal(value))
    elif isinstance(value, Decimal | date | str):
        values.add(value)


def _figures(
    draft: Draft, text: str, values: set[object], words: str, setting: Setting
) -> Iterator[str]:
    """The figures of a sentence that are neither stated nor of a kind that may stay unsaid."""
    kind, swaps = draft.term.type, _SWAPS.search(text) is not None
    percents = find_percents(text, setting.habits)
    if swaps and len(percents) > _SWAPPED_FIGURES:
        yield text[percents[0].start : percents[0].end]
    sizes: list[_Size] = [*percents, *find_money(text, setting.habits)]
    for size in sizes:
        figure = text[size.start : size.end]
        if swaps:
            break  # a change names what it takes away
        if size.value not in values and not _may_be_unsaid(kind, text, size.start, figure, words):
            yield figure
    for time in find_durations(text):
        figure = text[time.start : time.end]
        if swaps or _is_stated(time, values) or _lasts_unsaid(kind, text, time, words):
            continue
        yield figure
    yield from _days(kind, text, values, setting, swaps=swaps)


def _days(
    kind: str, text: str, values: set[object], setting: Setting, *, swaps: bool
) -> Iterator[str]:
    """The days of a sentence that are neither stated, nor named by the document, nor a mere start."""
    known = values | set(setting.dates.values())
    for day in find_dates(text, setting.habits):
        said = not known.isdisjoint({day.value, day.value + timedelta(days=1)}) or kind == "credit"
        before = text[: day.start]
        if not said and kind == "commitment":
            said = _BY.search(before) is not None
        elif not said and not swaps:
            said = _DATED.search(before) is not None
        if not said and not _UNTIL.match(text[day.end :]):
            yield text[day.start : day.end]


def _may_be_unsaid(kind: str, text: str, start: int, figure: str, words: str) -> bool:
    if figure in words:
        return True
    before = text[max(0, start - 60) : start]
    if kind == "credit":
        return _LIMIT.search(before) is not None
    return kind == "payment" and _EARLY.search(text) is not None


def _is_stated(at: DurationAt, values: set[object]) -> bool:
    sizes = {Decimal(at.length), Decimal(at.months or at.length)}
    if at.unit == "week":
        sizes.add(Decimal(7 * at.length))
    return at.anniversary or not sizes.isdisjoint(values)


def _lasts_unsaid(kind: str, text: str, at: DurationAt, words: str) -> bool:
    """Whether a length of time may stay unsaid: a notice, a year as such, a claim's time, ..."""
    figure, tail = text[at.start : at.end], text[at.end :]
    if figure in words or _NOTICE.match(tail):
        return True
    if at.months in {1, 12} and kind in {"escalation", "commitment", "audit", "credit"}:
        return True
    if kind == "credit":
        return _LIMIT.search(text[max(0, at.start - 40) : at.start]) is not None
    if kind == "payment":
        return _EARLY.search(text) is not None or at.unit not in {"day", "working_day"}
    return kind == "renewal" and _NO_MORE_THAN.search(text[: at.start]) is not None
