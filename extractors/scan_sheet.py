"""From the words that OCR saw to a sheet: lines on their baselines, sizes of type, drawn lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from statistics import median

from extractors.document import Page
from extractors.layout import Line, Sheet, Word, measured
from extractors.ocr import Seen
from extractors.page_image import Upright, drawn_rules
from extractors.scans import Place, Scan, mean
from extractors.second_look import with_numbers

_BELOW = frozenset("gjpqyQJ,;()[]{}|/§$ß@_&ç")
"""Letters and signs that reach below the baseline."""
_TALL = frozenset("bdfhkltiABCDEFGHIKLMNOPRSTUVWXYZ0123456789")
"""Letters and digits of full height."""
_CAPITAL = 0.71
"""Height of a capital, in sizes of type."""
_DESCENT = 0.22
"""How much of a word's height stands below the baseline where letters reach below it."""
_ALIKE = 0.14
"""Share of the usual size within which a line's size is the usual one: OCR's boxes are not exact."""
_BROKEN = re.compile(r"[^\W\d_]-")
"""The end of a word that goes on in the next line."""


def sheet_of_words(
    number: int, page: Upright, seen: Sequence[Seen], doubtful: Sequence[str] = ()
) -> Scan:
    """The page (from 1) that these words are on, its text put together from them line by line."""
    width, height = page.size
    scale = page.picture.scale
    rows = [
        sorted(words, key=lambda word: word.left)
        for _, words in groupby(seen, key=lambda word: word.line)
    ]
    sizes = _sizes(rows, scale)
    text = ""
    lines: list[Line] = []
    places: list[Place] = []
    for index, (row, size) in enumerate(zip(rows, sizes, strict=True)):
        base = height - _baseline(row) / scale
        words: list[Word] = []
        for word in row:
            start = len(text) + bool(words)
            text += " " * bool(words) + word.text
            words.append(Word(start, len(text), word.left / scale, word.right / scale, base))
            box = page.on_page(word.left, word.top, word.right, word.bottom)
            places.append(Place(start, len(text), index, box))
        if _goes_on(row, rows[index + 1 : index + 2]):
            text = text[:-1] + "\ufffe"
        text += "\r\n"
        lines.append(Line(number, words, size))
    sheet = Sheet(Page(number, text, width, height), list(lines), drawn_rules(page))
    measured(sheet)
    sheet.mono = False
    return Scan(sheet, tuple(places), mean(seen), tuple(doubtful), len(with_numbers(seen)))


def _baseline(row: Sequence[Seen]) -> float:
    """Pixels from the top at which a line's letters stand; the line is level."""
    standing = [
        word.bottom
        for word in row
        if not _BELOW.intersection(word.text) and any(char.isalnum() for char in word.text)
    ]
    if standing:
        return median(standing)
    return median(word.bottom - _DESCENT * (word.bottom - word.top) for word in row)


def _sizes(rows: Sequence[Sequence[Seen]], scale: float) -> list[float]:
    """The size of type of each line, in points; close to the page's usual one means equal to it."""
    raw = [_size(row) / scale for row in rows]
    letters = [
        size
        for size, row in zip(raw, rows, strict=True)
        if size
        for _ in range(sum(len(word.text) for word in row))
    ]
    if not letters:
        return raw
    usual = round(median(letters) * 2) / 2
    return [
        usual if not size or abs(size - usual) < _ALIKE * usual else round(size * 2) / 2
        for size in raw
    ]


def _size(row: Sequence[Seen]) -> float:
    """The size of a line's type in pixels, by its capitals and digits; 0 where it has none."""
    heights = [
        (word.bottom - word.top) / _CAPITAL
        for word in row
        if _TALL.intersection(word.text) and not _BELOW.intersection(word.text)
    ]
    return median(heights) if heights else 0.0


def _goes_on(row: Sequence[Seen], below: Sequence[Sequence[Seen]]) -> bool:
    """Whether a line ends within a word, which the next line ends."""
    follows = next((words[0].text for words in below if words), "")
    return bool(
        follows[:1].islower() and len(row[-1].text) > 2 and _BROKEN.search(row[-1].text[-2:])
    )
