"""What a model is asked about, and nothing else: the unexplained, ties, and priced passages of no type."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from agent.covered import covered
from agent.leftovers import about_something_else, leftovers, moves_a_price, names
from agent.model_steps.case_file import CaseFile
from billing.finding import Finding
from terms.contract import Unresolved

_PRICED = re.compile(
    r"[$€£¥₹]\s?\d|\d\s?[$€£¥₹]|\b[A-Z]{3}\s?\d|\d\s?[A-Z]{3}\b|\d\s?%|\bper\s?cent\b", re.ASCII
)
"""An amount of money, or a percentage."""
_NAMES_NONE = 3

Kind = Literal["unexplained", "tie", "passage"]


@dataclass(frozen=True, slots=True)
class Occasion:
    """One question: some findings of one product, or one passage."""

    kind: Kind
    product: str = ""
    numbers: tuple[int, ...] = ()
    """The findings' numbers, from 1."""
    findings: tuple[Finding, ...] = ()
    file: str = ""
    passage: Unresolved | None = None

    @property
    def name(self) -> str:
        """For people: 'finding 2 (Dock service)', or where the passage stands."""
        if self.passage is not None:
            return f"{self.file} page {self.passage.page}"
        listed = " and ".join(map(str, self.numbers))
        return f"finding{'s' if len(self.numbers) > 1 else ''} {listed} ({self.product})"

    @property
    def rivals(self) -> tuple[str, ...]:
        """The causes of a tie, the accepted one first."""
        found = [
            each.cause
            for finding in self.findings
            for at, each in enumerate(finding.hypotheses)
            if at == 0 or each.rival
        ]
        return tuple(dict.fromkeys(found))


def occasions(file: CaseFile, findings: Sequence[Finding]) -> Iterator[Occasion]:
    """The questions of a case, the most useful first."""
    numbered = list(enumerate(findings, start=1))
    unexplained = [pair for pair in numbered if pair[1].cause == "unexplained"]
    for product in dict.fromkeys(finding.product for _, finding in unexplained):
        yield _about("unexplained", product, [p for p in unexplained if p[1].product == product])
    for number, finding in numbered:
        tied = finding.cause != "unexplained" and any(each.rival for each in finding.hypotheses)
        if tied:
            yield _about("tie", finding.product, [(number, finding)])
    yield from _passages(file, {finding.product for _, finding in numbered})


def _about(kind: Kind, product: str, pairs: Sequence[tuple[int, Finding]]) -> Occasion:
    return Occasion(
        kind,
        product,
        tuple(number for number, _ in pairs),
        tuple(finding for _, finding in pairs),
    )


def _passages(file: CaseFile, differing: Collection[str]) -> list[Occasion]:
    """Passages that hold a price and that no reader could make a term of.

    First those on something that is billed and that no term prices, then those on what differs, then
    those on another product, last those that name none.
    """
    found: list[tuple[int, Occasion]] = []
    for document, passage in leftovers(file.contract):
        if covered(document, passage) or about_something_else(passage):
            continue
        if not _PRICED.search(passage.quote):
            continue
        rank = next(
            (
                number
                for number, products in enumerate(
                    (file.comparison.matching.unmatched(), differing, file.products)
                )
                if any(names(passage, product) for product in products)
            ),
            _NAMES_NONE,
        )
        if rank < _NAMES_NONE or moves_a_price(passage):
            found.append((rank, Occasion("passage", file=document.file, passage=passage)))
    return [occasion for _, occasion in sorted(found, key=lambda pair: pair[0])]
