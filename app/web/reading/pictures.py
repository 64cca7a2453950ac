"""Pictures of pages: drawn once in the limited process, then a file. Also where boxes lie on them."""

from __future__ import annotations

import json
import os
import threading
from dataclasses import asdict
from pathlib import Path
from typing import Any

from app.page_picture import png
from app.page_views import DPI
from app.web.home import Home
from extractors.confined import Limits, start
from extractors.errors import ContractUnreadable
from extractors.opening import draw_page, frames_of
from extractors.picture import Frame
from store.web_tables import UploadRow

MOST_FRAMES = 2_000
DRAWING = Limits(seconds=20)
_AT_ONCE = threading.BoundedSemaphore(2)
"""Pages drawn at the same time: each takes a processor for a while."""
_WARM = threading.Event()


class PageUndrawn(Exception):
    """The page cannot be drawn; the words say why."""


def be_ready() -> None:
    """Let the limited process load its libraries while a page is being looked at; at once back."""
    if not _WARM.is_set():
        _WARM.set()
        threading.Thread(target=start, daemon=True).start()


def picture_of(home: Home, upload: UploadRow, page: int) -> Path:
    """The PNG of a page (from 1). Raises PageUndrawn."""
    kept = _folder(home, upload) / f"{page}-{DPI}.png"
    if kept.is_file():
        return kept
    with _AT_ONCE:
        if kept.is_file():
            return kept
        try:
            picture = draw_page(home.files / upload.id, page, DPI, upload.name, DRAWING)
        except ContractUnreadable as error:
            raise PageUndrawn(str(error)) from None
        if picture is None:
            raise PageUndrawn(f"{upload.name} has no page {page}.")
    _write(kept, png(picture))
    return kept


def tag_of(upload: UploadRow, page: int) -> str:
    """The picture's ETag: the same content gives the same picture."""
    return f'"{upload.sha256[:20]}-{page}-{DPI}"'


def look_at(
    home: Home, upload: UploadRow, limits: Limits | None = None
) -> tuple[int, list[Frame | None]]:
    """How many pages an upload has, and their frames; kept for the next time.

    Raises ContractUnreadable.
    """
    kept = _folder(home, upload) / "frames.json"
    try:
        found = json.loads(kept.read_text(encoding="utf-8"))
        return found["count"], [_frame(each) for each in found["frames"]]
    except (OSError, ValueError, KeyError, TypeError):
        pass  # not looked at yet, or half written by a process that was killed
    count, frames = frames_of(home.files / upload.id, upload.name, MOST_FRAMES, limits)
    told = {"count": count, "frames": [each and asdict(each) for each in frames]}
    _write(kept, json.dumps(told).encode())
    return count, frames


def frames(home: Home, upload: UploadRow) -> list[Frame | None]:
    """The frames of an upload's pages; none where it cannot be opened."""
    try:
        return look_at(home, upload)[1]
    except ContractUnreadable:
        return []


def _frame(kept: dict[str, Any] | None) -> Frame | None:
    if kept is None:
        return None
    return Frame(kept["width"], kept["height"], tuple(kept["origin"]), kept["turned"])


def _folder(home: Home, upload: UploadRow) -> Path:
    return home.pictures / upload.sha256[:2] / upload.sha256


def _write(path: Path, content: bytes) -> None:
    """The whole file or none: a reader never sees a half."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}")
    part.write_bytes(content)
    part.replace(path)
