"""Single sign-on: to the provider and back."""

from __future__ import annotations

import hmac

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from app.web.context import Web, WebDep
from app.web.routes.sign_in import open_session, sign_in_form, sign_in_tries
from app.web.security import sign_on
from app.web.security.cookies import ROUND_TRIP, cookie, set_cookie
from app.web.security.onwards import inside
from app.web.security.signing import key_of, sign, unsign
from store.people import person_by_email

router = APIRouter()
MINUTES = 10
STALE = "That sign-in took too long, or began in another browser. Begin again."


@router.get("/sign-in/with")
def go(request: Request, web: WebDep) -> Response:
    """Send the browser to the provider."""
    provider = _provider(request, web)
    onwards = inside(request.query_params.get("next", "/"))
    address = request.client.host if request.client else ""
    wait = sign_in_tries(request, web).wait(address)
    if wait:
        words = f"Too many tries from this address: wait {wait} seconds."
        return sign_in_form(request, web, onwards, wrong=words, status=429)
    try:
        started = sign_on.start(provider, web.settings, _back(request, web))
    except sign_on.SignOnFailed as error:
        return sign_in_form(request, web, onwards, wrong=str(error), status=502)
    answer = RedirectResponse(started.url, 303)
    kept = sign(key_of(web.home.root), ROUND_TRIP, {**started.kept, "next": onwards})
    set_cookie(answer, request, web.settings, ROUND_TRIP, kept, seconds=MINUTES * 60)
    return answer


@router.get(sign_on.BACK)
def back(request: Request, web: WebDep, code: str = "", state: str = "") -> Response:
    """Take the browser back from the provider: a session for a person who is known by the address."""
    provider = _provider(request, web)
    told = cookie(request, web.settings, ROUND_TRIP)
    kept = unsign(key_of(web.home.root), ROUND_TRIP, told) if told else None
    if not kept or not code or not hmac.compare_digest(state.encode(), kept["state"].encode()):
        return _refused(request, web, STALE)
    try:
        vouched = sign_on.finish(provider, web.settings, kept, code, _back(request, web))
    except sign_on.SignOnFailed as error:
        return _refused(request, web, str(error))
    if not vouched.verified:
        words = f"{_name(web)} has not verified your e-mail address, so it cannot let you in here."
        return _refused(request, web, words)
    with web.store.read() as session:
        person = person_by_email(session, vouched.email)
    if person is None or not person.active:
        words = (
            f"{vouched.email} may not sign in here. An admin of recoup can add you under People."
        )
        return _refused(request, web, words)
    answer = RedirectResponse(inside(kept["next"]), 303)
    open_session(answer, request, web, person)
    set_cookie(answer, request, web.settings, ROUND_TRIP, "")
    return answer


def _provider(request: Request, web: Web) -> sign_on.Provider:
    if not web.settings.oidc_issuer:
        raise HTTPException(404, "Single sign-on is not set up here.")
    state = request.app.state
    if not hasattr(state, "sign_on"):
        state.sign_on = sign_on.provider_of(web.settings)
    found: sign_on.Provider = state.sign_on
    return found


def _back(request: Request, web: Web) -> str:
    here = web.settings.public_url.rstrip("/") or str(request.base_url).rstrip("/")
    return here + sign_on.BACK


def _refused(request: Request, web: Web, words: str) -> Response:
    answer = sign_in_form(request, web, "/", wrong=words, status=403)
    set_cookie(answer, request, web.settings, ROUND_TRIP, "")
    return answer


def _name(web: Web) -> str:
    name = web.settings.oidc_name
    return name[:1].upper() + name[1:]
