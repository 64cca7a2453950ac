"""Where to go after signing in: only to pages of this server."""

from __future__ import annotations

from urllib.parse import urlsplit


def inside(address: str, otherwise: str = "/") -> str:
    """The address if it is a path of ours; browsers read '//there' and '/' with a backslash as another server."""
    plain = all(letter.isprintable() for letter in address)
    if not plain or not address.startswith("/") or address.startswith("//") or "\\" in address:
        return otherwise
    parts = urlsplit(address)
    return otherwise if parts.scheme or parts.netloc else address
