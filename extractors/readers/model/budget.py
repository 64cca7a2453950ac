"""What one document may cost, in tokens. Every call is held against it before it is made."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Condition

from terms.contract import Usage

CHARS_PER_TOKEN = 3
"""Low on purpose: contracts in tables and figures take more tokens a character than prose does."""

SMALLEST_ANSWER = 512
"""With less room than this for the answer, a call is not worth making."""


def tokens(text: str) -> int:
    """About how many tokens a text takes, rather too many than too few."""
    return len(text) // CHARS_PER_TOKEN + 1


@dataclass(frozen=True, slots=True)
class Hold:
    """Tokens set aside for a call: what its question takes, and the most its answer may take."""

    question: int
    answer: int

    @property
    def total(self) -> int:
        """Both together."""
        return self.question + self.answer


@dataclass
class Budget:
    """Tokens left for one document; safe to use from several threads.

    `hold` before a call, then exactly one of `settle` (the server said what it cost) or `forfeit`
    (it did not: the question counts as spent, so that retries are never free).
    """

    limit: int
    spent: Usage = field(default_factory=Usage)
    _lost: int = 0
    _held: int = 0
    _changed: Condition = field(default_factory=Condition, repr=False)

    @property
    def left(self) -> int:
        """Tokens neither spent nor set aside."""
        used = self.spent.input_tokens + self.spent.output_tokens + self._lost
        return self.limit - used - self._held

    def hold(self, question: str, most: int) -> Hold | None:
        """Room for a call whose answer takes up to `most` tokens, or less where less is left.

        Waits for calls under way whose unused room may come back; None when there is no room.
        """
        asked = tokens(question)
        with self._changed:
            while self.left < asked + most and self._held:
                self._changed.wait()
            answer = min(most, self.left - asked)
            if answer < min(most, SMALLEST_ANSWER):
                return None
            held = Hold(asked, answer)
            self._held += held.total
            return held

    def settle(self, held: Hold, used: Usage) -> None:
        """A call came back: count what the server says it cost."""
        with self._changed:
            self._held -= held.total
            self.spent += used
            self._changed.notify_all()

    def forfeit(self, held: Hold) -> None:
        """A call gave no usage (time-out, overload): its question counts against the limit."""
        with self._changed:
            self._held -= held.total
            self._lost += held.question
            self.spent += Usage(calls=1)
            self._changed.notify_all()
