"""A page as it is seen: grey pixels."""

from __future__ import annotations

from dataclasses import dataclass

from terms.citation import Box


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as grey pixels: `rows[y * stride + x]`, 0 black to 255 white, top row first."""

    width: int
    height: int
    stride: int
    scale: float
    """Pixels a point."""
    origin: tuple[float, float]
    """The point of the page that is the picture's lower left corner."""
    turned: int
    """Degrees by which the page is turned clockwise when it is shown."""
    rows: bytes

    def contrast(self, box: Box) -> int:
        """The difference between the lightest and the darkest pixel in a box of PDF points.

        0 where the box lies outside of the page.
        """
        x0, y0, x1, y1 = self.pixels(box)
        x0, x1 = max(x0 - 1, 0), min(x1 + 1, self.width)
        y0, y1 = max(y0 - 1, 0), min(y1 + 1, self.height)
        if x0 >= x1 or y0 >= y1:
            return 0
        lines = [self.rows[y * self.stride + x0 : y * self.stride + x1] for y in range(y0, y1)]
        return max(map(max, lines)) - min(map(min, lines))

    def pixels(self, box: Box) -> tuple[int, int, int, int]:
        """Left, top, right, bottom in pixels."""
        points = [self._point(box[0], box[1]), self._point(box[2], box[3])]
        xs, ys = sorted(x for x, _ in points), sorted(y for _, y in points)
        return int(xs[0]), int(ys[0]), int(xs[1]) + 1, int(ys[1]) + 1

    def _point(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page in pixels from the top left corner of the picture."""
        x, y = (x - self.origin[0]) * self.scale, (y - self.origin[1]) * self.scale
        if self.turned == 90:
            return y, x
        if self.turned == 180:
            return self.width - x, y
        if self.turned == 270:
            return self.width - y, self.height - x
        return x, self.height - y

    def points(self, left: float, top: float, right: float, bottom: float) -> Box:
        """A box of pixels (from the top left corner) as a box of PDF points: `contrast`'s inverse."""
        corners = [self._place(left, top), self._place(right, bottom)]
        xs, ys = sorted(x for x, _ in corners), sorted(y for _, y in corners)
        return xs[0], ys[0], xs[1], ys[1]

    def _place(self, x: float, y: float) -> tuple[float, float]:
        if self.turned == 90:
            x, y = y, x
        elif self.turned == 180:
            x = self.width - x
        elif self.turned == 270:
            x, y = self.height - y, self.width - x
        else:
            y = self.height - y
        return x / self.scale + self.origin[0], y / self.scale + self.origin[1]


@dataclass(frozen=True, slots=True)
class Frame:
    """A page's size as it is shown, its corner and its turn: enough to place boxes on its picture."""

    width: float
    """In points."""
    height: float
    origin: tuple[float, float]
    turned: int

    def blank(self) -> Picture:
        """The page without its pixels, a pixel a point, for `Picture.pixels`."""
        return Picture(
            max(round(self.width), 1),
            max(round(self.height), 1),
            0,
            1.0,
            self.origin,
            self.turned,
            b"",
        )
