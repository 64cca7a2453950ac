"""What takes long or may break goes to processes of its own: the web process asks, waits, and can give up.

Reckoning a case again, carrying a decision out and drawing a clause are done by
`python -m app.web.casework.reckoning`, a line of JSON in and a line out. A process that takes too long
is ended and the next question gets a new one; one whose asker is gone ends by itself.
"""

from __future__ import annotations

import atexit
import json
import os
import selectors
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

WORKERS = 2
PREVIEW_SECONDS = 20
DECIDE_SECONDS = 90
DRAW_SECONDS = 30


class Refused(Exception):
    """The question was answered by an error: `kind` is its class, `words` what it says."""

    def __init__(self, kind: str, words: str) -> None:
        super().__init__(words)
        self.kind, self.words = kind, words


class TooSlow(Exception):
    """There was no answer in time, and the process was ended."""


class Overtaken(Exception):
    """The same person asked again for the same thing: only the last question is answered."""


@dataclass
class _Process:
    """One process, started when it is first needed."""

    running: subprocess.Popen[bytes] | None = None

    def start(self) -> subprocess.Popen[bytes]:
        """The process, alive."""
        if self.running is None or self.running.poll() is not None:
            self.running = subprocess.Popen(
                [sys.executable, "-m", "app.web.casework.reckoning"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, "PYTHONUNBUFFERED": "1"},
            )
        return self.running

    def ask(self, question: Mapping[str, Any], seconds: float) -> dict[str, Any]:
        """Its answer. Raises TooSlow, and BrokenPipeError where it has ended."""
        process = self.start()
        assert process.stdin is not None
        process.stdin.write(json.dumps(question).encode() + b"\n")
        process.stdin.flush()
        line = _line(process, time.monotonic() + seconds)
        if line is None:
            self.end()
            raise TooSlow
        if not line:
            self.end()
            raise BrokenPipeError
        answer: dict[str, Any] = json.loads(line)
        return answer

    def end(self) -> None:
        """End it now."""
        if self.running is not None:
            self.running.kill()
            self.running.wait()
            for pipe in (self.running.stdin, self.running.stdout):
                if pipe is not None:
                    pipe.close()
            self.running = None


def _line(process: subprocess.Popen[bytes], until: float) -> bytes | None:
    """A line of a process's answer; b'' where it has ended, None where time is over."""
    assert process.stdout is not None
    read = bytearray()
    with selectors.DefaultSelector() as ready:
        ready.register(process.stdout, selectors.EVENT_READ)
        while not read.endswith(b"\n"):
            if not ready.select(max(0.0, until - time.monotonic())):
                return None
            part = os.read(process.stdout.fileno(), 1 << 20)
            if not part:
                return b""
            read += part
    return bytes(read)


@dataclass
class Reckoner:
    """A few processes that answer questions, each one at a time."""

    workers: int = WORKERS
    _free: list[_Process] = field(default_factory=list)
    _all: list[_Process] = field(default_factory=list)
    _turn: threading.Condition = field(default_factory=threading.Condition)
    _last: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._all = [_Process() for _ in range(self.workers)]
        self._free = list(self._all)

    def warm(self) -> None:
        """Start a process before it is asked, so that the first question need not wait for it."""
        with self._turn:
            if self._free and all(each.running is None for each in self._all):
                self._free[-1].start()

    def ask(
        self, what: str, seconds: float, question: Mapping[str, Any], asker: str = ""
    ) -> dict[str, Any]:
        """The answer to a question. One with an `asker` is dropped when the same asker asks anew.

        Raises Refused, TooSlow, Overtaken.
        """
        mine = self._number(asker)
        process = self._take(seconds, asker, mine)
        try:
            answer = self._answer(process, {"what": what, **question}, seconds)
        finally:
            with self._turn:
                self._free.append(process)
                self._turn.notify_all()
        if "refused" in answer:
            raise Refused(answer["refused"], answer["words"])
        return answer

    def close(self) -> None:
        """End the processes."""
        for each in self._all:
            each.end()

    def _number(self, asker: str) -> int:
        with self._turn:
            self._last[asker] = self._last.get(asker, 0) + 1
            self._turn.notify_all()
            return self._last[asker]

    def _take(self, seconds: float, asker: str, mine: int) -> _Process:
        until = time.monotonic() + seconds
        with self._turn:
            while True:
                if asker and self._last[asker] != mine:
                    raise Overtaken
                if self._free:
                    return self._free.pop()
                if not self._turn.wait(until - time.monotonic()):
                    raise TooSlow

    @staticmethod
    def _answer(process: _Process, question: Mapping[str, Any], seconds: float) -> dict[str, Any]:
        try:
            return process.ask(question, seconds)
        except (BrokenPipeError, json.JSONDecodeError):
            # it had ended, or ended in the middle: decisions bear being asked for again, and
            # everything else changes nothing
            process.end()
        try:
            return process.ask(question, seconds)
        except (BrokenPipeError, json.JSONDecodeError):
            process.end()
            raise Refused("BrokenOff", "The reckoning broke off. Try it again.") from None


@lru_cache(maxsize=1)
def reckoner() -> Reckoner:
    """The one of this process; its processes end with it."""
    made = Reckoner()
    atexit.register(made.close)
    return made
