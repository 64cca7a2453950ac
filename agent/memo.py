"""The memo of a case: what a person reads before deciding, rendered from values and nothing else.

Contract text goes in as data: Markdown's special characters are escaped, line breaks become
blanks, so that a contract cannot forge a heading, a table row or a link of the memo.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from agent.confidence import Weighing
from agent.configured import change_in_words
from agent.inert import clean
from billing.facts import InvoiceLine
from billing.finding import Finding
from prompts.loader import Rendered, render
from terms.contract import ContractDocument
from terms.money import plain

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|!~&$])")
_STARTS = re.compile(r"^(\d*)([-+=.)])(?=\s|$|-|=)")
"""What begins a list, a rule or an underlined heading where it begins a line."""
_KIND_ORDER = (
    "master",
    "price_schedule",
    "order_form",
    "statement_of_work",
    "amendment",
    "renewal",
    "other",
)


NO_PROSE: Mapping[str, Any] = {"summary": "", "explanations": {}}
"""What the template is given where no model wrote anything."""


@dataclass(frozen=True, slots=True)
class MemoFacts:
    """Everything a memo is written from."""

    case_id: str
    version: int
    change: str
    account_id: str
    account_name: str
    currency: str
    as_of: date
    documents: Sequence[ContractDocument]
    findings: Sequence[Finding]
    questions: Sequence[str]
    notes: Sequence[str]
    flags: Sequence[str]
    recommendation: Mapping[str, Any]
    engine: str
    failure: str = ""
    blockers: Sequence[str] = ()
    weighing: Weighing | None = None
    route: str = ""
    open_ends: Sequence[str] = ()
    """What stands against closing a case without findings."""
    threshold: Decimal = Decimal("0.85")
    lines: Sequence[InvoiceLine] = ()
    """The account's invoice lines, of which a finding names those that it rests on."""
    timezone: str = ""
    prose: Mapping[str, Any] = field(default_factory=dict)
    """What a model wrote and the checks let stand: `summary`, `explanations` by finding number."""


def values_of(facts: MemoFacts) -> dict[str, Any]:
    """What the template is given, as plain values: the memo's numbers are checked against these."""
    values = _values(facts)
    values["counts"] = list(range(_longest(values) + 1))
    return values


def _longest(value: Any) -> int:
    """The length of the longest list in it: what the memo may count up to."""
    if isinstance(value, dict):
        return max(map(_longest, value.values()), default=0)
    if isinstance(value, list):
        return max([len(value), *map(_longest, value)])
    return value if isinstance(value, int) else 0


def _values(facts: MemoFacts) -> dict[str, Any]:
    return {
        "case_id": facts.case_id,
        "version": facts.version,
        "change": facts.change,
        "account": {
            "id": facts.account_id,
            "name": facts.account_name,
            "timezone": facts.timezone,
        },
        "currency": facts.currency,
        "as_of": facts.as_of,
        "documents": [_document(item) for item in in_force_order(facts.documents)],
        "findings": [_finding(item, facts.lines) for item in facts.findings],
        "totals": _totals(facts.findings, facts.currency),
        "questions": list(facts.questions),
        "notes": list(facts.notes),
        "flags": list(facts.flags),
        "unresolved": [
            {
                "file": document.file,
                "page": passage.page,
                "quote": passage.quote,
                "why": passage.why,
            }
            for document in facts.documents
            for passage in document.unresolved
        ],
        "recommendation": _recommendation(facts.recommendation),
        "blockers": list(facts.blockers),
        "confidence": facts.weighing.probability if facts.weighing else "",
        "held_back_from": facts.weighing.held_back_from if facts.weighing else "",
        "reasons": [(reason.text, reason.effect) for reason in facts.weighing.reasons]
        if facts.weighing
        else [],
        "raised_by": list(
            dict.fromkeys(reason.raised_by for reason in facts.weighing.reasons if reason.raised_by)
        )
        if facts.weighing
        else [],
        "route": facts.route,
        "open_ends": list(facts.open_ends),
        "threshold": plain(facts.threshold),
        "engine": facts.engine,
        "prose": _prose(facts.prose),
    }


def write_memo(values: Mapping[str, Any]) -> Rendered:
    """The memo as Markdown."""
    return render("memo/case", **values, money=money, md=escaped, count=counted, fix=_fix)


def _fix(change: Mapping[str, Any], currency: str) -> str:
    return change_in_words(change, lambda amount: money(amount, currency))


def plain_memo(facts: MemoFacts) -> Rendered:
    """The memo of a case that broke off: which one, and why."""
    return render(
        "memo/broken",
        case_id=facts.case_id,
        version=facts.version,
        account_id=facts.account_id,
        account_name=facts.account_name,
        as_of=facts.as_of,
        documents=[item.file for item in facts.documents],
        failure=facts.failure,
        engine=facts.engine,
        md=escaped,
    )


def _prose(kept: Mapping[str, Any]) -> dict[str, Any]:
    """The prose as the template asks for it; empty where there is none."""
    return {name: kept.get(name, empty) for name, empty in NO_PROSE.items()}


def in_force_order(documents: Sequence[ContractDocument]) -> list[ContractDocument]:
    """Documents as they came into force: the earliest first; of one day, the master first."""
    return sorted(
        documents,
        key=lambda item: (
            item.effective_date or item.term_start or date.max,
            _KIND_ORDER.index(item.kind),
            item.file,
        ),
    )


def money(amount: str | Decimal, currency: str) -> str:
    """'$9,200.00', '€16,500.00', '¥1,613,758': by the currency's own rules, in English."""
    return _in_english(str(amount), currency)


@lru_cache(maxsize=4096)
def _in_english(amount: str, currency: str) -> str:
    from babel.numbers import format_currency

    return str(
        format_currency(Decimal(amount), currency, locale="en_US", decimal_quantization=False)
    )


def escaped(text: str | None) -> str:
    """Foreign text for a line of Markdown: no line breaks, no character with a meaning, none unseen."""
    return _STARTS.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", clean(text)))


def counted(number: int, one: str, many: str) -> str:
    """'1 period', '4 periods'."""
    return f"{number} {one if number == 1 else many}"


def _document(item: ContractDocument) -> dict[str, Any]:
    return {
        "file": item.file,
        "kind": item.kind.replace("_", " "),
        "title": item.title,
        "number": item.number,
        "effective": item.effective_date or item.term_start,
        "term_start": item.term_start,
        "term_end": item.term_end,
        "pages": item.pages,
        "sha256": item.sha256,
        "amends": list(item.amends),
        "warnings": list(item.warnings),
        "parties": [
            f"{party.name} ({party.role})" if party.role else party.name for party in item.parties
        ],
    }


def _finding(item: Finding, lines: Sequence[InvoiceLine]) -> dict[str, Any]:
    change = item.config_change
    lapses = sorted(p.lapses_on for p in item.periods if p.lapses_on and p.recoverable > 0)
    return {
        "cause": item.cause.replace("_", " "),
        "product": item.product,
        "direction": item.direction,
        "currency": item.currency,
        "total": item.amount_total,
        "recoverable": item.amount_recoverable,
        "not_recoverable": item.amount_total - item.amount_recoverable,
        "monthly": item.monthly_amount,
        "evidence": item.evidence,
        "low": item.amount_low,
        "high": item.amount_high,
        "explanation": item.explanation,
        "first": min(p.period_start for p in item.periods) if item.periods else None,
        "last": max(p.period_end for p in item.periods) if item.periods else None,
        "lapses_next": lapses[0] if lapses else None,
        "invoices": list(dict.fromkeys(line.invoice_id for line in item.billed_in)),
        "billed": _billed(item, lines),
        "clauses": [
            {
                "file": clause.file,
                "page": clause.page,
                "section": clause.section,
                "quote": clause.quote,
                "match": clause.match.value,
            }
            for clause in item.clauses
        ],
        "decided_by": list(item.decided_by),
        "periods": [
            {
                "start": p.period_start,
                "end": p.period_end,
                "expected": p.expected,
                "billed": p.billed,
                "difference": p.difference,
                "recoverable": p.recoverable,
                "why": p.why,
                "derivation": p.derivation,
                "lapses_on": p.lapses_on,
            }
            for p in item.periods
        ],
        "change": {**change.model_dump(), "product": item.product} if change else None,
        "doubts": list(item.doubts),
        "hypotheses": [
            {
                "cause": tried.cause.replace("_", " "),
                "reproduces": tried.reproduces,
                "of": tried.of,
                "detail": tried.detail,
            }
            for tried in item.hypotheses
        ],
    }


def _billed(item: Finding, lines: Sequence[InvoiceLine]) -> list[dict[str, Any]]:
    """The invoice lines that a finding rests on, in its order."""
    known = {(line.invoice_id, line.line_id): line for line in lines}
    found = [known.get((each.invoice_id, each.line_id)) for each in item.billed_in]
    return [
        {
            "invoice": line.invoice_id,
            "date": line.invoice_date,
            "status": line.status,
            "product": line.product,
            "kind": line.kind,
            "start": line.period_start,
            "end": line.period_end,
            "quantity": line.quantity,
            "unit": line.unit,
            "unit_amount": line.unit_amount,
            "amount": line.amount,
        }
        for line in found
        if line is not None
    ]


def _totals(findings: Sequence[Finding], currency: str) -> list[dict[str, Any]]:
    """Sums by currency and direction, the account's own currency first."""
    keys = sorted(
        {(item.currency, item.direction) for item in findings},
        key=lambda key: (key[0] != currency, key[0], key[1] != "under"),
    )
    return [
        {
            "currency": code,
            "direction": direction,
            "total": sum(
                (f.amount_total for f in findings if (f.currency, f.direction) == key), Decimal(0)
            ),
            "recoverable": sum(
                (f.amount_recoverable for f in findings if (f.currency, f.direction) == key),
                Decimal(0),
            ),
        }
        for key in keys
        for code, direction in [key]
    ]


def _recommendation(value: Mapping[str, Any]) -> list[dict[str, Any]]:
    documents = [value, *value.get("also", ())]
    return [
        {
            "action": item["action"].replace("_", " "),
            "amount": item["amount"],
            "currency": item["currency"],
            "lines": len(item["lines"]),
            "configuration": list(item.get("configuration", ())),
            "sent_before": item.get("sent_before", "0"),
        }
        for item in documents
    ]
