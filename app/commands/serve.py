"""`recoup serve`: the web server, and the worker beside it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from app.opening import DEFAULT_STORE, open_store
from app.output import say_aside
from app.wrong_input import InputWrong

STOPPING_SECONDS = 15
"""How long the worker may take to put its work down."""
AGAIN_SECONDS = 3
"""How long to wait before a worker that died is started anew."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for."""

    host: str
    port: int
    store: str | None
    home: Path | None
    worker: bool = True


def serve(asked: Asked) -> None:
    """Serve until told to stop (Ctrl-C, or a signal to end). Raises InputWrong."""
    from app.commands.user import first_admin

    store = open_store(asked.store)
    try:
        first_admin(store, asked.store)
    finally:
        store.close()
    listening = _listen(asked.host, asked.port)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that the worker is ended as well
    _set_up(asked.store, asked.home)
    _add_host(asked.host)
    worker = Worker() if asked.worker else None
    try:
        with suppress(KeyboardInterrupt):
            _run(listening)
    finally:
        if worker is not None:
            worker.stop()


def work(store: str | None, home: Path | None) -> None:
    """Be a worker until told to stop."""
    open_store(store).close()  # what is wrong with it is said at once
    _set_up(store, home)
    from app.work.worker import main

    say_aside("The worker waits for work (Ctrl-C stops it)")
    main()


class Worker:
    """The worker's process; started anew where it dies, until it is stopped."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._changing = threading.Lock()
        self._process = self._start()
        self._thread = threading.Thread(target=self._watch, name="worker's keeper", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End it; what it was at goes on at the next start."""
        with self._changing:
            self._stopping.set()
        self._process.terminate()
        try:
            self._process.wait(STOPPING_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _watch(self) -> None:
        while True:
            code = self._process.wait()
            if self._stopping.wait(AGAIN_SECONDS):
                return
            with self._changing:
                if self._stopping.is_set():
                    return
                self._process = self._start()
            say_aside(f"The worker ended (code {code}); it is started again.")

    @staticmethod
    def _start() -> subprocess.Popen[bytes]:
        # a group of its own: Ctrl-C reaches the server alone, which then ends the worker in order
        return subprocess.Popen([sys.executable, "-m", "app.work"], process_group=0)


def _listen(host: str, port: int) -> socket.socket:
    """The socket, taken before anything is started. Raises InputWrong."""
    kind = socket.AF_INET6 if ":" in host else socket.AF_INET
    # the protocol is named, for asyncio sends small packets at once only where it is (TCP_NODELAY)
    listening = socket.socket(kind, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(128)  # whoever comes before the server is ready waits for it
    except OSError as error:
        listening.close()
        msg = f"cannot listen on {host} port {port} ({error.strerror or error}): choose another --port"
        raise InputWrong(msg) from error
    listening.set_inheritable(True)
    return listening


def _set_up(store: str | None, home: Path | None) -> None:
    """Hand what was asked for on to the settings, here and in the worker's process."""
    os.environ["RECOUP_STORE"] = store or DEFAULT_STORE
    if home is not None:
        os.environ["RECOUP_HOME"] = str(home)


def _add_host(host: str) -> None:
    named = [each for each in (os.environ.get("RECOUP_HOSTS", ""), host) if each]
    os.environ["RECOUP_HOSTS"] = ",".join(named)


def _run(listening: socket.socket) -> None:
    import uvicorn

    from app.web.application import create_app

    config = uvicorn.Config(
        create_app(),
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=True,
        timeout_graceful_shutdown=10,
        forwarded_allow_ips=os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1,::1"),
    )
    host, port = listening.getsockname()[:2]
    shown = "localhost" if host in {"127.0.0.1", "::1", "0.0.0.0", "::"} else host  # noqa: S104 - compared only
    say_aside(f"recoup is at http://{shown}:{port} (Ctrl-C stops it)")
    uvicorn.Server(config).run(sockets=[listening])
