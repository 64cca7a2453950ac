"""A quote cut out of its drawn page, the quoted words marked, as a PNG.

Written without a library for pictures, as `page_picture` is: sixteen greys, and the same sixteen
under a yellow marker.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.page_picture import chunk, head

if TYPE_CHECKING:
    from extractors.picture import Picture
    from terms.citation import Box

DPI = 150
_AROUND = 15
"""Points of the page above and below the quote: the line before and the line after."""
_FARTHEST = 32
"""Points within which a gap between two lines is looked for."""
_ROOM = 3
_BESIDE = 8
_TALLEST = 300
"""Points: of a longer quote the beginning is shown."""
_LEVELS = bytes(grey >> 4 for grey in range(256))
_MARKED = bytes(min(level + 16, 31) if level < 16 else level for level in range(256))
_WHITE = b"\x0f"
_MARKER = (255, 224, 102)


@dataclass(frozen=True, slots=True)
class Clipping:
    """A part of a page as PNG."""

    png: bytes
    width: int
    height: int
    whole: bool = True
    """Whether all of the quote is in it."""

    @property
    def uri(self) -> str:
        """The picture as a value of `src`."""
        return f"data:image/png;base64,{base64.b64encode(self.png).decode()}"

    @property
    def points(self) -> float:
        """Its width on the page, in points."""
        return self.width * 72 / DPI


def clip(picture: Picture, boxes: Sequence[Box]) -> Clipping | None:
    """The lines of the page around the boxes; None where they lie outside of it."""
    marks = [mark for box in boxes if (mark := _inside(picture, box))]
    if not marks:
        return None
    highest, lowest = min(mark[1] for mark in marks), max(mark[3] for mark in marks)
    top = _between_lines(picture, highest, -1)
    wanted = _between_lines(picture, lowest, 1)
    bottom = min(wanted, top + round(_TALLEST * picture.scale))
    rows = [_row(picture, y) for y in range(top, bottom)]
    left, right = _inked(rows, marks, round(_BESIDE * picture.scale), picture.width)
    lines = [
        _with_marks(row, [mark for mark in marks if mark[1] <= y < mark[3]])[left:right]
        for y, row in enumerate(rows, start=top)
    ]
    return Clipping(_png(lines), right - left, bottom - top, wanted == bottom)


def _row(picture: Picture, y: int) -> bytes:
    start = y * picture.stride
    return picture.rows[start : start + picture.width].translate(_LEVELS)


def _between_lines(picture: Picture, edge: int, step: int) -> int:
    """Where to cut above (-1) or below (1) the quote: between two lines of print, never through one."""
    near, far = round(_AROUND * picture.scale), round(_FARTHEST * picture.scale)

    def blank(distance: int) -> bool:
        y = edge + step * distance
        return not 0 <= y < picture.height or not _row(picture, y).strip(_WHITE)

    outward = (distance for distance in range(near, far) if blank(distance))
    inward = (distance for distance in range(near - 1, 0, -1) if blank(distance))
    at = next(outward, None) or next(inward, near)
    room = at + round(_ROOM * picture.scale)
    while at < room and blank(at + 1):
        at += 1
    return min(max(edge + step * at, 0), picture.height)


def _inside(picture: Picture, box: Box) -> tuple[int, int, int, int] | None:
    x0, y0, x1, y1 = picture.pixels(box)
    x0, x1 = max(x0 - 2, 0), min(x1 + 2, picture.width)
    y0, y1 = max(y0 - 1, 0), min(y1 + 1, picture.height)
    return (x0, y0, x1, y1) if x0 < x1 and y0 < y1 else None


def _inked(
    rows: Sequence[bytes], marks: Sequence[tuple[int, int, int, int]], beside: int, width: int
) -> tuple[int, int]:
    """From where to where there is print, with a little room: margins show nothing."""
    lefts = [width - len(row.lstrip(_WHITE)) for row in rows]
    rights = [len(row.rstrip(_WHITE)) for row in rows]
    left = min(*lefts, *(mark[0] for mark in marks))
    right = max(*rights, *(mark[2] for mark in marks))
    return max(left - beside, 0), min(right + beside, width)


def _with_marks(row: bytes, marks: Sequence[tuple[int, int, int, int]]) -> bytes:
    for x0, _, x1, _ in marks:
        row = row[:x0] + row[x0:x1].translate(_MARKED) + row[x1:]
    return row


def _png(lines: Sequence[bytes]) -> bytes:
    greys = [(level * 17,) * 3 for level in range(16)]
    marked = [tuple(grey * part // 255 for part in _MARKER) for grey, _, _ in greys]
    palette = b"".join(bytes(colour) for colour in (*greys, *marked))
    return (
        b"\x89PNG\r\n\x1a\n"
        + head(len(lines[0]), len(lines), depth=8, colours=3)
        + chunk(b"PLTE", palette)
        + chunk(b"IDAT", zlib.compress(b"".join(b"\0" + line for line in lines), 9))
        + chunk(b"IEND", b"")
    )
