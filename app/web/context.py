"""What every request works with: the store, the home, the settings, and who asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated, Any, cast

from fastapi import Depends, HTTPException, Query, Request
from starlette.responses import HTMLResponse

from app.web.home import Home
from app.web.rights import WORDS, Right, rights_of
from app.web.settings import WebSettings
from store.store import Store


@dataclass(frozen=True, slots=True)
class Web:
    """The application's own things; one a process."""

    settings: WebSettings
    store: Store
    home: Home


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks, as signed in by a session or a token."""

    id: str
    name: str
    email: str
    roles: tuple[str, ...]
    accounts: frozenset[str] | None = None
    """The accounts they may see; None for all."""
    csrf: str = ""
    """Of the session; '' for a token, whose calls carry no cookie."""
    token: str = ""
    """The token's id, where a machine asks."""
    rights: frozenset[Right] = field(default=frozenset(), compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "rights", rights_of(list(self.roles)))

    def may(self, right: Right) -> bool:
        """Whether a right is theirs."""
        return right in self.rights

    def sees(self, account_id: str) -> bool:
        """Whether an account is one they may see."""
        return self.accounts is None or account_id in self.accounts


def web_of(request: Request) -> Web:
    """The application's own things."""
    return cast(Web, request.app.state.web)


def person_of(request: Request) -> Person:
    """Who asks. Raises 401 (pages are led to the sign-in by the error page) where nobody is signed in."""
    person = getattr(request.state, "person", None)
    if person is None:
        raise HTTPException(401, _unknown(request))
    return cast(Person, person)


def has_token(request: Request) -> bool:
    """Whether a machine asks with a token, good or not; a proxy's own Basic sign-in is none."""
    return request.headers.get("authorization", "").lower().startswith("bearer")


def _unknown(request: Request) -> str:
    """What is missing, for a person or for a machine."""
    if not request.url.path.startswith("/api/"):
        if has_token(request):
            return "A token opens /api/v1 only: for this page a person signs in."
        return "You are not signed in, or your session has ended: sign in to go on."
    if has_token(request):
        return (
            "This token is not known, was withdrawn, or has ended: its maker makes another under "
            "Me → Tokens."
        )
    return "Send a token (Authorization: Bearer rcp_…): a person makes one under Me → Tokens."


def needs(right: Right) -> Callable[[Request], Person]:
    """A dependency: the person who asks, if they have the right; 401 or 403 else."""

    def allowed(request: Request) -> Person:
        person = person_of(request)
        if not person.may(right):
            raise HTTPException(403, _refused(person, right))
        return person

    allowed.right = right  # type: ignore[attr-defined] # the table of routes and roles reads it
    return allowed


def _refused(person: Person, right: Right) -> str:
    """Why somebody may not, and who can change it."""
    if not person.token:
        return f"Your roles do not allow you to {WORDS[right]}. An admin gives roles."
    roles = ", ".join(person.roles) or "none any more"
    return (
        f"This token may not {WORDS[right]} (its roles: {roles}). Its maker makes one that may, under "
        "Me → Tokens; a role that its maker has not, an admin gives."
    )


def seen(person: Person, account_id: str | None) -> str:
    """The account, if the person may see it. Raises 404: that it exists is not told to others."""
    if account_id is None or not person.sees(account_id):
        raise HTTPException(404, "There is no such thing, or it is not yours to see.")
    return account_id


def sees_all(person: Person, why: str) -> Person:
    """The person, if they see every account. Raises 403 with `why`: the thing is of all of them."""
    if person.accounts is not None:
        raise HTTPException(403, why)
    return person


WebDep = Annotated[Web, Depends(web_of)]
Somebody = Annotated[Person, Depends(person_of)]
"""Whoever is signed in: for what is theirs alone."""
Viewer = Annotated[Person, Depends(needs(Right.SEE))]
Uploader = Annotated[Person, Depends(needs(Right.UPLOAD))]
Corrector = Annotated[Person, Depends(needs(Right.CORRECT))]
Decider = Annotated[Person, Depends(needs(Right.DECIDE))]
Deliverer = Annotated[Person, Depends(needs(Right.DELIVER))]
Exporter = Annotated[Person, Depends(needs(Right.EXPORT))]
Setter = Annotated[Person, Depends(needs(Right.SETTINGS))]
Ruler = Annotated[Person, Depends(needs(Right.PEOPLE))]
Text = Annotated[str, Query(max_length=200)]
"""Words in an address."""
PageNumber = Annotated[
    int, Query(alias="page", ge=1, le=100_000, description="From 1; 50 things a page.")
]


def page(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page from a template in app/web/templates, with the person and the navigation."""
    from app.web.templating import environment

    person = getattr(request.state, "person", None)
    words = (
        environment()
        .get_template(template)
        .render(
            request=request,
            person=person,
            path=request.url.path,
            flash=getattr(request.state, "flash", None),
            theme=getattr(request.state, "theme", ""),
            **values,
        )
    )
    return HTMLResponse(words, status)
