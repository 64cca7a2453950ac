"""What a memo was written from, as it is kept with the case: the HTML, the PDF and the letter say the same.

It is kept when the memo is drafted, so that a paper written months later, without the book, holds the
numbers that were checked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlmodel import Session

from agent.memo_file import what_happened
from store.cases import findings_of
from store.decisions import decision_of
from store.errors import StoreError
from store.outbox import documents_of
from store.tables import CaseRow, DecisionRow
from terms.citation import Citation
from terms.money import plain


class NoPaper(StoreError):
    """The case has no memo that a paper could be made from; the message says what to do."""


@dataclass(frozen=True, slots=True)
class CasePaper:
    """A case as it is put on paper."""

    values: Mapping[str, Any]
    """As `agent.memo.values_of` gives them; dates are ISO 8601, amounts are text."""
    clauses: tuple[tuple[Citation, ...], ...]
    """By finding, with the rectangles on the page."""
    sends: tuple[Mapping[str, Any], ...]
    """The documents for billing, as JSON: those sent, or those that are recommended."""
    approved: str = ""
    """Who approved it, and when; '' while nobody has."""
    rejected: str = ""
    happened: tuple[str, ...] = ()
    book: Path | None = None
    """Where the contracts lay when the case was opened."""


def kept(value: Any) -> Any:
    """Plain values as JSON keeps them."""
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return {str(key): kept(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [kept(item) for item in value]
    if isinstance(value, Decimal):
        return plain(value)
    return value.isoformat() if isinstance(value, date) else value


def paper_of(session: Session, row: CaseRow) -> CasePaper:
    """The paper of a case's present version. Raises NoPaper."""
    values = row.context.get("paper")
    if not values:
        raise NoPaper(
            f"case {row.case_id} has no memo that can be put on paper (it broke off, or an older "
            "recoup wrote it): `recoup run BOOK` again, then show it"
        )
    decision = decision_of(session, row.case_id, row.version)
    sent = documents_of(session, row.case_id, row.version)
    recommended = row.context.get("recommendation") or {}
    sends = [each.payload for each in sent if each.status != "cancelled"] or [
        recommended,
        *recommended.get("also", ()),
    ]
    return CasePaper(
        values=values,
        clauses=tuple(
            tuple(Citation.model_validate(each) for each in finding.payload.get("clauses", ()))
            for finding in findings_of(session, row.case_id, row.version)
        ),
        sends=tuple(each for each in sends if each),
        approved=_signed(decision) if decision and decision.action != "reject" else "",
        rejected=_signed(decision) if decision and decision.action == "reject" else "",
        happened=tuple(what_happened(session, row.case_id, row.version)),
        book=Path(row.context["book"]) if row.context.get("book") else None,
    )


def _signed(decision: DecisionRow) -> str:
    second = f" and {decision.seconded_by}" if decision.seconded_by else ""
    return f"{decision.decided_by}{second}, {decision.decided_at[:10]}"
