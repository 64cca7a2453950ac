"""When two values mean the same: numbers by value, names and words loosely, lists as sets."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from rapidfuzz.fuzz import token_set_ratio, token_sort_ratio

PROSE = frozenset({"condition", "counts", "cutoff"})
"""Fields in the contract's or the reader's own words: the gist counts, not the wording."""
NAMES = frozenset({"product", "unit", "tier_unit", "percent_of", "includes", "excludes", "net_of"})
INDICES = frozenset({"index", "cap_index", "late_index"})
_MEASURES = frozenset({"half", "second", "minute", "hour", "day", "month", "quarter", "year"})
"""Words that make another unit: a GB-month is no GB, half an hour no hour."""
_LOOSE = 85
_GIST = 50
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_STOP = frozenset({"the", "a", "an", "of", "per", "and", "for", "fee", "fees", "charge", "charges"})
_SECTION_WORDS = re.compile(
    r"\b(?:sections?|sec|articles?|art|clauses?|paragraphs?|para|schedule|exhibit|annex|no)\b|§"
)
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "’": "'", "‘": "'", "–": "-", "—": "-"})


def words(text: str) -> str:
    """Text for comparison: no ligatures, soft hyphens, punctuation, capitals or outer blanks."""
    flat = unicodedata.normalize("NFKC", text).replace("\xad", "").casefold()
    return " ".join(re.findall(r"\w+", flat.replace("_", " ")))


def quote_text(text: str) -> str:
    """A quote for comparison: white space, hyphens, quotation marks and ligatures do not count."""
    flat = unicodedata.normalize("NFKC", text).translate(_QUOTES).casefold()
    return re.sub(r"[\s\-\u00ad\ufffe\u2010\u2011\"'|]+", "", flat)


def same_name(one: str, other: str) -> bool:
    """Whether two names of a product, unit or index mean the same thing, loosely."""
    left, right = words(one), words(other)
    if left == right:
        return True
    first, second = _content(left), _content(right)
    if not first or not second:
        return False
    if first <= second or second <= first:
        return True
    return token_sort_ratio(" ".join(sorted(first)), " ".join(sorted(second))) >= _LOOSE


def same_unit(one: str, other: str) -> bool:
    """As `same_name`, but a measure of time more or less makes another unit."""
    left, right = _content(words(one)), _content(words(other))
    measures = (left ^ right) & _MEASURES
    return same_name(one, other) and not measures and not _digits(left ^ right)


def _digits(found: set[str]) -> bool:
    return any(word.isdigit() for word in found)


def same_index(one: str, other: str) -> bool:
    """As `same_name`, or one is the other's initials: 'cpi-u' and 'Consumer Price Index …'."""
    return same_name(one, other) or _initials(one, other) or _initials(other, one)


def _initials(short: str, full: str) -> bool:
    named = [word for word in words(full).split() if word not in {"of", "for", "the", "and", "in"}]
    initials = "".join(word[0] for word in named)
    return any(
        3 <= len(word) <= 5 and len(named) >= len(word) and initials.startswith(word)
        for word in words(short).split()
    )


def _content(text: str) -> set[str]:
    """The words that tell names apart, in the singular."""
    found = {_singular(word) for word in text.split()}
    return found - _STOP or found


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def same_section(one: str | None, other: str | None) -> bool:
    """Whether two section references are one: 'Section 4.2' is '4.2', '§ 5 (1)' is '5(1)'."""
    if not one or not other:
        return False
    left, right = _section(one), _section(other)
    return left == right or (len(left) > 6 and token_set_ratio(left, right) >= _LOOSE)


def _section(text: str) -> str:
    flat = _SECTION_WORDS.sub(" ", unicodedata.normalize("NFKC", text).casefold())
    numbered = re.fullmatch(r"[\s.]*([0-9a-z]{1,4}(?:[\s.()]+[0-9a-z]{1,4})*)[\s.()]*", flat)
    if numbered:
        return re.sub(r"[\s.()]+", ".", numbered.group(1)).strip(".")
    return words(flat)


def same_value(field: str, truth: Any, ours: Any) -> bool:
    """Whether our value of a field is the truth's."""
    if truth is None or ours is None:
        return truth is None and ours is None
    if isinstance(truth, bool) or isinstance(ours, bool):
        return truth is ours
    if isinstance(truth, Mapping):
        return isinstance(ours, Mapping) and _same_object(truth, ours)
    if isinstance(truth, list | tuple):
        return isinstance(ours, list | tuple) and _same_list(field, truth, ours)
    left, right = number(truth), number(ours)
    if left is not None or right is not None:
        return left == right
    return _same_text(field, str(truth), str(ours))


def _same_text(field: str, truth: str, ours: str) -> bool:
    if field in PROSE:
        return token_set_ratio(words(truth), words(ours)) >= _GIST
    if field in INDICES:
        return same_index(truth, ours)
    if field in {"unit", "tier_unit"}:
        return same_unit(truth, ours)
    if field in NAMES:
        return same_name(truth, ours)
    return truth.casefold().strip() == ours.casefold().strip()


def _same_object(truth: Mapping[str, Any], ours: Mapping[str, Any]) -> bool:
    return all(same_value(name, value, ours.get(name)) for name, value in truth.items())


def _same_list(field: str, truth: Sequence[Any], ours: Sequence[Any]) -> bool:
    if len(truth) != len(ours):
        return False
    if any(isinstance(value, Mapping) for value in truth):
        return all(same_value(field, one, other) for one, other in zip(truth, ours, strict=True))
    left = list(ours)
    for value in truth:
        match = next((other for other in left if same_value(field, value, other)), None)
        if match is None:
            return False
        left.remove(match)
    return True


def number(value: Any) -> Decimal | None:
    """The number that a value is, or None."""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return Decimal(value)
    text = str(value)
    try:
        return Decimal(text) if _NUMBER.fullmatch(text) else None
    except InvalidOperation:
        return None
