"""Which terms, findings and accounts changed their state between two reports on one truth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Json = Mapping[str, Any]
Change = dict[str, Any]

_SAME_SURPLUS = ("file", "type", "product", "page", "section", "quote")
_SAME_FINDING = ("cause", "product", "direction", "currency", "first_period_start")
RATES = ("recall", "precision", "covered", "fields", "citations", "links", "links_right")


def changed_terms(old: Json, new: Json) -> Iterator[Change]:
    """Terms of the truth that are right, wrong or missed now and were not so before; then surplus ones.

    Between wrong and missed neither is better: one misleads, the other leaves a gap.
    """
    before = {(each["file"], each["at"]): each for each in old.get("terms", ())}
    faults = {_place(fault): fault for fault in new["faults"] if fault["fault"] != "surplus"}
    for each in new.get("terms", ()):
        earlier = before.get((each["file"], each["at"]))
        if earlier is None or earlier["state"] == each["state"]:
            continue
        yield {
            "verdict": {"right": "better"}.get(each["state"])
            or {"right": "worse"}.get(earlier["state"], "neither"),
            "was": earlier["state"],
            "now": each["state"],
            **{name: each[name] for name in ("file", "type", "product", "page", "section")},
            "fields": faults.get(_place(each), {}).get("fields", {}),
        }
    yield from _surplus(old, new, "better", "surplus", "gone")
    yield from _surplus(new, old, "worse", "none", "surplus")


def _place(each: Json) -> tuple[Any, ...]:
    return tuple(each.get(name) for name in ("file", "type", "product", "page", "section"))


def _surplus(of: Json, beside: Json, verdict: str, was: str, now: str) -> Iterator[Change]:
    """Surplus terms of one report that the other does not have."""
    known = [_key(fault) for fault in beside["faults"] if fault["fault"] == "surplus"]
    for fault in of["faults"]:
        if fault["fault"] != "surplus":
            continue
        if _key(fault) in known:
            known.remove(_key(fault))
            continue
        told = {name: fault[name] for name in ("file", "type", "product", "page", "section")}
        yield {"verdict": verdict, "was": was, "now": now, **told, "fields": {}}


def _key(fault: Json) -> tuple[Any, ...]:
    return tuple(fault.get(name) for name in _SAME_SURPLUS)


def changed_scores(old: Json, new: Json, by: str) -> list[Change]:
    """The types or documents of which a rate changed: each rate as (hits, n) before and now."""
    found = []
    for name in dict.fromkeys((*old.get(by, {}), *new.get(by, {}))):
        before, now = old.get(by, {}).get(name), new.get(by, {}).get(name)
        rates = {rate: (_counts(before, rate), _counts(now, rate)) for rate in RATES}
        if any(was != is_ for was, is_ in rates.values()):
            found.append({"name": name, "rates": rates})
    return found


def _counts(score: Json | None, rate: str) -> tuple[int, int]:
    return (score[rate]["hits"], score[rate]["n"]) if score else (0, 0)


def changed_findings(old: Json, new: Json) -> Iterator[Change]:
    """Findings of each account that are right, wrong, missed or invented now and were not so before."""
    before = {each["account_id"]: each for each in old["accounts"]}
    for each in new["accounts"]:
        earlier = before.get(each["account_id"])
        if earlier is None:
            continue
        was, now = _states(earlier), _states(each)
        for key in dict.fromkeys((*was, *now)):
            if was.get(key) != now.get(key):
                yield {
                    "account_id": each["account_id"],
                    "was": was.get(key, "none"),
                    "now": now.get(key, "none"),
                    "verdict": _verdict(was.get(key), now.get(key)),
                    **dict(zip(_SAME_FINDING, key, strict=True)),
                }


def _states(account: Json) -> dict[tuple[Any, ...], str]:
    kinds: Sequence[tuple[str, str]] = (
        ("right", "right_findings"),
        ("wrong", "wrong"),
        ("missed", "missed"),
        ("invented", "invented"),
    )
    return {
        tuple(finding.get(name) for name in _SAME_FINDING): kind
        for kind, listed in kinds
        for finding in account.get(listed, ())
    }


def _verdict(was: str | None, now: str | None) -> str:
    """Nothing said is better than something invented, and worse than something right."""
    order = {"invented": 0, "missed": 1, None: 2, "wrong": 2, "right": 3}
    return "better" if order[now] > order[was] else "worse"
