"""From which day a window for corrections is counted: the invoice's date, its due date, receipt, ..."""

from __future__ import annotations

import re

from terms.lookback import CountedFrom

_WORDS_OF: tuple[tuple[str, CountedFrom], ...] = (
    (
        r"\b(?:services?|work)\s+(?:that\s+were\s+|which\s+were\s+)?(?:rendered|performed|provided|supplied|delivered)\b",
        "service_date",
    ),
    (
        r"\b(?:after|of|from|following)\s+(?:the|such|that|an?|its)\s+(?:\w+\s+){0,2}(?:fell|falls|became|becomes)\s+due\b|\b(?:day|date)\s+on\s+which\s+(?:\w+\s+){1,4}(?:fell|falls|became|becomes)\s+due\b|\bdue\s+date|\b(?:became|become|becomes|was|were|fell|falls)\s+(?:first\s+)?due\b|\bdate\s+(?:on\s+which\s+)?(?:it|they|payment)\s+(?:was|is)\s+due",
        "due_date",
    ),
    (r"\breceipt\s+of\b|\breceiv(?:es|ed|ing)\b|\breceipt\b", "receipt"),
    (
        r"\bcould\s+(?:first\s+)?(?:be|have\s+been)\s+(?:first\s+)?(?:invoiced|billed)|\baccru\w+|\barose\b|\baris(?:es|en)\b",
        "accrual",
    ),
    (
        r"\b(?:end|last\s+day|close|expiry|expiration|conclusion)\s+of\s+(?:the|each|such|that|any|a|its|said)?\s*(?:\w+\s+){0,3}(?:period|month|quarter|year|term|cycle)\b",
        "period_end",
    ),
    (
        (
            r"\bdate\s+of\s+(?:the\s+|such\s+|that\s+|any\s+|its\s+|each\s+|original\s+|relevant\s+)*(?:\w+\s+){0,2}(?:invoic\w*|bill|statement)|\b(?:invoice|billing|statement)(?:['’]s)?\s+date\b|\bof\s+(?:its|their)\s+date\b|"
            r"\b(?:after|from|since|of)\s+(?:its|their)\s+(?:issue|date|issuance)|\bdate\s+(?:of\s+issue|on\s+which)\s+(?:of\s+)?(?:the\s+)?(?:\w+\s+)?invoice|\bdated\b|"
            r"\b(?:after|from|of|following)\s+(?:the\s+|such\s+|that\s+|an?\s+)?(?:original\s+|relevant\s+|incorrect\s+|erroneous\s+)?(?:invoice|invoicing|statement|bill)\b|\binvoice\s+(?:is|was)\s+(?:issued|sent|rendered|dated)|\bissu(?:ance|e)\s+of\s+(?:the|such|an?)\s+(?:\w+\s+)?invoice|\bshould\s+(?:first\s+)?have\s+been(?!\s+(?:paid|made))|\brender(?:s|ed|ing)?\b"
        ),
        "invoice_date",
    ),
    (r"\bdeliver(?:y|ed)\b|\bshipment\b", "delivery"),
    (r"\bdiscover\w*|\bbecom(?:es|ing)\s+aware|\bbecame\s+aware|\bidentif\w+", "discovery"),
    (
        r"\b(?:services?|charges?|fees?|work|usage|supply)\b[^.;,]{0,50}\b(?:rendered|performed|provided|supplied|incurred|furnished|took\s+place|occurred|used)|\b(?:date|day|month|period)\s+of\s+(?:the\s+)?(?:service|supply|performance|usage|use)\b|\bservice\s+date|\b(?:was|were|is|are)\s+(?:done|carried\s+out|executed|delivered\s+on\s+site)\b|\b(?:scale|weigh\w*|work|job|service|time)\s+(?:tickets?|dockets?|sheets?|slips?)\b|\b(?:was|were|are|is)\s+(?:first\s+)?(?:incurred|rendered|performed)\b",
        "service_date",
    ),
    (
        r"\b(?:after|of|from|following)\s+(?:the\s+|such\s+|its\s+)?(?:date\s+of\s+)?(?:the\s+)?payment\b|\bdate\s+(?:it\s+was\s+)?paid\b|\bwas\s+(?:made|paid)\b|\b(?:after|of|from|since)\s+(?:making\s+(?:it|them|the\s+payment)|(?:you|it|the\s+\w+)\s+paid\b)",
        "payment",
    ),
    (r"\bperiod\b[^.;,]{0,40}\b(?:to\s+which|relat\w+)|\bperiod\s+end", "period_end"),
    (r"\bnotice\b|\bnotif\w+", "notice"),
    (r"\bclaim(?:ed|s)?\b", "claim"),
    (r"\binvoice\b", "invoice_date"),
)
_ANCHORS = tuple((re.compile(pattern, re.IGNORECASE), anchor) for pattern, anchor in _WORDS_OF)
BACKWARDS = re.compile(
    r"^\W*(?:immediately\s+)?(?:before|preceding|prior\s+to|earlier)\b", re.IGNORECASE
)
_SEGMENT = re.compile(r";|\.\s|:\s")


def counted_from(left: str, right: str) -> CountedFrom | None:
    """From what the window is counted: the words after the length, or before a 'before'."""
    if BACKWARDS.match(right) or re.search(
        r"\bdated\s+(?:\([^)]*\)\s*)?(?:within|not\s+more)", left, re.IGNORECASE
    ):
        found = _first(left[-120:])
        if found is None and re.search(
            r"\b(?:discover|found|identif|detect)", right[:90], re.IGNORECASE
        ):
            return "discovery"
        return found or "invoice_date"
    cut = _SEGMENT.search(right)
    return _nearest(right[: cut.start()] if cut else right) or _first(left)


def _nearest(words: str) -> CountedFrom | None:
    hits = [
        (match.start(), order, anchor)
        for order, (pattern, anchor) in enumerate(_ANCHORS)
        if (match := pattern.search(words[:110]))
    ]
    return min(hits)[2] if hits else None


def _first(words: str) -> CountedFrom | None:
    for pattern, anchor in _ANCHORS[:9]:
        if pattern.search(words):
            return anchor
    return None
