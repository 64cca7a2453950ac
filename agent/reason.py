"""A confidence and its reasons: what it is, what pulled it up and down, what would raise it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

SETTLE = "settle what the passage means, then decide"
SECOND = "a second reader (`--reader both`), or a person's look"
"""What would raise a confidence that several things lower alike."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that moves confidence, and how: at most so much, or so many hundredths."""

    text: str
    at_most: int | None = None
    moves: int = 0
    """Hundredths, below 0 where it lowers."""
    raised_by: str = ""
    """What would raise it, where a person or a further paper can."""
    words: str = ""
    """The effect as it was kept, where the reason comes from the store."""

    @property
    def effect(self) -> str:
        """'at most 0.60', '−0.02', '+0.11'."""
        if self.words:
            return self.words
        if self.at_most is not None:
            return f"at most 0.{self.at_most:02d}" if self.at_most < 100 else "at most 1.00"
        return f"{'−' if self.moves < 0 else '+'}0.{abs(self.moves):02d}"

    @property
    def lowers(self) -> bool:
        """Whether it speaks against the memo."""
        return not self.effect.startswith("+")

    def as_dict(self) -> dict[str, str]:
        """As the store and the JSON of a case keep it."""
        kept = {"text": self.text, "effect": self.effect}
        return kept | ({"raised_by": self.raised_by} if self.raised_by else {})


@dataclass(frozen=True, slots=True)
class Weighing:
    """Confidence in hundredths (94 is 0.94), and why it is not higher or lower."""

    hundredths: int
    reasons: tuple[Reason, ...]
    calibrated: int = 0
    """What it would be if nothing that is open held it back; 0 where that was not weighed."""

    @property
    def probability(self) -> str:
        """'0.94'."""
        return f"{self.hundredths / 100:.2f}"

    @property
    def held_back_from(self) -> str:
        """'0.98' where what is open holds confidence below that; '' where nothing does."""
        return f"{self.calibrated / 100:.2f}" if self.calibrated > self.hundredths else ""


def hundredths(share: Decimal) -> int:
    """0.75 → 75; what lies between two hundredths counts as the lower."""
    return int(share * 100)
