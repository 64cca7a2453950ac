"""Reductions that an invoice line itself explains: 'first two months free', 'promotion', 'loyalty discount'.

Somebody granted them, whatever the contract says, and to invoice them afterwards is for that person to
decide: each is a doubt of the finding. What a credit calls goodwill is not asked back at all (`goodwill`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from billing.facts import InvoiceLine

_GRANTED = re.compile(
    r"\bfree\b|\btrial\b|\bpilot\b|\bpromo(?:tion(?:al)?)?\b|\bloyalty\b|\bintroductory\b|\bwaive[dr]?\b"
    r"|\bwaiver\b|\bno[\s-]charge\b|\bgood[\s-]?will\b|\bcourtesy\b|\bgesture\b|\bex[\s-]gratia\b"
    r"|\bcomplimentary\b|\bconcession\b|\bcompensation\b",
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
