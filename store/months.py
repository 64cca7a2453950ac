"""A finding's amounts by month, so that sums over all cases need not open every finding."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlmodel import Session, col, delete

from store.billing_tables import MonthRow
from store.tables import CaseRow
from terms.money import decimal

Found = Mapping[str, Any]
"""A finding as JSON (FORMATS.md section 3)."""


def save_months(session: Session, case_id: str, version: int, findings: Sequence[Found]) -> None:
    """Keep the amounts of one version by month, in place of former ones of the case."""
    row = session.get(CaseRow, case_id)
    as_of = row.as_of if row is not None else ""
    session.exec(delete(MonthRow).where(col(MonthRow.case_id) == case_id))
    session.add_all(months_of(case_id, version, as_of, findings))


def months_of(
    case_id: str, version: int, as_of: str, findings: Sequence[Found]
) -> Iterator[MonthRow]:
    """The rows of one version, not yet added."""
    for position, finding in enumerate(findings, start=1):
        for month, (total, recoverable, lapsed) in _by_month(finding, as_of).items():
            yield MonthRow(
                case_id=case_id,
                version=version,
                position=position,
                month=month,
                cause=str(finding["cause"]),
                currency=str(finding["currency"]),
                direction=str(finding["direction"]),
                total=total,
                recoverable=recoverable,
                lapsed=lapsed,
            )


def _by_month(finding: Found, as_of: str) -> dict[str, tuple[Decimal, Decimal, Decimal]]:
    """Month → difference, recoverable, lapsed. What the periods do not hold stands under ''."""
    sums: dict[str, tuple[Decimal, Decimal, Decimal]] = {}
    nothing = (Decimal(0), Decimal(0), Decimal(0))
    left = [decimal(finding["amount_total"]), decimal(finding["amount_recoverable"])]
    for period in finding.get("periods", ()):
        difference, recoverable = decimal(period["difference"]), decimal(period["recoverable"])
        until = period.get("lapses_on") or ""
        lapsed = difference - recoverable if until and until < as_of else Decimal(0)
        before = sums.get(period["period_start"][:7], nothing)
        more = (difference, recoverable, lapsed)
        sums[period["period_start"][:7]] = (
            before[0] + more[0],
            before[1] + more[1],
            before[2] + more[2],
        )
        left = [left[0] - difference, left[1] - recoverable]
    if any(left):
        sums[""] = (left[0], left[1], Decimal(0))
    return sums
