"""The token of a form that strangers see: the same in a cookie and in the form (there is no session yet)."""

from __future__ import annotations

import secrets

from fastapi import HTTPException, Request
from starlette.responses import Response

from app.web.context import Web
from app.web.security.cookies import FORM, cookie, set_cookie
from app.web.security.forgery import FORGED, same, sent_token

AN_HOUR = 3600


def form_token(request: Request, web: Web) -> str:
    """The one that the browser has, else a new one; `keep_form_token` gives it to the browser."""
    return cookie(request, web.settings, FORM) or secrets.token_urlsafe(24)


def keep_form_token(answer: Response, request: Request, web: Web, token: str) -> None:
    """Let the browser hold the form's token."""
    set_cookie(answer, request, web.settings, FORM, token, seconds=AN_HOUR, same_site="strict")


async def refuse_forged_form(request: Request) -> None:
    """A dependency: 403 where the form does not carry what the browser holds."""
    web: Web = request.app.state.web
    if not same(await sent_token(request), cookie(request, web.settings, FORM)):
        raise HTTPException(403, FORGED)
