"""Lines of words on a page, from pdfium's characters and the geometry of its words.

All distances are PDF points; y grows upwards. A page whose text stands on its side or on its head is
turned back here, so that lines always run from left to right and follow one another downwards.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import Any

from extractors.document import Page
from extractors.parsing_rules import HYPHENS, LINE, WORD


@dataclass(slots=True, eq=False)
class Word:
    """A word: its offsets in the page's text, and where it stands."""

    start: int
    end: int
    x0: float
    x1: float
    y: float
    """The baseline."""


@dataclass(slots=True, eq=False)
class Line:
    """Words that are read together; usually one line of print."""

    page: int
    words: list[Word]
    size: float = 0
    """Nominal font size of its words: comparable within a document only."""
    bold: bool = False
    """Whether it begins in bold."""
    bold_end: bool = False
    """Whether it ends in bold."""

    @property
    def x0(self) -> float:
        """Left end."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """Right end."""
        return self.words[-1].x1

    @property
    def y(self) -> float:
        """The baseline."""
        return self.words[0].y

    @property
    def start(self) -> int:
        """Offset of the first character in the page's text."""
        return self.words[0].start

    @property
    def end(self) -> int:
        """Offset after the last character."""
        return self.words[-1].end

    def part(self, words: list[Word]) -> Line:
        """Some of its words as a line of the same style."""
        return Line(self.page, words, self.size, self.bold, self.bold_end)


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin line that is drawn."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def level(self) -> bool:
        """Whether it runs from left to right."""
        return self.x1 - self.x0 > self.y1 - self.y0


@dataclass(slots=True, eq=False)
class Grid:
    """A table as it stands on the page: rows of cells, each a list of words in reading order."""

    page: int
    rows: list[list[list[Word]]]
    ruled: bool
    bold_rows: list[bool] = field(default_factory=list)
    edges: list[float] = field(default_factory=list)
    """Left edges of the columns."""
    parts: list[int] = field(default_factory=list)
    """For each row its page, where rows of several pages were put together."""


@dataclass(slots=True)
class Sheet:
    """A page with its lines and tables in reading order, and its rules."""

    page: Page
    items: list[Line | Grid] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    resumes: set[int] = field(default_factory=set)
    """Ids of lines before which a running head or a page number was taken out."""
    char: float = 5.0
    """Typical width of a character: the measure for gaps."""
    pitch: float = 12.0
    """Typical distance from one line to the next."""
    mono: bool = False
    """Whether all characters are as wide as each other: text that came from a typewriter's layout."""

    @property
    def lines(self) -> list[Line]:
        """The lines that are no table."""
        return [item for item in self.items if isinstance(item, Line)]

    def words(self, line: Line) -> str:
        """A line's characters."""
        return self.page.text[line.start : line.end]


_DASHES = re.compile(r"[\s\-_=.*~—–]{4,}")


def is_decoration(text: str) -> bool:
    """Whether a line is drawn with characters: '-----', '____'."""
    return _DASHES.fullmatch(text) is not None


def _floats(blob: bytes, kind: str = "f") -> Sequence[float]:
    values = array(kind)
    values.frombytes(blob)
    return values


def _turn(x: float, y: float, turned: int, width: float, height: float) -> tuple[float, float]:
    """A point of a page after a turn clockwise; width and height are those after it."""
    if turned == 90:
        return y, height - x
    if turned == 180:
        return width - x, height - y
    if turned == 270:
        return width - y, x
    return x, y


def _is_bold(name: str) -> bool:
    return any(mark in name for mark in ("Bold", "bold", "Black", "Heavy", "-Semi"))


def _word(
    word: re.Match[str], place: tuple[float, float, float], turned: int, frame: _Frame
) -> Word:
    """A word where it stands when its text is upright; `place` is what `parsing` says of it."""
    first, last, base = place
    if not turned:
        x0, x1 = first - frame.left, last - frame.left
        return Word(*word.span(), x0, max(x0, x1), base - frame.bottom)
    if turned in {90, 270}:
        one, other = (base, first), (base, last)
    else:
        one, other = (first, base), (last, base)
    x0, y = _turn(one[0] - frame.left, one[1] - frame.bottom, turned, frame.width, frame.height)
    x1, _ = _turn(other[0] - frame.left, other[1] - frame.bottom, turned, frame.width, frame.height)
    return Word(word.start(), word.end(), x0, max(x0, x1), y)


@dataclass(frozen=True, slots=True)
class _Frame:
    """A page's lower left corner, and its size when its text is upright."""

    left: float
    bottom: float
    width: float
    height: float


def sheet_of(page: Page, header: dict[str, Any], blobs: Sequence[bytes], fonts: list[str]) -> Sheet:
    """The page's lines as pdfium orders them; blobs are words, fonts and rules of `parsing`."""
    places = _floats(blobs[0], "d")
    styles, rules = _floats(blobs[1]), _floats(blobs[2])
    turned, (left, bottom) = header.get("turned", 0), header.get("origin", (0, 0))[:2]
    frame = _Frame(left, bottom, page.width, page.height)
    found = Sheet(page)
    text = page.text
    each = iter(places)
    stand = zip(each, each, each, strict=True)
    for index, match in enumerate(LINE.finditer(text)):
        words = [
            _word(word, place, turned, frame)
            for word, place in zip(WORD.finditer(text, *match.span()), stand, strict=False)
        ]
        if words:
            size, first, last = styles[index * 3 : index * 3 + 3]
            bold, bold_end = _is_bold(fonts[int(first)]), _is_bold(fonts[int(last)])
            line = Line(page.number, words, size, bold, bold_end)
            found.items.extend(_printed(line, text))
    found.rules = [_rule(rules[at : at + 4], turned, frame) for at in range(0, len(rules) - 3, 4)]
    measured(found)
    return found


def _rule(edges: Sequence[float], turned: int, frame: _Frame) -> Rule:
    """A drawn line as it is seen: its edges x0, y0, x1, y1 turned as the text is."""
    points = [
        _turn(x - frame.left, y - frame.bottom, turned, frame.width, frame.height)
        for x, y in (edges[:2], edges[2:])
    ]
    (x0, x1), (y0, y1) = (sorted(each) for each in zip(*points, strict=True))
    return Rule(x0, y0, x1, y1)


def _printed(line: Line, text: str) -> list[Line]:
    """The lines of print in one of pdfium's: it goes on to the next line after a hyphen."""
    starts = [
        index
        for index in range(1, len(line.words))
        if text[line.words[index - 1].end - 1] in HYPHENS
        and line.words[index].x0 < line.words[index - 1].x0
    ]
    if not starts:
        return [line]
    bounds = [0, *starts, len(line.words)]
    return [line.part(line.words[first:last]) for first, last in pairwise(bounds)]


def measured(found: Sheet) -> None:
    """Note the typical width of a character and the distance of the lines, from the lines."""
    lines = found.lines
    widths = [
        sum(word.x1 - word.x0 for word in line.words)
        / sum(word.end - word.start for word in line.words)
        for line in lines
        if line.end - line.start > 12
    ]
    if widths:
        found.char = max(median(widths), 1.0)
        alike = sum(abs(width - found.char) < 0.03 * found.char for width in widths)
        found.mono = alike > 0.8 * len(widths) and len(widths) > 4
    steps = sorted(
        above.y - below.y
        for above, below in pairwise(lines)
        if 1.3 * found.char < above.y - below.y < 10 * found.char
    )
    if steps:
        found.pitch = steps[len(steps) // 3]
