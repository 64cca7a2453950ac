"""Trains the passage finder: `python -m evals.finder_training SET... [--write]`.

A SET is a folder with `truth.json` as docs/book.md describes it and the contracts beside it (in
`book/`, `contracts/` or the folder itself): the samples of this repository, and any evaluation set at hand. A
sentence or row counts as stating a term where a truth term's `quote_contains` stands in it. Each
document is scored by weights trained without it (ten folds), and what would be lost at the share
that a model is sent is printed by name; then all documents together give the weights that are kept.
"""

from __future__ import annotations

import argparse
import json
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

from rich import print as say

from extractors.document import Document
from extractors.finder import WEIGHTS, Unit, Weights, features, units, worth_reading
from extractors.opening import open_pdf
from extractors.readers.model.parts import LONG_PAGES, SHARE

_LEAST_SEEN = 4
"""Sentences in which a feature must occur to be weighed."""
_LEAST_SETS = 2
"""Sets in which it must occur: a seller's name is in one set only, and is no sign of a price."""
_SMALLEST = 0.03
"""Weights nearer to zero than this are left out."""


@dataclass
class Labelled:
    """One document with what a person found in it."""

    name: str
    origin: Path
    """The set it belongs to."""
    document: Document
    found: list[set[str]]
    states: list[int]
    """1 for each unit that states a term."""
    gold: list[tuple[str, list[range]]]
    """Each truth term with the runs of units that hold its quote."""


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


def _file(root: Path, name: str) -> Path | None:
    places = (root / "book" / name, root / name, root / "contracts" / name)
    return next((place for place in places if place.exists()), None)


def labelled(root: Path) -> Iterator[Labelled]:
    """Each document of a set that can be opened."""
    truth = json.loads((root / "truth.json").read_text(encoding="utf-8"))
    for name, terms in truth["terms"].items():
        path = _file(root, name)
        if path is None:
            say(f"{root / name}: no such file, left out")
            continue
        document = open_pdf(path, name)
        found = units(document)
        gold = [
            (_title(term), _holding(each["quote_contains"], found))
            for term in terms
            for each in (term, *term.get("also", ()))
            if "quote_contains" in each
        ]
        states = [0] * len(found)
        for _, runs in gold:
            for index in runs[0] if runs else ():
                states[index] = 1
        yield Labelled(
            name, root, document, features(found), states, [each for each in gold if each[1]]
        )


def _title(term: dict[str, Any]) -> str:
    return f"{term['type']} in {term.get('section')}"


def _holding(quote: str, found: Sequence[Unit]) -> list[range]:
    """The runs of units in which a quote's letters stand."""
    bare = [_bare(unit.text) for unit in found]
    starts = [0, *accumulate(len(each) for each in bare)]
    whole, wanted = "".join(bare), _bare(quote)
    runs: list[range] = []
    at = whole.find(wanted) if wanted else -1
    while at >= 0:
        first = bisect_right(starts, at) - 1
        last = bisect_right(starts, at + len(wanted) - 1) - 1
        runs.append(range(first, last + 1))
        at = whole.find(wanted, at + 1)
    return runs


def _vocabulary(documents: Sequence[Labelled]) -> list[str]:
    """The features that are seen often enough, and in more than one set."""
    seen: Counter[str] = Counter()
    sets: dict[str, set[Path]] = {}
    for each in documents:
        for own in each.found:
            seen.update(own)
            for name in own:
                sets.setdefault(name, set()).add(each.origin)
    least = min(_LEAST_SETS, len({each.origin for each in documents}))
    return sorted(
        name for name, count in seen.items() if count >= _LEAST_SEEN and len(sets[name]) >= least
    )


def _fitted(documents: Sequence[Labelled]) -> Weights:
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.linear_model import LogisticRegression

    vectors = CountVectorizer(
        analyzer=sorted, binary=True, lowercase=False, vocabulary=_vocabulary(documents)
    )
    table = vectors.fit_transform([own for each in documents for own in each.found])
    states = [state for each in documents for state in each.states]
    model = LogisticRegression(C=0.3, class_weight="balanced", max_iter=1000).fit(table, states)
    weights = zip(vectors.get_feature_names_out(), model.coef_[0], strict=True)
    kept = {str(name): round(float(weight), 3) for name, weight in weights}
    heavy = {name: weight for name, weight in sorted(kept.items()) if abs(weight) >= _SMALLEST}
    return Weights(round(float(model.intercept_[0]), 3), heavy)


def _cross_validated(documents: Sequence[Labelled], folds: int = 10) -> None:
    """Prints, for each long document, what weights trained without it would lose."""
    wanted = lost = 0
    for fold in range(folds):
        out = [each for index, each in enumerate(documents) if index % folds == fold]
        weights = _fitted([each for each in documents if each not in out])
        for each in out:
            if len(each.document.pages) > LONG_PAGES:
                missed, share = _lost(each, weights)
                wanted, lost = wanted + len(each.gold), lost + len(missed)
                say(f"{each.name[-60:]}: {share:.0%} of the text, lost {missed or 'nothing'}")
    say(f"{wanted - lost} of {wanted} quotes of documents above {LONG_PAGES} pages kept")


def _lost(each: Labelled, weights: Weights) -> tuple[list[str], float]:
    kept = worth_reading(each.document, SHARE, weights)
    seen = [any(start <= unit.start < end for start, end in kept) for unit in units(each.document)]
    missed = [
        title for title, runs in each.gold if not any(any(seen[i] for i in run) for run in runs)
    ]
    return missed, sum(end - start for start, end in kept) / max(1, len(each.document.text))


def main() -> None:
    """The command."""
    asked = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    asked.add_argument("sets", nargs="+", type=Path)
    asked.add_argument("--write", action="store_true", help=f"replace {WEIGHTS.name}")
    given = asked.parse_args()
    documents = [each for root in given.sets for each in labelled(root)]
    say(f"{len(documents)} documents, {sum(map(len, (d.states for d in documents)))} sentences")
    _cross_validated(documents)
    weights = _fitted(documents)
    if given.write:
        kept = {"bias": weights.bias, "weights": weights.of}
        WEIGHTS.write_text(json.dumps(kept, indent=0) + "\n", encoding="utf-8")
    say(f"{len(weights.of)} weights{' written' if given.write else ''}")


if __name__ == "__main__":
    main()
