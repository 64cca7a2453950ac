"""The name of a worker, by which a later one on the same machine can tell that it is dead."""

from __future__ import annotations

import os
import socket
from pathlib import Path


def own_name() -> str:
    """'host/4711/123456': machine, process, and when the process began (ids are used again)."""
    pid = os.getpid()
    return f"{socket.gethostname()}/{pid}/{_began(pid)}"


def is_dead(worker: str) -> bool:
    """Whether a worker is known to be dead. One of another machine is not: its lease tells."""
    host, _, rest = worker.rpartition("/")[0].rpartition("/")
    pid, began = rest, worker.rpartition("/")[2]
    if host != socket.gethostname() or not pid.isdigit():
        return False
    return _began(int(pid)) != began


def _began(pid: int) -> str:
    """When a process began, in ticks since the machine did; '' where there is none of that id."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return "" if Path("/proc/self/stat").exists() else _without_proc(pid)
    except (OSError, ValueError):
        return ""
    fields = text.rpartition(")")[2].split()  # the name before it may hold blanks
    state, began = fields[0], fields[19]
    return "" if state in {"Z", "X"} else began


def _without_proc(pid: int) -> str:
    """The same where the system has no /proc: only whether it lives."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return ""
    except OSError:
        return "alive"
    return "alive"
