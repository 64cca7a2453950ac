"""Messages between the caller and the limited process: a JSON header, then raw bytes."""

from __future__ import annotations

import json
import socket
import struct
from typing import Any

_SIZES = struct.Struct("!II")
"""Length of the header and of all blobs together, in bytes."""


def send(talk: socket.socket, header: dict[str, Any], blobs: list[bytes]) -> None:
    """One message. Raises OSError when the other side is gone."""
    sizes = [len(blob) for blob in blobs]
    head = json.dumps({**header, "blobs": sizes}).encode("ascii")
    talk.sendall(_SIZES.pack(len(head), sum(sizes)) + head)
    for blob in blobs:
        talk.sendall(blob)


def _exactly(talk: socket.socket, size: int) -> bytes | None:
    parts = bytearray()
    while len(parts) < size:
        part = talk.recv(min(size - len(parts), 1 << 20))
        if not part:
            return None
        parts += part
    return bytes(parts)


def receive(talk: socket.socket) -> tuple[dict[str, Any], list[bytes]] | None:
    """One message, or None where the other side hung up."""
    try:
        sizes = _exactly(talk, _SIZES.size)
        if sizes is None:
            return None
        head_size, blob_size = _SIZES.unpack(sizes)
        head = _exactly(talk, head_size)
        body = _exactly(talk, blob_size) if blob_size else b""
    except ConnectionError:
        return None
    if head is None or body is None:
        return None
    header = json.loads(head)
    blobs: list[bytes] = []
    at = 0
    for size in header.pop("blobs"):
        blobs.append(body[at : at + size])
        at += size
    return header, blobs
