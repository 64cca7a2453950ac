"""The beginning, and the choice between light and dark."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from app.web.context import Somebody, WebDep
from app.web.security.cookies import THEME, set_cookie
from app.web.security.onwards import inside

router = APIRouter()
A_YEAR = 365 * 24 * 3600


@router.get("/")
def home(request: Request) -> Response:
    """Lead on: to the dashboard, or to the sign-in."""
    signed_in = request.state.person is not None
    return RedirectResponse("/dashboard" if signed_in else "/sign-in", 303)


@router.post("/theme")
def theme(
    request: Request,
    web: WebDep,
    _person: Somebody,
    theme: Annotated[str, Form()] = "",
    onwards: Annotated[str, Form(alias="next")] = "/",
) -> Response:
    """Keep light or dark for this browser."""
    answer = RedirectResponse(inside(onwards), 303)
    wanted = theme if theme in {"light", "dark"} else ""
    set_cookie(answer, request, web.settings, THEME, wanted, seconds=A_YEAR)
    return answer
