"""A case on paper: pictures of its clauses, the memo as it is sent, the letter."""

from __future__ import annotations

import base64
import re

from fastapi import APIRouter, HTTPException
from starlette.responses import RedirectResponse, Response

from app.web.casework.clippings import clipping
from app.web.casework.deciding import place_of, row_of
from app.web.casework.plain_words import sentence
from app.web.casework.reckoner import DRAW_SECONDS, Refused, TooSlow, reckoner
from app.web.context import Exporter, Person, Viewer, Web, WebDep
from store.cases import findings_of

router = APIRouter()
MEMO_POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; sandbox"
)
"""The memo is one file with its style in it and no script: it is shown as if from nowhere."""
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


@router.get("/cases/{case_id}/clauses/{version}/{finding}/{clause}.png")
def clause_picture(
    web: WebDep, person: Viewer, case_id: str, version: int, finding: int, clause: int
) -> Response:
    """A clause cut out of its page, the quoted words marked."""
    with web.store.read() as session:
        row = row_of(session, person, case_id)
        found = next(
            (each for each in findings_of(session, case_id, version) if each.position == finding),
            None,
        )
    clauses = found.payload.get("clauses", ()) if found else ()
    if not 1 <= clause <= len(clauses):
        raise HTTPException(404, "There is no such clause.")
    content, kind = clipping(web, row, clauses[clause - 1])
    keep = "private, max-age=86400" if kind == "image/png" else "no-store"
    return Response(content, media_type=kind, headers={"Cache-Control": keep})


@router.get("/cases/{case_id}/memo")
def memo(web: WebDep, person: Viewer, case_id: str) -> Response:
    """The memo as it is sent, as a page of its own."""
    content, _ = _paper(web, person, case_id, "html")
    return Response(
        content, media_type="text/html", headers={"Content-Security-Policy": MEMO_POLICY}
    )


@router.get("/cases/{case_id}/memo.pdf")
def memo_pdf(web: WebDep, person: Exporter, case_id: str) -> Response:
    """The same as a PDF."""
    content, name = _paper(web, person, case_id, "pdf")
    return _attached(content, "application/pdf", f"memo-{name}.pdf")


@router.get("/cases/{case_id}/letter.md")
def letter(web: WebDep, person: Exporter, case_id: str) -> Response:
    """The draft of a letter to the customer."""
    content, name = _paper(web, person, case_id, "letter")
    return _attached(content, "text/markdown; charset=utf-8", f"letter-{name}.md")


@router.get("/cases/{case_id}/story")
def story(web: WebDep, person: Viewer, case_id: str) -> Response:
    """The story stands on the case's page."""
    with web.store.read() as session:
        row_of(session, person, case_id)
    return RedirectResponse(f"/cases/{case_id}#story", 303)


def _paper(web: Web, person: Person, case_id: str, form: str) -> tuple[bytes, str]:
    with web.store.read() as session:
        account = row_of(session, person, case_id).account_id
    try:
        question = {**place_of(web), "case": case_id, "form": form}
        answer = reckoner().ask("memo", DRAW_SECONDS, question)
    except Refused as refused:
        raise HTTPException(409, sentence(refused.words)) from None
    except TooSlow:
        raise HTTPException(503, "The memo could not be drawn in time. Try it again.") from None
    return base64.b64decode(answer["content"]), _UNSAFE.sub("-", account).strip("-.") or case_id


def _attached(content: bytes, kind: str, name: str) -> Response:
    said = f'attachment; filename="{name}"'
    return Response(content, media_type=kind, headers={"Content-Disposition": said})
