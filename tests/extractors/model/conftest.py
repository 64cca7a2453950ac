"""No network, no key: these tests talk to nobody. Cassettes replay what was said before."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import vcr

CASSETTES = Path(__file__).parents[2] / "cassettes" / "model"
RECORD = os.environ.get("RECOUP_RECORD") == "1"


class NetworkUsed(AssertionError):
    """A test tried to reach the network."""


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any connection is an error; while recording, the local endpoint is allowed."""

    def refused(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX:
            raise NetworkUsed(f"the network is off in tests: {address}")
        raise ConnectionRefusedError

    if not RECORD:
        monkeypatch.setattr(socket.socket, "connect", refused)
        monkeypatch.setattr(socket.socket, "connect_ex", refused)


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the developer's shell exports does not reach a test."""
    for name in list(os.environ):
        if name.startswith(("OPENAI_", "RECOUP_MODEL")):
            monkeypatch.delenv(name)


def _body(request: Any) -> dict[str, Any]:
    try:
        body = json.loads(request.body or b"{}")
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _same_question(one: Any, other: Any) -> None:
    """Model and input are equal: the schema's text may change with the libraries."""
    for name in ("model", "input"):
        assert _body(one).get(name) == _body(other).get(name), name


def _only_the_question(request: Any) -> Any:
    """Record no more of a request than what it is matched by."""
    if urlsplit(request.uri).path.endswith("/responses"):
        asked = _body(request)
        request.body = json.dumps({name: asked.get(name) for name in ("model", "input")}).encode()
    request.headers = {"content-type": "application/json"}
    return request


def _only_the_answer(response: dict[str, Any]) -> dict[str, Any]:
    kept = {"content-type", "retry-after"}
    response["headers"] = {
        name: value for name, value in response["headers"].items() if name.lower() in kept
    }
    return response


def recorder(match_on: tuple[str, ...]) -> vcr.VCR:
    """Replays cassettes; with RECOUP_RECORD=1 it writes those that are not there yet."""
    made = vcr.VCR(
        cassette_library_dir=str(CASSETTES),
        record_mode="once" if RECORD else "none",
        match_on=match_on,
        filter_headers=["authorization", "cookie", "openai-organization", "openai-project"],
        before_record_request=_only_the_question,
        before_record_response=_only_the_answer,
        ignore_hosts=["testserver"],
        decode_compressed_response=True,
    )
    made.register_matcher("question", _same_question)
    return made


@pytest.fixture
def replayed() -> Iterator[vcr.VCR]:
    """For recordings: the question must be the one that was recorded."""
    return recorder(("method", "path", "question"))


@pytest.fixture
def failing() -> vcr.VCR:
    """For hand-written failures: any question gets them."""
    return recorder(("method", "path"))
