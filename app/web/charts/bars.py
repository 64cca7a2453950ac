"""Bars: amounts by month as stacked columns, and by name as one row each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from app.web.charts.drawing import WIDTH, compact, every, label, nice_steps, svg, tag
from app.web.templating import money

LEFT, RIGHT, TOP, BOTTOM = 46, 6, 10, 24
TALL = 190
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Series:
    """One kind of amount."""

    key: str
    """Its class in charts.css."""
    words: str


@dataclass(frozen=True, slots=True)
class Column:
    """One month: its amounts in the order of the series."""

    month: str
    amounts: Sequence[Decimal]


def month_in_words(month: str) -> str:
    """'Mar 2026'; 'no period' for ''."""
    return f"{MONTHS[int(month[5:7]) - 1]} {month[:4]}" if month else "no period"


def months_between(first: str, last: str) -> list[str]:
    """Every month from the first to the last: one without amounts is shown as such."""
    year, month = int(first[:4]), int(first[5:7])
    found = []
    while (made := f"{year:04}-{month:02}") <= last:
        found.append(made)
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return found


def month_bars(
    name: str, series: Sequence[Series], columns: Sequence[Column], currency: str
) -> Markup:
    """Stacked columns, a month each."""
    most = max((sum(each.amounts, Decimal(0)) for each in columns), default=Decimal(0))
    steps = nice_steps(most)
    top, across = steps[-1], (WIDTH - LEFT - RIGHT) / max(1, len(columns))
    parts: list[Markup] = []
    for step in steps:
        y = _up(step, top)
        parts.append(tag("line", x1=LEFT, x2=WIDTH - RIGHT, y1=y, y2=y, class_="rule"))
        parts.append(label(compact(step, currency), LEFT - 5, y + 3.5, "end"))
    wide = min(34.0, across * 0.66)
    for place, column in enumerate(columns):
        x, below = LEFT + across * (place + 0.5) - wide / 2, Decimal(0)
        for kind, amount in zip(series, column.amounts, strict=True):
            if amount > 0:
                upper, lower = _up(below + amount, top), _up(below, top)
                words = f"{month_in_words(column.month)}, {kind.words}: {money(amount, currency)}"
                parts.append(
                    tag(
                        "rect",
                        words,
                        x=x,
                        y=upper,
                        width=wide,
                        height=max(0.5, lower - upper),
                        class_=f"bar {kind.key}",
                    )
                )
                below += amount
    shown = every([_short_month(column.month, place) for place, column in enumerate(columns)], 9)
    for place, words in enumerate(shown):
        parts.append(label(words, LEFT + across * (place + 0.5), TOP + TALL + 15))
    return svg(name, TOP + TALL + BOTTOM, parts)


def _short_month(month: str, place: int) -> str:
    """'Mar', with the year at the first and at each January."""
    if not month:
        return "–"
    name = MONTHS[int(month[5:7]) - 1]
    return f"{name} {month[2:4]}" if place == 0 or month.endswith("-01") else name


def _up(amount: Decimal, top: Decimal) -> float:
    share = amount / top if top else Decimal(0)
    return TOP + TALL - float(share) * TALL


def row_bar(series: Sequence[Series], amounts: Sequence[Decimal], most: Decimal) -> Markup:
    """One row's bar, as long as its share of the longest; its numbers stand beside it."""
    parts, x = [], 0.0
    for kind, amount in zip(series, amounts, strict=True):
        if amount > 0 and most > 0:
            long = max(1.0, float(amount / most) * 200)
            parts.append(tag("rect", x=x, y=0, width=long, height=12, class_=f"bar {kind.key}"))
            x += long
    return Markup(
        '<svg class="row-bar" viewBox="0 0 {} 12" preserveAspectRatio="none" aria-hidden="true" '
        'focusable="false">{}</svg>'
    ).format(max(200, int(x) + 1), Markup().join(parts))
