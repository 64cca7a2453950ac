"""How right memos were, by what specialists decided: precision by cause, and a calibration refitted.

Approved unchanged is right; amended or rejected is wrong. A decision that says nothing of the memo (not
claimed as goodwill, say) is not counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import Any

from agent.calibration import Calibration
from evals.intervals import Rate
from evals.scenarios.fit import fitted
from store.tables import OutcomeRow

ALARM_BELOW = 0.70
"""A cause whose memos are right less often than this is said aloud."""
ALARM_FROM = 5
"""Decisions of a cause below which nothing is said: two wrong of three may be chance."""
REFIT_FROM = 50
"""Decided cases below which nothing is refitted."""
FOLDS = 5

Row = tuple[dict[str, float], bool]


@dataclass(frozen=True, slots=True)
class CausePrecision:
    """How often memos of one cause were right."""

    cause: str
    rate: Rate

    @property
    def alarm(self) -> bool:
        """Whether too few were right, of enough to say so."""
        share = self.rate.value
        return share is not None and self.rate.of >= ALARM_FROM and share < ALARM_BELOW

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {"cause": self.cause, **self.rate.as_dict(), "alarm": self.alarm}


def precision(rows: Sequence[OutcomeRow]) -> list[CausePrecision]:
    """By cause, the least right first; a case of two causes counts for both."""
    found: dict[str, Rate] = {}
    for row in rows:
        if row.right is None:
            continue
        for cause in row.causes:
            found[cause] = found.get(cause, Rate(0, 0)) + Rate(int(row.right), 1)
    made = [CausePrecision(cause, rate) for cause, rate in found.items()]
    return sorted(made, key=lambda each: (each.rate.value or 0, each.cause))


def overall(rows: Sequence[OutcomeRow]) -> Rate:
    """Of all decided cases that say something of their memo."""
    told = [row.right for row in rows if row.right is not None]
    return Rate(sum(told), len(told))


def as_row(row: OutcomeRow) -> dict[str, Any]:
    """One decided case for those who fit: what was seen of it, and what came of it."""
    return {
        "case_id": row.case_id,
        "version": row.version,
        "features": row.features,
        "right": row.right,
        "causes": row.causes,
        "action": row.action,
        "ground": row.ground,
        "confidence": None if row.confidence is None else str(row.confidence),
        "decided_at": row.decided_at,
    }


@dataclass(frozen=True, slots=True)
class Refit:
    """A calibration fitted on decided cases, held against the present one on cases it did not see."""

    cases: int
    made: Calibration | None
    """None where there are too few cases, or all ended alike."""
    present_loss: float | None = None
    """Mean log loss, the smaller the better."""
    made_loss: float | None = None

    @property
    def better(self) -> bool:
        """Whether the new one foretold decisions better."""
        losses = self.present_loss, self.made_loss
        return None not in losses and losses[1] < losses[0]  # type: ignore[operator] # both are there


def refit(rows: Sequence[OutcomeRow], present: Calibration) -> Refit:
    """Fit on the decided cases; each is foretold by a fit that has not seen it.

    `present` is the calibration in use, against which it is held.
    """
    seen: list[Row] = [
        (dict(row.features), row.right) for row in rows if row.right is not None and row.features
    ]
    rights = sum(right for _, right in seen)
    if len(seen) < REFIT_FROM or min(rights, len(seen) - rights) < FOLDS:
        return Refit(len(seen), None)
    losses: list[float] = []
    for fold in range(FOLDS):
        model = fitted([row for place, row in enumerate(seen) if place % FOLDS != fold])
        losses += [_loss(model, row) for place, row in enumerate(seen) if place % FOLDS == fold]
    known = [_loss(present, row) for row in seen]
    return Refit(len(seen), fitted(seen), sum(known) / len(seen), sum(losses) / len(seen))


def _loss(model: Calibration, row: Row) -> float:
    features, right = row
    share = model.hundredths(features) / 100
    return -log(share if right else 1 - share)
