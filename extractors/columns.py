"""Tables without drawn lines, and prose in two columns: both show as gaps that lie below each other."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from extractors.layout import Grid, Line, Sheet, Word, is_decoration

MARKER = re.compile(
    r"(?:(?:§\s*)?\(?(?:\d{1,3}|[A-Za-z]|[ivxlIVXL]{1,6})(?:\.\d{1,3})*[.)]?(?:\([a-z]\))*|[•–—\-*·▪])"
)
"""What may stand before a list item or a numbered paragraph, with a gap after it."""


@dataclass(slots=True, eq=False)
class Segment:
    """Words of one line without a wide gap between them."""

    words: list[Word]
    line: Line

    @property
    def x0(self) -> float:
        """Left end."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """Right end."""
        return self.words[-1].x1

    def __len__(self) -> int:
        return self.words[-1].end - self.words[0].start


@dataclass(slots=True, eq=False)
class Band:
    """Segments on one baseline, from left to right."""

    y: float
    segments: list[Segment]


def segments(line: Line, gap: float) -> list[Segment]:
    """A line cut at gaps wider than `gap`, and where it jumps back or to another baseline."""
    found = [Segment([line.words[0]], line)]
    for word in line.words[1:]:
        last = found[-1].words[-1]
        if word.x0 - last.x1 > gap or word.x0 < last.x0 - 1 or abs(word.y - last.y) > 4:
            found.append(Segment([word], line))
        else:
            found[-1].words.append(word)
    return found


def _is_marker(sheet: Sheet, segment: Segment) -> bool:
    text = sheet.page.text[segment.words[0].start : segment.words[-1].end]
    return MARKER.fullmatch(text) is not None


def _cut(sheet: Sheet, line: Line) -> list[Segment]:
    """The line's segments; a list marker stays with its words."""
    parts = segments(line, (2.9 if sheet.mono else 2.3) * sheet.char)
    if len(parts) == 2 and _is_marker(sheet, parts[0]) and len(parts[1]) > 40:
        parts[0].words.extend(parts[1].words)
        parts.pop()
    return parts


def bands(sheet: Sheet, lines: list[Line]) -> list[Band]:
    """The lines' segments by baseline, from the top of the page."""
    all_segments = [
        segment
        for line in lines
        for segment in _cut(sheet, line)
        if not is_decoration(sheet.page.text[segment.words[0].start : segment.words[-1].end])
    ]
    all_segments.sort(key=lambda segment: (-segment.words[0].y, segment.x0))
    near = min(0.35 * sheet.pitch, 4.0)
    found: list[Band] = []
    for segment in all_segments:
        if found and found[-1].y - segment.words[0].y <= near:
            found[-1].segments.append(segment)
        else:
            found.append(Band(segment.words[0].y, [segment]))
    for band in found:
        band.segments.sort(key=lambda segment: segment.x0)
    return found


def _gutters(run: list[Band]) -> list[tuple[float, float]]:
    """Column ranges: what the segments of the rows with several segments cover, merged."""
    ranges = sorted(
        (segment.x0, segment.x1)
        for band in run
        for segment in band.segments
        if len(band.segments) > 1
    )
    merged: list[tuple[float, float]] = []
    for x0, x1 in ranges:
        if merged and x0 < merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], x1))
        else:
            merged.append((x0, x1))
    return merged


def _column(columns: list[tuple[float, float]], segment: Segment) -> int | None:
    """The column a segment lies in; None where it crosses from one into another."""
    inside = [
        index
        for index, (x0, x1) in enumerate(columns)
        if segment.x0 < x1 + 1 and segment.x1 > x0 - 1
    ]
    if len(inside) > 1:
        return None
    if inside:
        return inside[0]
    before = [index for index, (x0, _) in enumerate(columns) if x0 <= segment.x0]
    return before[-1] if before else 0


def _first_column(columns: list[tuple[float, float]], segment: Segment) -> int:
    """The column a segment lies in, or the first of those that it spans."""
    inside = _column(columns, segment)
    if inside is not None:
        return inside
    return next(index for index, (_, x1) in enumerate(columns) if segment.x0 < x1 + 1)


def _runs(found: list[Band], pitch: float) -> list[list[Band]]:
    """Stretches of the page that may hold tables: rows with several segments, few lines apart."""
    runs: list[list[Band]] = []
    lone: list[Band] = []
    for band in found:
        lone.append(band)
        if len(band.segments) == 1:
            continue
        steps = zip([runs[-1][-1], *lone], lone, strict=False) if runs else ()
        if runs and len(lone) <= 3 and all(a.y - b.y <= 3.6 * pitch for a, b in steps):
            runs[-1].extend(lone)
        else:
            runs.append([band])
        lone = []
    return [run for run in runs if sum(len(band.segments) > 1 for band in run) >= 2]


def _usual(run: list[Band]) -> list[Band]:
    """The rows with the most usual number of segments, the larger number where two are as usual."""
    counts = Counter(len(band.segments) for band in run if len(band.segments) > 1)
    usual = max(counts, key=lambda count: (counts[count], count))
    return [band for band in run if len(band.segments) == usual]


def _counts(sheet: Sheet, band: Band) -> bool:
    """Whether a row holds a number after its first segment: it is no head."""
    return any(
        char.isdigit()
        for segment in band.segments[1:]
        for char in sheet.page.text[segment.words[0].start : segment.words[-1].end]
    )


def _fits(columns: list[tuple[float, float]], band: Band) -> bool:
    """Whether no segment crosses from one column into another."""
    places = [_column(columns, segment) for segment in band.segments]
    return None not in places and (len(places) == 1 or len(set(places)) > 1)


def _stretches(sheet: Sheet, run: list[Band]) -> list[tuple[list[Band], list[tuple[float, float]]]]:
    """The tables in a run, each with its columns: rows between which the columns hold."""
    if sum(len(band.segments) > 1 for band in run) < 2:
        return []
    usual = _usual(run)
    counted = [band for band in usual if _counts(sheet, band)]
    columns = _gutters(counted if len(counted) > 1 else usual)
    if len(columns) < 2:
        rest = [band for band in run if band not in usual]
        return _stretches(sheet, rest) if len(rest) < len(run) else []
    fitting = [_fits(columns, band) for band in run]
    anchors = [index for index, band in enumerate(run) if band in usual and fitting[index]]
    if not anchors:
        return []
    first = last = max(anchors, key=lambda at: _reach(fitting, at))
    while first > 0 and fitting[first - 1]:
        first -= 1
    while last + 1 < len(run) and fitting[last + 1]:
        last += 1
    body = run[first : last + 1]
    while body and len(body[-1].segments) == 1 and not _hangs(sheet, body):
        body = body[:-1]
        last -= 1
    begins = _head_above(sheet, run, first)
    found = [([*run[begins:first], *body], columns)]
    return _stretches(sheet, run[:begins]) + found + _stretches(sheet, run[last + 1 :])


def _reach(fitting: list[bool], at: int) -> int:
    """How many rows around one fit without a break."""
    first = last = at
    while first > 0 and fitting[first - 1]:
        first -= 1
    while last + 1 < len(fitting) and fitting[last + 1]:
        last += 1
    return last - first


def _hangs(sheet: Sheet, body: list[Band]) -> bool:
    """Whether a lone last line goes on with the cell above it."""
    if len(body) < 2:
        return False
    text = sheet.page.text[body[-1].segments[0].words[0].start]
    return text.islower() and body[-2].y - body[-1].y < 1.3 * sheet.pitch


def _head_above(sheet: Sheet, run: list[Band], first: int) -> int:
    """Where the head begins: rows close above without digits, whose titles may span columns."""
    at = first
    while at > 0 and first - at < 4:
        band = run[at - 1]
        close = band.y - run[at].y < 1.7 * sheet.pitch
        words = "".join(
            sheet.page.text[segment.words[0].start : segment.words[-1].end]
            for segment in band.segments
        )
        if not close or len(words) > 100 or len(band.segments) < 2:
            break
        if any(char.isdigit() for char in words):
            break
        at -= 1
    return at


def _is_table(sheet: Sheet, run: list[Band], columns: list[tuple[float, float]]) -> bool:
    """Whether a run's cells are short and its columns hold: prose in columns is no table."""
    multi = [band for band in run if len(band.segments) > 1]
    if len(multi) < 2:
        return False
    lengths = [len(segment) for band in multi for segment in band.segments]
    if sum(length > 48 for length in lengths) > 0.34 * len(lengths):
        return False
    marked = sum(_is_marker(sheet, band.segments[0]) for band in multi)
    if marked > 0.5 * len(multi) and (len(columns) == 2 or len(multi) == 2):
        return False
    if len(multi) > 2:
        return True
    return any(_counts(sheet, band) for band in multi)


def _continues(
    rows: list[list[list[Word]]], above: float, band: Band, below: float | None, column: int
) -> bool:
    """Whether a lone line is the rest of a cell above it: it stands closer to it than to the next."""
    if not rows or not rows[-1][column]:
        return False
    gap = above - band.y
    return below is not None and gap < 0.8 * (band.y - below)


def _grid(sheet: Sheet, run: list[Band], columns: list[tuple[float, float]]) -> Grid:
    rows: list[list[list[Word]]] = []
    bold: list[bool] = []
    for index, band in enumerate(run):
        cells: list[list[Word]] = [[] for _ in columns]
        for segment in band.segments:
            cells[_first_column(columns, segment)].extend(segment.words)
        text = sheet.page.text
        if len(band.segments) == 1 and index:
            column = _first_column(columns, band.segments[0])
            below = run[index + 1].y if index + 1 < len(run) else None
            begins = text[band.segments[0].words[0].start]
            if rows[-1][column] and (
                _continues(rows, run[index - 1].y, band, below, column)
                or begins.islower()
                or begins == "("
            ):
                rows[-1][column].extend(cells[column])
                continue
        rows.append(cells)
        bold.append(band.segments[0].line.bold)
    return Grid(
        sheet.page.number, rows, ruled=False, bold_rows=bold, edges=[x0 for x0, _ in columns]
    )


def _prose_columns(sheet: Sheet, lines: list[Line]) -> list[list[Line]]:
    """The lines by column where prose runs in two columns, else all together."""
    starts = Counter(
        round(line.x0 / 4)
        for line in lines
        if line.x0 > 0.35 * sheet.page.width and line.end - line.start > 24
    )
    if not starts:
        return [lines]
    step, _ = starts.most_common(1)[0]
    edge = step * 4 - 4.0
    right = [line for line in lines if line.x0 >= edge]
    left = [line for line in lines if line.x1 < edge]
    across = [line for line in lines if line.x0 < edge <= line.x1]
    prose = _is_prose(right) and _is_prose(left)
    if prose and len(across) < 0.4 * len(lines):
        return [across, left, right]
    return [lines]


def _is_prose(lines: list[Line]) -> bool:
    """Whether most characters stand in long lines."""
    lengths = [line.end - line.start for line in lines]
    long = [length for length in lengths if length > 24]
    return len(long) >= 5 and sum(long) > 0.8 * sum(lengths)


def aligned(sheet: Sheet) -> None:
    """Replace lines whose gaps lie below each other by grids, each where its first line stood."""
    taken: dict[int, Grid] = {}
    for lines in _prose_columns(sheet, sheet.lines):
        for candidate in _runs(bands(sheet, lines), sheet.pitch):
            _take(sheet, candidate, taken)
    if taken:
        sheet.items = _placed(sheet, taken)


def _take(sheet: Sheet, candidate: list[Band], taken: dict[int, Grid]) -> None:
    for run, columns in _stretches(sheet, candidate):
        if not _is_table(sheet, run, columns):
            continue
        grid = _grid(sheet, run, columns)
        for band in run:
            for segment in band.segments:
                for word in segment.words:
                    taken[word.start] = grid


def _placed(sheet: Sheet, taken: dict[int, Grid]) -> list[Line | Grid]:
    items: list[Line | Grid] = []
    placed: set[int] = set()
    for item in sheet.items:
        if isinstance(item, Grid):
            items.append(item)
            continue
        for word in item.words:
            grid_of = taken.get(word.start)
            if grid_of is not None and id(grid_of) not in placed:
                placed.add(id(grid_of))
                items.append(grid_of)
        rest = [word for word in item.words if word.start not in taken]
        if rest:
            items.append(item if len(rest) == len(item.words) else item.part(rest))
    return items
