"""The periods of a product that are billed or should have been by a day.

Own billed periods stand as they are; the gaps before, between and after them are filled in the
product's rhythm (or the account's, for what was never billed) from the first day of its price.
"""

from __future__ import annotations

from datetime import date, timedelta

from billing.catalog import Catalog, Product
from billing.ledger import Cell, Ledger, Rhythm, period_of
from terms.period import MONTHS_OF, Period, add_months
from terms.tenure import Renewal


def cells(product: Product, ledger: Ledger, as_of: date) -> tuple[list[Cell], Rhythm | None]:
    """The product's periods in order, each with its lines and drafts; and its rhythm."""
    rhythm = rhythm_of(product, ledger)
    own = ledger.main_periods(product)
    periods = list(own)
    starts = product.starts()
    if rhythm is not None and starts:
        wanted = aligned(rhythm, starts[0], service_end(product, ledger.catalog, as_of))
        periods += [
            period
            for period in wanted
            if _invoiced(rhythm.invoiced_on(period), ledger, as_of)
            and not any(period.overlap(other) for other in own)
        ]
    found = [Cell(period) for period in sorted(periods)]
    for line in ledger.lines(product):
        if line.kind == "one_time" and not product.one_time:
            continue
        cell = _cell_of(period_of(line) or _day(line.invoice_date), found)
        if cell is not None:
            cell.lines.append(line)
    for line in ledger.drafts(product):
        cell = _cell_of(period_of(line), found)
        if cell is not None:
            cell.drafts.append(line)
    return found, rhythm


def _invoiced(day: date, ledger: Ledger, as_of: date) -> bool:
    """Whether an invoice expected on `day` should be there: on the last day, only if others are."""
    return day < as_of or (day == as_of and ledger.last_invoice_date == as_of)


def _day(day: date) -> Period:
    return Period(day, day + timedelta(days=1))


def _cell_of(period: Period | None, found: list[Cell]) -> Cell | None:
    if period is None:
        return None
    for cell in found:
        if cell.period.start <= period.start and period.end <= cell.period.end:
            return cell
    for cell in found:
        if period.start in cell.period:
            return cell
    return None


def rhythm_of(product: Product, ledger: Ledger) -> Rhythm | None:
    """The product's own rhythm; for one never billed, its price's interval in the account's."""
    own = ledger.rhythm(product)
    if own is not None:
        return own
    for _, price in product.prices:
        months = MONTHS_OF.get(price.interval or "", 0)
        if not months:
            continue
        in_advance = None if price.billing is None else price.billing == "advance"
        if in_advance is None and price.included_quantity is not None:
            in_advance = False
        found = ledger.account_rhythm(in_advance=in_advance, months=months)
        found = found or ledger.account_rhythm(months=months) or ledger.account_rhythm()
        starts = product.starts()
        if found is None and not starts:
            return None
        if found is None:
            return Rhythm(months, starts[0], in_advance is True, 0)
        return Rhythm(months, found.anchor, found.in_advance, found.lag_days)
    return None


def aligned(rhythm: Rhythm, start: date, end: date) -> list[Period]:
    """The rhythm's periods from `start` to `end`, the first and the last cut to size."""
    count = 0
    while add_months(rhythm.anchor, count * rhythm.months) > start:
        count -= 1
    while add_months(rhythm.anchor, (count + 1) * rhythm.months) <= start:
        count += 1
    found: list[Period] = []
    while (begin := add_months(rhythm.anchor, count * rhythm.months)) < end:
        finish = add_months(rhythm.anchor, (count + 1) * rhythm.months)
        found.append(Period(max(begin, start), min(finish, end)))
        count += 1
    return found


def service_end(product: Product, catalog: Catalog, as_of: date) -> date:
    """The day after the last on which the product is owed, bounded by two years past `as_of`.

    A document's term ends its prices unless the agreement renews by itself or goes on without end.
    """
    horizon = add_months(as_of, 24)
    renews = any(term.automatic or term.evergreen for _, term in catalog.agreement.of_type(Renewal))
    ends: list[date] = []
    for placed, price in product.prices:
        if price.effective_to is not None:
            ends.append(price.effective_to + timedelta(days=1))
        elif placed.document.term_end is not None and not renews:
            ends.append(placed.document.term_end + timedelta(days=1))
        else:
            return horizon
    return min(max(ends), horizon) if ends else horizon
