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
    """A row a finding; a case without findings has one row."""
    made = table(
        ("account", "left"),
        ("finding", "left"),
        ("found", "right"),
        ("recoverable", "right"),
        ("clause", "left"),
        ("route", "left"),
        ("sure", "right"),
        ("since", "left"),
    )
    for case in cases:
        first = True
        for finding, found, recoverable, clause in _rows(case):
            ends = (_route(case), f"{case['confidence']:.2f}", plain(case["change"] or ""))
            made.add_row(
                plain(case["account_id"]) if first else "",
                finding,
                found,
                recoverable,
                clause,
                *(ends if first else ("", "", "")),
            )
            first = False
    return made


def _route(case: Mapping[str, Any]) -> str:
    if case["status"] == "waiting":
        return "waits for a specialist"
    return ROUTES.get(str(case["route"]), str(case["route"]))


def _rows(case: Mapping[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    if not case["findings"]:
        count = len(case["questions"])
        what = f"{count} open question{'s' if count > 1 else ''}" if count else "nothing wrong"
        yield "; ".join(case["blockers"][:1]) or what, "", "", ""
    for finding in case["findings"]:
        sign = "" if finding["direction"] == "under" else "over-billed "
        name = f"{finding['cause'].replace('_', ' ')}: {finding['product']}"
        yield (
            plain(name),
            f"{sign}{amount(finding['amount_total'], finding['currency'])}",
            amount(finding["amount_recoverable"], finding["currency"]),
            plain(_clause(finding)),
        )


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
