"""An account's papers for the question who wins: numbered terms with their words, and change clauses.

Laid out under the same marks, and through the same filter, as the text of a reading (`data_block`).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence

from extractors.passages import Placed, ReadDocument
from extractors.readers.model.data_block import CLOSE, OPEN, neutral, shown_label

CHANGES = re.compile(
    r"\b(?:amend\w*|replac\w+|supersed\w+|delet\w+|substitut\w+|in\s+lieu|instead|notwithstanding"
    r"|prevail\w*|precedence|takes?\s+priority|conflict\w*|inconsisten\w+|in\s+deviation|deviat\w+"
    r"|subject\s+to|remains?\s+(?:in\s+(?:full\s+)?force|unchanged)|continues?\s+to\s+apply|unaffected"
    r"|no\s+longer|ceases?|as\s+(?:set\s+out|stated|described)\s+in|otherwise\s+agreed)\b",
    re.IGNORECASE,
)
_LONGEST = 700
"""Characters of one clause that are shown."""
_SHORT_PAPER = 6_000
"""A later paper up to this length is shown whole: every word of an amendment may decide."""


def link_block(papers: Sequence[tuple[ReadDocument, Sequence[tuple[int, Placed]]]]) -> str:
    """The papers in force order, each with its numbered terms and the clauses that may decide."""
    body = "\n".join(
        line
        for number, (read, terms) in enumerate(papers, start=1)
        for line in _paper(number, read, terms)
    )
    code = hashlib.sha256(body.encode()).hexdigest()[:12]
    return (
        f"{OPEN}contract text {code} begins{CLOSE}\n{body}\n{OPEN}contract text {code} ends{CLOSE}"
    )


def _mark(*parts: object) -> str:
    words = " | ".join(shown_label(str(part)) for part in parts if part not in {None, ""})
    return f"{OPEN}{words}{CLOSE}"


def _paper(number: int, read: ReadDocument, terms: Sequence[tuple[int, Placed]]) -> Iterator[str]:
    paper = read.contract
    dated = f"dated {paper.effective_date}" if paper.effective_date else "undated"
    yield _mark(f"paper {number}", paper.kind, dated, paper.title)
    for index, placed in terms:
        term = placed.term
        since = f"from {term.effective_from}" if term.effective_from else None
        page = f"page {term.citations[0].page}" if term.citations else None
        yield _mark(f"T{index}", term.type, term.product, since, placed.section, page)
        yield neutral(placed.quote).strip()
    yield from _clauses(read, whole=number > 1 and len(read.text) <= _SHORT_PAPER)


def _clauses(read: ReadDocument, *, whole: bool) -> Iterable[str]:
    """The sections that speak of changing or of order; every one where `whole`."""
    document = read.document
    for section in document.sections if document else ():
        words = read.text[section.start : section.end].strip()
        if words and (whole or CHANGES.search(words)):
            page = document.page_of[section.start] if document else 0
            yield _mark("clause", section.label, f"page {page}")
            yield neutral(_about_change(words, whole=whole))


def _about_change(words: str, *, whole: bool) -> str:
    """The section's words, or those around its first word of change where it is long."""
    if whole or len(words) <= _LONGEST:
        return words
    found = CHANGES.search(words)
    start = max(0, words.rfind(". ", 0, found.start() if found else 0))
    return words[start : start + _LONGEST]
