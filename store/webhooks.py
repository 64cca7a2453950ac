"""Webhooks: who is told of what, and the calls that have not been taken yet."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlmodel import Session, col, select

from store.announcing import EVENTS
from store.audit import tell
from store.jobs import moment
from store.tables import now
from store.web_tables import WebhookCallRow, WebhookRow

FIRST_WAIT = 30
"""Seconds until a call that was not taken is made again; each wait is twice the one before."""
MOST_TRIES = 12
"""The last is made about 17 hours after the first."""


def add_webhook(session: Session, url: str, events: Sequence[str], by: str) -> WebhookRow:
    """A webhook for these events; all of them where none is named. Raises ValueError for others."""
    unknown = sorted(set(events) - set(EVENTS.values()))
    if unknown:
        known = ", ".join(sorted(EVENTS.values()))
        raise ValueError(f"{', '.join(unknown)}: no such event; there are {known}")
    row = WebhookRow(
        id=secrets.token_hex(8),
        url=url,
        secret=f"whs_{secrets.token_urlsafe(32)}",
        events=sorted(set(events) or set(EVENTS.values())),
        created_by=by,
    )
    session.add(row)
    tell(session, "webhook", {"by": by, "added": row.id, "url": url, "events": row.events})
    return row


def end_webhook(session: Session, webhook_id: str, by: str) -> bool:
    """Tell it nothing more; what waits for it is given up. False where there is none."""
    row = session.get(WebhookRow, webhook_id)
    if row is None or not row.active:
        return False
    row.active = False
    session.add(row)
    for call in _of(session, webhook_id):
        call.status, call.answer = "given_up", "the webhook was ended"
        session.add(call)
    tell(session, "webhook", {"by": by, "ended": webhook_id})
    return True


def webhooks(session: Session) -> list[WebhookRow]:
    """Those that are told of something, oldest first."""
    query = select(WebhookRow).where(col(WebhookRow.active)).order_by(col(WebhookRow.created_at))
    return list(session.exec(query).all())


def calls_of(session: Session, webhook_id: str, most: int = 20) -> list[WebhookCallRow]:
    """The last calls to a webhook, newest first."""
    query = select(WebhookCallRow).where(WebhookCallRow.webhook_id == webhook_id)
    return list(session.exec(query.order_by(col(WebhookCallRow.created_at).desc()).limit(most)))


def waiting_calls(session: Session, most: int = 100) -> list[tuple[WebhookCallRow, WebhookRow]]:
    """Calls that nobody has taken, with their webhooks, oldest first."""
    query = (
        select(WebhookCallRow, WebhookRow)
        .join(WebhookRow, col(WebhookRow.id) == col(WebhookCallRow.webhook_id))
        .where(WebhookCallRow.status == "waiting")
        .order_by(col(WebhookCallRow.created_at), col(WebhookCallRow.id))
    )
    return list(session.exec(query.limit(most)).all())


def mark_taken(session: Session, call_id: str, answer: str) -> None:
    """The other side took it."""
    call = session.get(WebhookCallRow, call_id)
    if call is not None and call.status == "waiting":
        call.status, call.answer, call.taken_at = "taken", answer, now()
        call.attempts += 1
        session.add(call)


def mark_untaken(session: Session, call_id: str, answer: str, at: datetime) -> None:
    """The other side did not take it: later again, until it is given up."""
    call = session.get(WebhookCallRow, call_id)
    if call is None or call.status != "waiting":
        return
    call.attempts += 1
    call.answer = answer
    if call.attempts >= MOST_TRIES:
        call.status = "given_up"
    else:
        wait = timedelta(seconds=FIRST_WAIT * 2 ** (call.attempts - 1))
        call.not_before = moment(at.astimezone(UTC) + wait)
    session.add(call)


def next_due(session: Session) -> str | None:
    """When the next waiting call may be made; None where none waits."""
    query = select(WebhookCallRow.not_before).where(WebhookCallRow.status == "waiting")
    return session.exec(query.order_by(col(WebhookCallRow.not_before)).limit(1)).first()


def _of(session: Session, webhook_id: str) -> Sequence[WebhookCallRow]:
    query = select(WebhookCallRow).where(
        WebhookCallRow.webhook_id == webhook_id, WebhookCallRow.status == "waiting"
    )
    return session.exec(query).all()
