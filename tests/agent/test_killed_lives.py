"""kill -9 at any instant of runs, decisions and deliveries, again and again: as if nothing had happened."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
KILLS = int(os.environ.get("RECOUP_KILLS", "24"))
SEED = os.environ.get("RECOUP_KILLS_SEED", "7")


@pytest.fixture(scope="module")
def outcome(tmp_path_factory) -> dict:
    done = subprocess.run(
        [
            sys.executable,
            HERE / "killed_lives.py",
            tmp_path_factory.mktemp("lives"),
            str(KILLS),
            SEED,
        ],
        capture_output=True,
        text=True,
        check=False,
        cwd=HERE.parents[1],
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_an_undisturbed_life_is_what_it_should_be(outcome):
    calm = outcome["calm"]
    assert calm["faults"] == []
    assert [case[1:3] for case in calm["cases"]] == [[3, "done"], [2, "done"]]
    assert [[row[1], row[2]] for row in calm["outbox"]] == [
        ["4690.00", "delivered"],  # ACME with 45 days: 2 × 2,345; its third version was rejected
        ["4660.00", "delivered"],  # BETA: 2 × 2,330
        ["140.00", "delivered"],  # BETA set to 4,800, less what went before
    ]


def test_it_was_killed_often(outcome):
    assert outcome["kills"] >= KILLS


def test_no_life_leaves_anything_else(outcome):
    assert outcome["others"] == {}
