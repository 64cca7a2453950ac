"""A minimum that leaves its rule to another paper takes it from there: what counts, and what follows.

'The Monthly Minimum of Section 4.3 is raised to $2,400' says neither; its `reads_with` names the
clause that does. Sums, dates and lengths of time are never taken over: they need words of their own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from extractors.references import label_key
from terms.commitment import Commitment
from terms.contract import ContractDocument

_RULE = ("shortfall", "counts", "includes", "excludes", "net_of")


def with_rules(documents: Sequence[ContractDocument]) -> tuple[ContractDocument, ...]:
    """The documents; each commitment that reads with another has that one's rule where it is silent."""
    rules: dict[tuple[str, str], list[Commitment]] = {}
    for document in documents:
        for term in document.terms:
            if isinstance(term, Commitment) and term.citations:
                key = (document.file, label_key(term.citations[0].section or ""))
                rules.setdefault(key, []).append(term)
    return tuple(
        document.model_copy(
            update={
                "terms": tuple(
                    _with_rule(term, rules) if isinstance(term, Commitment) else term
                    for term in document.terms
                )
            }
        )
        for document in documents
    )


def _with_rule(
    term: Commitment, rules: Mapping[tuple[str, str], Sequence[Commitment]]
) -> Commitment:
    taken: dict[str, Any] = {}
    for link in term.reads_with:
        named = [
            each for each in rules.get((link.file, label_key(link.section)), ()) if each is not term
        ]
        for name in _RULE:
            said = {getattr(each, name) for each in named} - {None, ()}
            if len(said) == 1 and not getattr(term, name) and name not in taken:
                taken[name] = said.pop()
    if not taken:
        return term
    derived = {*term.provenance.get("derived", "").split(", "), *taken} - {""}
    provenance = {**term.provenance, "derived": ", ".join(sorted(derived))}
    return term.model_copy(update={**taken, "provenance": provenance})
