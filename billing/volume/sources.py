"""Which files hold the rows of one kind, and whether they ask for an engine.

`billing/usage.csv`, `.parquet` and `.jsonl`, and any number of such files in `billing/usage/`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from billing.errors import BookUnreadable

FORMS = (".csv", ".parquet", ".jsonl")
PLAIN_LIMIT = 16 * 2**20
"""Bytes of CSV that are quicker read row by row than an engine is started: about 200,000 rows."""
LIMIT_NAME = "RECOUP_VOLUME_BYTES"
ENGINE_NAME = "RECOUP_ENGINE"


def files_of(book: Path, stem: str) -> tuple[str, ...]:
    """The files of one kind (`stem` is 'billing/usage'), relative to the book, in name order."""
    found = [f"{stem}{form}" for form in FORMS if (book / f"{stem}{form}").is_file()]
    folder = book / stem
    if folder.is_dir():
        found += [
            f"{stem}/{path.name}"
            for path in sorted(folder.iterdir())
            if path.suffix.lower() in FORMS and path.is_file() and not path.name.startswith(".")
        ]
    return tuple(found)


def engine_url(given: str | None = None) -> str | None:
    """The engine that was asked for, by name or by RECOUP_ENGINE; None is the embedded one."""
    return given or os.environ.get(ENGINE_NAME, "").strip() or None


def is_volume(book: Path, files: Iterable[str], engine: str | None) -> bool:
    """Whether the files ask for an engine: by their form, their number or size, or its being named."""
    names = tuple(files)
    if any(not name.endswith(".csv") or name.count("/") > 1 for name in names):
        return True
    size = sum((book / name).stat().st_size for name in names)
    return bool(names) and (engine is not None or size > _limit())


def _limit() -> int:
    given = os.environ.get(LIMIT_NAME, "").strip()
    if not given:
        return PLAIN_LIMIT
    if not given.isdecimal():
        raise BookUnreadable(f"{LIMIT_NAME} is '{given[:40]}', and a number of bytes is asked for.")
    return int(given)
