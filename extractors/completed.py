"""A minimum or an increase that leaves its rule to another paper takes it from there.

'The Monthly Minimum of Section 4.3 is raised to $2,400' says neither what counts nor what follows, and
'the percentage in Section 4.2 is reduced to 4%' not of what: their links name the clause that does.
Sums, dates and lengths of time are never taken over: they need words of their own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from extractors.references import label_key
from extractors.subjects import same_product
from terms.citation import Link
from terms.commitment import Commitment
from terms.contract import ContractDocument
from terms.escalation import Escalation

_RULE = ("shortfall", "counts", "includes", "excludes", "net_of")
_INCREASE = ("product", "method", "compounding", "automatic", "direction", "trigger", "applies_to")
_CHAIN = 4
"""Papers through which a rule is handed on."""
_Ruled = Commitment | Escalation


def with_rules(documents: Sequence[ContractDocument]) -> tuple[ContractDocument, ...]:
    """The documents; each minimum or increase that reads with another has that one's rule where it is silent.

    A chain is followed: an amendment of a schedule of a master has the master's rule.
    """
    found = tuple(documents)
    for _ in range(_CHAIN):
        before, found = found, _once(found)
        if found == before:
            break
    return found


def _once(documents: Sequence[ContractDocument]) -> tuple[ContractDocument, ...]:
    rules: dict[tuple[str, str], list[_Ruled]] = {}
    for document in documents:
        for term in document.terms:
            if isinstance(term, _Ruled) and term.citations:
                key = (document.file, label_key(term.citations[0].section or ""))
                rules.setdefault(key, []).append(term)
    sold = [
        term.product
        for document in documents
        for term in document.terms
        if term.type == "price" and term.product
    ]
    return tuple(
        document.model_copy(
            update={
                "terms": tuple(
                    _counting(_with_rule(term, rules), sold) if isinstance(term, _Ruled) else term
                    for term in document.terms
                )
            }
        )
        for document in documents
    )


def _counting(term: _Ruled, sold: Sequence[str]) -> _Ruled:
    """A minimum of money for one product that is sold: what is charged for that product counts."""
    if not isinstance(term, Commitment) or term.measure != "amount" or not term.product:
        return term
    if term.includes or term.excludes:
        return term
    names = {name for name in sold if same_product(name, term.product)}
    return _taking(term, {"includes": (names.pop(),)}) if len(names) == 1 else term


def _place(link: Link) -> tuple[str, str]:
    return link.file, label_key(link.section)


def _with_rule(term: _Ruled, rules: Mapping[tuple[str, str], Sequence[_Ruled]]) -> _Ruled:
    taken: dict[str, Any] = {}
    names: tuple[str, ...] = _RULE if isinstance(term, Commitment) else _INCREASE
    if isinstance(term, Escalation) and (term.method or term.percent is None):
        names = _INCREASE[:1]  # a rule of its own, or a limit: only of what is said elsewhere
    for link in term.reads_with:
        named = [
            each
            for each in rules.get(_place(link), ())
            if each is not term and type(each) is type(term)
        ]
        if isinstance(term, Escalation) and len(named) != 1:
            continue
        for name in names:
            said = {getattr(each, name) for each in named} - {None, ()}
            if len(said) == 1 and not getattr(term, name) and name not in taken:
                taken[name] = said.pop()
    return _taking(term, taken) if taken else term


def _taking(term: _Ruled, taken: Mapping[str, Any]) -> _Ruled:
    derived = {*term.provenance.get("derived", "").split(", "), *taken} - {""}
    provenance = {**term.provenance, "derived": ", ".join(sorted(derived))}
    return term.model_copy(update={**taken, "provenance": provenance})
