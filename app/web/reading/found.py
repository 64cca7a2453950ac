"""What a list shows of a document as read, small enough to stand in its row."""

from __future__ import annotations

from typing import Any

from terms.contract import ContractDocument


def found_in(document: ContractDocument, reading: str) -> dict[str, Any]:
    """The heading, the counts, and the key of the reading that pages load."""
    return {
        "reading": reading,
        "kind": document.kind,
        "title": document.title,
        "number": document.number,
        "effective_date": _day(document.effective_date),
        "term_start": _day(document.term_start),
        "term_end": _day(document.term_end),
        "currency": document.currency,
        "terms": len(document.terms),
        "unresolved": sum(not each.dismissed for each in document.unresolved),
        "warnings": len(document.warnings),
    }


def _day(day: Any) -> str | None:
    return None if day is None else day.isoformat()
