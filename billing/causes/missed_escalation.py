"""missed_escalation: the price stayed flat across a step, or an earlier rule of increase was applied.

Seen in the data: the bill equals the contract's price without one or more of its steps. Proven by:
the escalation clause, the renewal uplift, or the amendment that changed it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from billing.catalog import has_amount
from billing.causes.candidate import Candidate, Supposed, Suspect, cause
from billing.rated import WhatIf
from terms.timeline import Placed


@cause("missed_escalation", 50)
def missed_escalation(suspect: Suspect) -> Iterator[Candidate]:
    """No step applied, all but the last ones applied, or the steps of a rule that was replaced."""
    product = suspect.compared.product
    escalators = suspect.comparison.rater.escalators
    terms = escalators.terms_for(product)
    steps, _ = escalators.steps(product)
    yield from _stated_step(suspect, terms)
    if not terms or not steps:
        return
    deciding = tuple(dict.fromkeys(step.placed for step in reversed(steps)))
    yield _candidate(
        suspect, WhatIf(escalations_until=0), "none of the increases was applied", deciding
    )
    for kept in range(len(steps) - 1, 0, -1):
        missed = steps[kept]
        detail = f"the increase of {missed.on} ({missed.why}) was not applied"
        yield _candidate(suspect, WhatIf(escalations_until=kept), detail, (missed.placed,))
    for placed in terms:
        if any(placed in other_cut for other_cut in _cutters(terms)):
            detail = f"the increase of {_section(placed)} was left out and the earlier rule applied"
            without = WhatIf(without_escalations=frozenset({id(placed)}))
            yield _candidate(suspect, without, detail, (placed, *placed.sources))


def _stated_step(suspect: Suspect, terms: list[Placed]) -> Iterator[Candidate]:
    """A step that an escalation clause states as an amount ("rises to 8,500.00 on 1 July")."""
    product = suspect.compared.product
    clauses = {_where(placed) for placed in terms}
    for placed, price in product.prices:
        if _where(placed) not in clauses or placed.start is None or not has_amount(price):
            continue
        before = product.price_on(placed.start - timedelta(days=1))
        if before is not None and before[1] is not price:
            yield _candidate(
                suspect,
                WhatIf(price=before[1]),
                f"the increase of {placed.start} in {_section(placed)} was not applied",
                (placed, before[0]),
            )


def _where(placed: Placed) -> tuple[str, str | None]:
    citations = placed.term.citations
    return placed.document.file, citations[0].section if citations else None


def _cutters(terms: list[Placed]) -> list[list[Placed]]:
    return [[cut.by for cut in term.cuts] for term in terms]


def _section(placed: Placed) -> str:
    citations = placed.term.citations
    where = f", {citations[0].section}" if citations and citations[0].section else ""
    return f"{placed.document.title or placed.document.file}{where}"


def _candidate(
    suspect: Suspect, what_if: WhatIf, detail: str, terms: tuple[Placed, ...]
) -> Candidate:
    predict = Supposed(suspect, what_if)
    return Candidate("missed_escalation", predict, detail, terms, changed="amount")
