"""Words whose quantities are replaced by marks, so that their frame can be seen: 'orders ‹N› seats from ‹D›'."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from extractors.readers.grammar.quantities import (
    DateAt,
    DurationAt,
    MoneyAt,
    NumberAt,
    PercentAt,
    find_dates,
    find_durations,
    find_money,
    find_months,
    find_numbers,
    find_percents,
)
from extractors.readers.grammar.sentences import Setting

At = MoneyAt | PercentAt | DateAt | DurationAt | NumberAt

MONEY, PERCENT, DAY, TIME, NUMBER = (rf"‹{sign}\d+›" for sign in "MPDTN")
"""Patterns of the marks: of an amount, a percent, a day, a length of time, a count."""
_MARK = re.compile(r"‹D\d+›")
_ONE = re.compile(r"one\Z", re.IGNORECASE)
_LABEL = re.compile(
    r"^\W*(?:(?:Section|Clause|Article|Item|Line|Part|Pos)\.?\s+)?"
    r"(?:\d{1,3}(?:\.\d{1,3})+\.?(?:\([a-z0-9]{1,4}\))*|\d{1,3}[.)]|[A-Z]{1,4}[-.]?\d{1,3}(?:\.\d+)*[.:]?"
    r"|\d{0,2}\([A-Za-z0-9]{1,4}\)|[a-z]\)|[IVX]+\.\d*|[A-Z]\.)\s+(?=[A-Z\d“\"‘])"
)


@dataclass(frozen=True, slots=True)
class Masked:
    """`text` with marks in the place of quantities; `values[n]` is the quantity of the mark with number n."""

    text: str
    values: tuple[At, ...]

    def day(self, mark: str) -> date | None:
        """The day of a mark, or None where it is another quantity's."""
        found = self.value(mark)
        return found.value if isinstance(found, DateAt) else None

    def unmasked_days(self, words: str) -> str:
        """Words of `text` with its days written out: 'from ‹D0›' is 'from 2025-03-01'."""
        return _MARK.sub(lambda mark: str(self.day(mark[0]) or mark[0]), words)

    def value(self, mark: str) -> At:
        """The quantity of a mark: '‹M3›' is the fourth value."""
        return self.values[int(mark[2:-1])]


def labelled(text: str) -> int:
    """How many characters the number of a clause takes: 'N2 ', '4.1 ', '(b) '."""
    match = _LABEL.match(text)
    return match.end() if match else 0


def masked(text: str, setting: Setting) -> Masked:
    """The words with their quantities replaced by marks; offsets of the quantities are those of `text`."""
    taken: list[tuple[int, int, str, At]] = []
    for sign, ats in _quantities(text, setting):
        taken += [
            (at.start, at.end, sign, at)
            for at in ats
            if all(at.end <= low or high <= at.start for low, high, _, _ in taken)
        ]
    parts: list[str] = []
    values: list[At] = []
    last = 0
    for start, end, sign, at in sorted(taken, key=lambda each: each[0]):
        parts += [text[last:start], f"‹{sign}{len(values)}›"]
        values.append(at)
        last = end
    parts.append(text[last:])
    return Masked("".join(parts), tuple(values))


def _quantities(text: str, setting: Setting) -> list[tuple[str, list[At]]]:
    """Every quantity by its sign, those first that take precedence where two overlap."""
    named: list[At] = [
        DateAt(day, match.start(), match.end())
        for name, day in setting.dates.items()
        for match in _called(name).finditer(text)
        if match[0][:1].isupper() or text[max(0, match.start() - 4) : match.start()] == "the "
    ]
    numbers: list[At] = [
        at
        for at in find_numbers(text, setting.habits)
        if not at.conflict and not _ONE.match(text[at.start : at.end])
    ]
    moneys: list[At] = [at for at in find_money(text, setting.habits) if not at.conflict]
    return [
        ("D", [*find_dates(text, setting.habits), *find_months(text)]),
        ("M", moneys),
        ("P", [*find_percents(text, setting.habits)]),
        ("T", [*find_durations(text)]),
        ("D", named),
        ("N", numbers),
    ]


@lru_cache(maxsize=64)
def _called(name: str) -> re.Pattern[str]:
    return re.compile(rf"\b{re.escape(name)}\b", re.IGNORECASE)
