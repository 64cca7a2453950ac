"""Which passages matter to a bill: those a failed reading must not drop in silence."""

from __future__ import annotations

import re

_FIGURE = re.compile(
    r"[$€£¥₩₹%]|\d+[.,]\d{2,}\b|\b(?:USD|EUR|GBP|CHF|JPY|CAD|AUD|SEK|NOK|DKK|INR|per ?cent)\b",
    re.IGNORECASE,
)
_WORD = re.compile(
    r"\b(?:fees?|charges?|pric(?:e[sd]?|ing)|rates?|invoic\w*|bill(?:ed|ing|s)?|pay(?:s|able|ment\w*)?"
    r"|costs?|discounts?|rebates?|credits?|minimums?|commit\w*|surcharges?|overages?|shortfalls?"
    r"|escalat\w*|increas\w*|adjust\w*|uplifts?|renew\w*|prorat\w*|quantit\w*|seats?|licen[cs]es?)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|ten|twelve|thirty|sixty|ninety)\b", re.IGNORECASE
)


_NUMBERING = re.compile(
    r"\s*(?:(?:article|section|clause|schedule|exhibit|annex|appendix)\s+)?"
    r"[(\[§]*\s*[\w.\-]*\d[\w.\-]*[)\].:]*",
    re.IGNORECASE,
)


def speaks_of_money(text: str) -> bool:
    """Whether a passage names an amount, or a number beside a word of billing; rather too often.

    A heading's own number ("2 Fees") is no number.
    """
    body = _NUMBERING.sub("", text, count=1) if _NUMBERING.match(text) else text
    return bool(_FIGURE.search(body) or (_WORD.search(body) and _NUMBER.search(body)))
