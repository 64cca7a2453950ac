"""Whether a document's charges are invoiced before or after their period."""

from __future__ import annotations

import re
from functools import lru_cache

from extractors.readers.reading import Draft
from extractors.telltales import telling
from terms.period import Interval
from terms.price import Price
from terms.term import Billing

_WHEN = re.compile(r"\bin\s+(?P<when>advance|arrears)\b", re.IGNORECASE)
_INVOICED = re.compile(
    r"\b(?:invoice[ds]?|bill(?:ed|s|ing)?|invoicing|payable|charged|due|paid|are|is)\b|[:|\t]",
    re.IGNORECASE,
)
_AFTER_IT = re.compile(
    r"\b(?:invoiced|billed|charged)\s+(?:monthly\s+)?(?:promptly\s+)?(?:after|following|at|on)\s+(?:the\s+)?(?:end\s+of\s+(?:the|each|every)\s+)?"
    r"(?:[Bb]illing\s+|[Cc]alendar\s+|[Ss]ervice\s+)?(?:[Mm]onth|[Qq]uarter|[Pp]eriod)(?:[’']s)?\s*(?:has\s+ended|is\s+over|ends?|end|close)\b",
)
_BEFORE_IT = re.compile(
    r"\b(?:invoiced|billed|charged)\s+(?:at\s+the\s+(?:start|beginning)\s+of|in\s+the\s+first\s+week\s+of|on\s+the\s+(?:first|1st)\s+(?:\w+\s+){1,2}of)\s+"
    r"(?:the|that|each|every)\s+(?:\w+\s+)?(?:month|quarter|period)(?:\s+(?:to\s+which|for\s+(?:that|the\s+same)\s+(?:month|quarter|period))\b|(?=\s*[.;,]))",
    re.IGNORECASE,
)
"""Other words for 'in arrears' and 'in advance'."""
_CLAUSE_START = re.compile(r"\n|[.;](?=\s)|[.;]\Z")
_FIRST_DAY = re.compile(
    r"\binvoiced\s+on\s+the\s+(?:first|second|1st|2nd)\s+(?:\w+\s+)?day\s+of\s+(?:the|each)\s+[\w ]{0,20}month\s+to\s+which",
    re.IGNORECASE,
)
_AT_END = re.compile(
    r"\b(?:shall|will|may)?\s*(?:invoices?|bills?|invoiced|billed)\b[^.;\n]{0,30}?\s(?:at|after|promptly after|following) the "
    r"(?:end|close|expiry) of (?:each|every|the|a) (?:calendar |billing |service |contract )?(?:month|quarter|period|week)\b"
    r"|\binvoices?\b[^.;\n]{0,40}?\bfor the (?:month|quarter|period) (?:elapsed|just ended|then ended|past)\b"
    r"|\b(?:invoices?|bills?|invoiced|billed)\b[^.;]{0,60}?\b(?:for|of|in|during) the "
    r"(?:(?:immediately )?(?:preceding|previous|prior)|just-ended) (?:calendar )?(?:month|quarter|period)\b",
    re.IGNORECASE,
)
"""An invoice that comes when its period is over is one in arrears."""
_NOT_BILLING = re.compile(
    r"\b(?:days|weeks|notice|agree|approval|announce|amounts in arrears|twelve months of|customer that|may pay|interest|discount|if)\b",
    re.IGNORECASE,
)
_VARIABLE = re.compile(
    r"\b(?:usage|metered|overage|excess|call-?outs?|each further|consumption|transaction|variable|"
    r"(?:all|any) (?:the )?other|other (?:charges|fees|amounts|services)|(?:the )?remaining|the rest|everything else)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=4)
def billing_of(text: str) -> tuple[Billing | None, Billing | None]:
    """When recurring charges and when usage are invoiced; None where the document does not say."""
    recurring: set[Billing] = set()
    variable: set[Billing] = set()
    for match in _WHEN.finditer(text):
        clause = _clause_before(text, match.start())
        if not _INVOICED.search(clause) or _NOT_BILLING.search(clause):
            continue
        when: Billing = "advance" if match["when"].lower() == "advance" else "arrears"
        (variable if _VARIABLE.search(_last_part(clause)) else recurring).add(when)
    for words, when in ((_AFTER_IT, "arrears"), (_BEFORE_IT, "advance")):
        for match in words.finditer(text):
            clause = _clause_before(text, match.start())
            if not _NOT_BILLING.search(clause):
                (variable if _VARIABLE.search(clause) else recurring).add(when)
    if _FIRST_DAY.search(text):
        recurring.add("advance")
    if not recurring and not variable and _AT_END.search(text):
        recurring.add("arrears")
    usage = variable or (recurring - {"advance"})
    if len(recurring) > 1:
        recurring -= usage
    # Fees in advance are of a time to come: what is used is not known then.
    return (_one(recurring), _one(usage))


def _clause_before(text: str, at: int) -> str:
    """The words of the same clause before an offset, at most 140 characters."""
    words = text[max(0, at - 140) : at]
    cuts = [match.end() for match in _CLAUSE_START.finditer(words)]
    return words[cuts[-1] :] if cuts else words


def _last_part(clause: str) -> str:
    """The part of a clause that 'in arrears' is said of: what follows its last comma, if that says enough."""
    parts = [part for part in clause.split(",") if len(part.split()) > 1]
    return parts[-1] if parts else clause


def billing_in(words: str) -> Billing | None:
    """What a passage about one price says of it: 'Calls are charged monthly in arrears'."""
    found = {match["when"].lower() for match in _WHEN.finditer(words)}
    if len(found) != 1 or _NOT_BILLING.search(words):
        return None
    return "advance" if "advance" in found else "arrears"


def _one(found: set[Billing]) -> Billing | None:
    return next(iter(found)) if len(found) == 1 else None


_BY_USE = {"per_unit", "package", "graduated", "volume"}
"""A price per unit of use with no period of its own is invoiced with the usage."""
_RECURRING = {"month", "quarter", "half_year", "year"}


def with_billing(draft: Draft, text: str) -> Draft:
    """The draft, with 'in advance' or 'in arrears' where the document says it of all such charges."""
    price = draft.term
    if not isinstance(price, Price) or price.billing or price.status == "not_ordered":
        return draft
    if own := _in_row(draft, price, text):
        return Draft(price.model_copy(update={"billing": own}), draft.passages)
    when = billing_for(price, *billing_of(text))
    if when is None:
        return draft
    update = {"billing": when, **monthly(price, text)}
    return Draft(price.model_copy(update=update), draft.passages)


_MONTHLY_USE = telling(
    r"\b(?:usage|consumption|metered|transactions?)\b[^.;\n]{0,60}?\b(?:invoiced|billed|charged)\s+(?:monthly|(?:each|every|per)\s+(?:calendar\s+)?month)\s+in\s+arrears\b",
    re.IGNORECASE,
)


def monthly(price: Price, text: str) -> dict[str, Interval]:
    """The month as the interval of a price of usage, where a paper says that usage is invoiced by the month."""
    by_use = price.interval is None and price.unit and price.model in _BY_USE
    return {"interval": "month"} if by_use and _MONTHLY_USE.search(text) else {}


def billing_for(price: Price, recurring: Billing | None, usage: Billing | None) -> Billing | None:
    """Which of a paper's two rules holds for a price; None for what is due once."""
    if price.included_quantity is not None:
        return usage if price.interval != "one_time" else None
    if price.interval is None and price.unit and price.model in _BY_USE:
        return usage
    return recurring if price.interval in _RECURRING else None


def _in_row(draft: Draft, price: Price, text: str) -> Billing | None:
    """What the row of the price says of it, or the row of a table that begins with its product."""
    if price.interval == "one_time":
        return None
    at = draft.passages[0]
    words = text[at.start : at.end]
    if "\t" in words and (own := billing_in(words)):
        return own
    if not price.product:
        return None
    named = re.compile(rf"^{re.escape(price.product)}\t[^\n]*$", re.MULTILINE | re.IGNORECASE)
    found = {billing_in(row[0]) for row in named.finditer(text)} - {None}
    return next(iter(found)) if len(found) == 1 else None
