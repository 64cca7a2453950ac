"""Two reports beside each other, for people: what got better, what got worse, and which terms did it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.console import Console

from evals.changes import RATES
from evals.comparison import LOWER_IS_BETTER
from evals.tables import print_table, short_name

Report = dict[str, Any]

_COLOURS = {"better": "green", "worse": "red"}
_OF_A_DOCUMENT = ("recall", "precision", "covered", "links")
_WORDS = {
    "right": "right",
    "wrong": "wrong",
    "missed": "missed",
    "surplus": "surplus",
    "invented": "invented",
    "none": "not there",
    "gone": "gone",
}


def print_comparison(comparison: Report, console: Console | None = None) -> None:
    """The comparison as tables; what is the same is left out."""
    console = console or Console()
    changed = [row for row in comparison["rows"] if row["verdict"] in _COLOURS]
    if not changed:
        console.print("Every number is the same as in the earlier run.")
    else:
        _print_numbers(changed, console)
    _print_counts("type", comparison.get("types", ()), RATES, console)
    _print_counts("document", comparison.get("documents", ()), _OF_A_DOCUMENT, console)
    if comparison["kind"] == "cases":
        for line in comparison["changed"]:
            console.print(line, markup=False, highlight=False)
    for change in sorted(comparison.get("terms", ()), key=_order):
        _print_change(change, _term(change), console)
    for change in sorted(comparison.get("findings", ()), key=_order):
        _print_change(change, _finding(change), console)
    console.print(_verdict(comparison), highlight=False)


def _order(change: Mapping[str, Any]) -> int:
    """What got worse comes last, where the eye ends."""
    return ("better", "neither", "worse").index(change["verdict"])


def _print_numbers(rows: Sequence[Mapping[str, Any]], console: Console) -> None:
    table = print_table("Against the earlier run", "metric", "old", "new", "")
    for row in rows:
        if row["metric"].startswith("types."):
            continue  # they have a table of their own, with how many
        table.add_row(
            row["metric"],
            _figure(row, "old"),
            _figure(row, "new"),
            row["verdict"],
            style=_COLOURS[row["verdict"]],
        )
    if table.row_count:
        console.print(table)


def _print_counts(
    kind: str, changed: Sequence[Mapping[str, Any]], rates: Sequence[str], console: Console
) -> None:
    """Only rates that changed somewhere have a column: '12 → 13 of 14'."""
    shown = [rate for rate in rates if any(_moved(each, rate) for each in changed)]
    if not shown:
        return
    table = print_table(
        f"{kind.capitalize()}s that changed", kind, *(rate.replace("_", " ") for rate in shown)
    )
    for each in changed:
        table.add_row(short_name(each["name"]), *(_move(each["rates"][rate]) for rate in shown))
    console.print(table)


def _moved(each: Mapping[str, Any], rate: str) -> bool:
    was, now = each["rates"][rate]
    return tuple(was) != tuple(now)


def _move(counts: Sequence[Sequence[int]]) -> str:
    (was, was_of), (now, now_of) = counts
    if (was, was_of) == (now, now_of):
        return "same"
    if was_of == now_of:
        return f"{was} → {now} of {now_of}"
    return f"{was}/{was_of} → {now}/{now_of}"


def _print_change(change: Mapping[str, Any], what: str, console: Console) -> None:
    states = f"{_WORDS[change['was']]} → {_WORDS[change['now']]}"
    console.print(
        f"{change['verdict']}: {what}: {states}",
        style=_COLOURS.get(change["verdict"]),
        markup=False,
        highlight=False,
    )


def _term(change: Mapping[str, Any]) -> str:
    name = f"{change['type']} {change['product'] or ''}".rstrip()
    place = f"{short_name(change['file'])} p. {change['page']} {change['section'] or ''}".rstrip()
    return f"{name} ({place}{''.join(_fields(change['fields']))})"


def _fields(fields: Mapping[str, Any]) -> Iterator[str]:
    for name, both in fields.items():
        yield f"; {name} {_value(both['ours'])} for {_value(both['truth'])}"


def _value(value: Any) -> str:
    return "nothing" if value is None else str(value)[:60]


def _finding(change: Mapping[str, Any]) -> str:
    since = f" from {change['first_period_start']}" if change["first_period_start"] else ""
    return f"{change['account_id']}, {change['cause']} of {change['product']}{since}"


def _verdict(comparison: Report) -> str:
    moved = [*comparison.get("terms", ()), *comparison.get("findings", ())]
    better, worse = (sum(each["verdict"] == word for each in moved) for word in _COLOURS)
    what = "findings" if comparison["kind"] == "cases" else "terms"
    said = f"{better} {what} better, {worse} worse"
    if comparison["worse_overall"]:
        return f"{said}; worse overall: {', '.join(comparison['worse_overall'])}"
    return f"{said}; no number of the whole is worse"


def _figure(row: Mapping[str, Any], which: str) -> str:
    """A share as 0.985, money as 1,200.50 (currencies added up, to say more or less), a count as 3."""
    value = row[which]
    if value is None:
        return "–"
    if row["metric"].startswith("money."):
        return f"{value:,.2f}"
    return (
        f"{value:.3f}" if row["metric"].rsplit(".", 1)[-1] not in LOWER_IS_BETTER else f"{value:g}"
    )
