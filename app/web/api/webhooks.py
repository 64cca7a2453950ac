"""/webhooks: who is told of decisions and deliveries, and what they answered."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException

from app.web.api.values import Call, NewWebhook, Webhook, WebhookAsked
from app.web.context import Setter, WebDep, sees_all
from app.web.webhook_address import WHOLE, address_fault
from store.web_tables import WebhookRow
from store.webhooks import add_webhook, calls_of, end_webhook, webhooks

router = APIRouter(tags=["webhooks"])


@router.get("/webhooks")
def all_webhooks(web: WebDep, person: Setter) -> list[Webhook]:
    """Those that are told."""
    sees_all(person, WHOLE)
    with web.store.read() as session:
        return [Webhook.model_validate(each) for each in webhooks(session)]


@router.post("/webhooks", status_code=201)
def add(web: WebDep, person: Setter, asked: WebhookAsked) -> NewWebhook:
    """Tell an address of events from now on. The secret that signs them is shown this once."""
    sees_all(person, WHOLE)
    if fault := address_fault(asked.url):
        raise HTTPException(422, f"{fault}.")
    try:
        with web.store.begin() as session:
            row = add_webhook(session, asked.url, asked.events, person.email)
    except ValueError as error:
        raise HTTPException(422, f"{error}.") from None
    return NewWebhook.model_validate(row)


@router.delete("/webhooks/{webhook_id}", status_code=204)
def end(web: WebDep, person: Setter, webhook_id: str) -> None:
    """Tell it nothing more."""
    sees_all(person, WHOLE)
    with web.store.begin() as session:
        if not end_webhook(session, webhook_id, person.email):
            raise HTTPException(404, "There is no such webhook.")


@router.get("/webhooks/{webhook_id}/calls")
def calls(web: WebDep, person: Setter, webhook_id: str) -> list[Call]:
    """The last messages to it, and what it answered."""
    sees_all(person, WHOLE)
    with web.store.read() as session:
        if session.get(WebhookRow, webhook_id) is None:
            raise HTTPException(404, "There is no such webhook.")
        return [Call.model_validate(each) for each in calls_of(session, webhook_id)]
