"""How often an agreement can be renewed: 'two additional terms', 'once', 'not exceeding three in number'."""

from __future__ import annotations

import re

from extractors.readers.grammar.numerals import words_to_number

_MAX = re.compile(
    r"(?<![\d.])\b(?:up\s+to\s+)?(one|two|three|four|five|six|\d{1,2})(?:\s*\(\d+\))?\s+(?:\(\d\)\s+)?(?:further|additional|successive|more|consecutive|subsequent)?\s*(?:successor\s+)?(?:renewal\s+)?(?:\w+\s*(?:\(\d+\)\s*)?[\s-]?(?:years?|months?)\s+)?(?:terms?|periods?|extensions?|renewals?)\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"\b(?:not\s+(?:more\s+than|exceeding)|no\s+more\s+than|up\s+to|at\s+most|(?:a\s+)?maximum\s+of)\s+(\w+)(?:\s*\(\d+\))?\s+(?:(?:successive|consecutive|further|additional|more|renewal|extension|such)\s+)*(?:periods?|terms?|times|renewals?|extensions?)\b"
    r"|\bnot\s+(?:exceeding|more\s+than)\s+(\w+)(?:\s*\(\d+\))?\s+in\s+number\b",
    re.IGNORECASE,
)
_ONCE = re.compile(
    r"\b(?:renew\w*|extend\w*|prolong\w*)\s+(?:\w+\s+){0,3}?(once|twice|one\s+time)\b",
    re.IGNORECASE,
)


def times(text: str) -> int | None:
    """How often it can be renewed: 'two additional terms'."""
    if counted := _NUMBERED.search(text):
        words = next(group for group in counted.groups() if group).lower()
        number = int(words) if words.isdigit() else words_to_number(words)
        return int(number) if number else None
    if once := _ONCE.search(text):
        return 1 if once[1].lower() in {"once", "one"} else 2
    many = _MAX.search(text)
    if not many or not re.search(
        r"\b(?:further|additional|more|renewal|extension|up\s+to)", many[0], re.IGNORECASE
    ):
        return None
    number = int(many[1]) if many[1].isdigit() else words_to_number(many[1].lower())
    return int(number) if number else None
