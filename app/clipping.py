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
    around = round(_AROUND * picture.scale)
    top = max(min(mark[1] for mark in marks) - around, 0)
    wanted = min(max(mark[3] for mark in marks) + around, picture.height)
    bottom = min(wanted, top + round(_TALLEST * picture.scale))
    rows = [
        picture.rows[y * picture.stride : y * picture.stride + picture.width].translate(_LEVELS)
        for y in range(top, bottom)
    ]
    left, right = _inked(rows, marks, round(_BESIDE * picture.scale), picture.width)
    lines = [
        _with_marks(row, [mark for mark in marks if mark[1] <= y < mark[3]])[left:right]
        for y, row in enumerate(rows, start=top)
    ]
    return Clipping(_png(lines), right - left, bottom - top, wanted == bottom)


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
