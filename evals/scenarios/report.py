"""`recoup eval agent`: run scenarios of the testing pool, measure, and say it on a console."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console

from evals.scenarios.measuring import measured
from evals.scenarios.page import CALIBRATIONS, FINDINGS, RATES
from evals.scenarios.running import Progress, run
from evals.tables import print_table, rate_text


def agent_report(scenarios: int, seed: int, progress: Progress, workers: int = 2) -> dict[str, Any]:
    """The measures of so many scenarios, none of which was used in fitting. Raises PrinterMissing."""
    outcomes = list(run(scenarios, seed, "test", progress, workers))
    return {**measured(outcomes), "seed": seed}


def _print_calibration(console: Console, words: str, calibration: Mapping[str, Any]) -> None:
    console.print(
        f"{words}: Brier score {calibration['brier']}, calibration error {calibration['ece']}"
    )
    bins = print_table("Reliability", "confidence", "mean", "right")
    for each in calibration["bins"]:
        span = f"{each['from'] / 100:.2f}–{min(each['below'] - 1, 99) / 100:.2f}"
        bins.add_row(span, f"{each['confidence']:.3f}", rate_text(each["right"]))
    console.print(bins)


def print_agent_report(report: Mapping[str, Any], console: Console | None = None) -> None:
    """The measures as sentences and tables."""
    console = console or Console(highlight=False)
    for name, words in RATES.items():
        console.print(f"{words}: {rate_text(report['threshold'][name])}")
    for name, words in FINDINGS.items():
        console.print(f"{words}: {rate_text(report['findings'][name])}")
    for name, words in CALIBRATIONS.items():
        _print_calibration(console, words, report[name])
    groups = print_table("By what is planted", "", "accounts", "right", "sent", "sent wrong")
    for name, each in (report["by_cause"] | report["by_amount"]).items():
        counts = (each["accounts"], each["right"]["hits"], each["sent"], each["sent_wrong"])
        groups.add_row(name.replace("_", " "), *map(str, counts))
    console.print(groups)
    for name, each in report["false_claims"].items():
        money = ", ".join(f"{code} {amount}" for code, amount in each["money"].items())
        words = f"{each['findings']} findings that the truth does not have"
        console.print(f"{name.replace('_', ' ')}: {words}{f' ({money} too much)' if money else ''}")
    for each in report["wrongly_sent"]:
        kind = f"{each['kind']} {' '.join(each['tags'])}".strip()
        faults = "; ".join(each["faults"])
        console.print(f"wrongly sent: scenario {each['scenario']} ({kind}): {faults}", markup=False)
