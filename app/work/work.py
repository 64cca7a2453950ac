"""What a job works with: the settings, the store, the home, and a way to tell how far it is."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from app.web.home import Home
from app.web.settings import WebSettings
from app.work.jobs import Stopped
from store.jobs import tell_progress
from store.store import Store

TELL_SECONDS = 0.5
"""Progress is written at most so often: each writing waits for the store's turn."""


@dataclass
class Work:
    """One job in hand. `tell` raises Stopped where the worker is to end, or the job was taken away."""

    settings: WebSettings
    store: Store
    home: Home
    job_id: int = 0
    worker: str = ""
    stopping: Callable[[], bool] = lambda: False
    _told: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def tell(self, stage: str, done: int, total: int) -> None:
        """Say how far it is: what is done now, how many of how many. May be called by any thread."""
        self.go_on()
        with self._lock:
            if done < total and time.monotonic() - self._told < TELL_SECONDS:
                return
            self._told = time.monotonic()
        if not self.job_id:
            return
        with self.store.begin() as session:
            at = datetime.now(UTC)
            mine = tell_progress(session, self.job_id, self.worker, at, (stage, done, total))
        if not mine:
            raise Stopped

    def go_on(self) -> None:
        """Raise Stopped where the worker is to end: call it where a job can be left."""
        if self.stopping():
            raise Stopped
