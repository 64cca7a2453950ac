"""The running text: paragraphs and table rows on lines of their own, each character knowing its page."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from dataclasses import dataclass, field

from extractors.layout import Grid, Line, Sheet, Word
from extractors.paragraphs import Paragraph
from extractors.parsing_rules import HYPHENS

LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
"""Ligatures and their letters."""
_ODD = re.compile(
    "[" + "".join(LIGATURES) + HYPHENS + "\x00-\x08\x0b-\x1f\u200b\u200c\u200d\ufeff\ud800-\udfff]"
)
_COMPOUND = frozenset(
    [
        "then",
        "non",
        "self",
        "fair",
        "third",
        "year",
        "half",
        "well",
        "long",
        "short",
        "high",
        "low",
        "part",
        "full",
        "multi",
        "cross",
        "first",
        "second",
        "fourth",
        "fifth",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "twenty",
        "thirty",
        "forty",
        "fifty",
        "sixty",
        "seventy",
        "eighty",
        "ninety",
        "per",
        "end",
        "layer",
        "co",
        "so",
        "pro",
        "mark",
        "true",
        "roll",
        "set",
        "add",
        "carry",
        "follow",
        "sub-set",
        "line",
        "set-up",
        "by",
        "on",
        "off",
        "in",
        "up",
        "arm",
        "way",
        "time",
        "user",
        "value",
        "price",
        "pass",
        "build",
    ]
)
"""First parts that keep their hyphen at a line's end: 'twenty-five', 'then-current', 'year-on-year'."""
_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class FlowLine:
    """A line of the flow: a paragraph or a table row."""

    start: int
    end: int
    page: int
    first: Line | None
    """The first line of print; None for a table row."""
    last: Line | None = None
    cells: tuple[tuple[int, int], ...] = ()
    """Flow ranges of a table row's cells."""
    grid: Grid | None = None


@dataclass(slots=True)
class Flow:
    """The running text while it is written, with the page and page offset of each character."""

    pages: dict[int, str]
    """The text of each page."""
    vocabulary: Counter[str] = field(default_factory=Counter)
    parts: list[str] = field(default_factory=list)
    length: int = 0
    page_of: array[int] = field(default_factory=lambda: array("i"))
    offset_of: array[int] = field(default_factory=lambda: array("i"))
    lines: list[FlowLine] = field(default_factory=list)

    def _put(self, text: str, page: int, offset: int) -> None:
        self.parts.append(text)
        self.length += len(text)
        self.page_of.extend([page] * len(text))
        self.offset_of.extend(range(offset, offset + len(text)))

    def own(self, text: str, page: int) -> None:
        """Characters of our own: blanks, line ends, tabs."""
        self.parts.append(text)
        self.length += len(text)
        self.page_of.extend([page] * len(text))
        self.offset_of.extend([-1] * len(text))

    def _words(self, page: int, start: int, end: int) -> None:
        """Words of a page: ligatures become letters, odd signs go."""
        text = self.pages[page]
        at = start
        for match in _ODD.finditer(text, start, end):
            if match.start() > at:
                self._put(text[at : match.start()], page, at)
            for letter in LIGATURES.get(match[0], ""):
                self._put(letter, page, match.start())
            at = match.end()
        if at < end:
            self._put(text[at:end], page, at)

    def run(self, page: int, words: list[Word]) -> None:
        """Words in reading order, one blank between them."""
        text = self.pages[page]
        start = end = -1
        last: Word | None = None
        for word in words:
            glued = last is not None and _is_one_word(text, last, word)
            if last is not None and (end + 1 != word.start or text[end] != " " or glued):
                self._words(page, start, end)
                if not glued:
                    self.own(" ", page)
                last = None
            if last is None:
                start = word.start
            last, end = word, word.end
        if last is not None:
            self._words(page, start, end)

    def _keeps_hyphen(self, before: str, after: str) -> bool:
        """Whether a hyphen at a line's end belongs to the word: 'then-current', 'twenty-five'."""
        heads, tails = _LETTERS.findall(before), _LETTERS.findall(after)
        if not heads or not tails or before[-1].isdigit() or after[0].isdigit():
            return True
        head, tail = heads[-1].casefold(), tails[0].casefold()
        if self.vocabulary[head + tail]:
            return False
        if self.vocabulary[f"{head}-{tail}"] or after[0].isupper():
            return True
        return head in _COMPOUND

    @property
    def text(self) -> str:
        """Everything so far."""
        return "".join(self.parts)

    def paragraph(self, paragraph: Paragraph) -> None:
        """A paragraph on a line of its own."""
        begin = self.length
        lines = paragraph.lines
        for line, below in zip(lines, [*lines[1:], None], strict=True):
            if not self._hyphenated(line, below):
                self.run(line.page, line.words)
                if below is not None:
                    self.own(" ", line.page)
                continue
            last = _shortened(line.words[-1])
            self.run(
                line.page, [*line.words[:-1], last] if last.end > last.start else line.words[:-1]
            )
            if below is None or self._keeps(line, below):
                self._put("-", line.page, last.end)
        self.lines.append(FlowLine(begin, self.length, lines[0].page, lines[0], lines[-1]))
        self.own("\n", lines[-1].page)

    def _hyphenated(self, line: Line, below: Line | None) -> bool:
        """Whether a line ends with a hyphen that may be no part of its word."""
        text = self.pages[line.page]
        if text[line.end - 1] in HYPHENS:
            return True
        if below is None or text[line.end - 1] != "-" or line.end - line.words[-1].start < 2:
            return False
        return self.pages[below.page][below.start].islower()

    def _keeps(self, line: Line, below: Line) -> bool:
        before = self.pages[line.page][line.words[-1].start : line.end - 1]
        after = self.pages[below.page][below.words[0].start : below.words[0].end]
        return bool(before) and self._keeps_hyphen(before, after)

    def table(self, grid: Grid) -> None:
        """Each row of a table on a line of its own, cells parted by tabs."""
        for index, row in enumerate(grid.rows):
            page = grid.parts[index] if grid.parts else grid.page
            begin = self.length
            cells: list[tuple[int, int]] = []
            for column, cell in enumerate(row):
                if column:
                    self.own("\t", page)
                at = self.length
                self._cell(page, cell)
                cells.append((at, self.length))
            self.lines.append(
                FlowLine(begin, self.length, page, None, cells=tuple(cells), grid=grid)
            )
            self.own("\n", page)

    def _cell(self, page: int, words: list[Word]) -> None:
        lines: list[list[Word]] = []
        for word in words:
            if lines and abs(lines[-1][-1].y - word.y) < 2 and word.x0 >= lines[-1][-1].x0:
                lines[-1].append(word)
            else:
                lines.append([word])
        text = self.pages[page]
        for index, line in enumerate(lines):
            end = line[-1].end
            if index + 1 < len(lines) and text[end - 1] in HYPHENS:
                head = [*line[:-1], _shortened(line[-1])]
                self.run(page, [word for word in head if word.end > word.start])
                after = lines[index + 1][0]
                if self._keeps_hyphen(
                    text[line[-1].start : end - 1], text[after.start : after.end]
                ):
                    self._put("-", page, end - 1)
                continue
            self.run(page, line)
            if index + 1 < len(lines):
                self.own(" ", page)


def _is_one_word(text: str, before: Word, after: Word) -> bool:
    """Whether a blank is none: pdfium sees one where kerning parts the letters of an 'ff'."""
    if after.x0 - before.x1 > 0.35 or abs(after.y - before.y) > 0.5 or after.x0 < before.x0:
        return False
    return text[before.end - 1] == "f" and text[after.start].islower()


def _shortened(word: Word) -> Word:
    """A word without its last character."""
    return Word(word.start, word.end - 1, word.x0, word.x1, word.y)


_VOCABULARY = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def written(sheets: list[Sheet], blocks: list[Paragraph | Grid]) -> Flow:
    """The flow of a document."""
    pages = {sheet.page.number: sheet.page.text for sheet in sheets}
    vocabulary: Counter[str] = Counter()
    for text in pages.values():
        vocabulary.update(word.casefold() for word in _VOCABULARY.findall(text))
    flow = Flow(pages, vocabulary)
    for block in blocks:
        if isinstance(block, Grid):
            flow.table(block)
        else:
            flow.paragraph(block)
    return flow
