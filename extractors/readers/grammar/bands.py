"""Bounds of tiers in words and figures: 'first 20,000 GB', 'over 20,000 up to 100,000', '51 or more'."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from extractors.readers.grammar.numerals import DIGITS, WORDS, Habits, parse_digits

_SIGN = r"(?:[$€£¥]|US\$|(?:USD|EUR|GBP|JPY|CHF)\s?)?"
_N = rf"{_SIGN}(?:(?:{WORDS})\s*\()?\s*(?P<@>{DIGITS})\s*\)?(?:\s*(?P<@s>thousand|million|billion|k|mn?|bn)\b)?"
_UNIT = r"(?:\s*(?P<unit>(?!(?:to|and|or|up|but|in|per|of|through|not|or)\b)[A-Za-z][\w/-]*(?:\s(?!(?:to|and|or|up|but|in|per|of|through|not)\b)[A-Za-z][\w/-]*){0,2}))?"
_ANY_UNIT = r"(?:\s*(?:(?!(?:to|and|or|up|but|through|not)\b)[A-Za-z][\w/-]*\s*){0,3})?"
_LOW = (
    r"(?:(?P<over>over|above|more\s+than|exceeding|in\s+excess\s+of|greater\s+than|beyond|>(?!=))"
    r"|(?P<from>from|at\s+least|not\s+less\s+than|no\s+less\s+than|>=|≥|between|minimum(?:\s+of)?))"
)
_HIGH = (
    r"(?P<under>less\s+than|(?:but\s+)?under|below|(?:but\s+)?fewer\s+than|<(?!=)|(?:but\s+)?less\s+than|up\s+to\s+but\s+(?:not\s+including|excluding))"
    r"|(?:(?:and|but)\s+)?(?P<upto>up\s+to(?:\s+and\s+including)?|not\s+(?:more|greater)\s+than|no\s+more\s+than|not\s+exceeding|not\s+over|"
    r"to|through|thru|until|<=|≤|[-–—]{1,2}|and|maximum(?:\s+of)?)"
)
_START = r"^\s*(?:(?:the|for|tier|band|step|tranche|level|on|all|any|usage|orders?(?:\s+of)?|volumes?(?:\s+of)?|quantit(?:y|ies)(?:\s+of)?)\s+)*(?:\(?[ivx\d]{1,3}[.):]\s+)?"
_END = r"\s*[,.;:]?\s*\Z"

_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_START}(?P<rel>first|next|following|initial|additional)\s+{_N.replace('@', 'n')}{_UNIT}",
        rf"{_START}{_LOW}?\s*{_N.replace('@', 'a')}{_ANY_UNIT},?\s*(?:{_HIGH})\s*{_N.replace('@', 'b')}{_UNIT}",
        rf"{_START}{_N.replace('@', 'a')}{_UNIT}\s*(?:\+|or\s+(?P<more>more|above|over|greater|higher)|and\s+(?P<more2>above|over|more|up|higher|beyond|greater))",
        rf"{_START}{_N.replace('@', 'b')}{_UNIT}\s*(?:or\s+(?:less|fewer|below|under)|and\s+(?:below|under|less))",
        rf"{_START}{_LOW}\s*{_N.replace('@', 'a')}{_UNIT}",
        rf"{_START}(?:{_HIGH})\s*{_N.replace('@', 'b')}{_UNIT}",
        rf"{_START}(?P<rest>thereafter|above|over|beyond|all\s+(?:above|over|additional|further|excess)|remain(?:der|ing)|each\s+(?:additional|further)|balance|excess)\b",
    )
)


@dataclass(frozen=True, slots=True)
class Band:
    """One tier's bounds as written. `low` None: it goes on from the tier before it."""

    low: Decimal | None
    low_inside: bool
    """`low` itself belongs to the tier ('from 1,001', not 'over 1,000')."""
    high: Decimal | None
    high_inside: bool
    width: Decimal | None = None
    """'The next 4,000': counted from where the tier before ends."""
    unit: str | None = None
    marginal: bool = False
    """'First' and 'next' say that each tier's units are counted in that tier."""
    end: int = 0
    """Offset after the words of the bounds."""


def band_of(text: str, habits: Habits, *, whole: bool = True) -> Band | None:
    """The bounds that a cell or phrase states, or None. `whole`: little else may follow them."""
    if not re.search(
        r"\d|thereafter|above|over|remain|beyond|balance|excess|all|first|next", text, re.IGNORECASE
    ):
        return None
    for form in _FORMS:
        match = form.match(text)
        if match is None:
            continue
        tail = text[match.end() :]
        if whole and len(tail.split()) > 6:
            continue
        return _band(match, habits)
    return None


def _number(match: re.Match[str], name: str, habits: Habits) -> Decimal:
    sizes = {"t": 3, "k": 3, "m": 6, "b": 9}
    value = parse_digits(match[name], comma=habits.comma)
    scale = match[f"{name}s"]
    return value.scaleb(sizes[scale[0].lower()]) if scale else value


def _band(match: re.Match[str], habits: Habits) -> Band:
    said = match.groupdict()
    end = match.end()
    if said.get("rest"):
        return Band(None, False, None, False, end=end)
    unit = said.get("unit")
    if said.get("rel"):
        width = _number(match, "n", habits)
        first = said["rel"].lower() in {"first", "initial"}
        return Band(
            Decimal(0) if first else None,
            False,
            width if first else None,
            True,
            width=None if first else width,
            unit=unit,
            marginal=True,
            end=end,
        )
    low = _number(match, "a", habits) if said.get("a") else None
    high = _number(match, "b", habits) if said.get("b") else None
    if low is None and high is not None:
        low = Decimal(0)
    return Band(
        low,
        low_inside=not said.get("over"),
        high=high,
        high_inside=not said.get("under"),
        unit=unit,
        end=end,
    )


def bounds_of(bands: list[Band]) -> tuple[list[Decimal | None], list[str]] | None:
    """The inclusive upper bound of each tier (None for the last) and what is odd about them.

    None where the bands do not rise, so that they are no tiers.
    """
    bounds: list[Decimal | None] = []
    odd: list[str] = []
    at = Decimal(0)
    for index, band in enumerate(bands):
        last = index == len(bands) - 1
        if not _joins(band, at, index, odd):
            return None
        if band.width is not None:
            high: Decimal | None = at + band.width
        else:
            high = band.high
            if high is not None and not band.high_inside:
                high = _below(high, bands[index + 1] if not last else None, odd)
        if high is None and not last:
            following = bands[index + 1]
            if following.low is None:
                return None
            high = following.low - 1 if following.low_inside else following.low
        if high is not None and high <= at:
            return None
        bounds.append(high)
        at = high if high is not None else at
    if bounds and bounds[-1] is not None:
        odd.append("the last tier has an upper bound; what lies above it has no price")
    return bounds, odd


def _joins(band: Band, at: Decimal, index: int, odd: list[str]) -> bool:
    """Whether a band begins where the one before it ended; a gap or an overlap is noted."""
    if index == 0:
        return band.low is None or band.low <= 1
    if band.low is None:
        return True
    gap = band.low - at
    if gap < 0:
        odd.append(f"the tier from {band.low} begins below {at}, where the tier before it ends")
        return gap > -at
    if band.low_inside and gap == 0:
        odd.append(f"{band.low} stands in two tiers")
    elif gap > 1:
        odd.append(f"no tier covers what lies between {at} and {band.low}")
    return True


def _below(high: Decimal, following: Band | None, odd: list[str]) -> Decimal:
    """'Less than 1,000' followed by 'from 1,000': the last whole unit below it."""
    if high == high.to_integral_value() and (following is None or following.low_inside):
        odd.append(f"the bound {high} is not in its tier; the last whole unit below it is taken")
        return high - 1
    return high
