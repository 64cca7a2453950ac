"""Clauses by which prices rise: fixed, index-linked, at discretion, and changes of such clauses.

Understood, put together from a rise ('shall increase', 'is adjusted', 'escalates at a rate of'),
a price word, and what else the sentence and its neighbours in the same section say:

- by X percent; by the change of a named index; the greater or lesser of both; plus a spread;
- on each anniversary, on 1 January of each year, annually, at each renewal; beginning on a date;
- never less than, not more than (floor, cap); rounded to; on the fee as last increased;
- 'may increase ... by up to X percent', 'may increase its prices' (discretionary, not automatic);
- 'the percentage in Section 4.2 is reduced to four percent': only what the change states.

Not escalations: examples, liability caps, interest, service levels, taxes, quantities, one-time
changes of a price to an amount of money.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, cast

from extractors.document import Document
from extractors.readers.grammar import rise_details
from extractors.readers.grammar.clauses import Clause, clause_at, clauses, draft
from extractors.readers.grammar.escalation_changes import (
    DEFERRED,
    SWAPPED,
    change,
    deferral,
    first_step,
    schedules,
    swap,
)
from extractors.readers.grammar.indices import INDEX, index_month, index_named
from extractors.readers.grammar.rises import (
    RISE,
    bounds,
    compounding,
    direction,
    excluded,
    notice_days,
    percent_rounding,
    rounding_to,
    spread,
    subject,
    together,
)
from extractors.readers.grammar.timing import defining, timing
from extractors.readers.grammar.unruly_rises import OF_ANOTHER, beyond
from extractors.readers.reading import Draft
from terms.escalation import Escalation

_PRICE = re.compile(
    r"\b(?:fees?|prices?|pricing|charges?|rates?|rents?|rentals?|amounts?|minimums?|royalt(?:y|ies)|compensation|"
    r"remuneration|guarantees?|premiums?|tariffs?|retainers?|commitments?|payments?|consideration|schedule|costs?)\b",
    re.IGNORECASE,
)
TRIGGER = re.compile(
    r"\b(?:increas|adjust|rais|escalat|uplift|index|revis|ris(?:e|es|ing)\b|var(?:y|ied)\b|chang|modif|alter|review|amended|percentage|reduced|for\s+the\s+first\s+time|reserves?\s+the)",
    re.IGNORECASE,
)
_MAY = re.compile(
    r"\b(?:(?-i:may|MAY(?!\s+\d))|reserves?\s+the\s+right|(?:has|have|shall\s+have)\s+the\s+right|(?:is|are|shall\s+be)\s+entitled|at\s+its\s+(?:sole\s+)?(?:discretion|option)|can)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:shall|will|may|does|do|is|are|must)\s+not\s+(?:be\s+)?(?:\w+\s+){0,2}(?:increas|adjust|rais|escalat|index|subject|chang|exceed\s+\d)\w*|"
    r"\bno\s+(?:\w+\s+)?(?:increase|adjustment|escalation|change)s?\b|\bnot\s+subject\s+to\b|\bnot\s+affected\b|\bwithout\s+(?:any\s+)?(?:increase|escalation)|"
    r"\bfixed\s+(?:for|during|through|until)|\bneither\b",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"\b(?:liabilit\w+|insurance|indemnif\w+|damages|interest|late\s+(?:fee|payment|charge)|uptime|availability|service\s+credit|"
    r"tax(?:es)?\s+rate|statutory\s+rate|exchange\s+rate|capacity|headcount|voting|ownership|shares?|salary|wages?\s+of|"
    r"response\s+time|storage\s+capacity|bandwidth|error\s+rate|coverage|reserve\s+account|shareholder|milestone|FERC|seek\s+authori[sz]ation|commission\s+approval|specifications|request\s+a\s+change|reasonable\s+fee|financial\s+statements|penalties|as\s+a\s+penalty|chargebacks?)\b",
    re.IGNORECASE,
)
_DOWN = re.compile(r"\b(?:decreas|reduc|lower|discount)\w*", re.IGNORECASE)
_UP = re.compile(
    r"\b(?:increas|rais|escalat|uplift|ris(?:e|es|ing)|index|adjust|revis|var(?:y|ied|ies)|chang|alter|review)\w*",
    re.IGNORECASE,
)
_NOUN = r"(?:fees?|prices?|pricing|charges?|rates?|tariffs?|(?<=the\s)schedule)"
_PRICES_CHANGE = re.compile(
    rf"\b(?:increase|adjust|raise|change|vary|revise|modify|alter|review|amend|escalate)\s+(?:\w+[\s,/-]+){{0,6}}?{_NOUN}\b"
    rf"|\b{_NOUN}\b[^.;]{{0,60}}\b(?:may|can)\s+(?:\w+\s+){{0,3}}?be\s+(?:\w+\s+){{0,2}}?(?:increased|adjusted|raised|changed|varied|revised|modified|altered|reviewed|amended)\b"
    rf"|\b{_NOUN}\b[^.;]{{0,40}}\bsubject\s+to\s+(?:\w+\s+){{0,2}}(?:increase|change|adjustment)",
    re.IGNORECASE,
)
_AT_RENEWAL = re.compile(
    r"\brenew\w*\b[^.;]{0,90}\bsubject\s+to\s+(?:\w+\s+){0,2}(?:adjustments?|increases?)\b",
    re.IGNORECASE,
)


def read(document: Document) -> Iterator[Draft]:
    """Every rule by which a price rises, or a change of one."""
    given: list[Escalation] = []
    for found in _found(document):
        if found.term not in given:
            given.append(cast("Escalation", found.term))
            yield found


def _found(document: Document) -> Iterator[Draft]:
    for clause in clauses(document, DEFERRED):
        if deferred := deferral(clause):
            yield deferred
    yield from schedules(document)
    for clause in clauses(document, SWAPPED):
        if swapped := swap(clause):
            yield swapped
    for clause in clauses(document, TRIGGER):
        if _ELSEWHERE.search(clause.text) or clause.row is not None:
            continue
        words = INDEX.sub(" ", f"{clause.text} {clause.heading}")
        if not _PRICE.search(words) and not _AT_RENEWAL.search(clause.text):
            if changed := change(clause) or first_step(clause):
                yield changed
            continue
        found = _rule(clause) or change(clause) or first_step(clause)
        if found:
            yield found


def resembles(clause: Clause) -> bool:
    """Whether a sentence speaks of a price that rises, with a percent or an index, understood or not."""
    if _ELSEWHERE.search(clause.text) or clause.risky or not _PRICE.search(clause.text):
        return False
    sized = bool(clause.percents) or INDEX.search(clause.text) is not None
    sized = sized or (
        _MAY.search(clause.text) is not None and _PRICES_CHANGE.search(clause.text) is not None
    )
    return sized and _first_rise(clause) is not None


def _rule(clause: Clause) -> Draft | None:
    """A whole rule: what rises, by how much, when."""
    rise = _first_rise(clause)
    if not rise or beyond(clause, rise):
        return None
    may = _MAY.search(clause.text[: rise.end()])
    size = _size(clause, rise)
    when = timing(clause)
    if not size:
        return _discretionary(clause, rise, when) if may else None
    if _ON_DAYS.search(clause.text) and "first_on" not in when:
        return None
    if not (when or may or INDEX.search(clause.text)):
        return None
    if may and not re.search(r"\bmay\b", may[0], re.IGNORECASE) and not _UP.search(clause.text):
        return None
    details = _details(clause, size)
    completed, beside = rise_details.completed(clause, {**size, **details})
    fields: dict[str, Any] = {**size, **when, **details, **completed}
    if may:
        fields = _optional(fields)
    else:
        fields["automatic"] = True
    if fields.get("method") == "discretionary":
        fields["automatic"] = False
    if "percent" not in fields and fields["method"] == "fixed":
        fields["warnings"] = ("the percent is redacted",)
    fields["product"] = subject(clause, rise)
    if not _COMMITTED.search(clause.text[: rise.end() + 40]):
        fields["applies_to"] = "price"
    others = [*_completing(clause, fields), *beside]
    return draft(Escalation(**fields), clause, *dict.fromkeys(others))


_ON_DAYS = re.compile(
    r"\bon\s+(?:\w+\s+){0,2}(?:\d{1,2}\s+[A-Z]\w+|[A-Z]\w+\s+\d{1,2},?)\s+\d{4}\s*,?\s+and\s+(?:on\s+)?(?:\d{1,2}\s+[A-Z]\w+|[A-Z]\w+\s+\d{1,2},?)\s+\d{4}\b",
    re.IGNORECASE,
)
"""Two listed days, which no yearly rule can hold."""
_COMMITTED = re.compile(r"\b(?:minimums?|commitments?|guarantees?|royalt\w+)\b", re.IGNORECASE)
_TURN = re.compile(r";|\bthereafter\b|\bafter\s+which\b|\bsubsequently\b", re.IGNORECASE)


def _first_rise(clause: Clause) -> re.Match[str] | None:
    """The first rise that the sentence does not deny ('shall not increase ...; thereafter it may')."""
    return next((rise for rise in RISE.finditer(clause.text) if not _denied(clause, rise)), None)


def _denied(clause: Clause, rise: re.Match[str]) -> bool:
    turns = [turn.end() for turn in _TURN.finditer(clause.text, 0, rise.start())]
    denied = _DENIED.search(clause.text, turns[-1] if turns else 0)
    return bool(denied and denied.start() <= rise.end() and denied.end() >= rise.start() - 30)


def _size(clause: Clause, rise: re.Match[str]) -> dict[str, Any]:
    """By how much: a percent, an index, or both; {} where the sentence states neither."""
    if any(_share(clause, at.end) or _threshold(clause, at.start) for at in clause.percents):
        return {}
    floor, cap = bounds(clause)
    index = index_named(clause)
    added = spread(clause) if index else None
    used = {floor, cap, added, together(clause)}
    plain = [
        at.value for at in clause.percents if at.value not in used and at.end > rise.start() - 60
    ]
    if len(plain) > 1:
        return {}
    fields: dict[str, Any] = {
        **_method(clause, index, plain),
        "spread_percent": added,
        "floor_percent": floor,
        "cap_percent": cap,
    }
    fields = {name: value for name, value in fields.items() if value is not None}
    if set(fields) == {"cap_percent"}:
        fields["method"] = "discretionary"
    return fields


def _method(clause: Clause, index: str | None, plain: list[Decimal]) -> dict[str, Any]:
    """The kind of rise, with its percent and its index."""
    choice = _CHOICE.search(clause.text)
    if index and choice and plain:
        up = choice[1].lower() in {"greater", "higher", "larger"}
        method = "greater_of" if up else "lesser_of"
        return {"method": method, "percent": plain[0], "index": index}
    if index:
        return {"method": "index", "index": index}
    if plain:
        return {"method": "fixed", "percent": plain[0]}
    return {"method": "fixed"} if _REDACTED.search(clause.text) else {}


_CHOICE = re.compile(r"\b(greater|higher|larger|lesser|lower|smaller)\s+of\b", re.IGNORECASE)
_REDACTED = re.compile(
    r"\b(?:by|of|at)\s+(?:an?\s+)?(?:\w+\s+){0,3}(?:\[\s*[*●•_ ]+\s*\]|\*{3,}|_{3,})\s*(?:%|per\s?cent)",
    re.IGNORECASE,
)
_SHARE = re.compile(
    r"^\W*of\s+(?:[\w-]+[\s’']+){0,8}?(?:sales|revenues?|receipts|income|profits?|lines|capacity|volume|shares|total|salary)\b",
    re.IGNORECASE,
)


_EXCEEDS = re.compile(r"\bexceed\w*\s+\W*\Z", re.IGNORECASE)
_DENIES = re.compile(r"\b(?:no|not|nor|never|neither)\b", re.IGNORECASE)


def _threshold(clause: Clause, start: int) -> bool:
    """Whether a percent is one that something exceeds, and no size or limit of a rise."""
    before = clause.text[max(0, start - 110) : start]
    return bool(_EXCEEDS.search(before)) and not _DENIES.search(before)


def _share(clause: Clause, end: int) -> bool:
    """Whether a percent is of sales or the like, and so is no rise of a price."""
    return _SHARE.match(clause.text[end:]) is not None


def _details(clause: Clause, size: dict[str, Any]) -> dict[str, Any]:
    """What sentence and section say besides: notice, rounding, exclusions, months of the index."""
    fields: dict[str, Any] = {}
    floor, cap = None, None
    for other in clause.around(1, 5):
        low, high = (
            bounds(other)
            if RISE.search(other.text)
            or re.search(
                r"\b(?:percentage|adjustment|increase|raise|change)\b", other.text, re.IGNORECASE
            )
            else (None, None)
        )
        floor, cap = floor or low, cap or high
    if floor is not None:
        fields["floor_percent"] = size.get("floor_percent", floor)
    if cap is not None:
        fields["cap_percent"] = size.get("cap_percent", cap)
    fields |= {
        "notice_days": notice_days(clause),
        "rounding_to": rounding_to(clause),
        "percent_rounding_to": percent_rounding(clause),
        "compounding": compounding(clause),
        "direction": direction(clause),
        "excludes": excluded(clause),
        "hold_months": _hold(clause),
        "cumulative_cap_percent": together(clause),
    }
    if "index" in size:
        fields["index_month"] = index_month(clause)
    return {name: value for name, value in fields.items() if value is not None}


def _optional(fields: dict[str, Any]) -> dict[str, Any]:
    """A rise that the seller only may apply: a stated size is its upper bound."""
    if fields.get("method") == "fixed" and "cap_percent" not in fields:
        fields["cap_percent"] = fields.pop("percent")
    if fields.get("method", "fixed") == "fixed":
        fields["method"] = "discretionary"
    return fields | {"automatic": False}


def _discretionary(clause: Clause, rise: re.Match[str], when: dict[str, Any]) -> Draft | None:
    """'May increase its prices on 60 days' notice'."""
    if _DOWN.search(clause.text) and not _UP.search(clause.text):
        return None
    if not _PRICES_CHANGE.search(clause.text):
        return None
    if not re.search(
        r"\b(?:fees?|prices?|pricing|charges?|rates?|tariffs?|schedule)\b",
        clause.text[: rise.end() + 80],
        re.IGNORECASE,
    ):
        return None
    if any(_share(clause, at.end) for at in clause.percents):
        return None
    floor, cap = bounds(clause)
    risen = subject(clause, rise)
    another = risen is None and OF_ANOTHER.search(clause.text)
    if another or (_CHOICE.search(clause.text) and clause.percents):
        return None
    fields: dict[str, Any] = {
        **when,
        "method": "discretionary",
        "automatic": False,
        "cap_percent": cap,
        "floor_percent": floor,
        "notice_days": notice_days(clause),
        "product": risen,
        "hold_months": _hold(clause),
    }
    return draft(Escalation(**fields), clause)


_HOLD = re.compile(
    r"\bnot\s+(?:be\s+)?(?:increas|adjust|rais|chang)\w*\b[^;.]{0,60}\b(?:during|for|within)\s+the\s+first\s+(?=\w+[\s(-][^;.]{0,12}months?\b)|\badded\s+(?:less|fewer)\s+than\b|\bduring\s+the\s+first\s+(?:contract\s+|agreement\s+)?year\b|"
    r"\b(?:added|ordered|commenced)\s+within\b",
    re.IGNORECASE,
)


def _hold(clause: Clause) -> int | None:
    """Months for which a young price is left as it is."""
    for other in (clause, *clause.around(0, 4), *_next_section(clause)):
        match = _HOLD.search(other.text)
        if not match:
            continue
        if "year" in match[0].lower():
            return 12
        if not re.search(
            r"\bnot\s+(?:be\s+)?(?:adjust|increas|index|escalat|rais)", other.text, re.IGNORECASE
        ):
            continue
        after = [at for at in other.durations if at.start >= match.start() and at.months]
        return after[0].months if after else None
    return None


def _next_section(clause: Clause) -> list[Clause]:
    last = max([clause.index, *(other.index for other in clause.around(0, 6))])
    return [
        clause_at(clause.setting, at)
        for at in range(last + 1, min(last + 4, len(clause.setting.sentences)))
    ]


def _completing(clause: Clause, fields: dict[str, Any]) -> list[Clause]:
    """The neighbours whose numbers the term uses."""
    values = {value for value in fields.values() if isinstance(value, Decimal)}
    own = {at.value for at in clause.percents} | {at.value for at in clause.money}
    wanted = values - own
    named = defining(clause)
    return [*([named] if named else [])] + [
        other
        for other in clause.around(1, 5)
        if wanted & ({at.value for at in other.percents} | {at.value for at in other.money})
    ]
