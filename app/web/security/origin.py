"""Where a request comes from: names of this server, and pages of this server."""

from __future__ import annotations

import socket
from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

from app.web.security.cookies import is_this_machine
from app.web.settings import WebSettings

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def is_known_host(asked: HTTPConnection, settings: WebSettings) -> bool:
    """Whether the request names this server.

    Addresses in numbers always do: a page elsewhere that turns its own name towards this machine (DNS
    rebinding) comes with that name.
    """
    name = _name(asked.headers.get("host", ""))
    if not name:
        return False
    if is_this_machine(name) or _is_number(name) or name == _own_name():
        return True
    return any(
        name == each or (each.startswith(".") and name.endswith(each))
        for each in settings.known_hosts
    )


def comes_from_elsewhere(asked: HTTPConnection) -> bool:
    """Whether a browser says that a page of another place sends this.

    Sec-Fetch-Site is the browser's own word, which no page can change, and holds behind any proxy.
    Browsers that do not say it name the page's origin.
    """
    site = asked.headers.get("sec-fetch-site")
    if site is not None:
        return site not in {"same-origin", "none"}
    origin = asked.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc.lower() != _whole(asked)


def _whole(asked: HTTPConnection) -> str:
    return asked.headers.get("host", "").lower()


def _name(host: str) -> str:
    try:
        return (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return ""


def _is_number(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=1)
def _own_name() -> str:
    return socket.gethostname().lower()
