"""Reductions that an invoice line itself explains: 'first two months free', 'promotion', 'goodwill credit'.

Somebody granted them, whatever the contract says, and to invoice them afterwards is for that person to
decide: each is a doubt of the finding. A credit that says it was a favour ('goodwill, approved by account
management') is not asked back at all: a memo that claims it would cost more than it brings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from billing.facts import InvoiceLine

_FREELY = r"\bgood[\s-]?will\b|\bcourtesy\b|\bgesture\b|\bex[\s-]gratia\b|\bcomplimentary\b|\bconcession\b"
_GIVEN = re.compile(_FREELY, re.IGNORECASE)
_GRANTED = re.compile(
    r"\bfree\b|\btrial\b|\bpilot\b|\bpromo(?:tion(?:al)?)?\b|\bloyalty\b|\bintroductory\b|\bwaive[dr]?\b"
    rf"|\bwaiver\b|\bno[\s-]charge\b|\bcompensation\b|{_FREELY}",
    re.IGNORECASE,
)


def favours(lines: Iterable[InvoiceLine], *, discounts_agreed: bool) -> Iterator[str]:
    """What discounts, credits and charges of nothing among some lines say of themselves.

    Where the contract grants the product a discount (`discounts_agreed`), the words of a discount line
    are those of the contract, and no favour.
    """
    for line in lines:
        if line.kind == "discount" and discounts_agreed:
            continue
        if line.amount <= 0 and _GRANTED.search(line.description):
            yield (
                f"'{line.description}' stands on invoice {line.invoice_id}: ask who granted it before it "
                "is claimed back"
            )


def given_freely(line: InvoiceLine) -> bool:
    """Whether a credit line says of itself that it is a favour."""
    return line.kind == "credit" and _GIVEN.search(line.description) is not None
