"""Tables as an Excel workbook: numbers are numbers, days are days, and no text is ever a formula.

A text is written as a text cell, whatever it begins with: Excel shows '=1+1' and runs nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter  # type: ignore[import-untyped] # it states no types
from xlsxwriter.format import Format  # type: ignore[import-untyped] # as above
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped] # as above

from app.web.exports.tables import Column, Money, Table, Value, decimals

MOST_LETTERS = 32_000
"""Excel takes 32,767 in a cell."""
_PLAIN = {
    "day": "yyyy-mm-dd",
    "moment": "yyyy-mm-dd hh:mm",
    "share": "0%",
    "number": "#,##0.######",
}


class _Formats:
    """Formats of cells, each made once."""

    def __init__(self, book: Any) -> None:
        self._book, self._made = book, dict[str, Format]()
        self.head: Format = book.add_format(
            {"bold": True, "bottom": 1, "bg_color": "#EEF0F4", "valign": "vcenter"}
        )
        self.text: Format = book.add_format({"valign": "top"})

    def of(self, written: str) -> Format:
        """The format of a number written so."""
        if written not in self._made:
            self._made[written] = self._book.add_format({"num_format": written, "valign": "top"})
        return self._made[written]

    def money(self, currency: str) -> Format:
        """'1,234.50 USD', with the currency's own decimals; letters alone come from the data."""
        code = "".join(filter(str.isalpha, currency))[:3].upper()
        digits = "." + "0" * decimals(code) if decimals(code) else ""
        return self.of(f'#,##0{digits} "{code}"')


def write_workbook(path: Path, tables: Sequence[Table], title: str, author: str) -> None:
    """Write the tables to a file, a sheet each."""
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "tmpdir": str(path.parent),
    }
    with xlsxwriter.Workbook(path, options) as book:
        book.set_properties({"title": title, "author": author, "created": datetime.now(UTC)})
        formats = _Formats(book)
        for table in tables:
            _sheet(book.add_worksheet(table.name), table, formats)


def _sheet(sheet: Worksheet, table: Table, formats: _Formats) -> None:
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, column.wide)
    for place, column in enumerate(table.columns):
        sheet.write_string(0, place, column.title, formats.head)
    last = 0
    for last, row in enumerate(table.rows, start=1):
        for place, (column, value) in enumerate(zip(table.columns, row, strict=True)):
            _cell(sheet, last, place, column, value, formats)
    if last:
        sheet.autofilter(0, 0, last, len(table.columns) - 1)


def _cell(
    sheet: Worksheet, row: int, place: int, column: Column, value: Value, formats: _Formats
) -> None:
    match value:
        case None | "":
            return
        case Money(amount, currency):
            sheet.write_number(row, place, float(amount), formats.money(currency))
        case datetime():
            there = value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
            sheet.write_datetime(row, place, there, formats.of(_PLAIN["moment"]))
        case date():
            sheet.write_datetime(row, place, value, formats.of(_PLAIN["day"]))
        case int() | Decimal():
            kind = "share" if column.kind == "share" else "number"
            sheet.write_number(row, place, float(value), formats.of(_PLAIN[kind]))
        case str():
            sheet.write_string(row, place, value[:MOST_LETTERS], formats.text)
