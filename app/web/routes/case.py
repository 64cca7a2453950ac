"""A case: the specialist's page, and the decisions on it."""

from __future__ import annotations

from typing import Annotated, Any, get_args

from fastapi import APIRouter, Depends, Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from app.web.casework.asked import STATES, asked_of
from app.web.casework.case_view import CaseView, case_view
from app.web.casework.deciding import (
    Outcome,
    decide_case,
    preview_of,
    row_of,
    sent_in_words,
    terms_of,
)
from app.web.casework.neighbours import around, goes_on_at
from app.web.casework.pairs import pairs_of
from app.web.casework.plain_words import RUN_ANEW
from app.web.casework.reckoner import reckoner
from app.web.casework.said import KINDS, Action, Said, said_of
from app.web.context import Decider, Person, Viewer, Web, WebDep, page
from app.web.rights import Right
from app.web.security.flash import flash
from billing.finding import Cause
from store.decisions import GROUNDS

router = APIRouter()
CAUSES = tuple(name for name in get_args(Cause) if name != "unexplained")


async def typed(request: Request) -> FormData:
    """What the form says, read before the handler runs in its thread."""
    return await request.form()


Typed = Annotated[FormData, Depends(typed)]


@router.get("/cases/{case_id}")
def case(request: Request, web: WebDep, person: Viewer, case_id: str) -> Response:
    """The case, from the store alone."""
    return _case_page(request, web, person, case_id)


@router.get("/cases/{case_id}/approve")
def ask_approve(request: Request, web: WebDep, person: Decider, case_id: str) -> Response:
    """What approving would send, to confirm."""
    return _ask(request, web, person, case_id, "approve")


@router.get("/cases/{case_id}/reject")
def ask_reject(request: Request, web: WebDep, person: Decider, case_id: str) -> Response:
    """Why nothing is claimed."""
    return _ask(request, web, person, case_id, "reject")


@router.get("/cases/{case_id}/amend")
def ask_amend(request: Request, web: WebDep, person: Decider, case_id: str) -> Response:
    """What is to be different: an amount, a cause, or a term."""
    return _amend_page(request, web, person, case_id)


@router.post("/cases/{case_id}/approve")
def approve(request: Request, web: WebDep, person: Decider, case_id: str, form: Typed) -> Response:
    """Approve it as it stands."""
    return _decide(request, web, person, case_id, said_of(form, "approve"))


@router.post("/cases/{case_id}/reject")
def reject(request: Request, web: WebDep, person: Decider, case_id: str, form: Typed) -> Response:
    """Nothing is claimed."""
    return _decide(request, web, person, case_id, said_of(form, "reject"))


@router.post("/cases/{case_id}/amend")
def amend(request: Request, web: WebDep, person: Decider, case_id: str, form: Typed) -> Response:
    """Approve it with a change."""
    return _decide(request, web, person, case_id, said_of(form, "amend"))


@router.post("/cases/{case_id}/preview")
def preview(request: Request, web: WebDep, person: Decider, case_id: str, form: Typed) -> Response:
    """What an amendment would do: a part of the page with htmx, the whole page without."""
    said = said_of(form, "amend")
    with web.store.read() as session:
        row_of(session, person, case_id)
    made = preview_of(web, person, case_id, said)
    if request.headers.get("HX-Request") and made.get("overtaken"):
        return Response(status_code=204)
    if request.headers.get("HX-Request"):
        refused = RUN_ANEW in made.get("wrong", "")
        values = _common(request, web, person, case_id) if refused else {"anew": RUN_ANEW}
        return page(request, "parts/preview.html.j2", **values, **_previewed(made, said))
    return _amend_page(request, web, person, case_id, said=said, made=made)


def _ask(request: Request, web: Web, person: Person, case_id: str, action: Action) -> Response:
    return _case_page(request, web, person, case_id, action=action)


def _case_page(
    request: Request,
    web: Web,
    person: Person,
    case_id: str,
    action: Action | None = None,
    said: Said | None = None,
    outcome: Outcome | None = None,
) -> Response:
    values = _common(request, web, person, case_id)
    view: CaseView = values["view"]
    made: dict[str, Any] = {}
    if action == "approve" and view.waits:
        asked = Said("approve", view.version)
        made = preview_of(web, person, case_id, asked)
    elif values["decides"] and view.waits:
        reckoner().warm()
    panel = request.headers.get("HX-Target") == "decision" and outcome is None
    return page(
        request,
        "parts/decision.html.j2" if panel else "case.html.j2",
        409 if outcome and outcome.state in {"conflict", "held"} else 422 if outcome else 200,
        **values,
        action=action or "",
        said=said or Said(action or "approve", view.version),
        outcome=outcome,
        made=made,
        grounds=GROUNDS,
    )


def _amend_page(
    request: Request,
    web: Web,
    person: Person,
    case_id: str,
    said: Said | None = None,
    outcome: Outcome | None = None,
    made: dict[str, Any] | None = None,
) -> Response:
    values = _common(request, web, person, case_id)
    view: CaseView = values["view"]
    asked = request.query_params
    kind = said.kind if said else asked.get("kind", "amount")
    kind = kind if kind in KINDS else "amount"
    terms, wrong = terms_of(web, case_id, view.version) if kind == "term" else ([], "")
    chosen = said.term if said else asked.get("term", "")
    term = next((each for each in terms if each["id"] == chosen), terms[0] if terms else None)
    return page(
        request,
        "case_amend.html.j2",
        409 if outcome and outcome.state in {"conflict", "held"} else 422 if outcome else 200,
        **values,
        kind=kind,
        kinds=KINDS,
        said=said or Said("amend", view.version),
        outcome=outcome,
        terms=terms,
        term=term,
        terms_wrong=wrong,
        causes=CAUSES,
        **_previewed(made or {"nothing": True, "wrong": ""}, said),
    )


def _previewed(made: dict[str, Any], said: Said | None) -> dict[str, Any]:
    if made.get("after") is None:
        return {"made": made, "pairs": []}
    set_by_hand = said.as_json("")["amounts"] if said else {}
    return {"made": made, "pairs": pairs_of(made["before"], made["after"], set_by_hand)}


def _common(request: Request, web: Web, person: Person, case_id: str) -> dict[str, Any]:
    asked = asked_of(request.query_params)
    with web.store.read() as session:
        view = case_view(session, person, row_of(session, person, case_id))
        places = around(session, person, asked, case_id)
    query = asked.query()
    return {
        "view": view,
        "asked": asked,
        "states": STATES,
        "places": places,
        "query": f"?{query}" if query else "",
        "decides": person.may(Right.DECIDE),
        "seconds": person.may(Right.SECOND),
        "anew": RUN_ANEW,
    }


def _decide(request: Request, web: Web, person: Person, case_id: str, said: Said) -> Response:
    asked = asked_of(request.query_params)
    with web.store.read() as session:
        name = case_view(session, person, row_of(session, person, case_id)).name
        onwards = goes_on_at(around(session, person, asked, case_id), asked)
    outcome = decide_case(web, person, case_id, said)
    if not outcome.stands:
        if said.action == "amend":
            return _amend_page(request, web, person, case_id, said, outcome)
        return _case_page(request, web, person, case_id, said.action, said, outcome)
    answer = RedirectResponse(onwards, 303)
    flash(
        answer, f"{name}: {outcome.words} {sent_in_words(outcome.proposal, outcome.state)}".strip()
    )
    return answer
