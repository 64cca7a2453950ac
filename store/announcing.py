"""What happened and is told to other systems: a call a webhook, written with what it tells of.

The audit trail is where everything that counts passes, so that is where calls are made: in the same
transaction, once a row of the trail, for the webhooks that asked for its kind.
"""

from __future__ import annotations

import json
import secrets
from typing import Any

from sqlmodel import Session, col, select

from store.jobs import enqueue
from store.tables import AuditRow, CaseRow
from store.web_tables import WebhookCallRow, WebhookRow

EVENTS = {
    "decision": "case.decided",
    "first approval": "case.approved_first",
    "outbox": "document.queued",
    "delivered": "document.delivered",
    "cancelled": "document.cancelled",
}
"""Kind of the audit trail → event, as webhooks name it."""
JOB = "webhook"


def announce(session: Session, row: AuditRow) -> None:
    """Write a call for each webhook that asked for what the row tells; nothing for most rows."""
    event = EVENTS.get(row.kind)
    if event is None:
        return
    hooks = session.exec(select(WebhookRow).where(col(WebhookRow.active))).all()
    asked = [hook for hook in hooks if event in hook.events]
    if not asked:
        return
    body = json.dumps(_told(session, row, event), ensure_ascii=False, sort_keys=True)
    for hook in asked:
        session.add(
            WebhookCallRow(id=secrets.token_hex(16), webhook_id=hook.id, event=event, body=body)
        )
    enqueue(session, JOB)


def _told(session: Session, row: AuditRow, event: str) -> dict[str, Any]:
    case = session.get(CaseRow, row.case_id) if row.case_id else None
    return {
        "event": event,
        "number": row.number,
        "at": row.at,
        "account_id": case.account_id if case else None,
        "case_id": row.case_id,
        "version": row.version,
        "data": json.loads(row.payload),
    }
