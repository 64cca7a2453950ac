"""Run as a program: runs, decisions and deliveries over a small book, SIGKILLed at random moments until done.

A life is a list of steps, each done in a process of its own that a parent may kill at any instant. After
each death the life goes on with the step that was not finished. Prints a JSON object: what an undisturbed
life leaves, and every killed life that left something else.

    python killed_lives.py FOLDER KILLS SEED
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from killed_runs import left  # settles the environment and loads what is slow, once
from priced_book import TERM, Priced, Reader
from small_book import AS_OF, write_book
from sqlmodel import select

import agent.inputs
from agent.decide import Decision, record_and_carry_out
from agent.desk import Desk
from agent.run import RunOptions, run_book
from store.audit_check import check
from store.errors import AlreadyDecided, CaseNotWaiting
from store.store import Store
from store.tables import AuditRow, CorrectionRow, OutcomeRow

agent.inputs.engine_version = lambda: "1"  # whatever is edited meanwhile
ACCOUNTS = ("ACME", "BETA")
DEADLINE = 120
"""Seconds in which a step that nobody kills must be done."""


def run(day: int, *months: int) -> Callable[[Path], None]:
    def step(folder: Path) -> None:
        store = Store.open(f"sqlite:///{folder / 'recoup.db'}")
        engine = Priced(months).engine
        options = RunOptions(as_of=AS_OF + timedelta(days=day), engine=engine, extract=Reader())
        run_book(store, folder / "book", options)

    return step


def decide(account: str, version: int, action: str, **more: Any) -> Callable[[Path], None]:
    def step(folder: Path) -> None:
        store = Store.open(f"sqlite:///{folder / 'recoup.db'}")
        desk = Desk(store, folder / "outbox", folder / "memos", Priced((7, 8)).engine)
        given = Decision(account, action, "seen", decided_by="Ada", version=version, **more)
        with suppress(AlreadyDecided, CaseNotWaiting):  # the process before had written it
            record_and_carry_out(desk, given)

    return step


STEPS = (
    run(0, 7, 8),
    decide("ACME", 1, "amend", term=TERM, settings={"net_days": "45"}),
    decide("BETA", 1, "approve"),
    run(1, 7, 8, 9),
    decide("ACME", 3, "reject", ground="disputed"),
    decide("BETA", 2, "amend", amounts={1: Decimal("4800.00")}),
    run(1, 7, 8, 9),
)


def attempt(folder: Path, number: int, delay: float | None) -> bool:
    """One step in its own process, killed after `delay` seconds; whether it was finished."""
    child = os.fork()
    if not child:
        try:
            STEPS[number](folder)
        except BaseException as error:  # noqa: BLE001 - told to the parent, whatever it is
            sys.stderr.write(f"step {number}: {error!r}\n")
            os._exit(1)
        os._exit(0)
    if delay is not None:
        time.sleep(delay)
        os.kill(child, signal.SIGKILL)  # dead or alive: it is waited for below
    status = os.waitpid(child, 0)[1]
    if os.WIFSIGNALED(status):
        return False
    if status:
        raise SystemExit(1)
    return True


def live(folder: Path, moments: Callable[[int], float | None]) -> tuple[int, list[float]]:
    """A whole life; how often it was killed, and how long each step took at last."""
    write_book(folder, ACCOUNTS)
    killed, took = 0, []
    for number in range(len(STEPS)):
        while True:
            begun = time.monotonic()
            if attempt(folder, number, moments(number)):
                took.append(time.monotonic() - begun)
                break
            killed += 1
    return killed, took


def all_left(folder: Path) -> dict[str, Any]:
    """What is left for people, and what the trail tells, without times."""
    store = Store.open(f"sqlite:///{folder / 'recoup.db'}")
    with store.begin() as session:
        verdict = check(session)
        trail = session.exec(select(AuditRow)).all()
        found = {
            "faults": [fault.words for fault in verdict.faults],
            "trail": sorted([row.kind, row.case_id or "", row.version or 0] for row in trail),
            "corrections": len(session.exec(select(CorrectionRow)).all()),
            "outcomes": sorted(
                [row.case_id, row.version, row.right] for row in session.exec(select(OutcomeRow))
            ),
        }
    store.close()
    return json.loads(json.dumps({**left(folder), **found}))


def main(folder: Path, kills: int, seed: int) -> None:
    _, took = live(folder / "calm", lambda _: None)
    calm = all_left(folder / "calm")
    chance = random.Random(seed)
    done, lives, others = 0, 0, {}
    while done < kills:
        lives += 1
        mercy = [chance.randint(1, 5) for _ in STEPS]

        def moment(number: int, mercy: list[int] = mercy) -> float | None:
            mercy[number] -= 1
            return chance.uniform(0, took[number]) if mercy[number] >= 0 else None

        killed, _ = live(folder / f"life-{lives}", moment)
        done += killed
        found = all_left(folder / f"life-{lives}")
        if found != calm:
            others[lives] = {name: found[name] for name in calm if found[name] != calm[name]}
    result = {"kills": done, "lives": lives, "calm": calm, "others": others}
    sys.stdout.write(json.dumps(result))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
