"""How long an agreement runs, and when its invoices are due, in words."""

from __future__ import annotations

from agent.wording.numbers import amount, counted, line, percent, several, since
from terms.tenure import Payment, Renewal

_BASIS = {
    "invoice_date": "the invoice date",
    "receipt": "receipt",
    "delivery": "delivery",
    "period_end": "the end of the period",
}
_OPTION = {"provider": "the seller", "customer": "the customer", "both": "either side"}


def renewal(term: Renewal, currency: str | None) -> str:
    """'24 months, to 2027-04-30, renews by itself for 12 months, notice 60 days'."""
    uplift = term.uplift_percent
    return line(
        counted(term.initial_months, "month") if term.initial_months else None,
        f"to {term.initial_until}" if term.initial_until else None,
        "runs on until ended" if term.evergreen else None,
        _renews(term),
        f"at most {counted(term.max_renewals, 'time')}" if term.max_renewals else None,
        f"option of {_OPTION[term.option_of]}" if term.option_of else None,
        f"notice {counted(term.notice_days, 'day')}" if term.notice_days else None,
        f"notice {counted(term.notice_months, 'month')}" if term.notice_months else None,
        f"{percent(uplift)} more at each renewal" if uplift is not None else None,
        f"rounded to {amount(term.rounding_to, currency)}"
        if term.rounding_to is not None
        else None,
        f"not on {several(term.excludes)}" if term.excludes else None,
        since(term),
    )


def _renews(term: Renewal) -> str | None:
    length = f" for {counted(term.renewal_months, 'month')}" if term.renewal_months else ""
    if term.automatic:
        return f"renews by itself{length}"
    if term.automatic is False:
        return f"does not renew by itself{f', may be renewed{length}' if length else ''}"
    return f"renewable{length}" if length else None


def payment(term: Payment, _currency: str | None) -> str:
    """'due 30 days from the invoice date, late: 1.5% a month'."""
    return line(
        _due(term),
        f"{counted(term.grace_days, 'day')} of grace" if term.grace_days else None,
        _late(term),
        since(term),
    )


def _due(term: Payment) -> str | None:
    start = f" from {_BASIS[term.basis]}" if term.basis else ""
    lengths = [
        counted(term.net_days, "day") if term.net_days is not None else None,
        counted(term.working_days, "working day") if term.working_days is not None else None,
    ]
    stated = " and ".join(part for part in lengths if part)
    due = f"due {stated}{start}" if stated else (f"due{start}" if start else None)
    if term.net_days == 0 and not term.working_days:
        due = f"due at once{start.replace(' from', ' on')}"
    month = "at the end of the month" if term.end_of_month else None
    if term.day_of_month:
        month = f"by day {term.day_of_month} of the month"
    if month:
        return f"{due}, {month}" if due else f"due {month}"
    return due


def _late(term: Payment) -> str | None:
    late = []
    if term.late_percent_per_month is not None:
        late.append(f"{percent(term.late_percent_per_month)} a month")
    spread = term.late_spread_percent_per_year
    if term.late_index:
        plus = f" plus {percent(spread)}" if spread is not None else ""
        late.append(f"{term.late_index}{plus} a year")
    elif spread is not None:
        late.append(f"{percent(spread)} a year")
    return f"late: {' and '.join(late)}" if late else None
