"""The document's sections, labelled as a lawyer would cite them.

Every line of the flow is asked for a number (`numbering`) or for the look of a heading. A number
finds its place under the ones before it by its form: under '5.' stands '(c)', so the label is
'5(c)'; '4.2' says everything itself; 'C.' under 'III.' is 'III.C'.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extractors.document import Section
from extractors.flow import Flow, FlowLine
from extractors.headings import Headings
from extractors.numbering import Number, bracket_kind, follows, number_of

_RANK = {"attached": 1, "named": 2, "sign": 3, "roman": 3, "capital": 4, "number": 5}
"""How far out a form stands; decimals go by their depth, brackets by the order they come in."""
_NUMBERED = frozenset(
    {"number", "decimal", "named", "sign", "roman", "capital", "bracket", "lettered"}
)
"""Forms whose sections capitals alone do not close."""
_WHOLE = frozenset({"decimal", "named", "bracket", "row", "lettered"})
"""Forms that are cited whole: what is bracketed in '4.2' or in 'Article 9' is cited as these."""
_DIVISIONS = frozenset({"Part", "Chapter", "Title"})
"""Parts of a document over which clause numbers run on."""


@dataclass(slots=True)
class _Open:
    """A section that is open: what follows may stand in it."""

    form: str
    mark: str
    """The number alone, as written: '(c)', '5'."""
    label: str
    rank: float
    heading: bool = False
    """Whether it is a heading and not a paragraph."""


@dataclass(slots=True)
class _Builder:
    """The sections so far, and which are open."""

    text: str
    headings: Headings
    stack: list[_Open] = field(default_factory=list)
    found: list[tuple[int, str, str, tuple[str, ...]]] = field(default_factory=list)
    last_of: dict[str, str] = field(default_factory=dict)
    heads: dict[int, str] = field(default_factory=dict)
    """The first cell of each table, by the id of its grid."""
    subtitle_of: str = ""
    """The attachment whose subtitle may come next."""

    def open(self, start: int, item: _Open, heading: str) -> None:
        while self.stack and self.stack[-1].rank >= item.rank:
            self.stack.pop()
        parents = tuple(dict.fromkeys(each.label for each in self.stack))
        self.stack.append(item)
        if item.label in parents:
            return
        if self.found and self.found[-1][0] == start:
            self.found.pop()
        self.found.append((start, item.label, heading, parents))

    def _parent(self, rank: float) -> _Open | None:
        for item in reversed(self.stack):
            if item.rank < rank:
                return item
        return None

    def unnumbered(self, line: FlowLine, words: str, *, title: bool, loud: bool) -> None:
        """A heading without a number. The title stands above everything.

        The line below 'Exhibit A' is its subtitle; capitals alone open nothing inside a number.
        """
        if title:
            self.open(line.start, _Open("title", "", words, 0), words)
            return
        top = self.stack[-1] if self.stack else None
        if top is not None and top.form == "title" and self.headings.goes_on(line):
            return
        if top is not None and top.form == "attached" and self.subtitle_of == top.label:
            return
        if top is not None and top.form in _NUMBERED and not loud:
            return
        self.open(line.start, _Open("heading", "", words, 1.5), words)

    def prose(self, line: FlowLine, words: str) -> None:
        """A paragraph without number or heading: the first that names the parties is the preamble."""
        if len(words) > 60:
            self.subtitle_of = ""
        top = self.stack[-1].form if self.stack else "title"
        first = top == "title" and not any(label == "preamble" for _, label, *_ in self.found)
        if first and len(words) > 110 and self.headings.numbered and _RECITES.search(words):
            parents = tuple(item.label for item in self.stack)
            self.found.append((line.start, "preamble", "", parents))

    def numbered(self, line: FlowLine, number: Number, words: str) -> bool:
        """A numbered paragraph; False where the number does not fit and is only words."""
        heading = bool(words) and self.headings.is_short(line)
        opened = self._placed(number, heading)
        if opened is None:
            return False
        if opened.form == "attached" and self._is_the_document(line):
            opened.form = "title"
        opened.heading = heading
        self.open(line.start, opened, words)
        self.last_of[opened.form] = opened.mark
        self.subtitle_of = opened.label if opened.form == "attached" and not words else ""
        return True

    def _is_the_document(self, line: FlowLine) -> bool:
        """Whether an attachment's name is the title of a file of its own: nothing stands before it."""
        before = all(item.form in {"title", "heading"} for item in self.stack)
        return before and not self.last_of and self.headings.is_early(line)

    def _placed(self, number: Number, heading: bool) -> _Open | None:
        form, mark = number.form, number.label
        if form in {"attached", "named", "sign"}:
            depth = mark.count("(") + mark.count(".") * 0.5
            rank = _RANK[form] + min(depth, 1.8) * 0.3
            return _Open(form, mark, self._called(form, _cased(mark), rank), rank)
        if form == "decimal":
            return _Open(form, mark, mark, 5 + 0.1 * mark.count(".") + 0.1 * mark.count("("))
        if form == "lettered":
            return _Open(form, mark, mark, 5)
        if form == "annexed":
            attached = next((item for item in self.stack if item.form == "attached"), None)
            own = attached is not None and attached.label.endswith(f" {mark[0]}")
            label = f"{attached.label}{mark[1:]}" if attached and own else mark
            return _Open(form, mark, label, 5)
        if form in {"bracket", "small"}:
            return self._bracket(number)
        return self._plain(number, heading)

    def _called(self, form: str, label: str, rank: float) -> str:
        """'Part 2' of 'Exhibit A' is 'Exhibit A, Part 2'; of a file that is Exhibit A, 'Part 2'."""
        parent = self._parent(rank)
        if form == "named" and label.startswith("Part ") and parent and parent.form == "attached":
            return f"{parent.label}, {label}"
        return label

    def _plain(self, number: Number, heading: bool) -> _Open | None:
        """'5.', 'III.', 'C.': which of them, and where it stands."""
        form, mark = number.form, number.label
        before = self.last_of.get("capital")
        if form == "roman" and len(mark) == 1 and before and follows(before, mark):
            form = "capital"
        rank = _RANK[form]
        parent = self._parent(rank)
        if parent is None or parent.form in {"title", "sign", "attached"}:
            return _Open(form, mark, mark, rank)
        if parent.form == "capital" and not parent.heading:
            self.stack.remove(parent)
            return self._plain(number, heading)
        if parent.form == "heading":
            return _Open(
                form, mark, parent.label if form == "number" and not heading else mark, rank
            )
        if parent.form == "named":
            alone = form == "capital" or parent.mark.split()[0].capitalize() in _DIVISIONS
            label = mark if alone else self._in_article(parent, number)
            return _Open(form, mark, label, rank)
        return _Open(form, mark, f"{parent.label}.{mark}", rank)

    def _in_article(self, article: _Open, number: Number) -> str:
        """'Article I, 2', for a Roman article holds clauses; 'Article 9', which is one clause itself."""
        counted = number.form == "number" and article.heading and article.mark[-1] in "IVXL"
        return f"{article.label}, {number.label}" if counted else article.label

    def _bracket(self, number: Number) -> _Open | None:
        """'(c)' belongs to '5' as '5(c)'; deeper brackets are cited by the one they stand in."""
        inner = number.label.strip("()").split(")")[0]
        marks = [item.mark for item in self.stack if item.form == "bracket"]
        kind = bracket_kind(inner, marks)
        opened = [item for item in self.stack if item.form == "bracket"]
        same = next((item for item in opened if item.mark.startswith(kind)), None)
        begins = inner in {"a", "i", "1", "A"}
        if same and not begins and not follows(same.mark.split(":")[1], inner):
            return None
        rank = same.rank if same else (opened[-1].rank + 1 if opened else 7.0)
        parent = self._parent(rank)
        if not same and parent is None and not begins and number.form == "small":
            return None
        return _Open("bracket", f"{kind}:{inner}", self._bracket_label(number, parent), rank)

    def _named(self) -> str:
        """The label of the open article or item."""
        return next((item.label for item in self.stack if item.form == "named"), "")

    def _bracket_label(self, number: Number, parent: _Open | None) -> str:
        if parent is None or parent.form in {"title", "heading"}:
            return number.label
        if parent.form == "named" and parent.mark.startswith(("Part ", "PART ")):
            return f"{parent.label} {number.label}"
        if parent.form in _WHOLE or parent.label == self._named():
            return parent.label
        if number.form == "small":
            return f"{parent.label}.{number.label}"
        if parent.form == "attached":
            return f"{parent.label}{number.label}"
        spaced = parent.label[1:2] in {" ", ""}
        gap = " " if parent.form == "sign" and spaced else ""
        return f"{parent.label}{gap}{number.label}"


def _cased(label: str) -> str:
    """'ARTICLE IV' as 'Article IV'; the number stays as it is."""
    word, _, rest = label.partition(" ")
    return f"{word.capitalize()} {rest}" if word.isupper() and len(word) > 2 and rest else label


def _row(builder: _Builder, line: FlowLine) -> None:
    """A table row that is cited by itself: an item number, or the label of a label and its value.

    A row of one cell is a heading inside the table.
    """
    start, end = line.cells[0]
    first = builder.text[start:end]
    number = number_of(first)
    alone = len(line.cells) > 1 and all(start == end for start, end in line.cells[1:])
    if alone and first:
        _heading_row(builder, line, first, number)
        return
    if number and number.form == "decimal" and _continues(builder, number, first):
        builder.numbered(line, number, "")
        return
    attached = next((item for item in builder.stack if item.form == "attached"), None)
    if number and number.form == "lettered" and number.end >= len(first):
        own = attached is not None and attached.label.endswith(f" {first[0]}")
        if own or not any(item.form in {"attached", "number"} for item in builder.stack):
            label = f"{attached.label}, {number.label}" if attached else number.label
            builder.open(line.start, _Open("row", number.label, label, 9), "")
        return
    if position := _position(builder, line, first):
        over = next((item.label for item in reversed(builder.stack) if item.form != "row"), "")
        label = f"{over}, {position}" if over and builder.stack[0].label != over else position
        builder.open(line.start, _Open("row", position, label, 9), "")
        return
    if builder.headings.is_labelled(line) and (
        not builder.stack or builder.stack[-1].form in {"title", "row"}
    ):
        words = first.split(",")[0].split(" (")[0].strip(" :")
        if words:
            builder.open(line.start, _Open("row", words, words, 9), words)


def _heading_row(builder: _Builder, line: FlowLine, first: str, number: Number | None) -> None:
    """'Part 2. Handling' or 'Recurring fees' in a row of its own."""
    if number and number.form in {"attached", "named", "sign"}:
        builder.numbered(line, number, first[number.end :].strip(" .:–—-()"))
        return
    outside = not builder.stack or builder.stack[-1].form in {"title", "row", "heading"}
    if outside and number is None and first[0].isupper() and len(first.split()) <= 6:
        words = first.strip(" :")
        builder.open(line.start, _Open("heading", "", words, 1.5), words)


def _continues(builder: _Builder, number: Number, first: str) -> bool:
    """Whether a row's '1.2 Service' counts on in the open section 1, as paragraphs of it do."""
    numbers = [item.mark for item in builder.stack if item.form in {"number", "decimal"}]
    begun = any(number.label.startswith(f"{mark}.") for mark in numbers[:1])
    begun = begun and number.label.rpartition(".")[0] in builder.headings.counted
    return begun and first[number.end : number.end + 1].isupper()


_POSITIONS = {"pos": "Pos.", "position": "Pos.", "sr": "Sr."}
"""How the head of a column of numbers is cited."""


def _position(builder: _Builder, line: FlowLine, first: str) -> str:
    """'Pos. 2' for the row 2 of a table whose first column counts positions; else ''."""
    if line.grid is None or not first.strip(" .").isdigit():
        return ""
    called = _POSITIONS.get(builder.heads.get(id(line.grid), ""), "")
    return f"{called} {first.strip(' .')}" if called else ""


def sections(flow: Flow) -> tuple[Section, ...]:
    """The flow's sections; they tile it from its beginning to its end."""
    text = flow.text
    headings = Headings(flow, text)
    builder = _Builder(text, headings)
    for line in flow.lines:
        if line.cells:
            start, end = line.cells[0]
            builder.heads.setdefault(id(line.grid), text[start:end].strip(" .").casefold())
            _row(builder, line)
        else:
            _paragraph(builder, line)
    return _tiled(builder.found, len(text))


def _paragraph(builder: _Builder, line: FlowLine) -> None:
    headings = builder.headings
    words = _RESIDUE.sub("", builder.text[line.start : line.end])
    number = number_of(words)
    if number and number.form != "bullet":
        rest = words[number.end :]
        reference = number.form == "lettered" and rest[:1].islower()
        if not reference and builder.numbered(line, number, headings.run_in(line, rest)):
            inner = number_of(rest)
            inner = inner or number_of(_past_heading(builder, line, rest))
            if inner and inner.form == "bracket" and number.form in {"number", "sign"}:
                builder.numbered(line, inner, "")
            return
    if letter := headings.letter_of(line):
        name = words[len(letter) :].strip(" .:")
        builder.open(line.start, _Open("sign", letter, letter, 2, heading=True), name)
        return
    if headings.is_heading(line):
        title, loud = headings.is_title(line), headings.is_loud(line)
        builder.unnumbered(line, words.rstrip(" :."), title=title, loud=loud)
    elif run_in := headings.unnumbered_run_in(line):
        builder.unnumbered(line, run_in, title=False, loud=True)
    else:
        builder.prose(line, words)


def _past_heading(builder: _Builder, line: FlowLine, rest: str) -> str:
    """What stands after the heading that a numbered paragraph begins with; '' where none does."""
    heading = builder.headings.run_in(line, rest)
    return rest[len(heading) :].lstrip(" .:*") if heading and rest.startswith(heading) else ""


_RESIDUE = re.compile(r"^(?:&\w{2,6}[;\u037e]?\s+)+")
"""What a conversion from HTML left behind."""
_RECITES = re.compile(
    r"\b(?:between|entered into|by and among|agree|takes? effect|is made)\b", re.IGNORECASE
)


def _tiled(found: list[tuple[int, str, str, tuple[str, ...]]], length: int) -> tuple[Section, ...]:
    if not found or found[0][0] > 0:
        found.insert(0, (0, "preamble", "", ()))
    ends = [start for start, *_ in found[1:]] + [length]
    return tuple(
        Section(label, heading, len(parents), start, end, parents)
        for (start, label, heading, parents), end in zip(found, ends, strict=True)
    )
