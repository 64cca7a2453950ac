"""One step from a stage to the next: totals by unit, and what is between them by category and account."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal


@dataclass(frozen=True, slots=True)
class AccountGap:
    """What one account adds to a gap: an amount, or units, and of how many items."""

    account_id: str
    amount: Decimal
    items: int


@dataclass(frozen=True, slots=True)
class Gap:
    """What is between two stages for one reason, in one unit, the accounts behind it largest first."""

    category: str
    unit: str
    """A currency; or the unit in which usage is counted."""
    amount: Decimal
    """What it adds to the later stage: negative is missing there."""
    accounts: tuple[AccountGap, ...]

    @property
    def items(self) -> int:
        """How many periods, lines or records are behind it."""
        return sum(each.items for each in self.accounts)


@dataclass(frozen=True, slots=True)
class StageTotal:
    """A unit's sums before and after a step."""

    unit: str
    before: Decimal
    after: Decimal
    tolerance_percent: Decimal | None
    """None where any difference is a state and no fault: an open invoice."""

    @property
    def difference(self) -> Decimal:
        """After less before."""
        return self.after - self.before

    @property
    def percent(self) -> Decimal | None:
        """The difference as a percentage of what was before, to four decimals; None of nothing."""
        if not self.before:
            return None
        share = self.difference / self.before * 100
        return share.quantize(Decimal("0.0001"), rounding=ROUND_HALF_UP)

    @property
    def within(self) -> bool | None:
        """Whether the difference is tolerated; None where that is no question."""
        if self.tolerance_percent is None:
            return None
        return abs(self.difference) * 100 <= abs(self.before) * self.tolerance_percent


@dataclass(frozen=True, slots=True)
class Stage:
    """One step, reconciled."""

    name: str
    before: str
    """What the earlier stage is, in words."""
    after: str
    totals: tuple[StageTotal, ...]
    gaps: tuple[Gap, ...]
    empty: str | None = None
    """Why there is nothing to compare, and what would change that; None where there is."""
    compared: int = 0
    """How many periods were laid side by side, where a step has any."""
    equal: int = 0


@dataclass(slots=True)
class Gathering:
    """The sums of a step while accounts are added to it."""

    before: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    after: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    gaps: dict[tuple[str, str], dict[str, tuple[Decimal, int]]] = field(default_factory=dict)
    compared: int = 0
    equal: int = 0

    def gap(self, category: str, unit: str, account_id: str, amount: Decimal) -> None:
        """Add one item to a gap."""
        accounts = self.gaps.setdefault((category, unit), {})
        held, items = accounts.get(account_id, (Decimal(0), 0))
        accounts[account_id] = held + amount, items + 1

    def totals(self, tolerance_percent: Decimal | None) -> tuple[StageTotal, ...]:
        """The sums by unit, in its order."""
        units = sorted({*self.before, *self.after})
        return tuple(
            StageTotal(unit, self.before[unit], self.after[unit], tolerance_percent)
            for unit in units
        )

    def sorted_gaps(self) -> tuple[Gap, ...]:
        """The gaps, the largest of each unit first, and so their accounts."""
        found = [
            Gap(category, unit, _sum(accounts), accounts)
            for (category, unit), held in self.gaps.items()
            if (accounts := _largest_first(held))
        ]
        return tuple(sorted(found, key=lambda gap: (gap.unit, -abs(gap.amount), gap.category)))


def _largest_first(held: dict[str, tuple[Decimal, int]]) -> tuple[AccountGap, ...]:
    found = [AccountGap(account, amount, items) for account, (amount, items) in held.items()]
    return tuple(sorted(found, key=lambda each: (-abs(each.amount), each.account_id)))


def _sum(accounts: Sequence[AccountGap]) -> Decimal:
    return sum((each.amount for each in accounts), Decimal(0))
