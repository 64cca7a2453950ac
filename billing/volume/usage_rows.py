"""Usage in the engine: which rows are in plain form, which come twice, and their sums by local day.

Plain is narrower than readable on purpose (29 February is not plain, nor a number with ten decimals):
what is not plain is read, or refused, one by one in Python, and so nothing is lost or read otherwise.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir

COLUMNS = ("account_id", "product", "at", "quantity", "unit", "event_id")
NUMBER = r"^[0-9]{1,15}(\.[0-9]{1,9})?$"
DAY = (
    r"(20[0-9][0-9])-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])"
    r"|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))"
)
TIME = (
    r"[T ]([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6})?(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])"
)
UTC_ZONE = 0
"""The number of UTC in the table of zones: a date without a time is a day wherever it is read."""


@dataclass(frozen=True, slots=True)
class UsageTables:
    """What the expressions read: the rows, the accounts (account_id, zone, by_day), the zones' days."""

    rows: ir.Table
    accounts: ir.Table
    days: ir.Table


def placed(tables: UsageTables) -> ir.Table:
    """Each row with `value`, `local_day` and `stretch`; these are null where it is not plain."""
    import ibis

    rows = tables.rows.mutate(value=_value(tables.rows), stamp=_stamp(tables.rows))
    rows = rows.mutate(utc_day=rows.stamp.date(), dated=_is_date(tables.rows, rows))
    known = rows.left_join(tables.accounts, "account_id").drop("account_id_right")
    known = known.mutate(zone=known.dated.ifelse(UTC_ZONE, known.zone))
    found = known.left_join(
        tables.days, [known.zone == tables.days.zone, known.utc_day == tables.days.utc_day]
    )
    local = (found.stamp < found.turn).ifelse(found.day_before, found.day_after)
    plain = ibis.and_(
        found.by_day.notnull(), found.product.notnull(), found.value.notnull(), found.turn.notnull()
    )
    local = ibis.cases((plain, local))
    stretch = found.by_day.ifelse(local, local.truncate("M"))
    return found.select(
        "file",
        "row",
        *COLUMNS,
        value=found.value,
        local_day=local,
        stretch=stretch,
    )


def _value(rows: ir.Table) -> ir.Value:
    """The quantity, where it is a plain number that is not negative."""
    import ibis

    given = rows.quantity
    if given.type().is_integer() or given.type().is_decimal():
        plain = (given >= 0) & (given < 10**15)
        if given.type().is_decimal() and (given.type().scale or 0) > 9:
            plain &= given.round(9) == given
        return ibis.cases((plain, given.cast("decimal(38, 9)")))
    text = given.cast("string")
    return ibis.cases((text.re_search(NUMBER), text.cast("decimal(38, 9)")))


def _stamp(rows: ir.Table) -> ir.Value:
    """The instant in UTC, where `at` is a plain time with its offset, or a plain date."""
    import ibis
    import ibis.expr.datatypes as dt

    given = rows["at"]
    if given.type().is_timestamp():
        return given.cast("timestamp")
    text = given.cast("string")
    zoned = dt.Timestamp(timezone="UTC")
    return ibis.cases(
        (text.re_search(f"^{DAY}{TIME}$"), text.cast(zoned).cast("timestamp")),
        (text.re_search(f"^{DAY}$"), (text + "T00:00:00Z").cast(zoned).cast("timestamp")),
    )


def _is_date(rows: ir.Table, stamped: ir.Table) -> ir.BooleanValue:
    import ibis

    if rows["at"].type().is_timestamp():
        return ibis.literal(value=False)
    return stamped["at"].cast("string").length() == 10


def marks(rows: ir.Table, mark: Callable[..., ir.Value]) -> ir.Table:
    """A mark of account, product and event for each row that names its event: column `mark`."""
    named = rows.filter(rows.event_id.notnull())
    return named.select(mark=mark(named.account_id, named["product"], named.event_id))


def sums(found: ir.Table, is_plain: ir.BooleanValue) -> ir.Table:
    """What each account used of a product, in a unit, in a stretch of local days.

    The rows that are not plain are one group more, all of its keys null: how many there are.
    """
    keys = ("account_id", "product", "unit", "stretch")
    plain = found.mutate(**{name: is_plain.ifelse(found[name], None) for name in keys})
    return plain.group_by(keys).agg(
        quantity=plain.value.sum(),
        events=plain.count(),
        first_day=plain.local_day.min(),
        last_day=plain.local_day.max(),
    )
