"""A table as CSV: plain numbers and ISO days, and no text that a spreadsheet would run as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

from app.web.exports.tables import Money, Table, Value
from billing.delivery_files import inert
from terms.money import plain

_AT_A_TIME = 200
BOM = "\ufeff"
"""Tells Excel that the text is UTF-8."""


def as_csv(table: Table) -> Iterator[str]:
    """The lines, some at a time; an amount is followed by a column with its currency."""
    made = io.StringIO()
    writer = csv.writer(made)
    head: list[str] = []
    for column in table.columns:
        head += [column.title] + ([f"{column.title}: currency"] if column.kind == "money" else [])
    writer.writerow(head)
    yield BOM
    for number, row in enumerate(table.rows, start=1):
        cells: list[str] = []
        for column, value in zip(table.columns, row, strict=True):
            cells += _money(value) if column.kind == "money" else [_written(value)]
        writer.writerow(cells)
        if number % _AT_A_TIME == 0:
            yield made.getvalue()
            made.seek(0)
            made.truncate()
    yield made.getvalue()


def _money(value: Value) -> list[str]:
    if isinstance(value, Money):
        return [plain(value.amount), inert(value.currency)]
    return ["", ""]


def _written(value: Value) -> str:
    match value:
        case None:
            return ""
        case datetime():
            there = value.astimezone(UTC) if value.tzinfo else value
            return there.strftime("%Y-%m-%dT%H:%M:%SZ")
        case date():
            return value.isoformat()
        case int() | Decimal():
            return plain(Decimal(value))
        case str():
            return inert(value)
        case _:
            return inert(str(value))
