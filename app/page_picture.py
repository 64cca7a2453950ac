"""A drawn page as a picture inside an HTML file, and where a rectangle of the page lies on it."""

from __future__ import annotations

import base64
import struct
import zlib
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from extractors.picture import Picture
    from terms.citation import Box

_HIGH = bytes(grey & 0xF0 for grey in range(256))
_LOW = bytes(grey >> 4 for grey in range(256))


class Placed(NamedTuple):
    """A rectangle on a picture, in percent of its width and height, from the top left corner."""

    left: float
    top: float
    width: float
    height: float


def png(picture: Picture) -> bytes:
    """The page as a PNG of 16 greys: text stays as sharp, and the file is a third of the size."""
    width = picture.width + picture.width % 2
    lines = (
        picture.rows[at * picture.stride : at * picture.stride + picture.width].ljust(
            width, b"\xff"
        )
        for at in range(picture.height)
    )
    pixels = b"".join(lines)
    high = int.from_bytes(pixels[0::2].translate(_HIGH))
    low = int.from_bytes(pixels[1::2].translate(_LOW))
    packed = (high | low).to_bytes(len(pixels) // 2)
    bytes_a_line = width // 2
    unfiltered = b"".join(
        b"\0" + packed[at : at + bytes_a_line] for at in range(0, len(packed), bytes_a_line)
    )
    head = struct.pack(">IIBBBBB", picture.width, picture.height, 4, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + _chunk(b"IDAT", zlib.compress(unfiltered, 9))
        + _chunk(b"IEND", b"")
    )


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def data_uri(picture: Picture) -> str:
    """The page as a value of `src`."""
    return f"data:image/png;base64,{base64.b64encode(png(picture)).decode()}"


def placed(picture: Picture, box: Box) -> Placed | None:
    """Where a box of PDF points lies on the picture; None where it lies outside."""
    corners = [_share(picture, box[0], box[1]), _share(picture, box[2], box[3])]
    left, right = sorted(_within(x) for x, _ in corners)
    top, bottom = sorted(_within(y) for _, y in corners)
    if right <= left or bottom <= top:
        return None
    return Placed(*(round(100 * each, 3) for each in (left, top, right - left, bottom - top)))


def _within(share: float) -> float:
    return min(max(share, 0), 1)


def _share(picture: Picture, x: float, y: float) -> tuple[float, float]:
    """A point of the page as shares of the picture's width and height, from the top left."""
    across = (x - picture.origin[0]) * picture.scale
    up = (y - picture.origin[1]) * picture.scale
    wide, high = picture.width, picture.height
    match picture.turned:
        case 90:
            return up / wide, across / high
        case 180:
            return (wide - across) / wide, up / high
        case 270:
            return (wide - up) / wide, (high - across) / high
        case _:
            return across / wide, (high - up) / high
