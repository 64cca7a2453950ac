"""How alike two product names are: words, abbreviations and codes ('STO-OBJ' and 'Object Storage').

Names of one product differ between contract and billing, and between documents of one contract.
The score is a weight for matching, never a decision by itself: whoever uses it shows it.
"""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"[a-z]+|[0-9]+(?:\.[0-9]+)?", re.IGNORECASE)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")

_FILLER = frozenset(
    {
        "the", "a", "an", "of", "for", "and", "on", "in", "per", "to", "our", "your",
        "fee", "fees", "charge", "charges", "price", "prices", "rate", "license", "licenses",
        "licence", "licences", "service", "services", "subscription", "subscriptions", "monthly",
        "annual", "yearly", "product", "item", "line", "plan", "month", "each", "with",
    }
)  # fmt: skip
"""Words that nearly every product of some seller has: they tell little apart."""


@lru_cache(maxsize=8192)
def words(name: str) -> tuple[str, ...]:
    """The name's words in lower case, plural endings dropped, codes split at case and digits."""
    found = _WORD.findall(_CAMEL.sub(" ", name))
    return tuple(_singular(word.lower()) for word in found)


def _singular(word: str) -> str:
    if len(word) > 3 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word


def _abbreviates(short: str, long: str) -> bool:
    """Whether `short` (3 letters or more) is made of letters of `long` in order, the first the same."""
    if len(short) < 3 or len(short) >= len(long) or short[0] != long[0]:
        return False
    at = 0
    for letter in short:
        at = long.find(letter, at) + 1
        if at == 0:
            return False
    return True


@lru_cache(maxsize=65536)
def _word_score(one: str, other: str) -> float:
    if one == other:
        return 1.0
    if one.isdigit() or other.isdigit():
        return 0.0
    short, long = sorted((one, other), key=len)
    if len(short) >= 4 and long.startswith(short):
        return 0.9
    if len(short) >= 5 and long[: len(short) - 2] == short[:-2]:
        return 0.8
    if _abbreviates(short, long):
        return 0.75 if long.startswith(short) else 0.6
    return 0.0


@lru_cache(maxsize=65536)
def likeness(one: str, other: str) -> float:
    """How alike two names are, 0 to 1: the share of telling words of the shorter name in the other.

    Equal names score 1; names with no telling word in common score 0. Filler words ('fee',
    'monthly') count a fifth of others.
    """
    left, right = words(one), words(other)
    if left == right or "".join(left) == "".join(right):
        return 1.0
    if not left or not right:
        return 0.0
    return max(_covered(left, right), _covered(right, left)) * 0.8 + 0.2 * min(
        _covered(left, right), _covered(right, left)
    )


def _covered(these: tuple[str, ...], those: tuple[str, ...]) -> float:
    weights = [0.2 if word in _FILLER else 1.0 for word in these]
    scores = [max(_word_score(word, other) for other in those) for word in these]
    initials = "".join(word[0] for word in those)
    for index, word in enumerate(these):
        if scores[index] < 0.9 and len(word) >= 5 and _runs_on(word, those):
            scores[index] = 0.9
        if scores[index] < 0.6 and 2 <= len(word) <= 5 and word in initials:
            scores[index] = 0.6
    total = sum(weights)
    return sum(w * s for w, s in zip(weights, scores, strict=True)) / total


_OPPOSITES = (
    "un",
    "non",
    "in",
    "im",
    "ir",
    "dis",
    "de",
    "semi",
    "sub",
    "under",
    "over",
    "pre",
    "post",
)
"""Beginnings that make another thing of a word: 'unarmed' is not 'armed'."""


def _runs_on(word: str, those: tuple[str, ...]) -> bool:
    """Whether a word is written within others, together or apart: 'storage' in 'objectstorage'."""
    if word not in "".join(those):
        return False
    return not any(
        other.endswith(word) and other.removesuffix(word) in _OPPOSITES for other in those
    )


def same_product(one: str | None, other: str | None, threshold: float = 0.85) -> bool:
    """Whether two names within one contract mean one product; None matches only None."""
    if one is None or other is None:
        return one is other
    return likeness(one, other) >= threshold
