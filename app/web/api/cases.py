"""/cases: the queue, a case as `recoup run` gives it, and decisions."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query
from starlette.responses import PlainTextResponse

from agent.results import case_json
from app.web.api.documented import CONFLICT
from app.web.api.values import CaseLine, Decided, Decision, Listed, Previewed
from app.web.casework.asked import Asked
from app.web.casework.deciding import decide_case, preview_of, row_of
from app.web.casework.queue import Queued, read_queue
from app.web.casework.said import Kind, Said
from app.web.context import Decider, PageNumber, Text, Viewer, WebDep

router = APIRouter(tags=["cases"])
State = Annotated[
    str,
    Query(pattern="^(open|second|working|approved|automatic|rejected|clear|all)$"),
]
Order = Annotated[str, Query(pattern="^(stake|lapse|new|account)$")]


@router.get("/cases")
def cases(  # noqa: PLR0913, PLR0917 - the filters of the queue
    web: WebDep,
    person: Viewer,
    state: State = "open",
    cause: Text = "",
    account: Text = "",
    q: Text = "",
    order: Order = "stake",
    page: PageNumber = 1,
) -> Listed[CaseLine]:
    """The queue: what weighs most first."""
    asked = Asked(state=state, cause=cause, account=account, words=q, order=order, page=page)
    with web.store.read() as session:
        found = read_queue(session, person, asked)
    items = [_line(each) for each in found.items] if page <= found.pages else []
    return Listed(items=items, page=page, pages=found.pages, total=found.total)


@router.get("/cases/{case_id}")
def case(web: WebDep, person: Viewer, case_id: str) -> dict[str, Any]:
    """One case: findings with periods and clauses, reasons, the memo."""
    with web.store.read() as session:
        return case_json(session, row_of(session, person, case_id))


@router.get(
    "/cases/{case_id}/memo",
    response_class=PlainTextResponse,
    responses={200: {"content": {"text/markdown": {}}}},
)
def memo(web: WebDep, person: Viewer, case_id: str) -> PlainTextResponse:
    """The memo, as Markdown."""
    from agent.memo_file import memo_text

    with web.store.read() as session:
        row = row_of(session, person, case_id)
        text = memo_text(session, row.case_id, row.version)
    if not text:
        raise HTTPException(404, "This case has no memo yet.")
    return PlainTextResponse(text, media_type="text/markdown")


@router.post("/cases/{case_id}/decisions", responses=CONFLICT)
def decide(web: WebDep, person: Decider, case_id: str, asked: Decision) -> Decided:
    """Decide the version that was seen. 409 where somebody was faster or the case has moved on."""
    with web.store.read() as session:
        case_id = row_of(session, person, case_id).case_id
    outcome = decide_case(web, person, case_id, _said(asked))
    if outcome.state in {"conflict", "held"}:
        raise HTTPException(409, outcome.words)
    if outcome.state == "wrong":
        raise HTTPException(422, outcome.words)
    return Decided(
        case_id=case_id,
        version=outcome.version,
        state=outcome.state,
        carried_out=outcome.carried_out,
        words=outcome.words,
    )


@router.post("/cases/{case_id}/preview", responses=CONFLICT)
def preview(web: WebDep, person: Decider, case_id: str, asked: Decision) -> Previewed:
    """What a decision would do. Nothing is decided."""
    with web.store.read() as session:
        case_id = row_of(session, person, case_id).case_id
    made = preview_of(web, person, case_id, _said(asked))
    if made.get("overtaken"):
        raise HTTPException(409, "A later question about the same case is being reckoned.")
    known = {name: made[name] for name in Previewed.model_fields if name in made}
    return Previewed.model_validate({"wrong": "", **known})


def _said(asked: Decision) -> Said:
    kinds: dict[Kind, dict[str, str]] = {
        "amount": asked.amounts,
        "cause": asked.causes,
        "term": asked.settings,
    }
    named: list[Kind] = [kind for kind, given in kinds.items() if given]
    if asked.action == "amend" and len(named) > 1:
        raise HTTPException(422, "Amend amounts, causes or a term: one of them at a time.")
    return Said(
        action=asked.action,
        version=asked.version,
        reason=asked.reason,
        ground=asked.ground,
        kind=named[0] if named else "amount",
        amounts=asked.amounts,
        causes=asked.causes,
        term=asked.term,
        settings=asked.settings,
    )


def _line(each: Queued) -> CaseLine:
    return CaseLine(
        case_id=each.case_id,
        account_id=each.account_id,
        name=each.name,
        version=each.version,
        state=each.state,
        confidence=None if each.confidence is None else float(each.confidence),
        threshold=float(each.threshold),
        findings=each.findings,
        amounts=[dict(amount) for amount in each.amounts],
        causes=list(each.causes),
        lapses_on=each.lapses_on,
        taken_by=each.taken_by,
    )
