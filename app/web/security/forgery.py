"""Against forged requests: what changes something must carry what only our own pages know.

A session's forms and scripts carry its token (field `csrf` or header X-CSRF). The guard refuses what
a browser says comes from elsewhere before that; a machine's token is never sent by a browser unasked.
"""

from __future__ import annotations

import hmac

from fastapi import HTTPException, Request

from app.web.security.origin import SAFE

HEADER = "x-csrf"
FIELD = "csrf"
SIGN_IN = "/sign-in"
CHECKS_ITSELF = "checks_the_token_itself"
"""An attribute of a route's function."""
FORGED = "This page is out of date, or the request came from elsewhere. Reload the page and send it again."
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


async def refuse_forged(request: Request) -> None:
    """A dependency of every route: 403 for a change by a session that does not carry its token."""
    person = getattr(request.state, "person", None)
    if request.method in SAFE or person is None or person.token:
        return  # a stranger is refused by `needs`
    if request.url.path == SIGN_IN:
        return  # the form of strangers has a token and a check of its own
    if getattr(request.scope.get("endpoint"), CHECKS_ITSELF, False):
        return  # it takes its form in a stream, and asks `same` before the first file
    if not same(await sent_token(request), person.csrf):
        raise HTTPException(403, FORGED)


async def sent_token(request: Request) -> str:
    """The token in the header, else in the form; '' for none."""
    header = request.headers.get(HEADER)
    if header is not None:
        return header
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in _FORMS:
        return ""
    found = (await request.form()).get(FIELD)
    return found if isinstance(found, str) else ""


def same(sent: str, kept: str) -> bool:
    """Whether it is the token; compared in a time that tells nothing."""
    return bool(kept) and hmac.compare_digest(sent.encode(), kept.encode())
