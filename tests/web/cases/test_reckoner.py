"""The processes that reckon: they are given up, overtaken and replaced; the asker is always answered."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.web.casework import reckoner as module
from app.web.casework.reckoner import Overtaken, Reckoner, Refused, TooSlow
from app.web.casework.reckoning import answer
from tests.web.cases.samples_run import MIDDLE, case_of


@pytest.fixture
def one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Reckoner]:
    """A reckoner with one process, which sleeps, dies or answers as it is told."""
    script = tmp_path / "stub.py"
    script.write_text(
        "import json, os, sys, time\n"
        "for line in sys.stdin:\n"
        "    asked = json.loads(line)\n"
        "    if asked['what'] == 'die': os._exit(3)\n"
        "    time.sleep(asked.get('sleep', 0))\n"
        "    print(json.dumps({'pid': os.getpid(), **asked}), flush=True)\n"
    )
    real = module.subprocess.Popen

    def started(command: list[str], **options: Any) -> Any:
        return real([command[0], str(script)], **options)

    monkeypatch.setattr(module.subprocess, "Popen", started)
    made = Reckoner(workers=1)
    yield made
    made.close()


def test_what_takes_too_long_is_ended_and_the_next_is_answered(one: Reckoner) -> None:
    before = one.ask("who", 10, {})["pid"]
    began = time.monotonic()
    with pytest.raises(TooSlow):
        one.ask("who", 0.3, {"sleep": 30})
    assert time.monotonic() - began < 5
    assert one.ask("who", 10, {})["pid"] != before


def wait_for(what: Callable[[], bool]) -> None:
    """Until it is so; a test that waits in vain fails."""
    until = time.monotonic() + 10
    while not what():
        assert time.monotonic() < until
        time.sleep(0.005)


def test_a_process_that_was_killed_is_replaced(one: Reckoner) -> None:
    before = one.ask("who", 10, {})["pid"]
    os.kill(before, signal.SIGKILL)
    (killed,) = (each.running for each in one._all if each.running is not None)
    killed.wait(10)
    assert one.ask("who", 10, {})["pid"] != before


def test_a_question_that_kills_twice_is_refused(one: Reckoner) -> None:
    with pytest.raises(Refused) as refused:
        one.ask("die", 10, {})
    assert refused.value.kind == "BrokenOff"
    assert one.ask("who", 10, {"sleep": 0})["what"] == "who"


def test_only_the_last_question_of_one_asker_is_answered(one: Reckoner) -> None:
    one.ask("who", 10, {})
    got: list[str] = []

    def ask(name: str, sleep: float) -> None:
        try:
            one.ask("who", 10, {"sleep": sleep}, asker="dana and her case")
            got.append(f"{name} answered")
        except Overtaken:
            got.append(f"{name} overtaken")

    threads = []
    for number, (name, sleep) in enumerate((("first", 2), ("second", 0), ("third", 0)), 1):
        threads.append(threading.Thread(target=ask, args=(name, sleep)))
        threads[-1].start()
        wait_for(lambda number=number: one._last.get("dana and her case") == number)
        wait_for(lambda: not one._free)
    for each in threads:
        each.join()
    assert sorted(got) == ["first answered", "second overtaken", "third answered"]


def test_whoever_waits_too_long_for_a_turn_is_told(one: Reckoner) -> None:
    one.ask("who", 10, {})
    busy = threading.Thread(target=lambda: one.ask("who", 10, {"sleep": 1.5}))
    busy.start()
    wait_for(lambda: not one._free)
    with pytest.raises(TooSlow):
        one.ask("who", 0.3, {})
    busy.join()


def test_an_error_is_an_answer(worked: Path) -> None:
    question = {
        "what": "terms",
        "store": f"sqlite:///{worked / 'recoup.db'}",
        "outbox": str(worked / "outbox"),
        "memos": str(worked / "memos"),
        "case": "nobody-000000",
        "version": 1,
    }
    assert answer(question)["refused"] == "UnknownCase"
    assert answer({**question, "what": "nonsense"})["refused"] == "KeyError"


def test_terms_come_with_their_fields_those_of_the_findings_first(worked: Path) -> None:
    question = {
        "what": "terms",
        "store": f"sqlite:///{worked / 'recoup.db'}",
        "outbox": str(worked / "outbox"),
        "memos": str(worked / "memos"),
        "case": case_of(MIDDLE),
        "version": 1,
    }
    terms = answer(question)["terms"]
    cited = [each["cited"] for each in terms]
    assert cited == sorted(cited, reverse=True)
    stated = [{each["name"]: each for each in term["fields"]} for term in terms]
    price, fields = next(
        (term, fields)
        for term, fields in zip(terms, stated, strict=True)
        if fields.get("flat_amount", {}).get("value") == "8500.00"
    )
    assert fields["flat_amount"]["label"] == "Fixed price"
    assert ("quarter", "quarter") in fields["interval"]["choices"]
    assert fields["effective_from"]["date"]
    assert price["cited"]
