"""Cases, their findings, and the findings' months as tables, for cases that are named one by one.

Each shows what was found beside what was decided of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from app.web.casework.pairs import Found, Pair
from app.web.exports.columns import (
    ACCOUNT,
    CASE,
    CAUSE,
    CAUSE_FOUND,
    CUSTOMER,
    DECIDED,
    DIFFERENCE,
    DIRECTION,
    FINDING,
    PERIOD,
    PRODUCT,
    RECOVERABLE,
    STATE,
    VERDICT,
)
from app.web.exports.tables import Column, Money, Table, Value, day_of
from app.web.exports.verdict import Judged, judged
from billing.delivery import lines_of
from billing.finding import Finding
from store.store import Store
from terms.money import decimal

AT_A_TIME = 400
"""Cases that are asked for together."""

CASES = (
    CASE,
    ACCOUNT,
    CUSTOMER,
    STATE,
    Column("Route", wide=12),
    Column("As of", "day", 12),
    Column("Confidence", "share", 12),
    Column("Threshold", "share", 12),
    Column("Findings", "number", 10),
    Column("Under-billed", "money", 18),
    Column("Can be corrected", "money", 18),
    Column("Decided to invoice", "money", 18),
    Column("Over-billed", "money", 18),
    Column("To credit", "money", 18),
    Column("Decided to credit", "money", 18),
    Column("Causes as found", wide=34),
    Column("Causes", wide=34),
    Column("Next part lapses on", "day", 18),
    *VERDICT,
    Column("Version", "number", 10),
    Column("What changed", wide=40),
)
FINDINGS = (
    *(CASE, ACCOUNT, FINDING, CAUSE_FOUND, CAUSE, PRODUCT, DIRECTION),
    *(DIFFERENCE, RECOVERABLE, DECIDED),
    Column("Leaks each month", "money", 18),
    Column("Evidence", wide=14),
    *PERIOD,
    Column("Periods", "number", 10),
    *VERDICT,
    Column("Clauses", wide=50),
    Column("Invoices", wide=40),
    Column("Explanation", wide=70),
    Column("Doubts", wide=50),
)
MONTHS = (
    *(CASE, ACCOUNT, FINDING, CAUSE_FOUND, CAUSE, PRODUCT, DIRECTION),
    *PERIOD,
    Column("Expected", "money", 18),
    Column("Billed", "money", 18),
    *(DIFFERENCE, RECOVERABLE),
    Column("Expected, as decided", "money", 18),
    DECIDED,
    Column("Lapses on", "day", 12),
    Column("Why not all", wide=40),
    Column("How it comes about", wide=70),
)
RECKONED = (
    *("cause", "product", "direction", "currency", "periods"),
    *("amount_total", "amount_recoverable"),
)
"""What of a finding says how its amount is spread over its periods."""
Row = tuple[Value, ...]
Period = Mapping[str, Any]


def case_table(store: Store, ids: Sequence[str]) -> Table:
    """One row a case and currency, in the order of `ids`."""
    return Table("Cases", CASES, _by_parts(store, ids, _case_rows, whole=False))


def finding_table(store: Store, ids: Sequence[str]) -> Table:
    """One row a finding, as it was found and as it was decided."""
    return Table("Findings", FINDINGS, _by_parts(store, ids, _finding_rows, whole=True))


def month_table(store: Store, ids: Sequence[str]) -> Table:
    """One row a period of a finding."""
    return Table("Months", MONTHS, _by_parts(store, ids, _month_rows, whole=True))


def _by_parts(
    store: Store, ids: Sequence[str], rows_of: Callable[[Judged], Iterable[Row]], *, whole: bool
) -> Iterator[Row]:
    for first in range(0, len(ids), AT_A_TIME):
        with store.read() as session:
            part = list(judged(session, ids[first : first + AT_A_TIME], whole=whole))
        for case in part:
            yield from rows_of(case)


def _case_rows(case: Judged) -> Iterator[Row]:
    """A row a currency, so that no cell holds two."""
    row = case.row
    sides = [side for pair in case.pairs for side in (pair.before, pair.after) if side]
    for currency in dict.fromkeys(side["currency"] for side in sides) or [""]:
        yield (
            row["case_id"],
            row["account_id"],
            row["name"],
            row["state"],
            row["route"] or "",
            day_of(row["as_of"]),
            row["confidence"],
            row["threshold"],
            sum(1 for pair in case.pairs if pair.before),
            *_sums(case, currency, "under"),
            *_sums(case, currency, "over"),
            _causes(pair.before for pair in case.pairs),
            _causes(pair.after for pair in case.pairs),
            day_of(row["lapses_on"]),
            *case.verdict.cells,
            row["version"],
            row["change"],
        )


def _sums(case: Judged, currency: str, direction: str) -> Iterator[Money | None]:
    """In all, what can be corrected, and what was decided, of one currency and direction."""
    pairs = [pair for pair in case.pairs if pair.either["direction"] == direction]
    found = [pair.before for pair in pairs if pair.before and pair.before["currency"] == currency]
    yield _sum((decimal(each["amount_total"]) for each in found), currency)
    yield _sum((decimal(each["amount_recoverable"]) for each in found), currency)
    decided = (case.decided(pair) for pair in pairs)
    yield _sum((each.amount for each in decided if each and each.currency == currency), currency)


def _sum(amounts: Iterable[Decimal], currency: str) -> Money | None:
    """None for no amounts: an empty cell, not a zero."""
    listed = list(amounts)
    return Money(sum(listed, Decimal(0)), currency) if listed else None


def _causes(found: Iterable[Found | None]) -> str:
    return ", ".join(sorted({_cause(each) for each in found if each}))


def _cause(found: Found | None) -> str:
    return found["cause"].replace("_", " ") if found else ""


def _money(found: Found | None, name: str) -> Money | None:
    amount = found.get(name) if found else None
    return None if found is None or amount is None else Money(decimal(amount), found["currency"])


def _named(case: Judged, pair: Pair) -> Row:
    """The first columns of a finding and of its months."""
    found = pair.either
    return (
        case.row["case_id"],
        case.row["account_id"],
        found["position"],
        _cause(pair.before),
        _cause(pair.after),
        found["product"],
        f"{found['direction']}-billed",
    )


def _finding_rows(case: Judged) -> Iterator[Row]:
    for pair in case.pairs:
        told = pair.either
        periods = told.get("periods", ())
        yield (
            *_named(case, pair),
            _money(pair.before, "amount_total"),
            _money(pair.before, "amount_recoverable"),
            case.decided(pair),
            _money(told, "monthly_amount"),
            told.get("evidence", ""),
            day_of(min((each["period_start"] for each in periods), default=None)),
            day_of(max((each["period_end"] for each in periods), default=None)),
            len(periods),
            *case.verdict.cells,
            "; ".join(f"{each['file']}, page {each['page']}" for each in told.get("clauses", ())),
            ", ".join(dict.fromkeys(each["invoice_id"] for each in told.get("billed_in", ()))),
            told.get("explanation", ""),
            "; ".join(told.get("doubts", ())),
        )


def _month_rows(case: Judged) -> Iterator[Row]:
    for pair in case.pairs:
        before, after = _periods(pair.before), _periods(pair.after)
        decided = _decided_by_period(case, pair)
        for span in sorted(before.keys() | after.keys()):
            was, now = before.get(span), after.get(span)
            told = now or was or {}
            yield (
                *_named(case, pair),
                *(day_of(day) for day in span),
                *(
                    _of_period(pair.before, was, name)
                    for name in ("expected", "billed", "difference", "recoverable")
                ),
                _of_period(pair.after, now, "expected") if case.verdict.action else None,
                decided.get(span) if decided is not None else None,
                day_of(told.get("lapses_on")),
                told.get("why", ""),
                told.get("derivation", ""),
            )


def _periods(found: Found | None) -> dict[tuple[str, str], Period]:
    periods = found.get("periods", ()) if found else ()
    return {(each["period_start"], each["period_end"]): each for each in periods}


def _of_period(found: Found | None, period: Period | None, name: str) -> Money | None:
    return Money(decimal(period[name]), found["currency"]) if found and period else None


def _decided_by_period(case: Judged, pair: Pair) -> dict[tuple[str, str], Money] | None:
    """What was decided, period by period, as billing gets it; None where nothing is to be decided."""
    whole = case.decided(pair)
    if whole is None:
        return None
    spans = [*_periods(pair.before), *_periods(pair.after)]
    made = dict.fromkeys(spans, Money(Decimal(0), whole.currency))
    if whole.amount and pair.after:
        number = pair.after["position"]
        set_to = case.amounts.get(str(number))
        found = pair.after if set_to is None else (pair.before or pair.after)
        finding = Finding.model_validate({name: found[name] for name in RECKONED})
        for line in lines_of(number, finding, None if set_to is None else decimal(set_to)):
            span = (line.period_start.isoformat(), line.period_end.isoformat())
            made[span] = Money(line.amount, line.currency)
    return made
