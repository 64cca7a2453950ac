"""/accounts/…: what an account's papers settle, from when to when."""

from __future__ import annotations

from datetime import UTC, datetime

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import HTMLResponse

from app.web.context import Viewer, WebDep, page, seen
from app.web.reading.account import account_view

router = APIRouter()


@router.get("/accounts/{account_id}")
def account(request: Request, web: WebDep, person: Viewer, account_id: str) -> HTMLResponse:
    """The page."""
    view = account_view(web, seen(person, account_id), datetime.now(UTC).date())
    if view is None:
        raise HTTPException(404, "There is no such thing, or it is not yours to see.")
    return page(request, "account.html.j2", view=view)
