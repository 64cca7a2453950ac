"""/settings: what the seller decides, and where it was decided."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from app.web.context import Setter, WebDep, page
from app.web.dashboard.threshold import in_force
from store.announcing import EVENTS
from store.webhooks import calls_of, webhooks

router = APIRouter()


@router.get("/settings")
def settings(request: Request, web: WebDep, person: Setter) -> HTMLResponse:
    """The threshold, what policy.toml says, and who is told of what."""
    with web.store.read() as session:
        force = in_force(session, web.home.book)
        hooks = [
            (hook, next(iter(calls_of(session, hook.id, 1)), None)) for hook in webhooks(session)
        ]
    there = (web.home.book / "policy.toml").is_file()
    return page(
        request,
        "settings.html.j2",
        force=force,
        there=there,
        hooks=hooks,
        events=sorted(EVENTS.values()),
        sees_all=person.accounts is None,
    )
