"""Which lines make one paragraph: what the next line begins with, where it stands, and what would have fit."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extractors.layout import Grid, Line, Sheet, is_decoration
from extractors.numbering import number_of
from extractors.parsing_rules import HYPHENS

_ENDS = re.compile(r"[.:;!?]['\"”’)\]]*$")
_LEADS_ON = re.compile(r"(?:[,:;.]|\b(?:and|or|und|oder)|[.;:][”\"’])$")


_HANGS = re.compile(
    r"\b(?:and|or|of|the|by|to|in|for|with|an?|at|from|than|that|which|shall|will|is|are|be|under)$"
)
"""Words no paragraph ends with."""


@dataclass(slots=True)
class Paragraph:
    """Lines that read as one text."""

    lines: list[Line] = field(default_factory=list)

    @property
    def first(self) -> Line:
        """Its first line."""
        return self.lines[0]


def _right_edge(lines: list[Line], sheet: Sheet) -> float:
    """Where full lines end: what a fifth of the lines reach, of the whole page for a few lines."""
    if len(lines) < 5:
        lines = [*lines, *sheet.lines]
    ends = sorted(line.x1 for line in lines)
    return ends[int(len(ends) * 0.8)]


@dataclass(slots=True)
class _Context:
    """A column: its sheet and where its full lines end."""

    sheet: Sheet
    right: float


def _fits(context: _Context, above: Line, below: Line) -> bool:
    """Whether the next word had room on the line above: then the line ended on purpose."""
    first = below.words[0]
    room = context.right - above.x1
    return room > (first.x1 - first.x0) + context.sheet.char * 1.6


def _styles_differ(above: Line, below: Line) -> bool:
    if above.size and below.size and abs(above.size - below.size) > 0.07 * above.size:
        return True
    return above.bold and above.bold_end and not below.bold


def _marker_breaks(context: _Context, para: Paragraph, below: Line, text: str) -> bool:
    """Whether a line that begins like a numbered paragraph is one, and not a reference."""
    if number_of(text) is None:
        return False
    above = para.lines[-1]
    sheet = context.sheet
    apart = above.y - below.y > 1.12 * sheet.pitch
    ends = _LEADS_ON.search(sheet.words(above)) is not None
    return ends or apart or _fits(context, above, below)


def breaks(context: _Context, para: Paragraph, below: Line) -> bool:
    """Whether `below` begins a new paragraph. Both stand on one page, in one column."""
    above, sheet = para.lines[-1], context.sheet
    before, text = sheet.words(above), sheet.words(below)
    if before.endswith(tuple(HYPHENS)):
        return False
    if above.y - below.y > 1.38 * sheet.pitch or _styles_differ(above, below):
        return True
    if _marker_breaks(context, para, below, text):
        return True
    ends = _ENDS.search(before) is not None
    if ends and below.bold and not above.bold_end:
        return True
    hangs = text[0].islower() or _HANGS.search(before) is not None
    if _fits(context, above, below) and (ends or not hangs):
        return True
    left = min((line.x0 for line in para.lines[1:]), default=None)
    return ends and left is not None and below.x0 > left + 1.5 * sheet.char


def _continues(context: _Context, above: Line, below: Line, text: str) -> bool:
    """Whether a paragraph runs on in the next column or page; `context` is that of `above`."""
    before = context.sheet.words(above)
    if before.endswith(tuple(HYPHENS)):
        return True
    if _styles_differ(above, below) or (below.bold and not above.bold_end):
        return False
    if _ENDS.search(before) or (number_of(text) is not None and _LEADS_ON.search(before)):
        return False
    if text[0].islower() or before[-1] == "," or _HANGS.search(before):
        return True
    return not _fits(context, above, below)


def _blocks(sheet: Sheet) -> list[list[Line] | Grid]:
    """A page's columns: stretches of lines that follow one another downwards, and its tables."""
    found: list[list[Line] | Grid] = []
    resumes = False
    for item in sheet.items:
        if isinstance(item, Grid):
            found.append(item)
            continue
        if is_decoration(sheet.words(item)):
            resumes = True
            continue
        block = found[-1] if found else None
        resumes = resumes or id(item) in sheet.resumes
        if isinstance(block, list) and item.y < block[-1].y + 1 and not resumes:
            block.append(item)
        else:
            found.append([item])
        resumes = False
    return found


def paragraphs(sheets: list[Sheet]) -> list[Paragraph | Grid]:
    """The document's paragraphs and tables in reading order."""
    found: list[Paragraph | Grid] = []
    context: _Context | None = None
    for sheet in sheets:
        for block in _blocks(sheet):
            if isinstance(block, Grid):
                found.append(block)
                continue
            before, context = context, _Context(sheet, _right_edge(block, sheet))
            for index, line in enumerate(block):
                last = found[-1] if found else None
                if isinstance(last, Paragraph) and before is not None:
                    if index:
                        joined = not breaks(context, last, line)
                    else:
                        joined = _continues(before, last.lines[-1], line, sheet.words(line))
                    if joined:
                        last.lines.append(line)
                        continue
                before = before or context
                found.append(Paragraph([line]))
    return found
