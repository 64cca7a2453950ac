"""The document's sections, labelled as a lawyer would cite them.

Every line of the flow is asked for a number (`numbering`) or for the look of a heading. A number
finds its place under the ones before it by its form: under '5.' stands '(c)', so the label is
'5(c)'; '4.2' says everything itself; 'C.' under 'III.' is 'III.C'.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from extractors.document import Section
from extractors.flow import Flow, FlowLine
from extractors.headings import Headings
from extractors.numbering import Number, bracket_kind, follows, number_of

_RANK = {"attached": 1, "named": 2, "sign": 3, "roman": 3, "capital": 4, "number": 5}
"""How far out a form stands; decimals go by their depth, brackets by the order they come in."""


@dataclass(slots=True)
class _Open:
    """A section that is open: what follows may stand in it."""

    form: str
    mark: str
    """The number alone, as written: '(c)', '5'."""
    label: str
    rank: float


@dataclass(slots=True)
class _Builder:
    """The sections so far, and which are open."""

    text: str
    headings: Headings
    stack: list[_Open] = field(default_factory=list)
    found: list[tuple[int, str, str, tuple[str, ...]]] = field(default_factory=list)
    last_of: dict[str, str] = field(default_factory=dict)

    def _open(self, start: int, item: _Open, heading: str) -> None:
        while self.stack and self.stack[-1].rank >= item.rank:
            self.stack.pop()
        parents = tuple(each.label for each in self.stack)
        self.stack.append(item)
        self.found.append((start, item.label, heading, parents))

    def _parent(self, rank: float) -> _Open | None:
        for item in reversed(self.stack):
            if item.rank < rank:
                return item
        return None

    def unnumbered(self, line: FlowLine, words: str, title: bool) -> None:
        """A heading without a number. The title stands above everything."""
        self._open(line.start, _Open("title" if title else "heading", "", words, 0 if title else 1.5), words)

    def numbered(self, line: FlowLine, number: Number, words: str) -> bool:
        """A numbered paragraph; False where the number does not fit and is only words."""
        opened = self._placed(number, bool(words) and self.headings.is_short(line))
        if opened is None:
            return False
        self._open(line.start, opened, words)
        self.last_of[opened.form] = opened.mark
        return True

    def _placed(self, number: Number, heading: bool) -> _Open | None:
        form, mark = number.form, number.label
        if form in {"attached", "named", "sign"}:
            depth = mark.count("(") + mark.count(".") * 0.5
            return _Open(form, mark, _cased(mark), _RANK[form] + min(depth, 1.8) * 0.3)
        if form == "decimal":
            return _Open(form, mark, mark, 5 + 0.1 * mark.count(".") + 0.1 * mark.count("("))
        if form == "lettered":
            return _Open(form, mark, mark, 5)
        if form in {"bracket", "small"}:
            return self._bracket(number)
        return self._plain(number, heading)

    def _plain(self, number: Number, heading: bool) -> _Open | None:
        """'5.', 'III.', 'C.': which of them, and whether it is next in its row."""
        form, mark = number.form, number.label
        before = self.last_of.get("capital")
        if form == "roman" and len(mark) == 1 and before and follows(before, mark):
            form = "capital"
        rank = _RANK[form]
        parent = self._parent(rank)
        siblings = [item for item in self.stack if item.form == form]
        if form == "number" and not siblings and parent is None and not mark[0].isdigit():
            return None
        if parent is None or parent.form in {"title", "sign"}:
            return _Open(form, mark, mark, rank)
        if parent.form == "heading":
            listed = form == "number" and not heading
            return _Open(form, mark, parent.label if listed else mark, rank)
        if parent.form in {"attached", "named"}:
            deeper = form == "number" and parent.form == "named" and not heading
            return _Open(form, mark, f"{parent.label}({mark})" if deeper else mark, rank)
        return _Open(form, mark, f"{parent.label}.{mark}", rank)

    def _bracket(self, number: Number) -> _Open | None:
        mark = number.label
        inner = mark.strip("()").split(")")[0]
        kind = bracket_kind(inner, [item.mark for item in self.stack if item.form == "bracket"])
        open_kinds = [item for item in self.stack if item.form == "bracket"]
        same = next((item for item in open_kinds if item.rank % 1 == 0 and item.mark.startswith(kind)), None)
        rank = same.rank if same else (open_kinds[-1].rank + 1 if open_kinds else 7.0)
        if same and not follows(same.mark.split(":")[1], inner) and inner not in {"a", "i", "1", "A"}:
            return None
        parent = self._parent(rank)
        label = self._bracket_label(number, parent)
        return _Open("bracket", f"{kind}:{inner}", label, rank)

    def _bracket_label(self, number: Number, parent: _Open | None) -> str:
        if parent is None or parent.form == "title":
            return number.label
        if parent.form == "heading":
            return number.label
        if number.form == "small":
            return f"{parent.label}.{number.label}"
        gap = " " if parent.form == "sign" and parent.label[1:2] == " " else ""
        return f"{parent.label}{gap}{number.label}"


def _cased(label: str) -> str:
    """'ARTICLE IV' as 'Article IV'; the number stays as it is."""
    word, _, rest = label.partition(" ")
    return f"{word.capitalize()} {rest}" if word.isupper() and len(word) > 2 and rest else label


def _row(builder: _Builder, line: FlowLine) -> None:
    """A table row that is cited by itself: an item number, or the label of a label and its value."""
    start, end = line.cells[0]
    first = builder.text[start:end]
    number = number_of(first)
    attached = next((item for item in builder.stack if item.form == "attached"), None)
    if number and number.form in {"lettered"} and number.end >= len(first):
        label = f"{attached.label}, {number.label}" if attached else number.label
        builder._open(line.start, _Open("row", number.label, label, 9), "")  # noqa: SLF001 - its own module
        return
    if builder.headings.is_labelled(line) and (not builder.stack or builder.stack[-1].form in {"title", "row"}):
        words = first.split(",")[0].split(" (")[0].strip(" :")
        if words:
            builder._open(line.start, _Open("row", words, words, 9), words)  # noqa: SLF001 - as above


def sections(flow: Flow) -> tuple[Section, ...]:
    """The flow's sections; they tile it from its beginning to its end."""
    text = flow.text
    headings = Headings(flow, text)
    builder = _Builder(text, headings)
    for line in flow.lines:
        if line.cells:
            _row(builder, line)
            continue
        words = text[line.start : line.end]
        number = number_of(words)
        if number and number.form != "bullet":
            rest = headings.run_in(line, words[number.end :])
            if builder.numbered(line, number, rest):
                continue
        if headings.is_heading(line):
            builder.unnumbered(line, words.rstrip(" :."), headings.is_title(line))
    return _tiled(builder.found, len(text))


def _tiled(found: list[tuple[int, str, str, tuple[str, ...]]], length: int) -> tuple[Section, ...]:
    if not found or found[0][0] > 0:
        found.insert(0, (0, "preamble", "", ()))
    ends = [start for start, *_ in found[1:]] + [length]
    return tuple(
        Section(label, heading, len(parents), start, end, parents)
        for (start, label, heading, parents), end in zip(found, ends, strict=True)
    )
