"""Tier tables that print a bound twice: '0 – 1,000' and '1,000 – 5,000' leave open where 1,000 is.

`up_to` is inclusive by what a term means. Where the words of the clause end one tier and begin the
next with the same number, they do not bear that out, and a quantity exactly there is left open.
"""

from __future__ import annotations

import re
from decimal import Decimal

from terms.price import Price

_RANGE = r"(?:-|–|—|−|to|bis|until|through)"


def printed_twice(price: Price, bound: Decimal) -> bool:
    """Whether a quote of the price ends one range with `bound` and begins another with it."""
    number = rf"(?<![\d.,]){_as_written(bound)}(?![\d]|[.,]\d)"
    ends = re.compile(rf"{_RANGE}\s*{number}", re.IGNORECASE)
    begins = re.compile(rf"{number}\s*{_RANGE}\s*\d", re.IGNORECASE)
    text = "\n".join(citation.quote for citation in price.citations)
    return bool(ends.search(text) and begins.search(text))


def _as_written(bound: Decimal) -> str:
    """A whole number with or without a mark between thousands."""
    digits = f"{bound.normalize():f}"
    if "." in digits or len(digits) < 4:
        return re.escape(digits)
    groups = [digits[max(at - 3, 0) : at] for at in range(len(digits), 0, -3)][::-1]
    return "[.,' ]?".join(groups)
