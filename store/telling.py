"""What the audit trail tells of a row: the fields that never change once it is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from store.audit import digest
from store.tables import DecisionRow, OutboxRow
from terms.money import plain


def findings_told(findings: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Findings (as JSON): what each is and claims, and the hash of all it says."""
    return {
        "findings": [
            {
                "cause": each.get("cause"),
                "product": each.get("product"),
                "direction": each.get("direction"),
                "currency": each.get("currency"),
                "total": str(each.get("amount_total")),
                "recoverable": str(each.get("amount_recoverable")),
                "sha256": digest(each),
            }
            for each in findings
        ]
    }


def decision_told(row: DecisionRow) -> dict[str, Any]:
    """A decision, without whether it has been carried out."""
    return {
        "action": row.action,
        "reason": row.reason,
        "ground": row.ground,
        "amounts": row.amounts,
        "changes": row.changes,
        "by": row.decided_by,
        "seconded_by": row.seconded_by,
        "at": row.decided_at,
        "amends": row.amends,
    }


def document_told(row: OutboxRow) -> dict[str, Any]:
    """A document for billing, without its status."""
    return {
        "document_id": row.id,
        "account_id": row.account_id,
        "action": row.action,
        "currency": row.currency,
        "amount": plain(row.amount),
        "sha256": digest(row.payload),
    }
