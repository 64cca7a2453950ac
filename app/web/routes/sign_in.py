"""Signing in with a password, and signing out."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import RedirectResponse, Response

from app.web.context import Somebody, Web, WebDep, page
from app.web.security.cookies import SESSION, cookie, set_cookie
from app.web.security.flash import flash
from app.web.security.form_token import form_token, keep_form_token, refuse_forged_form
from app.web.security.onwards import inside
from app.web.security.passwords import hash_password, matches, wants_renewal
from app.web.security.rates import Buckets
from store.people import count_wrong_password, is_locked_out, person_by_email
from store.sign_ins import end_session, end_sessions, start_session
from store.web_tables import PersonRow

router = APIRouter()
WRONG = (
    "That e-mail address and password do not go together: check both, and try again. After five wrong "
    "passwords in a row, even the right one has to wait a quarter of an hour."
)
"""The same for a wrong password, a person who waits, and nobody: it tells no stranger who is known."""


@router.get("/sign-in")
def sign_in_page(request: Request, web: WebDep) -> Response:
    """The form."""
    target = inside(request.query_params.get("next", "/"))
    if request.state.person is not None:
        return RedirectResponse(target, 303)
    return sign_in_form(request, web, target)


@router.post("/sign-in", dependencies=[Depends(refuse_forged_form)])
def sign_in(
    request: Request,
    web: WebDep,
    email: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    onwards: Annotated[str, Form(alias="next")] = "/",
) -> Response:
    """Check the password; a new session where it is right."""
    address = request.client.host if request.client else ""
    wait = sign_in_tries(request, web).wait(address)
    if wait:
        words = f"Too many tries from this address: wait {wait} seconds."
        return sign_in_form(request, web, inside(onwards), email, words, 429)
    person = _checked(web, email, password)
    if person is None:
        return sign_in_form(request, web, inside(onwards), email, WRONG, 401)
    answer = RedirectResponse(inside(onwards), 303)
    open_session(answer, request, web, person)
    return answer


@router.post("/sign-out")
def sign_out(request: Request, web: WebDep, _person: Somebody) -> Response:
    """End this browser's session."""
    with web.store.begin() as session:
        end_session(session, cookie(request, web.settings, SESSION))
    answer = RedirectResponse("/sign-in", 303)
    set_cookie(answer, request, web.settings, SESSION, "")
    answer.headers["Clear-Site-Data"] = '"cache"'
    flash(answer, "You are signed out.", "quiet")
    return answer


@router.post("/sign-out/everywhere")
def sign_out_everywhere(request: Request, web: WebDep, person: Somebody) -> Response:
    """End every session of the person, but for this one."""
    with web.store.begin() as session:
        end_sessions(session, person.id, keep=cookie(request, web.settings, SESSION))
    answer = RedirectResponse("/me", 303)
    flash(answer, "Every other browser is signed out.")
    return answer


def open_session(answer: Response, request: Request, web: Web, person: PersonRow) -> None:
    """Give the browser a new session; the one it had before ends."""
    hours = web.settings.session_hours
    with web.store.begin() as session:
        end_session(session, cookie(request, web.settings, SESSION))
        row = session.get_one(PersonRow, person.id)
        agent = request.headers.get("user-agent", "")
        value, _ = start_session(session, row, hours=hours, agent=agent)
    set_cookie(answer, request, web.settings, SESSION, value, seconds=hours * 3600)


def _checked(web: Web, email: str, password: str) -> PersonRow | None:
    """The person, if the password is theirs. It takes as long for nobody as for somebody."""
    with web.store.read() as session:
        person = person_by_email(session, email)
    kept = person.password if person else None
    right = matches(kept, password)
    if person is None:
        return None
    with web.store.begin() as session:
        row = session.get_one(PersonRow, person.id)
        if is_locked_out(row) or not row.active or row.password != kept:
            return None
        if not right:
            count_wrong_password(session, row)
            return None
    if kept and wants_renewal(kept):
        renewed = hash_password(password)
        with web.store.begin() as session:
            session.get_one(PersonRow, person.id).password = renewed
    return person


def sign_in_form(
    request: Request,
    web: Web,
    onwards: str,
    email: str = "",
    wrong: str = "",
    status: int = 200,
) -> Response:
    """The form, with what went wrong."""
    token = form_token(request, web)
    sign_on = web.settings.oidc_name if web.settings.oidc_issuer else ""
    answer = page(
        request,
        "sign_in.html.j2",
        status,
        onwards=onwards,
        email=email,
        wrong=wrong,
        token=token,
        sign_on=sign_on,
    )
    keep_form_token(answer, request, web, token)
    return answer


def sign_in_tries(request: Request, web: Web) -> Buckets:
    """The tries of each address; kept with the application."""
    state = request.app.state
    if not hasattr(state, "sign_in_tries"):
        a_minute = web.settings.sign_ins_a_minute
        state.sign_in_tries = Buckets(a_minute, a_minute * 2)
    found: Buckets = state.sign_in_tries
    return found
