"""What a partial period costs.

Understood: 'charged in proportion to the number of days, on the basis of the actual days in the
month', 'apportioned daily', 'pro rata on a thirty-day month / a 365-day year', 'are not prorated',
'no part-month charge is made', 'charged from the first day of the next month', 'a started month is
charged in full'.

Not proration of recurring charges: refunds after termination, credits, liability, allowances,
the share of a party in a cost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from extractors.document import Document
from extractors.readers.grammar.clauses import Clause, clauses, draft
from extractors.readers.reading import Draft
from terms.measure import Proration

_TRIGGER = re.compile(
    r"\bpro[\s-]?rat(?:ed?|a|ion|ing)\b|\bapportion\w*|\bproportion(?:ate|ately|al|ally)?\b|\bpart(?:ial)?[\s-]?(?:month|period|quarter|year)s?\b|\bdays\s+(?:of|in)\s+(?:that|the)\s+month\b|\bdivided\s+by\b|\b(?:started|commenced)\s+(?:calendar\s+)?month\b|\bfirst\s+day\s+of\s+the\s+(?:next|following)\b|\bfull\s+month\b|"
    r"\b(?:part\s+(?:way\s+through|of)|in\s+the\s+(?:course|middle)\s+of|within|during|mid)[\s-]+(?:a|the)\s+(?:\w+\s+)?(?:month|quarter|year|period)\b|\bthirtieths?\b(?!\s+day)|\b(?:split|whole\s+of)\b|\b(?:charged|calculated|billed|invoiced|computed|reckoned|owed)\s+(?:daily|by\s+(?:the\s+)?days?)\b|\b(?:month|period|quarter|week)\s+(?:that|which)\s+(?:is|has\s+been)\s+(?:begun|started|commenced)\b",
    re.IGNORECASE,
)
_PRICE = re.compile(
    r"\b(?:fees?|charges?|charged|rent|price|subscription|billed|invoiced|amount|licen[cs]es?|users?|seats?|minimum|remuneration|rental|bills?|months?)\b",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"\b(?:refund\w*|terminat\w*|terminates|credit(?:ed|s)?\b|damages|deficien\w*|waived\s+amount|net\s+sales|royalt\w*|shortfall|holders?|shares?\b|interest|taxes|liabilit\w*|delay|abate\w*|unearned|prepaid|outages?|reduce[sd]?|cost\s+of\s+the\s+audit|bonus|insurance)\b",
    re.IGNORECASE,
)
_NONE = re.compile(
    r"\bnot\s+(?:be\s+)?pro[\s-]?rat(?:ed|able)|\bno\s+pro[\s-]?rat\w*|\bwithout\s+pro[\s-]?rat\w*|\bno\s+part[\s-]?month\s+charge|\bfrom\s+the\s+first\s+day\s+of\s+the\s+(?:next|following)\b|\b(?:not|never)\s+(?:be\s+)?apportioned|\bno\s+(?:\w+\s+)?(?:fee|charge|rent|price)s?\s+(?:is|are|shall\s+be|will\s+be)\s+(?:apportioned|pro[\s-]?rated)|"
    r"\bthere\s+(?:are|is)\s+no\s+part[\s-]?(?:months?|periods?|quarters?)\b|\bno\s+(?:charges?|fees?|credits?|adjustments?)\s+(?:is|are)?\s*(?:made\s+|due\s+|payable\s+)?for\s+(?:a\s+)?part(?:s|ial)?\s+(?:of\s+(?:a\s+)?)?(?:months?|periods?)\b",
    re.IGNORECASE,
)
_FULL = re.compile(
    r"\b(?:started|commenced|begun|partial|part[\s-]?)\s*(?:calendar\s+|billing\s+)?(?:month|period|year)s?\b[^.;]{0,60}\b(?:charged|billed|invoiced|payable|counts?)\b[^.;]{0,20}\b(?:in\s+full|as\s+(?:a\s+)?(?:full|whole))|\bcharged\s+(?:for|as)\s+(?:a|the)\s+(?:full|whole|entire)\s+(?:month|period)|\b(?:do|does|will|shall)\s+not\s+split\s+(?:a\s+|the\s+)?(?:months?|quarters?|periods?)\b|"
    r"\bduring\s+an?\s+(?:month|quarter|year|period)\b[^.;]{0,50}\b(?:rental|rent|fee|charge|charged|price)\b[^.;]{0,20}\bfor\s+the\s+(?:whole|full|entire)\b|"
    r"\bpart\s+of\s+an?\s+(?:month|period|quarter|year|week)\b[^.;]{0,60}\b(?:charge|bill|invoice|owe|pay)[sd]?\s+(?:for\s+)?(?:the|a)\s+(?:full|whole|entire)\b|"
    r"\b(?:month|period|quarter|year|week)\s+(?:that|which)\s+(?:is|has\s+been)\s+(?:begun|started|commenced)\b[^.;]{0,40}\b(?:in\s+full|as\s+a\s+(?:full|whole))\b|"
    r"\bfull\s+(?:monthly\s+)?(?:fee|charge)\b[^.;]{0,60}\b(?:part|partial|any\s+portion)\b",
    re.IGNORECASE,
)
_DAILY = re.compile(
    r"\bdaily\b|\bper\s+diem\b|\bnumber\s+of\s+(?:the\s+)?(?:\w+\s+){0,2}days\b|\bdays?\b[^.;]{0,90}\b(?:remain\w*|of\s+(?:that|the)\s+month|in\s+(?:that|the|such)\s+(?:\w+\s+)?(?:month|period))|\bactual\s+days\b|\b(?:each|every)\s+day\b|\bthirtieths?\b(?!\s+day)|\bby\s+(?:the\s+)?days?\b|\bday[\s-]by[\s-]day\b|\b(?:30|thirty|360|365)(?:\s*\(\d+\))?[\s-]days?\b",
    re.IGNORECASE,
)
_MONTHLY = re.compile(
    r"\b(?:by|per|whole|full|number\s+of|complete)\s+(?:\w+\s+)?months?\b|\bmonthly\s+basis\b|\btwelfths?\b",
    re.IGNORECASE,
)
_BASES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        (
            "30",
            r"\b(?:30|thirty)(?:\s*\(30\))?[\s-]days?\b|\b1/30\b|\b(?:one|a)[\s-]thirtieth\b|\b30/360\b",
        ),
        (
            "360",
            r"\b360(?:[\s-]|\s*\(360\)\s*)days?\b|\bthree\s+hundred\s+(?:and\s+)?sixty[\s-]days?",
        ),
        (
            "365",
            r"\b(?:year|annum)\b[^.;]{0,40}\b365\b|\b365[\s-]days?\b|\b1/365\b|\bthree\s+hundred\s+(?:and\s+)?sixty-?\s?five\b",
        ),
        (
            "actual",
            (
                r"\bactual\s+(?:number\s+of\s+)?(?:calendar\s+)?days?\b|\bdays\s+actually\b|\bnumber\s+of\s+days\s+in\s+(?:the|that|such)\s+(?:\w+\s+)?(?:month|period)|\bdivided\s+by\s+the\s+(?:number\s+of\s+)?(?:calendar\s+)?days\s+(?:of|in|that)\b"
                r"|\b(?:divided\s+by|over|out\s+of|in\s+proportion\s+to|against)\s+(?:all\s+)?(?:the\s+)?(?:number\s+of\s+)?(?:calendar\s+)?days\s+(?:of|in|that)?\s*(?:the|that|each|such|a)\s+(?:\w+\s+){0,2}(?:months?|periods?|quarters?|years?)\b"
                r"|\b(?:exact|real|true)\s+(?:number\s+of\s+)?(?:calendar\s+)?days\b|\bdays\s+(?:that\s+)?(?:the|each|that)\s+(?:\w+\s+)?month\s+(?:really\s+|actually\s+|in\s+fact\s+)?(?:has|contains|counts)\b"
            ),
        ),
    )
)
_PRO = re.compile(
    r"\b(?:charged|calculated|billed|invoiced|computed|reckoned|owed)\s+(?:daily|by\s+(?:the\s+)?days?)\b|\bpro[\s-]?rat|\bapportion|\bproportion|\bdivided\s+by\b|\bcharged\s+for\s+the\s+days\b|\bonly\s+for\s+the\s+days\b|\bbasis\s+of\s+an?\s+(?:30|thirty|36[05])\b|\b(?:begin|end|start|stop|add|withdraw|remov|install|part)\w*\b[^.;]{0,90}\bfor\s+(?:the|each|every)\s+(?:calendar\s+)?days?\b|\b(?:one|a|each)[\s-]thirtieth\b",
    re.IGNORECASE,
)


def read(document: Document) -> Iterator[Draft]:
    """Every rule on partial periods."""
    for clause in clauses(document, _TRIGGER):
        if (
            clause.risky
            or _OTHER.search(_BY_DAYS.sub(" ", clause.text))
            or not (_NONE.search(clause.text) or _PRICE.search(f"{clause.heading} {clause.text}"))
        ):
            continue
        fields = None if _AS_ELSEWHERE.search(clause.text) else _rule(clause)
        if fields:
            yield draft(Proration(**fields, product=_added(clause)), clause)


_AS_ELSEWHERE = re.compile(
    r"\bas\s+(?:article|section|clause|paragraph|§)\s*[\w.()]+\s+(?:provides|states|says|sets\s+out|requires)\b",
    re.IGNORECASE,
)
"""The sentence only points to the rule: it states none itself."""
_BY_DAYS = re.compile(
    r"\breduced\s+(?:in\s+proportion|proportionate\w*|pro[\s-]?rata)\b", re.IGNORECASE
)
_ADDED = re.compile(r"^\W*(?:[\d.]+\s+)?An?\s+([a-z]{3,})\s+that\s+(?:is|was|begins|starts)\b")


def _added(clause: Clause) -> str | None:
    """What is sold for the thing that comes and goes: a 'Vessel tracker' for 'a vessel that is added'."""
    match = _ADDED.match(clause.text)
    if not match:
        return None
    sold = re.findall(
        rf"(?:^|\t)({match[1].capitalize()}\s+[a-z]\w+)\b", clause.setting.text, re.MULTILINE
    )
    return sold[0] if len(set(sold)) == 1 else None


_DIVIDED = re.compile(
    r"\bdivided\s+by\b|\bdays?\b[^.;]{0,60}\bover\s+(?:all\s+)?(?:the|a)\b|\bbasis\s+of\s+an?\b",
    re.IGNORECASE,
)
"""By what a day's share is reckoned: a rule of which that was not read is read in part."""


def _rule(clause: Clause) -> dict[str, Any] | None:
    text = clause.text
    if _NONE.search(text) and (
        re.search(
            r"\bpro[\s-]?rat|\bpart[\s-]?month|\bapportion",
            f"{text} {clause.after(1)}",
            re.IGNORECASE,
        )
        or re.search(r"\b(?:added|activated|ordered)\b", text, re.IGNORECASE)
    ):
        return {"method": "none"}
    if _FULL.search(text):
        return {"method": "full_period"}
    if not _PRO.search(text):
        return None
    fields: dict[str, Any] = {}
    for name, pattern in _BASES:
        if pattern.search(text):
            fields["days_basis"] = name
            break
    if "days_basis" not in fields and _DIVIDED.search(text):
        return None
    if _DAILY.search(text) or fields:
        return {"method": "daily", **fields}
    return _by_months(text)


def _by_months(text: str) -> dict[str, Any] | None:
    """A rule that is not by days; {} where it leaves open how a part is charged."""
    if _MONTHLY.search(text) and re.search(r"\byear|\bannual", text, re.IGNORECASE):
        return {"method": "monthly"}
    partial = re.search(
        r"\bpart(?:ial)?[\s-]?(?:month|period|year|quarter)|\bportion\s+of\s+(?:a|the|any)\s+(?:\w+\s+)?(?:month|period)|\bduring\s+(?:a|the)\s+(?:\w+\s+)?(?:month|period|term)",
        text,
        re.IGNORECASE,
    )
    return {} if not partial else None
