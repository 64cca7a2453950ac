"""What a memo must hold before anybody relies on it; each failed check is a sentence.

The checks do not trust the steps before them: sums are added again, quotes and invoice lines are
looked up again, and each number of the memo must stand among the facts it was written from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from billing.delivery import Sent, lines_of, overlaps
from billing.facts import AccountFacts, InvoiceLine
from billing.finding import Finding, FindingPeriod
from terms.contract import Extraction
from terms.money import minor_unit, plain

NOT_BILLED = {"draft": "a draft", "void": "void"}
_NUMBER = re.compile(r"\d[\d.,]*")


@dataclass(frozen=True, slots=True)
class Rejected:
    """A finding that a specialist rejected in an earlier version of the case."""

    cause: str
    product: str
    on: str
    reason: str


@dataclass(frozen=True, slots=True)
class Subject:
    """What is checked: the findings of one account and what they came from."""

    facts: AccountFacts
    contract: Extraction
    as_of: date
    findings: Sequence[Finding]
    sent: Sequence[Sent] = ()
    rejected: Sequence[Rejected] = ()


def failed_checks(subject: Subject) -> list[str]:
    """Every check that fails, in words; empty where all hold."""
    failures: list[str] = []
    for number, finding in enumerate(subject.findings, start=1):
        name = f"finding {number} ({finding.product}, {finding.cause.replace('_', ' ')})"
        for check in (_sums, _currency, _clauses, _billed_lines, _periods, _earlier):
            failures += [f"{name}: {words}" for words in check(finding, subject)]
    return failures + list(_claimed_twice(subject))


def _sums(finding: Finding, _subject: Subject) -> Iterator[str]:
    signed = sum((_signed(period, finding) for period in finding.periods), Decimal(0))
    sized = sum((period.difference for period in finding.periods), Decimal(0))
    recoverable = sum((period.recoverable for period in finding.periods), Decimal(0))
    if finding.amount_total not in {signed, sized}:
        yield f"its periods add up to {plain(sized)}, not to {plain(finding.amount_total)}"
    if recoverable != finding.amount_recoverable:
        yield (
            f"its periods make {plain(recoverable)} recoverable, "
            f"not {plain(finding.amount_recoverable)}"
        )
    if not 0 <= finding.amount_recoverable <= finding.amount_total:
        yield "more is called recoverable than differs"
    step = Decimal(1).scaleb(-minor_unit(finding.currency))
    for amount in (finding.amount_total, finding.amount_recoverable):
        if amount % step:
            yield f"{plain(amount)} is not a whole number of {finding.currency} minor units"


def _signed(period: FindingPeriod, finding: Finding) -> Decimal:
    under = period.expected >= period.billed
    return period.difference if under == (finding.direction == "under") else -period.difference


def _currency(finding: Finding, subject: Subject) -> Iterator[str]:
    account = subject.facts.account
    if finding.currency != account.currency:
        yield f"its currency is {finding.currency}, the account's is {account.currency}"


def _clauses(finding: Finding, subject: Subject) -> Iterator[str]:
    pages = {document.file: document.pages for document in subject.contract.documents}
    for clause in finding.clauses:
        where = f"{clause.file} page {clause.page}"
        if clause.file not in pages:
            yield f"{where} is not a document of this account"
        elif pages[clause.file] and not 1 <= clause.page <= pages[clause.file]:
            yield f"{where} does not exist: the document has {pages[clause.file]} pages"
        if not clause.match.verbatim:
            yield f"the words cited from {where} do not stand there as quoted"
    for file in finding.decided_by:
        if file not in pages:
            yield f"{file}, said to decide it, is not a document of this account"


def _billed_lines(finding: Finding, subject: Subject) -> Iterator[str]:
    lines = {(line.invoice_id, line.line_id): line for line in subject.facts.lines}
    disputed = set(subject.facts.policy.disputed_invoices)
    for billed in finding.billed_in:
        line = lines.get((billed.invoice_id, billed.line_id))
        if line is None:
            yield f"invoice {billed.invoice_id} line {billed.line_id} is not in the book"
        elif line.status in NOT_BILLED:
            yield f"it rests on invoice {line.invoice_id}, which is {NOT_BILLED[line.status]}"
        elif line.kind == "tax":
            yield f"it rests on a tax line of invoice {line.invoice_id}"
        elif line.invoice_id in disputed and _claims(finding, line):
            yield f"it claims a period of invoice {line.invoice_id}, which is under dispute"


def _claims(finding: Finding, line: InvoiceLine) -> bool:
    if line.period_start is None or line.period_end is None:
        return finding.amount_recoverable > 0
    return any(
        period.recoverable > 0
        and period.period_start < line.period_end
        and line.period_start < period.period_end
        for period in finding.periods
    )


def _periods(finding: Finding, subject: Subject) -> Iterator[str]:
    for period in finding.periods:
        name = f"{period.period_start}..{period.period_end}"
        if period.difference != abs(period.expected - period.billed):
            yield f"{name}: the difference is not expected less billed"
        if period.recoverable < 0 or period.recoverable > period.difference:
            yield f"{name}: {plain(period.recoverable)} is not a part of the difference"
        if period.recoverable > 0 and period.period_start > subject.as_of:
            yield f"{name}: the period has not begun"
        if period.recoverable > 0 and period.lapses_on and period.lapses_on < subject.as_of:
            yield f"{name}: it lapsed on {period.lapses_on} and is still called recoverable"


def _earlier(finding: Finding, subject: Subject) -> Iterator[str]:
    for old in subject.rejected:
        if (old.cause, old.product) == (finding.cause, finding.product):
            yield f"a specialist rejected the same on {old.on}: {old.reason or 'no reason given'}"
    for line in lines_of(1, finding):
        for old_line in subject.sent:
            same = (line.cause, line.amount, line.period_start, line.period_end) == (
                old_line.cause,
                old_line.amount,
                old_line.period_start,
                old_line.period_end,
            )
            if overlaps(line, old_line) and not same:
                yield (
                    f"{plain(old_line.amount)} went to billing before for "
                    f"{old_line.period_start}..{old_line.period_end} "
                    f"({old_line.cause.replace('_', ' ')})"
                )


def _claimed_twice(subject: Subject) -> Iterator[str]:
    seen: dict[tuple[Any, ...], int] = {}
    for number, finding in enumerate(subject.findings, start=1):
        for line in lines_of(number, finding):
            what = (line.product, line.cause, line.direction, line.period_start, line.period_end)
            if seen.setdefault(what, number) != number:
                yield (
                    f"findings {seen[what]} and {number} both claim {line.product} "
                    f"for {line.period_start}..{line.period_end}"
                )


def unsupported_numbers(memo: str, facts: Mapping[str, Any]) -> list[str]:
    """Numbers of a memo that do not stand among the facts it was written from.

    `facts` is everything the memo's template was given. Thousands separators do not matter.
    """
    known = {number for text in _texts(facts) for number in _numbers(text)}
    unknown = [number for number in _numbers(memo) if number not in known]
    return sorted(dict.fromkeys(plain(number) for number in unknown))


def _numbers(text: str) -> Iterator[Decimal]:
    for token in _NUMBER.findall(text):
        digits = token.replace(",", "").rstrip(".")
        if digits.count(".") > 1:  # '4.2.1', a section, or '1.234.567,00'
            yield from (Decimal(part) for part in digits.split(".") if part)
        else:
            yield Decimal(digits)


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):  # most are, and the others cost more to tell
        yield value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield str(key)
            yield from _texts(item)
    elif isinstance(value, Iterable):
        for item in value:
            yield from _texts(item)
    elif value is not None and not callable(value):
        yield str(value)
