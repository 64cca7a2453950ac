"""Whether the sentence right behind a term takes part of it away: 'It is forfeited when an invoice is paid late'.

By its opening alone ('It', 'This', 'The discount', 'For freight the time is'), for the kinds of term of
which half a rule is worse than none. A sentence on which another term rests is not asked.
"""

from __future__ import annotations

import re

_IT = r"^\W*(?:It|This|They|The\s+(?:discount|rebate|reduction|surcharge|supplement|premium|fee|charge|price))\s+"
_ENDS = (
    r"(?:(?:shall|will|is|are)\s+)?(?:only\s+)?(?:ends?|expires?|lapses?|starts?|begins?|forfeited|lost|(?:granted|given|allowed|charged|due|payable)\s+(?:only\s+)?(?:for|from|until|in|when|if|where)|"
    r"runs?|lasts?|(?:do(?:es)?\s+)?not\s+appl(?:y|ies)|first\s+(?:due|charged|granted))\b"
)
_TIME = (
    r"^\W*(?:For\s+(?!the\s+(?:avoidance|purposes?)|example|clarity)[^.;,]{3,50}?|(?:From|As\s+of|After)\s+[^.;]{4,30}?),?\s+"
    r"(?:the|this|that|its)\s+(?:period|time|term|window|limit)\s+is\b|^\W*(?:It|This|The\s+(?:period|time))\s+(?:do(?:es)?|shall|will)\s+not\s+apply\b"
)
_MORE_PRICE = (
    r"^\W*(?:From|As\s+of|After|Until)\b[^.;]{3,40}?,?\s(?:it|this|the\s+(?:fee|charge|price))\s+(?:is|costs|rises|falls|becomes|amounts)\b"
    r"|^\W*(?:For|During|In)\s+the\s+first\b[^.;]*\b(?:half|only|no|nothing|not|free|reduced)\b"
)
_LIMITED = rf"{_IT}(?:(?:is|are|amounts\s+to|comes\s+to)\s+(?:at\s+(?:most|least)|limited|capped|no\s+more)|(?:do(?:es)?|shall|will|may)\s+not\s+exceed)\b"
_KINDS = {
    "discount": re.compile(rf"{_IT}{_ENDS}|{_LIMITED}"),
    "surcharge": re.compile(rf"{_IT}{_ENDS}|{_LIMITED}"),
    "price": re.compile(rf"{_IT}{_ENDS}|{_MORE_PRICE}"),
    "payment": re.compile(_TIME),
    "lookback": re.compile(_TIME),
}
_DAYS = frozenset({"discount", "surcharge", "price"})


def carved_out(kind: str, *, dated: bool, behind: str) -> str | None:
    """Why a term of this kind is cut by the sentence behind it; None where it is not.

    `dated`: whether the term states its first or last day, so that the sentence may only repeat it.
    """
    pattern = _KINDS.get(kind)
    if pattern is None or (dated and kind in _DAYS and not re.search(_LIMITED, behind)):
        return None
    if pattern.search(behind):
        return "the sentence behind it cuts it, or says more of it; that was not read"
    return None
