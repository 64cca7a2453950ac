"""A term in one line of plain English: `term_in_words(term, currency)`, a file a family of types.

The line says what the fields say and no more: what the contract leaves open is left out, never guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from agent.wording.changes import credit, discount, escalation, surcharge
from agent.wording.limits import audit, commitment, lookback
from agent.wording.measuring import formula, metering, proration, rounding
from agent.wording.prices import price, quantity
from agent.wording.running import payment, renewal
from terms.contract import Term

__all__ = ["term_in_words"]

_WORDS: Mapping[str, Callable[[Any, str | None], str]] = {
    "price": price,
    "quantity": quantity,
    "commitment": commitment,
    "escalation": escalation,
    "discount": discount,
    "surcharge": surcharge,
    "credit": credit,
    "lookback": lookback,
    "audit": audit,
    "renewal": renewal,
    "payment": payment,
    "metering": metering,
    "proration": proration,
    "rounding": rounding,
    "formula": formula,
}


def term_in_words(term: Term, currency: str | None = None) -> str:
    """'USD 95.00 per user and month from 2026-05-01'; `currency` is for terms that name none."""
    return _WORDS[term.type](term, currency) or "the clause states nothing that a bill could use"
