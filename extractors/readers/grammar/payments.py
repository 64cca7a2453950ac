"""When an invoice is due, and what lateness costs.

Understood: 'due net thirty (30) days', 'payable within 45 days of the invoice date / after receipt',
'pay each invoice within 21 days of its date', 'fall due thirty days after', 'net 45', 'by the end
of the month following', 'on the tenth day of the following month', 'due upon receipt'; a change
'"forty-five (45) days" is replaced by "sixty (60) days"' under a heading on payment; interest per
month ('1.5% per month', 'eighteen percent per annum' as a spread), above a named base rate.

Not payment terms: refunds, reimbursements of the seller, disputes, notices, insurance.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Literal

from extractors.document import Document
from extractors.readers.grammar.clauses import Clause, clauses, draft
from extractors.readers.grammar.late_payment import interest, lateness
from extractors.readers.grammar.numerals import ordinal
from extractors.readers.grammar.quantities import DurationAt
from extractors.readers.reading import Draft
from terms.tenure import Payment

Basis = Literal["invoice_date", "receipt", "delivery", "period_end"]

_TRIGGER = re.compile(
    r"\bnet[\s-]+(?:\w+[\s-]*)?(?:\(?\d+\)?|cash)|\b(?:pay|pays|paid|payable|payments?|due|settled?|remit\w*|debited)\b|\b(?:replaced|substituted)\s+(?:by|with)\b|\bdirect\s+debit",
    re.IGNORECASE,
)
_BILL = re.compile(
    r"\b(?:invoic\w*|bill(?:s|ed|ing)?|statements?|charges?|fees?|payments?|amounts?)\b",
    re.IGNORECASE,
)
_DUE = re.compile(
    r"\b(?:pay|pays|paid|payable|payments?\s+(?:is|are|terms?|(?:shall|will|must)\s+be)|due|settled?|remit\w*|net|direct\s+debit|debited|accounts?\s+(?:is|are)\s+due)\b",
    re.IGNORECASE,
)
_NOT_DUE = re.compile(
    r"\b(?:refund\w*|reimburse\w*|indemnif\w*|terminat\w*|suspend\w*|disput\w*|service\s+credit\w*|overdue|past\s+due|delinquent|"
    r"interest|late\s+(?:fee|charge|payment)s?|unpaid|fails?\s+to\s+pay|not\s+paid|deposit|insurance|royalt\w+|damages|shortfall|true-?up|"
    r"no\s+obligation\s+to\s+pay|not\s+(?:be\s+)?(?:obliged|required|bound|liable)\s+to\s+pay|waive[sd]?|underpayment|audit\w*|deficien\w+|commission\w*|severance|settlement\s+funds|tax(?:es)?\b(?=[^.]{0,40}\bpay))\b",
    re.IGNORECASE,
)
_BY_SELLER = re.compile(
    r"\b(?:supplier|provider|vendor|licensor|seller|contractor|company)\s+(?:shall|will|must)\s+(?:pay|remit)\b"
    r"(?!\s+(?:(?:each|every|all|the|any|such|valid|undisputed|correct|tax|provider['’]s|supplier['’]s)\s+)*(?:invoices?|bills?)\b)|"
    r"\bits\s+(?:subcontractors?|suppliers|employees|agents)\b",
    re.IGNORECASE,
)
_HEADING = re.compile(r"\b(?:payments?|invoic\w*|billing|charges|fees|terms)\b", re.IGNORECASE)

_RECEIPT = re.compile(
    r"^[^.;]{0,40}?\b(?:receipt|receiving|receives?|received)\b|\breceipt\s+of\s+(?:an?\s+|the\s+|each\s+)?(?:\w+\s+)?(?:invoice|statement|bill)",
    re.IGNORECASE,
)
_INVOICE = re.compile(
    r"\b(?:date|day)\s+on\s+which\s+(?:it|they|the\s+invoice|an\s+invoice)\s+(?:is|was|are|has\s+been)\s+(?:issued|dated|sent|rendered)\b|\b(?:invoice|bill|billing|statement)(?:['’]s)?\s+date|\bdate\s+thereof|\bdate\s+of\s+(?:\w+[\s.’'-]+){0,5}(?:invoice|statement|bill)\b|\bof\s+(?:its|their)\s+(?:date|issue)|\bafter\s+(?:its|their)\s+(?:date|issue)|\bfrom\s+(?:its|their)\s+date|"
    r"\b(?:of|from|after|following)\s+(?:the\s+|each\s+|an?\s+|such\s+|[A-Z][\w.]*['’]s\s+)?(?:date\s+of\s+)?(?:\w+\s+)?(?:invoice|invoicing|billing|statement)\b|\binvoice\s+(?:is|was)\s+(?:issued|dated|sent)|\bissu(?:e|ance)\s+of\s+(?:\w+\s+)?invoice",
    re.IGNORECASE,
)
_DELIVERY = re.compile(r"\b(?:deliver(?:y|ed)|shipment|shipped)\b", re.IGNORECASE)
_PERIOD = re.compile(
    r"\b(?:end|close|last\s+day)\s+of\s+(?:the|each|such|that|every)?\s*(?:\w+\s+)?(?:month|quarter|period|year)\b",
    re.IGNORECASE,
)

_NET = re.compile(
    r"(?<![-\w.@])net[\s-]+(?:[a-z]+[\s-]+)?\(?(\d{1,3})\)?(?!\d|\s*%)(?:\s*days?)?", re.IGNORECASE
)
_FOLLOWING_END = re.compile(
    r"\b(?:by|on|at|before)\s+the\s+(?:end|last\s+(?:business\s+|working\s+)?day)\s+of\s+the\s+(?:calendar\s+)?month\s+(?:following|after|next\s+following|in\s+which)|\bend\s+of\s+(?:the\s+)?(?:following|next)\s+month|\bend\s+of\s+month\b",
    re.IGNORECASE,
)
_DAY = re.compile(
    r"\b(?:by|on|before|later\s+than)\s+the\s+(\w+|\d{1,2}(?:st|nd|rd|th))(?:\s*\(\d{1,2}(?:st|nd|rd|th)?\))?\s+(?:(?:calendar\s+)?day\s+)?of\s+(?:each|every|the)\s+(?:\w+\s+)?month",
    re.IGNORECASE,
)
_UPON = re.compile(
    r"\b(?:due|payable)\s+(?:\w+\s+){0,3}?(?:up)?on\s+(receipt|delivery|presentation)|\bnet\s+cash\s+(?:up)?on\s+(delivery|receipt)|\bcash\s+on\s+(delivery)\b",
    re.IGNORECASE,
)
_REPLACED = re.compile(
    r"\b(?:is|are|shall\s+be)\s+(?:hereby\s+)?(?:replaced|substituted)\s+(?:by|with)\b",
    re.IGNORECASE,
)


def read(document: Document) -> Iterator[Draft]:
    """Every payment term, with the interest of the same section."""
    seen: list[Payment] = []
    found: list[tuple[Payment, list[Clause]]] = []
    late: tuple[dict[str, Any], list[Clause]] = ({}, [])
    for clause in clauses(document, _TRIGGER):
        if not late[0] and (cost_of := interest(clause)):
            late = (cost_of, [clause])
        priced = clause.row is not None and clause.money
        due = None if clause.risky or priced else _due(clause)
        if due is None:
            continue
        cost, where = lateness(clause)
        term = Payment(**{**due, **cost})
        if not any(_repeats(term, other) for other in seen):
            seen.append(term)
            found.append((term, [clause, *where]))
    if found and not any(_costs(term) for term in seen):
        term, used = found[0]
        found[0] = (term.model_copy(update=late[0]), [*used, *late[1]])
    for term, used in found:
        yield draft(term, *used)


def _costs(term: Payment) -> bool:
    """Whether the term says what lateness costs."""
    return bool(term.late_percent_per_month or term.late_index or term.late_spread_percent_per_year)


def _repeats(term: Payment, other: Payment) -> bool:
    """Whether a term says again what another said, perhaps with less."""
    mine, theirs = term.model_dump(exclude_defaults=True), other.model_dump(exclude_defaults=True)
    return all(
        theirs.get(name) == value for name, value in mine.items() if not name.startswith("late")
    )


_ONE_THING = re.compile(
    r"\b(?:milestones?|bonus(?:es)?|royalt(?:y|ies)|commission\w*|(?:lead|finder|finders|referral|licen[cs]e|licensing|set-?up|signing|sign-?on|maintenance|run|upfront|up-front|franchise|"
    r"technology|transfer|renewal|termination|cancellation|training|installation|option|registration|exclusivity|development|success|engagement|membership)[\s-]+(?:fee|payment)s?|"
    r"guarantee|rebates?|profits?|revenue\s+shar\w+|reconcil\w+|net\s+sales|clearinghouse|tournament|samples?|first\s+(?:payment|instal\w+)|deposits?|problems?|inventory|such\s+amount\b|down\s+payment|"
    r"upon\s+placement|corrections?|shares?\s+of|(?:\d|%|\bper\s?cent)\)?\s+(?:\w+\s+){0,2}of\s+(?:the\s+)?(?:total|purchase|order|price|balance)|(?:pays?|owes?|invoices?|make\s+up)\s+(?:the|any|such|that)\s+(?:difference|shortfall|deficit|shortage)|remaining\s+balance|balance\s+(?:of|shall|net))",
    re.IGNORECASE,
)
"""What is paid on terms of its own: such a time to pay says nothing of the invoices."""


def _of_one_thing(clause: Clause, end: int) -> bool:
    """Whether the time to pay is that of one fee or kind of payment, and not of the invoices."""
    text = clause.text
    start = max(text.rfind(";", 0, end), text.rfind(". ", 0, end)) + 1
    return _ONE_THING.search(text[start:end]) is not None


def _due(clause: Clause) -> dict[str, Any] | None:
    eom = next((at for at in clause.durations if _TO_MONTH_END.match(clause.text[at.end :])), None)
    if eom and (net := _net(clause)):
        return net
    return _upon(clause) or _changed(clause) or _net(clause) or _calendar(clause)


def _net(clause: Clause) -> dict[str, Any] | None:
    """'within thirty (30) days of the date of the invoice', 'net 45'."""
    text = clause.text
    if ordinal_day := _TH_DAY.search(text):
        days = ordinal(ordinal_day[1])
        near = text[max(0, ordinal_day.start() - 140) : ordinal_day.start()]
        if days and _DUE.search(near) and not _NOT_DUE.search(near):
            return {"net_days": days, "basis": "invoice_date"}
    for at in clause.durations:
        if at.unit not in {"day", "working_day", "week"} or not _is_term(clause, at):
            continue
        if _of_one_thing(clause, at.start):
            continue
        name = "working_days" if at.unit == "working_day" else "net_days"
        days = at.length * (7 if at.unit == "week" else 1)
        fields = {name: days, "basis": _basis(clause, at.start, at.end)}
        if _TO_MONTH_END.match(text[at.end :]):
            got = re.search(r"\breceived\b", text[at.end : at.end + 80], re.IGNORECASE)
            fields |= {"end_of_month": True, "basis": "receipt" if got else "invoice_date"}
        return fields
    match = _NET.search(text)
    if match and _of_one_thing(clause, match.start()):
        return None
    if match and not re.search(r"\d\s*%", text[: match.end()][-20:]):
        return {"net_days": int(match[1]), "basis": _basis(clause, match.start(), match.end())}
    return None


_TH_DAY = re.compile(
    r"\b(?:on|by|than)\s+the\s+(\w+|\d{1,2}(?:st|nd|rd|th))(?:\s*\(\d{1,2}(?:st|nd|rd|th)?\))?\s+(?:calendar\s+)?day\s+"
    r"(?:after|following|from)\s+(?:the\s+)?(?:date\s+of\s+(?:the|each|an?|our|its)\s+(?:\w+\s+)?(?:invoice|bill)|(?:invoice|bill)\s+date)\b",
    re.IGNORECASE,
)
_TO_MONTH_END = re.compile(
    r"\W*(?:from\s+the\s+)?(?:end\s+of\s+(?:the\s+)?month|EOM)\b"
    r"|\W*(?:from|after|of|following)\s+(?:the\s+)?(?:end|last\s+day|close)\s+of\s+(?:the|that)\s+(?:calendar\s+)?month\s+(?:in\s+which\s+(?:the|an?|each|such)\s+(?:\w+\s+)?invoice|of\s+(?:the\s+)?(?:invoice|issue|invoicing)|in\s+which\s+(?:it|the\s+invoice|an\s+invoice)\s+(?:is|was)\s+(?:received|issued|dated|sent))",
    re.IGNORECASE,
)

_LEADS = re.compile(
    r"\b(?:within|net|in|is|are|due|payable|paid|pays?|settled?|date|than|debit|has|have|terms|expiry\s+of)\W*(?:the\s+)?\W*\Z",
    re.IGNORECASE,
)
_NO_TERM_AFTER = re.compile(
    r"\s*(?:['’]s?\s+)?(?:prior\s+|written\s+)*notice|\W*(?:before|prior|overdue|past\s+due|in\s+arrears)\b|\s+(?:from|after|of)\s+the\s+effective\s+date\b",
    re.IGNORECASE,
)
_PAID = re.compile(
    r"\bnet\b|\bpayment\s+terms\b|\b(?:payment|fees|charges|invoices?)\b[^.;]{0,40}\b(?:due|payable|paid)\b",
    re.IGNORECASE,
)
_ITS_DATE = re.compile(
    r"\W*(?:after|of|from|following)\s+(?:its|their)\s+(?:date|issue|receipt)\b", re.IGNORECASE
)
_EARLY = re.compile(
    r"\bdiscount\s+of\b|\b(?:early|prompt)[\s-]payment\s+(?:discount|rebate|reduction)\b|\bmay\s+(?:deduct|take|withhold)\b|\bdeduct\w*\b[^.;]{0,40}(?:%|\bper\s?cent)",
    re.IGNORECASE,
)


def _is_term(clause: Clause, at: DurationAt) -> bool:
    """Whether a length of time is the time to pay an invoice."""
    text = clause.text
    near = text[max(0, at.start - 140) : at.start]
    near = near[max(near.rfind(";"), near.rfind(". ")) + 1 :]
    if clause.row is not None and re.search(r"\bnet\W*\Z", near, re.IGNORECASE):
        return True
    refused = (
        not _DUE.search(near)
        or _NOT_DUE.search(near)
        or _BY_SELLER.search(near)
        or _EARLY.search(text)
        or not (_LEADS.search(near) or re.match(r"[\s-]*terms\b", text[at.end :]))
        or _NO_TERM_AFTER.match(text[at.end :])
    )
    if refused:
        return False
    around = f"{near} {text[at.end : at.end + 80]}"
    if _ITS_DATE.match(text[at.end :]):
        around = f"{clause.before()} {around}"
    billed = re.search(r"\binvoic|\bstatement|\bbill", f"{around} {clause.heading}", re.IGNORECASE)
    if not billed and not _PAID.search(near):
        return False
    return bool(_BILL.search(around) or _HEADING.search(clause.heading))


def _basis(clause: Clause, start: int, end: int) -> Basis | None:
    tail = clause.text[end : end + 110]
    stop = re.search(r";|\.\s", tail)
    tail = tail[: stop.start()] if stop else tail
    if _RECEIPT.search(tail):
        return "receipt"
    if _INVOICE.search(tail):
        return "invoice_date"
    if _PERIOD.search(tail):
        return "period_end"
    if _DELIVERY.search(tail):
        return "delivery"
    return (
        "invoice_date"
        if re.search(r"\binvoice\s+date", clause.text[:start], re.IGNORECASE)
        or _ITS_OWN_DATE.match(tail)
        else None
    )


_ITS_OWN_DATE = re.compile(
    r"\W*(?:of|from|after)\s+the\s+date\s+(?:on|shown\s+on|stated\s+on|printed\s+on|that\s+stands\s+on)\s+(?:the|an|each|its)\s+invoice\b",
    re.IGNORECASE,
)


def _upon(clause: Clause) -> dict[str, Any] | None:
    match = _UPON.search(clause.text)
    if (
        not match
        or not re.search(r"\binvoic|\bterms\b|\bprice|\bfees?\b", clause.text, re.IGNORECASE)
        or _NOT_DUE.search(clause.text[: match.start()])
    ):
        return None
    where = next(group for group in match.groups() if group).lower()
    return {
        "net_days": 0,
        "basis": "receipt" if where in {"receipt", "presentation"} else "delivery",
    }


def _changed(clause: Clause) -> dict[str, Any] | None:
    """'In Article 9, "forty-five (45) days" is replaced by "sixty (60) days" for invoices issued from'."""
    match = _REPLACED.search(clause.text)
    if (
        not match
        or re.search(r"\bnotice\b", clause.text)
        or not re.search(r"\bpayment|\binvoic", f"{clause.heading} {clause.text}", re.IGNORECASE)
    ):
        return None
    before = [at for at in clause.durations if at.end <= match.start()]
    after = [at for at in clause.durations if at.start >= match.end()]
    if not before or not after or after[0].unit != "day" or before[-1].unit != "day":
        return None
    fields: dict[str, Any] = {"net_days": after[0].length}
    for at in clause.dates:
        if at.start > match.end() and re.search(
            r"\b(?:on\s+or\s+after|from|after)\s+\W*\Z", clause.text[: at.start], re.IGNORECASE
        ):
            past = re.search(r"(?<!or )\bafter\s+\Z", clause.text[: at.start], re.IGNORECASE)
            fields["effective_from"] = at.value + timedelta(days=1) if past else at.value
    return fields


_ISSUED = re.compile(
    r"\b(?:invoiced|billed|issued?|sent|rendered|dated)\s+(?:monthly\s+)?(?:in\s+(?:advance|arrears)\s+)?\Z",
    re.IGNORECASE,
)


def _calendar(clause: Clause) -> dict[str, Any] | None:
    text = clause.text
    if (
        not _DUE.search(text)
        or _NOT_DUE.search(text)
        or not re.search(r"\binvoic|\bpay|\bdebited", text, re.IGNORECASE)
    ):
        return None
    if _FOLLOWING_END.search(text) and re.search(r"\binvoic", text, re.IGNORECASE):
        return {"end_of_month": True, "basis": "invoice_date"}
    match = _DAY.search(text)
    day = ordinal(match[1]) if match else None
    if match and _ISSUED.search(text[: match.start()]):
        return None
    if (
        day
        and 1 <= day <= 31
        and re.search(r"\b(?:invoic\w+|payment|payable|debited)\b", text, re.IGNORECASE)
    ):
        return {"day_of_month": int(day)}
    return None
