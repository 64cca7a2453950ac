"""Tables with drawn lines: the rules say where rows and columns are."""

from __future__ import annotations

from bisect import bisect_right

from extractors.layout import Grid, Line, Rule, Sheet, Word

_MOST_RULES = 6000
"""A page with more rules is a drawing."""
_NEAR = 2.5
"""Points: rules closer than this are one."""


def _bands(rules: list[Rule]) -> list[list[Rule]]:
    """Rules that overlap vertically, from the top of the page: each band may be a table."""
    bands: list[list[Rule]] = []
    bottom = 0.0
    for rule in sorted(rules, key=lambda rule: -rule.y1):
        if bands and rule.y1 >= bottom - _NEAR:
            bands[-1].append(rule)
            bottom = min(bottom, rule.y0)
        else:
            bands.append([rule])
            bottom = rule.y0
    return bands


def _merged(values: list[float]) -> list[float]:
    merged: list[float] = []
    for value in sorted(values):
        if not merged or value - merged[-1] > _NEAR:
            merged.append(value)
    return merged


def _frame(band: list[Rule]) -> tuple[list[float], list[float]] | None:
    """Column edges and row edges (from the top), or None where the band is no table."""
    upright = [rule for rule in band if not rule.level and rule.y1 - rule.y0 > 5]
    edges = _merged([rule.x0 for rule in upright])
    if len(edges) < 2:
        return None
    left, right = edges[0], edges[-1]
    level = [
        rule
        for rule in band
        if rule.level and rule.x0 < right - 1 and rule.x1 > left + 1 and rule.x1 - rule.x0 > 6
    ]
    # A line through words, or under some of them, is shorter than a cell and ends within it.
    level = [rule for rule in level if _on_edge(rule.x0, edges) and _on_edge(rule.x1, edges)]
    levels = _merged([rule.y0 for rule in level])[::-1]
    if len(levels) < 2 or len(edges) < 3:
        return None
    return edges, levels


def _on_edge(x: float, edges: list[float]) -> bool:
    return any(abs(x - edge) < _NEAR + 1.5 for edge in edges)


def _cell_rows(words: list[Word]) -> list[Word]:
    """Words of one cell in reading order: by baseline, then from left to right."""
    ordered = sorted(words, key=lambda word: -word.y)
    rows: list[list[Word]] = []
    for word in ordered:
        if rows and rows[-1][0].y - word.y < 3.5:
            rows[-1].append(word)
        else:
            rows.append([word])
    return [word for row in rows for word in sorted(row, key=lambda word: (word.x0, word.start))]


def _open_edges(band: list[Rule], edges: list[float], top: float, bottom: float) -> set[int]:
    """Inner column edges that no rule closes in this row: the cells beside them are one."""
    middle = (top + bottom) / 2
    closed = {
        bisect_right(edges, rule.x0 + _NEAR) - 1
        for rule in band
        if not rule.level and rule.y0 <= middle <= rule.y1
    }
    return {index for index in range(1, len(edges) - 1) if index not in closed}


class _Table:
    """A frame that collects the words inside it."""

    def __init__(self, band: list[Rule], edges: list[float], levels: list[float]) -> None:
        self.band, self.edges, self.levels = band, edges, levels
        self.columns, self.count = len(edges) - 1, len(levels) - 1
        self.cells: list[list[list[Word]]] = [
            [[] for _ in range(self.columns)] for _ in range(self.count)
        ]
        self.bold = [False] * self.count
        self._downwards = [-level for level in levels]

    def row_of(self, y: float) -> int | None:
        """The row that holds a baseline."""
        row = bisect_right(self._downwards, -(y + 2)) - 1
        return row if 0 <= row < self.count else None

    def holds(self, word: Word) -> bool:
        """Whether the word stands inside the frame."""
        inside = self.edges[0] - 1 <= word.x0 <= self.edges[-1]
        return inside and self.row_of(word.y) is not None

    def take(self, word: Word, bold: bool) -> None:
        """Put a word into its cell."""
        row = self.row_of(word.y)
        assert row is not None
        at = min((word.x0 + word.x1) / 2, word.x0 + 8)
        column = min(max(bisect_right(self.edges, at) - 1, 0), self.columns - 1)
        self.cells[row][column].append(word)
        self.bold[row] = self.bold[row] or bold

    def grid(self, page: int) -> Grid:
        """The table; cells that no rule parts are one."""
        rows: list[list[list[Word]]] = []
        bold: list[bool] = []
        for index, row in enumerate(self.cells):
            if not any(row):
                continue
            free = _open_edges(self.band, self.edges, self.levels[index], self.levels[index + 1])
            for column in sorted(free):
                before = max(other for other in range(column) if other not in free)
                row[before].extend(row[column])
                row[column] = []
            rows.append([_cell_rows(cell) for cell in row])
            bold.append(self.bold[index])
        return Grid(page, rows, ruled=True, bold_rows=bold, edges=self.edges[:-1])


def ruled(sheet: Sheet) -> None:
    """Replace the lines inside drawn tables by grids, each where its first line stood."""
    if not 5 <= len(sheet.rules) <= _MOST_RULES:
        return
    frames = [(band, _frame(band)) for band in _bands(sheet.rules)]
    tables = [_Table(band, *frame) for band, frame in frames if frame is not None]
    if not tables:
        return
    sheet.items = [
        part for item in _collected(sheet, tables) for part in _finished(item, sheet.page.number)
    ]


def _collected(sheet: Sheet, tables: list[_Table]) -> list[Line | Grid | _Table]:
    """The page's items with the words of tables taken out, each table where its first word stood."""
    items: list[Line | Grid | _Table] = []
    placed: set[int] = set()
    for item in sheet.items:
        if isinstance(item, Grid):
            items.append(item)
            continue
        rest: list[Word] = []
        for word in item.words:
            table = next((table for table in tables if table.holds(word)), None)
            if table is None:
                rest.append(word)
                continue
            table.take(word, item.bold)
            if id(table) not in placed:
                placed.add(id(table))
                items.append(table)
        if rest:
            items.append(item if len(rest) == len(item.words) else item.part(rest))
    return items


def _finished(item: Line | Grid | _Table, page: int) -> list[Line | Grid]:
    """A table as a grid; a frame around one text as its lines."""
    if not isinstance(item, _Table):
        return [item]
    grid = item.grid(page)
    if len(grid.rows) > 1 or sum(bool(cell) for cell in grid.rows[0]) > 1:
        return [grid]
    return list(_boxed([word for row in grid.rows for cell in row for word in cell], page))


def _boxed(words: list[Word], page: int) -> list[Line]:
    """A frame around one text is no table: its lines again."""
    lines: list[Line] = []
    for word in words:
        if lines and abs(lines[-1].y - word.y) < 3.5:
            lines[-1].words.append(word)
        else:
            lines.append(Line(page, [word]))
    return lines
