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
    "then non self fair third year half well long short high low part full multi cross first second"
    " fourth fifth one two three four five six seven eight nine ten twenty thirty forty fifty sixty"
    " seventy eighty ninety per end layer co so pro mark true roll set add carry follow sub-set"
    " line set-up by on off in up arm way time user value price pass build".split()
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

    def _stretches(self, page: int, words: list[Word]) -> list[tuple[int, int]]:
        """Words that follow one another with one blank between them, put together."""
        text = self.pages[page]
        found: list[tuple[int, int]] = []
        for word in words:
            if found and found[-1][1] + 1 == word.start and text[word.start - 1] == " ":
                found[-1] = (found[-1][0], word.end)
            else:
                found.append((word.start, word.end))
        return found

    def run(self, page: int, words: list[Word]) -> None:
        """Words in reading order, one blank between them."""
        for index, (start, end) in enumerate(self._stretches(page, words)):
            if index:
                self.own(" ", page)
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
        for index, line in enumerate(lines):
            words, hyphen = line.words, None
            if self.pages[line.page][line.end - 1] in HYPHENS:
                hyphen = line.end - 1
                words = [*words[:-1], Word(words[-1].start, hyphen, 0, 0, 0)]
            elif self.pages[line.page][line.end - 1] == "-" and index + 1 < len(lines):
                after = self.pages[lines[index + 1].page][lines[index + 1].start]
                if after.islower() and words[-1].end - words[-1].start > 1:
                    hyphen = line.end - 1
                    words = [*words[:-1], Word(words[-1].start, hyphen, 0, 0, 0)]
            self.run(line.page, [word for word in words if word.end > word.start])
            if index + 1 == len(lines):
                if hyphen is not None:
                    self._put("-", line.page, hyphen)
            elif hyphen is None:
                self.own(" ", line.page)
            else:
                after = lines[index + 1]
                before_text = self.pages[line.page][words[-1].start : hyphen]
                after_text = self.pages[after.page][after.words[0].start : after.words[0].end]
                if before_text and self._keeps_hyphen(before_text, after_text):
                    self._put("-", line.page, hyphen)
        self.lines.append(FlowLine(begin, self.length, lines[0].page, lines[0], lines[-1]))
        self.own("\n", lines[-1].page)

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
                head = [*line[:-1], Word(line[-1].start, end - 1, 0, 0, 0)]
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
