"""Who asks: the session of a browser, or the token of a machine."""

from __future__ import annotations

from starlette.requests import HTTPConnection

from app.web.context import Person, Web
from app.web.security.cookies import SESSION, cookie
from store.sign_ins import by_session, by_token, effective_roles, note_use, wants_use

API = "/api/"
_BEARER = "bearer"


def who_asks(asked: HTTPConnection, web: Web) -> Person | None:
    """The person, or None. A call with a token is never taken for a browser's.

    Another kind of Authorization is not ours: a proxy before the server may ask for one.
    """
    key = asked.headers.get("authorization", "")
    if asked.url.path.startswith(API) and key[: len(_BEARER)].lower() == _BEARER:
        return _machine(key[len(_BEARER) :].strip(), web)
    value = cookie(asked, web.settings, SESSION)
    if not value:
        return None
    with web.store.read() as session:
        found = by_session(session, value)
    if found is None:
        return None
    person, row, access = found
    return Person(
        id=person.id,
        name=person.name,
        email=person.email,
        roles=tuple(person.roles),
        accounts=access,
        csrf=row.csrf,
    )


def _machine(key: str, web: Web) -> Person | None:
    with web.store.read() as session:
        found = by_token(session, key)
    if found is None:
        return None
    person, row, access = found
    if wants_use(row):
        with web.store.begin() as session:
            note_use(session, row.id)
    return Person(
        id=person.id,
        name=person.name,
        email=person.email,
        roles=effective_roles(row, person),
        accounts=access,
        token=row.id,
    )
