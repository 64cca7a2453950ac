"""Whether the names that a term lists are names: 'those for hardware rise by 2' is a stretch of a sentence."""

from __future__ import annotations

import re

from extractors.readers.reading import Draft

_LISTS = ("includes", "excludes", "net_of")
_NO_NAME = re.compile(
    r"^(?:those|these|such|this|that|any|all|each|every|other|others|it|they|which|where|if|as)\b"
    r"|\b(?:is|are|was|were|shall|will|may|must|has|have|rises?|falls?|increases?|applies|apply|counts?|means|payable|which|that|these|those)\b"
    r"|\b(?:or|and|of|the|for|to|by|in|at|with|per)\s*\Z|\d[.,]?\Z(?<!\w\s\d)",
    re.IGNORECASE,
)
_LONGEST = 9
"""Words above which a name is a sentence."""


def doubt(draft: Draft) -> str | None:
    """Why a list of names of the draft cannot stand; None where each is a name."""
    for field in _LISTS:
        for name in getattr(draft.term, field, None) or ():
            if _NO_NAME.search(name) or len(name.split()) > _LONGEST:
                return f"lists what is {_SAID[field]}; of “{name[:40]}” it is not certain what it names"
    return None


_SAID = {"includes": "counted", "excludes": "left out", "net_of": "taken off"}
