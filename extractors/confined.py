"""Talking to the limited process (`extractors.worker`): start it, open a document, ask about it."""

from __future__ import annotations

import atexit
import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractors import errors, wire


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may cost: seconds (each question), bytes of address space, pages, text.

    Of a document with more pages or more text, or that takes too long, the pages up to there are
    read, and it says so. Four million characters (twelve hundred dense pages) are read in a minute or two.
    `ocr_seconds` is for each scanned page; scanned pages beyond `ocr_pages` wait, unread.
    """

    seconds: int = 60
    memory: int = 1 << 30
    pages: int = 1_000
    characters: int = 4_000_000
    ocr_seconds: int = 60
    ocr_pages: int = 300


_AT_ONCE = threading.BoundedSemaphore(max(2, os.cpu_count() or 1))
"""How many documents are parsed at the same time: each may take a gigabyte."""


class _Server:
    """The one server of this process; a fork of this process starts its own."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.owner = 0
        self.process: subprocess.Popen[bytes] | None = None
        self.control: socket.socket | None = None

    def start(self) -> None:
        """Start the server where it does not run."""
        with self.lock:
            if not self._runs():
                self._start()

    def _runs(self) -> bool:
        here = self.owner == os.getpid()
        return here and self.process is not None and self.process.poll() is None

    def connect(self) -> socket.socket:
        """A line to a fresh fork."""
        with self.lock:
            for attempt in (1, 2):
                if not self._runs():
                    self._start()
                ours, theirs = socket.socketpair()
                try:
                    assert self.control is not None
                    socket.send_fds(self.control, [b"d"], [theirs.fileno()])
                except OSError:
                    ours.close()
                    self.process = None
                    if attempt == 2:
                        raise
                else:
                    return ours
                finally:
                    theirs.close()
        raise AssertionError

    def _start(self) -> None:
        if self.control is not None:
            self.control.close()
        ours, theirs = socket.socketpair()
        root = str(Path(__file__).resolve().parent.parent)
        paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
        self.process = subprocess.Popen(  # noqa: S603 - our own module, by our own interpreter
            [sys.executable, "-m", "extractors.worker", str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        )
        theirs.close()
        self.control, self.owner = ours, os.getpid()

    def stop(self) -> None:
        """End the server: it goes when its control line closes."""
        if self.owner == os.getpid() and self.process is not None:
            if self.control is not None:
                self.control.close()
                self.control = None
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(timeout=5)
            self.process = None


_SERVER = _Server()
atexit.register(_SERVER.stop)


def start() -> None:
    """Start this process's server now: the first document does not wait for its libraries."""
    _SERVER.start()


def stop() -> None:
    """End this process's server now, and not when the process ends; the next document starts another."""
    _SERVER.stop()


_BY_SIGNAL = {
    signal.SIGALRM: (errors.ContractTooLarge, "reading it takes longer than {seconds} seconds"),
    signal.SIGXCPU: (errors.ContractTooLarge, "reading it takes longer than {seconds} seconds"),
    signal.SIGKILL: (errors.ContractTooLarge, "the system stopped its reading, out of memory"),
    signal.SIGABRT: (errors.ContractTooLarge, "it asks for more than {memory} MB of memory"),
    signal.SIGTRAP: (errors.ContractTooLarge, "it asks for more than {memory} MB of memory"),
    signal.SIGILL: (errors.ContractTooLarge, "it asks for more than {memory} MB of memory"),
}
_ADVICE = {
    "ContractEncrypted": "remove the password, or ask the sender for an open copy.",
    "ContractTooLarge": "print it to a plain PDF, split it, or ask the sender for another copy.",
    "ContractUnreadable": "ask the sender for another copy.",
}


class Confined:
    """One document, open in a process of its own. Close it, or use it as a context."""

    def __init__(self, path: Path, name: str, limits: Limits) -> None:
        """Open the document; raises the errors of `extractors.errors`."""
        self._name, self._limits = name, limits
        self._talk = _SERVER.connect()
        self._talk.settimeout(limits.seconds * 2 + 30)
        self._lock = threading.Lock()
        ask = {"path": str(path.absolute()), "memory": limits.memory, "pages": limits.pages}
        try:
            with _AT_ONCE:
                self.header, self.blobs = self.ask("open", characters=limits.characters, **ask)
        except BaseException:
            self.close()
            raise

    def ask(self, question: str, **more: Any) -> tuple[dict[str, Any], list[bytes]]:
        """The answer's header and blobs; raises what stands in `extractors.errors`."""
        message = {"ask": question, "seconds": self._limits.seconds, **more}
        with self._lock:
            try:
                wire.send(self._talk, message, [])
                received = wire.receive(self._talk)
            except OSError:
                received = None
        if received is None:
            raise self._error("ContractTooLarge", "its reading stopped without an answer")
        header, blobs = received
        if "ended" in header:
            raise self._died(int(header["ended"]))
        if "error" in header:
            raise self._error(header["error"], header["words"], *header.get("advice", ()))
        return header, blobs

    def _died(self, code: int) -> errors.ContractUnreadable:
        crashed = (errors.ContractUnreadable, "the PDF library crashed on it")
        kind, words = _BY_SIGNAL.get(signal.Signals(-code), crashed) if code < 0 else crashed
        limits = self._limits
        return self._error(
            kind.__name__, words.format(seconds=limits.seconds, memory=limits.memory >> 20)
        )

    def _error(self, kind: str, words: str, advice: str = "") -> errors.ContractUnreadable:
        remedy = f"{advice}." if advice else _ADVICE[kind]
        made: errors.ContractUnreadable = getattr(errors, kind)(f"{self._name}: {words}; {remedy}")
        return made

    def close(self) -> None:
        """Hang up: the process ends."""
        self._talk.close()
