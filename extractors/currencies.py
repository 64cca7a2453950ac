"""The currency of a sum that names none: its paper's, which may be its account's.

Contracts write "$95.00 per user" and say once, elsewhere, which dollars; a letter of four lines says
it nowhere, and means the agreement's. `provenance["derived"]` then names the field.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractors.header import Header
from terms.contract import Term

_SUMS = (
    "unit_amount",
    "flat_amount",
    "amount",
    "minimum_charge",
    "maximum_charge",
    "shortfall_unit_amount",
    "threshold_amount",
)


def with_currency(terms: Sequence[Term], header: Header) -> list[Term]:
    """The terms; those that state a sum without a currency have the paper's, where one is known."""
    return [_with_currency(term, header.currency) for term in terms]


def _with_currency(term: Term, currency: str | None) -> Term:
    if currency is None or getattr(term, "currency", currency) is not None or not _states_sum(term):
        return term
    derived = {*term.provenance.get("derived", "").split(", "), "currency"} - {""}
    provenance = {**term.provenance, "derived": ", ".join(sorted(derived))}
    return term.model_copy(update={"currency": currency, "provenance": provenance})


def _states_sum(term: Term) -> bool:
    if term.type == "commitment" and term.measure == "amount":
        return term.value is not None or bool(term.schedule)
    tiers = getattr(term, "tiers", None) or ()
    return any(getattr(term, name, None) is not None for name in _SUMS) or any(
        tier.unit_amount is not None or tier.flat_amount is not None for tier in tiers
    )
