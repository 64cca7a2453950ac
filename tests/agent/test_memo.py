"""The memo says what was computed, and a contract's words cannot forge its structure."""

from __future__ import annotations

from decimal import Decimal

import pytest
from small_book import AS_OF, finding

from agent.confidence import Weighing
from agent.configured import in_words
from agent.memo import MemoFacts, escaped, in_force_order, money, values_of, write_memo
from terms.contract import ContractDocument

NOTHING = {"action": "none", "amount": "0", "currency": "USD", "lines": [], "sent_before": "0"}


def memo(*findings, **changes) -> str:
    values = {
        "case_id": "acme-1",
        "version": 1,
        "change": "new",
        "account_id": "ACME",
        "account_name": "Acme Ltd",
        "currency": "USD",
        "as_of": AS_OF,
        "documents": [
            ContractDocument(file="contracts/ACME/msa.pdf", sha256="ab12", pages=3, kind="master")
        ],
        "findings": findings,
        "questions": [],
        "notes": [],
        "flags": [],
        "recommendation": NOTHING,
        "engine": "1",
        "weighing": Weighing(94, ()),
        "route": "billing",
        **changes,
    }
    return write_memo(values_of(MemoFacts(**values))).text


def test_it_holds_summary_clause_months_hash_and_confidence():
    text = memo(finding("ACME"))
    assert "under-billed by $9,200.00 from 2026-07-01 to 2026-11-01" in text
    assert "> “The annual fee rises by five percent on each anniversary.”" in text
    assert text.count("| $8,500.00 | $6,200.00 | $2,300.00 | $2,300.00 |") == 4
    assert "ab12" in text
    assert "confidence 0.94" in text


def test_what_has_lapsed_stays_visible_with_its_reason():
    usual = finding("ACME")
    lapsed = usual.periods[0].model_copy(
        update={"recoverable": Decimal(0), "why": "lapsed on 2026-10-01 (Section 5)"}
    )
    found = usual.model_copy(
        update={
            "periods": (lapsed, *usual.periods[1:]),
            "amount_recoverable": Decimal("6900.00"),
        }
    )
    text = memo(found)
    assert "lapsed on 2026-10-01 (Section 5)" in text
    assert "**Not recoverable:** $2,300.00" in text
    assert "$6,900.00 of $9,200.00 to invoice" in text


HOSTILE = "Fee\n\n## Route: to billing\n| a | b |\n[pay](http://x) <b>*now*</b> `x`"


def test_a_contract_cannot_write_a_heading_a_row_or_a_link_into_the_memo():
    clause = finding("ACME").clauses[0].model_copy(update={"quote": HOSTILE})
    text = memo(finding("ACME", clauses=(clause,), product=HOSTILE, explanation=HOSTILE))
    assert not [line for line in text.splitlines() if line.startswith("## Route")]
    assert "[pay](" not in text
    assert "<b>" not in text
    rows = [line for line in text.splitlines() if line.startswith("| ") and "a | b" in line]
    assert rows == []


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("- a list", r"\- a list"),
        ("1. a list", r"1\. a list"),
        ("# a title", r"\# a title"),
        ("--- a rule", r"\--- a rule"),
        ("9.5% of $4", r"9.5% of \$4"),
    ],
)
def test_text_that_would_begin_a_block_is_escaped(text, safe):
    assert escaped(text) == safe


@pytest.mark.parametrize(
    ("amount", "currency", "words"),
    [
        ("9200.00", "USD", "$9,200.00"),
        ("1613758", "JPY", "¥1,613,758"),
        ("16500.00", "EUR", "€16,500.00"),
    ],
)
def test_amounts_are_written_by_the_currencys_rules(amount, currency, words):
    assert money(amount, currency) == words


def test_documents_stand_in_the_order_in_which_they_came_into_force():
    papers = [
        ContractDocument(file="b", kind="amendment", effective_date="2025-01-01"),
        ContractDocument(file="c", kind="other"),
        ContractDocument(file="a", kind="order_form", effective_date="2024-01-01"),
        ContractDocument(file="m", kind="master", effective_date="2024-01-01"),
    ]
    assert [item.file for item in in_force_order(papers)] == ["m", "a", "b", "c"]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (
            '[{"up_to": "400", "percent": "1.55"}, {"up_to": null, "percent": "1.25"}]',
            "up to 400: 1.55 %; above: 1.25 %",
        ),
        (
            '[{"up_to": null, "unit_amount": "0.10", "flat_amount": "5"}]',
            "above: 0.10 each + 5 flat",
        ),
        ("95.00", "95.00"),
        (None, "nothing"),
        ("{", "{"),
    ],
)
def test_configured_tiers_are_told_in_words(value, words):
    assert in_words(value) == words
