"""What a person should know of a book that was read: what is missing, and what looks odd."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path

from billing.facts import AccountFacts, SubscriptionItem


def book_notes(
    accounts: Mapping[str, AccountFacts],
    contracts: Mapping[str, tuple[Path, ...]],
    as_of: date | None,
    month_ends: Mapping[date, int] | None = None,
) -> Iterator[str]:
    """One sentence per oddity, each with its account in front.

    `month_ends` says on how many lines each day ends a period that begins on the first of a month,
    where `accounts` do not hold every line.
    """
    yield from _last_days(_month_ends(accounts) if month_ends is None else month_ends)
    for account_id, facts in accounts.items():
        billed = bool(facts.items or facts.lines or facts.usage)
        if account_id not in contracts:
            yield f"{account_id}: no PDF in contracts/{account_id}, so nothing is compared unless `--terms` brings them."
        elif not billed:
            yield f"{account_id}: contracts, but no row of billing or usage."
        for note in (*_overlaps(facts), *_line_ids(facts), *_later(facts, as_of)):
            yield f"{account_id}: {note}"


def _month_ends(accounts: Mapping[str, AccountFacts]) -> Mapping[date, int]:
    return Counter(
        line.period_end
        for facts in accounts.values()
        for line in facts.lines
        if line.period_start and line.period_end and line.period_start.day == 1
    )


def _last_days(ends: Mapping[date, int]) -> Iterator[str]:
    """Whether periods seem to end on their last day in place of the day after it."""
    last = {
        end: lines
        for end, lines in ends.items()
        if end.day != 1 and (end + timedelta(days=1)).day == 1
    }
    many = sum(last.values())
    if many * 2 > sum(ends.values()):
        such = min(last)
        yield (
            f"{many} of {sum(ends.values())} billed months end on their last day (such as {such}); "
            f"'period_end' is the day after ({such + timedelta(days=1)}), or each period is a day short."
        )


def _overlaps(facts: AccountFacts) -> Iterator[str]:
    """One note per product: each item must end before the next begins."""
    by_product: dict[str, list[SubscriptionItem]] = defaultdict(list)
    for item in facts.items:
        by_product[item.product].append(item)
    for product, items in by_product.items():
        ordered = sorted(items, key=lambda item: (item.start or date.min, item.item_id))
        earlier = ordered[0]
        for item in ordered[1:]:
            if earlier.end is None or (item.start or date.min) < earlier.end:
                yield (
                    f"two subscription items of '{product}' are active at once from "
                    f"{item.start or 'the beginning'}: {earlier.item_id} and {item.item_id}."
                )
                break
            earlier = item


def _line_ids(facts: AccountFacts) -> Iterator[str]:
    seen: set[tuple[str, str]] = set()
    for line in facts.lines:
        key = (line.invoice_id, line.line_id)
        if key in seen:
            yield (
                f"invoice {line.invoice_id} has two lines {line.line_id} that differ; both are kept."
            )
        seen.add(key)


def _later(facts: AccountFacts, as_of: date | None) -> Iterator[str]:
    if as_of is None:
        return
    later = {
        line.invoice_id
        for line in facts.lines
        if line.invoice_date > as_of and line.status not in {"draft", "void"}
    }
    if later:
        names = ", ".join(sorted(later)[:3]) + (", …" if len(later) > 3 else "")
        yield f"{len(later)} invoices are dated after {as_of} ({names})."
