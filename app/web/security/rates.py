"""How often one person or one address may ask: a bucket of tokens that fills up again by itself."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

MOST_KEYS = 20_000
"""Buckets that are kept; the one not used for longest goes first."""


class Buckets:
    """A bucket a key: `burst` at once, `a_minute` on the long run. Safe for several threads."""

    def __init__(
        self, a_minute: int, burst: int, clock: Callable[[], int] = time.monotonic_ns
    ) -> None:
        self.each = 60_000_000_000 // max(a_minute, 1)
        """Nanoseconds until one more is allowed."""
        self.full = self.each * burst
        self.clock = clock
        self._empty_until: OrderedDict[str, int] = OrderedDict()
        self._lock = Lock()

    def wait(self, key: str) -> int:
        """Take one: 0 where it may go on, else the seconds to wait, and nothing is taken.

        Kept is the moment at which the bucket is full again (the generic cell rate algorithm, ITU-T
        I.371): one number a key.
        """
        now = self.clock()
        with self._lock:
            full_at = max(self._empty_until.get(key, now), now) + self.each
            over = full_at - now - self.full
            if over > 0:
                return math.ceil(over / 1_000_000_000)
            self._empty_until[key] = full_at
            self._empty_until.move_to_end(key)
            if len(self._empty_until) > MOST_KEYS:
                self._empty_until.popitem(last=False)
        return 0
