"""Words that go through a browser and must come back as they were: signed with the home's own key."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import secrets
from functools import lru_cache
from pathlib import Path
from typing import Any


@lru_cache(maxsize=8)
def key_of(root: Path) -> bytes:
    """The key in the home's file `key`, made at first and readable by its owner only."""
    file = root / "key"
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return bytes.fromhex(file.read_text("ascii").strip())
    with os.fdopen(descriptor, "w", encoding="ascii") as made:
        made.write(secrets.token_hex(32))
    return bytes.fromhex(file.read_text("ascii").strip())


def sign(key: bytes, what: str, value: Any) -> str:
    """A JSON value with its signature; `what` keeps one use's words from serving another."""
    body = base64.urlsafe_b64encode(json.dumps(value, separators=(",", ":")).encode()).decode()
    return f"{body}.{_signature(key, what, body)}"


def unsign(key: bytes, what: str, signed: str) -> Any:
    """The value, or None where the signature is not ours."""
    body, dot, signature = signed.partition(".")
    if not dot or not hmac.compare_digest(signature.encode(), _signature(key, what, body).encode()):
        return None
    return json.loads(base64.urlsafe_b64decode(body))


def _signature(key: bytes, what: str, body: str) -> str:
    return hmac.new(key, f"{what}\0{body}".encode(), hashlib.sha256).hexdigest()
