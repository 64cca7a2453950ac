"""What a sentence or a row says its amount is for, as the contract names it."""

from __future__ import annotations

import re
from collections.abc import Iterable

_FEE = r"(?:fees?|charges?|prices?|rates?|costs?|rentals?|rents?|premium|retainer|tariffs?|tolls?|subscription|payments?|amounts?)"
_CHARGE = r"(?:fees?|charges?|prices?|rates?|costs?|rentals?|rents?|premium|retainer|tariffs?|tolls?|subscription)"
_GENERIC = (
    r"(?:(?:monthly|annual|yearly|quarterly|flat|fixed|net|unit|one[\s-]time|recurring|total|new|"
    r"single|applicable|regular|additional|initial|full|agreed|up-?front|non-refundable|hourly|daily|weekly|said|"
    r"lump[\s-]sum|nominal|standard)\s+)*"
)
_ONLY_FEE = re.compile(rf"{_GENERIC}{_FEE}\Z", re.IGNORECASE)
_FEE_FOR = re.compile(
    rf"{_GENERIC}(?:(?:subscription|licen[cs]e|service|usage|support|access|user)\s+)?{_FEE}\s+(?:payable\s+|due\s+|charged\s+|shown\s+)?(?:for|of|per)\s+"
    rf"(?:(?:the|an|a|each|every|any|all|use of|access to)\s+)*(?P<name>.+)\Z",
    re.IGNORECASE,
)
_DEICTIC = re.compile(
    r"^(?:it|they|this|that|these|those|such|which|there|here|step|line|item|row|each|one(?!-)|we|you|"
    r"(?:the\s+)?(?:work\b|attendances?(?=\s*\Z)|same|following))\b"
    r"|^(?:the|an?|services?|time|hours?|customer|client|licensee|buyer|provider|supplier|company|party|parties|owner|merchant|"
    r"subscriber|licensor|distributor|contractor|engineers?|technicians?|consultants?|trainers?|personnel|on request|allowance)\Z",
    re.IGNORECASE,
)
_VERB = (
    r"(?:(?:is|are|shall|will|must|may|would|can|be|becomes?|remains?|stays?|equals?|costs?|bears?|"
    r"carr(?:y|ies)|attracts?|amounts?\s+to|now|also|then|hereby|initially|currently|not)\b\s*)+"
)
_PARTICIPLE = (
    r"(?:(?:charged|priced|provided|billed|invoiced|payable|set|fixed|available|offered|reduced|"
    r"increased|raised|lowered|changed|reset|supplied|sold|amended|adjusted|replaced|agreed|assessed|"
    r"imposed|remain(?:ing)?|made|due|paid|be)\b\s*)*"
)
_PREPOSITION = (
    r"(?:(?:at|for|to(?:\s+be)?|by|from|of|as\s+follows:?)\b\s*)?"
    r"(?:(?:a|an|the)\s+(?:[\w-]+\s+){0,3}?(?:fee|price|rate|charge|amount|sum|cost)(?:\s+of|\s+equal\s+to)?\s*)?"
)
_SAYS = re.compile(rf"\b{_VERB}{_PARTICIPLE}{_PREPOSITION}[:,]?\s*\Z", re.IGNORECASE)
_AT = re.compile(
    r",?\s*(?:priced\s+|charged\s+|billed\s+|available\s+|licensed\s+)?(?:\bat|\bfor|\b(?:falls|rises|changes|increases|decreases|drops|moves)\s+to|[:–—=]|\s-)\s*"
    r"(?:(?:an?\s+)?(?:flat|fixed)[:\s]\s*)?(?:(?:a|an|the)\s+(?:[\w-]+\s+){0,3}?(?:fee|price|rate|charge|cost)(?:\s+of)?\s*)?\Z",
    re.IGNORECASE,
)
_OF = re.compile(
    rf"(?P<name>(?:[\w’'&/-]+\s+){{0,6}}{_CHARGE}(?:\s+(?:for|per)\s+(?:[\w’'&/-]+\s*){{1,6}})?)"
    r"(?:\s*\([^)]{0,40}\))?,?\s+(?:of|in the amount of|equal to|in the sum of|amounting to)\s*\Z",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^\W*(?:(?:\([a-z0-9]{1,4}\)|[ivx]+\)|\d+(?:\.\d+)*\.?|[A-Z]\.)\s+)?"
    r"(?:(?:(?:with\s+effect|effective|from|on|until|through|during|in|for|as\s+of|beginning|commencing|starting|after|"
    r"before|under|upon|subject\s+to|notwithstanding|accordingly|in\s+addition|additionally|provided|"
    r"if|where|when|while|at|throughout|unless|except)\b(?:[^,]|,\s*\d{4}){0,90}?,\s+(?!\d{4}))"
    r"|(?:(?:with\s+effect\s+|effective\s+|as\s+)?(?:from\s+|of\s+|on\s+)?(?=[\w ,]{6,24}\d{4}\s+the\b)[\w ,]{4,24}?\d{4}\s+)"
    r"|(?:(?:with\s+effect\s+)?from\s+(?:the\s+)?[\w ,]{4,24}?(?:\d{4}|Date)\s+))?",
    re.IGNORECASE,
)
_DETERMINER = re.compile(
    r"^(?:the|an?|each|every|any|all|its|our|your|their|his|this|such|said|and|or|also|then)\s+",
    re.IGNORECASE,
)
_COUNT = re.compile(
    r"^(?:[A-Za-z-]+\s*\(\s*\d[\d,.]*\s*\)|\d[\d,.]*(?:\s*\([^)]*\))?)\s+(?=[A-Za-z])",
    re.IGNORECASE,
)
_BEYOND = re.compile(
    r"\s+(?:above|beyond|in excess of|over|exceeding|used|consumed|from the|as escalated|as adjusted|"
    r"under|pursuant|if\b|when\b|where\b|per\b|during\b|within\b|with effect|shown|then applying|on request|"
    r"set out|stated|specified|listed|which|that|in (?:Part|Section|Clause|Exhibit|Schedule|Annex|Appendix|Item|Table))\b.*\Z",
    re.IGNORECASE,
)
_NAMED_IN_PARENS = re.compile(
    r"^[\w -]{0,30}\b(?:Fee|Charge|Price|Rate)s?\s+\((?P<name>[A-Z][a-z]+[ \w-]{3,40})\)\Z"
)
_IN_THE_AMOUNT = re.compile(r"\s+in\s+the\s+(?:\w+\s+)?amount\Z|\s+at\Z", re.IGNORECASE)
_PREPOSITION_FIRST = re.compile(
    r"^(?:in|of|at|to|for|by|with|or|and|from|on|if|when|where|as|rate to|over|under|above|below|less than|more than|up to)\s",
    re.IGNORECASE,
)
_WORTH = re.compile(r"[A-Za-z]{2}")
_TITLES = re.compile(
    r"(?:(?:description|charges?|contracted|volume|measurement|items?|quantity|qty|unit|price|rates?|fees?|total|amount|"
    r"remarks?|status|basis|above|beyond|further|additional|thereafter|extra|excess|later|and|of|per|month|or|more|over|that)\s*)+",
    re.IGNORECASE,
)
TITLES_ONLY = _TITLES
"""Words that only title columns, and words that point: 'Description Charge', 'Above that'."""


_CLAUSE_NUMBER = re.compile(r"^\W*(?:[A-Z]\d{1,2}\.|[A-Z]\.\d{1,2}\.?)\s+(?=[A-Z][a-z])")
"""'C2. Layout work' and 'D.3 Gate rent' carry the number of their clause or row."""


def clean(words: str) -> str | None:
    """A product's name out of a noun phrase, or None where it names nothing of its own."""
    if re.match(r"^\W*(?:this|that|these|those|such)\b", words, re.IGNORECASE):
        return None
    if named := _NAMED_IN_PARENS.match(words.strip()):
        words = named["name"]
    name = _CLAUSE_NUMBER.sub("", re.sub(r"\s*\([^)]*\)?", "", words))
    name = re.sub(r"[“”\"*†]|^\W+|\W+\Z", "", name).strip()
    name = _BEYOND.sub("", name)
    name = re.sub(r",\s*(?:if|when|where|as|on)\b.*\Z", "", name)
    before = ""
    while before != name:
        before = name
        name = _COUNT.sub("", _DETERMINER.sub("", name))
    if match := _FEE_FOR.match(name):
        name = clean(match["name"]) or ""
    name = _IN_THE_AMOUNT.sub("", name).strip(" ,;:–—-.")
    if _PREPOSITION_FIRST.match(name) or len(re.sub(r"[^A-Za-z]", "", name)) < 3:
        return None
    if not _WORTH.search(name) or _ONLY_FEE.match(name) or _DEICTIC.match(name):
        return None
    if _TITLES.fullmatch(name):
        return None
    return name if len(name.split()) <= 9 and len(name) <= 90 else None


def headings_product(headings: Iterable[str]) -> str | None:
    """The innermost heading that names a product."""
    return next((name for heading in headings if (name := heading_product(heading))), None)


def heading_product(heading: str) -> str | None:
    """A heading as a product's name, or None where it is a heading of the general kind."""
    name = clean(_HEADED.sub("", re.sub(r"^[\W\d]+|\s*\([^)]*\)", "", heading)))
    if (
        name is None
        or _GENERAL.search(name)
        or _PAPER.search(name)
        or _ADDRESSES.search(name)
        or re.search(r"\.\s|[.;]\Z", name)
    ):
        return None
    if len(name.split()) > 7:
        return None
    return name


_HEADED = re.compile(
    r"^(?:part|item|section|annex|exhibit|schedule|appendix|article|table|pos\.?|line)\s+[A-Z]?[\dIVX]{0,4}[.\d]*\s*[.:–—-]\s*(?=\w)",
    re.IGNORECASE,
)
_ADDRESSES = re.compile(r"\b(?:you|your|yours|us|we|our|thank|dear|sincerely)\b", re.IGNORECASE)
"""Words of a letter's headings: 'Getting you set up' names nothing that is sold."""
_PAPER = re.compile(
    r"\b(?:agreement|amendment|addendum|memorandum|contract|exhibit|annex|appendix|attachment|letter|supplement|nachtrag|"
    r"execution copy|price list|order form|renewal order)(?:\s+(?:no\.?\s*)?[\w.-]+)?(?:\s+(?:to|of|as of|dated)\b.*)?\Z|^(?:table|schedule|part|section|article) ",
    re.IGNORECASE,
)
_GENERAL = re.compile(
    r"^(?:(?:recurring|usage|fixed|data|other|additional|subscription|service|services|contract|unit|net|special|commercial|"
    r"new|current|applicable|monthly|annual|order|optional)\s+)*(?:fees?|charges?|prices?|pricing|rates?|payments?|"
    r"compensation|consideration|terms?|notes?|general|invoic(?:es|ing)|billing|schedule|exhibit|annex|appendix|options?|clause|section|article|part|"
    r"services?|products?|costs?|order form|order|amendments?|definitions?|recitals?|whereas|what you (?:will )?(?:pay|are buying)|"
    r"conditions|commercials|miscellaneous|operative terms|summary|overview|details|rate card|re|delay|background|[a-z]+ing delay)\b(?:\s*[:\d].*|\s+(?:[A-Z]?-?\d.*|[A-Z]|(?:and|of|for|from|in|to|&|not|ordered|,)\b.*))?\Z",
    re.IGNORECASE,
)


_PAYS = re.compile(
    r"\b(?:pays?|paid|charges?|charged|invoiced?|bills?|billed)\b(?:\s+(?!for\b|of\b|all\b|any\b)[\w.’'-]+){0,5}\s*\Z",
    re.IGNORECASE,
)
_MEANS = re.compile(r"[“\"](?P<name>[^”\"]{3,60})[”\"]\s+(?:means|is|shall be)\b[^.;]{0,60}\Z")
_AT_A_RATE = re.compile(
    r"\bfor\s+(?:the\s+|all\s+|any\s+)?(?P<name>[\w’'-]+(?:\s[\w’'-]+){0,5}?)\s+at\s+(?:an?|the)\s+(?:[\w-]+\s+){0,2}?"
    r"(?:rate|price|fee|charge|cost)\s+of\s*\Z",
    re.IGNORECASE,
)
_SOME_ONLY = re.compile(
    r"\b(?:in|for|during)\s+(?:the\s+)?(?:(?:contract|licen[cs]e|lease|agreement)\s+)?year\s+(?:\d|one|two|three|four|five)\b[^.;]*\Z|"
    r"\b(?:first|second|third|fourth|fifth|each subsequent)\s+(?:(?:contract|licen[cs]e|lease|agreement)\s+)?years?\b[^.;]*\Z|"
    r"\bthereafter\b[^.;]*\Z|"
    r"\bfor\s+(?:clients|customers|orders|usage|volumes?|quantities)\s+(?:with|of|over|above|between)\b[^.;]*\d",
    re.IGNORECASE,
)
_SINCE = re.compile(
    r",\s+from\s+[\w ]{3,20},?\s+\d{4},\s+(?:is|shall be|will be|at)\b", re.IGNORECASE
)
"""'For the first contract year, from July 1, 2025, is': from when is said."""
_ELSEWHERE = re.compile(
    r"\b(?:fee|charge|price|rate)s?\s+(?:for|of|at|in)\s+(?:step|line|item|row|tier|band)\s+[\w-]+|\bthe\s+(?:same|other|latter)\b[^.;]{0,30}\Z",
    re.IGNORECASE,
)
_FOR_A = re.compile(
    r"^\W*(?:\(\w+\)\s*|[\d.]+\s+)?for\s+(?:the\s+|an?\s+)?(?P<name>[\w’'-]+(?:\s[\w’'-]+){0,7}?),?\s+(?:an?|the)\s+(?:[\w-]+\s+){0,2}?"
    r"(?:amount|fee|charge|price|sum|rate)\s+of\s*\Z",
    re.IGNORECASE,
)


def _charge_of(text: str) -> re.Match[str] | None:
    """'Pays a migration charge of', where those words name something of their own."""
    match = _CHARGE_OF.search(text)
    return match if match and clean(match["name"]) else None


_CHARGE_OF = re.compile(
    rf"\b(?:pays?|is charged|charges?|owes?|invoices?)\s+(?:\w+\s+)?(?:an?|the)\s+(?P<name>(?:[\w-]+\s+){{1,3}}?{_CHARGE})\s+of\s*\Z",
    re.IGNORECASE,
)
FOR_EACH = re.compile(
    r"^\W*(?:\(\w+\)\s*|[\d.]+\s+)?for\s+(?:each|every)\s+(?:of\s+the\s+)?(?P<name>[\w’'-]+(?:\s[\w’'-]+){0,3}?),?\s+"
    r"(?:(?:the|our|your)\s+)?[A-Za-z]+\s+(?:(?:shall|will|must)\s+)?(?:pays?|is\s+charged|owes?|charges?)\s*\Z",
    re.IGNORECASE,
)
_PAY_FOR = re.compile(
    r"\bpays?\s+for\s+(?:the\s+|its\s+)?(?P<name>[\w’'&/-]+(?:\s[\w’'&/-]+){0,5}?)"
    r"(?:,?\s+(?:from|as\s+of|with\s+effect\s+from)\s+(?:\d{1,2}\s\w+\s\d{4}|\w+\s\d{1,2},\s\d{4}))?,?\s*(?:an?\s+(?:[\w-]+\s+){0,2}(?:fee|charge|price|amount)\s+of\s+)?\Z",
    re.IGNORECASE,
)


def subject_of(before: str) -> tuple[str | None, bool]:
    """The product that the words before an amount name, and whether they state a price at all.

    'The Support Fee is' gives ('Support Fee', True); 'pay a monthly fee of' gives (None, True);
    words that do not lead up to a price give (None, False).
    """
    text = re.sub(r"\s*\([^()]*\)\s*", " ", before)
    text = _LEAD.sub("", text)
    if _SINCE.search(text):
        text = _SINCE_WHEN.sub(" ", text)
    if _ELSEWHERE.search(text) or (_SOME_ONLY.search(text) and not _SINCE.search(text)):
        return None, False
    named = (
        FOR_EACH.search(before)
        or _PAY_FOR.search(before)
        or _MEANS.search(before)
        or _AT_A_RATE.search(text)
        or _FOR_A.search(before)
        or _charge_of(text)
    )
    if named:
        return clean(named["name"]), True
    if match := _SAYS.search(text):
        return _noun_phrase(text[: match.start()]), True
    if match := _OF.search(text):
        return _owner(match["name"]), True
    if match := _AT.search(text):
        return _noun_phrase(text[: match.start()]), True
    return None, bool(_PAYS.search(text)) or not _WORTH.search(text)


_SINCE_WHEN = re.compile(
    r"(?:\s+(?:for|in|during)\s+the\s+first\s+(?:[a-z]+\s+)?year)?,\s+from\s+[\w ]{3,20},?\s+\d{4},\s+",
    re.IGNORECASE,
)
_BUYS = re.compile(
    r"^.*?\b(?:orders|subscribes?\s+(?:to|for)|takes|purchases|buys|engages|hires|rents|ha(?:s|ve)\s+(?:ordered|chosen|engaged))\s+"
    r"(?=(?:the\s+)?(?:[\w-]+\s+)?\(?\d|(?:the\s+)?[A-Z])"
)


def _owner(phrase: str) -> str | None:
    """The product in 'a flat fee for the Enterprise Plan' or 'the Support Fee'."""
    words = phrase.split()
    cut = max((at for at, word in enumerate(words) if word.lower() in _BREAKS), default=-1)
    tail = " ".join(words[cut + 1 :])
    return clean(tail)


_BREAKS = {
    "for",
    "your",
    "pay",
    "pays",
    "paid",
    "a",
    "an",
    "charge",
    "charges",
    "be",
    "is",
    "receive",
    "to",
    "and",
    "at",
    "with",
    "shall",
    "its",
}


def _noun_phrase(text: str) -> str | None:
    text = re.sub(r",\s(?:if|when|where|as|once)\b[^,]{0,50}(?:,|\Z)", "", text)
    text = re.split(
        r"[;]|,\s(?:and|or|but|which|if|when|as)\b|\b(?:ends?|expires?|ceases?)\s+and\b|\b(?:provided|whereas)\s|\bthat\s+(?=the|it|each|all)",
        text.rstrip(" ,:"),
    )[-1]
    if "," in text and len(text.split()) > 9:
        text = text.rpartition(",")[2]
    found = clean(_BUYS.sub("", text))
    if found is None or not _FINITE.search(found):
        return found
    return None


_FINITE = re.compile(
    r"\b(?:is|are|was|were|shall|will|may|must|has|have|pays?|agrees?|provides?|includes?|including|begins?|takes?|these|they|until|through)\b",
    re.IGNORECASE,
)
