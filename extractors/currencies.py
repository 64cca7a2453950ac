"""The currency of a sum that names none: its paper's, which may be its account's.

Contracts write "$95.00 per user" and say once, elsewhere, which dollars; a letter of four lines says
it nowhere, and means the agreement's; so does a bare dollar sign beside an agreement in Canadian dollars. `provenance["derived"]` then names the field.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.header import Header
from terms.contract import Term

_US_DOLLARS = re.compile(
    r"\bUSD\b|\bUS\s?\$|\bU\.S\.|\bUnited\s+States\b|\bUS\s+dollars?\b", re.IGNORECASE
)
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
    return [_with_currency(term, header) for term in terms]


def _with_currency(term: Term, header: Header) -> Term:
    own = getattr(term, "currency", header.currency)
    open_ = own is None or (own == "USD" and header.bare_dollars and not _says_which_dollars(term))
    currency = header.currency
    if currency is None or not open_ or currency == own or not _states_sum(term):
        return term
    derived = {*term.provenance.get("derived", "").split(", "), "currency"} - {""}
    provenance = {**term.provenance, "derived": ", ".join(sorted(derived))}
    return term.model_copy(update={"currency": currency, "provenance": provenance})


def _says_which_dollars(term: Term) -> bool:
    """Whether the term's own words say that its dollars are those of the United States."""
    return any(_US_DOLLARS.search(citation.quote) for citation in term.citations)


def _states_sum(term: Term) -> bool:
    if term.type == "commitment" and term.measure == "amount":
        return term.value is not None or bool(term.schedule)
    tiers = getattr(term, "tiers", None) or ()
    return any(getattr(term, name, None) is not None for name in _SUMS) or any(
        tier.unit_amount is not None or tier.flat_amount is not None for tier in tiers
    )
