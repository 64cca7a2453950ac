"""How long an agreement runs and what happens at its end.

Understood: 'initial term of three (3) years', 'continues for 48 months, through June 30, 2026',
'Term: 36 months from 1 February 2025', '1 May 2025 through 30 April 2026'; 'renews automatically
for successive terms of one year unless either party gives 60 days' notice', 'is extended by one
year at a time', 'continues from year to year', 'until terminated on 90 days' notice' (evergreen),
'may be renewed by mutual agreement for two additional terms', 'prices then in force plus 3%'.

One term for a section: what the sentence leaves open is taken from its neighbours. Not renewals:
terms of confidentiality, of a licence that survives, of a lease of people, renewal of insurance.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from extractors.document import Document
from extractors.readers.grammar.clauses import Clause, clauses, draft
from extractors.readers.grammar.numerals import words_to_number
from extractors.readers.grammar.quantities import DurationAt
from extractors.readers.grammar.renewal_counts import times
from extractors.readers.grammar.renewal_doubts import in_doubt
from extractors.readers.grammar.tenure_clauses import INITIAL, RENEW, together
from extractors.readers.reading import Draft
from terms.period import add_months
from terms.tenure import Renewal

_NOTICE = re.compile(
    r"\bnotice|\bnotif|\bdeclare|\bwrites?\b|\bwritten\b|\btold\b|\bobject|\btells?\b|\bterminat|\belect|\brequest|\bcancel",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"\brenew\w*|\bnon-?renew\w*|\bextend\w*|\bexpir\w*|\bend\s+of\b|\byear\s+ends|\bterminat\w+\s+(?:on|by|with|if|upon|is)|\buntil\b|\bmonth[\s-]to[\s-]month|\bcurrent\s+(?:term|period)|\bnotice\s+period\b|\bobjects?\b|\bgoes\s+on\b|\bat\s+a\s+time\b|\bended\s+by\b",
    re.IGNORECASE,
)
_VARIES = re.compile(
    r"\b(?:vary|varied|increase\w*|prices?|default|breach\w*|cure|convenience|maintenance)\b",
    re.IGNORECASE,
)
_RUNS_FOR = re.compile(
    r"\b(?:continues?|remains?|continue|remain|shall\s+extend|is(?=\s+in\s+(?:full\s+)?force\s+for))\s+(?:in\s+(?:full\s+)?(?:force(?:\s+and\s+effect)?|effect)\s+)?for\s+(?:an?\s+(?:period|term|initial\s+term|initial\s+period)\s+of\s+)?\W*\Z",
    re.IGNORECASE,
)
_EXTENSION = re.compile(r"\W*extension\b", re.IGNORECASE)
_ANOTHER = re.compile(
    r"\b(?:for|by)\s+(?:another|a\s+further|an\s+additional)\s+(year|month)\b", re.IGNORECASE
)
_ANNUAL = re.compile(
    r"\b(?:annual|yearly)\s+(?:renewals?|periods?|terms?|extensions?)\b", re.IGNORECASE
)
_AT_A_TIME = re.compile(
    r"\b(one|two|three|six|twelve|\d{1,2})(?:\s*\(\d+\))?\s+(?:\w+\s+)?(year|month)s?\s+at\s+a\s+time\b",
    re.IGNORECASE,
)
_LIKE = re.compile(
    r"\b(?:like|equal|equivalent|identical)\s+(?:periods?|terms?)\b|\bperiods?\s+equal\s+to\s+the\s+(?:initial|original)",
    re.IGNORECASE,
)
_PARTY_OPTS = (
    r"(?:(?-i:may|MAY(?!\s+\d)),?\s+(?:\w+,?\s+){0,5}?(?:renew|extend|prolong)|(?:has|have|shall\s+have|is\s+granted)\s+(?:the|an)\s+option\s+(?:\w+\s+)?to\s+(?:renew|extend)|"
    r"so\s+(?:declares?|requests?|elects?|wishes))"
)
_OPTION = re.compile(
    rf"\b(?:(?P<customer>customer|client|licensee|subscriber|buyer|purchaser|lessee|owner|hirer|tenant|merchant|sponsor|advertiser|member|end\s+user|charterer|shipper)|(?P<provider>provider|supplier|vendor|licensor|seller|contractor|lessor|landlord|carrier|consultant))\s+{_PARTY_OPTS}\b",
    re.IGNORECASE,
)
_LENGTH_HEAD = re.compile(
    r"\b(?:term|period|continues?|runs?|agree\s+on|valid|concluded|into|for|duration|of|is|be|lasts?|remains?\b[^.;]{0,60})\W*(?:of|is|for|be|a|an|the|period|term|initial|minimum|fixed|shall|will|\s|full|approximately)*\W*\Z",
    re.IGNORECASE,
)
_AUTO = re.compile(
    r"\bautomatic\w*|\btacit(?:ly)?\b|\bof\s+its\s+own\s+accord\b|\bprolong(?:s|ed)\b[^.;]{0,90}\b(?:unless|if\s+(?:it\s+is\s+)?not)|\bat\s+a\s+time\b[^.;]{0,40}\bif\s+(?:it\s+is\s+)?not\b|\byear\s+by\s+year\b|\bat\s+a\s+time\b[^.;]{0,40}\bunless\b|\b(?:shall|will|then)\s+rolls?\s+(?:on|over)\b|\brenews?\s+for\b|\bextended\s+(?:by|for)\b[^.;]{0,90}\b(?:unless|if\s+it\s+is\s+not)|\bunless\b[^.;]{0,160}\b(?:notice|terminat\w+|notif\w+|object\w*|tells?|elect\w*|advis\w*)\b[^.;]{0,160}(?:renew|extend|continu)|"
    r"\b(?:renew\w*|extended|rolls?\s+(?:on|over)|continues?\s+from\s+year)\b[^.;]{0,140}\bunless\b|\bextended\s+by\b[^.;]{0,60}\bif\s+(?:it\s+is\s+)?not\b|\bevergreen\b",
    re.IGNORECASE,
)
_AGREED = re.compile(
    r"\b(?:only\s+if|only\s+upon|only\s+by|(?-i:may|MAY)\s+(?:be\s+)?(?:renew|extend)\w*|by\s+(?:mutual|written|a\s+signed|a\s+fresh)|mutual(?:ly)?\s+(?:written\s+)?agree\w*|upon\s+(?:the\s+)?(?:mutual|written)|subject\s+to\s+(?:mutual|written)|option\s+to\s+(?:renew|extend)|if\s+(?:the\s+)?\w+\s+so\s+(?:declares?|requests?|elects?|wishes)|extension\s+by\s+(?:written\s+)?agreement|renewable\s+by)\b",
    re.IGNORECASE,
)
_NO_RENEWAL = re.compile(
    r"\b(?:does|shall|will)\s+not\s+(?:continue|go\s+on|be\s+continued|renew|extend)\s+(?:by\s+itself|of\s+itself|automatically|tacitly)\b|\bends?\s+(?:on\s+[\w ,.]{4,30}?\s+)?without\s+(?:\w+\s+)?notice\b|\bno\s+automatic\s+(?:renewal|extension)|\b(?:is|are)\s+not\s+(?:automatically\s+|tacitly\s+)?(?:renewed|extended|prolonged)\b|\b(?:shall|will|does)\s+not\s+(?:be\s+)?(?:automatically\s+|tacitly\s+)?(?:renew\w*|roll\s+over|be\s+(?:extended|prolonged)\s+(?:automatically|tacitly))|\bnot\s+(?:automatically\s+)?renewable",
    re.IGNORECASE,
)
_EVERGREEN = re.compile(
    r"\b(?:thereafter|then|afterwards?|after\s+which)\b[^.;]{0,60}\b(?:continues?|remains?)\b[^.;]{0,50}\b(?:until|unless|terminable|month[\s-]to[\s-]month)|\bcontinues?\s+(?:month[\s-]to[\s-]month|indefinitely)|"
    r"\bmonth[\s-]to[\s-]month\b|\bevergreen\b|\bcontinues?\b[^.;]{0,40}\b(?:indefinite(?:ly)?|unlimited)\b|"
    r"\bcontinues?\b[^.;]{0,30}\buntil\s+(?:either|one|any)\s+(?:party|side|of\s+us)\b|\b(?:and\s+)?(?:shall\s+)?(?:continue|remain)\w*\b[^.;]{0,60}\b(?:until|unless)\s+(?:it\s+is\s+)?(?:terminated|cancell?ed)\b",
    re.IGNORECASE,
)
_STEP = re.compile(
    r"\b(?:successive|additional|further|subsequent|renew\w*|extend\w*|rolls?\s+(?:on|over)|consecutive|each|term\s+of|terms\s+of|periods?\s+of|time)\b",
    re.IGNORECASE,
)
_NOTICE_TAIL = re.compile(
    r"^\W*(?:['’]s?)?\s*(?:(?:prior|written|advance|previous|of|calendar)\s+){0,3}(?:notice|notification)\b|^\W*(?:or\s+more\s+)?(?:in\s+advance|prior|before|preceding|beforehand)\b|^\W*to\s+the\s+end\b",
    re.IGNORECASE,
)
_NOTICE_HEAD = re.compile(
    r"\bnotice\b[^.;]{0,60}\W*\Z|\bnotice\s+(?:period\s+)?of\s+\W*\Z", re.IGNORECASE
)
_UPLIFT = re.compile(
    r"\b(?:prices?|fees?|charges?|rates?)\b[^.;]{0,120}\b(?:plus|increased?\s+by|raised\s+by|uplifted\s+by|uplift\s+of|higher\s+by)\s+\W*\Z",
    re.IGNORECASE,
)
_HIGHER = re.compile(r"\W*(?:higher|more)\s+than\b|\W*above\s+th(?:e|ose)\b", re.IGNORECASE)
_FEES = re.compile(r"\b(?:prices?|fees?|charges?|rates?)\b", re.IGNORECASE)
_RANGE = re.compile(
    r"\b(?:through|until|to|ending(?:\s+on)?|expir\w+(?:\s+on)?|terminat\w+\s+on|up\s+to(?:\s+and\s+including)?|remains?\s+until|ends?\s+on|expires?\s+on)\W*(?:midnight\s+(?:on\s+)?)?\W*\Z",
    re.IGNORECASE,
)
_STARTS = re.compile(
    r"\b(?:from|beginning(?:\s+on)?|commenc\w+(?:\s+on)?|start\w*(?:\s+on)?|effective(?:\s+on|\s+as\s+of)?|as\s+of|begins(?:\s+on)?|months?:|term\W*|effect\s+on)\W*\Z",
    re.IGNORECASE,
)


def read(document: Document) -> Iterator[Draft]:
    """One term for the document: how long the agreement, or the order, runs and how it goes on."""
    found: dict[str, Any] = {}
    used: list[Clause] = []
    for clause in together(document, _fields):
        fields = _fields(clause)
        if not found and fields == {"automatic": False} and not _refused(clause.text):
            continue
        if _conflicts(found, fields):
            continue
        more = {name: value for name, value in fields.items() if name not in found}
        if more:
            found |= more
            used.append(clause)
    if not found:
        yield from _notice_changes(document)
    if in_doubt(found, used):
        return
    _end(found, used)
    found.pop("start", None)
    if used and _worth_saying(found):
        main, *others = sorted(used, key=lambda clause: -len(_fields(clause)))
        yield draft(Renewal(**found), main, *others)


def _refused(text: str) -> bool:
    """Whether a sentence says outright that nothing renews: 'An order does not renew by itself'."""
    conditional = re.search(r"\b(?:if|where|when|unless)\b", text, re.IGNORECASE)
    return _NO_RENEWAL.search(text) is not None and not conditional


_NOTICE_MOVES = re.compile(
    r"\bnotice\s+period\b[^.;]{0,80}\b(?:shortened|extended|reduced|increased|changed|lengthened)\s+from\b",
    re.IGNORECASE,
)


def _notice_changes(document: Document) -> Iterator[Draft]:
    """'The notice period in § 3 is shortened from six months to four months': the new length alone."""
    for clause in clauses(document, _NOTICE_MOVES):
        if len(clause.durations) == 2:
            fields: dict[str, Any] = {}
            _notice(clause.durations[1], fields)
            yield draft(Renewal(**fields), clause)


def _conflicts(found: dict[str, Any], fields: dict[str, Any]) -> bool:
    """Whether a sentence is about another term than the one already read."""
    return any(
        name in found and name in fields and found[name] != fields[name]
        for name in ("initial_months", "renewal_months", "initial_until")
    )


def _worth_saying(found: dict[str, Any]) -> bool:
    return (
        bool(
            found.keys()
            & {"initial_months", "initial_until", "renewal_months", "evergreen", "uplift_percent"}
        )
        or ("automatic" in found and len(found) > 1)
        or found == {"automatic": False}
    )


_AFTER_EVENT = re.compile(
    r"\b(?:years?|months?)(?:\s*\))?\s+(?:after|following)\s+(?:the\s+)?(?!Effective|Commencement|Start|date\s+(?:hereof|of\s+this))",
)
"""A length that runs from an event ('ten years after the first commercial sale') and not from the start."""


def _end(found: dict[str, Any], used: list[Clause]) -> None:
    months, start = found.get("initial_months"), found.get("start")
    if start is None and months:
        for clause in used:
            named = None
            if not _AFTER_EVENT.search(clause.text):
                named = re.search(
                    r"\bfrom\s+the\s+((?:[A-Z]\w+\s+){0,2}(?:Date|Start))|\bon\s+the\s+((?:[A-Z]\w+\s+){0,2}Date)",
                    clause.text,
                )
            name = (named[1] or named[2]) if named else None
            start = start or (clause.day(name) if name else None)
    if months and start and "initial_until" in found:
        if add_months(start, months) - timedelta(days=1) != found["initial_until"]:
            found.pop("initial_months")
    elif months and start:
        found["initial_until"] = add_months(start, months) - timedelta(days=1)


_THEREAFTER = re.compile(
    r"\b(?:thereafter|afterwards?|then|month[\s-]to[\s-]month|indefinite\w*|unlimited)\b",
    re.IGNORECASE,
)
_YEARLY = re.compile(r"\byear[\s-](?:to|by|after)[\s-]year\b", re.IGNORECASE)
_BECOMES = re.compile(
    r"\W*(?:[^.;,]{0,60}?\b)?(?:is|are|was|shall\s+be|will\s+be)\s+(?:hereby\s+)?(?:extended|prolonged|lengthened|increased|changed|amended|shortened|reduced|cut)\s+(?:from\s+[^.;,]{0,30})?to\b",
    re.IGNORECASE,
)
"""After an old length comes the new one: 'of 36 months is extended to 60 months'."""


def _fields(clause: Clause) -> dict[str, Any]:
    found: dict[str, Any] = {}
    text = clause.text
    renews = RENEW.search(text)
    for at in clause.durations:
        if not at.anniversary and not _BECOMES.match(text[at.end :]):
            _place(clause, at, renews, found)
    found |= _dates(clause)
    automatic = _automatic(text, renews)
    if automatic is not None:
        found["automatic"] = automatic
    if _YEARLY.search(text) and not re.search(r"\bprices?\b", text, re.IGNORECASE):
        found |= {"renewal_months": 12, "automatic": True}
    elif (
        _EVERGREEN.search(text)
        and not found.keys() & {"renewal_months", "initial_until"}
        and not ("initial_months" in found and not _THEREAFTER.search(text))
    ):
        found["evergreen"] = True
        if not _AGREED.search(text):
            found.setdefault("automatic", True)
    if renews:
        _renewed(text, found)
    for percent in clause.percents:
        higher = _HIGHER.match(text[percent.end :]) and _FEES.search(text[: percent.start])
        if (higher or _UPLIFT.search(text[: percent.start])) and RENEW.search(
            f"{text} {clause.heading}"
        ):
            found["uplift_percent"] = percent.value
    return found


def _renewed(text: str, found: dict[str, Any]) -> None:
    """How long and how often, at whose option, in words other than a length of time."""
    if another := _ANOTHER.search(text):
        found.setdefault("renewal_months", 12 if another[1].lower() == "year" else 1)
    if _ANNUAL.search(text):
        found.setdefault("renewal_months", 12)
    if _LIKE.search(text) and "initial_months" in found:
        found.setdefault("renewal_months", found["initial_months"])
    if option := _OPTION.search(text):
        found |= {"option_of": option.lastgroup, "automatic": False}
    if step := _AT_A_TIME.search(text):
        number = words_to_number(step[1].lower()) if not step[1].isdigit() else int(step[1])
        if number:
            months = int(number) * (12 if step[2].lower() == "year" else 1)
            found.setdefault("renewal_months", months)
    if often := times(text):
        found["max_renewals"] = often


def _automatic(text: str, renews: re.Match[str] | None) -> bool | None:
    """Whether it goes on by itself; None where the sentence does not say."""
    if _NO_RENEWAL.search(text):
        return False
    if not renews:
        return None
    if _AGREED.search(text) and not re.search(r"\bautomatic", text, re.IGNORECASE):
        return False
    return True if _AUTO.search(text) else None


def _place(
    clause: Clause, at: DurationAt, renews: re.Match[str] | None, found: dict[str, Any]
) -> None:
    """Which field a length of time fills: notice, the renewal's length, or the initial term."""
    text = clause.text
    head, tail = text[max(0, at.start - 120) : at.start], text[at.end : at.end + 60]
    if _NOTICE.search(text) and (_NOTICE_TAIL.match(tail) or _NOTICE_HEAD.search(head)):
        if _ends_the_term(clause):
            _notice(at, found)
    elif not at.months or _WITHIN.search(head):
        return
    elif _RUNS_FOR.search(head) and not re.search(r"\b(?:thereafter|then)\b", head, re.IGNORECASE):
        found.setdefault("initial_months", at.months)
    elif _EXTENSION.match(clause.heading) or (
        renews and renews.start() < at.start and _STEP.search(text[renews.start() : at.end + 24])
    ):
        found.setdefault("renewal_months", at.months)
    elif _is_initial(clause, head, tail):
        found.setdefault("initial_months", at.months)


_WITHIN = re.compile(r"\bwithin\s+(?:the\s+|a\s+)?\W*\Z", re.IGNORECASE)


def _ends_the_term(clause: Clause) -> bool:
    """Whether a notice ends the agreement with its term, and is not about prices, default or works."""
    text = clause.text
    if RENEW.search(clause.heading) and re.search(r"\bterminat", text, re.IGNORECASE):
        return True
    return bool(_ENDS.search(text)) and not _VARIES.search(text)


def _notice(at: DurationAt, found: dict[str, Any]) -> None:
    if at.unit in {"day", "week"}:
        found.setdefault("notice_days", at.length * (7 if at.unit == "week" else 1))
    elif at.months:
        found.setdefault("notice_months", at.months)


def _is_initial(clause: Clause, head: str, tail: str) -> bool:
    text = clause.text
    if re.search(r"\b(?:last|final|remaining)\s*\W*\Z", head, re.IGNORECASE):
        return False
    if re.match(r"\W*(?:initial\s+)?term\b", tail, re.IGNORECASE):
        return True
    words = text if re.search(r"\bterm\b", text, re.IGNORECASE) else f"{clause.heading}: {text}"
    if INITIAL.search(words) and _LENGTH_HEAD.search(head):
        return True
    labelled = re.search(
        r"\bterm\b|\b(?:minimum|subscription|contract|licen[cs]e|order)\s+period\b|\bagree\s+on\b",
        f"{clause.heading} {head}",
        re.IGNORECASE,
    )
    return labelled is not None and len(text) < 160


_DASH = re.compile(r"\d{4}\s*[–—-]\s*\Z")
"""'September 1, 2024 - August 31, 2027'."""


def _dates(clause: Clause) -> dict[str, Any]:
    text = clause.text
    if _EXTENSION.match(clause.heading) or re.search(
        r"\b(?:fees?|charges?|prices?)\b", text, re.IGNORECASE
    ):
        return {}
    if not re.search(
        r"\b(?:term|period|duration|runs?|continues?|renew\w*|extension|effect|valid|lasts?|agree\s+on)\b",
        f"{clause.heading} {text}",
        re.IGNORECASE,
    ):
        return {}
    found: dict[str, Any] = {}
    for at in clause.dates:
        head = text[max(0, at.start - 40) : at.start]
        if _RANGE.search(head) or _DASH.search(head):
            found.setdefault("initial_until", at.value)
        elif _STARTS.search(head) or re.match(
            r"\W*(?:\([^)]*\)\s*)?(?:through|to|until|and\s+ending)\b",
            text[at.end :],
            re.IGNORECASE,
        ):
            found.setdefault("start", at.value)
    return found
