"""Two reports beside each other: what is better, worse, or the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from evals.changes import changed_findings, changed_scores, changed_terms

Report = dict[str, Any]

LOWER_IS_BETTER = frozenset({"invented", "billing_not_in_truth"})
_PARTS = ("types.", "headers.")


def compare(old: Report, new: Report) -> Report:
    """Each number of two reports on one truth beside each other: metric, old, new, and the verdict.

    A number that one of them lacks is 'unscored'. `changed` lists accounts or documents whose
    standing differs, `terms` or `findings` what changed its state, `types` and `documents` the counts
    that did. `worse_overall` names the numbers of the whole (not of one type) that are worse.
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
    worse = [str(row["metric"]) for row in rows if row["verdict"] == "worse"]
    found: Report = {
        "kind": new["kind"],
        "rows": rows,
        "better": sum(row["verdict"] == "better" for row in rows),
        "worse": len(worse),
        "worse_overall": [name for name in worse if not name.startswith(_PARTS)],
        "changed": list(_changed(old, new)),
    }
    if new["kind"] == "cases":
        return {**found, "findings": list(changed_findings(old, new))}
    return {
        **found,
        "types": changed_scores(old, new, "types"),
        "documents": changed_scores(old, new, "documents"),
        "terms": list(changed_terms(old, new)),
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
        elif name in LOWER_IS_BETTER and isinstance(value, int):
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
    lower = name.rsplit(".", 1)[-1] in LOWER_IS_BETTER or name.startswith("money.")
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
