"""What OCR said of a picture, kept so that the same picture is not read twice.

A file a picture, named by the SHA-256 of its pixels, of how it was read, and of everything that
could read it differently: our release, the program's version, its language data. Nothing is looked up
by a file's name or date, so a file here can never answer for another picture or another version; one
that was cut off or changed is read again. The folder may be deleted at any time.

It is `RECOUP_CACHE`, else the place where the system keeps such things. What stands there is text of
contracts, so only its owner may read it. `RECOUP_CACHE=off` keeps nothing.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
import tempfile
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_FORMAT = "1"
_DIGEST = 64
"""Length of the hash that stands before what is kept."""


def folder() -> Path | None:
    """Where results are kept; None where nothing is to be kept."""
    named = os.environ.get("RECOUP_CACHE", "").strip()
    if named.lower() == "off":
        return None
    try:
        return (Path(named).expanduser() if named else _of_the_system()) / "ocr"
    except RuntimeError:  # a user without a home
        return None


def _of_the_system() -> Path:
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "recoup"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "recoup"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "recoup"


def key(picture: bytes, settings: Iterable[str]) -> str:
    """The name of a result: the picture, and everything that it depends on besides."""
    digest = hashlib.sha256()
    for part in (_FORMAT, _release(), *settings):
        digest.update(part.encode() + b"\x00")
    digest.update(picture)
    return digest.hexdigest()


def _release() -> str:
    try:
        return version("recoup")
    except PackageNotFoundError:
        return "0"


def kept(name: str) -> bytes | None:
    """What was kept under this name; None where there is nothing, or where it is damaged."""
    place = folder()
    if place is None:
        return None
    try:
        whole = (place / name[:2] / name).read_bytes()
    except OSError:
        return None
    digest, body = whole[:_DIGEST], whole[_DIGEST:]
    return body if digest == _seal(name, body) else None


def keep(name: str, body: bytes) -> None:
    """Keep a result, whole or not at all. A folder that cannot be written to is no error."""
    place = folder()
    if place is None:
        return
    with contextlib.suppress(OSError):
        beside = place / name[:2]
        beside.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, unfinished = tempfile.mkstemp(dir=beside)  # readable by its owner alone
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(_seal(name, body) + body)
            Path(unfinished).replace(beside / name)
        except BaseException:
            Path(unfinished).unlink(missing_ok=True)
            raise


def _seal(name: str, body: bytes) -> bytes:
    return hashlib.sha256(name.encode() + body).hexdigest().encode("ascii")
