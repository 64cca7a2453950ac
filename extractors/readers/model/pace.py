"""How fast a service lets us ask: its rate-limit headers, honoured before the next call goes out."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock

_PART = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m|h)")
_MILLISECONDS = {"ms": 1, "s": 1_000, "m": 60_000, "h": 3_600_000}
_KINDS = ("requests", "tokens")
LONGEST = 120
"""Seconds that a header can make us wait: one that asks for more is heard as 429 in due time."""


def milliseconds(text: str) -> int:
    """'6m0s', '1.5s', '20ms' as milliseconds; 0 where it is none of these."""
    parts = _PART.findall(text)
    return sum(int(float(size) * _MILLISECONDS[unit]) for size, unit in parts)


@dataclass
class Pace:
    """What the service last said is left of its limits. Safe to use from several threads.

    Nothing said, nothing waited for: servers without these headers are asked as fast as we can.
    """

    now: Callable[[], float] = time.monotonic
    _left: dict[str, int] = field(default_factory=dict)
    _full_at: dict[str, float] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def heard(self, headers: Mapping[str, str]) -> None:
        """Keeps `x-ratelimit-remaining-*` and `x-ratelimit-reset-*` of an answer."""
        with self._lock:
            for kind in _KINDS:
                left = headers.get(f"x-ratelimit-remaining-{kind}", "")
                if left.isdigit():
                    self._left[kind] = int(left)
                    reset = milliseconds(headers.get(f"x-ratelimit-reset-{kind}", ""))
                    self._full_at[kind] = self.now() + reset / 1_000

    def to_wait(self, tokens: int) -> int:
        """Whole seconds until a call of so many tokens fits what is left; takes it off what is left."""
        with self._lock:
            need = {"requests": 1, "tokens": tokens}
            waits = [
                self._full_at[kind] - self.now()
                for kind in _KINDS
                if kind in self._left and self._left[kind] < need[kind]
            ]
            for kind in _KINDS:
                if kind in self._left:
                    self._left[kind] = max(0, self._left[kind] - need[kind])
        longest = max(waits, default=0.0)
        return min(LONGEST, int(longest) + (longest > int(longest))) if longest > 0 else 0
