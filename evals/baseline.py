"""What the grammar reader had right when it was last looked at: a figure must not fall unseen.

A baseline holds figures (hits and how many) and a label for each term that was right: a digest of its
file and its truth, so that a term which gets lost can be named without keeping any contract text.
Renew one with `python -m evals.baseline --renew`; a figure that falls needs `--accept-worse`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console

from evals.extraction import score
from evals.extraction_score import ExtractionScore
from evals.intervals import Rate
from evals.reading_sets import SETS, ReadingSet, find_set, read_set
from evals.truth import load

FOLDER = Path(__file__).parent / "baselines"
FIGURES = {
    "right": "recall",
    "precision": "precision",
    "covered": "covered",
    "fields": "fields",
    "citations": "citations",
    "links": "links",
    "links_right": "links_right",
}
"""The name of a figure in a baseline → that of the score."""
MARGIN = 0
"""How many hits a figure may fall short of its baseline before that counts as worse."""


@dataclass(frozen=True, slots=True)
class Measured:
    """The figures of a set, and the terms that are right."""

    figures: Mapping[str, Rate]
    right: Mapping[str, str]
    """A term's label → what it is, in words: for the reader of a failed test."""
    other: Mapping[str, str]
    """The same of the terms that are not right."""


def measure(chosen: ReadingSet) -> Measured:
    """Read the set and score it."""
    truth = load(chosen.truth, "terms")
    return measured(truth, score(truth, read_set(chosen)))


def measured(truth: Mapping[str, Any], found: ExtractionScore) -> Measured:
    """The figures of a score, with the terms of the truth by label."""
    pooled = found.pooled
    right: dict[str, str] = {}
    other: dict[str, str] = {}
    for each in found.terms:
        term = truth["terms"][each["file"]][each["at"]]
        into = right if each["state"] == "right" else other
        into[label(each["file"], each["at"], term)] = in_words(each["file"], term)
    figures = {name: getattr(pooled, rate) for name, rate in FIGURES.items()}
    return Measured(figures, right, other)


def label(file: str, at: int, term: Mapping[str, Any]) -> str:
    """Eight letters that stand for one term of a truth file."""
    told = json.dumps([file, at, term], sort_keys=True, default=str)
    return hashlib.sha256(told.encode()).hexdigest()[:8]


def in_words(file: str, term: Mapping[str, Any]) -> str:
    """'price Seat (order.pdf p. 2 § A)'."""
    name = f"{term['type']} {term.get('product') or ''}".rstrip()
    return f"{name} ({'/'.join(file.split('/')[-2:])} p. {term.get('page')} {term.get('section') or ''})"


def falls(figures: Mapping[str, Rate], kept: Mapping[str, Any]) -> Iterator[str]:
    """The figures below their baseline by more than its margin of hits, in words.

    Shares count, of as many as there are now: 41 of 42 is not below 59 of 60, for no whole hit is gone.
    """
    for name, share in kept["figures"].items():
        hits, of = map(int, share.split("/"))
        now = figures[name]
        if of and (not now.of or now.hits + kept["margin"] < hits * now.of // of):
            yield f"{name}: {now.hits} of {now.of}, the baseline has {hits} of {of}"


def lost(found: Measured, kept: Mapping[str, Any]) -> list[str]:
    """The terms that were right and are not, in words."""
    return sorted(found.other[each] for each in kept["right"].split() if each in found.other)


def kept_baseline(name: str) -> dict[str, Any] | None:
    """The baseline of a set, or None where none was written yet."""
    path = FOLDER / f"{name}.json"
    if not path.is_file():
        return None
    kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return kept


def renew(name: str, found: Measured, *, accept_worse: bool) -> list[str]:
    """Write the baseline of a set. What falls, in words: then it is written only with `accept_worse`."""
    kept = kept_baseline(name)
    fallen = list(falls(found.figures, {**kept, "margin": 0})) if kept else []
    if not fallen or accept_worse:
        body = {
            "set": name,
            "reader": "grammar",
            "margin": kept["margin"] if kept else MARGIN,
            "figures": {figure: f"{rate.hits}/{rate.of}" for figure, rate in found.figures.items()},
            "right": " ".join(sorted(found.right)),
        }
        FOLDER.mkdir(exist_ok=True)
        (FOLDER / f"{name}.json").write_text(json.dumps(body, indent=2) + "\n", encoding="utf-8")
    return fallen


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the sets' figures; with --renew, write them. 1 where a figure is below its baseline."""
    options = _options(arguments)
    console = Console(markup=False, highlight=False, soft_wrap=True)
    below = False
    for name in options.sets or SETS:
        chosen = find_set(name)
        if chosen is None:
            console.print(f"{name}: not there (RECOUP_SHARED names the folder that holds it)")
            continue
        found = measure(chosen)
        figures = (f"{figure} {rate.hits}/{rate.of}" for figure, rate in found.figures.items())
        console.print(f"{name}: {', '.join(figures)}")
        kept = kept_baseline(name)
        gone = lost(found, kept) if kept else []
        if options.renew:
            fallen = renew(name, found, accept_worse=options.accept_worse)
            refused = bool(fallen) and not options.accept_worse
            console.print("  not written: --accept-worse writes it" if refused else "  written")
        else:
            fallen = list(falls(found.figures, kept)) if kept else []
            refused = bool(fallen)
        below = below or refused
        for line in (*fallen, *(f"no longer right: {each}" for each in gone)):
            console.print(f"  {line}")
    return 1 if below else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m evals.baseline", description=main.__doc__)
    parser.add_argument("sets", nargs="*", metavar="SET", help=f"{', '.join(SETS)} [default: all]")
    parser.add_argument("--renew", action="store_true", help="write the figures")
    parser.add_argument("--accept-worse", action="store_true", help="also where one falls")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
