"""What is at stake in a case, worked out from its findings when they are written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from store.web_tables import StakeRow
from terms.money import decimal, plain

Found = Mapping[str, Any]
"""A finding as JSON (FORMATS.md section 3)."""


def stake_of(case_id: str, version: int, findings: Sequence[Found]) -> StakeRow:
    """The row of one version of a case, not yet added."""
    amounts = _amounts(findings)
    currency, most = _greatest(amounts)
    return StakeRow(
        case_id=case_id,
        version=version,
        findings=len(findings),
        amounts=amounts,
        minor=int(most * 100),
        currency=currency,
        currencies=_listed(each["currency"] for each in amounts),
        causes=_listed(str(each["cause"]) for each in findings),
        products=" ".join(dict.fromkeys(str(each["product"]).lower() for each in findings)),
        lapses_on=min(_lapses(findings), default=None),
    )


def _amounts(findings: Sequence[Found]) -> list[dict[str, str]]:
    sums: dict[tuple[str, str], list[Decimal]] = {}
    for each in findings:
        of = sums.setdefault((each["currency"], each["direction"]), [Decimal(0), Decimal(0)])
        of[0] += decimal(each["amount_total"])
        of[1] += decimal(each["amount_recoverable"])
    return [
        {
            "currency": currency,
            "direction": direction,
            "total": plain(total),
            "recoverable": plain(recoverable),
        }
        for (currency, direction), (total, recoverable) in sums.items()
    ]


def _greatest(amounts: Sequence[Mapping[str, str]]) -> tuple[str, Decimal]:
    """The currency in which most can be corrected, and how much; currencies are never added."""
    sums: dict[str, Decimal] = {}
    for each in amounts:
        before = sums.get(each["currency"], Decimal(0))
        sums[each["currency"]] = before + decimal(each["recoverable"])
    return max(sums.items(), key=lambda item: item[1], default=("", Decimal(0)))


def _listed(names: Iterator[str]) -> str:
    """' a b ', so that ' b ' is found in it and ' bb ' is not."""
    words = " ".join(sorted(set(names)))
    return f" {words} " if words else ""


def _lapses(findings: Sequence[Found]) -> Iterator[str]:
    """The days on which something that can still be corrected lapses."""
    for each in findings:
        for period in each.get("periods", ()):
            if period.get("lapses_on") and decimal(period["recoverable"]) > 0:
                yield str(period["lapses_on"])
