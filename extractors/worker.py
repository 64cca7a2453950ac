"""The limited process in which PDFs are parsed: a small server that forks once for each document.

PDFs come from outside and their parsers are large C and Python programs: a file of a kilobyte can
ask for all memory there is. So no parser runs in our own process. `extractors.confined` starts this
module once; it loads the libraries, then waits. Each document gets a fork of it (a few
milliseconds) with limits on memory, processor time and wall time, which answers questions about
that one document and ends with it. What the fork dies of is told to the caller by this server.

Messages are a JSON header and raw bytes, never pickles: a document that took over the fork could
otherwise take over its reader.
"""

from __future__ import annotations

import contextlib
import gc
import os
import resource
import selectors
import signal
import socket
import sys
from typing import Any

from extractors import parsing, wire
from extractors.errors import ContractEncrypted, ContractTooLarge, ContractUnreadable

_READING = 0.6
"""Share of a question's time that may go into reading pages: what is read by then is not lost."""


def _limit(memory: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _arm(seconds: int) -> None:
    """The next question may take so long, by the processor's clock and by the one on the wall."""
    spent = resource.getrusage(resource.RUSAGE_SELF)
    used = int(spent.ru_utime + spent.ru_stime) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (used + seconds, resource.RLIM_INFINITY))
    signal.setitimer(signal.ITIMER_REAL, seconds)


def _answer(
    asked: dict[str, Any], state: dict[str, parsing.Parsed]
) -> tuple[dict[str, Any], list[bytes]]:
    if asked["ask"] == "open":
        _limit(asked["memory"])
        state["pdf"] = parsing.Parsed(asked["path"])
        if not asked["pages"]:
            return state["pdf"].opened(), []
        return state["pdf"].read(asked["pages"], asked["characters"], _READING * asked["seconds"])
    pdf = state["pdf"]
    answers = {
        "boxes": pdf.boxes,
        "render": pdf.render,
        "frames": pdf.frames,
        "second": pdf.second,
        "signs": pdf.signs,
        "standing": pdf.standing,
    }
    return answers[asked["ask"]](asked)


def _serve(talk: socket.socket) -> None:
    """Answer questions on one document until the caller hangs up."""
    state: dict[str, parsing.Parsed] = {}
    for each in (signal.SIGINT, signal.SIGALRM, signal.SIGCHLD, signal.SIGTERM):
        signal.signal(each, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while (received := wire.receive(talk)) is not None:
        asked, _ = received
        _arm(asked["seconds"])
        blobs: list[bytes] = []
        try:
            header, blobs = _answer(asked, state)
        except (ContractEncrypted, ContractTooLarge, ContractUnreadable) as error:
            words, *advice = error.args
            header = {"error": type(error).__name__, "words": words, "advice": advice[:1]}
        except MemoryError:
            header = {"error": "ContractTooLarge", "words": "it asks for too much memory"}
        except RecursionError:
            header = {"error": "ContractUnreadable", "words": "its objects are nested without end"}
        except Exception as error:  # noqa: BLE001 - whatever a parser raises, the file is at fault
            header = {"error": "ContractUnreadable", "words": f"{type(error).__name__}: {error}"}
        signal.setitimer(signal.ITIMER_REAL, 0)
        wire.send(talk, header, blobs)


def _fork(talk: socket.socket, control: socket.socket) -> int:
    child = os.fork()
    if child:
        return child
    code = 1
    with contextlib.suppress(BaseException):
        control.close()
        _serve(talk)
        code = 0
    os._exit(code)


def _reap(open_talks: dict[int, socket.socket]) -> None:
    """Tell each caller whose fork has ended what it ended of."""
    while open_talks:
        try:
            child, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not child:
            return
        talk = open_talks.pop(child)
        with contextlib.suppress(OSError):
            wire.send(talk, {"ended": os.waitstatus_to_exitcode(status)}, [])
        talk.close()


def serve(control: socket.socket) -> None:
    """Fork for each socket that arrives on `control`, until the other end closes it."""
    parsing.warm_up()
    gc.collect()
    gc.freeze()
    gc.disable()
    wake, woken = socket.socketpair()
    wake.setblocking(False)
    woken.setblocking(False)
    signal.set_wakeup_fd(woken.fileno())
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    watch = selectors.DefaultSelector()
    watch.register(control, selectors.EVENT_READ)
    watch.register(wake, selectors.EVENT_READ)
    talks: dict[int, socket.socket] = {}
    while True:
        for key, _ in watch.select():
            if key.fileobj is wake:
                wake.recv(4096)
                continue
            data, descriptors, _, _ = socket.recv_fds(control, 1, 1)
            if not data:
                return
            talk = socket.socket(fileno=descriptors[0])
            talks[_fork(talk, control)] = talk
        _reap(talks)


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
