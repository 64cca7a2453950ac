"""wrong_credit: a credit without a debit: the charge was right, and a credit no clause owes reduced it.

Seen in the data: without its credit lines the period was billed as agreed; or use was billed that a
prepaid balance should have paid; or a mistake was credited twice. Proven by: the price
clause; the credit itself may be goodwill, which a person must say.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from billing.causes.candidate import Candidate, Supposed, Suspect, cause
from billing.comparison import ComparedCell
from billing.rated import WhatIf
from terms.adjustment import Credit


@cause("wrong_credit", 155)
def wrong_credit(suspect: Suspect) -> Iterator[Candidate]:
    """Each period as agreed, less its credit lines."""
    terms = tuple(dict.fromkeys(p for cell in suspect.cells for p in cell.rated.terms[:1]))
    doubts = ["the credit may have been goodwill: ask who granted it"]
    if any(cell.cell.billed < 0 for cell in suspect.cells):
        doubts.append("the credit is larger than what it credits")
    owing = [term for _, term in suspect.comparison.agreement.of_type(Credit)]
    if any(term.amount is None and term.percent is None for term in owing):
        doubts.append("a clause owes credits of a size that it does not state as a number")
    yield Candidate(
        "wrong_credit",
        _credited,
        "a credit was given that no clause of the contract owes",
        terms,
        doubts=tuple(doubts),
    )
    yield Candidate(
        "wrong_credit",
        _credited_again,
        "what was billed too much was credited more than once",
        terms,
    )
    if any(line.kind == "drawn" for cell in suspect.cells for line in cell.rated.lines):
        yield Candidate(
            "wrong_credit",
            Supposed(suspect, WhatIf(no_balance=True)),
            "the prepaid balance was not drawn down",
            terms,
        )


def _credited_again(cell: ComparedCell) -> Decimal | None:
    """A charge that was too high by just what each of two or more credits takes off."""
    given = [line.amount for line in cell.cell.lines if line.kind == "credit"]
    charged = sum((line.amount for line in cell.cell.lines if line.kind != "credit"), Decimal(0))
    too_much = charged - cell.expected
    if len(given) < 2 or too_much <= 0 or any(amount != -too_much for amount in given):
        return None
    return charged + sum(given, Decimal(0)) - cell.credits_owed


def _credited(cell: ComparedCell) -> Decimal | None:
    credited = sum((line.amount for line in cell.cell.lines if line.kind == "credit"), Decimal(0))
    if credited == 0:
        return None
    return cell.expected + credited - cell.credits_owed
