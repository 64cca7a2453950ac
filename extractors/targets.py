"""Which earlier terms speak of the same thing as a later one: by section, by product, by heading."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from extractors.passages import Placed, ReadDocument
from extractors.references import names, of_kind
from extractors.subjects import matching, product_key
from terms.contract import Term

CHANGING = {"amendment", "renewal"}
"""Kinds of papers that are made to change an earlier one."""
SINGLE = {"payment", "renewal", "lookback", "audit"}
"""Types of which an agreement has one for each subject."""
_BY_PRODUCT = {"price", "quantity", "commitment", "discount", "escalation", "surcharge"}
_COMMITMENT_WORDS = frozenset(
    {"annual", "yearly", "monthly", "quarterly", "minimum", "commitment", "committed", "spend"}
    | {"amount", "total", "guarantee"}
)
_NOT_PAYABLE = {"not_ordered", "on_request", "blank"}


@dataclass(frozen=True, slots=True)
class Account:
    """The documents of one account in force order, and their terms."""

    ordered: list[ReadDocument]
    placed: dict[str, list[Placed]]
    """File → its terms."""
    aliases: Mapping[str, str]
    """Product key → the key of the product that a clause gives this name to."""

    def of_type(self, read: ReadDocument, kind: str) -> list[Placed]:
        """The terms of a document that are of this type and payable."""
        return [
            term for term in self.placed[read.file] if term.term.type == kind and counts(term.term)
        ]


def counts(term: Term) -> bool:
    """Whether the term is payable: not what is merely listed, offered or left blank."""
    return getattr(term, "status", None) not in _NOT_PAYABLE


def comparable(term: Placed, target: Placed) -> bool:
    """Whether one can change the other: an automatic increase is no version of a right to increase."""
    if term.term.type == "lookback":
        mine, theirs = (
            getattr(term.term, "direction", None),
            getattr(target.term, "direction", None),
        )
        return mine is None or theirs is None or mine == theirs or "both" in {mine, theirs}
    if term.term.type == "escalation":
        return _discretionary(term.term) == _discretionary(target.term)
    return True


def _discretionary(term: Term) -> bool:
    return (
        getattr(term, "automatic", None) is False
        or getattr(term, "method", None) == "discretionary"
    )


def is_named(term: Placed, target: Placed) -> bool:
    """Whether the words around the term name the target's section as what they change or rest on."""
    label = target.section
    return bool(label) and any(
        not reference.kept
        and of_kind(reference, target.read.contract.kind)
        and names(reference, label or "")
        for reference in term.references
    )


def subjects(term: Placed, targets: list[Placed], aliases: Mapping[str, str]) -> list[Placed]:
    """The targets, of any earlier document, that speak of the same thing as the term."""
    named = [target for target in targets if is_named(term, target)]
    kind = term.term.type
    if kind in _BY_PRODUCT:
        if term.term.product is None and (pointed := named or _headed(term, targets)):
            return pointed
        same = _by_product(term, targets, aliases)
        if same:
            return same
        general = [t for t in named if t.term.product is None or term.term.product is None]
        return general or _by_shared_words(term, targets) or _sole_commitment(term, targets)
    if kind in SINGLE:
        return named or _only(term, targets)
    return [target for target in named if matching(term.term.product, [target.term], aliases)]


def _sole_commitment(term: Placed, targets: list[Placed]) -> list[Placed]:
    """Of each document, its one commitment of this period, where no name but 'annual minimum' tells them apart."""
    if term.term.type != "commitment" or term.read.kind not in CHANGING:
        return []
    names = [term.term.product]
    found = []
    for target in targets:
        if target.term.type == "commitment" and target.term.value is not None:
            if term.term.per not in {None, target.term.per}:
                continue
            if term.term.measure not in {None, target.term.measure}:
                continue
            names.append(target.term.product)
            found.append(target)
    alone = len({target.read.file for target in found}) == len(found)
    nameless = all(set(product_key(name or "").split()) <= _COMMITMENT_WORDS for name in names)
    own_name = set(product_key(term.term.product or "").split()) <= _COMMITMENT_WORDS
    if not nameless and own_name and term.term.unit and len(found) == 1:
        # 'The quarterly minimum falls to 200,000 mono pages': the quote names what the target counts.
        nameless = product_key(found[0].term.product or "?") in product_key(
            term.quote + term.passage
        )
    return found if alone and nameless else []


def _by_product(term: Placed, targets: list[Placed], aliases: Mapping[str, str]) -> list[Placed]:
    """Of each document, the targets of the same product."""
    found = []
    for file in dict.fromkeys(target.read.file for target in targets):
        own = [target for target in targets if target.read.file == file]
        alike = matching(term.term.product, [target.term for target in own], aliases)
        if not alike and (unit := getattr(term.term, "unit", None)):
            counted = [t.term for t in own if getattr(t.term, "unit", None) == unit]
            alike = matching(term.term.product, counted, aliases)
        found += [target for target in own if any(target.term is other for other in alike)]
    return found


def _only(term: Placed, targets: list[Placed]) -> list[Placed]:
    """Of each document, its one target of this type for the same product."""
    found = []
    for file in dict.fromkeys(target.read.file for target in targets):
        own = [target for target in targets if target.read.file == file]
        if len(own) == 1 and own[0].term.product == term.term.product:
            found += own
    return found


def _headed(term: Placed, targets: list[Placed]) -> list[Placed]:
    """The one target whose heading the words around the term repeat."""
    found = [
        target
        for target in targets
        if (label := target.section)
        and len(label) > 6
        and not any(letter.isdigit() for letter in label)
        and label.lower() in term.passage.lower()
    ]
    return found if len(found) == 1 else []


def _by_shared_words(term: Placed, targets: list[Placed]) -> list[Placed]:
    """The one target whose clause uses the defined words of this one, or whose heading it names."""
    if term.read.kind not in CHANGING:
        return []
    general = [t for t in targets if t.term.product is None or term.term.product is None]
    if headed := _headed(term, general):
        return headed
    if term.term.type not in {"escalation", "commitment"} or not general:
        return []
    words = _defined_words(term.passage)
    scored = [(len(words & _defined_words(target.passage)), target) for target in general]
    best = max(count for count, _ in scored)
    winners = [target for count, target in scored if count == best]
    return winners if best and len(winners) == 1 else []


def _defined_words(text: str) -> set[str]:
    return {
        match.lower()
        for match in re.findall(r"\b[A-Z][a-z]+(?:\s+[A-Z][a-z]+)+\b", text)
        if not re.match(
            r"(?:the|this|article|section|clause|schedule|service)\b", match, re.IGNORECASE
        )
    }
