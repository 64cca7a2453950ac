"""When the charges of an order are invoiced, where only the agreement above it says so.

'Usage Charges are invoiced in arrears' stands once, in the master; the orders under it price and do
not repeat it. What an order says itself goes before.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractors.passages import ReadDocument
from extractors.readers.grammar.billed_when import billing_for, billing_of, monthly
from terms.contract import Term
from terms.price import Price
from terms.term import Billing

_Rules = tuple[Billing | None, Billing | None]
_NONE: _Rules = (None, None)


def with_masters_billing(read: Sequence[ReadDocument]) -> list[ReadDocument]:
    """The documents of one account; each price that its paper leaves open is billed as the master says.

    Nothing changes where the account has several masters that say different things.
    """
    masters = [each for each in read if each.contract.kind == "master"]
    rules = {billing_of(each.text): each.text for each in masters}
    rules.pop(_NONE, None)
    if len(rules) != 1:
        return list(read)
    ((rule, said),) = rules.items()
    return [_billed(each, rule, said) for each in read]


def _billed(each: ReadDocument, rule: _Rules, said: str) -> ReadDocument:
    if each.contract.kind == "master" or billing_of(each.text) != _NONE:
        return each
    terms = tuple(_with(term, rule, said) for term in each.contract.terms)
    if terms == each.contract.terms:
        return each
    return ReadDocument(each.contract.model_copy(update={"terms": terms}), each.document)


def _with(term: Term, rule: _Rules, said: str) -> Term:
    if (
        not isinstance(term, Price)
        or term.billing
        or term.status != "stated"
        or term.readers != ("grammar",)
        or not (when := billing_for(term, *rule))
    ):
        return term
    update = {"billing": when, **monthly(term, said)}
    derived = {*term.provenance.get("derived", "").split(", "), *update} - {""}
    provenance = {**term.provenance, "derived": ", ".join(sorted(derived))}
    return term.model_copy(update={**update, "provenance": provenance})
