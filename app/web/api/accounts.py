"""/accounts: who they are, and which terms hold for them on a day."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query

from app.standing_json import standing_json
from app.web.api.values import Account
from app.web.context import Text, Viewer, WebDep, seen
from store.readings import load_reading
from store.uploads import of_account, search_accounts
from terms.standing import standing

router = APIRouter(tags=["accounts"])


@router.get("/accounts")
def accounts(web: WebDep, person: Viewer, q: Text = "") -> list[Account]:
    """The accounts whose id or name holds the words; the first of them."""
    with web.store.read() as session:
        found = search_accounts(session, q, person.accounts)
    return [Account.model_validate(each) for each in found]


@router.get("/accounts/{account_id}/terms")
def terms(
    web: WebDep,
    person: Viewer,
    account_id: str,
    on: Annotated[date | None, Query(description="Today where it is left out.")] = None,
) -> dict[str, Any]:
    """The timeline of the account's terms, and what holds on a day: as `recoup terms` gives it."""
    seen(person, account_id)
    with web.store.read() as session:
        keys = [row.found.get("reading") for row in of_account(session, account_id)]
        key = next((each for each in reversed(keys) if each), None)
        reading = load_reading(session, str(key)) if key else None
    if reading is None:
        raise HTTPException(404, "No contract of such an account has been read.")
    return standing_json(standing(reading), account_id, on or datetime.now(UTC).date())
