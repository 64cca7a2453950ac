"""Changes of words: 'in Section 5.1, “three percent (3%)” is replaced by “four percent (4%)”'.

Such a sentence states a new figure and nothing of what the figure is for: that stands in the paper
that it changes. Here the sentences are found; `extractors.reworded` makes terms of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from extractors.citations import BoxSource, cite, with_boxes
from extractors.dates import DATE, MONTH, parse_date
from extractors.document import Document, Table
from extractors.references import Reference, references
from terms.citation import Citation

_OPEN, _CLOSE = '[“"„‘]', '[”"“’]'
_WORDS = r"(?:the\s+)?(?:(?:new\s+)?(?:words?|figures?|numbers?|amounts?|dates?|sums?|rates?|and)\s+){0,3}"


def _quoted(name: str) -> str:
    return rf"{_OPEN}(?P<{name}>[^”\"“„\n]{{1,90}}(?:\n[^”\"“„\n]{{1,60}})?){_CLOSE}"


_BE = r"\s*,?\s+(?:is|are|shall\s+be|will\s+be|shall\s+stand|stands?)\s+(?:hereby\s+)?"
_OUT = r"(?:deleted|removed|struck\s+out|omitted)"
_IN = r"(?:substituted|inserted|added|put\s+in\s+(?:its|their)\s+place)"
_CHANGED = r"(?:replaced|substituted|amended|changed|varied|modified)"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\breplacing\s+{_WORDS}{_quoted('old')}\s+(?:with|by)\s+{_WORDS}{_quoted('new')}",
        rf"{_quoted('old')}{_BE}{_CHANGED}\s+(?:by|with|to(?:\s+read)?)\s+{_WORDS}{_quoted('new')}",
        rf"{_quoted('old')}{_BE}{_OUT}\s+and\s+(?:replaced\s+(?:by|with)\s+)?{_WORDS}{_quoted('new')}(?:{_BE}{_IN})?",
        rf"{_quoted('old')}\s+(?:becomes?|(?:shall\s+be|is)\s+(?:to\s+be\s+)?read\s+as|(?:shall|is\s+to)\s+read|now\s+reads)\s+{_WORDS}{_quoted('new')}",
        rf"\bfor\s+{_WORDS}{_quoted('old')}\s*,?\s*(?:there\s+(?:is|are|shall\s+be)\s+substituted\s+)?{_WORDS}{_quoted('new')}(?:{_BE}{_IN})?",
        rf"\bsubstitut(?:e|ing)\s+{_WORDS}{_quoted('new')}\s+(?:for|in\s+place\s+of)\s+{_WORDS}{_quoted('old')}",
        rf"\bdelet(?:e|ing)\s+{_WORDS}{_quoted('old')}\s+and\s+(?:insert|substitut)(?:e|ing)\s+{_WORDS}{_quoted('new')}",
        rf"{_quoted('new')}{_BE}substituted\s+for\s+{_WORDS}{_quoted('old')}",
    )
)
_AMOUNT = r"(?:(?:[A-Z]{3}|Rs\.?|[$£€₹])\s?)?\d[\d,]*(?:\.\d+)?\s?%?"
_FROM_TO = re.compile(
    rf"\bfrom\s+(?P<old>{_AMOUNT})(?![\d:.]*\d)(?:\s+[a-z]+){{0,2}}\s+to\s+(?P<new>{_AMOUNT})(?![\d:]*\d)(?!\s+(?i:{MONTH})\b)"
)
_GOES = re.compile(
    r"\b(?:increas|reduc|chang|rais|lower|grow|go|goes|went|fall|rise|decreas|extend|shorten|adjust)\w*\b[^.;]{0,40}$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"\n(?=\s*(?:\d{1,2}(?:\.\d{1,2})*[.)]?|[A-Z]\.|\(\w{1,3}\)|§|Article|Section|Clause)\s)|(?<=[a-z)”\"])\.\s+(?=[A-Z])"
)
_FROM = re.compile(
    rf"\b(?:effective|with\s+effect\s+from|as\s+(?:of|from)|from|on\s+or\s+after|on\s+and\s+after|(?:starts?|begins?|beginning|starting)\s+on)\s+(?:and\s+including\s+)?(?P<day>{DATE})",
    re.IGNORECASE,
)
_EXISTING = re.compile(
    r"\b(?:existing|current|present|old|previous|from|for|delete)\b", re.IGNORECASE
)
_REPLACED = re.compile(
    r"\b(?:replac\w+|new|amended|revised|substitut\w+|insert|to)\b", re.IGNORECASE
)
_THREE = 3


@dataclass(frozen=True, slots=True)
class Rewording:
    """One change of words: what goes, what comes, where, from when, and the sentence."""

    old: str
    new: str
    references: tuple[Reference, ...]
    words: str
    """The sentence, without what is replaced."""
    start: date | None
    citations: tuple[Citation, ...]
    in_quotes: bool = True
    """The words themselves are quoted; else a figure goes 'from 140 to 165'."""


def rewordings(document: Document, source: BoxSource) -> tuple[Rewording, ...]:
    """The changes of words that a document makes, in order; () where it makes none."""
    return tuple(
        Rewording(
            old=" ".join(old.split()),
            new=" ".join(new.split()),
            references=tuple(references(words)),
            words=words,
            start=_start(words),
            citations=with_boxes(source, cite(document, begin, end)),
            in_quotes=not (
                old[0].isdigit() and new[0].isdigit() and f"from {old}" in document.text[begin:end]
            ),
        )
        for old, new, begin, end, words in (
            *_in_sentences(document.text),
            *_from_to(document.text),
            *_in_tables(document),
        )
    )


def _start(words: str) -> date | None:
    found = _FROM.search(words)
    return parse_date(found.group("day")) if found else None


def _in_sentences(text: str) -> Iterator[tuple[str, str, int, int, str]]:
    taken: list[tuple[int, int]] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            taken.append(match.span())
            begin, end = _sentence(text, match)
            words = f"{text[begin : match.start()]} … {text[match.end() : end]}"
            yield match.group("old"), match.group("new"), begin, end, words


def _from_to(text: str) -> Iterator[tuple[str, str, int, int, str]]:
    """'The included minutes go up from 5,000 to 8,000'."""
    for match in _FROM_TO.finditer(text):
        begin, end = _sentence(text, match)
        if _GOES.search(text[begin : match.start()]):
            yield match.group("old"), match.group("new"), begin, end, text[begin:end]


def _sentence(text: str, match: re.Match[str]) -> tuple[int, int]:
    begin = max(
        (m.end() for m in _CLAUSE.finditer(text, max(0, match.start() - 500), match.start())),
        default=max(0, match.start() - 200),
    )
    after = _CLAUSE.search(text, match.end())
    return begin, min(after.start() + 1 if after else len(text), match.end() + 300)


def _in_tables(document: Document) -> Iterator[tuple[str, str, int, int, str]]:
    """Rows of a table 'Clause | Existing wording | Replaced by'."""
    for table in document.tables:
        if (columns := _columns(table)) is None:
            continue
        old, new = columns
        for row in table.rows:
            if len(row.cells) > max(old, new) and row.cells[old].text and row.cells[new].text:
                place = " ".join(
                    cell.text for at, cell in enumerate(row.cells) if at not in columns
                )
                yield row.cells[old].text, row.cells[new].text, row.start, row.end, place


def _columns(table: Table) -> tuple[int, int] | None:
    if table.head is None or len(table.head.cells) < _THREE:
        return None
    heads = [cell.text for cell in table.head.cells]
    new = next((at for at in range(len(heads) - 1, 0, -1) if _REPLACED.search(heads[at])), None)
    if new is None or not re.search(
        r"\breplac|\bamended|\bsubstitut|\bnew\s+(?:wording|text)", heads[new], re.IGNORECASE
    ):
        return None
    old = next((at for at in range(new) if _EXISTING.search(heads[at])), None)
    return None if old is None else (old, new)
