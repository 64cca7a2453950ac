"""Whether an address may be told of decisions: not one inside the seller's own network by accident.

An address that leads to this machine or a private network would let whoever sets it reach servers
that only this machine reaches. `RECOUP_WEBHOOK_HOSTS` names those that are meant all the same.
"""

from __future__ import annotations

import ipaddress
import os
import socket
from urllib.parse import urlsplit

MEANT = "RECOUP_WEBHOOK_HOSTS"
WHOLE = "Webhooks tell of every account, and you see some of them."
"""Why somebody who does not see all accounts sets none."""


def address_fault(url: str, *, look_up: bool = False) -> str:
    """What is wrong with a webhook's address, as a sentence; '' where nothing is.

    `look_up` resolves the host's name, as is done before each call: names may change.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return f"{url} is not an address: write one such as https://example.com/hook"
    if not host or parts.username or parts.password:
        return f"{url} is not an address: write one such as https://example.com/hook"
    if host in _meant():
        return "" if parts.scheme in {"http", "https"} else _scheme(url)
    if parts.scheme != "https":
        return _scheme(url)
    inside = f"{host} lies in a private network: name it in {MEANT} if that is meant"
    for found in _addresses(host, port or 443, look_up=look_up):
        if not ipaddress.ip_address(found).is_global:
            return inside
    return inside if host == "localhost" or host.endswith((".local", ".internal")) else ""


def _scheme(url: str) -> str:
    return f"{url} is not told over https, and what is sent names customers and amounts"


def _meant() -> set[str]:
    return {host.strip() for host in os.environ.get(MEANT, "").split(",") if host.strip()}


def _addresses(host: str, port: int, *, look_up: bool) -> list[str]:
    try:
        return [str(ipaddress.ip_address(host))]
    except ValueError:
        pass
    if not look_up:
        return []
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError:
        return []
    return [str(each[4][0]).partition("%")[0] for each in found]
