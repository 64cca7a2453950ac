"""Credits that their own line calls a favour: given, not owed, and not asked back.

A seller that says 'goodwill credit, approved by account management' has decided; a memo that claims
the amount back would cost more than it brings. A credit that says nothing of the kind is no favour.
"""

from __future__ import annotations

import re

from billing.facts import InvoiceLine

_FAVOUR = re.compile(
    r"\bgood[\s-]?will\b|\bcourtesy\b|\bgesture\b|\bex[\s-]gratia\b|\bcomplimentary\b|\bconcession\b",
    re.IGNORECASE,
)


def given_freely(line: InvoiceLine) -> bool:
    """Whether a credit line says of itself that it is a favour."""
    return line.kind == "credit" and _FAVOUR.search(line.description) is not None
