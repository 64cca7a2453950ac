"""Every cassette is used by a test, and none holds a key, a host or a path of a machine."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

HERE = Path(__file__).parent
CASSETTES = sorted((HERE / "cassettes").rglob("*.yaml"))
PRIVATE = re.compile(
    r"sk-[A-Za-z0-9]|bearer |authorization|set-cookie|openai-organization|x-request-id"
    r"|/home/|/root/|/work/|/tmp/|/Users/",
    re.IGNORECASE,
)
HOST = re.compile(r"uri: https?://([^/:]+)")


def test_there_are_cassettes():
    assert CASSETTES


@pytest.mark.parametrize("cassette", CASSETTES, ids=lambda path: path.name)
def test_a_cassette_is_used_by_a_test(cassette: Path):
    tests = [path for path in HERE.rglob("test_*.py") if path != Path(__file__)]
    used = [path for path in tests if cassette.stem in path.read_text(encoding="utf-8")]
    assert used, f"no test names {cassette.stem}: delete {cassette.relative_to(HERE)}, or use it"


@pytest.mark.parametrize("cassette", CASSETTES, ids=lambda path: path.name)
def test_a_cassette_is_fit_to_be_public(cassette: Path):
    text = cassette.read_text(encoding="utf-8")
    assert not PRIVATE.findall(text)
    assert set(HOST.findall(text)) <= {"127.0.0.1"}
