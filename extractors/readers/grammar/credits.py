"""Credits owed to the customer: for poor service, and one-time credits.

Understood: 'a service credit of five percent of the monthly fee if availability falls below 99.5%',
several steps in one sentence ('below 98.0%, ten percent'; 'less than 99.95% but at least 99.0%,
10%; less than 99.0%, 25%'), 'reduce the charges by one thirtieth for each full day of outage',
'a one-time credit of $12,000 against the invoice for January'.

Not credits: limits of credits ('may not exceed 15%'), credit cards, credit terms, tax credits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from extractors.document import Document, Table
from extractors.readers.grammar.clauses import Clause, clauses, draft, product
from extractors.readers.grammar.quantities import PercentAt, find_percents
from extractors.readers.grammar.sentences import setting_of
from extractors.readers.reading import Draft, Passage
from terms.adjustment import Credit

_TRIGGER = re.compile(
    r"\bcredit(?:s|ed)?\b|\bdemand\s+a\s+reduction\b|\breduc(?:e|tion)\b[^.;]{0,60}\b(?:charges?|fees?)\b|\b(?:fees?|charges?)\b[^.;]{0,30}\b(?:abate|reduced)\b|\b(?:take|takes|taken|deduct\w*)\b[^.;]{0,60}\b(?:off|from)\b",
    re.IGNORECASE,
)
_SERVICE = re.compile(
    r"\b(?:availab\w+|unavailab\w+|uptime|downtime|outage|service\s+level|response\s+times?|requests|interrupt\w*|incidents?|respon(?:ds?|ded|se)|alarms?|acknowledg\w+|cannot\s+(?:reach|use|access)|unreachable|missed|not\s+(?:met|reached)|target|fail\w*|fault|late|delay)\b",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"\b(?:credit\s+(?:cards?|terms?|limit|check|line|rating|risk|agreement|worthiness|hold)|tax\s+credits?|letters?\s+of\s+credit|creditors?|credit\s+party|"
    r"carbon\s+credits?|overcharg\w*|over-?bill\w*|chargeback\w*|full\s+faith)\b",
    re.IGNORECASE,
)
_LIMIT = re.compile(
    r"\b(?:not|never)\s+(?:to\s+)?exceed|\b(?:up\s+to|maximum|cap(?:ped)?|limited\s+to|at\s+most|at\s+least)\b[^.;,]{0,30}\Z|\bexceed\w*\s+(?:\w+\s+){0,3}\W*\Z|\bmaximum\s+of\s+\W*\Z",
    re.IGNORECASE,
)
_MEASURE = re.compile(
    r"\b(?:below|less\s+than|under|falls?\s+(?:below|under)|drops?\s+below|at\s+least|more\s+than|exceed\w*|of\s+at\s+least|not\s+less\s+than|availability\s+of|uptime\s+of|is|between|and|or\s+(?:greater|more)\s+than|target\s+of|in)\s+(?:\w+\s+){0,1}\W*\Z|\b(?:<|>|≥|≤)\s*\Z",
    re.IGNORECASE,
)
_OF_MONEY = re.compile(
    r"^\W*(?:\)\s*)?(?:of|on|off)\s+(?:one\s+month['’]s|the|that|those|such|its|their|our|one|a|each|any)?\s*(?:\w+['’]?s?\s+){0,5}?(?:fees?|charges?|amounts?|price|subscription|invoice|rent|rental|remuneration)\b",
    re.IGNORECASE,
)
_ONCE = re.compile(
    r"\b(?:one-?\s?time|single|once|goodwill|launch|courtesy|non-?recurring)\b[^.;]{0,30}\bcredit\b|\bcredit\b[^.;]{0,30}\bof\b",
    re.IGNORECASE,
)
_FRACTION = re.compile(
    r"\b(?:one|1)[\s-](?:thirtieth|thirty-?first|twelfth|tenth)\b|\(?1/(?:30|31|12|10)\)?",
    re.IGNORECASE,
)
_BASE = re.compile(
    r"\bof\s+(?:the\s+|that\s+month['’]s\s+|one\s+month['’]s\s+)?((?:[\w’'-]+\s+){1,3}?(?:fees?|charges?))\b",
    re.IGNORECASE,
)


def read(document: Document) -> Iterator[Draft]:
    """Every credit that the document grants, each step of a scale a term of its own."""
    for clause in clauses(document, _TRIGGER):
        if clause.risky or (
            _OTHER.search(clause.text)
            and not re.search(r"service\s+credit", clause.text, re.IGNORECASE)
        ):
            continue
        yield from _credits(clause)
    for table in document.tables:
        yield from _scale(document, table)


_MEASURED = re.compile(r"\b(?:monthly\s+)?(?:uptime|availability)\b", re.IGNORECASE)


def _scale(document: Document, table: Table) -> Iterator[Draft]:
    """A table of levels and the credit that each earns: 'less than 99.0% | 12% of the fee'."""
    head = document.text[table.head.start : table.head.end] if table.head else ""
    if not re.search(r"\bcredit", head, re.IGNORECASE) or not _SERVICE.search(head):
        return
    setting = setting_of(document)
    measure = _MEASURED.search(head)
    for row in table.rows:
        cells = [cell.text.strip() for cell in row.cells if cell.text.strip()]
        if len(cells) != 2:
            continue
        sizes = find_percents(cells[1], setting.habits)
        if len(sizes) != 1 or sizes[0].conflict or not re.match(r"\W*\d", cells[1]):
            continue
        condition = f"{measure[0]} {cells[0]}" if measure else cells[0]
        passages = [Passage(row.start, row.end)]
        if table.head:
            passages.append(Passage(table.head.start, table.head.end))
        yield Draft(Credit(percent=sizes[0].value, condition=condition), tuple(passages))


def _credits(clause: Clause) -> Iterator[Draft]:
    text = clause.text
    service = _SERVICE.search(f"{clause.heading} {clause.before()} {text}") is not None
    granted = [at for at in clause.percents if _granted(clause, at)]
    if _TAKES_OFF.search(text) and not (_CREDITS.search(text) or (service and _when(text))):
        return
    if granted and (service or (_PLAINLY.search(text) and _when(text))):
        for at in granted:
            whole = _OF_MONEY.match(text[at.end :])
            if not whole and _condition(clause, at, granted) is None:
                continue
            fields: dict[str, Any] = {
                "percent": at.value,
                "condition": _measured(clause, _condition(clause, at, granted)),
                "product": _product(text),
            }
            yield draft(Credit(**fields), clause)
        return
    if (
        service
        and _FRACTION.search(text)
        and re.search(r"\b(?:reduce|credit)\w*\b", text, re.IGNORECASE)
    ):
        if when := _when(text):
            yield draft(Credit(condition=when), clause)
        return
    if not _CREDITS.search(text):
        return
    amounts = [
        at
        for at in clause.money
        if _near_credit(clause, at.start, at.end) and not _LIMIT.search(text[: at.start])
    ]
    if len(amounts) == 1 and (_ONCE.search(text) or _SIZED.search(text[: amounts[0].start])):
        at_money = amounts[0]
        condition = _pointed(clause, _when(text)) if service else None
        yield draft(
            Credit(
                amount=at_money.value,
                currency=at_money.currency,
                condition=condition or _purpose(text, at_money.end),
            ),
            clause,
        )


_CREDITS = re.compile(r"\bcredit(?:s|ed)?\b", re.IGNORECASE)


_SIZED = re.compile(
    r"\b(?:credit(?:ed|s)?|reduction)\s+(?:(?:shall|will|is|are|be|to|you|it|them|customer)\s+)*(?:of|equal\s+to|equals?|at|by|with|is|be)?\s*\W*\Z",
    re.IGNORECASE,
)
_PLAINLY = re.compile(
    r"\bcredit\s+(?:of|equal\s+to)\b|\bentitled\s+to\s+an?\s+(?:service\s+)?credit\b", re.IGNORECASE
)
_TAKES_OFF = re.compile(r"\b(?:take|takes|taken|deduct\w*)\b", re.IGNORECASE)


def _granted(clause: Clause, at: PercentAt) -> bool:
    """Whether the percent is the size of a credit, and no threshold or limit."""
    text = clause.text
    head, tail = text[max(0, at.start - 60) : at.start], text[at.end :]
    if _LIMIT.search(head):
        return False
    if _OF_MONEY.match(tail) and not re.search(
        r"\b(?:below|less\s+than)\s+\W*\Z", head, re.IGNORECASE
    ):
        return True
    if _SIZED.search(head):
        return True
    if _MEASURE.search(head):
        return False
    return bool(
        re.search(r"\d\s*%\W*(?:,|:|–|—|-|then)?\s*\W*\Z|\bor\s+of\s+\W*\Z|[:,]\s*\W*\Z", head)
    ) and bool(re.search(r"\bcredit|\breduc", text[: at.start] + clause.before(), re.IGNORECASE))


def _condition(clause: Clause, at: PercentAt, granted: list[PercentAt]) -> str | None:
    """The words around the percent that say when it is due."""
    text = clause.text
    others = [other for other in clause.percents if other not in granted]
    if not others:
        return _pointed(clause, _when(text))
    nearest = min(others, key=lambda other: _apart(text, at, other, granted))
    low = max(text.rfind(mark, 0, nearest.start) for mark in (";", ":", ". ", "(", " if ", " If "))
    high = text.find(",", nearest.end)
    return text[low + 1 : high if high > 0 else nearest.end].strip(" ;:,(")[:200] or None


def _apart(text: str, at: PercentAt, other: PercentAt, granted: list[PercentAt]) -> int:
    """How far a threshold is from a credit: far, where a semicolon or another credit is between."""
    low, high = sorted(((at.start, at.end), (other.start, other.end)))
    between = text[low[1] : high[0]]
    crossed = sum(low[1] <= more.start < high[0] for more in granted)
    return len(between) + 1000 * (between.count(";") + crossed)


_WHEN = re.compile(
    r"\b((?:if|where|when|whenever|should|in\s+the\s+event|for\s+(?:each|every))\b(?:[^.;]|\.(?=\d)){5,180}?)(?=,\s|\.(?!\d)|;|$)",
    re.IGNORECASE,
)


def _when(text: str) -> str | None:
    match = _WHEN.search(text)
    return match[1].strip() if match else None


def _measured(clause: Clause, condition: str | None) -> str | None:
    """A condition of bare figures ('less than 99.0%') with what is measured."""
    if condition is None or _SERVICE.search(condition) or len(condition) > 60:
        return condition
    measure = _MEASURED.search(clause.text) or _MEASURED.search(clause.before())
    return f"{measure[0]} {condition}" if measure else condition


_POINTS_BACK = re.compile(r"\w+\s+(?:it|that|this|they|these)\b", re.IGNORECASE)


def _pointed(clause: Clause, condition: str | None) -> str | None:
    """A condition that only points back ('Where that is missed') with the sentence it points to."""
    if condition is None or not _POINTS_BACK.match(condition):
        return condition
    before = clause.around(1, 0)
    return f"{before[0].text.strip()} {condition}" if before else condition


def _purpose(text: str, end: int) -> str | None:
    words = re.match(r"[^.;]{0,140}", text[end:])
    return words[0].strip(" ,)") or None if words else None


def _near_credit(clause: Clause, start: int, end: int) -> bool:
    around = clause.text[max(0, start - 50) : end + 30]
    return re.search(r"\bcredit\b", around, re.IGNORECASE) is not None


_NAMED = r"[A-Z][\w&-]*(?:\s+[A-Z][\w&-]*){0,4}"
_FOR_PRODUCT = re.compile(
    rf"\bof\s+the\s+(?:\w+\s+)?(?:[Cc]harges?|[Ff]ees?)\s+for\s+(?:the\s+)?({_NAMED})"
    rf"|\bof\s+(?:that|the|such|its)\s+(?:month|quarter|year|period)['’]s\s+({_NAMED})\s*(?:[Cc]harges?|[Ff]ees?)?(?=\s*[,.;]|\s+(?:if|for|when|upon|in)\b|\Z)"
    rf"|\boff\s+(?:that\s+month['’]s\s+|the\s+)({_NAMED})\s+(?:price|fee|charge)s?\b"
)


def _product(text: str) -> str | None:
    if match := _FOR_PRODUCT.search(text):
        return next(name for name in match.groups() if name)
    match = _BASE.search(text)
    if not match:
        return None
    named = product(match[1])
    if not named:
        return None
    plain = (
        re.sub(r"\s+(?:charge|fee)s?$", "", named)
        if named.split()[0].islower() or named.endswith(("charges", "charge"))
        else named
    )
    return (
        None
        if re.search(r"\b(?:affected|base|monthly|recurring|yearly|that)\b", plain, re.IGNORECASE)
        else plain
    )
