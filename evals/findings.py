"""One finding of ours against one of the truth: what differs, and what the truth allows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from evals.agreement import number, same_name, same_section
from evals.truth import same_file

JsonFinding = Mapping[str, Any]
_SHOWN = (
    "cause", "product", "direction", "currency", "amount_total", "amount_recoverable",
    "first_period_start", "last_period_end",
)  # fmt: skip


def differences(truth: JsonFinding, ours: JsonFinding) -> dict[str, Any]:
    """What differs: field → truth and ours. Empty where the finding is right."""
    faults: dict[str, Any] = {}
    for name, same in (
        ("cause", ours.get("cause") in (truth["cause"], *truth.get("also_causes", ()))),
        ("product", _same_product(truth, ours)),
        ("direction", ours.get("direction") == truth["direction"]),
        ("currency", ours.get("currency") == truth["currency"]),
        ("amount_total", _same_amount(truth, ours, "amount_total")),
        ("amount_recoverable", _same_amount(truth, ours, "amount_recoverable")),
    ):
        if not same:
            faults[name] = {"truth": truth.get(name), "ours": ours.get(name)}
    for name, day in zip(("first_period_start", "last_period_end"), _span(ours), strict=True):
        if name in truth and truth[name] != day:
            faults[name] = {"truth": truth[name], "ours": day}
    if truth.get("clause") and not _proven(truth, ours):
        clauses = [
            {name: clause.get(name) for name in ("file", "page", "section")}
            for clause in ours.get("clauses") or ()
        ]
        faults["clause"] = {"truth": truth["clause"], "ours": clauses}
    return faults


def _same_product(truth: JsonFinding, ours: JsonFinding) -> bool:
    given = ours.get("product")
    names = (truth.get("product"), *truth.get("also_products", ()))
    return any(
        name == given or (bool(name) and bool(given) and same_name(str(name), str(given)))
        for name in names
    )


def _same_amount(truth: JsonFinding, ours: JsonFinding, name: str) -> bool:
    given = number(ours.get(name))
    also = truth.get("also_amounts") or ()
    others = (also,) if isinstance(also, Mapping) else tuple(also)
    accepted = [
        number(other.get(name) if isinstance(other, Mapping) else other)
        for other in (truth, *others)
    ]
    return given is not None and given in accepted


def _span(ours: JsonFinding) -> tuple[str | None, str | None]:
    """The first and last day of the periods that differ."""
    periods = [
        period for period in ours.get("periods") or () if number(period.get("difference", "1")) != 0
    ]
    starts = [str(period["period_start"]) for period in periods if period.get("period_start")]
    ends = [str(period["period_end"]) for period in periods if period.get("period_end")]
    return min(starts, default=None), max(ends, default=None)


def _proven(truth: JsonFinding, ours: JsonFinding) -> bool:
    accepted = (truth["clause"], *truth.get("other_clauses", ()), *truth["clause"].get("also", ()))
    return any(
        _same_clause(clause, citation)
        for clause in accepted
        for citation in ours.get("clauses") or ()
    )


def _same_clause(clause: Mapping[str, Any], citation: Mapping[str, Any]) -> bool:
    if not same_file(str(clause.get("file", "")), str(citation.get("file", ""))):
        return False
    return clause.get("page") == citation.get("page") or same_section(
        clause.get("section"), citation.get("section")
    )


def shown(finding: JsonFinding) -> dict[str, Any]:
    """What a report says of a finding."""
    first, last = _span(finding)
    whole = {"first_period_start": first, "last_period_end": last, **finding}
    return {name: whole.get(name) for name in _SHOWN}
