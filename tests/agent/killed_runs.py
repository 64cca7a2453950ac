"""Run as a program: runs over the small book that SIGKILL themselves at a chosen moment, then run again.

A moment is a write: the n-th time that a store transaction is about to commit or a checkpoint is about
to be written. Prints a JSON object: what an undisturbed run leaves, and what each killed one leaves
after a second, undisturbed run.
"""

from __future__ import annotations

import json
import os
import re
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from small_book import AS_OF, read_as_told, usual, write_book
from sqlalchemy import event

from agent.checkpoints import settle_environment
from agent.run import RunOptions, run_book
from store.outbox import list_outbox
from store.store import Store
from store.tables import CaseRow, FindingRow, MemoRow, OutboxLineRow

settle_environment()
import alembic.command  # noqa: E402 - loaded once here, not in each of the runs
import alembic.config  # noqa: E402, F401 - as above
import babel.numbers  # noqa: E402, F401 - as above
from langgraph.checkpoint.sqlite import SqliteSaver  # noqa: E402 - only after the environment is settled

import agent.contracts  # noqa: E402 - as above
import agent.graph  # noqa: E402 - as above
import agent.inputs  # noqa: E402 - as above
import agent.papers  # noqa: E402 - as above
import agent.run  # noqa: E402 - as above
import billing.book  # noqa: E402, F401 - as above

agent.papers.engine_version = agent.run.engine_version = agent.inputs.engine_version = lambda: (
    "1"
)  # whatever is edited meanwhile
agent.contracts.reading_version = lambda: "1"


def count_writes(store: Store, told: Callable[[int], None]) -> None:
    """Call `told` with 1, 2, 3, … before each commit of the store and each checkpoint."""
    done = 0

    def one(*_: Any) -> None:
        nonlocal done
        done += 1
        told(done)

    event.listen(store.engine, "commit", one)
    original = SqliteSaver.put

    def put(self: SqliteSaver, *args: Any, **kwargs: Any) -> Any:
        one()
        return original(self, *args, **kwargs)

    SqliteSaver.put = put  # type: ignore[method-assign]


def run_once(folder: Path, kill_at: int = 0) -> int:
    """A run in a process of its own; its wait status. At write `kill_at` it kills itself."""
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1]
    try:
        store = Store.open(f"sqlite:///{folder / 'recoup.db'}")

        def told(number: int) -> None:
            (folder / "writes").write_text(str(number))
            if number == kill_at:
                os.kill(os.getpid(), signal.SIGKILL)

        count_writes(store, told)
        options = RunOptions(as_of=AS_OF, engine=usual().engine, extract=read_as_told)
        run_book(store, folder / "book", options)
    except BaseException as error:  # noqa: BLE001 - told to the parent, whatever it is
        sys.stderr.write(f"{error!r}\n")
        os._exit(1)
    os._exit(0)


def left(folder: Path) -> dict[str, Any]:
    """Everything that a run leaves for people, without its times."""
    from sqlmodel import select

    store = Store.open(f"sqlite:///{folder / 'recoup.db'}")
    with store.begin() as session:
        found = {
            "cases": [
                [row.case_id, row.version, row.status, row.route, str(row.confidence)]
                for row in session.exec(select(CaseRow)).all()
            ],
            "findings": len(session.exec(select(FindingRow)).all()),
            "memos": [
                [row.case_id, row.version, row.sha256]
                for row in session.exec(select(MemoRow)).all()
            ],
            "outbox": [[row.id, str(row.amount), row.status] for row in list_outbox(session)],
            "lines": sorted(row.key for row in session.exec(select(OutboxLineRow)).all()),
        }
    store.close()
    files = [path for name in ("outbox", "memos") for path in (folder / name).iterdir()]
    return {**found, "files": {path.name: without_day(path.read_text()) for path in sorted(files)}}


def without_day(text: str) -> str:
    """A memo says on which day something happened, and midnight may pass between two runs."""
    return re.sub(r"(?m)^- \d{4}-\d\d-\d\d:", "- that day:", text)


def main(folder: Path, every: int) -> None:
    write_book(folder / "calm")
    status = run_once(folder / "calm")
    total = int((folder / "calm" / "writes").read_text())
    result = {"status": status, "writes": total, "calm": left(folder / "calm"), "killed": {}}
    for moment in range(1, total + 1, every):
        place = folder / f"killed-{moment}"
        write_book(place)
        first = run_once(place, kill_at=moment)
        second = run_once(place)
        result["killed"][moment] = {
            "signal": os.WTERMSIG(first) if os.WIFSIGNALED(first) else 0,
            "second": second,
            "left": left(place),
        }
    sys.stdout.write(json.dumps(result))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
