"""`recoup serve` keeps a worker beside the server: started anew where it dies, ended with the server."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

from app.commands import serve
from app.commands.serve import Worker


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def wait_for(what, seconds=20):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if what():
            return True
        time.sleep(0.02)
    return False


@pytest.fixture
def sleeping(monkeypatch):
    """Workers that only sleep; `started` has their process ids."""
    started = []

    def start():
        process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
        started.append(process.pid)
        return process

    monkeypatch.setattr(Worker, "_start", staticmethod(start))
    monkeypatch.setattr(serve, "AGAIN_SECONDS", 0.01)
    return started


def test_a_worker_that_dies_is_started_again(sleeping, capsys):
    worker = Worker()
    os.kill(sleeping[0], 9)
    assert wait_for(lambda: len(sleeping) == 2)
    worker.stop()
    assert not any(alive(pid) for pid in sleeping)
    assert "started again" in capsys.readouterr().err


def test_a_worker_that_was_stopped_is_not_started_again(sleeping):
    worker = Worker()
    worker.stop()
    worker._thread.join(10)
    assert not worker._thread.is_alive(), "nobody is left who would start it"
    assert len(sleeping) == 1
    assert not alive(sleeping[0])


def test_the_name_it_listens_on_is_one_it_answers_to(monkeypatch):
    from app.web.settings import WebSettings

    monkeypatch.setenv("RECOUP_HOSTS", "money.example.com")
    serve._add_host("recoup.example.com")
    assert WebSettings().known_hosts == ["money.example.com", "recoup.example.com"]
    monkeypatch.delenv("RECOUP_HOSTS")


def test_small_answers_leave_at_once():
    """asyncio sends small packets without waiting only on sockets whose protocol is named."""
    import socket

    with serve._listen("127.0.0.1", 0) as listening:
        assert listening.proto == socket.IPPROTO_TCP


def test_help_is_quick_for_nothing_heavy_is_imported():
    heavy = "{'fastapi', 'uvicorn', 'sqlmodel', 'authlib', 'argon2', 'jinja2'}"
    code = f"import sys, app.cli; found = {heavy} & set(sys.modules); sys.exit(str(found) if found else 0)"
    done = subprocess.run(
        [sys.executable, "-c", code], check=False, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
