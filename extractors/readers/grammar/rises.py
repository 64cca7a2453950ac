"""What a clause on rising prices says besides the rise: how far, on what, with what notice.

Pure readings of one clause and its neighbours, for `escalations`.
"""

from __future__ import annotations

import re
from decimal import Decimal

from extractors.readers.grammar.clauses import Clause, clause_at, product, thing
from extractors.readers.grammar.indices import INDEX

_VERB = (
    r"(?:increas(?:e[sd]?|ing)|adjust(?:ed|s)?|rais(?:e[sd]?)|escalat(?:e[sd]?)|uplift(?:ed|s)?|indexed|revis(?:e[sd]?)|"
    r"ris(?:e|es)|var(?:y|ied|ies)|chang(?:e[sd]?)|modif(?:y|ied)|alter(?:ed)?|review(?:ed)?|amended)"
)
RISE = re.compile(
    rf"\b(?:shall|will|may|must|can|to|would|hereby|and|then|thereafter|is|are|be|been)\s+(?:\w+,?\s+){{0,4}}?{_VERB}\b"
    rf"|\b(?:fees?|prices?|charges?|rates?|amount|rentals?|rent|guarantee|minimum|retainer|premium|tariff|subscription|remuneration)\s+(?:\w+\s+){{0,4}}?(?:increases|rises?|escalates|changes)\b"
    r"|\b(?:fees|prices|charges|rates|rentals|amounts|subscriptions|tariffs)\s+(?:(?!any\b)\w+\s+){0,3}?(?:increase|rise|escalate|grow|go\s+up|climb)\b(?!\s+(?:shall|will|is|are|may|of|clause|notice|provision)\b)"
    r"|\bit\s+(?:increases|rises|escalates)\b(?=[^.;]{0,40}(?:%|\bper\s?cent))"
    rf"|\bsubject\s+to\s+(?:an?\s+|annual\s+|automatic\s+|yearly\s+|the\s+)*(?:[\w(%).-]+\s+){{0,4}}?(?:increases?|adjustments?|escalations?|indexation|uplift)\b"
    rf"|\b(?:annual|yearly|automatic)\s+(?:price\s+|fee\s+|rate\s+)?(?:increases?|escalat\w+|uplift|adjustments?)\s+(?:of|shall|will|is|at|equal)\b"
    r"|\b(?:fees?|prices?|pricing|rates?|charges?)\b[^.;]{0,60}?\b(?:plus|increased\s+by|uplifted\s+by)\b(?!\s+(?:VAT|tax|applicable))"
    rf"|\b(?:right|entitled)\s+to\s+(?:\w+\s+){{0,2}}{_VERB}\b",
    re.IGNORECASE,
)
"""A price rises, is raised, or may be."""

_ATMOST = re.compile(
    r"(?:\b(?:not|never|no|nor)\s+(?:\w+\s+){0,2}?(?:more|higher|greater)\s+than|\bnot\s+(?:to\s+)?exceed(?:ing)?|\bup\s+to(?:\s+a\s+maximum\s+of)?|"
    r"\bcap(?:ped)?\s+(?:of|at)|\bmaximum\s+(?:annual\s+|yearly\s+)?(?:\w+\s+)?of|\bat\s+most|\blimited\s+to|\bnot\s+(?:\w+\s+){0,3}by\s+more\s+than|\bin\s+no\s+event\s+(?:\w+\s+){0,4}more\s+than|\b(?:no|not|nor|never|neither)\b[^.;]{0,80}\bexceed)"
    r"[\s,:]*(?:(?:in\s+any|the|an?|annual|rate|of|aggregate|per|year|period|twelve|month)[\s-]+){0,6}\W*\Z",
    re.IGNORECASE,
)
_ATLEAST = re.compile(
    r"(?:\b(?:not|nor|never|no(?:\s+event)?)\s+(?:be\s+)?(?:by\s+)?(?:less|lower|fewer)\s+than|\bat\s+least|\bminimum\s+(?:\w+\s+){0,2}of|\bfloor\s+of|\bno\s+(?:such\s+)?(?:adjustment|increase|change|rise)\s+(?:shall|will|may|can)\s+be\s+(?:less|lower)\s+than)[\s,:]*\W*\Z",
    re.IGNORECASE,
)


def bounds(clause: Clause) -> tuple[Decimal | None, Decimal | None]:
    """The least and the greatest percent of a rise: (floor, cap)."""
    floor = cap = None
    for at in clause.percents:
        head = clause.text[max(0, at.start - 90) : at.start]
        if _TOGETHER.search(head):
            continue
        if floor is not None and _OR_MORE.search(head):
            cap = at.value
        if _ATLEAST.search(head):
            floor = at.value
        elif _ATMOST.search(head) or (
            _NOT_MADE.search(head)
            and re.search(r"\bnot\s+(?:be\s+)?made\b", clause.text[at.end :], re.IGNORECASE)
        ):
            cap = at.value
    return floor, cap


_OR_MORE = re.compile(r"\bor\s+(?:more|greater|higher)\s+than\s*\W*\Z", re.IGNORECASE)
_TOGETHER = re.compile(
    r"\b(?:all\s+(?:such\s+)?(?:increases|adjustments|escalations)(?:\s+together)?|(?:sum|total|aggregate)\s+of\s+(?:all\s+|the\s+|such\s+)*(?:increases|adjustments|escalations)|"
    r"(?:cumulative|aggregate|total)\s+(?:increases?|adjustments?))\b[^.;]{0,60}\Z",
    re.IGNORECASE,
)
_NOT_MADE = re.compile(
    r"\b(?:change|increase|adjustment)s?\s+(?:by|of)\s+more\s+than\s*\W*\Z", re.IGNORECASE
)


def together(clause: Clause) -> Decimal | None:
    """The most that all increases together may come to."""
    for other in (clause, *clause.around(0, 3)):
        for at in other.percents:
            if _TOGETHER.search(other.text[max(0, at.start - 110) : at.start]):
                return at.value
    return None


_PLUS = re.compile(
    r"(?:\b(?:plus|increased\s+by\s+an\s+additional)|\+)\s*(?:an\s+additional\s+)?\W*\Z",
    re.IGNORECASE,
)
_PLUS_AFTER = re.compile(
    r"^\s*(?:\(?percentage\s+points?\)?\s+)?(?:above|over|on\s+top\s+of|in\s+addition\s+to|plus)\s+(?:the\s+)?",
    re.IGNORECASE,
)


def spread(clause: Clause) -> Decimal | None:
    """What is added to an index: 'the CPI plus 2%'."""
    for at in clause.percents:
        if _PLUS.search(clause.text[max(0, at.start - 40) : at.start]):
            return at.value
        if _PLUS_AFTER.match(clause.text[at.end :]) and INDEX.search(
            clause.text[at.end : at.end + 60]
        ):
            return at.value
    return None


_ROUNDED = re.compile(
    r"\bround(?:ed|ing)?\b[^.;]{0,40}\bto\s+(?:the\s+)?(?:nearest|next|full|whole|closest)?\s*",
    re.IGNORECASE,
)
_RAISED = re.compile(
    r"\b(?:increased|adjusted|raised|escalated|indexed|resulting)\b", re.IGNORECASE
)
_CENT = re.compile(
    r"\W*(?:nearest\s+|full\s+|whole\s+|next\s+)?(cent|penny|dollar|euro|pound|yen)\b",
    re.IGNORECASE,
)


def rounding_to(clause: Clause) -> Decimal | None:
    """What a raised price is rounded to, in major units: 'the nearest ten dollars ($10)' is 10."""
    beside = {other.index for other in clause.around(0, 4)}
    for other in (clause, *clause.nearby(5)):
        match = _ROUNDED.search(other.text)
        if not match or not (
            other is clause or other.index in beside or _RAISED.search(other.text)
        ):
            continue
        money = [at for at in other.money if match.start() < at.start <= match.end() + 4]
        if money:
            return money[0].value
        if unit := _CENT.match(other.text[match.end() :]):
            return Decimal("0.01") if unit[1].lower() in {"cent", "penny"} else Decimal(1)
    return None


_DECIMALS = re.compile(
    r"\b(?:expressed|stated|rounded|calculated|carried)\s+to\s+(one|two|three|1|2|3)\s+decimals?\b",
    re.IGNORECASE,
)


def percent_rounding(clause: Clause) -> Decimal | None:
    """To what the percent itself is rounded: 'stated to two decimals' is 0.01."""
    for other in (clause, *clause.around(0, 3)):
        if match := _DECIMALS.search(other.text):
            places = {"one": 1, "two": 2, "three": 3}.get(match[1].lower()) or int(match[1])
            return Decimal(1).scaleb(-places)
    return None


_COMPOUND = re.compile(
    r"\b(?:compound\w*|accumulate|cumulative(?:ly)?|as\s+(?:previously\s+|last\s+|so\s+)?(?:increased|adjusted|escalated|raised)|"
    r"(?:then|currently)[\s-](?:in\s+(?:effect|force)|current|applicable|applying|prevailing)|immediately\s+preceding\s+(?:\w+\s+)?(?:year|term|period)|"
    r"(?:prior|previous|preceding)\s+year['’]s|(?:fee|price|charge)s?\s+of\s+the\s+(?:\w+\s+){0,2}year\s+before|over\s+the\s+(?:\w+\s+){0,3}(?:prior|previous|preceding)\s+\w+|last\s+applicable|(?:fees?|prices?|charges?|rates?)\s+most\s+recently\s+in\s+force|(?:is|are|forms?|becomes?)\s+the\s+(?:base|basis)\s+(?:of|for)\s+the\s+next|(?:rates|fees|prices|charges)\s+of\s+the\s+(?:previous|preceding|prior)\s+year)\b",
    re.IGNORECASE,
)
_SIMPLE = re.compile(
    r"\b(?:non-?compound\w*|not\s+(?:be\s+)?compound\w*|on\s+the\s+(?:original|initial|base)\s+(?:fee|price|charge)s?)\b",
    re.IGNORECASE,
)


def compounding(clause: Clause) -> bool | None:
    """Whether a rise is taken on the price as already raised."""
    words = f"{clause.text} {clause.after(2)}"
    if _SIMPLE.search(words):
        return False
    return True if _COMPOUND.search(words) else None


_BOTH = re.compile(
    r"\bboth\s+upward\w*\s+and\s+downward\w*|\bup(?:ward\w*)?\s+or\s+down(?:ward\w*)?|\bincreased?\s+or\s+decreased?\b|\bdecreased?\s+or\s+increased?\b|\bincrease\s+or\s+decrease\b",
    re.IGNORECASE,
)


def direction(clause: Clause) -> str | None:
    """'both' where the price also falls; None where the clause does not say."""
    if _BOTH.search(clause.text):
        return "both"
    words = f"{clause.text} {clause.after(2)}"
    if _ALSO_DOWN.search(words):
        return "both"
    return "up" if _NEVER_DOWN.search(words) or _BY_WHICH_ROSE.search(clause.text) else None


_ALSO_DOWN = re.compile(
    r"\bin\s+(?:both|either)\s+directions?\b|\b(?:decreases|reductions|declines)\s+(?:are|shall\s+be|will\s+be)\s+(?:likewise\s+|also\s+)?passed\s+on\b",
    re.IGNORECASE,
)
_BY_WHICH_ROSE = re.compile(
    r"\bby\s+(?:the\s+)?(?:same\s+)?percentage\s+by\s+which\b[^.;]{0,200}?\b(?:has\s+(?:risen|increased|gone\s+up)|exceeds|is\s+(?:higher|greater)\s+than)\b",
    re.IGNORECASE,
)
"""A rise of the index alone moves the price."""
_NEVER_DOWN = re.compile(
    r"\b(?:rates?|prices?|fees?|charges?)\s+(?:shall|will|may|can)\s+(?:not|never|in\s+no\s+(?:event|case))\s+be\s+(?:reduced|decreased|lowered)\s+(?:by\s+reason|because|on\s+account|if|where|as\s+a\s+result|under|by\s+(?:virtue|application))|"
    r"\b(?:decreases?|declines?|falls?)\b[^.;]{0,40}\b(?:rates?|prices?|fees?|charges?)\s+(?:remain|stay|(?:are|is)\s+(?:left\s+)?unchanged)",
    re.IGNORECASE,
)


_NOTICE = re.compile(
    r"^\W*(?:['’]s?\s*)?(?:\w+\s+){0,3}?(?:notice|notification)\b|^\W*(?:in\s+advance|advance|beforehand|prior\s+to|before)\b",
    re.IGNORECASE,
)


_TELLS = re.compile(
    r"\bnotice\b|\b(?:write|tell|inform|notify|announce)\w*\b[^.;]{0,60}\b(?:beforehand|in\s+advance|before)\b",
    re.IGNORECASE,
)


def notice_days(clause: Clause) -> int | None:
    """Days of notice that a rise needs; months count thirty days each where only months are said."""
    for other in (clause, *clause.around(0, 2)):
        if other is not clause and not _TELLS.search(other.text):
            continue
        if re.search(r"\bwithout\s+(?:\w+\s+)?notice\b", other.text, re.IGNORECASE):
            return None
        for at in other.durations:
            if _NOTICE.match(other.text[at.end :]) and re.search(
                r"\bnotice|notif|\bwrit|\btell|\binform", other.text, re.IGNORECASE
            ):
                return {"day": at.length, "week": 7 * at.length}.get(at.unit)
    return None


_NOT_APPLY = re.compile(
    r"\b(?:section|clause|paragraph|article)?\s*[\w.()§-]*\s*(?:does|do|shall|will)\s+not\s+apply\s+to\s+(?:the\s+)?([^.;,]{3,60})",
    re.IGNORECASE,
)
_NOT_INDEXED = re.compile(
    r"(?:^|\.\s|;\s)\W*([A-Z][^.;,]{3,80}?)\s+(?:is|are|shall|will)\s+not\s+(?:be\s+)?(?:indexed|reviewed|adjusted|increased|escalated|subject\s+to)\b",
)
_EXCLUDED = re.compile(
    r"(?:^|\.\s|;\s)\W*(?:\d+\.\s*)?([A-Z][^.;,]{2,80}?)\s+(?:is|are)\s+(?:excluded|exempt(?:ed)?)\s+from\s+(?:the\s+|this\s+|any\s+)?(?:adjustment|increase|indexation|escalation)",
)
_EXCEPT = re.compile(
    r"\b(?:except|excluding|other\s+than|save)\s+(?:for\s+)?(?:the\s+)?([^.;,()]{3,60})",
    re.IGNORECASE,
)


def excluded(clause: Clause) -> tuple[str, ...] | None:
    """What the rise leaves out, as written."""
    near = [clause, *clause.around(4, 4), *_sections_after(clause)]
    for other in near:
        if _NOT_TO_IT.search(other.text) and (named := thing(other.heading)):
            return (named,)
        for pattern in (_NOT_APPLY, _NOT_INDEXED, _EXCLUDED):
            if (match := pattern.search(other.text)) and not re.search(
                r"\badded\b|\bdate\b", match[1], re.IGNORECASE
            ):
                return tuple(
                    part.strip()
                    for part in re.split(r"\s+(?:and|or)\s+|,\s*", match[1])
                    if part.strip()
                )
    if inside := _OTHER_THAN.search(clause.text):
        plain = re.sub(r",\s*which\b[^,]*(?:,|$)", " ", inside[1])
        return tuple(
            re.sub(
                r"^(?:the|all)\s+(?:(?:fees?|charges?)\s+for\s+)?",
                "",
                part.strip(" ,"),
                flags=re.IGNORECASE,
            )
            for part in re.split(r"\s+(?:and|or)\s+", plain)
            if part.strip(" ,")
        )
    if match := _EXCEPT.search(clause.text):
        return (_BEFORE_VERB.split(match[1])[0].strip(),)
    return None


_BEFORE_VERB = re.compile(
    r"\s+(?:increases?|rises?|escalates?|shall|will|may|must|is|are|goes|go)\b", re.IGNORECASE
)
"""'Each charge other than yard hire increases by': the name ends where the verb begins."""


_NOT_TO_IT = re.compile(
    r"\b(?:section|clause|paragraph|article|§)\s*[\w.()§-]+\s+(?:does|do|shall|will)\s+not\s+apply\s+to\s+(?:it|them)\b",
    re.IGNORECASE,
)
_OTHER_THAN = re.compile(
    r"\(\s*(?:other\s+than|except(?:ing)?(?:\s+for)?|excluding)\s+([^()]{3,200})\)", re.IGNORECASE
)


def _sections_after(clause: Clause) -> list[Clause]:
    """The first sentences of what follows the section, for 'Section 4.2 does not apply to ...'."""
    section = clause.sentence.section
    if section is None:
        return []
    last = max([clause.index, *(other.index for other in clause.around(0, 6))])
    mention = re.compile(
        rf"\b(?:section|clause|article|§)\s*{re.escape(section.label)}\b", re.IGNORECASE
    )
    following = range(last + 1, min(last + 5, len(clause.setting.sentences)))
    return [
        other for at in following if mention.search((other := clause_at(clause.setting, at)).text)
    ]


_SUBJECT = re.compile(
    r"\b"
    r"((?:the|every|each|all|any|its|our|such|your)\s+(?:[\w’'-]+\s+){0,4}?(?:fees?|charges?|prices?|rates?|amounts?|guarantee|minimum|commitment|royalt(?:y|ies)|rentals?|rents?|tariffs?|schedule|compensation))\b",
    re.IGNORECASE,
)


_PLAIN_SUBJECT = re.compile(
    r"\W*(?:[\d.]+\s+|\(\w+\)\s+)?((?!All|Any|Each|The|Our|Such|Annual|Monthly|Current|Contract|List|Recurring|These|Those|Subscription|Service|Services|Additional|Other|Unit|Agreed)[A-Z][a-z]+(?:\s+[a-z]+)?)\s+(?:charges|fees|rates|prices)\s+(?:may|shall|will|can|are)\b"
)
_NO_PRODUCT = re.compile(
    r"\b(?:right|change|average|consumer\s+price|producer\s+price|retail\s+price|list\s+price|index|exchange|interest|amount|minimum\s+amount|schedule|parties|compensation)\b",
    re.IGNORECASE,
)


def subject(clause: Clause, rise: re.Match[str]) -> str | None:
    """What rises: the noun phrase nearest to the verb; None for all prices."""
    if re.search(r"\bit\s*\Z", clause.text[max(0, rise.start() - 4) : rise.start()]) or re.match(
        r"(?:\w+\s+)?it\s+\w+\Z", rise[0], re.IGNORECASE
    ):
        return thing(clause.heading)
    if plain := _PLAIN_SUBJECT.match(clause.text):
        return plain[1]
    phrases = [
        match for match in _SUBJECT.finditer(clause.text) if not _NO_PRODUCT.search(match[1])
    ]
    if not phrases:
        return None
    nearest = min(
        phrases,
        key=lambda match: min(abs(match.end(1) - rise.start()), abs(match.start(1) - rise.end())),
    )
    words = re.split(r"(?i)\b(?=(?:the|every|each|all|any|its|our|such|your)\s)", nearest[1])[-1]
    named = product(words)
    if named is None and _ONE_FEE.match(words):
        return _paid_for(clause)
    return _defined_as(clause, named) if named else None


_ONE_FEE = re.compile(
    r"the\s+(?:monthly|annual|yearly|quarterly)\s+(?:fee|charge|price)\Z", re.IGNORECASE
)
_PAID_FOR = re.compile(
    r"\bper\s+(?:month|year|quarter)\s+for\s+(?:the\s+)?([A-Z][\w-]*(?:\s+[\w-]+){0,3}?)(?=\s+(?:at|in|on|for|of|from)\b|[.,;])"
)


def _paid_for(clause: Clause) -> str | None:
    """What 'the monthly fee' is paid for, where the document says it of one thing only."""
    found = {match[1] for match in _PAID_FOR.finditer(clause.setting.text)}
    return found.pop() if len(found) == 1 else None


def _defined_as(clause: Clause, name: str) -> str:
    """What a defined fee is paid for: 'a flat fee for the Enterprise Plan of ... (the "Plan Fee")'."""
    defined = re.search(
        rf"\b(?:fee|charge|price)\s+for\s+(?:the\s+|use\s+of\s+the\s+)?([A-Z][\w-]*(?:\s+[A-Z][\w-]*){{0,3}})\s(?:[^.]|\.\d){{0,140}}?\(\s*(?:the\s+)?[“\"]{re.escape(name)}[”\"]",
        clause.setting.text,
    )
    if defined:
        return defined[1]
    return re.sub(r"\s+price$", "", name) if name.islower() else name
