"""The steps in which time is recorded: 'in half hours', 'six-minute increments'."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from extractors.readers.grammar.quantities import words_to_number

_MINUTES = re.compile(
    r"\b(\d{1,2}|fifteen|thirty|six|ten)(?:\s*\(\d+\))?[\s-]minute\s+(?:increments?|intervals?|units?)"
    r"|\b(?:increments?|intervals?|units?)\s+of\s+(\d{1,2}|fifteen|thirty|six|ten)(?:\s*\(\d+\))?\s+minutes\b",
    re.IGNORECASE,
)


def steps_of_time(text: str) -> dict[str, Any]:
    """The step in which time is recorded."""
    if re.search(r"\bhalf[\s-]hours?\b", text, re.IGNORECASE):
        return {"unit": "hour", "unit_size": Decimal("0.5")}
    match = _MINUTES.search(text)
    if not match:
        return {}
    words = (match[1] or match[2]).lower()
    minutes = Decimal(words) if words.isdigit() else words_to_number(words)
    return {"unit": "minute", "unit_size": minutes} if minutes else {}
