"""The picture of a page made ready for OCR: upright, level, and its drawn lines found.

Scans lie a little askew. The angle at which the rows of the picture differ most from one another is
the one at which its lines of print are level. What is found in the straightened picture leads back
to the page by `Upright.on_page`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

from PIL import Image

from extractors.layout import Rule
from extractors.picture import Picture
from terms.citation import Box

_MOST_SKEW = 4.0
"""Degrees: a page that lies more askew was not fed, it was photographed."""
_LEAST_SKEW = 0.08
_DARK = 170
"""Grey level below which a pixel is ink."""
_STEP = 32
"""Pixels by which drawn lines are looked for: higher than letters of a text are."""
_SOLID = 0.94
"""Share of a line's pixels that are ink."""
_THICK = 9
"""Pixels above which a dark stretch is a bar, not a line."""


@dataclass(frozen=True)
class Upright:
    """A picture of a page, turned upright and level."""

    image: Image.Image
    picture: Picture
    """As the page was drawn."""
    turn: int = 0
    """Degrees by which it was turned clockwise."""
    skew: float = 0.0
    """Degrees by which it was then turned anticlockwise to be level."""

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points, as it stands now."""
        return self.image.width / self.picture.scale, self.image.height / self.picture.scale

    def on_page(self, left: float, top: float, right: float, bottom: float) -> Box:
        """A box of this picture's pixels as a box of PDF points."""
        corners = [(left, top), (right, top), (left, bottom), (right, bottom)]
        points = [self._drawn(x, y) for x, y in corners]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        return self.picture.points(min(xs), min(ys), max(xs), max(ys))

    def _drawn(self, x: float, y: float) -> tuple[float, float]:
        """A pixel of this picture in the one that was drawn."""
        width, height = self.image.size
        if self.skew:
            across, down = x - width / 2, y - height / 2
            angle = -math.radians(self.skew)
            x = across * math.cos(angle) + down * math.sin(angle) + width / 2
            y = -across * math.sin(angle) + down * math.cos(angle) + height / 2
        if self.turn == 90:
            return y, width - x
        if self.turn == 180:
            return width - x, height - y
        if self.turn == 270:
            return height - y, x
        return x, y


def image_of(picture: Picture) -> Image.Image:
    """The picture as pillow knows it."""
    size = (picture.width, picture.height)
    return Image.frombytes("L", size, picture.rows, "raw", "L", picture.stride)


def upright(picture: Picture, turn: int = 0) -> Upright:
    """The picture turned clockwise by `turn` (0, 90, 180, 270), and made level."""
    image = image_of(picture)
    turns = {
        90: Image.Transpose.ROTATE_270,
        180: Image.Transpose.ROTATE_180,
        270: Image.Transpose.ROTATE_90,
    }
    if turn:
        image = image.transpose(turns[turn])
    skew = skew_of(image)
    if abs(skew) < _LEAST_SKEW:
        return Upright(image, picture, turn)
    level = image.rotate(skew, Image.Resampling.BICUBIC, fillcolor=255)
    return Upright(level, picture, turn, skew)


# -- askew ----------------------------------------------------------------------------------------


def skew_of(image: Image.Image) -> float:
    """Degrees by which the picture must be turned anticlockwise so that its lines are level."""
    coarse = _ink(image, 4)
    around = max(_steps(-_MOST_SKEW, _MOST_SKEW, 0.4), key=lambda angle: _levelness(coarse, angle))
    fine = _ink(image, 2)
    return max(_steps(around - 0.4, around + 0.4, 0.05), key=lambda angle: _levelness(fine, angle))


def _steps(first: float, last: float, step: float) -> list[float]:
    """Angles from first to last, those near 0 first, so that a blank page stays as it is."""
    count = round((last - first) / step)
    return sorted((round(first + step * index, 2) for index in range(count + 1)), key=abs)


def _ink(image: Image.Image, by: int) -> Image.Image:
    """The picture made smaller, ink white on black: what a turn leaves empty is no ink."""
    small = image.reduce(by)
    return small.point([255 - level if level < 200 else 0 for level in range(256)])


def _levelness(ink: Image.Image, angle: float) -> int:
    turned = ink.rotate(angle, Image.Resampling.BILINEAR)
    rows = turned.resize((1, turned.height), Image.Resampling.BOX, reducing_gap=None)
    return sum((below - above) ** 2 for above, below in pairwise(rows.tobytes()))


# -- drawn lines ----------------------------------------------------------------------------------


def drawn_rules(page: Upright) -> list[Rule]:
    """Thin lines of a level picture in points from its lower left corner, as `layout.Sheet` has them."""
    ink = page.image.point([255 if level < _DARK else 0 for level in range(256)])
    scale, (_, height) = page.picture.scale, page.size
    across = _lines(ink, 3 * _STEP)
    down = _lines(ink.transpose(Image.Transpose.TRANSPOSE), round(1.6 * _STEP))
    return [
        Rule(x0 / scale, height - y1 / scale, x1 / scale, height - y0 / scale)
        for x0, y0, x1, y1 in [*across, *((y0, x0, y1, x1) for x0, y0, x1, y1 in down)]
    ]


def _lines(ink: Image.Image, least: int) -> list[tuple[int, int, int, int]]:
    """Level lines of at least so many pixels: left, top, right, bottom."""
    width, height = ink.size
    columns = width // _STEP
    if not columns:
        return []
    cut = ink.crop((0, 0, columns * _STEP, height))
    cells = cut.resize((columns, height), Image.Resampling.BOX, reducing_gap=None).tobytes()
    pixels = ink.tobytes()
    found: list[tuple[int, int, int, int]] = []
    for y in range(height):
        row = cells[y * columns : (y + 1) * columns]
        if max(row) < 216:
            continue
        line = pixels[y * width : (y + 1) * width]
        for first, last in _dark_runs(row):
            x0, x1 = _extended(line, first * _STEP, (last + 1) * _STEP)
            if x1 - x0 >= least and line.count(255, x0, x1) >= _SOLID * (x1 - x0):
                _add(found, x0, y, x1)
    return [line for line in found if line[3] - line[1] <= _THICK]


def _dark_runs(row: bytes) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for index, value in enumerate(row):
        if value < 216:
            continue
        if runs and runs[-1][1] >= index - 1:
            runs[-1] = (runs[-1][0], index)
        else:
            runs.append((index, index))
    return runs


def _extended(line: bytes, first: int, last: int) -> tuple[int, int]:
    """The run's ends to the pixel; gaps of two pixels are noise."""
    while first > 0 and any(line[max(first - 3, 0) : first]):
        first -= 1
    while last < len(line) and any(line[last : last + 3]):
        last += 1
    return first, last


def _add(found: list[tuple[int, int, int, int]], x0: int, y: int, x1: int) -> None:
    """Join a run to the line whose last row is just above it, or begin a line."""
    for index in range(len(found) - 1, max(len(found) - 40, -1), -1):
        left, top, right, bottom = found[index]
        if y - bottom <= 2 and x0 < right + _STEP and x1 > left - _STEP:
            found[index] = (min(left, x0), top, max(right, x1), y + 1)
            return
    found.append((x0, y, x1, y + 1))
