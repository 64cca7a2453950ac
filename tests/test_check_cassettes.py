"""Every cassette is used by a test, and none holds a key, a host or a path of a machine."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

HERE = Path(__file__).parent
CASSETTES = sorted((HERE / "cassettes").rglob("*.yaml"))
PRIVATE = re.compile(
    r"\bsk-[a-z0-9]{8}|bearer [a-z0-9._-]{16}"
    r"|^\s*(?:authorization|cookie|set-cookie|openai-organization|openai-project|x-request-id)\s*:"
    r"|(?<!\w)/(?:home|root|work|tmp|Users)/",
    re.IGNORECASE | re.MULTILINE,
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


@pytest.mark.parametrize(
    "text",
    [
        "Authorization: Bearer abcdefghijklmnopqrstuvwxyz",
        "    set-cookie:",
        "key sk-proj12345678",
        "file: /home/someone/contract.pdf",
    ],
)
def test_the_check_sees_what_is_private(text: str):
    assert PRIVATE.search(text)


@pytest.mark.parametrize("text", ["a risk-based authorization fee", "work/home and/or root cause"])
def test_the_check_lets_contracts_speak(text: str):
    assert not PRIVATE.search(text)
