"""The usage of a book by the million: sums for every account, single events for those that ask."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from billing import rows
from billing.book_reading import Reading
from billing.facts import Account, UsageEvent
from billing.metering import local_day
from billing.summed_usage import SummedUsage, UsageSum
from billing.volume.engine import Engine
from billing.volume.texts import Kind, cells_of, gathered, sheets_of
from billing.volume.usage_rows import COLUMNS, UTC_ZONE, UsageTables, marks, placed, sums
from billing.volume.zones import zone_days

if TYPE_CHECKING:
    import ibis.expr.types as ir

USAGE = Kind(
    "usage", COLUMNS, ("account_id", "product", "at", "quantity"), typed=("at", "quantity")
)


class UsageFacts:
    """The usage of every account of a book, kept in an engine."""

    def __init__(
        self,
        reading: Reading,
        engine: Engine,
        files: Sequence[str],
        by_day: Collection[str],
        once: Callable[..., Iterable[UsageEvent]],
    ) -> None:
        """Read the files; `by_day` are the accounts whose periods turn on other days than the first.

        `once` gives the events of a sheet, what comes twice taken out: the reader of small books.
        """
        self._engine = engine
        self._accounts = reading.accounts
        self._apart: dict[str, list[UsageEvent]] = defaultdict(list)
        tables = _tables(reading, engine, files, by_day)
        self._plain, self._sums = self._set_apart(tables, once)
        self.accounts = self._named()

    def of(self, accounts: Collection[str]) -> dict[str, SummedUsage]:
        """The usage of some accounts."""
        found: dict[str, list[UsageSum]] = {account: [] for account in accounts}
        asked = self._sums.filter(self._sums.account_id.isin(list(accounts)))
        for each in self._engine.fetch(asked).to_pylist():
            found[each["account_id"]].append(_sum(each))
        return {account: self._summed(account, made) for account, made in found.items()}

    def single(self, account: str) -> list[UsageEvent]:
        """Every event of an account, one by one."""
        asked = self._plain.filter(self._plain.account_id == account)
        events = [rows.usage_event(row) for _, row in cells_of(self._engine, asked, COLUMNS)]
        return [*events, *self._apart.get(account, ())]

    def _summed(self, account: str, made: list[UsageSum]) -> SummedUsage:
        timezone = self._accounts[account].timezone
        made += [_alone(event, timezone) for event in self._apart.get(account, ())]
        made.sort(key=lambda each: (each.first_day, each.product, each.unit or "", each.last_day))
        return SummedUsage(account, timezone, made, lambda: self.single(account))

    def _set_apart(
        self, tables: UsageTables, once: Callable[..., Iterable[UsageEvent]]
    ) -> tuple[ir.Table, ir.Table]:
        """The rows that the engine may sum, and their sums; the others are read, or refused, one by one."""
        engine = self._engine
        twice = engine.repeated("usage_repeated", marks(tables.rows, engine.mark))
        found = placed(tables)
        is_plain = found.stretch.notnull()
        if _count(engine, twice):
            # an event without an id cannot come twice: null is in no list
            mark = engine.mark(found.account_id, found["product"], found.event_id)
            is_twice = found.event_id.notnull() & mark.isin(twice.mark)
            is_plain &= ~is_twice
        kept = engine.keep("usage_sums", sums(found, is_plain))
        for name in ("product", "unit"):
            if odd := _untrimmed(engine, kept, name):
                is_plain &= found[name].isnull() | ~found[name].isin(odd)
                kept = engine.keep(f"usage_sums_{name}", sums(found, is_plain))
        if _count(engine, kept.filter(kept.stretch.isnull())):
            for sheet in sheets_of(engine, found.filter(~is_plain), COLUMNS):
                for event in once(sheet):
                    self._apart[event.account_id].append(event)
        return found.filter(is_plain), kept.filter(kept.stretch.notnull())

    def _named(self) -> frozenset[str]:
        """The accounts that have any usage."""
        found = self._engine.fetch(self._sums.select("account_id").distinct())
        return frozenset(found.column("account_id").to_pylist()) | frozenset(self._apart)


def _tables(
    reading: Reading, engine: Engine, files: Sequence[str], by_day: Collection[str]
) -> UsageTables:
    import pyarrow as pa

    zones: dict[str, int] = {"UTC": UTC_ZONE}
    for account in reading.accounts.values():
        zones.setdefault(account.timezone, len(zones))
    accounts = pa.table(_account_columns(reading.accounts, zones, by_day))
    return UsageTables(
        gathered(reading, engine, USAGE, files),
        engine.upload("usage_accounts", accounts),
        engine.upload("zone_days", zone_days(zones)),
    )


def _account_columns(
    accounts: Mapping[str, Account], zones: Mapping[str, int], by_day: Collection[str]
) -> dict[str, list[Any]]:
    return {
        "account_id": list(accounts),
        "zone": [zones[account.timezone] for account in accounts.values()],
        "by_day": [account in by_day for account in accounts],
    }


def _untrimmed(engine: Engine, table: ir.Table, name: str) -> list[str]:
    """Names with blanks at their ends that the engine does not know for blanks."""
    found = engine.fetch(table.select(name).distinct()).column(name).to_pylist()
    return [each for each in found if each is not None and each != each.strip()]


def _count(engine: Engine, table: ir.Table) -> int:
    return int(engine.fetch(table.aggregate(n=table.count())).column("n")[0].as_py())


def _sum(row: Mapping[str, Any]) -> UsageSum:
    return UsageSum(
        row["product"],
        row["unit"],
        row["first_day"],
        row["last_day"],
        _plain_number(row["quantity"]),
        row["events"],
    )


def _plain_number(value: Decimal) -> Decimal:
    """The same number without the zeros that the engine's nine decimals add."""
    if value == value.to_integral_value():
        return value.quantize(Decimal(1))
    return value.normalize()


def _alone(event: UsageEvent, timezone: str) -> UsageSum:
    day = local_day(event.at, timezone)
    return UsageSum(event.product, event.unit, day, day, event.quantity, 1)
