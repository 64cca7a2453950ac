"""Fits the calibration on the scenarios of the fitting pool, and says what it would change.

    python -m evals.scenarios.fit [--scenarios N] [--seed S] [--write]

Weights keep their meaning: a feature that speaks against a memo may only lower it. One whose weight
comes out the other way (by chance, or because another carries the same news) is left out.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import agent
from agent.calibration import Calibration, shipped
from evals.scenarios.running import Outcome, run

SCENARIOS, SEED = 1500, 1
STRENGTH = 10.0
"""The inverse of the ridge penalty, as scikit-learn names it C."""
TOO_FEW = 5
"""A feature that fewer cases have is not fitted: its caps in policy.toml hold it."""


def fitted(rows: Sequence[tuple[dict[str, float], bool]]) -> Calibration:
    """The calibration that fits cases with findings: their features, and whether all was right."""
    from sklearn.linear_model import LogisticRegression

    names = sorted({name for features, _ in rows for name in features})
    names = [name for name in names if sum(name in features for features, _ in rows) >= TOO_FEW]
    while True:
        table = [[-features.get(name, 0.0) for name in names] for features, _ in rows]
        model = LogisticRegression(C=STRENGTH, max_iter=2000)
        model.fit(table, [right for _, right in rows])
        weights = dict(zip(names, (float(weight) for weight in model.coef_[0]), strict=True))
        against = [name for name in names if weights[name] < 0]
        if not against:
            break
        names.remove(min(against, key=lambda name: weights[name]))
    rounded = {name: round(weight, 3) for name, weight in weights.items() if round(weight, 3)}
    return Calibration(round(float(model.intercept_[0]), 3), rounded, len(rows), _tried(rows))


def _tried(rows: Sequence[tuple[dict[str, float], bool]]) -> frozenset[str]:
    """The causes that were found in enough cases."""
    seen = Counter(
        cause
        for features, _ in rows
        for cause in {name.split(":")[1] for name in features if name.startswith("cause:")}
    )
    return frozenset(cause for cause, count in seen.items() if count >= TOO_FEW)


def rows_of(outcomes: Sequence[Outcome]) -> list[tuple[dict[str, float], bool]]:
    """The cases with findings, as `fitted` takes them."""
    return [(dict(each.features), each.right) for each in outcomes if each.findings]


def as_json(made: Calibration, basis: str) -> str:
    """The calibration as it is shipped."""
    body: dict[str, Any] = {
        "basis": basis,
        "cases": made.cases,
        "tried": sorted(made.tried),
        "start": made.start,
        "weights": dict(sorted(made.weights.items())),
    }
    return json.dumps(body, indent=1) + "\n"


def changes(made: Calibration, old: Calibration) -> list[str]:
    """What another calibration would do differently, a line a weight."""
    lines = [] if made.start == old.start else [f"start: {old.start} → {made.start}"]
    lines += [f"tried: + {cause}" for cause in sorted(made.tried - old.tried)]
    lines += [f"tried: − {cause}" for cause in sorted(old.tried - made.tried)]
    for name in sorted({*made.weights, *old.weights}):
        before, after = old.weights.get(name, 0.0), made.weights.get(name, 0.0)
        if before != after:
            lines.append(f"{name}: {before} → {after}")
    return lines


def main() -> None:
    """Run the scenarios, fit, and print or write what changes."""
    parser = argparse.ArgumentParser(description="Fit the calibration of confidence.")
    parser.add_argument("--scenarios", type=int, default=SCENARIOS)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--write", action="store_true", help="write agent/calibration.json")
    asked = parser.parse_args()

    def progress(done: int, count: int) -> None:
        if done % 50 == 0:
            sys.stderr.write(f"{done} of {count}\n")

    outcomes = list(run(asked.scenarios, asked.seed, "fit", progress))
    made = fitted(rows_of(outcomes))
    for line in changes(made, shipped()) or ["nothing would change"]:
        sys.stdout.write(f"{line}\n")
    if asked.write:
        basis = f"{asked.scenarios} scenarios of the fitting pool, seed {asked.seed}"
        path = Path(str(agent.__file__)).with_name("calibration.json")
        path.write_text(as_json(made, basis), encoding="utf-8")


if __name__ == "__main__":
    main()
