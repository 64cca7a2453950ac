"""The flow cut into sentences and table rows, each with the heading it stands under."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

from extractors.dates import defined_dates
from extractors.document import Document, Section, Table
from extractors.readers.grammar.numerals import Habits, habits_of
from extractors.telltales import Texts

_ABBREVIATIONS = (
    r"\b(?:No|Nos|Rs|Inc|Ltd|Co|Corp|Art|Arts|Sec|Secs|Ref|St|Cl|Para|Sch|Ex|Exh|Fig|Mr|Mrs|Ms|Dr|"
    r"Messrs|Prof|Pos|Lit|Abs|Sr|Rs|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|approx|incl|excl|max|min|vs|cf|"
    r"resp|e\.g|i\.e|p\.a|U\.S|U\.K|a\.m|p\.m|al|ca|Nr|L\.L\.C|N\.V|B\.V|S\.A|K\.K|[A-Z])\.\Z"
)
_ABBREVIATED = re.compile(_ABBREVIATIONS)
_STOP = re.compile(r"[.?!][\"”’')\]*]*\s+(?=[\"“‘'(\[]?[A-Z0-9§€£¥$])")
_NUMBERING = re.compile(
    r"(?:Section|Article|Clause|Item|ITEM|SECTION|ARTICLE|§+)?\s*"
    r"(?:[A-Z]?\d{1,3}(?:\.\d{1,3})*(?:\([a-z0-9]+\))*\.?|[A-Z]\.\d*(?:\.\d+)*\.?|"
    r"[A-Z]-\d+\.?|\([a-z0-9]{1,5}\)|[A-Z]\.|[IVX]+\.)\Z"
)
_LINE = re.compile(r"[^\n]+")
_FIGURE = re.compile(r"[\d%$€£¥]")
_NUMBER_WORDS = frozenset(
    [
        "half",
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
        "eleven",
        "twelve",
        "fifteen",
        "twenty",
        "thirty",
        "forty",
        "fifty",
        "sixty",
        "ninety",
        "hundred",
        "thousand",
        "million",
    ]
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the flow: `text` is the flow from `start` to `end`."""

    text: str
    start: int
    end: int
    paragraph: int
    """Which line of the flow it is in, from 0."""
    heading: str
    """The words of the heading that stands over it, or of the run-in heading before it; may be ''."""
    headings: tuple[str, ...]
    """That heading and those of the sections around it, innermost first."""
    section: Section | None


@dataclass(frozen=True, eq=False)
class Setting:
    """What a document says around its sentences: how it writes numbers, which dates have names.

    Compared by identity, so that what is worked out for one document can be kept.
    """

    text: str
    habits: Habits
    sentences: tuple[Sentence, ...]
    dates: Mapping[str, date]
    """Dates the document names: {'renewal date': 2026-07-01}."""
    kept: dict[str, Any] = field(default_factory=dict, repr=False)
    """What was worked out from it and is asked for again."""

    @cached_property
    def texts(self) -> Texts:
        """The sentences, to be searched for a pattern."""
        return Texts([sentence.text for sentence in self.sentences])

    @cached_property
    def _under(self) -> tuple[Texts, list[list[int]]]:
        """The different headings, and for each the sentences under it."""
        under: dict[str, list[int]] = {}
        for index, sentence in enumerate(self.sentences):
            under.setdefault(sentence.heading, []).append(index)
        return Texts(list(under)), list(under.values())

    def headed(self, pattern: re.Pattern[str]) -> set[int]:
        """The sentences over which a heading stands in which a pattern is found."""
        headings, under = self._under
        return {index for heading in headings.found(pattern) for index in under[heading]}

    def before(self, offset: int) -> Sentence | None:
        """The last sentence that ends at or before a flow offset."""
        index = bisect_right(self.sentences, offset, key=lambda sentence: sentence.end)
        return self.sentences[index - 1] if index else None

    def after(self, offset: int) -> Sentence | None:
        """The first sentence that starts at or after a flow offset."""
        index = bisect_right(self.sentences, offset - 1, key=lambda sentence: sentence.start)
        return self.sentences[index] if index < len(self.sentences) else None


def setting_of(document: Document) -> Setting:
    """The document cut into sentences; the work is done once for a document."""
    setting: Setting | None = document.kept.get("setting")
    if setting is None:
        setting = _setting(document.text, document.sections, document.tables)
        document.kept["setting"] = setting
    return setting


def sentences_of(document: Document) -> tuple[Sentence, ...]:
    """Every sentence outside tables, in order."""
    return setting_of(document).sentences


def numbered(sentence: Sentence) -> bool:
    """Whether the sentence holds a figure, a sign of money or a number in words at all."""
    return _numbered(sentence.text)


@lru_cache(maxsize=8192)
def _numbered(text: str) -> bool:
    return _FIGURE.search(text) is not None or not _NUMBER_WORDS.isdisjoint(
        re.split(r"[\s-]+", text.lower())
    )


@lru_cache(maxsize=4)
def main_currency(text: str, habits: Habits) -> str | None:
    """The currency that a document's amounts are in, or None where it names several or none."""
    codes = set(re.findall(r"\b(?:USD|EUR|GBP|JPY|CHF|CAD|AUD)\b", text))
    signs = {"€": "EUR", "£": "GBP", "¥": habits.yen, "$": habits.dollar}
    codes |= {code for sign, code in signs.items() if sign in text}
    return codes.pop() if len(codes) == 1 else None


def _setting(text: str, sections: tuple[Section, ...], tables: tuple[Table, ...]) -> Setting:
    return Setting(
        text=text,
        habits=habits_of(text),
        sentences=tuple(_sentences(text, sections, tables)),
        dates=defined_dates(text),
    )


def _sentences(
    text: str, sections: tuple[Section, ...], tables: tuple[Table, ...]
) -> list[Sentence]:
    starts = [section.start for section in sections]
    taken = sorted(_extent(table) for table in tables if table.rows)
    found: list[Sentence] = []
    for paragraph, line in enumerate(_LINE.finditer(text)):
        index = bisect_right(taken, (line.start(), len(text))) - 1
        if index >= 0 and line.start() < taken[index][1]:
            continue
        at = bisect_right(starts, line.start()) - 1
        section = sections[at] if at >= 0 else None
        headings = headings_at(sections, at)
        heading = headings[0] if headings else (section.label if section else "")
        for start, end in _cuts(line.group(), line.start()):
            words = text[start:end]
            if run_in := _run_in(words, text[end : line.end()]):
                heading = run_in
            over = headings if heading in headings else (heading, *headings)
            found.append(Sentence(words, start, end, paragraph, heading, over, section))
    return found


def headings_at(sections: Sequence[Section], at: int) -> tuple[str, ...]:
    """The headings over the section with this index, its own first and the outermost last."""
    if at < 0:
        return ()
    section = sections[at]
    found = [section.heading] if section.heading else []
    wanted = list(section.parents)
    for earlier in reversed(sections[max(0, at - 60) : at]):
        if wanted and earlier.label == wanted[-1]:
            wanted.pop()
            if earlier.heading:
                found.append(earlier.heading)
    return tuple(found)


def headings_of(document: Document, offset: int) -> tuple[str, ...]:
    """The headings over a flow offset, innermost first."""
    starts = [section.start for section in document.sections]
    return headings_at(document.sections, bisect_right(starts, offset) - 1)


def _extent(table: Table) -> tuple[int, int]:
    rows = [*table.rows, table.head] if table.head else [*table.rows]
    return min(row.start for row in rows), max(row.end for row in rows)


def _cuts(line: str, offset: int) -> list[tuple[int, int]]:
    """The flow ranges of a line's sentences. A number alone ('4.2', 'Section 4.1') joins what follows."""
    cuts: list[tuple[int, int]] = []
    begin = 0
    for stop in _STOP.finditer(line):
        head = line[begin : stop.start() + 1]
        if _ABBREVIATED.search(head) or _NUMBERING.match(head.strip()):
            continue
        if head.lower().endswith("cent.") and line[stop.end()] == "(":
            continue  # 'ten per cent. (10%)'
        cuts.append((offset + begin, offset + stop.start() + len(stop.group().rstrip())))
        begin = stop.end()
    end = len(line.rstrip())
    if begin < end:
        cuts.append((offset + begin, offset + end))
    return cuts


def _run_in(words: str, rest: str) -> str:
    """'Authorisation charge.' before more text of the same paragraph is a heading."""
    plain = _NUMBERED_HEAD.sub("", words).strip().rstrip("*").rstrip()
    if not rest.strip() or not plain.endswith(".") or len(plain) > 60:
        return ""
    plain = plain.rstrip(".")
    if len(plain) < 3:
        return ""
    if len(plain.split()) > 7 or _VERB.search(plain) or any(c.isdigit() for c in plain):
        return ""
    return plain


_NUMBERED_HEAD = re.compile(
    r"^\s*(?:(?:Section|Article|Clause|Item|§+)\s*)?(?:[A-Z]?\d{0,3}(?:\.\d{1,3})*(?:\([a-z0-9]+\))*"
    r"[.):]?|[A-Z][.)]|\([a-z0-9]{1,5}\)|[A-Z]-\d+\.?)\s+",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|shall|will|may|must|has|have|does|do|applies|apply|pays?|remains?|"
    r"means|includes?|continues?|begins?|runs?|charged|billed|invoiced|payable)\b",
    re.IGNORECASE,
)
