"""The queue of cases, and who works on which."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from app.web.casework.asked import ORDERS, STATES, WHO, asked_of
from app.web.casework.deciding import row_of
from app.web.casework.queue import read_queue
from app.web.casework.reckoner import reckoner
from app.web.context import Decider, Person, Viewer, Web, WebDep, page
from app.web.rights import Right
from app.web.security.flash import flash
from app.web.security.onwards import inside
from store.assignments import TakenByOther, expire, release, renew, take

router = APIRouter()


@router.get("/cases")
def cases(request: Request, web: WebDep, person: Viewer) -> Response:
    """The queue; with htmx its rows alone."""
    asked = asked_of(request.query_params)
    with web.store.read() as session:
        queue = read_queue(session, person, asked)
    decides = person.may(Right.DECIDE)
    if decides:
        reckoner().warm()
    part = request.headers.get("HX-Target") == "queue"
    return page(
        request,
        "parts/queue.html.j2" if part else "cases.html.j2",
        queue=queue,
        asked=asked,
        states=STATES,
        orders=ORDERS,
        who=WHO,
        decides=decides,
    )


@router.post("/cases/{case_id}/take")
def take_case(
    web: WebDep,
    person: Decider,
    case_id: str,
    over: Annotated[str, Form()] = "",
    onwards: Annotated[str, Form(alias="next")] = "",
) -> Response:
    """Take a case for a while. Somebody else's is taken over only when that is asked for."""
    with web.store.read() as session:
        row_of(session, person, case_id)
    answer = RedirectResponse(inside(onwards or f"/cases/{case_id}"), 303)
    try:
        with web.store.begin() as session:
            expire(session)
            lease = take(session, case_id, person.id, over=bool(over))
    except TakenByOther as taken:
        flash(answer, f"{taken}. You can take it over on the case’s page.", "warn")
        return answer
    flash(answer, f"It is yours until {lease.until[11:16]} UTC.")
    return answer


@router.post("/cases/{case_id}/release")
def release_case(
    web: WebDep,
    person: Viewer,
    case_id: str,
    onwards: Annotated[str, Form(alias="next")] = "",
) -> Response:
    """Give one's own case back; who rules over people may give back anybody's."""
    _may_release(web, person, case_id)
    with web.store.begin() as session:
        given = release(session, case_id, None if person.may(Right.PEOPLE) else person.id)
    answer = RedirectResponse(inside(onwards or f"/cases/{case_id}"), 303)
    flash(answer, "It is free again." if given else "It was not yours to give back.", "info")
    return answer


@router.post("/cases/{case_id}/renew")
def renew_case(web: WebDep, person: Decider, case_id: str) -> Response:
    """Go on with a case: a page that is open asks for this by itself."""
    with web.store.read() as session:
        row_of(session, person, case_id)
    with web.store.begin() as session:
        renew(session, case_id, person.id)
    return Response(status_code=204)


def _may_release(web: Web, person: Person, case_id: str) -> None:
    with web.store.read() as session:
        row_of(session, person, case_id)
    if not (person.may(Right.DECIDE) or person.may(Right.PEOPLE)):
        raise HTTPException(403, "Your roles do not include giving cases back.")
