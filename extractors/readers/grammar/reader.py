"""The reader that needs no model: every family of rules over one document, and what none understood."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from extractors.document import Document
from extractors.readers.grammar import (
    audits,
    commitments,
    contracted,
    credits,  # noqa: A004 - the domain's word; the builtin is not used here
    discounts,
    escalations,
    framed,
    lookbacks,
    matters,
    metering,
    minimum_tables,
    payments,
    percentages,
    price_tables,
    prices,
    proration,
    renewals,
    roundings,
    settled,
    surcharges,
    tier_prose,
    understood,
    unread,
)
from extractors.readers.grammar.billed_when import with_billing
from extractors.readers.grammar.leftovers import leftovers
from extractors.readers.grammar.merging import merged_drafts, with_sold_names
from extractors.readers.reading import Draft, Leftover, Reading

FAMILIES: tuple[Callable[[Document], Iterable[Draft]], ...] = (
    price_tables.read,
    tier_prose.read,
    prices.read,
    percentages.read,
    contracted.read,
    commitments.read,
    minimum_tables.read,
    escalations.read,
    discounts.read,
    surcharges.read,
    credits.read,
    lookbacks.read,
    renewals.read,
    payments.read,
    audits.read,
    metering.read,
    proration.read,
    roundings.read,
)
"""Each family: a function from a document to drafts of the terms it understands."""


class GrammarReader:
    """Reads terms by rules of drafting, without a model; the same text always gives the same terms."""

    name = "grammar"

    def read(self, document: Document) -> Reading:
        """Everything the rules find; a passage about money that none understood is a leftover."""
        others = (draft for family in FAMILIES for draft in family(document))
        found = framed.preferred(framed.read(document), others)
        read = tuple(
            with_billing(draft, document.text)
            for draft in with_sold_names(merged_drafts(found), document.text)
        )
        drafts, half = understood.whole(document, read)
        drafts, unsettled = settled.settled(document, drafts)
        half = (*half, *unsettled)
        looks = (leftovers, unread.leftovers, matters.leftovers)
        left = _once([*half, *(at for look in looks for at in look(document, drafts))])
        return Reading(drafts=drafts, leftovers=tuple(left))


def _once(left: Iterable[Leftover]) -> Iterable[Leftover]:
    """The leftovers in order, a passage once: the first look at it says why."""
    first: dict[tuple[int, int], Leftover] = {}
    for at in left:
        first.setdefault((at.passage.start, at.passage.end), at)
    return first.values()
