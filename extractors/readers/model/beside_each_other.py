"""What the terms of one answer say of each other: an extra on what nobody ordered, one window told twice.

Each may stand on its page and still be none beside the others: a night surcharge on a rate that was
not ordered; the customer's window 'within the same time' as the seller's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.document import Document
from extractors.readers.reading import Draft, Leftover
from extractors.subjects import product_key
from terms.lookback import Lookback
from terms.price import Price

NOT_ORDERED = "It is added to, or taken off, the price of something that was not ordered."
_OPEN = frozenset({"not_ordered", "on_request"})
_EXTRAS = frozenset({"surcharge", "discount"})
_SAME = re.compile(
    r"\bsame (?:time|period|term|limit|window)\b|\b(?:either|both|each) part(?:y|ies)\b",
    re.IGNORECASE,
)


def without_extras(drafts: Sequence[Draft]) -> tuple[tuple[Draft, ...], tuple[Leftover, ...]]:
    """The drafts without what is added to or taken off prices of things not ordered; those are left."""
    prices = [draft.term for draft in drafts if isinstance(draft.term, Price)]
    offered = {product_key(p.product) for p in prices if p.product and p.status in _OPEN}
    offered -= {product_key(p.product) for p in prices if p.product and p.status not in _OPEN}
    extra = [
        draft
        for draft in drafts
        if draft.term.type in _EXTRAS
        and draft.term.product
        and product_key(draft.term.product) in offered
    ]
    left = dict.fromkeys(Leftover(draft.passages[0], NOT_ORDERED) for draft in extra)
    return tuple(draft for draft in drafts if draft not in extra), tuple(left)


def one_window(drafts: Sequence[Draft], document: Document) -> Iterator[Draft]:
    """The drafts; a window that one section gives both sides alike is one, as the seller's words say."""
    windows = [draft for draft in drafts if isinstance(draft.term, Lookback)]
    joined: dict[int, Draft] = {}
    gone: set[int] = set()
    for seller in windows:
        for customer in windows:
            if id(customer) not in gone and _alike(seller, customer, document):
                term = seller.term.model_copy(update={"direction": "both"})
                passages = tuple(dict.fromkeys((*seller.passages, *customer.passages)))
                joined[id(seller)] = Draft(term, passages)
                gone.add(id(customer))
    yield from (joined.get(id(draft), draft) for draft in drafts if id(draft) not in gone)


def _alike(seller: Draft, customer: Draft, document: Document) -> bool:
    """Whether the customer's window is said to be the seller's, in the same section."""
    one, two = seller.term, customer.term
    if not isinstance(one, Lookback) or not isinstance(two, Lookback):
        return False
    if (one.direction, two.direction) != ("underbilling", "overbilling"):
        return False
    sections = {document.section_at(draft.passages[0].start) for draft in (seller, customer)}
    same = _SAME.search(
        " ".join(document.text[each.start : each.end] for each in customer.passages)
    )
    return (
        len(sections) == 1
        and same is not None
        and two.effect != "must_dispute"
        and (one.length, one.unit, one.counted_from) == (two.length, two.unit, two.counted_from)
        and (one.scope, one.product) == (two.scope, two.product)
    )
