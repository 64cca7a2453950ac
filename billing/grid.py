"""The periods of a product that are billed or should have been by a day.

Own billed periods stand as they are; the gaps before, between and after them are filled in the
product's rhythm (or the account's, for what was never billed) from the first day of its price.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, timedelta

from billing.catalog import Catalog, Product
from billing.facts import InvoiceLine
from billing.ledger import MAIN, Cell, Ledger
from billing.rhythm import Rhythm, period_of
from billing.whole_months import months_in, months_of
from terms.period import Period, add_months
from terms.tenure import Renewal
from terms.term import TermBase
from terms.timeline import Placed

LONGEST_BILLED = 600
"""Months before the examination in which an unbilled period is looked for."""


def cells(product: Product, ledger: Ledger, as_of: date) -> tuple[list[Cell], Rhythm | None]:
    """The product's periods in order, each with its lines and drafts; and its rhythm."""
    rhythm = rhythm_of(product, ledger)
    own = ledger.main_periods(product)
    gaps = _gaps(product, ledger, rhythm, own, as_of)
    found = [Cell(period) for period in (*own, *gaps)]
    found += [Cell(period, rest=True) for period in _rests(product, rhythm, own, gaps)]
    found.sort(key=lambda cell: cell.period)
    undated: list[InvoiceLine] = []
    starts = [cell.period.start for cell in found]
    for line in ledger.lines(product):
        if line.kind == "one_time" and not product.one_time:
            continue
        period = period_of(line)
        cell = _cell_of(period or _day(line.invoice_date), found, starts)
        if period is None and line.kind in MAIN:
            undated.append(line)
            if cell is not None:
                cell.unclear = _undated(line)
        if cell is not None:
            cell.lines.append(line)
        elif line.amount:
            ledger.unplaced[line.line_id] = line
    for line in ledger.drafts(product):
        cell = _cell_of(period_of(line), found, starts)
        if cell is not None:
            cell.drafts.append(line)
    _mark_unclear(product, ledger, found, undated)
    return found, rhythm


def _gaps(
    product: Product, ledger: Ledger, rhythm: Rhythm | None, own: list[Period], as_of: date
) -> list[Period]:
    """The rhythm's periods that no billed one touches and that an invoice should have billed."""
    starts = product.starts()
    if rhythm is None or not starts or not ledger.counted:
        return []
    ends = [period.end for period in own]
    found: list[Period] = []
    first = max(starts[0], add_months(as_of, -LONGEST_BILLED))
    for period, usual in _expected(product, ledger, rhythm, own, first, as_of):
        place = bisect_right(ends, period.start)
        if place < len(own) and own[place].start < period.end:
            continue
        if not _invoiced(usual.late_from(period), ledger, as_of):
            break  # what follows is invoiced later still
        found.append(period)
    return found


def _expected(
    product: Product,
    ledger: Ledger,
    rhythm: Rhythm,
    own: list[Period],
    first: date,
    as_of: date,
) -> Iterator[tuple[Period, Rhythm]]:
    """The periods that are owed, each with the rhythm in which it is billed.

    After the last bill that is the last one's: a product billed by the month and then by the quarter
    lacks nothing before the next quarter is due.
    """
    last = service_end(product, ledger.catalog, as_of)
    later = ledger.latest_rhythm(product)
    if later is None or not own or later.months == rhythm.months:
        yield from ((period, rhythm) for period in rhythm.periods(first, last))
        return
    billed = max(first, own[-1].end)
    yield from ((period, rhythm) for period in rhythm.periods(first, min(billed, last)))
    yield from ((period, later) for period in later.periods(billed, last))


def _rests(
    product: Product, rhythm: Rhythm | None, own: list[Period], gaps: list[Period]
) -> list[Period]:
    """Days of a period begun or ended late: before the first billed day, after the last one.

    After the last only where whole periods follow without a bill: billing that stopped.
    """
    starts = product.starts()
    if rhythm is None or not starts or not own:
        return []
    found: list[Period] = []
    first, last = own[0].start, max(period.end for period in own)
    begun = max(rhythm.day(rhythm.steps_to(first)), starts[0])
    if begun < first:
        found.append(Period(begun, first))
    ending = rhythm.day(rhythm.steps_to(last) + 1)
    if last > rhythm.day(rhythm.steps_to(last)) and any(gap.start == ending for gap in gaps):
        found.append(Period(last, ending))
    return found


def _undated(line: InvoiceLine) -> str:
    return (
        f"line {line.line_id} of invoice {line.invoice_id} has no period that makes sense: "
        "add period_start and period_end"
    )


def _mark_unclear(
    product: Product, ledger: Ledger, found: list[Cell], undated: list[InvoiceLine]
) -> None:
    """Say of each period why its bill is not to be trusted: undated, overlapping, foreign money."""
    irregular = ledger.rhythm(product) is None
    for cell in found:
        if undated and not cell.lines:
            cell.unclear = _undated(undated[0])
        if not cell.lines and (unread := ledger.unread(product, cell.period)):
            cell.unclear = unread
        if irregular and cell.main and _last_day_is_end(cell.period):
            cell.unclear = (
                f"{cell.period} seems to end on the last day that it bills: period_end is the day "
                "after"
            )
    for earlier, later in itertools.pairwise(found):
        if later.period.start < earlier.period.end:
            for cell in (earlier, later):
                cell.overlaps = True
                cell.unclear = f"the billed periods {earlier.period} and {later.period} overlap"
    starts = [cell.period.start for cell in found]
    for line in ledger.foreign(product):
        place = _cell_of(period_of(line) or _day(line.invoice_date), found, starts)
        if place is not None:
            place.unclear = (
                f"invoice {line.invoice_id} bills it in {line.currency}, and the account's currency "
                f"is {ledger.facts.account.currency}"
            )


def _last_day_is_end(period: Period) -> bool:
    """Whether a period is a day short of whole months, as one written with its last day would be."""
    if period.end == date.max or months_in(period):
        return False
    return months_in(Period(period.start, period.end + timedelta(days=1))) > 0


def _invoiced(day: date, ledger: Ledger, as_of: date) -> bool:
    """Whether an invoice expected on `day` should be there: on the last day, only if others are."""
    return day < as_of or (day == as_of and ledger.last_invoice_date == as_of)


def _day(day: date) -> Period:
    return Period(day, day + timedelta(days=1))


def _cell_of(period: Period | None, found: list[Cell], starts: list[date]) -> Cell | None:
    """The cell that holds a period, else the one that holds its first day."""
    if period is None:
        return None
    place = bisect_right(starts, period.start) - 1
    if place < 0 or period.start not in found[place].period:
        return None
    before = found[place - 1] if place else None
    if period.end > found[place].period.end and before and period.end <= before.period.end:
        return before
    return found[place]


def rhythm_of(product: Product, ledger: Ledger) -> Rhythm | None:
    """The product's own rhythm; for one never billed, its price's interval in the account's."""
    own = ledger.rhythm(product)
    if own is not None:
        return own
    for _, price in product.prices:
        months = months_of(price)
        if not months:
            continue
        in_advance = None if price.billing is None else price.billing == "advance"
        if in_advance is None and price.included_quantity is not None:
            in_advance = False
        return _inferred(product, ledger, months, in_advance=in_advance)
    return None


def _inferred(
    product: Product, ledger: Ledger, months: int, *, in_advance: bool | None
) -> Rhythm | None:
    """How a product never billed would be: as others of its interval, or in the account's longer one.

    An interval longer than the account's runs from the day on which the price begins.
    """
    found = ledger.account_rhythm(in_advance=in_advance, months=months)
    found = found or ledger.account_rhythm(months=months)
    if found is not None:
        return found
    starts = product.starts()
    found = ledger.account_rhythm(in_advance=in_advance, months=None) or ledger.account_rhythm(
        months=None
    )
    if found is not None and found.months % months == 0:
        return found
    if not starts:
        return None
    if found is None:
        return Rhythm(months, starts[0], in_advance is True, 0)
    return Rhythm(months, starts[0], found.in_advance, found.lag_days)


def service_end(product: Product, catalog: Catalog, as_of: date) -> date:
    """The day after the last on which the product is owed, bounded by two years past `as_of`.

    A document's term ends its prices unless the agreement renews by itself or goes on without end.
    """
    horizon = add_months(as_of, 24)
    ends = [term_end(placed, price, catalog) for placed, price in product.prices]
    known = [end for end in ends if end is not None]
    return min(max(known), horizon) if known and len(known) == len(ends) else horizon


def term_end(placed: Placed, term: TermBase, catalog: Catalog) -> date | None:
    """The day after a term's last, by itself or with its document; None where it goes on."""
    if term.effective_to is not None:
        return term.effective_to + timedelta(days=1) if term.effective_to < date.max else None
    end = placed.document.term_end
    if end is None or end == date.max:
        return None
    renews = any(term.automatic or term.evergreen for _, term in catalog.agreement.of_type(Renewal))
    return None if renews else end + timedelta(days=1)


def initial_end(placed: Placed, term: TermBase, catalog: Catalog) -> date | None:
    """The day after the last of the initial term in which a term began, renewals apart; None where nothing says.

    The term's own last day, else the renewal clause's, else the document's.
    """
    if term.effective_to is not None and term.effective_to < date.max:
        return term.effective_to + timedelta(days=1)
    start = placed.start or placed.document.term_start
    for _, renewal in catalog.agreement.of_type(Renewal):
        until = renewal.initial_until
        if until is not None and (start is None or until >= start):
            return until + timedelta(days=1)
    end = placed.document.term_end
    if end is not None and end < date.max:
        return end + timedelta(days=1)
    for there, renewal in catalog.agreement.of_type(Renewal):
        if renewal.initial_months and there.start is not None:
            return add_months(there.start, renewal.initial_months)
    return None
