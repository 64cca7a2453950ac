"""How documents change one another: from papers in order to links between terms.

A later paper changes an earlier term where it is made for that (an amendment, a renewal) and speaks
of the same thing, or where it names the section. What is not supported by words or by the papers'
kinds gets no link: a wrong link moves money. What cannot be decided is said in words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from extractors.changes import links_of
from extractors.links import Linker, LinkReading, Links
from extractors.passages import Placed, ReadDocument
from extractors.prevailing import by_precedence, deleted, undecided
from extractors.second_opinion import second_opinion
from extractors.subjects import product_key
from extractors.targets import CHANGING, Account, counts
from terms.citation import Link
from terms.contract import ContractDocument, DocumentKind, Term, Usage

_RANK: dict[DocumentKind, int] = {
    "master": 0,
    "other": 1,
    "price_schedule": 1,
    "order_form": 2,
    "statement_of_work": 2,
    "renewal": 3,
    "amendment": 4,
}
_HEADING = re.compile(r"^(?:[A-Z][\w-]*\s+){1,3}(?:Fees?|Charges?|Price)$")
_MINIMUM = re.compile(r"\b(?:minimum|commitment|guarantee)\b", re.IGNORECASE)
_DEFINED = re.compile(
    r"\(\s*(?:the|each\s+an?|an?)?\s*[“\"']([A-Z][\w-]*(?:\s+[A-Z][\w-]*){0,3})[”\"']\s*\)"
)


@dataclass(frozen=True, slots=True)
class Linked:
    """Documents with the links of their terms, and what could not be decided, in words."""

    documents: tuple[ContractDocument, ...]
    conflicts: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    """What of a model's answer about links did not stand."""
    usage: Usage = field(default_factory=Usage)


def in_order(documents: Sequence[ReadDocument]) -> list[ReadDocument]:
    """Masters first, then by effective date, kind and number: an amendment after what it amends."""
    return sorted(
        documents,
        key=lambda read: (
            read.contract.kind != "master",
            read.contract.effective_date or read.starts or _undated(read),
            _RANK[read.contract.kind],
            read.contract.number or "",
            read.file,
        ),
    )


def _undated(read: ReadDocument) -> date:
    """A change without a date comes after what it changes; anything else without one comes first."""
    return date.max if read.contract.kind in CHANGING else date.min


def link(documents: Sequence[ReadDocument], linker: Linker | None = None) -> Linked:
    """The documents of one account with `replaces`, `overrides` and `reads_with` on their terms.

    The order of the documents is kept. Links that the terms bring along are kept as well. Terms of a
    conflict that nothing decides carry a warning. `linker` is asked the same question as our rules,
    on its own; see `second_opinion` for what becomes of two answers.
    """
    ordered = in_order(documents)
    placed = {
        read.file: [Placed(term, index, read) for index, term in enumerate(read.contract.terms)]
        for read in ordered
    }
    found: dict[tuple[str, int], Links] = {}
    account = Account(ordered, placed, _aliases(placed))
    for position, read in enumerate(ordered):
        for term in placed[read.file]:
            if counts(term.term):
                found[read.file, term.index] = links_of(term, position, account, found)
    by_precedence(account, found)
    asked = linker.read(ordered, placed) if linker else LinkReading()
    if asked.answered:
        terms = {(file, each.index): each.term for file in placed for each in placed[file]}
        second_opinion(found, asked.links, terms)
    conflicts = [*undecided(account, found), *deleted(account, found)]
    return Linked(
        tuple(_with_links(read, found, placed) for read in documents),
        tuple(conflicts),
        tuple(asked.warnings),
        asked.usage,
    )


def _aliases(placed: Mapping[str, Sequence[Placed]]) -> dict[str, str]:
    """Names that a clause gives to its only product, by definition or as its heading.

    'A fee for the Harvest Plan … (the “Plan Fee”)'; 'Visit Charge. A field visit costs …'. A minimum
    on one product is named likewise: 'lab hours for at least 9,000 (the “Annual Minimum”)'.
    """
    aliases: dict[str, str] = {}
    for terms in placed.values():
        priced = [t for t in terms if t.term.type == "price" and t.term.product and counts(t.term)]
        for term in priced:
            product = product_key(term.term.product or "")
            beside = {
                product_key(t.term.product or "") for t in priced if t.section == term.section
            }
            if beside != {product}:
                continue
            for name in (*_DEFINED.findall(term.passage), *_HEADING.findall(term.heading)):
                if product_key(name) != product:
                    aliases.setdefault(product_key(name), product)
        for term in (t for t in terms if t.term.type == "commitment" and t.term.product):
            for name in filter(_MINIMUM.search, _DEFINED.findall(term.passage)):
                aliases.setdefault(product_key(name), product_key(term.term.product or ""))
    return aliases


def _with_links(
    read: ReadDocument,
    found: Mapping[tuple[str, int], Links],
    placed: Mapping[str, Sequence[Placed]],
) -> ContractDocument:
    terms = []
    for index, term in enumerate(read.contract.terms):
        links = found.get((read.file, index))
        if links is None:
            terms.append(term)
            continue
        update = {
            name: _written(getattr(term, name), getattr(links, name), placed)
            for name in ("replaces", "overrides", "reads_with")
        }
        warnings = tuple(dict.fromkeys((*term.warnings, *links.warnings)))
        changed = term.model_copy(update={**update, "warnings": warnings})
        terms.append(_of_replaced_product(changed, links))
    return read.contract.model_copy(update={"terms": tuple(terms)})


def _of_replaced_product(term: Term, links: Links) -> Term:
    """A term that names no product and replaces one product's clause speaks of that product."""
    products = {target.term.product for target in links.replaces}
    if term.product is not None or len(products) != 1 or None in products:
        return term
    names = {*term.provenance.get("derived", "").split(", "), "product"} - {""}
    return term.model_copy(
        update={
            "product": products.pop(),
            "provenance": {**term.provenance, "derived": ", ".join(sorted(names))},
        }
    )


def _written(
    given: tuple[Link, ...], targets: Sequence[Placed], placed: Mapping[str, Sequence[Placed]]
) -> tuple[Link, ...]:
    links = list(given)
    for target in targets:
        if target.section:
            steps = {
                other.term.effective_from
                for other in placed[target.read.file]
                if other.section == target.section
                and other.term.type == target.term.type
                and other.term.product == target.term.product
            }
            step = target.term.effective_from if len(steps) > 1 else None
            made = Link(file=target.read.file, section=target.section, effective_from=step)
            if made not in links:
                links.append(made)
    return tuple(links)
