"""Rated to billed: what the contracts ask for against what invoices say, by currency.

The gaps of a currency add up to its difference: what was rated, plus each gap, is what was billed.
"""

from __future__ import annotations

from decimal import Decimal

from billing.comparison import Comparison, ProductComparison
from billing.reconciliation.stage import Gathering

UNDER = "billed below what was rated"
OVER = "billed above what was rated"
NOT_RATED = "billed, and could not be rated"
NO_PRODUCT = "billed for no product of the contract"
OTHER_CURRENCY = "billed in another currency than the account's"
OWED_CREDIT = "credited, as the contract owes"
NO_PERIOD = "billed in no period of its product"


def add_billed(gathering: Gathering, comparison: Comparison) -> None:
    """Add one account's periods and lines to the step."""
    account = comparison.facts.account
    currency, ledger = account.currency, comparison.ledger
    foreign = {id(line) for line in ledger.other_currency}
    billed = sum((line.amount for line in ledger.counted if id(line) not in foreign), Decimal(0))
    rated, placed = Decimal(0), Decimal(0)
    for compared in (*comparison.products, *comparison.one_time):
        due, between = _product(gathering, comparison, compared)
        rated += due
        placed += due + between
    for cell in comparison.commitment_cells:
        if cell.reason is None:
            if cell.shortfall or cell.lines:
                gathering.compared += 1
                gathering.equal += cell.shortfall == cell.billed
            _gap(gathering, comparison, cell.billed - cell.shortfall)
            rated += cell.shortfall
            placed += cell.billed
        elif cell.billed:
            gathering.gap(NOT_RATED, currency, account.account_id, cell.billed)
            placed += cell.billed
    for line in ledger.unmatched:
        gathering.gap(NO_PRODUCT, currency, account.account_id, line.amount)
        placed += line.amount
    for line in ledger.other_currency:
        gathering.after[line.currency] += line.amount
        gathering.gap(OTHER_CURRENCY, line.currency, account.account_id, line.amount)
    if billed != placed:
        gathering.gap(NO_PERIOD, currency, account.account_id, billed - placed)
    if rated or billed:
        gathering.before[currency] += rated
        gathering.after[currency] += billed


def _product(
    gathering: Gathering, comparison: Comparison, compared: ProductComparison
) -> tuple[Decimal, Decimal]:
    """What was rated for a product, and all its gaps; each of them is added."""
    account = comparison.facts.account
    rated, between = Decimal(0), Decimal(0)
    for cell in compared.cells:
        if cell.credits_owed:
            gathering.gap(OWED_CREDIT, account.currency, account.account_id, cell.credits_owed)
            between += cell.credits_owed
        if not cell.rated.known:
            if cell.billed:
                gathering.gap(NOT_RATED, account.currency, account.account_id, cell.billed)
            between += cell.billed
            continue
        if not cell.expected and not cell.cell.lines:
            continue  # nothing due and nothing billed: there is nothing to compare
        gathering.compared += 1
        gathering.equal += cell.difference == 0
        _gap(gathering, comparison, -cell.difference)
        rated += cell.expected
        between -= cell.difference
    return rated, between


def _gap(gathering: Gathering, comparison: Comparison, amount: Decimal) -> None:
    account = comparison.facts.account
    if amount:
        category = UNDER if amount < 0 else OVER
        gathering.gap(category, account.currency, account.account_id, amount)
