"""The table of cases that `run`, `demo` and `cases` print, and the lines under it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from app.output import plain, table

if TYPE_CHECKING:
    from rich.table import Table

ROUTES = {"billing": "to billing", "review": "to a specialist", "none": "billed as agreed"}


def case_table(cases: Sequence[Mapping[str, Any]]) -> Table:
    """A row a finding, its clause under it; a case without findings has one row."""
    made = table(
        ("account", "left"), ("finding", "left"), ("recoverable", "right"), ("route", "left")
    )
    for case in cases:
        rows = list(_rows(case))
        for at, (finding, recoverable) in enumerate(rows):
            last = at == len(rows) - 1
            ends = (plain(case["account_id"]), _route(case)) if at == 0 else ("", "")
            made.add_row(ends[0], finding, recoverable, ends[1], end_section=last)
    made.columns[2].no_wrap = True
    return made


def _route(case: Mapping[str, Any]) -> str:
    waits = case["status"] == "waiting"
    name = "waits for a specialist" if waits else ROUTES.get(case["route"], case["route"])
    lines = [f"{name}, {case['confidence']:.2f}"]
    if case["change"] and case["change"] != "new":
        lines.append(plain(case["change"]))
    return "\n".join(lines)


def _rows(case: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if not case["findings"]:
        count = len(case["questions"])
        what = f"{count} open question{'s' if count > 1 else ''}" if count else "nothing wrong"
        if not count and case["route"] == "review" and case["reasons"]:
            what = f"nothing found, but {case['reasons'][0]['text']}"
        yield plain("; ".join(case["blockers"][:1]) or what), ""
    for finding in case["findings"]:
        name = f"{finding['cause'].replace('_', ' ')}: {finding['product']}"
        currency = finding["currency"]
        over = "" if finding["direction"] == "under" else "to credit, "
        recoverable = amount(finding["amount_recoverable"], currency)
        found = amount(finding["amount_total"], currency)
        yield plain(f"{name}\n{_clause(finding)}".rstrip()), f"{recoverable}\n{over}of {found}"


def _clause(finding: Mapping[str, Any]) -> str:
    if not finding["clauses"]:
        return ""
    clause = finding["clauses"][0]
    name = clause["file"].rsplit("/", 1)[-1]
    return f"{name} p. {clause['page']}" + (f", {clause['section']}" if clause["section"] else "")


def amount(value: str, currency: str) -> str:
    """'USD 9,200.00'."""
    return f"{currency} {Decimal(value):,f}"


def totals_in_words(totals: Sequence[Mapping[str, str]]) -> Iterator[str]:
    """One line a currency."""
    for row in totals:
        currency = row["currency"]
        parts = [
            f"{amount(row['recoverable'], currency)} recoverable",
            f"{amount(row['to_billing'], currency)} to billing",
            f"{amount(row['to_review'], currency)} to specialists",
        ]
        if Decimal(row["credit"]):
            parts.append(f"{amount(row['credit'], currency)} to credit")
        yield ", ".join(parts)
