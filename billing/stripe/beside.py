"""Billing rows and a Stripe source in one book: what stands in both counts once, as billing/ has it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from billing.book_reading import Reading
from billing.facts import InvoiceLine, SubscriptionItem, UsageEvent
from billing.stripe.reading import StripeFacts

Key = tuple[str, str]
"""Account and invoice."""


def without_twins(
    reading: Reading,
    stripe: StripeFacts,
    items: Iterable[SubscriptionItem],
    lines: Iterable[InvoiceLine],
    usage: Iterable[UsageEvent],
) -> StripeFacts:
    """The Stripe facts that the rows of billing/ do not hold already; the others are told in notes."""
    own_items = {(item.account_id, item.item_id) for item in items}
    own_events = {(each.account_id, each.event_id) for each in usage if each.event_id}
    return replace(
        stripe,
        items=tuple(i for i in stripe.items if (i.account_id, i.item_id) not in own_items),
        lines=tuple(_other_lines(reading, stripe, list(lines))),
        usage=tuple(e for e in stripe.usage if (e.account_id, e.event_id) not in own_events),
    )


def _other_lines(
    reading: Reading, stripe: StripeFacts, own: Sequence[InvoiceLine]
) -> list[InvoiceLine]:
    """Stripe lines on invoices that billing/ does not have, by number or by Stripe's id."""
    ids = {number: key for key, number in stripe.numbers.items()}
    sums: dict[Key, Decimal] = defaultdict(Decimal)
    for line in own:
        if line.kind != "tax":
            sums[line.account_id, line.invoice_id] += line.amount
    credited = {_credit_key(line) for line in own if line.kind == "credit"}
    kept: list[InvoiceLine] = []
    twins: dict[Key, Decimal] = defaultdict(Decimal)
    for line in stripe.lines:
        names = (line.invoice_id, ids.get(line.invoice_id, ""))
        twin = next(((line.account_id, n) for n in names if (line.account_id, n) in sums), None)
        if twin is not None:
            twins[twin] += line.amount if line.kind != "tax" else 0
        elif line.kind != "credit" or _credit_key(line) not in credited:
            kept.append(line)
        else:
            reading.notes.append(
                f"{line.account_id}: credit {line.line_id} of {line.invoice_id} stands in billing/ and in "
                "stripe/: it counts once."
            )
    _tell(reading, twins, sums)
    return kept


def _credit_key(line: InvoiceLine) -> tuple[object, ...]:
    return line.account_id, line.amount, line.currency, line.period_start, line.period_end


def _tell(reading: Reading, twins: dict[Key, Decimal], sums: dict[Key, Decimal]) -> None:
    by_account: dict[str, list[str]] = defaultdict(list)
    for account_id, invoice_id in twins:
        by_account[account_id].append(invoice_id)
    for account_id, invoices in by_account.items():
        names = ", ".join(invoices[:3]) + (", …" if len(invoices) > 3 else "")
        reading.notes.append(
            f"{account_id}: {len(invoices)} invoices stand in billing/ and in stripe/ ({names}): they count "
            "once, as in billing/invoice_lines.csv."
        )
    for key, amount in twins.items():
        if amount != sums[key]:
            reading.notes.append(
                f"{key[0]}: invoice {key[1]} is {sums[key]:,f} in billing/invoice_lines.csv and {amount:,f} in "
                "stripe/ (without tax): one of them is not what was billed."
            )
