"""Prose in two columns that the file draws line by line across both: taken apart again."""

from __future__ import annotations

from collections import Counter

from extractors.columns import Segment, segments
from extractors.layout import Line, Sheet

_ENOUGH = 5
"""Lines side by side from which two columns are believed."""


def take_apart(sheet: Sheet) -> None:
    """Give the lines of the left column, then those of the right one, where lines hold both."""
    cut = [(line, segments(line, 1.6 * sheet.char)) for line in sheet.lines]
    edge = _right_column(sheet, [parts for _, parts in cut if len(parts) > 1])
    if edge is None:
        return
    mixed = [index for index, (_, parts) in enumerate(cut) if _sides(parts, edge)]
    first, last = mixed[0], mixed[-1]
    left: list[Line] = []
    right: list[Line] = []
    for line, parts in cut[first : last + 1]:
        if line.x0 < edge - 1 < line.x1 and _sides(parts, edge) is None:
            return
        before = [word for part in parts if part.x0 < edge - 1 for word in part.words]
        after = [word for part in parts if part.x0 >= edge - 1 for word in part.words]
        if before:
            left.append(line.part(before))
        if after:
            right.append(line.part(after))
    sheet.items = [
        *(line for line, _ in cut[:first]),
        *left,
        *right,
        *(line for line, _ in cut[last + 1 :]),
    ]


def _right_column(sheet: Sheet, lines: list[list[Segment]]) -> float | None:
    """Where the right column begins: most lines of both sides are long, and end at one edge."""
    starts = Counter(round(part.x0 / 3) for parts in lines for part in parts[1:] if len(part) > 14)
    if not starts:
        return None
    edge = starts.most_common(1)[0][0] * 3 - 2.0
    pairs = [pair for parts in lines if (pair := _sides(parts, edge))]
    if len(pairs) < _ENOUGH or len(pairs) < 0.6 * len(lines):
        return None
    for side in (0, 1):
        ends = [pair[side][-1].x1 for pair in pairs]
        full = sum(max(ends) - end < 9 * sheet.char for end in ends)
        letters = sum(sum(map(len, pair[side])) for pair in pairs)
        if full < 0.6 * len(ends) or letters < 22 * len(pairs):
            return None
    return edge


def _sides(parts: list[Segment], edge: float) -> tuple[list[Segment], list[Segment]] | None:
    """A line's segments left and right of the edge; None where one side is empty or one crosses it."""
    left = [part for part in parts if part.x1 < edge + 1]
    right = [part for part in parts if part.x0 >= edge - 1]
    if not left or not right or len(left) + len(right) < len(parts):
        return None
    return left, right
