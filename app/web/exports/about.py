"""The last sheet of a workbook: what it holds, by which filters, who took it along and when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.web.exports.tables import Column, Table, Value

COLUMNS = (Column("About this workbook", wide=34), Column("", wide=80))
DECIDED = (
    "What goes to billing: 0 where it was rejected, empty where nobody has decided or a bill only waits "
    "to be paid. What an earlier version of the case sent is in it: billing gets the rest."
)
NOTES = (
    (
        "Currencies",
        "Amounts of different currencies are never added. Each cell is written in its own.",
    ),
    (
        "Periods",
        "A period ends on the day after its last one: January is 2026-01-01 to 2026-02-01.",
    ),
    ("Amounts", "All are positive; whether a bill was too low or too high, the column says."),
    (
        "As found",
        "Before a person corrected anything; “Cause” and “Expected, as decided” hold the correction.",
    ),
    ("Decided", DECIDED),
    ("Moments", "In UTC."),
)


def about_table(told: Mapping[str, Value]) -> Table:
    """What is told of the workbook, then what its columns mean."""
    rows: list[Sequence[Value]] = [*told.items(), ("", ""), *NOTES]
    return Table("About", COLUMNS, rows)
