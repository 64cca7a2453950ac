"""Tools on the account's bill: invoice lines of a product and period, and how many there were."""

from __future__ import annotations

from collections.abc import Iterator

from agent.model_steps.asked import InvoiceLines, Quantities
from agent.model_steps.case_file import CaseFile
from agent.model_steps.data import shown
from agent.model_steps.rerating import CannotTry, lines_between
from billing.facts import InvoiceLine
from terms.money import plain
from terms.period import Period

MOST_LINES = 60


def invoice_lines(file: CaseFile, request: InvoiceLines) -> Iterator[str]:
    """The lines of a product (of all, without one) that touch the days, in order."""
    lines = file.comparison.facts.lines
    found = [
        lines[at]
        for _, at in lines_between(file, request.product, request.from_day, request.to_day)
    ]
    for line in found[:MOST_LINES]:
        yield line_shown(line)
    if len(found) > MOST_LINES:
        yield f"and {len(found) - MOST_LINES} more: ask for fewer days"


def line_shown(line: InvoiceLine) -> str:
    """One invoice line; what is not stated is left out."""
    count = f"{plain(line.quantity)} {line.unit or ''}" if line.quantity is not None else ""
    parts = {
        "invoice": f"{line.invoice_id} of {line.invoice_date} ({line.status})",
        "product": line.product,
        "kind": line.kind,
        "period": f"{line.period_start}..{line.period_end}" if line.period_start else "",
        "quantity": count.strip(),
        "unit amount": "" if line.unit_amount is None else plain(line.unit_amount),
        "amount": f"{plain(line.amount)} {line.currency}",
        "description": line.description,
    }
    return shown("; ".join(f"{name} {value}" for name, value in parts.items() if value))


def quantities(file: CaseFile, request: Quantities) -> Iterator[str]:
    """What usage recorded of a product and what is contracted, by its billed periods or by months."""
    compared = file.product(request.product)
    periods = _periods(file, request)
    meter = file.comparison.rater.meter
    if compared is None:
        from agent.model_steps.rerating import number_of

        known = {each.product for each in file.facts.usage}
        if request.product not in known:
            names = ", ".join([*file.products, *sorted(known)])
            raise CannotTry(f"nothing counts {request.product!r}; there is {names}")
        for period in periods:
            used = number_of(file.comparison, request.product, period)
            yield f"{period}: used {'nothing recorded' if used is None else plain(used)}"
        return
    numbers = file.comparison.rater.contracted(compared.product)
    for period in periods:
        used = meter.quantity(compared.product, period) if meter.has(compared.product) else None
        held = numbers.on(period.start)
        said = [f"used {plain(used)}"] if used is not None else ["no usage recorded"]
        if held is not None:
            said.append(f"contracted {plain(held[0])}")
        yield f"{period}: {', '.join(said)}"


def _periods(file: CaseFile, request: Quantities) -> list[Period]:
    """The periods of the product, else those in which anything was billed."""
    compared = file.product(request.product)
    own = [cell.period for cell in compared.cells] if compared else []
    every = own or sorted(
        {cell.period for each in file.comparison.products for cell in each.cells},
        key=lambda period: (period.start, period.end),
    )
    return [each for each in every if each.start < request.to_day and each.end > request.from_day]
