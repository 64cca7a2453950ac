"""The no-waiver clause: not to insist on a right for a time is not to give it up.

A customer may say that months of invoices at another price show what was agreed. Most contracts answer
that in one sentence near their end, in one of a few shapes: no failure or delay is a waiver; a waiver
must be in writing; a course of dealing changes nothing.
"""

from __future__ import annotations

import re

from extractors.document import Document

_HELD_BACK = r"(?:fail\w*|delay\w*|omission|omit\w*|forbear\w*|indulgence|neglect|course of dealing|not\s+(?:insist|enforc|exercis)\w*)"
_WAIVER = r"(?:waiver|waive[sd]?|waiving|relinquish\w*)"
_NOT = r"(?:no|not|never|neither|nor)"
_CLAUSE = re.compile(
    rf"\b{_NOT}\b[^.;]{{0,60}}\b{_HELD_BACK}\b[^.]{{0,260}}\b{_WAIVER}\b"
    rf"|\b{_HELD_BACK}\b[^.]{{0,260}}\b{_NOT}\b[^.]{{0,80}}\b{_WAIVER}\b"
    rf"|\bno\s+waiver\b[^.]{{0,160}}\b(?:unless|writing|written)\b"
    rf"|\bwaiver\b[^.]{{0,80}}\b(?:only|must|unless)\b[^.]{{0,60}}\b(?:writing|written)\b",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[.;](?=\s)|\n\s*\n")
_LONGEST = 700


def no_waiver(document: Document) -> tuple[int, int] | None:
    """Where in the document's flow the sentence stands: start and end; None where there is none."""
    found = _CLAUSE.search(document.text)
    if found is None:
        return None
    earlier = [each.end() for each in _ENDS.finditer(document.text, 0, found.start())]
    start = max(earlier[-1] if earlier else 0, found.start() - _LONGEST)
    later = _ENDS.search(document.text, found.end())
    end = min(later.end() if later else len(document.text), found.end() + _LONGEST)
    while start < end and document.text[start].isspace():
        start += 1
    return start, end
