"""/billing/products: what billed products are taken for, and what a person says they are."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, HTTPException, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.web.context import PageNumber, Text, Uploader, Viewer, WebDep, page, seen
from app.web.security.flash import flash
from store.matches import (
    PAGE,
    Wanted,
    confirm_match,
    count_proposals,
    list_proposals,
    match_of,
    proposal_of,
    withdraw_match,
)
from store.uploads import names_of_accounts

router = APIRouter()
NONE_OF_THEM = "none"
"""The choice of a person who says that a product is in no contract."""


@router.get("/billing/products")
def products(
    request: Request,
    web: WebDep,
    person: Viewer,
    account: Text = "",
    state: Text = "open",
    number: PageNumber = 1,
) -> HTMLResponse:
    """Billed products and what they are taken for."""
    state = state if state in {"open", "settled", "all"} else "open"
    wanted = Wanted(person.accounts, account.strip(), state)
    with web.store.read() as session:
        rows, count = list_proposals(session, wanted, number)
        counts = {
            each: count_proposals(session, Wanted(person.accounts, account.strip(), each))
            for each in ("open", "settled", "all")
        }
        names = names_of_accounts(session, [proposal.account_id for proposal, _ in rows])
    query = urlencode({"account": account.strip(), "state": state})
    return page(
        request,
        "billing_products.html.j2",
        rows=rows,
        names=names,
        counts=counts,
        account=account.strip(),
        state=state,
        number=number,
        pages=max(1, -(-count // PAGE)),
        address=f"/billing/products?{query}",
        none=NONE_OF_THEM,
    )


@router.post("/billing/products")
def confirm(
    web: WebDep,
    person: Uploader,
    account: Annotated[str, Form(max_length=200)],
    billed: Annotated[str, Form(max_length=500)],
    contract: Annotated[str, Form(max_length=500)] = "",
    action: Annotated[str, Form(max_length=20)] = "confirm",
    onwards: Annotated[str, Form(alias="state", max_length=20)] = "open",
) -> Response:
    """Keep, change or take back a person's word on one product."""
    account = seen(person, account)
    with web.store.begin() as session:
        row = proposal_of(session, account, billed)
        if row is None and match_of(session, account, billed) is None:
            raise HTTPException(404, "There is no such product in the billing data.")
        if action == "withdraw":
            withdraw_match(session, account, billed, person.email)
            words = f"{billed} is matched by its name, unit and amounts again."
        elif contract == f"{NONE_OF_THEM}:":
            confirm_match(session, account, billed, None, person.email)
            words = f"{billed} is none of the contract's products. The next run goes by it."
        else:
            chosen = contract.removeprefix("is:")
            if row is None or chosen not in row.choices:
                raise HTTPException(
                    422, "Choose one of the products that the account's contracts price."
                )
            confirm_match(session, account, billed, chosen, person.email)
            words = f"{billed} is {chosen}. The next run goes by it."
    answer = RedirectResponse(f"/billing/products?{urlencode({'state': onwards})}", 303)
    flash(answer, words)
    return answer
