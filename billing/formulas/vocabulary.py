"""The functions and names of the language, and how many arguments each takes."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

MANY = 100

ARITHMETIC = {
    "min": (1, MANY),
    "max": (1, MANY),
    "sum": (1, MANY),
    "abs": (1, 1),
    "round": (1, 2),
    "floor": (1, 2),
    "ceil": (1, 2),
    "if": (3, 3),
}
"""Functions of numbers, with the least and the most arguments."""

LOOKUPS = {"quantity": (1, MANY), "amount": (1, MANY), "price": (1, 1), "index": (2, 2)}
"""Functions of names in quotation marks."""

ARITY = ARITHMETIC | LOOKUPS

PERIOD_NAMES = ("days", "days_in_month")


def meant(name: str, known: Iterable[str]) -> str:
    """', did you mean quantity?' where a known name is near; else what there is to choose from."""
    names = list(known)
    folded = {each.casefold(): each for each in names}
    near = get_close_matches(name.casefold(), folded, 1, 0.6)
    if near:
        return f", did you mean {folded[near[0]]}?"
    return f" (there is {', '.join(names)})" if 0 < len(names) <= 12 else ""
