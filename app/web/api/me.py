"""/me: whose token it is."""

from __future__ import annotations

from fastapi import APIRouter

from app.web.api.values import Me
from app.web.context import Viewer

router = APIRouter(tags=["me"])


@router.get("/me")
def me(person: Viewer) -> Me:
    """Whose token it is, and what it may see."""
    accounts = None if person.accounts is None else sorted(person.accounts)
    return Me(
        id=person.id,
        name=person.name,
        email=person.email,
        roles=list(person.roles),
        accounts=accounts,
    )
