"""The reader that needs no model: every family of rules over one document, and what none understood."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from extractors.document import Document
from extractors.readers.grammar import commitments, contracted, percentages, price_tables, prices
from extractors.readers.grammar.leftovers import leftovers
from extractors.readers.reading import Draft, Reading

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
        drafts = tuple(draft for family in FAMILIES for draft in family(document))
        return Reading(drafts=drafts, leftovers=tuple(leftovers(document, drafts)))
