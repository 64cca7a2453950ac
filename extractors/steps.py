"""Terms that go on from another without an amendment: later steps, listed products, additions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from extractors.links import Links, sentences_of
from extractors.passages import Placed, ReadDocument
from extractors.subjects import differs, has_value, matching
from extractors.targets import CHANGING, Account
from terms.contract import Term

_ORDERED_NOW = re.compile(
    r"\b(?:subscrib\w+|order(?:s|ed)|tak(?:es?|en)\s+up|in\s+place\s+of|opt(?:s|ed)\s+for|is\s+activated)\b",
    re.IGNORECASE,
)
_AS_THERE = re.compile(
    r"\b[Aa]s\s+(?:stated\s+|set\s+out\s+)?(?:in|under)\s+(?:the\s+)?(?:Article|Section|Clause|§|[a-z]+\s+agreement|[A-Z]\w+\s+Agreement|Agreement)"
)
_STEPS = {"price", "quantity", "commitment"}


def with_earlier_step(term: Placed, account: Account, links: Links) -> None:
    """A later step of the same paper, in a section of its own: 'from 1 July the number of racks is 16'."""
    begins = term.term.effective_from
    if term.term.type not in _STEPS or begins is None or not term.term.product or links.replaces:
        return
    for target in account.of_type(term.read, term.term.type):
        end = target.term.effective_to
        if (
            target.section != term.section
            and _same_thing(term, target, account)
            and (target.starts or date.max) < begins
            and (end is None or end == begins - timedelta(days=1))
            and _same_way(term.term, target.term)
            and differs(term.term, target.term)
        ):
            links.replaces.append(target)


def with_listed(
    term: Placed, earlier: Sequence[ReadDocument], account: Account, links: Links
) -> None:
    """The price at which a product was listed and not ordered, once a change orders it."""
    if term.term.type != "price" or term.read.kind not in CHANGING or not has_value(term.term):
        return
    if not _ORDERED_NOW.search(sentences_of(term)):
        return
    for read in earlier:
        listed = [
            target
            for target in account.placed[read.file]
            if target.term.type == "price"
            and target.term.status == "not_ordered"
            and getattr(target.term, "unit", None) == getattr(term.term, "unit", None)
        ]
        alike = matching(term.term.product, [t.term for t in listed], account.aliases)
        if term.term.product and len(alike) == 1:
            links.replaces += [target for target in listed if target.term is alike[0]]


def with_base(term: Placed, targets: Sequence[Placed], account: Account, links: Links) -> None:
    """What an order adds to, where it takes its price from there: 'charge: as in Article 4.1'."""
    if term.term.type != "quantity" or term.term.change != "add" or term.read.kind in CHANGING:
        return
    if not _AS_THERE.search(term.read.text):
        return
    alike = matching(term.term.product, [t.term for t in targets], account.aliases)
    found = [target for target in targets if any(target.term is other for other in alike)]
    if len(found) == 1:
        links.reads_with += found


def _same_thing(term: Placed, target: Placed, account: Account) -> bool:
    """Equal names; a number of things may also be told by the one product that its name fits."""
    if term.term.product == target.term.product:
        return True
    if term.term.type != "quantity" or not getattr(term.term, "unit", None):
        return False
    others = [t.term for t in account.of_type(term.read, "quantity") if t.section != term.section]
    return any(
        other is target.term for other in matching(term.term.product, others, account.aliases)
    )


def _same_way(term: Term, target: Term) -> bool:
    """Whether both are charged or counted alike: a price per hour is no step of a monthly fee."""
    if {getattr(term, "change", None), getattr(target, "change", None)} & {"add", "remove"}:
        return False
    return all(
        getattr(term, name, None) == getattr(target, name, None)
        for name in ("model", "unit", "interval", "per", "measure")
    )
