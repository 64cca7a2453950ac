"""One worker at a time drives the cases of a store; the lock dies with its process."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from store.errors import StoreError

POLL_SECONDS = 0.05


class StoreBusy(StoreError):
    """Another recoup process works on this store: wait for it to end, or use another store."""


@contextmanager
def worker_lock(store_file: Path | None, wait_seconds: int = 0) -> Iterator[None]:
    """Hold `<store>.lock` (an advisory lock that the system releases even after kill -9).

    Without a file (another engine, in memory) nothing is locked. Raises StoreBusy.
    """
    if store_file is None:
        yield
        return
    import fcntl

    path = store_file.with_name(store_file.name + ".lock")
    until = time.monotonic() + wait_seconds
    with path.open("a") as handle:
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= until:
                    msg = f"another recoup process works on {store_file}: wait until it has ended"
                    raise StoreBusy(msg) from None
                time.sleep(POLL_SECONDS)
        yield
