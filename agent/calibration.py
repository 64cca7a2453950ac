"""From features to a probability: weights fitted on made-up accounts, applied in plain arithmetic.

`recoup learn --adopt` takes up one fitted on decisions. `calibration.json` is written by `python -m evals.scenarios.fit`. A weight says how much a feature at 1
takes from the log-odds that the memo is wholly right; a feature without a weight counts for nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp
from typing import Any

from sqlmodel import Session

from store.calibrations import adopted

HIGHEST, LOWEST = 99, 1
"""Nothing is certain: the hundredths that are ever given."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """A fitted model. `start` are the log-odds of a case against which nothing speaks."""

    start: float
    weights: Mapping[str, float]
    cases: int
    """How many cases with findings it was fitted on."""
    tried: frozenset[str] = frozenset()
    """The causes that enough of these cases had; of the others nothing is known."""

    def hundredths(self, features: Mapping[str, float]) -> int:
        """The probability that the memo is wholly right, as hundredths: 94 is 0.94."""
        odds = self.start - sum(
            self.weights.get(name, 0) * value for name, value in sorted(features.items())
        )
        odds = max(-30.0, min(30.0, odds))
        return max(LOWEST, min(HIGHEST, int(100 / (1 + exp(-odds)) + 0.5)))


@cache
def shipped() -> Calibration:
    """The calibration that comes with the program."""
    return read(files("agent").joinpath("calibration.json").read_text(encoding="utf-8"))


def in_use(session: Session) -> Calibration:
    """The calibration that this store weighs by: the one taken up, else the shipped one."""
    body = adopted(session)
    return shipped() if body is None else _of(body)


def read(text: str) -> Calibration:
    """A calibration from its JSON."""
    return _of(json.loads(text))


def _of(body: Mapping[str, Any]) -> Calibration:
    tried = frozenset(body.get("tried", ()))
    return Calibration(body["start"], body["weights"], body["cases"], tried)
