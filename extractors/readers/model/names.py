"""The words of a term that are not figures: names must be the document's, and nothing may be long.

A product that the contract does not name can be matched to no invoice, and a sentence where a name
belongs is either a misunderstanding or somebody's message to the next reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from extractors.document import Document
from terms.contract import Term
from terms.term import TermBase

LONGEST = 400
"""Characters of a condition or a name."""

_WORD = re.compile(r"\w+")
_STEM = 5
"""Characters by which two forms of a word are taken for the same (seat, seats; licence, licences)."""


def unknown_names(term: Term, document: Document) -> Iterator[str]:
    """Products whose words the document does not use."""
    known = _stems(document.text)
    products = (
        term.product,
        *(getattr(term, "includes", None) or ()),
        *(getattr(term, "excludes", None) or ()),
    )
    for product in products:
        if product and not _stems(product) <= known:
            yield f"{product!r} is not a name that this document uses"


def long_words(term: Term) -> Iterator[str]:
    """Fields that hold more text than a term needs."""
    for name in type(term).model_fields:
        if name in TermBase.model_fields and name != "product":
            continue
        value = getattr(term, name)
        texts = value if isinstance(value, tuple) else (value,)
        if any(isinstance(text, str) and len(text) > LONGEST for text in texts):
            yield f"{name} is longer than {LONGEST} characters: copy only the words that decide"


@lru_cache(maxsize=8)
def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:_STEM].rstrip("s") for word in _WORD.findall(text.casefold()))
