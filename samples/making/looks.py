"""How papers look: type, measure, columns, rules and heads. One look per kind of paper."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal


@dataclass(frozen=True)
class Look:
    """Everything that makes one style of paper."""

    font: str = "Times-Roman"
    bold: str = "Times-Bold"
    italic: str = "Times-Italic"
    size: float = 11
    leading: float = 14.6
    columns: int = 1
    justified: bool = True
    hyphenated: bool = False
    margins: tuple[float, float, float, float] = (76, 76, 76, 76)
    """Left, right, top, bottom in points."""
    page: tuple[float, float] = (612, 792)
    ink: str = "#000000"
    """Of headings and rules."""
    title: Literal["centred", "bar", "letterhead", "left"] = "centred"
    outdented: bool = False
    """Clause numbers stand in the margin."""
    upper: bool = True
    """Headings of the first level in capitals."""
    grid: Literal["grid", "banded", "rules"] = "grid"
    foot: str = "Page {page} of {pages}"


A4 = (595.28, 841.89)

AGREEMENT = Look()

TERMS = Look(
    font="Helvetica",
    bold="Helvetica-Bold",
    italic="Helvetica-Oblique",
    size=8.6,
    leading=11,
    columns=2,
    hyphenated=True,
    margins=(48, 48, 62, 54),
    ink="#16324f",
    title="bar",
    upper=False,
    foot="{title} · {page} / {pages}",
)

FORM = Look(
    font="Helvetica",
    bold="Helvetica-Bold",
    italic="Helvetica-Oblique",
    size=9.2,
    leading=12.2,
    justified=False,
    margins=(54, 54, 64, 58),
    ink="#0f5257",
    title="bar",
    upper=False,
    grid="banded",
    foot="{title}  |  page {page} of {pages}",
)

LETTER = Look(
    size=11,
    leading=14.6,
    justified=False,
    margins=(86, 86, 92, 76),
    ink="#3b2f2f",
    title="letterhead",
    upper=False,
    grid="rules",
    foot="Ardenholt Software, Inc. · 410 Tannery Wharf, Suite 900 · Milwaukee, Wisconsin 53202",
)

ARTICLES = Look(
    font="Helvetica",
    bold="Helvetica-Bold",
    italic="Helvetica-Oblique",
    size=9.6,
    leading=13,
    page=A4,
    margins=(70, 64, 72, 66),
    ink="#222222",
    title="left",
    outdented=True,
    upper=False,
    grid="rules",
    hyphenated=True,
    foot="– {page} –",
)

DEED = replace(
    AGREEMENT,
    page=A4,
    size=11,
    leading=14.2,
    outdented=True,
    margins=(80, 74, 78, 72),
    grid="rules",
    foot="{page}",
)

PLAIN = replace(
    FORM,
    size=9.8,
    leading=13.2,
    ink="#5a1f1f",
    title="left",
    grid="grid",
    justified=True,
    foot="Page {page} of {pages}",
)

SCHEDULE = replace(
    PLAIN,
    size=10.4,
    leading=14.4,
    page=A4,
    margins=(92, 92, 84, 72),
    ink="#7a4300",
    grid="rules",
    foot="{title} – {page}/{pages}",
)

LOOKS = {
    "agreement": AGREEMENT,
    "terms": TERMS,
    "form": FORM,
    "letter": LETTER,
    "articles": ARTICLES,
    "deed": DEED,
    "plain": PLAIN,
    "schedule": SCHEDULE,
}
