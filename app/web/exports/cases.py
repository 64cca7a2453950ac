"""Cases, their findings, and the findings' months as tables, for cases that are named one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import and_, select
from sqlmodel import Session, col

from app.web.casework.queue import state_of
from app.web.exports.tables import Column, Money, Table, Value, day_of, moment_of
from store.store import Store
from store.tables import AccountRow, ApprovalRow, CaseRow, DecisionRow, FindingRow
from store.web_tables import StakeRow
from terms.money import decimal

AT_A_TIME = 400
"""Cases that are asked for together."""

CASES = (
    Column("Case", wide=26),
    Column("Account", wide=18),
    Column("Customer", wide=28),
    Column("State", wide=14),
    Column("Route", wide=12),
    Column("As of", "day", 12),
    Column("Confidence", "share", 12),
    Column("Threshold", "share", 12),
    Column("Findings", "number", 10),
    Column("Under-billed", "money", 18),
    Column("Can be corrected", "money", 18),
    Column("Over-billed", "money", 18),
    Column("To credit", "money", 18),
    Column("Causes", wide=34),
    Column("Next part lapses on", "day", 18),
    Column("Decision", wide=12),
    Column("Decided by", wide=26),
    Column("Second person", wide=26),
    Column("Decided", "moment", 18),
    Column("Reason", wide=40),
    Column("Version", "number", 10),
    Column("What changed", wide=40),
)
FINDINGS = (
    Column("Case", wide=26),
    Column("Account", wide=18),
    Column("Finding", "number", 10),
    Column("Cause", wide=24),
    Column("Product", wide=30),
    Column("Direction", wide=12),
    Column("Difference", "money", 18),
    Column("Recoverable", "money", 18),
    Column("Leaks each month", "money", 18),
    Column("Evidence", wide=14),
    Column("From", "day", 12),
    Column("To, not included", "day", 16),
    Column("Periods", "number", 10),
    Column("Clauses", wide=50),
    Column("Invoices", wide=40),
    Column("Explanation", wide=70),
    Column("Doubts", wide=50),
)
MONTHS = (
    Column("Case", wide=26),
    Column("Account", wide=18),
    Column("Finding", "number", 10),
    Column("Cause", wide=24),
    Column("Product", wide=30),
    Column("Direction", wide=12),
    Column("From", "day", 12),
    Column("To, not included", "day", 16),
    Column("Expected", "money", 18),
    Column("Billed", "money", 18),
    Column("Difference", "money", 18),
    Column("Recoverable", "money", 18),
    Column("Lapses on", "day", 12),
    Column("Why not all", wide=40),
    Column("How it comes about", wide=70),
)
Row = tuple[Value, ...]


def case_table(store: Store, ids: Sequence[str]) -> Table:
    """One row a case and currency, in the order of `ids`."""
    return Table("Cases", CASES, _by_parts(store, ids, _cases))


def finding_table(store: Store, ids: Sequence[str]) -> Table:
    """One row a finding."""
    return Table("Findings", FINDINGS, _by_parts(store, ids, _findings))


def month_table(store: Store, ids: Sequence[str]) -> Table:
    """One row a period of a finding."""
    return Table("Months", MONTHS, _by_parts(store, ids, _months))


def _by_parts(store: Store, ids: Sequence[str], read: Any) -> Iterator[Row]:
    for first in range(0, len(ids), AT_A_TIME):
        part = ids[first : first + AT_A_TIME]
        with store.read() as session:
            rows = list(read(session, part))
        yield from rows


def _cases(session: Session, ids: Sequence[str]) -> Iterator[Row]:
    case, account, stake, decision = CaseRow, AccountRow, StakeRow, DecisionRow
    query = (
        select(
            case.case_id,  # type: ignore[call-overload]
            case.account_id,
            account.name,
            state_of().label("state"),
            case.route,
            case.as_of,
            case.confidence,
            case.threshold,
            case.version,
            case.change,
            stake.findings,
            stake.amounts,
            stake.causes,
            stake.lapses_on,
            decision.action,
            decision.decided_by,
            decision.seconded_by,
            decision.decided_at,
            decision.reason,
        )
        .select_from(case)
        .join(account, col(account.account_id) == col(case.account_id))
        .outerjoin(stake, _of_present(stake))
        .outerjoin(ApprovalRow, _of_present(ApprovalRow))
        .outerjoin(decision, _of_present(decision))
        .where(col(case.case_id).in_(ids))
    )
    found = {row["case_id"]: row for row in session.execute(query).mappings()}
    for case_id in ids:
        if case_id in found:
            yield from _case_rows(dict(found[case_id]))


def _of_present(row: Any) -> Any:
    return and_(col(row.case_id) == col(CaseRow.case_id), col(row.version) == col(CaseRow.version))


def _case_rows(row: Mapping[str, Any]) -> Iterator[Row]:
    """A row a currency, so that no cell holds two."""
    amounts = row["amounts"] or []
    for currency in dict.fromkeys(each["currency"] for each in amounts) or [""]:
        sides = {each["direction"]: each for each in amounts if each["currency"] == currency}
        under, over = sides.get("under"), sides.get("over")
        yield (
            row["case_id"],
            row["account_id"],
            row["name"],
            row["state"],
            row["route"] or "",
            day_of(row["as_of"]),
            row["confidence"],
            row["threshold"],
            row["findings"],
            _money(under and under["total"], currency),
            _money(under and under["recoverable"], currency),
            _money(over and over["total"], currency),
            _money(over and over["recoverable"], currency),
            (row["causes"] or "").strip().replace(" ", ", ").replace("_", " "),
            day_of(row["lapses_on"]),
            row["action"] or "",
            row["decided_by"] or "",
            row["seconded_by"] or "",
            moment_of(row["decided_at"]),
            row["reason"] or "",
            row["version"],
            row["change"],
        )


def _money(amount: str | None, currency: str) -> Money | None:
    return None if amount is None else Money(decimal(amount), currency)


def _present_findings(session: Session, ids: Sequence[str]) -> Iterator[tuple[str, Any]]:
    """(account, finding) of the present versions, in the order of `ids`."""
    query = (
        select(FindingRow, CaseRow.account_id)  # type: ignore[call-overload]
        .join(CaseRow, _of_present(FindingRow))
        .where(col(FindingRow.case_id).in_(ids))
    )
    place = {case_id: number for number, case_id in enumerate(ids)}
    rows = session.execute(query).all()
    for finding, account_id in sorted(
        rows, key=lambda row: (place[row[0].case_id], row[0].position)
    ):
        yield account_id, finding


def _findings(session: Session, ids: Sequence[str]) -> Iterator[Row]:
    for account_id, row in _present_findings(session, ids):
        told = row.payload
        periods = told.get("periods", ())
        yield (
            row.case_id,
            account_id,
            row.position,
            row.cause.replace("_", " "),
            row.product,
            f"{row.direction}-billed",
            Money(row.amount_total, row.currency),
            Money(row.amount_recoverable, row.currency),
            _money(told.get("monthly_amount"), row.currency),
            told.get("evidence", ""),
            day_of(min((each["period_start"] for each in periods), default=None)),
            day_of(max((each["period_end"] for each in periods), default=None)),
            len(periods),
            "; ".join(f"{each['file']}, page {each['page']}" for each in told.get("clauses", ())),
            ", ".join(dict.fromkeys(each["invoice_id"] for each in told.get("billed_in", ()))),
            told.get("explanation", ""),
            "; ".join(told.get("doubts", ())),
        )


def _months(session: Session, ids: Sequence[str]) -> Iterator[Row]:
    for account_id, row in _present_findings(session, ids):
        for period in row.payload.get("periods", ()):
            amounts: list[Decimal] = [
                decimal(period[name])
                for name in ("expected", "billed", "difference", "recoverable")
            ]
            yield (
                row.case_id,
                account_id,
                row.position,
                row.cause.replace("_", " "),
                row.product,
                f"{row.direction}-billed",
                day_of(period["period_start"]),
                day_of(period["period_end"]),
                *(Money(amount, row.currency) for amount in amounts),
                day_of(period.get("lapses_on")),
                period.get("why", ""),
                period.get("derivation", ""),
            )
