"""What a customer does within a window, and which charges the window leaves out."""

from __future__ import annotations

import re

from extractors.readers.grammar.clauses import Clause

_MUST_TELL = re.compile(
    r"\b(?:must|shall|has\s+to|is\s+to|will|tells?)\s+(?:\w+\s+){0,2}?(?:give|notify|report|raise|submit|dispute|object|tell|inform|us|contest|query)\b",
    re.IGNORECASE,
)
_SELLER_REPAYS = re.compile(
    r"\b(?:shall|will|must)\s+(?:then\s+|promptly\s+)?(?:be\s+)?(?:refund|credit|repay|return|reimburse)\w*|\b(?:is|are|be)\s+(?:refunded|credited|repaid|returned)\b|\bwe\s+(?:then\s+)?(?:refund|credit|repay|return|give)\b|\b(?-i:[A-Z]\w+)\s+(?:then\s+)?(?:refunds|credits|repays|returns)\b|\bgets?\s+(?:\w+\s+){0,3}back\b",
    re.IGNORECASE,
)
_MAY_HAVE_BACK = re.compile(
    r"\b(?:may|can|is\s+entitled\s+to)\s+(?:recover|reclaim|claim\s+back|have\s+back|set\s+off)\b[^.;]{0,60}\b(?:overpa\w+|paid\s+too\s+much|overcharg\w+|excess)",
    re.IGNORECASE,
)


_STAYS_OUT = re.compile(
    r"^\W*(?P<name>[A-Z][\w-]*(?:\s[A-Z][\w-]*){0,3}\s(?:[Cc]harges?|[Ff]ees?))\s+(?:remains?\s+subject\s+to|stays?\s+under|(?:is|are)\s+(?:not\s+affected|governed\s+by)|continues?\s+to\s+be\s+subject)\b"
)


def left_out(clause: Clause) -> tuple[tuple[str, ...], Clause] | None:
    """The charges that the sentence behind a window leaves to another clause, and that sentence."""
    for other in clause.around(0, 1):
        if match := _STAYS_OUT.match(other.text):
            return (match["name"],), other
    return None


def must_tell(segment: str, text: str) -> bool:
    """Whether the customer has to speak up within the window, and the seller is not said to repay."""
    return _MUST_TELL.search(segment) is not None and _SELLER_REPAYS.search(text) is None


def may_have_back(text: str) -> bool:
    """Whether the customer may take back what it paid too much."""
    return _MAY_HAVE_BACK.search(text) is not None
