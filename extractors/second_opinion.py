"""Two answers to who wins, from our rules and from a model: what both say stands, the rest is marked.

A link that only one of them found is kept, and its term says so: a wrong link moves money, and so
does a missing one. Only `reads_with` is not taken from a model alone where the term states a value
of its own: it is complete, and models like to tie what merely stands side by side.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from extractors.links import Key, Links
from extractors.passages import Placed
from extractors.subjects import has_value
from terms.contract import Term

KINDS = ("replaces", "overrides", "reads_with")


def second_opinion(
    found: dict[Key, Links], asked: Mapping[Key, Links], terms: Mapping[Key, Term]
) -> None:
    """Adds the model's links to those of the rules in `found`, with a warning where they differ."""
    for key in dict.fromkeys((*found, *asked)):
        rules, model = found.setdefault(key, Links()), asked.get(key, Links())
        if has_value(terms[key]):
            known = [target for target in model.reads_with if target in rules.reads_with]
            model = replace(model, reads_with=known)
        differences = list(_differences(rules, model))
        for kind in KINDS:
            ours = getattr(rules, kind)
            ours += [target for target in getattr(model, kind) if target not in ours]
        rules.warnings += [*model.warnings, *differences]


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
