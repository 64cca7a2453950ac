"""Findings before and after an amendment, put side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

Found = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Pair:
    """One thing that was found: as it is, and as it would be. None where it is not found."""

    before: Found | None
    after: Found | None

    @property
    def either(self) -> Found:
        """What names it."""
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def changed(self) -> bool:
        """Whether anything of it would be different."""
        return self.before != self.after

    @property
    def difference(self) -> str:
        """What is recoverable after less what was before; '' where they cannot be subtracted."""
        if self.before and self.after and self.before["currency"] != self.after["currency"]:
            return ""
        sides = (self.after, self.before)
        after, before = (
            Decimal(side["amount_recoverable"]) if side else Decimal(0) for side in sides
        )
        return str(after - before)


def pairs_of(
    before: Sequence[Found], after: Sequence[Found], amounts: Mapping[str, str]
) -> list[Pair]:
    """The findings of both sides, matched by product and direction, in their order.

    `amounts` are those that a person sets, by the finding's number: they stand on the later side.
    """
    left = [
        {**found, "amount_recoverable": amounts.get(str(number), found["amount_recoverable"])}
        for number, found in enumerate(after, start=1)
    ]
    pairs = []
    for found in before:
        same = next((each for each in left if _same(each, found)), None)
        if same is not None:
            left.remove(same)
        pairs.append(Pair(found, same))
    return pairs + [Pair(None, found) for found in left]


def _same(one: Found, other: Found) -> bool:
    return (one["product"], one["direction"]) == (other["product"], other["direction"])
