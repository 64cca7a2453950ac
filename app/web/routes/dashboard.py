"""The dashboard: what was recovered, whether to trust it, and what another threshold would send."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Query, Request
from starlette.responses import RedirectResponse, Response

from app.web.charts.calibration import reliability_chart, risk_chart
from app.web.charts.drawing import HATCH
from app.web.context import Setter, Viewer, WebDep, page
from app.web.dashboard.kept import read_sums
from app.web.dashboard.standing import run_under_way
from app.web.dashboard.threshold import in_force, moved, summed, would_send
from app.web.dashboard.trust import SCORED_FROM, duration_in_words
from app.web.dashboard.view import CREDITS, DELIVERED, STANDS, currencies_of
from app.web.security.flash import flash
from evals.decided import ALARM_BELOW
from store.settings import set_threshold
from terms.money import NotAnAmount, decimal, plain

router = APIRouter()


@router.get("/dashboard")
def dashboard(
    request: Request,
    web: WebDep,
    person: Viewer,
    currency: str = "",
    at: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """What the work brought. `currency` chooses one; `at` is a threshold to try."""
    with web.store.read() as session:
        force = in_force(session, web.home.book)
        sums = read_sums(session, web.settings.store, person.accounts, force.policy)
        running = run_under_way(session)
    trust, candidates = sums.trust, sums.candidates
    currencies = currencies_of(sums.cells, sums.deliveries, web.settings.currency)
    chosen = currency if currency in currencies else (currencies[0] if currencies else "")
    tried, wrong = _tried(at, force.value)
    now = would_send(candidates, force.policy, force.value)
    then = would_send(candidates, force.policy, tried)
    scored = len(trust.judged) >= SCORED_FROM
    return page(
        request,
        "dashboard.html.j2",
        standing=sums.standing,
        running=running,
        currencies=currencies,
        money=sums.money(chosen) if chosen else None,
        series=STANDS,
        credit_series=CREDITS,
        delivered_series=DELIVERED,
        hatch=HATCH,
        trust=trust,
        scored=scored,
        scored_from=SCORED_FROM,
        alarm_below=ALARM_BELOW,
        duration=duration_in_words,
        force=force,
        tried=tried,
        step=_step(tried, force.value),
        tried_wrong=wrong,
        now=now,
        then=then,
        change=moved(now, then, trust.judged),
        summed=summed,
        reliability=reliability_chart(trust.bins, float(force.value)) if scored else "",
        risk=risk_chart(trust.points, float(force.value), float(tried)) if scored else "",
    )


def _tried(written: str, present: Decimal) -> tuple[Decimal, str]:
    """The threshold that a person wants to look at, and what is wrong with how it was written."""
    if not written.strip():
        return present, ""
    try:
        return _share(written), ""
    except ValueError as error:
        return present, str(error)


def _share(written: str) -> Decimal:
    """0.9, .9, 90% → 0.90. Raises ValueError in words."""
    text = written.strip().replace(",", ".")
    percent = text.endswith("%")
    try:
        value = decimal(text.rstrip("% "))
    except NotAnAmount:
        msg = f"“{written[:20]}” is not a threshold: write a number from 0 to 1, such as 0.85."
        raise ValueError(msg) from None
    value = value / 100 if percent else value
    if not 0 <= value <= 1 or value.as_tuple().exponent < -4:  # type: ignore[operator] # finite
        msg = f"“{written[:20]}” is not a threshold: it lies between 0 and 1, such as 0.85."
        raise ValueError(msg)
    return value


def _step(*levels: Decimal) -> str:
    """How finely a threshold is tried: hundredths, unless one that is shown is finer."""
    return "0.01" if all(level * 100 % 1 == 0 for level in levels) else "0.0001"


@router.post("/dashboard/threshold")
def set_to(
    web: WebDep,
    person: Setter,
    at: Annotated[str, Form(max_length=20)] = "",
    action: Annotated[str, Form()] = "set",
    onwards: Annotated[str, Form(alias="from")] = "",
) -> Response:
    """Set the threshold for the runs to come, or take the setting back."""
    try:
        value = None if action == "withdraw" else _share(at)
    except ValueError as error:
        raise HTTPException(422, str(error)) from None
    with web.store.begin() as session:
        set_threshold(session, value, person.email)
    answer = RedirectResponse("/settings" if onwards == "settings" else "/dashboard#threshold", 303)
    words = (
        "The threshold of policy.toml stands again. The next run goes by it."
        if value is None
        else f"The threshold is {plain(value)} now. The next run goes by it; cases that were sent stay sent."
    )
    flash(answer, words)
    return answer
