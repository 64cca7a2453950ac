"""A finding of the truth that may equally be told as several: `also_split` says in which causes.

`also_split` is a list of causes, or of parts (objects with a cause and, where they are settled, their
amounts), or true: then each part has the finding's own cause, or one of its `also_causes`. Parts are
right together where their amounts add up to the finding's and everything else is as it asks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import combinations, permutations
from typing import Any

from evals.agreement import number
from evals.findings import JsonFinding, differences

MOST = 3
"""Parts of one finding; more would add up by chance."""

_AMOUNTS = ("amount_total", "amount_recoverable")


def split(truth: JsonFinding, ours: Sequence[JsonFinding]) -> list[JsonFinding]:
    """Those of our findings that are together what the truth tells as one; none where it is whole."""
    if not truth.get("also_split") or any(not differences(truth, each) for each in ours):
        return []
    for count in range(2, MOST + 1):
        for parts in combinations(ours, count):
            if _allowed(truth, parts) and not differences(truth, together(truth, parts)):
                return list(parts)
    return []


def together(truth: JsonFinding, parts: Sequence[JsonFinding]) -> JsonFinding:
    """The parts as one finding of the truth's cause."""
    first = parts[0]
    return {
        **first,
        "cause": truth["cause"],
        "direction": _shared(parts, "direction"),
        "currency": _shared(parts, "currency"),
        **{
            name: str(sum((_amount(each, name) for each in parts), Decimal(0))) for name in _AMOUNTS
        },
        "periods": [period for each in parts for period in each.get("periods") or ()],
        "clauses": [clause for each in parts for clause in each.get("clauses") or ()],
    }


def _allowed(truth: JsonFinding, parts: Sequence[JsonFinding]) -> bool:
    """Whether the parts are of the product and have the causes, and stated amounts, of a split."""
    if any("product" in differences(truth, each) for each in parts):
        return False
    stated: Any = truth["also_split"]
    if stated is True:
        return all("cause" not in differences(truth, each) for each in parts)
    wanted = [each if isinstance(each, Mapping) else {"cause": each} for each in stated]
    return len(wanted) == len(parts) and any(
        all(_is_part(part, each) for part, each in zip(order, wanted, strict=True))
        for order in permutations(parts)
    )


def _is_part(ours: JsonFinding, wanted: Mapping[str, Any]) -> bool:
    return ours.get("cause") == wanted.get("cause") and all(
        name not in wanted or _amount(ours, name) == number(wanted[name]) for name in _AMOUNTS
    )


def _shared(parts: Sequence[JsonFinding], name: str) -> Any:
    values = {each.get(name) for each in parts}
    return values.pop() if len(values) == 1 else None


def _amount(finding: JsonFinding, name: str) -> Decimal:
    return number(finding.get(name)) or Decimal(0)
