"""Numbers written in words: 'ninety-five', 'eight and two-tenths', 'nineteen hundred', 'one-half'."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen",
    "eighteen", "nineteen",
)  # fmt: skip
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
SMALL = {word: value for value, word in enumerate(ONES)} | {
    word: 10 * value for value, word in enumerate(TENS, start=2)
}
"""The words that a number below a hundred is made of."""
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13,
    "fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18,
    "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
}  # fmt: skip
_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "dozen": 12}
_SCALES |= {"lakh": 10**5, "lakhs": 10**5, "lac": 10**5, "crore": 10**7, "crores": 10**7}
_PARTS = {
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fourths": 4,
    "fifth": 5, "fifths": 5, "eighth": 8, "eighths": 8, "tenth": 10, "tenths": 10,
    "twentieth": 20, "twelfth": 12, "twelfths": 12, "thirtieth": 30, "thirtieths": 30,
    "hundredth": 100, "hundredths": 100, "thousandth": 1000, "thousandths": 1000,
}  # fmt: skip
_WORD = re.compile(r"[A-Za-z]+")
_LINKS = {"and", "a", "an", "of", "point"}
_KNOWN = SMALL.keys() | _SCALES.keys() | _PARTS.keys() | _ORDINALS.keys()


def _runs(text: str) -> list[list[str]]:
    """Stretches of number words that only blanks, hyphens and 'and' part."""
    runs: list[list[str]] = []
    end = -1
    for match in _WORD.finditer(text):
        word = match[0].casefold()
        near = end >= 0 and not text[end : match.start()].strip(" -‐‑–\n\t")
        if word in _KNOWN or (word in _LINKS and near and runs):
            if near and runs:
                runs[-1].append(word)
            else:
                runs.append([word])
            end = match.end()
        else:
            end = -1
    return runs


def _whole(words: list[str]) -> int | None:
    """'two hundred fifty thousand' as 250000; None where the words are no cardinal number."""
    total = part = 0
    seen = False
    for word in words:
        if word in SMALL:
            part += SMALL[word]
            seen = True
        elif word in _ORDINALS:
            part += _ORDINALS[word]
            seen = True
        elif word in _SCALES:
            scale = _SCALES[word]
            if scale <= 100:
                part = (part or 1) * scale
            elif part or not total:
                total += (part or 1) * scale
                part = 0
            else:
                total *= scale
            seen = True
        elif word not in {"and", "a", "an"}:
            return None
    return total + part if seen else None


def _value(words: list[str]) -> Fraction | None:
    if "point" in words:
        return _pointed(words)
    if (words[-1] in _PARTS and len(words) > 1) or words[-1] in {"half", "quarter"}:
        return _with_part(words)
    whole = _whole(words)
    return None if whole is None else Fraction(whole)


def _pointed(words: list[str]) -> Fraction | None:
    """'one point two five' as 1.25."""
    at = words.index("point")
    whole = _whole(words[:at]) if at else 0
    digits = [SMALL.get(word, 99) for word in words[at + 1 :]]
    if whole is None or not digits or max(digits) > 9:
        return None
    return Fraction(f"{whole}.{''.join(map(str, digits))}")


def _with_part(words: list[str]) -> Fraction | None:
    """'four and one half', 'eight and two-tenths', 'one-half', 'three quarters'."""
    part = _PARTS[words[-1]]
    before = words[:-1]
    while before and before[-1] in {"a", "an", "of"}:
        before.pop()
    if "and" in before:
        at = len(before) - 1 - before[::-1].index("and")
        whole = _whole(before[:at]) if before[:at] else 0
        count = _whole(before[at + 1 :]) if before[at + 1 :] else 1
    else:
        whole, count = 0, _whole(before) if before else 1
    if whole is None or count is None:
        return None
    return Fraction(whole) + Fraction(count, part)


def exact(value: Fraction) -> Decimal:
    """A fraction as a Decimal, to twelve places."""
    number = Decimal(value.numerator) / Decimal(value.denominator)
    return number.quantize(Decimal("1e-12")).normalize() if value.denominator != 1 else number


def words_as_numbers(text: str) -> set[Decimal]:
    """Every number that the text writes in words: each run, and the parts of runs that stand alone."""
    found: set[Decimal] = set()
    for run in _runs(text):
        for first in range(len(run)):
            for last in range(first + 1, min(len(run), first + 14) + 1):
                part = run[first:last]
                if part[0] in _LINKS or part[-1] in _LINKS or not _alone(run, first, last):
                    continue
                value = _value(part)
                if value is not None:
                    found.add(exact(value))
    return found


def _alone(run: list[str], first: int, last: int) -> bool:
    """Whether a part of a run can be read without its neighbours: 'two hundred' is not 'two'."""
    after = run[last] if last < len(run) else ""
    before = run[first - 1] if first else ""
    if after in _SCALES or (after in _PARTS and after not in _ORDINALS):
        return False
    if before in _SCALES and run[first] in SMALL:
        return False
    tens = SMALL.get(before, 0) >= 20
    return not (tens and SMALL.get(run[first], _ORDINALS.get(run[first], 99)) < 10)
