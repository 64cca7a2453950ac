"""A share with its exact interval: 0.97 [0.94–0.99], n = 212. Unscored is never zero.

Clopper and Pearson, "The use of confidence or fiducial limits illustrated in the case of the
binomial" (Biometrika 26, 1934): exact, so never narrower than what the data allow.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import exp, lgamma, log, log1p
from typing import Any

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Rate:
    """`hits` of `of`; without any, there is no value, and the interval is everything."""

    hits: int
    of: int

    def __post_init__(self) -> None:
        """Refuse what is no share."""
        if not 0 <= self.hits <= self.of:
            msg = f"{self.hits} of {self.of} is not a share"
            raise ValueError(msg)

    @property
    def value(self) -> float | None:
        """The share, or None where nothing was scored."""
        return self.hits / self.of if self.of else None

    def __add__(self, other: Rate) -> Rate:
        """Both counted together."""
        return Rate(self.hits + other.hits, self.of + other.of)

    def __str__(self) -> str:
        """'0.97 [0.94–0.99], n = 212', or '–'."""
        if self.value is None:
            return "–"
        low, high = clopper_pearson(self.hits, self.of)
        return f"{self.value:.2f} [{low:.2f}–{high:.2f}], n = {self.of}"

    def as_dict(self) -> dict[str, Any]:
        """For JSON: value, low and high are null where nothing was scored."""
        low, high = clopper_pearson(self.hits, self.of) if self.of else (None, None)
        return {
            "value": _short(self.value),
            "low": _short(low),
            "high": _short(high),
            "hits": self.hits,
            "n": self.of,
        }


def _short(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


@lru_cache(maxsize=4096)
def clopper_pearson(hits: int, of: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """The two-sided exact interval of a share of `hits` in `of` trials (of > 0)."""
    tail = (1 - confidence) / 2
    low = 0.0 if hits == 0 else lower_bound(hits, of, 1 - tail)
    high = 1.0 if hits == of else 1 - lower_bound(of - hits, of, 1 - tail)
    return low, high


def lower_bound(hits: int, of: int, confidence: float = CONFIDENCE) -> float:
    """The one-sided exact lower bound: with this confidence the true share is above it."""
    if hits == 0:
        return 0.0
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        if at_least(hits, of, middle) > 1 - confidence:
            high = middle
        else:
            low = middle
    return (low + high) / 2


def at_least(hits: int, of: int, share: float) -> float:
    """The probability of `hits` or more in `of` trials that each succeed with `share`."""
    if share <= 0:
        return 1.0 if hits == 0 else 0.0
    if share >= 1:
        return 1.0
    if hits > of * share:
        return min(1.0, _tail(hits, of, share))
    return max(0.0, 1 - _tail(of - hits + 1, of, 1 - share))  # as many failures: the smaller side


def _tail(hits: int, of: int, share: float) -> float:
    """The same where `hits` lie above the middle: each further term is smaller than the one before."""
    if hits > of:
        return 0.0
    term = total = _exactly(hits, of, share)
    for k in range(hits, of):
        term *= (of - k) / (k + 1) * share / (1 - share)
        total += term
        if term < total * 1e-18:
            break
    return total


def _exactly(k: int, of: int, share: float) -> float:
    ways = lgamma(of + 1) - lgamma(k + 1) - lgamma(of - k + 1)
    return exp(ways + k * log(share) + (of - k) * log1p(-share))
