"""The checks before a memo counts: each fails on the one thing it guards, and is silent else."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from small_book import AS_OF, finding

from agent.checks import Subject, failed_checks, unsupported_numbers
from billing.delivery import Sent
from billing.facts import Account, AccountFacts, InvoiceLine
from billing.finding import Finding, FindingPeriod
from billing.policy import Policy
from terms.citation import Match
from terms.contract import ContractDocument, Extraction
from terms.period import add_months


def line(month: int, status: str = "paid", kind: str = "charge") -> InvoiceLine:
    start = date(2026, month, 1)
    return InvoiceLine(
        account_id="ACME",
        invoice_id=f"ACME-{month}",
        invoice_date=start,
        due_date=start,
        status=status,
        line_id="1",
        product="Enterprise plan",
        kind=kind,
        description="",
        period_start=start,
        period_end=add_months(start, 1),
        quantity=None,
        unit=None,
        unit_amount=None,
        amount=Decimal("6200.00"),
        currency="USD",
    )


def failures(
    found: Finding, lines: list[InvoiceLine] | None = None, policy: Policy | None = None, **more
) -> str:
    account = Account("ACME", "Acme", "USD", "UTC")
    lines = [line(month) for month in (7, 8, 9, 10)] if lines is None else lines
    facts = AccountFacts(account, lines=tuple(lines), policy=policy or Policy())
    document = ContractDocument(file="contracts/ACME/msa.pdf", sha256="a", pages=1)
    papers = Extraction(documents=(document,))
    subject = Subject(facts, papers, AS_OF, [found], **more)
    return "\n".join(failed_checks(subject))


def changed(**values: object) -> Finding:
    return finding("ACME", **values)


def period(**values: object) -> Finding:
    """The usual finding with its first month changed."""
    usual = finding("ACME")
    first = FindingPeriod.model_validate({**usual.periods[0].model_dump(), **values})
    return usual.model_copy(update={"periods": (first, *usual.periods[1:])})


def test_the_usual_finding_passes():
    assert failures(finding("ACME")) == ""


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (changed(amount_total=Decimal("9300.00")), "add up to 9200.00, not to 9300.00"),
        (changed(amount_recoverable=Decimal("9100.00")), "make 9200.00 recoverable, not 9100.00"),
        (changed(currency="EUR"), "its currency is EUR, the account's is USD"),
        (changed(match=Match.FUZZY), "do not stand there as quoted"),
        (changed(decided_by=("other.pdf",)), "other.pdf, said to decide it"),
        (period(difference=Decimal("2299.00")), "not expected less billed"),
        (period(recoverable=Decimal("2301.00")), "not a part of the difference"),
        (period(lapses_on=date(2026, 10, 31)), "it lapsed on 2026-10-31"),
        (
            period(period_start=date(2026, 11, 2), period_end=date(2026, 12, 2)),
            "the period has not begun",
        ),
    ],
)
def test_each_fault_is_named(found, words):
    assert words in failures(found)


def test_a_clause_of_another_accounts_document_is_a_fault():
    assert "not a document of this account" in failures(
        finding("BETA").model_copy(update={"billed_in": ()})
    )


@pytest.mark.parametrize(
    ("status", "words"), [("draft", "which is a draft"), ("void", "which is void")]
)
def test_draft_and_void_invoices_are_never_claimed(status, words):
    lines = [line(7, status), line(8), line(9), line(10)]
    assert words in failures(finding("ACME"), lines)


def test_a_tax_line_is_never_claimed():
    assert "tax line" in failures(
        finding("ACME"), [line(7, kind="tax"), line(8), line(9), line(10)]
    )


def test_an_invoice_line_that_is_not_in_the_book_is_a_fault():
    assert "invoice ACME-10 line 1 is not in the book" in failures(
        finding("ACME"), [line(7), line(8), line(9)]
    )


def test_a_disputed_invoice_is_not_claimed():
    disputed = Policy(disputed_invoices=("ACME-8",))
    assert "under dispute" in failures(finding("ACME"), policy=disputed)


def test_days_that_went_to_billing_before_at_another_amount_are_a_fault():
    old = Sent(
        cause="wrong_unit_price",
        product="Enterprise plan",
        direction="under",
        currency="USD",
        period_start=date(2026, 8, 1),
        period_end=date(2026, 9, 1),
        amount=Decimal("2000.00"),
    )
    assert "2000.00 went to billing before" in failures(finding("ACME"), sent=[old])


def test_a_number_of_the_memo_that_nobody_computed_is_found():
    facts = {"total": Decimal("9200.00"), "day": date(2026, 7, 1), "quote": "section 4.2.1"}
    assert unsupported_numbers("$9,200.00 since 2026-07-01 (4.2.1)", facts) == []
    assert unsupported_numbers("$9,300.00 since 2026-07-01", facts) == ["9300.00"]
