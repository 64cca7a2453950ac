"""Calendar dates in prose: '1 May 2026', 'May 1, 2026', '2026-05-01', '01.05.2026'."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from extractors.readers.grammar.numerals import Habits

_NAMES = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTHS = {name: number for number, name in enumerate(_NAMES, start=1)}
_MONTHS |= {name[:3]: number for name, number in list(_MONTHS.items())} | {"sept": 9}

MONTH = r"(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
"""Pattern of a month's name or its short form."""

_DATE = re.compile(
    rf"\b(?P<m1>{MONTH})\s+(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s*,?\s+(?P<y1>\d{{4}})\b"
    rf"|\b(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+day)?(?:\s+of)?[\s-]+(?P<m2>{MONTH})[\s,-]+(?P<y2>\d{{4}})\b"
    r"|\b(?P<y3>(?:19|20)\d\d)[-/](?P<m3>\d{1,2})[-/](?P<d3>\d{1,2})\b"
    r"|\b(?P<d4>\d{1,2})\.(?P<m4>\d{1,2})\.(?P<y4>(?:19|20)\d\d)\b"
    r"|\b(?P<a5>\d{1,2})/(?P<b5>\d{1,2})/(?P<y5>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_MONTH_YEAR = re.compile(rf"\b(?P<m>{MONTH})\s*,?\s+(?P<y>(?:19|20)\d\d)\b", re.IGNORECASE)
_DAY_BEFORE = re.compile(r"\d(?:st|nd|rd|th)?(?:\s+day)?(?:\s+of)?[\s-]+\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DateAt:
    """A calendar day and where it stands: `start`..`end` are offsets in the text given."""

    value: date
    start: int
    end: int


def find_dates(text: str, habits: Habits = Habits()) -> list[DateAt]:  # noqa: B008 - frozen
    """Every full date in the text, in order. '03/04/2026' follows `habits.day_first`."""
    found = []
    for match in _DATE.finditer(text):
        value = _value(match, habits)
        if value is not None:
            found.append(DateAt(value, match.start(), match.end()))
    return found


def find_months(text: str) -> list[DateAt]:
    """Every 'May 2026' that is not part of a full date; the value is the month's first day."""
    found = []
    for match in _MONTH_YEAR.finditer(text):
        if _DAY_BEFORE.search(text, max(0, match.start() - 14), match.start()):
            continue
        first = date(int(match["y"]), _month(match["m"]), 1)
        found.append(DateAt(first, match.start(), match.end()))
    return found


def _month(name: str) -> int:
    return _MONTHS[name.lower().rstrip(".")]


def _value(match: re.Match[str], habits: Habits) -> date | None:
    if match["m1"]:
        year, month, day = int(match["y1"]), _month(match["m1"]), int(match["d1"])
    elif match["m2"]:
        year, month, day = int(match["y2"]), _month(match["m2"]), int(match["d2"])
    elif match["y3"]:
        year, month, day = int(match["y3"]), int(match["m3"]), int(match["d3"])
    elif match["y4"]:
        year, month, day = int(match["y4"]), int(match["m4"]), int(match["d4"])
    else:
        first, second = int(match["a5"]), int(match["b5"])
        day_first = first > 12 or (habits.day_first and second <= 12)
        month, day = (second, first) if day_first else (first, second)
        year = int(match["y5"])
    try:
        return date(year, month, day)
    except ValueError:
        return None
