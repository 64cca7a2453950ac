"""The reader that needs no model: every family of rules over one document, and what none understood."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from extractors.document import Document
from extractors.readers.grammar import commitments, contracted, percentages, price_tables, prices
from extractors.readers.grammar.billed_when import billing_of
from extractors.readers.grammar.leftovers import leftovers
from extractors.readers.grammar.merging import merged_drafts
from extractors.readers.reading import Draft, Reading
from terms.price import Price

FAMILIES: tuple[Callable[[Document], Iterable[Draft]], ...] = (
    price_tables.read,
    prices.read,
    percentages.read,
    contracted.read,
    commitments.read,
)


class GrammarReader:
    """Reads terms by rules of drafting, without a model; the same text always gives the same terms."""

    name = "grammar"

    def read(self, document: Document) -> Reading:
        """Everything the rules find; a passage about money that none understood is a leftover."""
        found = (draft for family in FAMILIES for draft in family(document))
        drafts = tuple(_billed(draft, document) for draft in merged_drafts(found))
        return Reading(drafts=drafts, leftovers=tuple(leftovers(document, drafts)))


_RECURRING = {"month", "quarter", "half_year", "year"}


def _billed(draft: Draft, document: Document) -> Draft:
    """The draft, with 'in advance' or 'in arrears' where the document says it of all such charges."""
    price = draft.term
    if not isinstance(price, Price) or price.billing or price.status == "not_ordered":
        return draft
    recurring, usage = billing_of(document.text)
    if price.interval in _RECURRING and not price.included_quantity:
        when = recurring
    else:
        when = usage if price.interval != "one_time" and price.included_quantity else None
    return Draft(price.model_copy(update={"billing": when}), draft.passages) if when else draft
