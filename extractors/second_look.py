"""Numbers of a scan, read a second time and larger: where the readings differ, a number is doubtful.

OCR is sure of itself where it loses the dot of "6.3". Two readings at different sizes seldom lose
the same dot. Only the lines that hold numbers are read again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from PIL import Image

from extractors import ocr
from extractors.ocr import Seen

DOUBTFUL = 80.0
"""Percent of confidence below which a number is doubtful in any case."""
_LARGER = 1.5
_MARGIN = 5
"""Pixels around a line."""
_NUMBER = re.compile(r"\d(?:[\d.,]*\d)?")


def with_numbers(seen: Sequence[Seen]) -> list[Seen]:
    """The words that hold digits."""
    return [word for word in seen if _NUMBER.search(word.text)]


def doubtful_numbers(image: Image.Image, seen: Sequence[Seen], seconds: float) -> tuple[str, ...]:
    """The words with digits that OCR is not sure of, or reads differently when they are larger.

    `image` is the level page that `seen` were read from. Raises `ocr.OcrFailed`.
    """
    counted = with_numbers(seen)
    if not counted:
        return ()
    again = ocr.read_words(
        _strips(image, seen, {word.line for word in counted}),
        seconds=seconds,
        dpi=ocr.DPI * _LARGER,
    )
    return tuple(
        word.text for word in counted if word.confidence < DOUBTFUL or not _same(word, again)
    )


def _strips(
    image: Image.Image, seen: Sequence[Seen], lines: set[tuple[int, int, int]]
) -> Image.Image:
    """The page with these lines alone, larger."""
    page = Image.new("L", image.size, 255)
    for line in lines:
        words = [word for word in seen if word.line == line]
        left, top = min(word.left for word in words), min(word.top for word in words)
        right, bottom = max(word.right for word in words), max(word.bottom for word in words)
        x0, y0 = max(round(left) - _MARGIN, 0), max(round(top) - _MARGIN, 0)
        page.paste(image.crop((x0, y0, round(right) + _MARGIN, round(bottom) + _MARGIN)), (x0, y0))
    size = (round(image.width * _LARGER), round(image.height * _LARGER))
    return page.resize(size, Image.Resampling.BICUBIC)


def _same(word: Seen, again: Sequence[Seen]) -> bool:
    """Whether the second reading has the word's numbers at its place."""
    there = "".join(
        other.text
        for other in sorted(again, key=lambda other: other.left)
        if min(word.right, other.right / _LARGER) > max(word.left, other.left / _LARGER)
        and min(word.bottom, other.bottom / _LARGER) - max(word.top, other.top / _LARGER)
        > 0.5 * (word.bottom - word.top)
    )
    return set(_NUMBER.findall(word.text)) <= set(_NUMBER.findall(there))
