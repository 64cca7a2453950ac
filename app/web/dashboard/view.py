"""The dashboard as its page shows it: one currency at a time, for currencies are never added."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from app.web.charts.bars import Column, Series, month_bars, months_between, row_bar
from app.web.dashboard.cells import Amounts, Cells, summed, whole
from app.web.dashboard.deliveries import Delivered, together

STANDS = (
    Series("recovered", "recovered"),
    Series("pending", "waiting to be delivered"),
    Series("review", "in review"),
    Series("lapsed", "lapsed"),
)
CREDITS = (
    Series("credited", "credited"),
    Series("pending", "waiting to be delivered"),
    Series("review", "in review"),
)
DELIVERED = (Series("recovered", "corrective invoices"), Series("credited", "credit notes"))
MOST_MONTHS = 24


@dataclass(frozen=True, slots=True)
class CauseRow:
    """One cause: its amounts, and its bar."""

    cause: str
    amounts: Amounts
    bar: Markup

    @property
    def words(self) -> str:
        """'missed escalation'."""
        return self.cause.replace("_", " ")


@dataclass(frozen=True, slots=True)
class Money:
    """Everything about money in one currency."""

    currency: str
    under: Amounts
    over: Amounts
    delivered: Delivered
    causes: Sequence[CauseRow]
    credit_causes: Sequence[CauseRow]
    months: Sequence[tuple[str, Amounts]]
    """By the month that was billed wrongly, under-billing."""
    by_delivery: Sequence[tuple[str, Delivered]]
    month_chart: Markup
    delivery_chart: Markup
    left_out: int
    """Months before the chart's first, which the table has."""


def currencies_of(
    cells: Cells, deliveries: dict[str, dict[str, Delivered]], first: str
) -> list[str]:
    """The currencies in which anything was found, the seller's own first."""
    found = {place.currency for place in cells if place.currency} | set(deliveries)
    return sorted(found, key=lambda each: (each != first, each))


def money_of(cells: Cells, deliveries: dict[str, dict[str, Delivered]], currency: str) -> Money:
    """One currency's part of the dashboard."""
    by_month = summed(cells, currency, "under", "month")
    delivered = deliveries.get(currency, {})
    known = [month for month in by_month if month]
    span = months_between(known[0], known[-1])[-MOST_MONTHS:] if known else []
    columns = [Column(each, _stands(by_month.get(each, Amounts()))) for each in span]
    if "" in by_month:
        columns.append(Column("", _stands(by_month[""])))
    when = months_between(min(delivered), max(delivered))[-MOST_MONTHS:] if delivered else []
    nothing = Delivered()
    sent = [
        Column(each, (of.recovered, of.credited))
        for each in when
        for of in (delivered.get(each, nothing),)
    ]
    return Money(
        currency=currency,
        under=whole(cells, currency, "under"),
        over=whole(cells, currency, "over"),
        delivered=together(delivered),
        causes=_causes(summed(cells, currency, "under", "cause"), STANDS),
        credit_causes=_causes(summed(cells, currency, "over", "cause"), CREDITS),
        months=list(by_month.items()),
        by_delivery=list(delivered.items()),
        month_chart=month_bars(
            f"Under-billing by the month that was billed wrongly, {currency}",
            STANDS,
            columns,
            currency,
        ),
        delivery_chart=month_bars(f"Delivered by month, {currency}", DELIVERED, sent, currency),
        left_out=sum(month < span[0] for month in known) if span else 0,
    )


def _stands(amounts: Amounts) -> tuple[Decimal, ...]:
    return amounts.recovered, amounts.pending, amounts.review, amounts.lapsed


def _causes(by_cause: dict[str, Amounts], series: Sequence[Series]) -> list[CauseRow]:
    """The causes, the greatest first."""
    shown = {cause: _stands(amounts)[: len(series)] for cause, amounts in by_cause.items()}
    sizes = {cause: sum(amounts, Decimal(0)) for cause, amounts in shown.items()}
    most = max(sizes.values(), default=Decimal(0))
    order = sorted(by_cause, key=lambda cause: (-sizes[cause], cause))
    return [
        CauseRow(cause, by_cause[cause], row_bar(series, shown[cause], most)) for cause in order
    ]
