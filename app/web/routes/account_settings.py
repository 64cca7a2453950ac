"""What is one's own: the password, the browsers one is signed in with, the keys of one's machines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from app.web.context import Person, Somebody, Web, WebDep, page
from app.web.rights import WORDS
from app.web.routes.sign_in import open_session
from app.web.security.cookies import SESSION, cookie
from app.web.security.flash import flash
from app.web.security.passwords import check, hash_password, matches
from store.people import PersonUnfit, count_wrong_password, is_locked_out, set_password
from store.sign_ins import (
    end_sessions,
    hash_of,
    make_token,
    revoke_token,
    sessions_of,
    tokens_of,
)
from store.tables import now
from store.web_tables import PersonRow, TokenRow

router = APIRouter()
Words = Annotated[str, Form()]
DOES = {
    "analyst": "upload contracts and billing data, start runs, take tables along",
    "specialist": "the same, and decide cases",
    "approver": "decide cases, be the second person of large ones, steer the outbox",
    "admin": "people and settings",
}
"""What a token may do by the roles it is given."""
DAYS = {"30": "30 days", "90": "90 days", "365": "a year", "": "until it is revoked"}
NOT_YOURS = (
    "That is not the password you have: nothing was changed. After five wrong ones in a row, even the "
    "right one has to wait a quarter of an hour."
)


@dataclass(frozen=True, slots=True)
class TypedToken:
    """The form of a new token: what was typed is not lost where it does not fit."""

    name: str = ""
    roles: tuple[str, ...] = ()
    days: str = "90"
    wrong: str = ""


@router.get("/me")
def me(request: Request, web: WebDep, person: Somebody) -> Response:
    """Everything of one's own."""
    return _mine(request, web, person)


@router.post("/me/password")
def change_password(
    request: Request,
    web: WebDep,
    person: Somebody,
    password: Words = "",
    new: Words = "",
    again: Words = "",
) -> Response:
    """Change one's password; every other browser is signed out, and this one gets a new session."""
    if new != again:
        return _mine(request, web, person, wrong="The two new passwords differ.")
    try:
        check(new, person.email)
    except PersonUnfit as error:
        return _mine(request, web, person, wrong=str(error))
    if not _is_password(web, person, password):
        return _mine(request, web, person, wrong=NOT_YOURS)
    hashed = hash_password(new)
    with web.store.begin() as session:
        row = session.get_one(PersonRow, person.id)
        set_password(session, row, hashed, person.email)
        end_sessions(session, row.id)
    answer = RedirectResponse("/me", 303)
    open_session(answer, request, web, row)
    flash(answer, "Your password is changed, and every other browser is signed out.")
    return answer


@router.post("/me/tokens")
def new_token(
    request: Request,
    web: WebDep,
    person: Somebody,
    name: Words = "",
    roles: Annotated[list[str] | None, Form()] = None,
    days: Words = "90",
) -> Response:
    """Make a machine's key, and show it once."""
    try:
        with web.store.begin() as session:
            row = session.get_one(PersonRow, person.id)
            secret, token = make_token(session, row, name, roles or [], _lasting(days))
    except PersonUnfit as error:
        typed = TypedToken(name, tuple(roles or ()), days, str(error))
        return _mine(request, web, person, typed=typed)
    return _mine(request, web, person, secret=secret, secret_name=token.name)


@router.post("/me/tokens/{token_id}/revoke")
def revoke(web: WebDep, person: Somebody, token_id: str) -> Response:
    """End one of one's tokens."""
    with web.store.begin() as session:
        row = session.get(TokenRow, token_id)
        if row is None or row.person_id != person.id:
            raise HTTPException(404, "There is no such token of yours.")
        revoke_token(session, row, person.email)
    answer = RedirectResponse("/me", 303)
    flash(answer, f"The token '{row.name}' is revoked: what used it is refused from now on.")
    return answer


def _lasting(days: str) -> int | None:
    """How many days a token lasts, None for ever. Raises PersonUnfit."""
    if days not in DAYS:
        msg = "Choose how long the token lasts."
        raise PersonUnfit(msg)
    return int(days) if days else None


def _is_password(web: Web, person: Person, password: str) -> bool:
    """Whether it is the person's; a wrong one counts, as it does at the sign-in."""
    with web.store.read() as session:
        row = session.get_one(PersonRow, person.id)
    right = matches(row.password, password) and not is_locked_out(row)
    if not right:
        with web.store.begin() as session:
            count_wrong_password(session, session.get_one(PersonRow, person.id))
    return right


def _mine(
    request: Request,
    web: Web,
    person: Person,
    *,
    wrong: str = "",
    typed: TypedToken | None = None,
    secret: str = "",
    secret_name: str = "",
) -> Response:
    with web.store.read() as session:
        row = session.get_one(PersonRow, person.id)
        sessions = sessions_of(session, person.id)
        tokens = tokens_of(session, person.id)
    return page(
        request,
        "me.html.j2",
        422 if wrong or typed else 200,
        one=row,
        sessions=sessions,
        here=hash_of(cookie(request, web.settings, SESSION)),
        tokens=tokens,
        may=[words for right, words in WORDS.items() if person.may(right)],
        days=list(DAYS.items()),
        wrong=wrong,
        typed=typed or TypedToken(roles=tuple(row.roles if len(row.roles) == 1 else ())),
        does=DOES,
        secret=secret,
        secret_name=secret_name,
        now=now(),
    )
