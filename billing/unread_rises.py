"""A price that was raised while a clause on raising prices is not understood: no refund before it is read.

The bill followed the contract as it was read, and from some day on asked for more. Where a passage
speaks of increases and nobody turned it into a term, that day is more likely the increase than a mistake.
"""

from __future__ import annotations

import re

from billing.comparison import Comparison, ProductComparison
from billing.explaining import Explained

_RISES = re.compile(
    r"\b(?:increas|escalat|adjust|index|uplift|revis|rais|ris(?:e|es|ing)\b|advanc)\w*",
    re.IGNORECASE,
)
_PRICED = re.compile(
    r"\b(?:prices?|fees?|charges?|rates?|rents?|tariffs?|hire|remuneration|amounts?)\b",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"\b(?:liab\w+|indemni\w+|insur\w+|interest|tax(?:es)?|VAT|credits?)\b", re.IGNORECASE
)


def unread_rise(
    comparison: Comparison, compared: ProductComparison, group: Explained
) -> str | None:
    """Why a finding of too much billed is not claimed yet, with the passage's place; else None."""
    candidate = group.candidate
    if candidate is not None and candidate.cause != "wrong_unit_price":
        return None
    if any(share.difference >= 0 for share in group.shares):
        return None
    first = min(cell.period.start for cell in group.cells)
    before = [cell for cell in compared.cells if cell.cell.main and cell.period.start < first]
    if not any(cell.difference == 0 for cell in before):
        return None
    for document in comparison.agreement.documents:
        for passage in document.unresolved:
            words = passage.quote
            if passage.dismissed or not _RISES.search(words) or _OTHER.search(words):
                continue
            if _PRICED.search(words):
                return (
                    f"not claimed before a passage on rising prices is read: {document.file}, "
                    f"page {passage.page}"
                )
    return None
