"""Which terms are in force on a day: documents in order, links followed, gaps filled.

The rules are those of FORMATS.md section 2. `effective_from` absent means the document's
`term_start`, else its `effective_date`; of several terms in force the later document wins, within
one document the one that names the product; `replaces` ends the named term from a day on and for a
product; `overrides` sets it aside wherever this one applies; `reads_with` fills what is not stated.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import TypeVar

from terms.citation import Link
from terms.contract import ContractDocument, Extraction, Term
from terms.names import same_product

KIND_ORDER = {
    "master": 0,
    "price_schedule": 1,
    "other": 2,
    "statement_of_work": 3,
    "order_form": 3,
    "renewal": 4,
    "amendment": 5,
}
_UNINHERITED = frozenset(
    {
        "id", "type", "citations", "confidence", "readers", "replaces", "overrides", "reads_with",
        "doubtful", "warnings", "provenance", "effective_from", "effective_to",
    }
)  # fmt: skip

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Cut:
    """From `day` on (None: always) to `until` (None: for good), the term does not apply to `product`.

    Without a product it applies to none. What replaces a term ends it for good; what overrides it
    sets it aside as long as it applies itself.

    A product's own rule ends a general one for that product only; between two rules on one product,
    or two general ones, the named term ends as a whole.
    """

    day: date | None
    product: str | None
    by: Placed
    until: date | None = None

    @property
    def turns(self) -> tuple[date, ...]:
        """The days on which something changes by it."""
        after = self.until + timedelta(days=1) if self.until else None
        return tuple(day for day in (self.day, after) if day is not None)

    def on(self, day: date) -> bool:
        """Whether it holds on a day."""
        begun = self.day is None or day >= self.day
        return begun and (self.until is None or day <= self.until)


@dataclass(slots=True, eq=False)
class Placed:
    """A term in its document, with what it inherits filled in and what ends it noted."""

    term: Term
    document: ContractDocument
    rank: int
    """Its document's place in the order of the account's documents."""
    start: date | None
    """The first day on which it applies; None where no document says."""
    sources: tuple[Placed, ...] = ()
    """The terms it reads with, nearest first: their clauses belong to the proof."""
    cuts: list[Cut] = field(default_factory=list)
    usable: bool = True
    """False for a doubtful term that neither carries a link nor is read with."""

    def in_force(self, day: date, product: str | None = None, *, same: bool = True) -> bool:
        """Whether it applies on `day`; `product` is whom a general term is asked for."""
        term = self.term
        if not self.usable or (self.start is not None and day < self.start):
            return False
        if term.effective_to is not None and day > term.effective_to:
            return False
        return not any(
            cut.on(day) and _concerns(cut.product, product, same=same) for cut in self.cuts
        )


def _concerns(cut: str | None, product: str | None, *, same: bool) -> bool:
    if cut is None:
        return True
    return product is not None and same and same_product(cut, product)


@lru_cache(maxsize=8192)
def section_key(label: str | None) -> str:
    """A section label without the words and signs that differ between documents."""
    return re.sub(r"section|clause|article|art\.|[§\s.]", "", (label or "").casefold())


def ordered(documents: Iterable[ContractDocument]) -> list[ContractDocument]:
    """Documents in force order: by the day each takes effect, then kind, number and file."""

    def key(document: ContractDocument) -> tuple[date, int, str, str]:
        order = KIND_ORDER[document.kind]
        return takes_effect(document), order, document.number or "", document.file

    return sorted(documents, key=key)


def takes_effect(document: ContractDocument) -> date:
    """The day a document takes effect: its term's first, an amendment's own; the earliest if silent."""
    days = [document.term_start, document.effective_date]
    if document.kind == "amendment":
        days.reverse()
    return next((day for day in days if day is not None), date.min)


class Agreement:
    """All documents of one account, as one set of terms with a timeline."""

    def __init__(self, extraction: Extraction) -> None:
        """Order the documents, resolve the links between their terms."""
        self.documents: list[ContractDocument] = ordered(extraction.documents)
        self.placed: list[Placed] = [
            _place(term, document, rank)
            for rank, document in enumerate(self.documents)
            for term in document.terms
        ]
        self.broken_links: list[str] = []
        """Links whose target was not found, in words."""
        self._resolve()

    def _resolve(self) -> None:
        by_section: dict[tuple[str, str], list[Placed]] = {}
        for placed in self.placed:
            for citation in placed.term.citations[:1]:
                key = (placed.document.file, section_key(citation.section))
                by_section.setdefault(key, []).append(placed)
        read: set[int] = set()
        links = _Links(by_section, self.broken_links)
        originals = {id(placed): placed.term for placed in self.placed}
        for placed in self.placed:
            sources = links.sources(placed, originals, ())
            read.update(id(source) for source in sources)
            placed.sources = tuple(sources)
        filled = {
            id(p): _filled(originals[id(p)], [originals[id(source)] for source in p.sources])
            for p in self.placed
        }
        for placed in self.placed:
            original = originals[id(placed)]
            for link in original.replaces:
                for target in links.targets(placed, link, any_type=False):
                    product = original.product if target.term.product is None else None
                    target.cuts.append(Cut(placed.start, product, placed))
            for link in original.overrides:
                for target in links.overridden(placed, link):
                    product = original.product if target.term.product is None else None
                    until = original.effective_to
                    target.cuts.append(Cut(placed.start, product, placed, until))
        for placed in self.placed:
            placed.term = filled[id(placed)]
            placed.usable = not placed.term.doubtful or placed.term.has_link or id(placed) in read

    def of_type(self, kind: type[T]) -> Iterator[tuple[Placed, T]]:
        """Every usable term of a type, with its place."""
        for placed in self.placed:
            if placed.usable and isinstance(placed.term, kind):
                yield placed, placed.term


def _place(term: Term, document: ContractDocument, rank: int) -> Placed:
    start = term.effective_from or document.term_start or document.effective_date
    return Placed(term=term, document=document, rank=rank, start=start)


def _filled(term: Term, sources: list[Term]) -> Term:
    """The term with its unstated fields read from its sources, nearest first."""
    found: dict[str, object] = {}
    for source in sources:
        if type(source) is not type(term):
            continue
        for name in type(term).model_fields:
            if name in _UNINHERITED or name in found or getattr(term, name) is not None:
                continue
            value = getattr(source, name)
            if value is not None:
                found[name] = value
    return term.model_copy(update=found) if found else term


class _Links:
    """Finds the terms that links name."""

    def __init__(self, by_section: dict[tuple[str, str], list[Placed]], broken: list[str]) -> None:
        self._by_section = by_section
        self._broken = broken

    def targets(self, placed: Placed, link: Link, *, any_type: bool) -> list[Placed]:
        """The terms of the link's section: of the same type and, where several, the same product."""
        found = [
            other
            for other in self._section(link)
            if other is not placed
            and (any_type or type(other.term) is type(placed.term))
            and (link.effective_from is None or other.start == link.effective_from)
        ]
        if not found:
            self._broken.append(
                f"{placed.document.file}: a {placed.term.type} term refers to "
                f"{link.file}, section {link.section}, where no such term was read"
            )
        if len(found) < 2 or placed.term.product is None or any_type:
            return found
        named = [o for o in found if o.term.product is not None]
        same = [o for o in named if same_product(o.term.product, placed.term.product)]
        if same or len({o.term.product for o in named}) > 1:
            return same
        return found

    def overridden(self, placed: Placed, link: Link) -> list[Placed]:
        """What a term sets aside: the section's terms of its type, else all that stands there."""
        alike = any(type(other.term) is type(placed.term) for other in self._section(link))
        return self.targets(placed, link, any_type=not alike)

    def _section(self, link: Link) -> list[Placed]:
        key = section_key(link.section)
        exact = self._by_section.get((link.file, key))
        if exact is not None:
            return exact
        name = link.file.rsplit("/", 1)[-1]
        return [
            placed
            for (file, section), these in self._by_section.items()
            if section == key and file.rsplit("/", 1)[-1] == name
            for placed in these
        ]

    def sources(
        self, placed: Placed, originals: dict[int, Term], seen: tuple[int, ...]
    ) -> list[Placed]:
        """The chain a term reads with: its targets, then theirs; a circle ends where it closes."""
        if id(placed) in seen:
            return []
        found: list[Placed] = []
        for link in originals[id(placed)].reads_with:
            for target in self.targets(placed, link, any_type=False):
                for each in (target, *self.sources(target, originals, (*seen, id(placed)))):
                    if each not in found:
                        found.append(each)
        return found
