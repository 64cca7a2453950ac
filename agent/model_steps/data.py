"""Foreign words on their way to a model: contract text, invoice descriptions, names, as data only.

Laid out under the same marks, and through the same filter, as the text of a reading
(`extractors.readers.model.data_block`): what stands between the marks cannot write a mark.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from extractors.readers.model.data_block import CLOSE, OPEN, neutral, shown_label

LONGEST = 1_500
"""Characters of one passage that are shown."""


def mark(*parts: object) -> str:
    """A line of ours above foreign words: '⟦contracts/A/order.pdf | 2.1 | page 2⟧'."""
    words = " | ".join(shown_label(str(part)) for part in parts if part not in {None, ""})
    return f"{OPEN}{words}{CLOSE}"


def shown(words: object) -> str:
    """Foreign words on one line."""
    return " ".join(neutral(str(words)).split())


def passage(words: str, most: int = LONGEST) -> str:
    """A passage with its lines, cut where it is too long."""
    text = neutral(words).strip()
    return text if len(text) <= most else f"{text[:most]} {OPEN}…{CLOSE}"


def data_block(lines: Iterable[str]) -> str:
    """Lines that are made by `mark`, `shown` and `passage`, between a first and a last mark."""
    body = "\n".join(lines)
    code = hashlib.sha256(body.encode()).hexdigest()[:12]
    return f"{OPEN}case data {code} begins{CLOSE}\n{body}\n{OPEN}case data {code} ends{CLOSE}"
