"""Which lines are headings: by their type (bold, larger, capitals) and by their shape (short, no full stop)."""

from __future__ import annotations

import re
from collections import Counter

from extractors.flow import Flow, FlowLine
from extractors.numbering import number_of

_RUN_IN = re.compile(r"(?P<words>[^\s.;][^.;]{1,90}?)\.(?:[*†]?)\s+(?=[“\"A-Z(0-9£$€¥])")
_CAPITALS, _SMALL = re.compile("[A-ZÄÖÜÉ]"), re.compile("[a-zäöüé]")
_SUFFIX = (
    r"(?:Inc|Incorporated|LLC|LLP|LP|Ltd|Limited|Corp|Corporation|GmbH|AG|SE|KG|plc|PLC|SA|S\.A|SAS"
    r"|BV|B\.V|NV|N\.V|K\.K|Oy|AB|A/S|ApS|S\.p\.A|S\.r\.l)\b"
)
_PARTY_ALONE = re.compile(rf"^[A-Z][^,:;–—]*,?\s{_SUFFIX}\.?$")
_LETTERED = re.compile(r"([A-Z])\s+(?=[A-Z][a-z]|[A-Z]{2})")
_GENERIC = frozenset(
    [
        "item",
        "items",
        "field",
        "entry",
        "description",
        "detail",
        "details",
        "value",
        "term",
        "terms",
        "particulars",
        "subject",
        "topic",
        "information",
        "data",
        "line",
        "section",
    ]
)


class Headings:
    """The look of a document's lines, and which of them are headings."""

    def __init__(self, flow: Flow, text: str) -> None:
        self._text = text
        self._lines = flow.lines
        self._index = {line.start: index for index, line in enumerate(flow.lines)}
        sizes: Counter[float] = Counter()
        bold = total = 0
        for line in flow.lines:
            if line.first is not None:
                length = line.end - line.start
                sizes[round(line.first.size, 1)] += length
                total += length
                bold += length * (line.first.bold and bool(line.last and line.last.bold_end))
        self._body = sizes.most_common(1)[0][0] if sizes else 0.0
        self._bold_tells = total > 0 and bold < 0.4 * total
        capitals, small = len(_CAPITALS.findall(text)), len(_SMALL.findall(text))
        self._caps_tell = capitals < 0.7 * max(small, 1)
        self._title_line: int | None = None
        numbers = [number_of(text[line.start : line.end]) for line in flow.lines if line.first]
        self.numbered = sum(n is not None and n.form != "bullet" for n in numbers) >= 4
        """Whether the document counts its sections."""
        self.counted = {
            n.label.rpartition(".")[0] for n in numbers if n is not None and n.form == "decimal"
        }
        """The sections whose paragraphs are counted: '4' where there is a paragraph '4.2'."""
        self._runs_in = self._has_run_ins()
        self._letters = self._lettered_headings()

    def _has_run_ins(self) -> bool:
        """Whether paragraphs begin with their headings, for want of other ones: letters do."""
        if self.numbered:
            return False
        prose = [line for line in self._lines if line.end - line.start > 80 and line.first]
        begun = sum(self._run_in_words(line) != "" for line in prose)
        headed = sum(self.is_heading(line) for line in self._lines)
        return begun >= 4 and begun >= 0.5 * len(prose) and headed <= 3

    def _lettered_headings(self) -> dict[int, str]:
        """Headings that count in capitals alone, 'A Our agreement', 'B Your use', by their lines."""
        found = [
            (line.start, match[1])
            for line in self._lines
            if (match := _LETTERED.match(self._words(line))) and self.is_heading(line)
        ]
        letters = [letter for _, letter in found]
        counted = [chr(ord("A") + index) for index in range(len(letters))]
        return dict(found) if len(letters) >= 3 and letters == counted else {}

    def letter_of(self, line: FlowLine) -> str:
        """The capital that a heading is counted by, in a document that counts so; else ''."""
        return self._letters.get(line.start, "")

    def _run_in_words(self, line: FlowLine) -> str:
        match = _RUN_IN.match(self._words(line))
        short = match is not None and len(match["words"].split()) <= 6
        return match["words"] if match and short and match["words"][0].isupper() else ""

    def unnumbered_run_in(self, line: FlowLine) -> str:
        """The heading that an unnumbered paragraph begins with, in a document that has such; else ''."""
        return self._run_in_words(line) if self._runs_in and line.first else ""

    def _words(self, line: FlowLine) -> str:
        return self._text[line.start : line.end]

    def is_short(self, line: FlowLine) -> bool:
        """Whether a numbered line is a heading alone: short, without a full stop."""
        words = self._words(line)
        return len(words) < 90 and not words.rstrip().endswith((".", ";", ","))

    def is_heading(self, line: FlowLine) -> bool:
        """Whether an unnumbered line is a heading."""
        words = self._words(line).strip()
        if not self._shaped(words) or line.first is None or self._is_masthead(line, words):
            return False
        if self._styled(line, words):
            return True
        return self._stands_over_prose(line, words)

    def _is_masthead(self, line: FlowLine, words: str) -> bool:
        """Whether a line among the first is a party's name, or the brand a party's name begins with."""
        if not self.is_early(line) or len(words.split()) > 6:
            return False
        if _PARTY_ALONE.search(words):
            return True
        brand = "".join(re.escape(word.capitalize()) + r"\s+" for word in words.split())
        named = rf"\b{brand}(?:[A-Z][\w&.-]*,?\s+){{0,4}}?{_SUFFIX}"
        return words.isupper() and re.search(named, self._text) is not None

    def is_loud(self, line: FlowLine) -> bool:
        """Whether a heading is set in larger or bold type, and not in capitals alone."""
        first, last = line.first, line.last
        assert first is not None
        assert last is not None
        bold = self._bold_tells and first.bold and last.bold_end
        return bold or first.size > 1.06 * self._body

    @staticmethod
    def _shaped(words: str) -> bool:
        if not 3 <= len(words) <= 110 or len(words.split()) > 14:
            return False
        if words[-1] in ".;,:" and not words.isupper():
            return False
        return words[0].isupper() or words[0].isdigit() or words[0] in "“\"'‘"

    def _styled(self, line: FlowLine, words: str) -> bool:
        if self.is_loud(line):
            return True
        letters = [char for char in words if char.isalpha()]
        capitals = len(letters) >= 4 and all(char.isupper() for char in letters)
        return self._caps_tell and capitals and not _is_company(words)

    def _stands_over_prose(self, line: FlowLine, words: str) -> bool:
        """A plain short line over a long paragraph, after a paragraph that has ended."""
        index = self._index[line.start]
        if len(words.split()) > 8 or index + 1 >= len(self._lines) or not index:
            return False
        below, above = self._lines[index + 1], self._lines[index - 1]
        if below.first is None or below.end - below.start < 90 or any(map(str.isdigit, words)):
            return False
        before = self._words(above).rstrip()
        assert line.first is not None
        close = below.page == line.page and line.first.y - below.first.y < 40
        return close and before.endswith((".", ":")) and self._words(below)[0].isupper()

    def is_early(self, line: FlowLine) -> bool:
        """Whether a line stands where a title does: among the first of the first page."""
        return line.page == 1 and self._index[line.start] < 12

    def goes_on(self, line: FlowLine) -> bool:
        """Whether a heading is the title's second line: right below it, in the same type."""
        index = self._index[line.start]
        above = self._lines[index - 1] if index else None
        if above is None or above.start != self._title_line:
            return False
        one, two = above.last, line.first
        if one is None or two is None or one.page != two.page:
            return False
        alike = abs(one.size - two.size) < 0.03 * one.size and one.bold == two.bold
        return alike and self._words(above).isupper() == self._words(line).isupper()

    def is_title(self, line: FlowLine) -> bool:
        """Whether a heading is the document's title: the first one, near the beginning."""
        if self._title_line is None and self.is_early(line):
            self._title_line = line.start
            return True
        return self._title_line is not None and self._title_line == line.start

    def run_in(self, line: FlowLine, rest: str) -> str:
        """The heading of a numbered paragraph: the whole short line, or its first words to a stop."""
        if self.is_short(line):
            return rest.strip(" .:–—-()")
        match = _RUN_IN.match(rest)
        if match and len(match["words"].split()) <= 10 and match["words"][0].isupper():
            return match["words"].strip(" *")
        return ""

    def is_labelled(self, line: FlowLine) -> bool:
        """Whether a table row is a label and its value: two columns, words on the left."""
        if len(line.cells) != 2:
            return False
        (start, end), (_, value_end) = line.cells
        label = self._text[start:end].strip()
        value = self._text[line.cells[1][0] : value_end].strip()
        known = label.casefold() in _GENERIC and value.casefold() in _GENERIC
        return bool(label) and bool(value) and label[0].isalpha() and len(label) < 90 and not known


def _is_company(words: str) -> bool:
    return re.search(r"\b(?:INC|LLC|LTD|LIMITED|CORP|GMBH|PLC|N\.V|B\.V|K\.K)\b", words) is not None
