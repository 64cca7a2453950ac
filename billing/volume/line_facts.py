"""The invoice lines of a book by the million: filtered and counted in the engine, read an account at a time.

Every line is read by the reader of small books. What the engine adds is that it need not be read
before its account's turn: a row in plain form is known to be readable.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, get_args

from billing import rows
from billing.book_reading import Reading
from billing.facts import InvoiceLine, InvoiceStatus, LineKind
from billing.volume.engine import Engine
from billing.volume.texts import Kind, cells_of, gathered, sheets_of
from billing.volume.usage_rows import DAY
from terms.money import UnknownCurrency, minor_unit

if TYPE_CHECKING:
    import ibis.expr.types as ir

REQUIRED = (
    *("account_id", "invoice_id", "invoice_date", "status", "product", "kind"),
    *("amount", "currency"),
)
COLUMNS = (
    *("account_id", "invoice_id", "invoice_date", "due_date", "status", "line_id", "product"),
    *("kind", "description", "period_start", "period_end", "quantity", "unit", "unit_amount"),
    *("amount", "currency"),
)
LINES = Kind("lines", COLUMNS, REQUIRED)
_NUMBER = r"^[+-]?[0-9]{1,15}(\.[0-9]{1,20})?$"
_ONE_LINE = ("account_id", "invoice_id", "line_id")


class LineFacts:
    """The invoice lines of every account of a book, kept in an engine."""

    def __init__(
        self,
        reading: Reading,
        engine: Engine,
        files: Sequence[str],
        once: Callable[..., Iterable[InvoiceLine]],
    ) -> None:
        """Read the files; `once` gives a sheet's lines, what comes twice taken out."""
        self._engine = engine
        self._apart: dict[str, list[InvoiceLine]] = defaultdict(list)
        self._plain = self._set_apart(reading, gathered(reading, engine, LINES, files), once)

    def of(self, accounts: Collection[str]) -> dict[str, list[InvoiceLine]]:
        """The lines of some accounts, in the order of the files."""
        found = {account: list(self._apart.get(account, ())) for account in accounts}
        asked = self._plain.filter(self._plain.account_id.isin(list(accounts)))
        for _, row in cells_of(self._engine, asked, COLUMNS):
            found[row.cells["account_id"]].append(rows.invoice_line(row))
        return found

    def noteworthy(self, as_of: date | None) -> dict[str, list[InvoiceLine]]:
        """Of each account a line, and those that a note on the book may speak of.

        These are lines whose invoice and line are named twice, and one of each invoice dated later
        than `as_of`.
        """
        plain = self._plain
        firsts = plain.group_by("account_id").agg(row=plain.row.min(), file=plain.file.min())
        asked = plain.semi_join(firsts, ["account_id", "row"])
        if as_of is not None:
            later = plain.filter(plain.invoice_date > as_of.isoformat())
            one = later.group_by(["account_id", "invoice_id", "status"]).agg(row=later.row.min())
            asked = asked.union(plain.semi_join(one, ["account_id", "row"]), distinct=True)
        found: dict[str, list[InvoiceLine]] = {
            account: list(lines) for account, lines in self._apart.items()
        }
        for _, row in cells_of(self._engine, asked, COLUMNS):
            found.setdefault(row.cells["account_id"], []).append(rows.invoice_line(row))
        return found

    def month_ends(self) -> dict[date, int]:
        """On how many lines each day ends a period that begins on the first of a month."""
        plain = self._plain
        months = plain.filter(plain.period_start.substr(8, 2) == "01", plain.period_end.notnull())
        counted = self._engine.fetch(months.group_by("period_end").agg(lines=months.count()))
        found: dict[date, int] = defaultdict(int)
        for row in counted.to_pylist():
            found[date.fromisoformat(row["period_end"])] += row["lines"]
        for line in (line for lines in self._apart.values() for line in lines):
            if line.period_end and line.period_start and line.period_start.day == 1:
                found[line.period_end] += 1
        return found

    def by_day(self) -> frozenset[str]:
        """The accounts with a period that begins or ends on another day than the first of a month."""
        plain = self._plain
        odd = plain.filter(
            (plain.period_start.substr(8, 2) != "01") | (plain.period_end.substr(8, 2) != "01")
        )
        found = self._engine.fetch(odd.select("account_id").distinct()).column("account_id")
        return frozenset(found.to_pylist()) | {
            account
            for account, lines in self._apart.items()
            for line in lines
            if any(day and day.day != 1 for day in (line.period_start, line.period_end))
        }

    def _set_apart(
        self, reading: Reading, table: ir.Table, once: Callable[..., Iterable[InvoiceLine]]
    ) -> ir.Table:
        """The rows that are readable for certain; the others are read, or refused, one by one."""
        import pyarrow as pa

        engine = self._engine
        accounts = pa.table({"account_id": pa.array(list(reading.accounts), pa.string())})
        known = engine.upload("line_accounts", accounts)
        rows_known = table.left_join(known.mutate(known=known.account_id), "account_id").drop(
            "account_id_right"
        )
        plain = rows_known.known.notnull() & _is_plain(rows_known, _currencies(engine, table))
        twice = (
            table.filter(table.line_id.notnull())
            .group_by(_ONE_LINE)
            .agg(times=lambda each: each.count())
            .filter(lambda each: each.times > 1)
        )
        marked = rows_known.mutate(plain=plain.fill_null(False)).left_join(twice, list(_ONE_LINE))
        kept = engine.keep(
            "lines_kept",
            marked.select(
                "file", "row", *COLUMNS, plain=marked.plain & marked.times.isnull()
            ).order_by("account_id"),
        )
        for sheet in sheets_of(engine, kept.filter(~kept.plain), COLUMNS):
            for line in once(sheet):
                self._apart[line.account_id].append(line)
        return kept.filter(kept.plain)


def _is_plain(rows: ir.Table, currencies: list[str]) -> ir.BooleanValue:
    """Whether a row is certain to be readable."""
    import ibis

    day = f"^{DAY}$"
    checks = [rows[name].notnull() for name in REQUIRED]
    checks += [rows[name].re_search(_NUMBER) for name in ("amount",)]
    checks += [
        rows[name].isnull() | rows[name].re_search(_NUMBER) for name in ("quantity", "unit_amount")
    ]
    checks.append(rows.invoice_date.re_search(day))
    checks += [
        rows[name].isnull() | rows[name].re_search(day)
        for name in ("due_date", "period_start", "period_end")
    ]
    checks.append(
        rows.period_start.isnull()
        | rows.period_end.isnull()
        | (rows.period_end > rows.period_start)
    )
    checks.append(rows.status.isin(list(get_args(InvoiceStatus))))
    checks.append(rows.kind.isin(list(get_args(LineKind))))
    checks.append(rows.currency.isin(currencies or [""]))
    return ibis.and_(*checks)


def _currencies(engine: Engine, table: ir.Table) -> list[str]:
    """Those of the book's currency codes that are ones."""
    found = engine.fetch(table.select("currency").distinct()).column("currency").to_pylist()
    return [code for code in found if code is not None and _is_currency(code)]


def _is_currency(code: str) -> bool:
    try:
        minor_unit(code.upper())
    except UnknownCurrency:
        return False
    return True
