"""Sentences without an amount that settle one: prices that are held, what counts as one unit, whose clock.

Told by their words alone, for `matters`: nothing is read from them.
"""

from __future__ import annotations

import re

from extractors.readers.grammar.clauses import Clause
from extractors.telltales import Telling, telling


def _words(pattern: str) -> Telling:
    return telling(rf"\b(?:{pattern})", re.IGNORECASE)


HELD = _words(
    r"neither\b[^.;]{0,80}\b(?:adjusted|increased|indexed|raised|changed)\b|held\s+firm\b|firm\b|frozen\b|fixed\s+(?:for|until|through|during)\b|unchanged\b|(?:do|does|shall|will|are|is)\s+not\s+(?:be\s+)?(?:increase[ds]?|rise|indexed|adjusted|escalated?|compound)\b|not\s+subject\s+to\s+(?:\w+\s+){0,2}(?:increase|adjustment|indexation)"
)
_OWN_PRICES = _words(
    r"fees?\b|prices?\b|pricing\b|charges\b|rates\b|rents?\b|tariffs?\b|increases?\b"
)


def stays(clause: Clause) -> bool:
    """Prices that are held, exempt from an increase, or raised without compounding."""
    return _OWN_PRICES.search(clause.text) is not None and not _ALL_ELSE.search(clause.text)


_ALL_ELSE = re.compile(
    r"\b(?:agreement|contract|order(?:\s+form)?|terms|provisions|conditions|everything|all\s+else)\b[^.;]{0,60}\b(?:unchanged|in\s+force)\b|\bother\s+respects\b",
    re.IGNORECASE,
)
"""'Otherwise the Agreement is unchanged' settles no price."""


EQUALS = _words(
    r"corresponds?\s+to\b|equals?\b|is\s+equal\s+to\b|counts?\s+as\b|(?:is|are)\s+(?:counted|treated|deemed)\s+as\b|is\s+(?:counted|billed)\s+as\b"
)
_SOLD_UNIT = _words(
    r"users?\b|seats?\b|credits?\b|pages?\b|messages?\b|calls?\b|hours?\b|minutes?\b|bytes?\b|GB\b|TB\b|kWh?\b|units?\b|transactions?\b|requests?\b|documents?\b|records?\b|sessions?\b|tokens?\b|events?\b|tonnes?\b|lit(?:re|er)s?\b|pallets?\b|parcels?\b|segments?\b|samples?\b"
)
_NO_UNIT = _words(
    r"business\s+day|working\s+day|notice\b|default\b|waiver\b|accept\w*|approv\w*|party\b|breach\b|signature\b|original\b|availab\w+|votes?\b"
)


def measures(clause: Clause) -> bool:
    """What one of a unit comes to, or when a thing counts as one: 'one credit corresponds to 100 pages'."""
    text = clause.text
    if clause.money or clause.percents or _NO_UNIT.search(text):
        return False
    return _SOLD_UNIT.search(text) is not None


ZONE = telling(
    r"\b(?:UTC|GMT|C?EST|CES?T|EET|BST|JST|KST|[A-Z][a-z]+\s+(?:Standard|Daylight|Summer|Prevailing)\s+Time|(?:Africa|America|Asia|Australia|Europe|Pacific)/[A-Z]\w+|Coordinated\s+Universal\s+Time|(?:in\s+the\s+)?(?:local\s+)?time\s+(?:zone\s+)?(?:of|in|at)\s+[A-Z][a-z]+)"
)
_CUT = _words(r"months?\b|days?\b|periods?\b|usage\b|meter\w*|reckon\w*|counted\b")
_SERVICE_HOURS = _words(
    r"support\b|business\s+(?:hours?|days?)\b|working\s+(?:hours?|days?)\b|office\b|help\s?desk\b|maintenance\b|respon\w+|notices?\b|monday\b|hours\s+of\b|batch\w*|between\b|opens?\b"
)


def clocks(clause: Clause) -> bool:
    """The zone in which days, months or usage are cut."""
    text = clause.text
    return bool(ZONE.search(text) and _CUT.search(text)) and not _SERVICE_HOURS.search(text)
