"""kill -9 in the middle of a run, then a run again: the same cases, memos and outbox rows, none twice."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
EVERY = 7
"""Each seventh write of a run is a moment at which it is killed."""


@pytest.fixture(scope="module")
def outcome(tmp_path_factory) -> dict:
    folder = tmp_path_factory.mktemp("killed")
    done = subprocess.run(
        [sys.executable, HERE / "killed_runs.py", folder, str(EVERY)],
        capture_output=True,
        text=True,
        check=False,
        cwd=HERE.parents[1],
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_undisturbed_run_finds_what_the_book_holds(outcome):
    assert outcome["status"] == 0
    assert len(outcome["calm"]["cases"]) == 3
    assert len(outcome["calm"]["outbox"]) == 1
    assert len(outcome["calm"]["lines"]) == 4 + 1  # four months, one change of configuration


def test_every_killed_run_really_died_and_there_were_many_moments(outcome):
    assert len(outcome["killed"]) >= 7
    assert {case["signal"] for case in outcome["killed"].values()} == {signal.SIGKILL}


def test_after_a_second_run_nothing_is_missing_and_nothing_is_twice(outcome):
    for moment, case in outcome["killed"].items():
        assert case["second"] == 0, f"killed at write {moment}"
        assert case["left"] == outcome["calm"], f"killed at write {moment}"
