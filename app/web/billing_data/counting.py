"""What a book holds, in numbers: for a person who asks whether it is the right one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from billing.facts import AccountFacts, Book
from billing.summed_usage import SummedUsage
from terms.money import plain

MOST_NAMES = 200
"""Names of accounts that are told one by one."""


def counted(book: Book) -> dict[str, Any]:
    """Accounts, products, rows of each kind, periods, and what was billed by currency; as JSON."""
    rows: Counter[str] = Counter()
    products: set[tuple[str, str]] = set()
    billed: dict[str, Decimal] = {}
    first, last = date.max, date.min
    currencies: Counter[str] = Counter()
    for account_id, facts in book.accounts.items():
        rows["items"] += len(facts.items)
        rows["lines"] += len(facts.lines)
        rows["usage"] += _events(facts)
        currencies[facts.account.currency] += 1
        products |= {(account_id, name) for name in _products(facts)}
        for line in facts.lines:
            if line.status not in {"draft", "void"} and line.kind != "tax":
                billed[line.currency] = billed.get(line.currency, Decimal(0)) + line.amount
            first = min(first, line.period_start or line.invoice_date)
            last = max(last, line.period_end or line.invoice_date)
    return {
        "accounts": len(book.accounts),
        "products": len(products),
        **{name: rows[name] for name in ("items", "lines", "usage")},
        "flagged": len(book.flagged),
        "first": first.isoformat() if rows["lines"] else "",
        "last": last.isoformat() if rows["lines"] else "",
        "currencies": dict(sorted(currencies.items())),
        "billed": {name: plain(amount) for name, amount in sorted(billed.items())},
        "quarantine": len(book.quarantine),
    }


def _events(facts: AccountFacts) -> int:
    """Rows of usage, not their sums."""
    if isinstance(facts.usage, SummedUsage):
        return sum(each.events for each in facts.usage.sums)
    return len(facts.usage)


def _products(facts: AccountFacts) -> set[str]:
    names = {item.product for item in facts.items} | {line.product for line in facts.lines}
    return names | {event.product for event in facts.usage}


def accounts_of(book: Book) -> dict[str, dict[str, str]]:
    """Account → its name, currency and timezone."""
    return {
        account_id: {
            "name": facts.account.name,
            "currency": facts.account.currency,
            "timezone": facts.account.timezone,
        }
        for account_id, facts in book.accounts.items()
    }


def differences(
    old: Mapping[str, Any], new: Mapping[str, Any], contracts: Mapping[str, Any]
) -> dict[str, Any]:
    """Accounts that come and go, by name as far as there are few; those with contracts told first."""
    gone = sorted(old.keys() - new.keys(), key=lambda each: (each not in contracts, each))
    come = sorted(new.keys() - old.keys())
    return {
        "gone": gone[:MOST_NAMES],
        "gone_count": len(gone),
        "gone_with_contracts": sum(each in contracts for each in gone),
        "come": come[:MOST_NAMES],
        "come_count": len(come),
    }
