"""What `recoup run` says, as JSON (FORMATS.md section 3): the cases as they stand, and the totals.

Totals: `under` and `over` are what was found; `recoverable`, `to_billing` and `to_review` are the
under-billed part that can be invoiced; `credit` is the over-billed part to give back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlmodel import Session

from agent.memo_file import memo_text
from billing.facts import Quarantined
from store.cases import case_row, findings_of
from store.decisions import first_approval
from store.tables import AccountRow, CaseRow
from terms.money import plain

TOTALS = ("under", "over", "recoverable", "credit", "to_billing", "to_review")


def case_json(session: Session, row: CaseRow, change: str | None = None) -> dict[str, Any]:
    """One case as JSON. `change` is what this run saw, where it is not what the case last was."""
    findings = findings_of(session, row.case_id, row.version)
    confidence = row.confidence if row.confidence is not None else Decimal(0)
    return {
        "case_id": row.case_id,
        "account_id": row.account_id,
        "version": row.version,
        "status": row.status,
        "route": row.route or "review",
        "confidence": int(confidence * 100) / 100,
        "change": row.change if change is None else change,
        "blockers": row.blockers,
        "reasons": row.reasons,
        "questions": row.questions,
        "notes": row.notes,
        "findings": [finding.payload for finding in findings],
        "recommendation": row.context.get("recommendation") or _nothing_to_do(session, row),
        "first_approval": _first_approval(session, row),
        "memo": memo_text(session, row.case_id, row.version),
    }


def _first_approval(session: Session, row: CaseRow) -> dict[str, str] | None:
    """Who approved a case that waits for a second person, and when."""
    found = first_approval(session, row.case_id, row.version)
    if found is None or row.status != "waiting":
        return None
    return {"by": found.approved_by, "at": found.approved_at, "action": found.payload["action"]}


def _nothing_to_do(session: Session, row: CaseRow) -> dict[str, Any]:
    """The recommendation of a case that broke off before it had one."""
    account = session.get(AccountRow, row.account_id)
    currency = account.currency if account is not None else None
    return {"action": "none", "amount": "0", "currency": currency, "lines": []}


def run_json(
    session: Session,
    as_of: date,
    cases: Sequence[tuple[str, str | None]],
    quarantine: Sequence[Quarantined],
    notes: Sequence[str],
) -> dict[str, Any]:
    """A run as JSON: `cases` are (case id, change seen), in the order of the book."""
    bodies = [case_json(session, case_row(session, case), change) for case, change in cases]
    return {
        "as_of": as_of.isoformat(),
        "cases": bodies,
        "quarantine": [
            {"file": item.file, "row": item.row, "reason": item.reason} for item in quarantine
        ],
        "notes": list(notes),
        "totals": totals_json(bodies),
    }


def totals_json(cases: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Sums per currency over cases as JSON; currencies are never added."""
    sums: dict[str, dict[str, Decimal]] = {}
    for case in cases:
        for finding in case["findings"]:
            of_currency = sums.setdefault(finding["currency"], dict.fromkeys(TOTALS, Decimal(0)))
            total = Decimal(finding["amount_total"])
            recoverable = Decimal(finding["amount_recoverable"])
            of_currency[finding["direction"]] += total
            if finding["direction"] == "over":
                of_currency["credit"] += recoverable
                continue
            of_currency["recoverable"] += recoverable
            if case["route"] in {"billing", "review"}:
                of_currency[f"to_{case['route']}"] += recoverable
    return [
        {"currency": currency, **{name: plain(amounts[name]) for name in TOTALS}}
        for currency, amounts in sorted(sums.items())
    ]
