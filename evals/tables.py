"""Reports as tables and sentences on a console."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table

Report = dict[str, Any]

_RATES = {
    "recall": "terms of the truth that we have right",
    "precision": "terms of ours that are right",
    "covered": "terms of the truth that are right, or told as unresolved",
    "fields": "fields of matched terms that agree",
    "citations": "citations of matched terms with the right page and words",
    "links": "links of the truth that we have",
    "links_right": "links of ours that the truth has",
}
_WITH_INTERVAL = ("recall", "precision")
_COUNTED = ("covered", "fields", "citations")
_CASE_RATES = {
    "accounts_wholly_right": "accounts wholly right",
    "findings_recall": "findings of the truth that we have right",
    "findings_precision": "findings of ours that are right",
    "sent_to_billing": "accounts sent to billing",
    "billing_accounts_wholly_right": "accounts sent to billing that are wholly right",
    "billing_precision": "findings sent to billing that are right",
}


def rate_text(rate: Mapping[str, Any]) -> str:
    """'0.97 [0.94–0.99], n = 212', or '–' where nothing was scored."""
    if rate["value"] is None:
        return "–"
    return f"{rate['value']:.2f} [{rate['low']:.2f}–{rate['high']:.2f}], n = {rate['n']}"


def print_report(report: Report, console: Console | None = None, faults: int = 20) -> None:
    """The report as tables; at most `faults` single faults are listed."""
    console = console or Console()
    if "warning" in report:
        console.print(f"[yellow]{report['warning']}[/yellow]")
    if report["kind"] == "cases":
        _print_cases(report, console)
    else:
        _print_extraction(report, console, faults)


def _print_extraction(report: Report, console: Console, faults: int) -> None:
    for name, meaning in _RATES.items():
        console.print(f"{meaning}: {rate_text(report['pooled'][name])}", highlight=False)
    console.print(
        f"amounts stated where the paper shows none: {report['pooled']['invented']}",
        highlight=False,
    )
    _print_scores(console, "type", report["types"], bounded=True)
    imperfect = {
        file: score
        for file, score in report["documents"].items()
        if any(score[rate]["hits"] < score[rate]["n"] for rate in _WITH_INTERVAL)
    }
    if imperfect:
        _print_scores(console, "document", imperfect, bounded=False)
    for name, rate in report["headers"].items():
        console.print(f"header, {name.replace('_', ' ')}: {rate_text(rate)}", highlight=False)
    for file in report["not_read"]:
        console.print(f"not in the output: {file}", style="red", markup=False)
    if report["worst_document"]:
        console.print(f"worst document: {report['worst_document']}", markup=False)
    if report["wrong_fields"]:
        often = [f"{name} {count}" for name, count in list(report["wrong_fields"].items())[:12]]
        console.print(f"fields most often wrong: {', '.join(often)}", highlight=False)
    for fault in report["faults"][:faults]:
        console.print(_fault_text(fault), markup=False, highlight=False)
    if (rest := len(report["faults"]) - faults) > 0:
        console.print(f"… and {rest} more (--json lists them all)")


def _print_scores(console: Console, kind: str, scores: Mapping[str, Any], *, bounded: bool) -> None:
    table = _table(f"Terms by {kind}", kind, *_WITH_INTERVAL, *_COUNTED)
    for name, score in scores.items():
        text = _bounded if bounded else _counted
        rates = [text(score[rate]) for rate in _WITH_INTERVAL]
        counts = [_counted(score[rate]) for rate in _COUNTED]
        table.add_row("/".join(name.split("/")[-2:]), *rates, *counts)
    console.print(table)


def _table(title: str, *columns: str) -> Table:
    """A table whose first column is words and the others numbers."""
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, padding=(0, 1))
    for place, name in enumerate(columns):
        table.add_column(name, overflow="fold", justify="right" if place else "left")
    return table


def _bounded(rate: Mapping[str, Any]) -> str:
    if rate["value"] is None:
        return "–"
    return f"{_counted(rate)} [{rate['low']:.2f}–{rate['high']:.2f}]"


def _counted(rate: Mapping[str, Any]) -> str:
    return "–" if rate["value"] is None else f"{rate['hits']}/{rate['n']}"


def _fault_text(fault: Mapping[str, Any]) -> str:
    place = f"{fault['file']} p. {fault['page']} {fault['section'] or ''}".rstrip()
    name = f"{fault['type']} {fault['product'] or ''}".rstrip()
    text = f"{fault['fault']}: {name} ({place})"
    differ = [
        f"{field} {_value(both['ours'])} for {_value(both['truth'])}"
        for field, both in fault.get("fields", {}).items()
    ]
    if fault.get("invented"):
        differ.append(f"invented {', '.join(fault['invented'])}")
    return f"{text}: {'; '.join(differ)}" if differ else text


def _value(value: Any) -> str:
    return "nothing" if value is None else str(value)[:80]


def _print_cases(report: Report, console: Console) -> None:
    for name, words in _CASE_RATES.items():
        console.print(f"{words}: {rate_text(report[name])}", highlight=False)
    console.print(
        f"findings sent to billing that the truth does not have: {report['billing_not_in_truth']}",
        style="red" if report["billing_not_in_truth"] else None,
    )
    currencies = sorted({currency for row in report["money"].values() for currency in row})
    money = _table("Money", "", *currencies)
    for name, row in report["money"].items():
        money.add_row(name.replace("_", " "), *(row.get(currency, "0") for currency in currencies))
    console.print(money)
    accounts = Table(title="Accounts", title_justify="left", box=box.SIMPLE_HEAD)
    for name in ("account", "route", "right", "what is wrong"):
        accounts.add_column(name, overflow="fold")
    for each in report["accounts"]:
        accounts.add_row(
            each["account_id"],
            each["route"] or "no case",
            "yes" if each["wholly_right"] else "no",
            "\n".join(_account_faults(each)),
        )
    console.print(accounts)


def _account_faults(account: Mapping[str, Any]) -> Iterator[str]:
    for finding in account["wrong"]:
        for name, both in finding["faults"].items():
            ours = both["ours"]
            if name == "clause":
                ours = ", ".join(f"{c['file']} p. {c['page']} {c['section']}" for c in ours)
                both = {"truth": f"{both['truth'].get('file')} {both['truth'].get('section')}"}  # noqa: PLW2901 - the same, in words
            yield f"{finding['product']}: {name} {_value(ours or None)} for {_value(both['truth'])}"
    for kind in ("missed", "invented"):
        for finding in account[kind]:
            yield (
                f"{kind}: {finding['cause']} of {finding['product']}, "
                f"{finding['currency']} {finding['amount_total']}"
            )


def print_comparison(comparison: Report, console: Console | None = None) -> None:
    """The comparison as a table; what is the same is left out."""
    console = console or Console()
    table = _table("Against the earlier run", "metric", "old", "new", "")
    for row in comparison["rows"]:
        if row["verdict"] in {"better", "worse"}:
            colour = "green" if row["verdict"] == "better" else "red"
            table.add_row(
                row["metric"],
                _figure(row["old"]),
                _figure(row["new"]),
                row["verdict"],
                style=colour,
            )
    if table.row_count:
        console.print(table)
    else:
        console.print("Every number is the same as in the earlier run.")
    for line in comparison["changed"]:
        console.print(line, markup=False)


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:,.4g}" if value > 1 else f"{value:.2f}"
