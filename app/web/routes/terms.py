"""/documents/…/terms and …/passages: a term corrected in place, a passage filled in by hand."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.web.context import Corrector, WebDep, page
from app.web.reading.correcting import (
    Fault,
    correct_term,
    dismiss_passage,
    fill_passage,
    open_passage,
    open_term,
)
from app.web.reading.term_form import TYPE_WORDS
from app.web.routes.document import document_in
from app.web.security.flash import flash

router = APIRouter()


async def form_of(request: Request) -> dict[str, str]:
    """The fields of the form that was sent."""
    form = await request.form(max_fields=600)
    return {name: value for name, value in form.items() if isinstance(value, str)}


Form = Annotated[dict[str, str], Depends(form_of)]
TAKES_EFFECT = "The next run of the account reckons with it: start one under Runs."


@router.get("/documents/{upload_id}/terms/{term_id}")
def term(
    request: Request, web: WebDep, person: Corrector, upload_id: str, term_id: str
) -> HTMLResponse:
    """The form for a term."""
    upload = document_in(web, person, upload_id)
    made = open_term(web, upload, term_id)
    if made is None:
        raise HTTPException(404, "That term is not there any more: look at the document again.")
    return page(request, "term_edit.html.j2", upload=upload, it=made, fault=None, types=TYPE_WORDS)


@router.post("/documents/{upload_id}/terms/{term_id}")
def correct(
    request: Request, web: WebDep, person: Corrector, upload_id: str, term_id: str, form: Form
) -> Response:
    """Take a correction."""
    upload = document_in(web, person, upload_id)
    outcome = correct_term(web, upload, person, term_id, form)
    if isinstance(outcome, Fault):
        return page(
            request,
            "term_edit.html.j2",
            outcome.status,
            upload=upload,
            it=outcome.form,
            fault=outcome,
            types=TYPE_WORDS,
        )
    answer = RedirectResponse(f"/documents/{upload.id}#{outcome}", 303)
    flash(answer, f"Corrected. {TAKES_EFFECT}")
    return answer


@router.get("/documents/{upload_id}/passages/{key}")
def passage(
    request: Request,
    web: WebDep,
    person: Corrector,
    upload_id: str,
    key: str,
    type: str = "",  # noqa: A002 - the address says so
) -> HTMLResponse:
    """The form for a passage: first which type of term it states, then its fields."""
    upload = document_in(web, person, upload_id)
    made = open_passage(web, upload, key, type)
    if made is None:
        raise HTTPException(404, "That passage is not open any more: look at the document again.")
    return page(
        request, "passage_fill.html.j2", upload=upload, it=made, fault=None, types=TYPE_WORDS
    )


@router.post("/documents/{upload_id}/passages/{key}")
def fill(
    request: Request, web: WebDep, person: Corrector, upload_id: str, key: str, form: Form
) -> Response:
    """Take a term that a person read, or their word that there is none."""
    upload = document_in(web, person, upload_id)
    if form.get("nothing"):
        outcome = dismiss_passage(web, upload, person, key, form)
    else:
        outcome = fill_passage(web, upload, person, key, form)
    if isinstance(outcome, Fault):
        return page(
            request,
            "passage_fill.html.j2",
            outcome.status,
            upload=upload,
            it=outcome.form,
            fault=outcome,
            types=TYPE_WORDS,
        )
    answer = RedirectResponse(f"/documents/{upload.id}#{outcome}", 303)
    said = "Noted: it states nothing to bill." if form.get("nothing") else "The term is taken in."
    flash(answer, f"{said} {TAKES_EFFECT}")
    return answer
