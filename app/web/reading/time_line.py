"""An account's terms over time: a row a matter, a bar a stretch, on a scale of whole years."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from app.standing_json import says
from app.standing_table import place
from app.term_cards import FAMILIES
from terms.standing import Matter, Standing, Stretch
from terms.timeline import Placed

WIDE = 1000
"""Units of a bar's SVG across the whole scale."""
MOST_YEARS = 30
_FAMILY = {kind: family for family, kinds in FAMILIES.items() for kind in kinds}
_ORDER = [kind for kinds in FAMILIES.values() for kind in kinds]
WHOLE = "The whole agreement"


@dataclass(frozen=True, slots=True)
class Bar:
    """Days on which one term decides."""

    x: str
    width: str
    says: str
    since: date | None
    until: date | None
    where: str
    href: str
    now: bool
    """Whether it is in force today."""
    caution: bool
    """Whether the term carries a warning."""
    corrections: tuple[str, ...] = ()
    """Who corrected the term, when, what was there before, and why."""


@dataclass(frozen=True, slots=True)
class Row:
    """One matter."""

    type: str
    family: str
    bars: tuple[Bar, ...]

    @property
    def now(self) -> Bar | None:
        """What is in force today."""
        return next((bar for bar in self.bars if bar.now), None)

    @property
    def rest(self) -> Bar:
        """What to tell of it: what holds now, else what held or will hold last."""
        return self.now or self.bars[-1]

    @property
    def corrections(self) -> tuple[str, ...]:
        """What people corrected of any of its terms, each once."""
        return tuple(dict.fromkeys(words for bar in self.bars for words in bar.corrections))


@dataclass(frozen=True, slots=True)
class TimeLine:
    """All of it."""

    years: tuple[int, ...]
    sections: tuple[tuple[str, tuple[Row, ...]], ...]
    """(product, its rows); the whole agreement last."""
    today: str
    """Where today is on the scale; '' outside of it."""
    ticks: tuple[str, ...]
    """Where the years begin, without the first."""


@dataclass(frozen=True, slots=True)
class Scale:
    """From the first day of a year to the last of another."""

    first: date
    last: date

    def at(self, day: date) -> float:
        """Where the day is, 0 to WIDE."""
        share = (day - self.first).days / max((self.last - self.first).days + 1, 1)
        return min(max(share, 0), 1) * WIDE

    @property
    def years(self) -> tuple[int, ...]:
        """The years on it."""
        return tuple(range(self.first.year, self.last.year + 1))


def time_line(
    found: Standing,
    today: date,
    links: Mapping[str, str],
    corrections: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
) -> TimeLine:
    """The rows by product. `links` leads from a term's key to its card, `corrections` to what was corrected."""
    scale = _scale(found, today)
    sections: dict[str, list[Row]] = {}
    for matter in sorted(found.matters, key=lambda each: _ORDER.index(each.type)):
        name = matter.product.name if matter.product else WHOLE
        sections.setdefault(name, []).append(_row(matter, scale, today, links, corrections))
    whole = sections.pop(WHOLE, None)
    if whole:
        sections[WHOLE] = whole
    return TimeLine(
        scale.years,
        tuple((name, tuple(rows)) for name, rows in sections.items()),
        f"{scale.at(today):.1f}" if scale.first <= today <= scale.last else "",
        tuple(f"{scale.at(date(year, 1, 1)):.1f}" for year in scale.years[1:]),
    )


def _scale(found: Standing, today: date) -> Scale:
    days = list(_days(found))
    first = min((*days, today)).year
    last = max((*days, today)).year
    first = max(first, last - MOST_YEARS)
    return Scale(date(first, 1, 1), date(last, 12, 31))


def _days(found: Standing) -> Iterator[date]:
    for matter in found.matters:
        for stretch in matter.stretches:
            yield from (day for day in (stretch.start, stretch.last) if day is not None)


def _row(
    matter: Matter,
    scale: Scale,
    today: date,
    links: Mapping[str, str],
    corrections: Mapping[str, tuple[str, ...]],
) -> Row:
    bars = tuple(_bar(each, scale, today, links, corrections) for each in matter.stretches)
    return Row(matter.type, _FAMILY[matter.type], bars)


def _bar(
    stretch: Stretch,
    scale: Scale,
    today: date,
    links: Mapping[str, str],
    corrections: Mapping[str, tuple[str, ...]],
) -> Bar:
    left = scale.at(stretch.start or scale.first)
    right = scale.at(stretch.last or scale.last) + WIDE / max((scale.last - scale.first).days, 1)
    return Bar(
        f"{left:.1f}",
        f"{max(min(right, WIDE) - left, 2):.1f}",
        says(stretch.placed),
        stretch.start,
        stretch.last,
        place(stretch.placed),
        links.get(key_of(stretch.placed), ""),
        stretch.on(today),
        bool(stretch.placed.term.warnings),
        corrections.get(key_of(stretch.placed), ()),
    )


def key_of(placed: Placed) -> str:
    """What `links` is keyed by."""
    return f"{placed.document.file}\n{placed.term.id}"


def shown_years(years: Sequence[int]) -> list[str]:
    """The labels of the scale: every year, or every other where there are many."""
    step = 1 if len(years) <= 8 else 2 if len(years) <= 16 else 5
    return [str(year) if at % step == 0 else "" for at, year in enumerate(years)]
