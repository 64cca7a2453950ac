"""Reductions of a price: by a percent or an amount, for a time, from a quantity, or on a condition.

Understood: 'a promotional discount of twenty per cent applies to the Seat Charge for the first nine
months', 'five percent is taken off the charge for line 1 while two or more lines are in service
throughout the month', 'reduced by half for six months', '25% off list price', 'a rebate of 5% for
every month throughout which 150 users or more are licensed', 'the promotion will now end on
14 June 2026'.

Not discounts: service credits, discounts that 'may be offered', that are refused ('no discount is
granted'), interest rates used for discounting, tax, and list-price reductions already in a net price.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

from extractors.document import Document
from extractors.readers.grammar.clauses import Clause, clauses, draft, product
from extractors.readers.grammar.dates import MONTH, find_months
from extractors.readers.grammar.numerals import words_to_number
from extractors.readers.grammar.quantities import find_numbers
from extractors.readers.reading import Draft
from terms.adjustment import Discount
from terms.period import add_months

_TRIGGER = re.compile(
    r"\b(?:discount\w*|rebates?|promotion\w*|introductory|reduced\s+by|reduction\s+of|taken\s+off|off\s+(?:of\s+)?(?:the\s+|its\s+|[A-Z][\w.]*['’]s\s+)?(?:[\w$€£.,]+\s+){0,2}(?:price|fee|charge|rate|list)s?|price\s+reduction|waiver\s+of|half[\s-]price)\b",
    re.IGNORECASE,
)
_REFUSED = re.compile(
    r"\b(?:no|not|nor|neither|without|never)\b[^.;]{0,40}\b(?:discount|rebate|reduction)|\b(?:discount|rebate|reduction)\w*\b[^.;]{0,60}\b(?:not\s+(?:be\s+)?(?:granted|available|apply|given|offered)|may\s+be\s+(?:offered|granted|agreed)|ceases?)|"
    r"\bpossible\s+(?:\d+%?\s+)?(?:discount|reduction)|\bnothing\b[^.;]{0,40}\breduction|\bmay\s+(?:offer|grant|be\s+offered)",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"\b(?:closing|net\s+revenues?|service\s+credits?|availability|uptime|response\s+time|discount(?:ed)?\s+(?:at|rate|to\s+present|cash)|present\s+value|interest|net\s+sales|gross\s+sales|tax(?:es)?\s+(?:credit|rebate)|"
    r"reflects?\s+an?|entitles?\s+\w+\s+to\s+request|workforce|headcount|liabilit\w+|commitment\s+is\s+reduced|number\s+of|discount\s+(?:period|code)|"
    r"percentage\s+in\s+section|is\s+reduced\s+(?:from|to)|service\s+levels?|delay|penalt\w+|deficien\w+|early\s+payment|currency|freight\s+allowance)\b",
    re.IGNORECASE,
)
_TAKEN_BEFORE = re.compile(
    r"\b(?:discount(?:ed|s)?|rebates?|reduc(?:ed|tion)|lowered|deducts?|deducted|waives?|waived|grant(?:s|ed)?|allows?|off)\b"
    r"(?:[^.;,]|\.\d|,(?=\d)){0,60}\Z",
    re.IGNORECASE,
)
_TAKEN_AFTER = re.compile(
    r"(?:[^.;,]|\.\d|,(?=\d)){0,40}?\b(?:discount|rebate|reduction|off|deducted|less|lower)\b",
    re.IGNORECASE,
)
"""What a percent must stand beside to be one that is taken off a price."""
_OF_A_FIGURE = re.compile(
    r"\s*of\s+(?:the\s+|such\s+|all\s+|our\s+|its\s+)?(?:[\w-]+\s+){0,3}?(?:materials?|programs?|programmes|time|cases|units|customers)\b",
    re.IGNORECASE,
)
_HALF = re.compile(
    r"\b(?:reduced|discounted|lowered)\s+by\s+(?:one[\s-])?half\b|\bhalf[\s-]price\b|\bat\s+half\b",
    re.IGNORECASE,
)
_FOR = re.compile(
    r"\b(?:for|during|over|in|of)\s+(?:the\s+)?(?:(?:first|initial|next|following|whole|full|an?|period\s+of)\s+)*\W*\Z",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    r"\b(?:until|through|to|up\s+to|up\s+to\s+and\s+including|end(?:s|ing)?(?:\s+on)?|expires?(?:\s+on)?|on\s+or\s+before|valid\s+(?:until|through|to)|before)\W*\Z",
    re.IGNORECASE,
)
_SINCE = re.compile(
    r"\b(?:from|beginning|starting|commencing|effective|as\s+of|since)\W*(?:on\s+)?\W*\Z",
    re.IGNORECASE,
)
_END_NOW = re.compile(
    r"\b(?:promotion|discount|rebate|offer|reduction)\b[^.;]{0,160}\b(?:will\s+(?:now\s+)?|shall\s+(?:now\s+)?|now\s+)(?:end|expire|run|continue|apply)\w*\b",
    re.IGNORECASE,
)
_EXTENDED = re.compile(r"\b(?:extend\w*|prolong\w*|continu\w+|now\s+end)\b", re.IGNORECASE)
_WOULD = re.compile(r"\b(?:would|was\s+to|originally|had)\b[^,;]{0,60}\Z", re.IGNORECASE)

_MINIMUM = re.compile(
    r"^\W*(?:\w+\s+){0,3}?(?:or\s+(?:more|above|over|greater)|and\s+(?:more|above|over))\b",
    re.IGNORECASE,
)
_FROM_COUNT = re.compile(
    r"\b(?:at\s+least|not?\s+(?:fewer|less)\s+than|minimum\s+of|more\s+than|exceed(?:s|ing)?|in\s+excess\s+of)\s+\W*\Z",
    re.IGNORECASE,
)
_THROUGHOUT = re.compile(
    r"\b(?:throughout|for\s+the\s+(?:whole|entire|full)|during\s+the\s+(?:whole|entire)|at\s+all\s+times)\b",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"\b((?:if|where|when|whenever|whoever|(?:customers?|clients?|anyone|those|users?|parties)\s+who|while|provided(?:\s+that)?|on\s+condition(?:\s+that)?|for\s+(?:every|each|any|an?\s+(?:\w+\s+){0,2}(?:month|quarter|year)\s+in\s+which)|in\s+(?:each|every|any|an?)\s+(?:calendar\s+|billing\s+)?\w+\s+in\s+which|on\s+orders?\s+of|for\s+(?:orders?|purchases?)\s+of|(?:for|on|to|where|if)\s+(?:all\s+|any\s+|an\s+|each\s+)?invoices?\s+(?:is\s+|are\s+)?(?:that\s+(?:is|are)\s+)?paid|in\s+the\s+event(?:\s+that)?|customers?\s+that|upon)\b[^.;]{6,170}?)(?=,\s|\.|;|$)",
    re.IGNORECASE,
)
_ON = re.compile(
    r"\b(?:appl(?:y|ies|ied)\s+to|on|off|to|from|of)\s+((?:the|its|each|all|those|such)\s+(?:[\w–-]+\s+){0,4}?(?:fees?|charges?|prices?|rates?|subscriptions?|licen[cs]es?|seats?|vault\s+charge))\b",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"\b((?:the)\s+(?:[\w-]+\s+){0,4}?(?:fee|charge|price|rate))\s+(?:is|are|shall\s+be|will\s+be)\s+(?:reduced|discounted)",
    re.IGNORECASE,
)
_COMBINABLE = re.compile(
    r"\b(?:not|cannot)\s+(?:be\s+)?(?:combin\w+|cumulat\w+|used\s+with)\b", re.IGNORECASE
)


def read(document: Document) -> Iterator[Draft]:
    """Every discount the document grants, and every extension of one."""
    for clause in clauses(document, _TRIGGER):
        if _OTHER.search(clause.text) or clause.risky:
            continue
        found = _extension(clause) or _discount(clause)
        if found:
            yield found


def _discount(clause: Clause) -> Draft | None:
    if _REFUSED.search(clause.text):
        return None
    size = _size(clause)
    if not size:
        return None
    fields: dict[str, Any] = {**size, **_period(clause), **_threshold(clause)}
    fields["product"] = _product(clause)
    if match := _CONDITION.search(clause.text):
        fields.setdefault("condition", match[1].strip())
    if "not" in (match[0] if (match := _COMBINABLE.search(clause.text + clause.after(2))) else ""):
        fields["combinable"] = False
    if not (
        fields.keys() & {"months", "effective_to", "min_quantity", "condition"} or _firm(clause)
    ):
        return None
    return draft(Discount(**fields), clause)


def _firm(clause: Clause) -> bool:
    return (
        re.search(
            r"\b(?:shall|will|is|are|applies|receives?|gets?|allows?|gives?|grant(?:s|ed)?|entitled|rate\s+of)\b",
            clause.text,
            re.IGNORECASE,
        )
        is not None
    )


_ANEW = re.compile(
    r"\b(?:discount|rebate|reduction|promotion)\b.*\b(?:continu\w+|extended|prolonged|renewed|granted\s+(?:anew|again)|raised|lowered|changed|increased)\b[^.;]*\b(?:at|to)\s+(?:\w+\s+){0,3}\W*\Z",
    re.IGNORECASE,
)
"""A discount granted before, and what it is from now on: 'is continued until ... at four per cent'."""


def _size(clause: Clause) -> dict[str, Any]:
    text = clause.text
    if _HALF.search(text):
        return {"percent": Decimal(50)}
    near = [
        at
        for at in clause.percents
        if (
            _TAKEN_BEFORE.search(text[max(0, at.start - 90) : at.start])
            or _TAKEN_AFTER.match(text, at.end)
        )
        and not _OF_A_FIGURE.match(text, at.end)
        and not re.match(
            r"\s*(?:of\s+the\s+(?:time|cases)|per\s+(?:month|annum))", text[at.end :], re.IGNORECASE
        )
    ]
    anew = [at for at in clause.percents if _ANEW.search(text[: at.start])]
    if len(anew) == 1:
        return {"percent": anew[0].value}
    if len(near) == 1:
        return {"percent": near[0].value}
    if near:
        return {}
    amounts = [
        at
        for at in clause.money
        if re.search(
            r"\b(?:discount|rebate|reduction)\s+(?:of|equal\s+to)\s+\W*\Z|\breduced\s+by\s+\W*\Z",
            text[: at.start],
            re.IGNORECASE,
        )
        or re.match(r"\s*(?:discount|rebate|off)\b", text[at.end :], re.IGNORECASE)
    ]
    return (
        {"amount": amounts[0].value, "currency": amounts[0].currency} if len(amounts) == 1 else {}
    )


def _period(clause: Clause) -> dict[str, Any]:
    """For how long: months from the start, dates, or both."""
    fields = _days(clause)
    if months := _months(clause):
        fields["months"] = months
    if "months" in fields and "effective_from" not in fields:
        fields |= _started(clause)
    if "months" in fields:
        _bound(clause, fields)
    return fields


_NAMED_MONTHS = re.compile(
    r"\bfor\s+the\s+(?:first|next)\s+(\w+)(?:\s*\(\d+\))?\s+[A-Z]\w+\s+Months\b"
)


_FIRST_YEAR = re.compile(
    r"\b(?:during|for|in|throughout)\s+the\s+(?:first|initial)\s+(?:full\s+)?(?:contract\s+|subscription\s+|agreement\s+|licen[cs]e\s+)?year\b",
    re.IGNORECASE,
)


def _months(clause: Clause) -> int | None:
    """For how many months: 'for the first nine months', 'for the first six Contract Months'."""
    text = clause.text
    for at in clause.durations:
        if at.months and not at.anniversary and _FOR.search(text[max(0, at.start - 50) : at.start]):
            return at.months
    if _FIRST_YEAR.search(text):
        return 12
    match = _NAMED_MONTHS.search(text)
    number = words_to_number(match[1].lower()) if match else None
    return int(number) if number else None


def _days(clause: Clause) -> dict[str, Any]:
    """The first and the last day that the sentence states, by date or by month."""
    text, fields = clause.text, dict[str, Any]()
    for date in clause.dates:
        head = text[max(0, date.start - 40) : date.start]
        if _UNTIL.search(head):
            fields["effective_to"] = date.value
        elif _SINCE.search(head):
            fields["effective_from"] = date.value
    if run := _MONTHS.search(text):
        last = find_months(run[0])[-1].value
        first = find_months(f"{run[1]} {last.year}")
        if first and first[0].value <= last:
            fields["effective_from"] = first[0].value
            fields["effective_to"] = add_months(last, 1) - timedelta(days=1)
    return fields


_MONTHS = re.compile(
    rf"\b(?:from|for)\s+({MONTH})\s+(?:to|until|through)\s+{MONTH}\s+\d{{4}}", re.IGNORECASE
)
_FROM_THEN = re.compile(
    r"^\W*(?:[\d.]+\s+)?(?:from|with\s+effect\s+from|as\s+of|starting|beginning)\s+(?:on\s+)?\Z",
    re.IGNORECASE,
)


def _started(clause: Clause) -> dict[str, Any]:
    """The day in the sentence before: 'From 1 November the seller provides X', then the discount."""
    for other in reversed(clause.around(2, 0)):
        if other.dates and _FROM_THEN.match(other.text[: other.dates[0].start]):
            return {"effective_from": other.dates[0].value}
    return {}


def _bound(clause: Clause, fields: dict[str, Any]) -> None:
    """The first and last day, where the start is a day that the document names, or the end is stated."""
    start = fields.get("effective_from")
    named = re.search(r"\bfrom\s+the\s+((?:[A-Z]\w+\s+){0,2}(?:Date|Start))", clause.text)
    if start is None and named:
        start = clause.setting.dates.get(" ".join(named[1].lower().split()))
    if start is None and "effective_to" in fields:
        start = add_months(fields["effective_to"] + timedelta(days=1), -fields["months"])
    if start:
        fields["effective_from"] = start
        fields.setdefault("effective_to", add_months(start, fields["months"]) - timedelta(days=1))


def _threshold(clause: Clause) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for number in find_numbers(clause.text, clause.setting.habits):
        if number.conflict:
            continue
        if _MINIMUM.match(clause.text[number.end :]) or (
            _FROM_COUNT.search(clause.text[: number.start]) and number.unit
        ):
            fields["min_quantity"] = number.value
            if _THROUGHOUT.search(clause.text):
                fields["throughout"] = True
            break
    return fields


def _product(clause: Clause) -> str | None:
    for pattern in (_SUBJECT, _ON):
        if match := pattern.search(clause.text):
            named = product(match[1])
            if named:
                return _without_fee(named)
    for pattern in (_CHARGED_FOR, _CHARGED, _PAID, _GRANTED_ON, _LOWERED):
        if match := pattern.search(clause.text):
            return next(group for group in match.groups() if group).strip()
    if offered := _OFFERED.search(clause.text):
        return offered[1].strip()
    return None


_NAME = r"[A-Z][\w&-]*(?:\s+(?:(?:and|of|for|&)\s+)?[A-Z0-9][\w&-]*){0,5}"
_CHARGED_FOR = re.compile(
    rf"\b[Ff]ees?\s+(?:for|of)\s+(?:the\s+|all\s+|each\s+)?({_NAME})|\b[Cc]harges?\s+for\s+(?:the\s+|all\s+|each\s+)?({_NAME})"
)
_GRANTED_ON = re.compile(
    rf"\b(?:discounts?|rebates?|reductions?)\b(?:[^.;,]|\.\d){{0,40}}?\b(?:on|for)\s+(?:the\s+|all\s+)?({_NAME})(?=\s*(?:[,.;]|\Z)|\s+(?:from|until|through|for|during|as|with|in|and|which|that|if|while|applies|is)\b)"
    rf"|\b(?:discount|rebate|reduction)\b[^.;]{{0,30}}?\bgranted\s+on\s+({_NAME})"
    rf"|\boff\s+the\s+(?:list\s+|published\s+)?(?:price|fee|charge|rate)s?\s+(?:of|for)\s+(?:the\s+)?({_NAME})"
)
"""'A discount of 6% on Route Planner', '15% off the list price of the Gold Plan'."""
_LOWERED = re.compile(
    r"\bthe\s+(?:charges?|fees?|prices?)\s+for\s+(?:the\s+)?(?!(?:that|this|each|such|any|all|month|service|services|period)\b)([a-z][\w-]*(?:\s(?!(?:in|for|of|is|are)\b)[a-z][\w-]*){0,2})\s+"
    r"(?:(?:in|for|of)\s+(?:that|the|such)\s+\w+\s+)?(?:is|are|shall\s+be|will\s+be)\s+(?:reduced|lowered|discounted)\b"
)
"""'The charge for garden bins in that quarter is reduced by'."""
_CHARGED = re.compile(
    r"\bthe\s+((?:[\w-]+\s+){1,4}?(?:service|licen[cs]e|subscription|plan|module))\s+(?:is|are|will\s+be|shall\s+be)\s+(?:charged|billed|provided|invoiced)\b"
)
_PAID = re.compile(
    rf"^\W*(?:If|Where|When)\s+(?:the\s+)?({_NAME})\s+(?:is|are)\s+(?:paid|ordered|taken|bought)\b"
)
_OFFERED = re.compile(
    r"^\W*([A-Z][\w\s/&-]{3,50}?)\s+(?:will|shall|is|are)\s+(?:be\s+)?(?:available|provided|offered|sold)\b"
)


def _without_fee(name: str) -> str:
    """'token vault charge' is the 'token vault'; a 'platform fee' keeps its name."""
    short = re.sub(r"^per-|\s+(?:charge|fee|price|rate)s?$", "", name)
    single = short.lower() in {"user", "seat", "licence", "license", "site", "device", "unit"}
    return short if single or len(short.split()) > 1 else name


def _extension(clause: Clause) -> Draft | None:
    """'The launch promotion ... is extended and will now end on 14 June 2026'."""
    match = _END_NOW.search(clause.text)
    if not match or not _EXTENDED.search(clause.text) or clause.percents:
        return None
    ends = [
        at.value
        for at in clause.dates
        if _UNTIL.search(clause.text[max(0, at.start - 30) : at.start])
        and not _WOULD.search(clause.text[max(0, at.start - 90) : at.start])
    ]
    if not ends:
        return None
    fields: dict[str, Any] = {"effective_to": ends[-1]}
    former = [
        at.value
        for at in clause.dates
        if _WOULD.search(clause.text[max(0, at.start - 90) : at.start]) and at.value < ends[-1]
    ]
    if former:
        fields["effective_from"] = former[0] + timedelta(days=1)
    return draft(Discount(**fields), clause)
