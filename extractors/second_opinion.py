"""Two answers to who wins, from our rules and from a model: what both say stands, the rest is marked.

A link that only one of them found is kept, and its term says so: a wrong link moves money, and so
does a missing one. But where the model says what a term changes, the rules' other targets fall: rules
go by type and product, and a clause that names neither fits more than it means. And `reads_with` is not taken from a model alone where the term states a value
of its own: it is complete, and models like to tie what merely stands side by side. Nor does a price
replace one that it leaves as it was ('stays at 1,000').
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from extractors.links import Key, Links
from extractors.passages import Placed
from extractors.subjects import differs, has_value
from terms.contract import Term

KINDS = ("replaces", "overrides", "reads_with")
_DURATIONS = ("initial_months", "initial_until", "renewal_months")


def second_opinion(
    found: dict[Key, Links], asked: Mapping[Key, Links], terms: Mapping[Key, Term]
) -> None:
    """Adds the model's links to those of the rules in `found`, with a warning where they differ."""
    for key in dict.fromkeys((*found, *asked)):
        rules, model = found.setdefault(key, Links()), asked.get(key, Links())
        if _complete(terms[key]):
            known = [target for target in model.reads_with if target in rules.reads_with]
            changed = [
                target
                for target in model.replaces
                if target in rules.replaces or differs(terms[key], target.term)
            ]
            model = replace(model, reads_with=known, replaces=changed)
        differences = list(_differences(rules, model))
        named = _targets(asked.get(key, Links()))
        for kind in KINDS:
            ours = getattr(rules, kind)
            ours[:] = [target for target in ours if not named or target in named]
            ours += [target for target in getattr(model, kind) if target not in ours]
        rules.warnings += [*model.warnings, *differences]


def _targets(links: Links) -> list[Placed]:
    return [target for kind in KINDS for target in getattr(links, kind)]


def _complete(term: Term) -> bool:
    """Whether a term states a value of its own; an order's duration is one."""
    return has_value(term) or any(getattr(term, name, None) for name in _DURATIONS)


def _differences(rules: Links, model: Links) -> Iterator[str]:
    for kind in KINDS:
        ours, theirs = getattr(rules, kind), getattr(model, kind)
        for target in ours:
            if target not in theirs:
                yield f"only the rules say that it {_says(kind, target)}; a model was asked and does not"
        for target in theirs:
            if target not in ours:
                yield f"only a model says that it {_says(kind, target)}; the rules do not"


def _says(kind: str, target: Placed) -> str:
    words = {"replaces": "replaces", "overrides": "overrides", "reads_with": "is read with"}
    return f"{words[kind]} {target.section} of {target.read.file}"
