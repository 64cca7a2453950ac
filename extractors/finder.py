"""The passage finder: how likely a sentence or table row states a term of price, quantity or time.

A logistic regression over a sentence's words, word pairs and kinds of figures, with its heading and
its neighbours. Its weights (finder.json) are trained by `python -m evals.finder_training`, which
says on which sets and how well it finds what it was not trained on. Scoring needs no library.

It is measured by recall first: what it passes over is not read. So it never judges a table row
quite alone, and keeps what no training set has enough
of (time zones, what a unit is, what lateness costs).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import exp
from pathlib import Path

from extractors.document import Document

WEIGHTS = Path(__file__).with_name("finder.json")

_SENTENCE = re.compile(r"(?<=[.;:])\s+(?=[A-Z(\[“\"'§])")
_MONEY = re.compile(
    r"(?:us\$|[$€£¥]|\b(?:usd|eur|gbp|jpy|chf|yen)\b)\s*[\d.,]*\d"
    r"|\d[\d.,]*\s*(?:usd|eur|gbp|dollars|euros?|cents?|yen)\b"
)
_PERCENT = re.compile(r"\d[\d.,]*\s*(?:%|per ?cent)|\bper ?cent\b|%")
_DATE = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\s+\d{1,2}\b|\b(?:19|20)\d\d\b"
)
_DIGITS = re.compile(r"\d[\d.,]*")
_COUNTED = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|eighteen|twenty|thirty"
    r"|forty|sixty|ninety)\b"
)
_WORD = re.compile(r"[a-z]{2,}|\$")
_LONG_WORD = re.compile(r"[a-z]{3,}")
_PRICE_WORD = re.compile(
    r"\b(?:fee|charg|price|rate|cost|invoic|bill|pay|discount|credit|minimum|commit|surcharg"
    r"|increas|adjust|renew|prorat|quantit)"
)
_TIME_WORD = re.compile(r"\b(?:day|week|month|year|annual|quarter)")
_ALWAYS = re.compile(
    r"\btime[\s-]?zone\b|\b(?:standard|central|eastern|mountain|pacific|coordinated universal"
    r"|european|greenwich mean) time\b|\bUTC\b"
    r"|\b(?:rounded?|pro-?rat\w+|apportioned)\b"
    r"|\bone \w+(?: \(\w+\))? (?:is|means|equals)\b"
    r"|\binterest\b[^.;]*\d|\d[^.;]*\binterest\b",
    re.IGNORECASE,
)
_SURE = 0.6
_TABLE = 0.15
"""Of the best row's score, what the other rows of its table have at least."""
_SECTION = 0.1
"""The same for the sentences of a section: they complete one another."""
_STEM = 7
"""Letters of a word that count: 'invoice', 'invoices' and 'invoiced' are one."""


@dataclass(frozen=True, slots=True)
class Found:
    """A sentence or table row of the flow with the odds that it states a term."""

    start: int
    end: int
    score: float
    """Between 0 and 1; a ranking, not a calibrated probability."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence or a table row: its place in the flow, and the heading over it."""

    start: int
    end: int
    text: str
    heading: str
    section: int
    """Where its section begins."""
    table: int | None = None
    """Which table of the document it is a row of."""


def units(document: Document) -> list[Unit]:
    """The flow cut into sentences and rows, in order, without blank ones."""
    tables = [
        (table.rows[0].start if table.head is None else table.head.start, table.rows[-1].end, index)
        for index, table in enumerate(document.tables)
        if table.rows
    ]
    found: list[Unit] = []
    for start, end in _pieces(document.text):
        section = document.section_at(start)
        table = next((index for first, last, index in tables if first <= start < last), None)
        text = document.text[start:end]
        heading, begins = (section.heading, section.start) if section else ("", 0)
        found.append(Unit(start, end, text, heading, begins, table))
    return found


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for line in text.split("\n"):
        if line.strip():
            start = at
            if "\t" not in line:
                for gap in _SENTENCE.finditer(line):
                    yield start, at + gap.start()
                    start = at + gap.end()
            yield start, at + len(line)
        at += len(line) + 1


def features(found: Sequence[Unit]) -> list[set[str]]:
    """What each unit says of itself, its heading and its neighbours."""
    words = [_words(unit.text) for unit in found]
    money = ["zmoney" in own for own in words]
    result: list[set[str]] = []
    for index, unit in enumerate(found):
        own = {*words[index], *_pairs(words[index])}
        own.update(f"H:{word[:_STEM]}" for word in _LONG_WORD.findall(unit.heading.lower()))
        own.update(_kinds(unit.text, words[index]))
        if index and found[index - 1].text.rstrip().endswith((":", ",", ";")):
            own.update(f"P:{word}" for word in words[index - 1][:40] if word.startswith("z"))
        if any(money[max(0, index - 1) : index]) or any(money[index + 1 : index + 2]):
            own.add("N_money")
        result.append(own)
    return result


def _words(text: str) -> list[str]:
    lower = _MONEY.sub(" zmoney ", text.lower())
    lower = _PERCENT.sub(" zpct ", lower)
    lower = _DATE.sub(" zdate ", lower)
    lower = _DIGITS.sub(" znum ", lower)
    lower = _COUNTED.sub(" zword ", lower)
    return [word[:_STEM] for word in _WORD.findall(lower)]


def _pairs(words: Sequence[str]) -> Iterator[str]:
    return (f"{one}_{two}" for one, two in pairwise(words))


def _kinds(text: str, words: Sequence[str]) -> Iterator[str]:
    """Figures beside words of billing, as features of their own."""
    lower = text.lower()
    money, percent = "zmoney" in words, "zpct" in words
    price, timed = bool(_PRICE_WORD.search(lower)), bool(_TIME_WORD.search(lower))
    number = any(char.isdigit() for char in text)
    if "\t" in text:
        yield "Z_row"
    if money:
        yield "Z_money"
    if money and price:
        yield "Z_money_price"
    if percent and price:
        yield "Z_percent_price"
    if number and timed:
        yield "Z_number_time"
    if number and timed and price:
        yield "Z_number_time_price"


@dataclass(frozen=True, slots=True)
class Weights:
    """What training gives: log-odds of each feature, and of having none."""

    bias: float
    of: Mapping[str, float]


@lru_cache(maxsize=1)
def shipped() -> Weights:
    """The weights that come with the program."""
    kept = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return Weights(kept["bias"], kept["weights"])


def scored(document: Document, weights: Weights | None = None) -> list[Found]:
    """Every sentence and row with its score; a table's rows are lifted by its best one."""
    found = units(document)
    weights = weights or shipped()
    scores = [
        1 / (1 + exp(-(weights.bias + sum(weights.of.get(name, 0.0) for name in own))))
        for own in features(found)
    ]
    scores = [
        max(score, _SURE) if _ALWAYS.search(unit.text) else score
        for unit, score in zip(found, scores, strict=True)
    ]
    return [
        Found(unit.start, unit.end, lifted)
        for unit, lifted in zip(found, _lifted(found, scores), strict=True)
    ]


def _lifted(found: Sequence[Unit], scores: Sequence[float]) -> Iterator[float]:
    """Scores lifted by their company: the best row of the table, the best sentence of the section."""
    best: dict[tuple[str, int], float] = {}
    for unit, score in zip(found, scores, strict=True):
        for group, _ in _company(unit):
            best[group] = max(best.get(group, 0.0), score)
    for unit, score in zip(found, scores, strict=True):
        yield max(score, *(share * best[group] for group, share in _company(unit)))


def _company(unit: Unit) -> list[tuple[tuple[str, int], float]]:
    """What a unit stands in, with the share of its best score that the unit has at least."""
    if unit.table is not None:
        return [(("table", unit.table), _TABLE)]
    return [(("section", unit.section), _SECTION)]


LEAST = 0.02
"""Below it, a sentence is passed over however much room there is."""
LIKELY = 0.5
"""From it on, a sentence is kept however little room there is: a text full of prices is all read."""


def worth_reading(
    document: Document, share: float, weights: Weights | None = None
) -> list[tuple[int, int]]:
    """The flow ranges most likely to state terms, in order: all likely ones, and more up to `share`."""
    found = scored(document, weights)
    room = share * sum(each.end - each.start for each in found)
    kept: set[int] = set()
    for index in sorted(range(len(found)), key=lambda at: (-found[at].score, at)):
        each = found[index]
        if each.score < LEAST:
            break
        room -= each.end - each.start
        if room < 0 and each.score < LIKELY:
            break
        kept.add(index)
    return _joined(document.text, [found[index] for index in sorted(kept)])


def _joined(text: str, found: Sequence[Found]) -> list[tuple[int, int]]:
    """Neighbours as one range."""
    ranges: list[tuple[int, int]] = []
    for each in found:
        if ranges and not text[ranges[-1][1] : each.start].strip():
            ranges[-1] = (ranges[-1][0], each.end)
        else:
            ranges.append((each.start, each.end))
    return ranges
