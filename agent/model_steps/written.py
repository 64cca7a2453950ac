"""The numbers that are written somewhere in an account: what a hypothesis may set, and a reason may say.

A number that a model brings along can make any bill come out. What was billed is no source of a price
either: it is what is to be explained.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from agent.checks import unsupported_numbers
from agent.model_steps.billing_tools import line_shown
from agent.model_steps.case_file import CaseFile
from agent.model_steps.data import shown
from billing.facts import SubscriptionItem
from billing.finding import Finding
from extractors.quoted_numbers import Quoted

LONGEST_REASON = 600
WITHHELD = "(left out: it holds a number that stands neither in the papers nor in the bill)"
_NUMERAL = re.compile(r"(?<![A-Za-z_0-9.])[0-9]+(?:\.[0-9]+)?")
_NEUTRAL = frozenset({Decimal(0), Decimal(1), Decimal(100)})
"""Figures that arithmetic needs and nobody writes: nothing, one, and the hundred of a percent."""


@dataclass(frozen=True)
class Written:
    """What is written in an account's papers, configuration and invoice lines."""

    file: CaseFile

    def lacks(self, values: Iterable[str]) -> str:
        """A number of these values that is written nowhere; '' where all are."""
        return lacking(values, self._numbers)

    @cached_property
    def _numbers(self) -> set[Decimal]:
        """Numbers of the papers, of the items, and of lines: their quantities, prices and words."""
        facts = self.file.facts
        found = numbers_of(s.text for paper in self.file.papers.all for s in paper.sections)
        found |= numbers_of(line.description for line in facts.lines)
        stated = [n for line in facts.lines for n in (line.quantity, line.unit_amount)]
        stated += [n for item in facts.items for n in _of_item(item)]
        return found | {n for n in stated if n is not None}

    def reason(self, reason: str, findings: Sequence[Finding]) -> str:
        """A model's reason on one line; withheld where it holds a number that nothing here has."""
        words = shown(reason)[:LONGEST_REASON]
        known = {
            "papers": [s.text for paper in self.file.papers.all for s in paper.sections],
            "lines": [line_shown(line) for line in self.file.facts.lines],
            "usage": [f"{each.quantity:f}" for each in self.file.facts.usage],
            "findings": [each.model_dump(mode="json") for each in findings],
            "terms": self.file.contract.model_dump(mode="json"),
            "counts": [str(count) for count in range(len(self.file.facts.lines) + 1)],
        }
        return WITHHELD if unsupported_numbers(words, known) else words


def lacking(values: Iterable[str], known: set[Decimal]) -> str:
    """The first number of these values that is not among the known ones; '' where all are."""
    numerals = (str(each) for value in values for each in _NUMERAL.findall(value))
    return next((each for each in numerals if Decimal(each) not in known | _NEUTRAL), "")


def numbers_of(texts: Iterable[str]) -> set[Decimal]:
    """Every number that the texts hold, in digits or in words."""
    return {number for text in texts if text for number in Quoted(text).numbers}


def _of_item(item: SubscriptionItem) -> tuple[Decimal | None, ...]:
    tiers = [
        n
        for tier in item.tiers
        for n in (tier.up_to, tier.unit_amount, tier.flat_amount, tier.percent)
    ]
    return (
        item.unit_amount,
        item.flat_amount,
        item.quantity,
        item.package_size,
        item.included_quantity,
        item.minimum_amount,
        item.discount_percent,
        item.discount_amount,
        *tiers,
    )
