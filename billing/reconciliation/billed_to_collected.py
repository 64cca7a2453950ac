"""Billed to collected: what of the invoices is paid, open, overdue or given up, by currency.

An invoice's status is the billing system's own; an open one is overdue from the day after it is due.
"""

from __future__ import annotations

from datetime import date

from billing.facts import AccountFacts
from billing.reconciliation.stage import Gathering

OPEN = "open, not due yet"
OVERDUE = "overdue"
NO_DUE_DATE = "open, without a due date"
GIVEN_UP = "uncollectible"


def add_collected(gathering: Gathering, facts: AccountFacts, as_of: date) -> None:
    """Add one account's invoices to the step: what was issued by `as_of`, tax left out."""
    account = facts.account.account_id
    for line in facts.lines:
        if line.status in {"void", "draft"} or line.kind == "tax" or line.invoice_date > as_of:
            continue
        gathering.before[line.currency] += line.amount
        if line.status == "paid":
            gathering.after[line.currency] += line.amount
            continue
        if line.status == "uncollectible":
            category = GIVEN_UP
        elif line.due_date is None:
            category = NO_DUE_DATE
        else:
            category = OVERDUE if line.due_date < as_of else OPEN
        gathering.gap(category, line.currency, account, -line.amount)
