"""The job "webhook": calls that wait are made, signed, and made again later where they were not taken."""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime
from typing import Any

from app.web.webhook_address import address_fault
from app.work.jobs import job
from app.work.work import Work
from store.announcing import JOB
from store.jobs import enqueue, moment
from store.web_tables import JobRow, WebhookCallRow, WebhookRow
from store.webhooks import mark_taken, mark_untaken, next_due, waiting_calls

SECONDS = 10
"""How long the other side may take."""
SIGNATURE = "Recoup-Signature"


@job(JOB, quick=True)
def call(work: Work, row: JobRow) -> dict[str, Any]:
    """Make every call that is due; another job waits for those that are due later."""
    del row
    with work.store.read() as session:
        waiting = waiting_calls(session)
    due = [each for each in waiting if each[0].not_before <= moment(datetime.now(UTC))]
    taken = 0
    for done, (one, hook) in enumerate(due):
        work.tell("telling other systems", done, len(due))
        answer, well = _made(one, hook)
        with work.store.begin() as session:
            if well:
                mark_taken(session, one.id, answer)
                taken += 1
            else:
                mark_untaken(session, one.id, answer, datetime.now(UTC))
    with work.store.begin() as session:
        after = next_due(session)
        if after is not None:
            again = enqueue(session, JOB)
            again.not_before = after
            session.add(again)
    return {"made": len(due), "taken": taken}


def signature(secret: str, at: int, body: str) -> str:
    """'t=1767225600,v1=…': HMAC-SHA256 over the moment (seconds since 1970), a dot, and the body."""
    made = hmac.new(secret.encode(), f"{at}.{body}".encode(), hashlib.sha256).hexdigest()
    return f"t={at},v1={made}"


def _made(one: WebhookCallRow, hook: WebhookRow) -> tuple[str, bool]:
    """What the other side said, and whether it took the call."""
    import httpx

    if fault := address_fault(hook.url, look_up=True):
        return fault, False
    at = int(datetime.now(UTC).timestamp())
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "recoup",
        "Recoup-Event": one.event,
        "Recoup-Delivery": one.id,
        SIGNATURE: signature(hook.secret, at, one.body),
    }
    try:
        answer = httpx.post(hook.url, content=one.body, headers=headers, timeout=SECONDS)
    except httpx.HTTPError as error:
        return f"not reached: {type(error).__name__}", False
    return f"HTTP {answer.status_code}", answer.is_success
