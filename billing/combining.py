"""Two or three mistakes in one period: small sets of hypotheses that together give the billed amount.

A set is tried only where no single hypothesis does as well, and it must need each of its parts. The parts are made one after the other in the order in which a bill comes about (`STAGES`), so
that each has a share of the difference and the shares add up to it to the cent.
docs/decisions/0006-two-causes-share-a-difference.md says why in this order.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from billing.causes import Afterwards, Candidate, Supposed, Suspect
from billing.comparison import ComparedCell
from billing.finding import Cause
from billing.rated import AS_AGREED, Rated, WhatIf
from billing.witnesses import shown

STAGES: tuple[Cause, ...] = (
    "period_cutoff",
    "unit_conversion",
    "quantity_mismatch",
    "unbilled_overage",
    "superseded_price",
    "missed_escalation",
    "wrong_unit_price",
    "wrong_interval",
    "wrong_tiers",
    "wrong_tier_mode",
    "wrong_proration",
    "expired_discount",
    "stacked_discount",
    "excess_discount",
    "rounding",
    "duplicate_charge",
)
"""What is counted, at which price, for which days, less which discount, rounded, how often."""

LARGEST = 3
"""Mistakes in one period; four would explain almost any bill."""

WIDTH = {2: 40, 3: 12}
"""How many hypotheses are put together in twos and in threes."""

PROBES = 6
"""Periods on which a set is tried before all of them are."""

CHANCE = Decimal("0.01")
"""A set of mistakes that nothing shows must be less likely than this to fit by accident."""


@dataclass(frozen=True, slots=True)
class Step:
    """What one part of a set makes of a period: the amount before it, after it, and its arithmetic."""

    before: Decimal
    after: Decimal
    rated: Rated
    """The period as it would be without this part."""


@dataclass(frozen=True, slots=True)
class Combination:
    """Hypotheses that together reproduce some periods, in the order of `STAGES`."""

    parts: tuple[Candidate, ...]
    cells: tuple[ComparedCell, ...]
    unshown: int
    """How many of them no line and no item states."""
    chance: Decimal
    """How many sets of those tried would fit as many periods by accident; 0 where the bill shows them."""

    @property
    def proven(self) -> bool:
        """Whether chance is out of the question.

        A price that no document holds can make any amount come out, so what is supposed beside it
        must be written down.
        """
        if any(part.cause == "wrong_unit_price" for part in self.parts):
            return self.unshown == 0
        return self.unshown < 2 or self.chance < CHANCE

    @property
    def words(self) -> str:
        """'… and …': what billing did, part by part."""
        return ", and ".join(part.detail for part in self.parts)


class Combining:
    """The sets of hypotheses on one product's unexplained periods."""

    def __init__(self, suspect: Suspect, candidates: Sequence[Candidate]) -> None:
        """`candidates` come best first; those that change nothing, or change it alike, fall away."""
        self._suspect = suspect
        self._probes = _spread(suspect.cells)
        self._made: dict[tuple[int, tuple[int, ...]], tuple[WhatIf, Step] | None] = {}
        self._parts = list(self._telling(candidates))
        self.tried = 0

    def found(self, size: int) -> list[Combination]:
        """Every set of `size` that reproduces a period, the best first."""
        sets = [each for each in self._sets(size) if self._fits_a_probe(each)]
        made = [
            self._combination(parts, cells)
            for parts in sets
            if (cells := [cell for cell in self._suspect.cells if self._reproduces(parts, cell)])
        ]
        made.sort(key=lambda each: (-len(each.cells), each.unshown))
        return made

    def steps(self, parts: Sequence[Candidate], cell: ComparedCell) -> list[Step] | None:
        """What each part makes of a period, in order; None where one says nothing of it."""
        steps: list[Step] = []
        for count in range(1, len(parts) + 1):
            made = self._step(tuple(parts[:count]), cell)
            if made is None:
                return None
            steps.append(made[1])
        return steps

    def _telling(self, candidates: Sequence[Candidate]) -> Iterator[Candidate]:
        """Those that change an amount alone, each change once; then a few that may beside another."""
        seen: set[tuple[object, ...]] = set()
        quiet: dict[tuple[Cause, str], Candidate] = {}
        others = [cell for cell in self._suspect.compared.cells if cell.rated.known]
        # where little or nothing is agreed, a wrong price shows in other periods only
        probes = [*self._probes, *_spread(others)]
        for candidate in candidates:
            if candidate.cause not in STAGES or len(seen) == WIDTH[2]:
                continue
            if not isinstance(candidate.predict, Supposed | Afterwards):
                continue
            alone = [self._step((candidate,), cell) for cell in probes]
            amounts = tuple(made[1].after if made else None for made in alone)
            key = candidate.cause, amounts
            if all(made is None or made[1].after == made[1].before for made in alone):
                if any(alone):
                    quiet.setdefault((candidate.cause, candidate.detail), candidate)
            elif key not in seen:
                seen.add(key)
                yield candidate
        yield from itertools.islice(quiet.values(), WIDTH[3])

    def _sets(self, size: int) -> Iterator[tuple[Candidate, ...]]:
        for parts in itertools.combinations(self._parts[: WIDTH[size]], size):
            if len({part.cause for part in parts}) == size:
                self.tried += 1
                yield tuple(sorted(parts, key=lambda part: STAGES.index(part.cause)))

    def _fits_a_probe(self, parts: tuple[Candidate, ...]) -> bool:
        return any(self._reproduces(parts, cell) for cell in self._probes)

    def _reproduces(self, parts: tuple[Candidate, ...], cell: ComparedCell) -> bool:
        """Whether a set gives what was billed, and would not without any one of its parts."""
        steps = self.steps(parts, cell)
        if steps is None or steps[-1].after not in billed_amounts(cell):
            return False
        for part in parts:
            fewer = self.steps([other for other in parts if other is not part], cell)
            if fewer is not None and fewer[-1].after == steps[-1].after:
                return False
        return True

    def _step(self, parts: tuple[Candidate, ...], cell: ComparedCell) -> tuple[WhatIf, Step] | None:
        """The last part's step after those before it."""
        key = id(cell), tuple(id(part) for part in parts)
        if key not in self._made:
            self._made[key] = self._make(parts, cell)
        return self._made[key]

    def _make(self, parts: tuple[Candidate, ...], cell: ComparedCell) -> tuple[WhatIf, Step] | None:
        former: tuple[WhatIf, Step] | None = None
        if len(parts) > 1 and (former := self._step(parts[:-1], cell)) is None:
            return None
        what_if, amount, rated = AS_AGREED, cell.expected, cell.rated
        if former is not None:
            what_if, amount = former[0], former[1].after
            rated = self._suspect.rated(cell, what_if)
        predict = parts[-1].predict
        if isinstance(predict, Afterwards):
            after = predict.of(cell, amount)
        elif isinstance(predict, Supposed):
            more = predict.what_if(cell)
            both = what_if.and_also(more) if more is not None else None
            after = None if both is None else self._suspect.rate(cell, both)
            what_if = both or what_if
        if after is None:
            return None
        return what_if, Step(amount, after, rated)

    def _combination(self, parts: tuple[Candidate, ...], cells: list[ComparedCell]) -> Combination:
        unshown = sum(not all(shown(part, cell) for cell in cells) for part in parts)
        chance = Decimal(0) if unshown < 2 else accident(cells, max(self.tried, 1))
        return Combination(parts, tuple(cells), unshown, chance)


def billed_amounts(cell: ComparedCell) -> set[Decimal]:
    """What a hypothesis may give: all that was billed, what was at first, or what was before credits."""
    charged = (line.amount for line in cell.cell.lines if line.kind != "credit")
    return {cell.billed, cell.cell.first_billed, sum(charged, Decimal(0))}


def accident(cells: Sequence[ComparedCell], tried: int) -> Decimal:
    """How many of `tried` wrong sets would be expected to fit these periods to the cent.

    A wrong set gives any amount as round as the billed one: of 9,000.00 there are some ten up to
    10,500.00, of 8,437.25 more than a million. Periods with equal amounts are one piece of evidence.
    """
    expected_fits = Decimal(tried)
    for agreed, billed in {(cell.expected, cell.billed) for cell in cells}:
        size = max(abs(agreed), abs(billed))
        exponent = billed.normalize().as_tuple().exponent
        step = Decimal(1).scaleb(exponent) if billed and isinstance(exponent, int) else size
        expected_fits *= min(step / size, Decimal(1)) if size else 1
    return expected_fits


def _spread(cells: Sequence[ComparedCell]) -> list[ComparedCell]:
    """A few periods of different amounts, evenly over time."""
    different = list({(cell.expected, cell.billed): cell for cell in cells}.values())
    if len(different) <= PROBES:
        return different
    last = len(different) - 1
    return [different[last * at // (PROBES - 1)] for at in range(PROBES)]
