"""People: who may sign in, what they may do, which accounts they see."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Query, Request
from sqlmodel import Session, col, select
from starlette.responses import RedirectResponse, Response

from app.web.context import Ruler, Web, WebDep, page
from app.web.rights import ROLES
from app.web.security.flash import flash
from app.web.security.passwords import hash_password, made_up
from store.people import (
    PersonUnfit,
    access_of,
    add_person,
    forget_failures,
    is_locked_out,
    people,
    rename,
    set_access,
    set_active,
    set_password,
    set_roles,
)
from store.sign_ins import end_sessions, revoke_token, sessions_of, tokens_of
from store.tables import AccountRow
from store.web_tables import PersonRow, TokenRow

router = APIRouter()
A_PAGE = 50
Words = Annotated[str, Form()]


@router.get("/people")
def people_page(
    request: Request,
    web: WebDep,
    _person: Ruler,
    search: str = "",
    number: Annotated[int, Query(alias="page")] = 1,
) -> Response:
    """Everybody, by name."""
    return _listed(request, web, search, max(number, 1))


@router.post("/people")
def add(
    request: Request,
    web: WebDep,
    person: Ruler,
    email: Words = "",
    name: Words = "",
    roles: Annotated[list[str] | None, Form()] = None,
    accounts: Words = "",
) -> Response:
    """Add a person with a password that is made up, and show it once."""
    secret = made_up()
    hashed = hash_password(secret)
    wanted = _written_accounts(accounts)
    try:
        with web.store.begin() as session:
            row = add_person(
                session,
                email,
                name,
                roles or [],
                password=hashed,
                accounts=wanted or None,
                by=person.email,
            )
    except PersonUnfit as error:
        given = {"email": email, "name": name, "roles": roles or [], "accounts": accounts}
        return _listed(request, web, "", 1, given=given, wrong=str(error), status=422)
    return _one(request, web, row.id, secret=secret)


@router.get("/people/{person_id}")
def person_page(request: Request, web: WebDep, _person: Ruler, person_id: str) -> Response:
    """One person."""
    return _one(request, web, person_id)


@router.post("/people/{person_id}")
def change(  # noqa: PLR0913, PLR0917 - each is a field of the form
    request: Request,
    web: WebDep,
    person: Ruler,
    person_id: str,
    name: Words = "",
    roles: Annotated[list[str] | None, Form()] = None,
    sees: Words = "all",
    accounts: Words = "",
) -> Response:
    """Change the name, the roles, the accounts."""
    wanted = None if sees == "all" else _written_accounts(accounts)
    try:
        with web.store.begin() as session:
            row = _found(session, person_id)
            rename(session, row, name, person.email)
            set_roles(session, row, roles or [], person.email)
            set_access(session, row, wanted, person.email)
            unknown = _unknown(session, wanted or [])
    except PersonUnfit as error:
        return _one(request, web, person_id, wrong=str(error), status=422)
    answer = RedirectResponse(f"/people/{person_id}", 303)
    if unknown:
        words = f"Saved. No contract or bill of these accounts has been seen yet: {unknown}."
        flash(answer, words, "warn")
    else:
        flash(answer, "Saved.")
    return answer


@router.post("/people/{person_id}/active")
def let_in_or_out(
    request: Request, web: WebDep, person: Ruler, person_id: str, active: Words = ""
) -> Response:
    """Let a person sign in, or no longer."""
    try:
        with web.store.begin() as session:
            row = _found(session, person_id)
            set_active(session, row, person.email, active=active == "yes")
            if active == "yes":
                forget_failures(session, row)
    except PersonUnfit as error:
        return _one(request, web, person_id, wrong=str(error), status=422)
    answer = RedirectResponse(f"/people/{person_id}", 303)
    done = "may sign in" if active == "yes" else "may sign in no longer; sessions and tokens ended"
    flash(answer, f"{row.name} {done}.")
    return answer


@router.post("/people/{person_id}/password")
def new_password(request: Request, web: WebDep, person: Ruler, person_id: str) -> Response:
    """Give a person a new password, made up and shown once; every session of theirs ends."""
    secret = made_up()
    hashed = hash_password(secret)
    with web.store.begin() as session:
        row = _found(session, person_id)
        set_password(session, row, hashed, person.email)
        end_sessions(session, row.id)
    return _one(request, web, person_id, secret=secret)


@router.post("/people/{person_id}/tokens/{token_id}/revoke")
def revoke(web: WebDep, person: Ruler, person_id: str, token_id: str) -> Response:
    """End a machine's token."""
    with web.store.begin() as session:
        row = session.get(TokenRow, token_id)
        if row is None or row.person_id != person_id:
            raise HTTPException(404, "There is no such token.")
        revoke_token(session, row, person.email)
    answer = RedirectResponse(f"/people/{person_id}", 303)
    flash(answer, f"The token '{row.name}' is revoked.")
    return answer


def _listed(
    request: Request,
    web: Web,
    search: str,
    number: int,
    *,
    given: Mapping[str, object] | None = None,
    wrong: str = "",
    status: int = 200,
) -> Response:
    with web.store.read() as session:
        rows, many = people(session, search, offset=(number - 1) * A_PAGE, limit=A_PAGE)
    return page(
        request,
        "people.html.j2",
        status,
        rows=rows,
        many=many,
        number=number,
        pages=-(-many // A_PAGE),
        search=search,
        all_roles=list(ROLES),
        given=given or {"email": "", "name": "", "roles": [], "accounts": ""},
        wrong=wrong,
    )


def _one(
    request: Request,
    web: Web,
    person_id: str,
    *,
    secret: str = "",
    wrong: str = "",
    status: int = 200,
) -> Response:
    with web.store.read() as session:
        row = _found(session, person_id)
        access = access_of(session, row)
        sessions = sessions_of(session, row.id)
        tokens = tokens_of(session, row.id)
    return page(
        request,
        "people_one.html.j2",
        status,
        one=row,
        accounts="\n".join(sorted(access or ())),
        locked_out=is_locked_out(row),
        sessions=sessions,
        tokens=tokens,
        all_roles=list(ROLES),
        secret=secret,
        wrong=wrong,
    )


def _found(session: Session, person_id: str) -> PersonRow:
    row = session.get(PersonRow, person_id)
    if row is None:
        raise HTTPException(404, "There is no such person: the list of people shows who there is.")
    return row


def _written_accounts(text: str) -> list[str]:
    """One a line, or with commas."""
    return [each.strip() for each in text.replace(",", "\n").splitlines() if each.strip()]


def _unknown(session: Session, accounts: list[str]) -> str:
    known = session.exec(
        select(AccountRow.account_id).where(col(AccountRow.account_id).in_(accounts))
    ).all()
    return ", ".join(sorted(set(accounts) - set(known)))
