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
    lookbacks,
    metering,
    minimum_tables,
    payments,
    percentages,
    price_tables,
    prices,
    proration,
    renewals,
    roundings,
    surcharges,
    tier_prose,
    unread,
)
from extractors.readers.grammar.billed_when import with_billing
from extractors.readers.grammar.leftovers import leftovers
from extractors.readers.grammar.merging import merged_drafts, with_sold_names
from extractors.readers.reading import Draft, Reading

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
        found = (draft for family in FAMILIES for draft in family(document))
        drafts = tuple(
            with_billing(draft, document.text)
            for draft in with_sold_names(merged_drafts(found), document.text)
        )
        left = list(leftovers(document, drafts))
        told = {(at.passage.start, at.passage.end) for at in left}
        left += [
            at
            for at in unread.leftovers(document, drafts)
            if (at.passage.start, at.passage.end) not in told
        ]
        return Reading(drafts=drafts, leftovers=tuple(left))
