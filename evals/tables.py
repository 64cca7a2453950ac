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
_COLUMNS = {
    "recall": "recall",
    "precision": "precision",
    "covered": "covered",
    "fields": "fields",
    "citations": "cited",
    "links": "links\nfound",
    "links_right": "links\nright",
}
"""A column of a table of scores → as its heading says it."""
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
        worst = report["documents"][report["worst_document"]]
        console.print(
            f"worst document: {report['worst_document']}, recall {counted(worst['recall'])}, "
            f"precision {counted(worst['precision'])}",
            markup=False,
            highlight=False,
        )
    if report["wrong_fields"]:
        often = [f"{name} {count}" for name, count in list(report["wrong_fields"].items())[:12]]
        console.print(f"fields most often wrong: {', '.join(often)}", highlight=False)
    for fault in report["faults"][:faults]:
        console.print(_fault_text(fault), markup=False, highlight=False)
    if (rest := len(report["faults"]) - faults) > 0:
        console.print(f"… and {rest} more (--json lists them all)")


def _print_scores(console: Console, kind: str, scores: Mapping[str, Any], *, bounded: bool) -> None:
    """A row a type or document: hits of how many, with `bounded` the interval below."""
    table = print_table(f"Terms by {kind}", kind, *_COLUMNS.values())
    text = _bounded if bounded else counted
    for name, score in scores.items():
        if not any(score[rate]["n"] for rate in _COLUMNS):
            continue  # the truth has it in doubt only
        table.add_row(short_name(name), *(text(score[rate]) for rate in _COLUMNS))
    console.print(table)


def short_name(file: str) -> str:
    """A file's name with its folder; a type as it is."""
    return "/".join(file.split("/")[-2:])


def print_table(title: str, *columns: str) -> Table:
    """A table whose first column is words and the others numbers."""
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, padding=(0, 1))
    for place, name in enumerate(columns):
        table.add_column(name, overflow="fold", justify="right" if place else "left")
    return table


def _bounded(rate: Mapping[str, Any]) -> str:
    if rate["value"] is None:
        return "–"
    return f"{counted(rate)}\n{rate['low']:.2f}–{rate['high']:.2f}"


def counted(rate: Mapping[str, Any]) -> str:
    """'12/14', or '–' where nothing was scored."""
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
    money = print_table("Money", "", *currencies)
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
