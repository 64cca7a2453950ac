"""The worker: takes up jobs, one long and one quick at a time, until it is told to end.

SIGTERM puts what is in hand back for the next worker. After kill -9 the next one sees that the old
one is dead and takes its jobs up at once; on another machine it waits for the lease to end.
"""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from app.web.home import Home, home_of
from app.web.settings import WebSettings
from app.work.alive import is_dead, own_name
from app.work.jobs import GiveUp, Kind, Stopped, TryAgain, kinds
from app.work.work import Work
from store import jobs
from store.store import Store
from store.web_tables import JobRow

log = logging.getLogger("recoup.work")

IDLE_SECONDS = 0.3
FORGOTTEN_SECONDS = 24 * 3600
KEEP_SECONDS = jobs.LEASE_SECONDS / 4
GRACE_SECONDS = 5.0
"""How long a job may take to come to a place where it can be left."""
MOST_TRIES = 3
"""How often a job that broke off is tried, and after how many seconds: 10, 40."""


@dataclass
class Worker:
    """Two lanes that take up jobs, and a watch that keeps their leases."""

    settings: WebSettings
    store: Store
    home: Home
    name: str = field(default_factory=own_name)
    stop: threading.Event = field(default_factory=threading.Event)
    _held: dict[int, str] = field(default_factory=dict)
    _lanes: list[threading.Thread] = field(default_factory=list)

    def run(self) -> None:
        """Work until `stop` is set; then put back what is in hand."""
        self.adopt()
        known = kinds()
        for quick in (False, True):
            own = {name: kind for name, kind in known.items() if kind.quick is quick}
            lane = threading.Thread(
                target=self._lane, args=(own,), daemon=True, name="quick" if quick else "long"
            )
            lane.start()
            self._lanes.append(lane)
        kept = time.monotonic()
        while not self.stop.wait(IDLE_SECONDS):
            if time.monotonic() - kept >= KEEP_SECONDS:
                kept = time.monotonic()
                try:
                    self._keep()
                except Exception:
                    log.exception("the leases could not be kept; they are tried again")
        self._put_back()

    def adopt(self) -> None:
        """Take over the jobs of workers on this machine that are dead."""
        with self.store.begin() as session:
            left = jobs.release_of_the_dead(session, is_dead)
        for path in self.home.files.glob("*.part"):
            with suppress(OSError):
                if time.time() - path.stat().st_mtime > FORGOTTEN_SECONDS:
                    path.unlink()  # of an upload in whose middle the server was killed
        if left:
            log.info("%s job(s) of a worker that ended are taken up again", left)

    def step(self, known: dict[str, Kind]) -> bool:
        """Take up one job of these kinds, if there is one."""
        at = datetime.now(UTC)
        with self.store.read() as session:
            if not jobs.waits(session, known.keys(), at):
                return False
        with self.store.begin() as session:
            row = jobs.claim(session, self.name, at, known.keys())
        if row is None:
            return False
        self._do(known[row.kind], row)
        return True

    def _lane(self, known: dict[str, Kind]) -> None:
        while known and not self.stop.is_set():
            try:
                worked = self.step(known)
            except Exception:
                log.exception("the store could not be asked for work")
                worked = False
                self.stop.wait(2)
            if not worked:
                self.stop.wait(IDLE_SECONDS)

    def _do(self, kind: Kind, row: JobRow) -> None:
        assert row.id is not None
        self._held[row.id] = row.kind
        work = Work(self.settings, self.store, self.home, row.id, self.name, self.stop.is_set)
        try:
            result = kind.do(work, row)
            with self.store.begin() as session:
                jobs.finish(session, row.id, self.name, result)
        except Stopped:
            with self.store.begin() as session:
                jobs.release(session, row.id, self.name)
        except TryAgain as error:
            self._failed(row, str(error), error.seconds if row.attempts < error.most else None)
        except GiveUp as error:
            self._failed(row, str(error), None)
        except Exception as error:
            log.exception("job %s (%s %s) broke off", row.id, row.kind, row.subject)
            words = f"It broke off ({type(error).__name__}: {error})."
            again = 10 * 4 ** (row.attempts - 1) if row.attempts < MOST_TRIES else None
            self._failed(row, words, again)
        finally:
            self._held.pop(row.id, None)

    def _failed(self, row: JobRow, words: str, again: int | None) -> None:
        assert row.id is not None
        later = None if again is None else datetime.now(UTC) + timedelta(seconds=again)
        with self.store.begin() as session:
            jobs.fail(session, row.id, self.name, words, later)

    def _keep(self) -> None:
        for job_id in list(self._held):
            with self.store.begin() as session:
                jobs.keep(session, job_id, self.name, datetime.now(UTC))

    def _put_back(self) -> None:
        until = time.monotonic() + GRACE_SECONDS
        for lane in self._lanes:
            lane.join(max(0.0, until - time.monotonic()))
        for job_id in list(self._held):
            with self.store.begin() as session:
                jobs.release(session, job_id, self.name)


def main() -> None:
    """`python -m app.work`: a worker over the store that the environment names (RECOUP_STORE)."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s worker %(message)s")
    settings = WebSettings()
    store = Store.open(settings.store)
    worker = Worker(settings, store, home_of(settings, store))
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: worker.stop.set())
    os.nice(5)  # the pages are answered first
    worker.run()
    os._exit(0)  # a job that could not be left in time goes with the process; it was put back
