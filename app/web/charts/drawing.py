"""The pieces that charts are drawn of: a plane with axes, and marks whose text says what they show.

A plane is 360 wide, so that its letters are as large as the page's on a phone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_CEILING, Decimal

from babel.numbers import format_compact_currency
from markupsafe import Markup, escape

from agent.account_locale import DEFAULT

WIDTH = 360


def tag(name: str, words: str = "", /, **attributes: object) -> Markup:
    """An element: `class_` and `text_anchor` become class and text-anchor; `words` are its <title>."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_short(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    inner = f"<title>{escape(words)}</title>" if words else ""
    return Markup(f"<{name}{written}>{inner}</{name}>")  # noqa: S704 - every part is escaped above


def label(words: str, x: float, y: float, anchor: str = "middle", kind: str = "tick") -> Markup:
    """A text."""
    return Markup('<text x="{}" y="{}" text-anchor="{}" class="{}">{}</text>').format(
        _short(x), _short(y), anchor, kind, words
    )


def svg(name: str, height: float, parts: Iterable[Markup], width: float = WIDTH) -> Markup:
    """The whole picture; `name` says what it shows to who does not see it."""
    return Markup(
        '<svg class="chart" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>'
    ).format(_short(width), _short(height), name, Markup().join(parts))


HATCH = Markup(
    '<svg class="unseen" width="1" height="1" aria-hidden="true" focusable="false"><defs>'
    '<pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect width="5" height="5" class="hatch-ground"/>'
    '<rect width="2" height="5" class="hatch"/></pattern></defs></svg>'
)
"""A filling of thin lines, once a page, so that a series is told by more than its colour."""


def nice_steps(most: Decimal, about: int = 4) -> list[Decimal]:
    """0 and a few round numbers up to the first one not below `most`."""
    if most <= 0:
        return [Decimal(0), Decimal(1)]
    rough = most / about
    power = Decimal(1).scaleb(rough.adjusted())
    step = next(power * each for each in (1, 2, 5, 10) if power * each >= rough)
    count = int((most / step).to_integral_value(ROUND_CEILING))
    return [step * number for number in range(count + 1)]


def compact(amount: Decimal, currency: str) -> str:
    """'$12K', '$1.5M': for axes, where the amount itself stands in the table."""
    written = str(format_compact_currency(amount, currency, locale=DEFAULT, fraction_digits=1))
    return written.replace(".0", "", 1)


def every(labels: Sequence[str], most: int) -> list[str]:
    """The labels, with so many of them blank that at most `most` are left."""
    step = max(1, -(-len(labels) // most))
    return [each if place % step == 0 else "" for place, each in enumerate(labels)]


def _short(value: object) -> str:
    """A number without a long tail."""
    if isinstance(value, float | Decimal):
        return f"{value:.1f}".removesuffix(".0")
    return str(value)
