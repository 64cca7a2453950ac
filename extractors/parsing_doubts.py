"""What lies over the words of a page, and in which font they are. Runs only inside the limited process.

A text layer may hold a number under a picture that shows another one, under a filled shape on which
other words are drawn, or in letters that are not drawn at all (a scan with its OCR beneath).
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from ctypes import byref, c_float, c_int
from typing import Any

from extractors.parsing import pdfium

_LEAST = 4.0
"""Points: what is thinner covers no number."""
_MOST_OBJECTS = 60_000
_COVERED = 0.5
"""Share of a number's box that something has to cover."""

Box = tuple[float, float, float, float]


def _bounds(item: Any) -> Box:
    left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
    pdfium.FPDFPageObj_GetBounds(item, byref(left), byref(bottom), byref(right), byref(top))
    return left.value, bottom.value, right.value, top.value


def _address(item: Any) -> int:
    return ctypes.cast(item, ctypes.c_void_p).value or 0


def _filled(item: Any) -> bool:
    mode, stroke = c_int(), c_int()
    pdfium.FPDFPath_GetDrawMode(item, byref(mode), byref(stroke))
    return mode.value != 0


def _covers(page: Any) -> tuple[dict[int, int], list[tuple[int, Box, bool]]]:
    """Address of each text object → its place in the drawing order; and what may lie over text.

    That is (place, bounds, whether it is a picture) of pictures, filled shapes and forms.
    """
    order: dict[int, int] = {}
    covers: list[tuple[int, Box, bool]] = []
    for index in range(min(pdfium.FPDFPage_CountObjects(page.raw), _MOST_OBJECTS)):
        item = pdfium.FPDFPage_GetObject(page.raw, index)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            order[_address(item)] = index
            continue
        if kind == pdfium.FPDF_PAGEOBJ_PATH and not _filled(item):
            continue
        box = _bounds(item)
        if box[2] - box[0] >= _LEAST and box[3] - box[1] >= _LEAST:
            covers.append((index, box, kind == pdfium.FPDF_PAGEOBJ_IMAGE))
    return order, covers


def _share(box: Box, cover: Box) -> float:
    across = max(min(box[2], cover[2]) - max(box[0], cover[0]), 0.0)
    upward = max(min(box[3], cover[3]) - max(box[1], cover[1]), 0.0)
    return across * upward / max((box[2] - box[0]) * (box[3] - box[1]), 0.01)


def standing(page: Any, textpage: Any, spans: Sequence[tuple[int, int]]) -> list[dict[str, Any]]:
    """For each span of characters: its font's name, and whether something lies over it.

    Text inside a form has no place in the page's drawing order: only pictures count for it.
    """
    order, covers = _covers(page)
    answers = []
    for start, end in spans:
        item = pdfium.FPDFText_GetTextObject(textpage.raw, start)
        at = order.get(_address(item), _MOST_OBJECTS) if item else _MOST_OBJECTS
        boxes = [
            textpage.get_rect(index) for index in range(textpage.count_rects(start, end - start))
        ]
        over = [
            picture
            for index, cover, picture in covers
            if (picture or index > at) and any(_share(box, cover) >= _COVERED for box in boxes)
        ]
        answers.append({"font": _font_name(item), "over": bool(over)})
    return answers


def _font_name(item: Any) -> str:
    font = pdfium.FPDFTextObj_GetFont(item) if item else None
    if not font:
        return ""
    buffer = ctypes.create_string_buffer(256)
    length = pdfium.FPDFFont_GetBaseFontName(font, buffer, 256)
    name = buffer.value.decode("latin-1") if 0 < length <= 256 else ""
    return f"{name} {_address(font)}"
