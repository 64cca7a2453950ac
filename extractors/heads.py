"""Running heads, running feet and page numbers: what stands on the paper and not in the contract."""

from __future__ import annotations

import re
from collections import Counter
from itertools import takewhile
from statistics import median

from extractors.layout import Grid, Line, Sheet
from extractors.numbering import number_of

_EDGE = 0.13
"""Share of the page's height, at the top and at the bottom, in which heads and feet stand."""
_NUMBER = re.compile(r"\d+")
_PAGE_OF = re.compile(
    r"\b(?:page|seite|pagina|pág(?:ina)?|p\.)\s*(?:/\s*page\s*)?\d+(?:\s*(?:of|/|von|van|\()\s*\d+\)?)?\s*$"
    r"|^\W*\d+\s*(?:/|of)\s*\d+\W*$|\s\d+\s*/\s*\d+$",
    re.IGNORECASE,
)
_BARE = re.compile(r"\W*(?:[A-Z]-)?(\d{1,4})\W*")


def _key(text: str) -> str:
    """The words with digits aside, but for numbered headings: 'Schedule 1' is not 'Schedule 2'."""
    number = number_of(text)
    if number and number.form in {"attached", "named", "sign", "decimal", "number", "lettered"}:
        return text
    return _NUMBER.sub("#", " ".join(text.split())).casefold()


def _edges(sheet: Sheet) -> list[Line]:
    """The lines near the top and the bottom edge: at most four each."""
    top, bottom = _top_and_bottom(sheet)
    return top + bottom


def _top_and_bottom(sheet: Sheet) -> tuple[list[Line], list[Line]]:
    """The lines near each edge, from the edge inwards."""
    height = sheet.page.height
    lines = sorted(sheet.lines, key=lambda line: -line.y)
    top = [line for line in lines[:4] if line.y > height * (1 - _EDGE)]
    bottom = [line for line in lines[:-5:-1] if line.y < height * _EDGE]
    return top, bottom


def _outermost(sheets: list[Sheet], likely: set[int]) -> set[int]:
    """Of the lines that are likely heads or feet, those with no other text between them and the edge."""
    found: set[int] = set()
    for sheet in sheets:
        for lines in _top_and_bottom(sheet):
            found |= {id(line) for line in takewhile(lambda line: id(line) in likely, lines)}
    return found


def _repeated(sheets: list[Sheet]) -> set[int]:
    """Edge lines that stand at one height on several pages, the same but for the page's number."""
    groups: dict[tuple[str, float], list[tuple[str, Line]]] = {}
    for sheet in sheets:
        for line in _edges(sheet):
            text = sheet.words(line)
            groups.setdefault((_key(text), round(line.size, 1)), []).append((text, line))
    found: set[int] = set()
    for group in groups.values():
        middle = median(line.y for _, line in group)
        level = [(text, line) for text, line in group if abs(line.y - middle) < 8]
        pages = {line.page for _, line in level}
        if len(pages) >= max(2, len(sheets) // 4) and _counts_pages(level):
            found |= {id(line) for _, line in level}
    return found


def _counts_pages(group: list[tuple[str, Line]]) -> bool:
    """Whether each number in the lines is always the same, or rises with the page."""
    rows = [([int(n[:9]) for n in _NUMBER.findall(text)], line.page) for text, line in group]
    return all(
        len({row[at] for row, _ in rows}) == 1 or len({row[at] - page for row, page in rows}) == 1
        for at in range(len(rows[0][0]))
    )


def _everywhere(sheets: list[Sheet]) -> set[int]:
    """The same words on a line of their own on half of the pages, wherever they stand."""
    lines = [
        (" ".join(sheet.words(line).split()), line) for sheet in sheets for line in sheet.lines
    ]
    pages = Counter(text for text, _ in {(text, line.page) for text, line in lines})
    enough = max(4, len(sheets) // 2)
    return {id(line) for text, line in lines if len(text) > 15 and pages[text] >= enough}


def _lone(sheets: list[Sheet]) -> set[int]:
    """Edge lines that count pages, or are printed smaller than the text and apart from it."""
    found: set[int] = set()
    for sheet in sheets:
        lines = sheet.lines
        if len(lines) < 4:
            continue
        sizes = Counter(round(line.size, 1) for line in lines)
        body = sizes.most_common(1)[0][0]
        edge = _edges(sheet)
        bottom = sheet.page.height / 2
        for line in edge:
            counts = _PAGE_OF.search(sheet.words(line)) is not None
            small = line.size < 0.87 * body
            rest = [other.y for other in lines if other not in edge]
            others = [y for y in rest if (y < line.y) == (line.y > bottom)]
            apart = not others or min(abs(y - line.y) for y in rest) > 1.6 * sheet.pitch
            if counts or (small and apart):
                found.add(id(line))
    return found


def _counting(sheets: list[Sheet]) -> set[int]:
    """Lone numbers anywhere that count up by one, far apart: page numbers of an earlier layout."""
    lone: list[tuple[int, int, Line]] = []
    at = 0
    for sheet in sheets:
        heights = Counter(round(line.y) for line in sheet.lines)
        for line in sheet.lines:
            at += 1
            text = sheet.words(line)
            wide = len(line.words) > 1 and line.words[-1].x0 - line.words[-2].x1 > 12 * sheet.char
            match = _BARE.fullmatch(text.split()[-1] if wide else text)
            if match and heights[round(line.y)] == 1:
                lone.append((at, int(match[1]), line))
    found: set[int] = set()
    while lone:
        chain = [lone[0]]
        for entry in lone[1:]:
            if entry[1] == chain[-1][1] + 1:
                chain.append(entry)
        far = chain[-1][0] - chain[0][0] >= 12 * (len(chain) - 1)
        if len(chain) >= 3 and far:
            found.update(id(line) for _, _, line in chain)
        taken = {id(line) for _, _, line in chain} if far else {id(lone[0][2])}
        lone = [entry for entry in lone if id(entry[2]) not in taken]
    return found


def remove_running(sheets: list[Sheet]) -> None:
    """Take heads, feet and page numbers out of the pages; what follows one may go on a sentence."""
    counting = _counting(sheets)
    likely = _lone(sheets) | counting
    if len(sheets) > 1:
        likely |= _repeated(sheets) | _everywhere(sheets)
    gone = _outermost(sheets, likely) | counting | _everywhere(sheets)
    for sheet in sheets:
        after = False
        kept: list[Line | Grid] = []
        for item in sheet.items:
            if id(item) in gone:
                after = True
                continue
            if after:
                sheet.resumes.add(id(item))
            after = False
            kept.append(item)
        sheet.items = kept
