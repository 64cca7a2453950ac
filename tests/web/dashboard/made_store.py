"""A store of made-up cases, and the dashboard's sums reckoned from its rows one by one, by hand so to speak."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sqlmodel import Session, select

from store.audit import tell
from store.cases import Inputs, open_case, save_findings, update_case
from store.decisions import Given, decide
from store.outbox import OutboxDocument, OutboxLine, cancel_document, mark_delivered, put
from store.prospects import keep_prospect
from store.tables import CaseRow, DecisionRow, FindingRow, OutboxLineRow, OutboxRow

CAUSES = ("missed_escalation", "wrong_unit_price", "expired_discount")
AS_OF = "2026-11-01"


@dataclass
class Made:
    """A case to be made."""

    account: str
    findings: list[dict[str, Any]]
    status: str = "waiting"
    route: str = "review"
    confidence: str = "0.85"
    open: int = 1
    action: str = ""
    sent: str = ""
    """delivered, pending, cancelled: what became of its document; '' for none."""
    amounts: dict[str, str] = field(default_factory=dict)
    """Finding number → what an amendment sets it to."""


def period(month: str, difference: str, recoverable: str | None = None, lapses: str = "") -> dict:
    """A month's part of a finding."""
    year, number = int(month[:4]), int(month[5:])
    end = f"{year + number // 12}-{number % 12 + 1:02}-01"
    return {
        "period_start": f"{month}-01",
        "period_end": end,
        "expected": difference,
        "billed": "0",
        "difference": difference,
        "recoverable": difference if recoverable is None else recoverable,
        "why": "",
        "lapses_on": lapses or None,
    }


def finding(
    *periods: dict,
    cause: str = "missed_escalation",
    direction: str = "under",
    currency: str = "USD",
) -> dict[str, Any]:
    """A finding as JSON."""
    return {
        "cause": cause,
        "product": "Plan",
        "direction": direction,
        "currency": currency,
        "periods": list(periods),
        "amount_total": str(sum(Decimal(each["difference"]) for each in periods)),
        "amount_recoverable": str(sum(Decimal(each["recoverable"]) for each in periods)),
        "clauses": [{"file": "msa.pdf", "page": 1, "quote": "q"}],
        "billed_in": [],
        "explanation": "=not a formula",
    }


def make(session: Session, made: Made, fingerprint: str = "1") -> tuple[str, int]:
    """Write a case with everything that belongs to it; a second time makes its next version."""
    inputs = Inputs(
        made.account, f"{made.account} Ltd", "USD", "UTC", fingerprint, AS_OF, Decimal("0.85")
    )
    opened = open_case(session, inputs)
    case_id, version = opened.case_id, opened.version
    save_findings(session, case_id, version, made.findings)
    keep_prospect(session, case_id, version, made.open, sendable=bool(made.findings))
    update_case(
        session,
        case_id,
        version,
        status="waiting",
        route=made.route,
        confidence=Decimal(made.confidence),
    )
    tell(session, "route", {"route": made.route}, (case_id, version))
    if made.action:
        ground = "disputed" if made.action == "reject" else ""
        given = Given(made.action, "a@example.com", "said so", ground, made.amounts)
        decide(session, case_id, version, given)
    if made.sent:
        _send(session, made, case_id, version)
    update_case(session, case_id, version, status=made.status)
    session.flush()
    return case_id, version


def _send(session: Session, made: Made, case_id: str, version: int) -> None:
    for direction, action in (("under", "corrective_invoice"), ("over", "credit_note")):
        lines: dict[str, OutboxLine] = {}
        for each in made.findings:
            if each["direction"] != direction:
                continue
            for part in each["periods"]:
                amount = Decimal(part["recoverable"])
                line = OutboxLine(
                    made.account,
                    each["product"],
                    each["cause"],
                    direction,
                    part["period_start"],
                    part["period_end"],
                    amount,
                    each["currency"],
                )
                if amount and session.get(OutboxLineRow, line.key) is None:
                    lines[line.key] = line
        by_currency: dict[str, list[OutboxLine]] = defaultdict(list)
        for line in lines.values():
            by_currency[line.currency].append(line)
        for currency, some in by_currency.items():
            document = OutboxDocument(
                case_id,
                version,
                made.account,
                action,
                currency,
                sum((line.amount for line in some), Decimal(0)),
                {"lines": [], "approved_by": "a@example.com", "document_id": "x"},
                tuple(some),
            )
            row = put(session, document)
            if made.sent == "delivered":
                mark_delivered(session, row.id)
            elif made.sent == "cancelled":
                cancel_document(session, row.id, "a@example.com", "no")


@dataclass
class ByHand:
    """Sums of one currency and direction."""

    recovered: Decimal = Decimal(0)
    pending: Decimal = Decimal(0)
    review: Decimal = Decimal(0)
    lapsed: Decimal = Decimal(0)
    rejected: Decimal = Decimal(0)
    by: dict[tuple[str, str], Decimal] = field(default_factory=dict)


What = tuple[str, str, str, str]
"""Currency, direction, cause, month."""


def by_hand(
    session: Session, accounts: frozenset[str] | None = None
) -> dict[tuple[str, str], ByHand]:
    """(currency, direction) → the sums, from the rows as they are, with no query that adds."""
    found: dict[tuple[str, str], ByHand] = defaultdict(ByHand)
    sent: dict[tuple[str, int], dict[What, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    documents = {row.id: row for row in session.exec(select(OutboxRow)).all()}
    for line in session.exec(select(OutboxLineRow)).all():
        row = documents[line.outbox_id]
        what = (line.currency, line.direction, line.cause, line.period_start[:7])
        sent[row.case_id, row.version][what] += line.amount
        if accounts is not None and row.account_id not in accounts:
            continue
        sums = found[line.currency, line.direction]
        if row.status == "delivered":
            sums.recovered += line.amount
        else:
            sums.pending += line.amount
    for case in session.exec(select(CaseRow)).all():
        if accounts is None or case.account_id in accounts:
            _add_case(session, case, _sent_before(sent, case), found)
    return found


def _sent_before(
    sent: dict[tuple[str, int], dict[What, Decimal]], case: CaseRow
) -> dict[What, Decimal]:
    """What went out for a case, where an earlier version of it sent anything."""
    together: dict[What, Decimal] = defaultdict(Decimal)
    if any(key[0] == case.case_id and key[1] < case.version for key in sent):
        for (case_id, _), amounts in sent.items():
            for what, amount in amounts.items():
                together[what] += amount if case_id == case.case_id else 0
    return together


def _add_case(
    session: Session,
    case: CaseRow,
    before: dict[What, Decimal],
    found: dict[tuple[str, str], ByHand],
) -> None:
    query = select(DecisionRow).where(
        DecisionRow.case_id == case.case_id, DecisionRow.version == case.version
    )
    decision = session.exec(query).first()
    rejected = decision is not None and decision.action == "reject"
    for what, recoverable, lapsed in _months_of(session, case):
        off = min(before[what], recoverable)
        off_lapsed = min(before[what] - off, lapsed)
        before[what] -= off + off_lapsed
        sums = found[what[0], what[1]]
        sums.lapsed += lapsed - off_lapsed
        if case.status == "waiting":
            sums.review += recoverable - off
        elif rejected:
            sums.rejected += recoverable - off


def _months_of(session: Session, case: CaseRow) -> list[tuple[What, Decimal, Decimal]]:
    """Each finding's months: what can be corrected, and what lapsed."""
    rows = session.exec(
        select(FindingRow)
        .where(FindingRow.case_id == case.case_id, FindingRow.version == case.version)
        .order_by(FindingRow.position)  # type: ignore[arg-type]
    ).all()
    months: dict[tuple[int, What], list[Decimal]] = {}
    for row in rows:
        for each in row.payload["periods"]:
            what = (row.currency, row.direction, row.cause, each["period_start"][:7])
            entry = months.setdefault((row.position, what), [Decimal(0), Decimal(0)])
            recoverable = Decimal(each["recoverable"])
            entry[0] += recoverable
            if each["lapses_on"] and each["lapses_on"] < case.as_of:
                entry[1] += Decimal(each["difference"]) - recoverable
    return [(what, *entry) for (_, what), entry in months.items()]  # type: ignore[misc]


def random_cases(session: Session, seed: int, many: int) -> None:
    """Cases of every kind, some with a second version."""
    draw = random.Random(seed)
    last: list[dict[str, Any]] = []
    for number in range(many):
        account = f"A-{number}"
        for version in range(draw.choice((1, 1, 1, 2))):
            made = _random_case(draw, account)
            if version and draw.random() < 0.5:
                made.findings = last
            last = made.findings
            make(session, made, f"{version}")


def _random_case(draw: random.Random, account: str) -> Made:
    findings = []
    for cause in draw.sample(CAUSES, draw.randint(0, 2)):
        first = draw.randint(1, 9)
        currency = draw.choice(("USD", "USD", "EUR", "JPY", "KWD"))
        digits = {"JPY": 0, "KWD": 3}.get(currency, 2)
        periods = []
        for month in range(first, first + draw.randint(1, 4)):
            amount = Decimal(draw.randint(1, 10**8)).scaleb(-digits)
            lapsed = draw.random() < 0.3
            periods.append(
                period(
                    f"2026-{month:02}",
                    str(amount),
                    "0" if lapsed else str(amount),
                    "2026-09-30" if lapsed else "2027-01-31",
                )
            )
        findings.append(
            finding(
                *periods,
                cause=cause,
                direction=draw.choice(("under", "under", "over")),
                currency=currency,
            )
        )
    status, route, action, sent = draw.choice(
        [
            ("waiting", "review", "", ""),
            ("done", "billing", "", "delivered"),
            ("done", "billing", "", "pending"),
            ("done", "review", "approve", "delivered"),
            ("done", "review", "approve", "cancelled"),
            ("done", "review", "reject", ""),
        ]
    )
    confidence = draw.choice(("0.42", "0.71", "0.85", "0.91", "0.98"))
    open_points = draw.choice((0, 1))
    return Made(account, findings, status, route, confidence, open_points, action, sent)
