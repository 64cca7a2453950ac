"""Whether what is sold was read whole: an offer that leaves words of its clause unexplained is left over.

A price that is nearly right is worse than a passage for a person to read. After all families have
read, each draft on prices, counts, discounts, surcharges and measures is held against its clause:
nothing of it may be redacted, every amount of the sentence must stand in some term, the name must be
a name, and no other draft of the document may say something else of the same thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from extractors.document import Document
from extractors.readers.grammar import (
    details_behind,
    listed_names,
    offer_names,
    offers_unread,
    said_behind,
    said_less,
    whole_offers,
    whole_terms,
)
from extractors.readers.grammar.at_odds import at_odds
from extractors.readers.grammar.due_days import with_due_days
from extractors.readers.grammar.neighbours import Neighbours
from extractors.readers.grammar.own_product import with_own_product
from extractors.readers.grammar.sentences import setting_of
from extractors.readers.reading import Draft, Leftover, Passage
from terms.price import Price

_CHECKED = frozenset({"price", "quantity", "metering", "discount", "surcharge", "formula"})


def settled(
    document: Document, drafts: Sequence[Draft]
) -> tuple[tuple[Draft, ...], tuple[Leftover, ...]]:
    """The drafts whose clauses are understood whole, and the passages of the others with the reason."""
    setting = setting_of(document)
    drafts = tuple(with_due_days(_with_bases(drafts), setting))
    drafts = tuple(
        with_own_product(details_behind.completed(draft, setting), setting) for draft in drafts
    )
    sentences = {sentence.start: sentence for sentence in setting.sentences}
    doubts = at_odds(drafts)
    beside = Neighbours(drafts)
    idle = _idle(drafts)
    taken = {passage.start for draft in drafts for passage in draft.passages}
    for at, draft in enumerate(drafts):
        behind = (
            listed_names.doubt(draft)
            or said_behind.of_another(draft, setting)
            or said_behind.half_said(draft, setting)
            or said_behind.doubt(draft, setting)
            or details_behind.doubt(draft, setting, taken)
            or said_less.doubt(draft, setting, taken)
        )
        if behind is None and draft.term.type == "quantity" and draft.term.product in idle:
            behind = "a number; for what it is contracted was not read with certainty"
        if at not in doubts and behind:
            doubts[at] = behind
        if at in doubts or draft.term.type not in _CHECKED:
            continue
        here = sentences.get(draft.passages[0].start)
        why = offer_names.doubt(draft, setting.text) or whole_terms.lacks(draft, setting)
        if why is None and here is not None:
            why = whole_offers.doubt(draft, here, beside, setting)
        if why:
            doubts[at] = why
    kept = tuple(draft for at, draft in enumerate(drafts) if at not in doubts)
    left = tuple(_left(drafts, doubts))
    told = {at.passage for at in left}
    return kept, (*left, *offers_unread.unread(document, kept, told))


def _idle(drafts: Sequence[Draft]) -> set[str | None]:
    """The products that are priced and not ordered: what is counted is not one of them."""
    prices = [draft.term for draft in drafts if isinstance(draft.term, Price)]
    listed = {price.product for price in prices if price.status == "not_ordered"}
    return listed - {price.product for price in prices if price.status != "not_ordered"}


_CHARGES = re.compile(r"\s+(?:charges?|fees?)\b.*\Z", re.IGNORECASE)


def _with_bases(drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """The drafts; 'eight percent of the Compute charges' is of the product that the document prices."""
    sold = {
        _CHARGES.sub("", price.product).lower(): price.product
        for draft in drafts
        if isinstance(price := draft.term, Price) and price.product
    }
    return tuple(_with_base(draft, sold) for draft in drafts)


def _with_base(draft: Draft, sold: Mapping[str, str]) -> Draft:
    price = draft.term
    if not isinstance(price, Price) or not price.percent_of or price.includes:
        return draft
    base = sold.get(_CHARGES.sub("", price.percent_of).lower())
    if base is None or base == price.product:
        return draft
    return Draft(price.model_copy(update={"includes": (base,)}), draft.passages)


def _left(drafts: Sequence[Draft], doubts: dict[int, str]) -> Iterator[Leftover]:
    """The passages of the drafts that are not stated, once each."""
    told: set[Passage] = set()
    for at, why in sorted(doubts.items()):
        for passage in drafts[at].passages:
            if passage not in told:
                told.add(passage)
                yield Leftover(passage, why)
