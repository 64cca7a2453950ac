"""/settings, webhooks: who is told of decisions and deliveries."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, HTTPException
from starlette.responses import RedirectResponse

from app.web.context import Setter, WebDep, sees_all
from app.web.security.flash import flash
from app.web.webhook_address import WHOLE, address_fault
from store.webhooks import add_webhook, end_webhook

router = APIRouter()


@router.post("/settings/webhooks")
def add(
    web: WebDep,
    person: Setter,
    url: Annotated[str, Form(max_length=2000)] = "",
    events: Annotated[list[str] | None, Form()] = None,
) -> RedirectResponse:
    """Tell an address of events from now on; the secret that signs them is shown this once."""
    sees_all(person, WHOLE)
    answer = RedirectResponse("/settings#webhooks", 303)
    if fault := address_fault(url.strip()):
        flash(answer, f"{fault}.", "bad")
        return answer
    try:
        with web.store.begin() as session:
            row = add_webhook(session, url.strip(), events or [], person.email)
    except ValueError as error:
        flash(answer, f"{error}.", "bad")
        return answer
    flash(answer, f"It is told from now on. Its secret, shown this once: {row.secret}")
    return answer


@router.post("/settings/webhooks/{webhook_id}/end")
def end(web: WebDep, person: Setter, webhook_id: str) -> RedirectResponse:
    """Tell it nothing more."""
    sees_all(person, WHOLE)
    with web.store.begin() as session:
        if not end_webhook(session, webhook_id, person.email):
            raise HTTPException(404, "There is no such webhook.")
    answer = RedirectResponse("/settings#webhooks", 303)
    flash(answer, "It is told nothing more.", "info")
    return answer
