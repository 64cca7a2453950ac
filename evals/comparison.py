"""Two reports beside each other: what is better, worse, or the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

Report = dict[str, Any]

_LOWER_IS_BETTER = frozenset({"invented", "billing_not_in_truth"})


def compare(old: Report, new: Report) -> Report:
    """Each number of two reports beside each other: metric, old, new, and better, worse or same.

    A number that one of them lacks is 'unscored'. `changed` lists accounts or documents whose
    standing differs.
    """
    before, after = dict(_numbers(old)), dict(_numbers(new))
    rows = [
        {
            "metric": name,
            "old": before.get(name),
            "new": after.get(name),
            "verdict": _verdict(name, before.get(name), after.get(name)),
        }
        for name in dict.fromkeys((*before, *after))
    ]
    return {
        "rows": rows,
        "better": sum(row["verdict"] == "better" for row in rows),
        "worse": sum(row["verdict"] == "worse" for row in rows),
        "changed": list(_changed(old, new)),
    }


def _numbers(report: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, float | None]]:
    """Every rate and count of a report that says how good it is, by its path."""
    for name, value in report.items():
        path = f"{above}.{name}" if above else name
        if isinstance(value, Mapping):
            if "hits" in value:
                if name != "sent_to_billing":
                    yield path, value["value"]
            elif name not in {"documents", "money"}:
                yield from _numbers(value, path)
        elif name in _LOWER_IS_BETTER and isinstance(value, int):
            yield path, value
    for name in ("wrongly_claimed", "billing_wrongly_claimed"):
        if "money" in report:
            yield f"money.{name}", _sum(report["money"][name])


def _sum(amounts: Mapping[str, str]) -> float:
    """Only to say more or less: currencies are not converted."""
    return float(sum((Decimal(amount) for amount in amounts.values()), Decimal(0)))


def _verdict(name: str, old: float | None, new: float | None) -> str:
    if old is None or new is None:
        return "unscored"
    if old == new:
        return "same"
    lower = name.rsplit(".", 1)[-1] in _LOWER_IS_BETTER or name.startswith("money.")
    return "better" if (new < old) is lower else "worse"


def _changed(old: Report, new: Report) -> Iterator[str]:
    if "accounts" in new and "accounts" in old:
        before = {each["account_id"]: each["wholly_right"] for each in old["accounts"]}
        for each in new["accounts"]:
            was, now = before.get(each["account_id"]), each["wholly_right"]
            if was is not None and was != now:
                yield f"{each['account_id']}: {'now right' if now else 'no longer right'}"
    for file, score in (new.get("documents") or {}).items():
        earlier = (old.get("documents") or {}).get(file)
        if earlier and earlier["recall"]["hits"] != score["recall"]["hits"]:
            yield (
                f"{file}: {score['recall']['hits']} terms right, were {earlier['recall']['hits']} "
                f"(of {score['recall']['n']})"
            )
