"""Minimum commitments that lawyers marked in real contracts: none is lost in silence.

Each marked span must be touched by a term or by an unresolved passage. The contracts and their
labels (CUAD, CC BY 4.0) stand beside the repository, or the test is skipped.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from extractors.document import Document
from extractors.errors import ContractUnreadable
from extractors.opening import open_pdf
from extractors.readers.grammar.reader import GrammarReader
from tests.shared import SHARED

CUAD = SHARED / "corpora" / "cuad"
LABEL = "Minimum Commitment"
LEAST = 0.8
"""The share of marked spans that must be told."""
LONGEST = 25
"""Pages: longer contracts would take minutes to open and read."""
TOUCH = 20
"""Letters and digits that a passage and a span must share."""

pytestmark = pytest.mark.skipif(
    not (CUAD / "gold.json").is_file(),
    reason="the labelled contracts are not beside the repository",
)


def test_the_minimums_that_lawyers_marked_are_terms_or_unresolved_passages() -> None:
    marked = _marked()
    with ThreadPoolExecutor(max_workers=2) as pool:
        told = [found for one in pool.map(_told, *zip(*marked, strict=True)) for found in one]
    assert len(told) > 30
    assert sum(told) / len(told) >= LEAST


def _marked() -> list[tuple[Path, list[str]]]:
    """The contracts of which the PDF is there, each with its marked spans on one page."""
    gold: list[dict[str, Any]] = json.loads((CUAD / "gold.json").read_text())
    found = []
    for contract in gold:
        label = contract["labels"].get(LABEL) or {}
        spans = [span["text"] for span in label.get("spans", ()) if span.get("page")]
        if spans and contract.get("pdf") and contract["pages"] <= LONGEST:
            found.append((CUAD / "pdf" / contract["pdf"], spans))
    return found


def _told(path: Path, spans: list[str]) -> list[bool]:
    """For each span that the text holds, whether the reader says anything of it."""
    try:
        document = open_pdf(path)
    except ContractUnreadable:
        return []
    letters, offsets = _letters(document)
    reading = GrammarReader().read(document)
    passages = [at for draft in reading.drafts for at in draft.passages]
    passages += [left.passage for left in reading.leftovers]
    ranges = [(bisect_left(offsets, at.start), bisect_left(offsets, at.end)) for at in passages]
    return [_touched(place, ranges) for span in spans if (place := _place(span, letters))]


def _letters(document: Document) -> tuple[str, list[int]]:
    """The text's letters and digits, and where each stands in it."""
    offsets = [at for at, sign in enumerate(document.text) if sign.isalnum()]
    return "".join(document.text[at] for at in offsets).lower(), offsets


def _place(span: str, letters: str) -> tuple[int, int] | None:
    plain = re.sub(r"[\W_]+", "", span).lower()
    for size in (len(plain), 60):
        if size and (start := letters.find(plain[:size])) >= 0:
            return start, start + len(plain)
    return None


def _touched(place: tuple[int, int], ranges: Iterable[tuple[int, int]]) -> bool:
    start, end = place
    least = min(TOUCH, end - start)
    return any(min(end, last) - max(start, first) >= least for first, last in ranges)
