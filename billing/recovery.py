"""From explained periods to findings: what is recoverable, why not the rest, and until when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from billing.catalog import Product
from billing.comparison import Comparison
from billing.comparison_cells import Share
from billing.facts import InvoiceLine
from billing.finding import BilledLine, Direction, Finding, FindingPeriod
from billing.lookback import Event, Window
from billing.rhythm import Rhythm
from terms.citation import Citation
from terms.money import UnknownCurrency, minor_unit
from terms.period import Period
from terms.timeline import Placed


@dataclass(frozen=True, slots=True)
class Differing:
    """One period that differs, whatever it is a period of: a product or a commitment."""

    period: Period
    expected: Decimal
    billed: Decimal
    lines: tuple[InvoiceLine, ...]
    drafts: tuple[InvoiceLine, ...]
    derivation: str
    set_off: Decimal = Decimal(0)
    """How much of it a mistake the other way in the same period has made good."""

    @property
    def difference(self) -> Decimal:
        """Expected − billed."""
        return self.expected - self.billed


def differing(share: Share) -> Differing:
    """A cause's share of a product's period as a difference, with the lines of its first invoice."""
    cell = share.cell
    return Differing(
        period=cell.period,
        expected=share.expected,
        billed=share.billed,
        lines=tuple(cell.cell.first_invoice),
        drafts=tuple(cell.cell.drafts),
        derivation=share.derivation,
        set_off=share.set_off,
    )


class Recovery:
    """Turns differences of one account into dated, limited claims."""

    def __init__(self, comparison: Comparison) -> None:
        """One for each account."""
        self._comparison = comparison
        self._policy = comparison.facts.policy

    def in_minor_units(self, amount: Decimal) -> Decimal:
        """An amount with the decimals of the account's currency, more only where it has more."""
        try:
            step = Decimal(1).scaleb(-minor_unit(self._comparison.facts.account.currency))
            exact = amount.quantize(step)
        except (UnknownCurrency, InvalidOperation):
            return amount
        return exact if exact == amount else amount

    def window(
        self, product: Product | None, direction: Direction, row: Differing
    ) -> Window | None:
        """The lookback window in force today for a product's period, by whether its invoice was paid."""
        statuses = {line.status == "paid" for line in row.lines}
        paid = statuses.pop() if len(statuses) == 1 else None
        as_of = self._comparison.as_of
        return self._comparison.lookbacks.window(product, direction, as_of, paid=paid)

    def event(self, row: Differing, product: Product | None, rhythm: Rhythm | None) -> Event:
        """The invoice that billed the period, or the one on which it should have appeared."""
        main = [line for line in row.lines if line.kind != "discount"] or list(row.lines)
        in_advance = rhythm.in_advance if rhythm else False
        line = min(main, key=lambda each: each.invoice_date, default=None)
        line = line or self._comparison.ledger.invoice_for(row.period, in_advance=in_advance)
        if line is not None:
            return Event(row.period, line.invoice_date, self._due(line, product))
        day = rhythm.invoiced_on(row.period) if rhythm else row.period.end
        due = self._comparison.lookbacks.due_date(day, product) or day
        return Event(row.period, day, due, predicted=True)

    def _due(self, line: InvoiceLine, product: Product | None) -> date:
        agreed = self._comparison.lookbacks.due_date(line.invoice_date, product)
        return agreed or line.due_date or line.invoice_date

    def period(
        self, row: Differing, product: Product | None, rhythm: Rhythm | None
    ) -> FindingPeriod:
        """One period of a finding, with what can still be recovered of it."""
        direction: Direction = "under" if row.difference > 0 else "over"
        size = abs(row.difference)
        event = self.event(row, product, rhythm)
        window = self.window(product, direction, row)
        lapses = window.lapses_on(event, self._comparison.as_of) if window else None
        why = self._excluded(row, window, lapses)
        left = Decimal(0) if why else size - row.set_off
        if row.set_off and not why:
            other = "over" if direction == "under" else "under"
            why = f"{row.set_off:,f} set off against {other}-billing of the same period"
        return FindingPeriod(
            period_start=row.period.start,
            period_end=row.period.end,
            expected=self.in_minor_units(row.expected),
            billed=self.in_minor_units(row.billed),
            difference=self.in_minor_units(size),
            recoverable=self.in_minor_units(left),
            why=why,
            derivation=row.derivation,
            lapses_on=lapses,
        )

    def _excluded(self, row: Differing, window: Window | None, lapses: date | None) -> str:
        """Why nothing of the period can be recovered; empty where it can."""
        disputed = [
            line.invoice_id
            for line in row.lines
            if line.invoice_id in self._policy.disputed_invoices
        ]
        if disputed:
            return f"invoice {disputed[0]} is under dispute"
        if row.drafts and row.difference > 0:
            draft = row.drafts[0]
            return f"draft invoice {draft.invoice_id} of {draft.invoice_date} covers this period"
        if window is not None and lapses is not None and lapses < self._comparison.as_of:
            return f"lapsed on {lapses} ({window})"
        return ""


def citations(placed: Iterable[Placed | None]) -> tuple[Citation, ...]:
    """The clauses of terms, each once, in order."""
    found: list[Citation] = []
    for each in placed:
        if each is None:
            continue
        for citation in (
            *each.term.citations,
            *(c for s in each.sources for c in s.term.citations),
        ):
            if citation not in found:
                found.append(citation)
    return tuple(found)


def documents(placed: Iterable[Placed | None]) -> tuple[str, ...]:
    """The files that decide, the one that governs first."""
    return tuple(dict.fromkeys(each.document.file for each in placed if each is not None))


def billed_in(rows: Iterable[Differing]) -> tuple[BilledLine, ...]:
    """The invoice lines that a finding rests on."""
    return tuple(
        BilledLine(invoice_id=line.invoice_id, line_id=line.line_id)
        for row in rows
        for line in row.lines
    )


def monthly(rows: Sequence[Differing], rhythm: Rhythm | None) -> Decimal | None:
    """What leaks each month as things stand: the latest period's difference by month, if exact."""
    if not rows or rhythm is None:
        return None
    per_month = abs(rows[-1].difference) / rhythm.months
    return per_month if per_month * rhythm.months == abs(rows[-1].difference) else None


def netted(findings: list[Finding]) -> list[Finding]:
    """Over-billing of a product taken off its under-billing before anything is claimed."""
    under = [f for f in findings if f.direction == "under" and f.amount_recoverable > 0]
    over = [f for f in findings if f.direction == "over" and f.amount_recoverable > 0]
    if not under or not over:
        return findings
    left = min(
        sum((f.amount_recoverable for f in under), Decimal(0)),
        sum((f.amount_recoverable for f in over), Decimal(0)),
    )
    taken = {"under": left, "over": left}
    found: list[Finding] = []
    for finding in findings:
        netted_one, taken[finding.direction] = _reduced(finding, taken[finding.direction])
        found.append(netted_one)
    return found


def _reduced(finding: Finding, left: Decimal) -> tuple[Finding, Decimal]:
    """A finding with up to `left` of its recoverable amount set off, oldest period first."""
    periods: list[FindingPeriod] = []
    for period in finding.periods:
        part = min(left, period.recoverable)
        left -= part
        if not part:
            periods.append(period)
            continue
        other = "over" if finding.direction == "under" else "under"
        words = f"{part:,f} set off against {other}-billing of the same product"
        why = f"{period.why}; {words}" if period.why else words
        periods.append(
            period.model_copy(update={"recoverable": period.recoverable - part, "why": why})
        )
    recoverable = sum((p.recoverable for p in periods), Decimal(0))
    update = {"periods": tuple(periods), "amount_recoverable": recoverable}
    return finding.model_copy(update=update), left
