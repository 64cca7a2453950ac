"""Causes that are seen and not inferred: no re-rating reproduces them, they stand in the book itself.

A file registers one function with `@observed(name)`. Given a comparison it yields findings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from billing.comparison import Comparison
from billing.finding import Cause, Finding

Observe = Callable[[Comparison], Iterator[Finding]]

OBSERVED: dict[Cause, Observe] = {}
"""Every registered cause of this kind, in the order of registration."""

NO_DIFFERENCE: frozenset[Cause] = frozenset({"unpaid", "missing_usage", "currency_mismatch"})
"""Findings that are no difference between agreed and billed amounts of one currency.

They are not in the sum of what is explained, and nothing of them is recoverable by itself.
"""


def observed(name: Cause) -> Callable[[Observe], Observe]:
    """Register a cause's function under its name of FORMATS.md section 3."""

    def register(observe: Observe) -> Observe:
        OBSERVED[name] = observe
        return observe

    return register
