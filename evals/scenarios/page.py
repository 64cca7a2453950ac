"""The report of `recoup eval agent` as one HTML page that needs nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from evals.scenarios.plots import reliability_plot, risk_plot
from evals.tables import rate_text

_STYLE = """
:root{color-scheme:light dark}
body{font:16px/1.45 system-ui,sans-serif;margin:0 auto;max-width:46rem;padding:1rem}
h1{font-size:1.4rem}h2{font-size:1.15rem;margin-top:2rem}
.scroll{overflow-x:auto}table{border-collapse:collapse;font-variant-numeric:tabular-nums}
th,td{padding:.25rem .6rem;border-bottom:1px solid #8886;text-align:right;white-space:nowrap}
th:first-child,td:first-child{text-align:left;white-space:normal}
svg{width:100%;max-width:30rem;height:auto;display:block}
svg text{font-size:11px;fill:currentColor}.frame{fill:none;stroke:#8888}
circle{fill:#1f6feb}.bar{stroke:#1f6feb;stroke-width:1.5;opacity:.6}
.ideal{stroke:#8888;stroke-dasharray:4 4}polyline{fill:none;stroke:#1f6feb;stroke-width:1.5}
summary{cursor:pointer;margin:.6rem 0}
"""
RATES = {
    "sent_wholly_right": "sent to billing, and wholly right",
    "owed_sent_and_right": "owed recoveries sent to billing, and right",
    "owed_found_right": "owed recoveries found wholly right, sent or not",
    "clean_claimed": "accounts billed as agreed that were claimed",
    "unsettled_claimed": "accounts that no reader can settle that were claimed",
}
FINDINGS = {
    "cause_right": "findings of the truth with the right cause",
    "amounts_to_the_cent": "findings of the truth with both amounts to the cent",
    "wholly_right": "findings of the truth that are wholly right",
}
CALIBRATIONS = {
    "calibration_before_caps": "The probability that a memo is right, before anything open holds it back",
    "calibration": "Confidence as stated, which anything open holds at the threshold or below",
}


def page(report: Mapping[str, Any]) -> str:
    """The whole page."""
    parts = [
        f"<h1>Cases of {report['scenarios']:,} made-up accounts</h1>",
        (
            f"<p>{report['with_findings']:,} have findings. Seed {report['seed']}; shares with exact 95% "
            "intervals (Clopper and Pearson).</p>"
        ),
        _table(("", "share"), _rates(report)),
        (
            "<h2>Reliability</h2><p>On the line, a confidence of 0.90 is right nine times in ten. The bars are "
            "intervals.</p>"
        ),
        *(part for name in CALIBRATIONS for part in _calibration(name, report[name])),
        "<h2>Risk and coverage</h2><p>What would be wrong, were everything from a confidence on sent.</p>",
        risk_plot(report["risk_coverage"]),
        _details(("from", "sent", "wrong", "risk", "coverage"), _risk_rows(report)),
        "<h2>By what is planted</h2>",
        _table(("", "accounts", "right", "sent", "sent wrong"), _group_rows(report["by_cause"])),
        "<h2>By amount</h2>",
        _table(("", "accounts", "right", "sent", "sent wrong"), _group_rows(report["by_amount"])),
        "<h2>Claims that nothing supports</h2>",
        _table(("", "findings", "money"), _claim_rows(report["false_claims"])),
        "<h2>Sent, and not wholly right</h2>",
        _table(
            ("scenario", "planted", "confidence", "faults"), _wrong_rows(report["wrongly_sent"])
        ),
    ]
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>recoup eval agent</title><style>{_STYLE}</style></head><body>"
        f"{''.join(parts)}</body></html>\n"
    )


def _calibration(name: str, calibration: Mapping[str, Any]) -> list[str]:
    brier, error = _number(calibration["brier"]), _number(calibration["ece"])
    return [
        f"<p>{CALIBRATIONS[name]}: Brier score {brier}, expected calibration error {error}.</p>",
        reliability_plot(calibration["bins"]),
        _details(("confidence", "mean", "right"), _bin_rows(calibration["bins"])),
    ]


def _rates(report: Mapping[str, Any]) -> list[Sequence[str]]:
    rows = [(words, rate_text(report["threshold"][name])) for name, words in RATES.items()]
    return [
        *rows,
        *((words, rate_text(report["findings"][name])) for name, words in FINDINGS.items()),
    ]


def _bin_rows(bins: Iterable[Mapping[str, Any]]) -> list[Sequence[str]]:
    return [
        (
            f"{each['from'] / 100:.2f}–{min(each['below'] - 1, 99) / 100:.2f}",
            f"{each['confidence']:.3f}",
            rate_text(each["right"]),
        )
        for each in bins
    ]


def _risk_rows(report: Mapping[str, Any]) -> list[Sequence[str]]:
    return [
        (
            f"{each['from'] / 100:.2f}",
            str(each["sent"]),
            str(each["wrong"]),
            f"{each['risk']:.3f}",
            _number(each["coverage"]),
        )
        for each in report["risk_coverage"]
    ]


def _group_rows(groups: Mapping[str, Mapping[str, Any]]) -> list[Sequence[str]]:
    return [
        (
            name.replace("_", " "),
            str(each["accounts"]),
            rate_text(each["right"]),
            str(each["sent"]),
            str(each["sent_wrong"]),
        )
        for name, each in groups.items()
    ]


def _claim_rows(claims: Mapping[str, Mapping[str, Any]]) -> list[Sequence[str]]:
    return [
        (
            name.replace("_", " "),
            str(each["findings"]),
            ", ".join(f"{currency} {amount}" for currency, amount in each["money"].items())
            or "none",
        )
        for name, each in claims.items()
    ]


def _wrong_rows(cases: Iterable[Mapping[str, Any]]) -> list[Sequence[str]]:
    return [
        (
            str(each["scenario"]),
            f"{each['kind']} {' '.join(each['tags'])}".strip(),
            f"{each['confidence']:.2f}",
            "; ".join(each["faults"]),
        )
        for each in cases
    ]


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _details(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return f"<details><summary>The numbers</summary>{_table(head, rows)}</details>"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    top = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    body = "".join(
        f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows
    )
    return f'<div class="scroll"><table><tr>{top}</tr>{body}</table></div>'
