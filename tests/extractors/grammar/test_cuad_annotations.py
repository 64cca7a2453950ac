"""Clauses on prices that were annotated in real contracts: each is a term of its type, or unresolved.

And none of the passages that only look like prices (a three-tier support structure, a discount rate,
price reductions in a definition of net sales) is read as a price or an escalation. The contracts and
their annotations (CUAD, CC BY 4.0) stand beside the repository, or the test is skipped.
"""

from __future__ import annotations

import csv
import re
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2
import pytest

from extractors.document import Document
from extractors.opening import open_pdf
from extractors.readers.grammar.reader import GrammarReader
from extractors.readers.reading import Passage, Reading
from tests.shared import SHARED

CUAD = SHARED / "corpora" / "cuad"
FILE = CUAD / "pricing_annotations.tsv"
RIGHT = {
    "escalation": {"escalation", "commitment"},
    "lookback": {"lookback", "audit"},
    "tier": {"price"},
    "minimum": {"commitment", "price", "escalation"},
}
"""The types of term that an annotation may become: a minimum that grows is one of two."""
FEWEST = 28
"""Of the thirty-one rows, how many must be told (the three negative ones apart, where less)."""
TOUCH = 16
"""Letters and digits that a passage and an annotation must share."""

pytestmark = pytest.mark.skipif(
    not FILE.is_file(), reason="the annotated contracts are not beside the repository"
)


def test_annotated_clauses_are_terms_of_their_type_or_unresolved() -> None:
    wanted = [row for row in _rows() if row["type"] != "NEGATIVE"]
    missed = [row["quote"] for row in wanted if not _told(row)]
    assert len(wanted) - len(missed) >= min(FEWEST, len(wanted)), missed


def test_what_only_looks_like_a_price_is_none() -> None:
    negative = [row for row in _rows() if row["type"] == "NEGATIVE"]
    assert len(negative) == 3
    for row in negative:
        document, reading = _read(*_place(row))
        for draft in reading.drafts:
            if draft.term.type in {"price", "escalation"}:
                touched = any(_touches(document, at, row["quote"]) for at in draft.passages)
                assert not touched, draft.term


@lru_cache(maxsize=1)
def _rows() -> tuple[dict[str, str], ...]:
    """The annotations of which the PDF is there."""
    with FILE.open(encoding="utf-8", newline="") as file:
        names = next(file).rstrip("\n").split("\t")
        found = [
            dict(zip(names, line, strict=False))
            for line in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]
    return tuple({**row, "file": row[names[0]]} for row in found if _pdf(row[names[0]]).is_file())


def _pdf(name: str) -> Path:
    stem = name.removesuffix(".txt")
    return next(
        (p for p in (CUAD / "pdf").iterdir() if p.stem.strip() == stem.strip()), CUAD / "pdf" / name
    )


def _place(row: dict[str, str]) -> tuple[Path, int, int]:
    """The PDF, and the pages from 1 of the annotation with those beside; (0, 0) is all of them."""
    first = int(row["page"] or 0)
    return _pdf(row["file"]), max(first - 1, 0), int(row["page_end"] or first) + 1 if first else 0


@lru_cache(maxsize=64)
def _read(path: Path, first: int, last: int) -> tuple[Document, Reading]:
    """A few pages of a contract, and what the grammar reads there."""
    with TemporaryDirectory() as folder:
        cut = Path(folder) / "pages.pdf"
        source, pages = pypdfium2.PdfDocument(path), pypdfium2.PdfDocument.new()
        count = len(source)
        pages.import_pages(source, list(range(max(first - 1, 0), min(last or count, count))))
        pages.save(cut)
        document = open_pdf(cut)
    return document, GrammarReader().read(document)


def _told(row: dict[str, str]) -> bool:
    document, reading = _read(*_place(row))
    places = [
        at
        for draft in reading.drafts
        if draft.term.type in RIGHT[row["type"]]
        for at in draft.passages
    ]
    places += [left.passage for left in reading.leftovers]
    return any(_touches(document, at, row["quote"]) for at in places)


def _touches(document: Document, at: Passage, quote: str) -> bool:
    """Whether a passage holds a stretch of the annotation, or is in it."""
    words, passage = _letters(quote), _letters(document.text[at.start : at.end])
    if len(passage) < TOUCH or len(words) < TOUCH:
        return bool(words) and (words in passage or passage in words)
    return any(
        words[start : start + TOUCH] in passage for start in range(0, len(words) - TOUCH + 1, 4)
    )


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())
