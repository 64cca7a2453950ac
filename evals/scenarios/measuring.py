"""How good the cases of scenarios are: what was right, what was sent, and whether confidence told."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from evals.intervals import Rate
from evals.scenarios.running import Outcome

BINS = (0, 10, 20, 30, 40, 50, 60, 70, 80, 86, 90, 95)
"""Lower bounds, in hundredths, of the bins of the reliability diagram: 86 is what goes to billing."""
BRACKETS = (("up to 1,000", 1000), ("up to 10,000", 10_000), ("up to 100,000", 100_000))
NOT_OWED = ("clean", "excused")


def measured(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Everything that is reported, as plain JSON."""
    cases = [each for each in outcomes if each.findings]
    sent = [each for each in outcomes if each.route == "billing"]
    owed = [each for each in outcomes if each.owed]
    clean = [each for each in outcomes if each.kind in NOT_OWED]
    return {
        "kind": "agent",
        "scenarios": len(outcomes),
        "with_findings": len(cases),
        "threshold": _rates(sent, owed, clean, outcomes),
        "findings": _of_findings(outcomes),
        "false_claims": {
            "sent": _false_claims(sent),
            "to_a_person": _false_claims(each for each in cases if each.route != "billing"),
        },
        "calibration": calibration(cases),
        "calibration_before_caps": calibration(
            [replace(each, hundredths=each.calibrated or each.hundredths) for each in cases]
        ),
        "risk_coverage": risk_coverage(cases, len(owed)),
        "by_cause": _grouped(
            outcomes, lambda each: "two causes" if "+" in each.kind else each.kind
        ),
        "by_amount": _grouped(owed, _bracket),
        "wrongly_sent": [_shown(each) for each in sent if not each.right],
    }


def _rates(
    sent: Sequence[Outcome],
    owed: Sequence[Outcome],
    clean: Sequence[Outcome],
    outcomes: Sequence[Outcome],
) -> dict[str, Any]:
    open_ = [each for each in outcomes if each.kind == "unsettled"]
    return {
        "sent_wholly_right": Rate(sum(each.right for each in sent), len(sent)).as_dict(),
        "owed_sent_and_right": Rate(
            sum(each.right and each.route == "billing" for each in owed), len(owed)
        ).as_dict(),
        "owed_found_right": Rate(sum(each.right for each in owed), len(owed)).as_dict(),
        "clean_claimed": _sent_of(clean),
        "unsettled_claimed": _sent_of(open_),
    }


def _sent_of(group: Sequence[Outcome]) -> dict[str, Any]:
    return Rate(sum(each.route == "billing" for each in group), len(group)).as_dict()


def _of_findings(outcomes: Iterable[Outcome]) -> dict[str, Any]:
    """Findings of the truth: by how many the cause is right, and the amounts to the cent."""
    counts: Counter[str] = Counter()
    for each in outcomes:
        right, wrong = each.score["right"], each.score["wrong"]
        counts["all"] += right + len(wrong) + len(each.score["missed"])
        counts["cause"] += right + sum("cause" not in finding["faults"] for finding in wrong)
        counts["cents"] += right + sum(
            not {"amount_total", "amount_recoverable"} & finding["faults"].keys()
            for finding in wrong
        )
        counts["whole"] += right
    return {
        "cause_right": Rate(counts["cause"], counts["all"]).as_dict(),
        "amounts_to_the_cent": Rate(counts["cents"], counts["all"]).as_dict(),
        "wholly_right": Rate(counts["whole"], counts["all"]).as_dict(),
    }


def _false_claims(group: Iterable[Outcome]) -> dict[str, Any]:
    """Findings that the truth does not have, and the money that would be claimed wrongly."""
    money: dict[str, Decimal] = defaultdict(Decimal)
    count = 0
    for each in group:
        count += len(each.score["invented"])
        for currency, amount in each.score["wrongly_claimed"].items():
            money[currency] += Decimal(amount)
    return {"findings": count, "money": {name: f"{money[name]:f}" for name in sorted(money)}}


def calibration(cases: Sequence[Outcome]) -> dict[str, Any]:
    """How far confidence is from what came true."""
    bins = reliability(cases)
    return {"brier": brier(cases), "ece": expected_error(bins, len(cases)), "bins": bins}


def brier(cases: Sequence[Outcome]) -> float | None:
    """The mean squared distance between confidence and what came true."""
    if not cases:
        return None
    return round(sum((each.hundredths / 100 - each.right) ** 2 for each in cases) / len(cases), 4)


def reliability(cases: Sequence[Outcome]) -> list[dict[str, Any]]:
    """The bins that hold cases: mean confidence, and how many were wholly right."""
    found = []
    for low, high in zip(BINS, (*BINS[1:], 101), strict=True):
        group = [each for each in cases if low <= each.hundredths < high]
        if group:
            mean = sum(each.hundredths for each in group) / len(group) / 100
            rate = Rate(sum(each.right for each in group), len(group)).as_dict()
            found.append({"from": low, "below": high, "confidence": round(mean, 4), "right": rate})
    return found


def expected_error(bins: Sequence[dict[str, Any]], count: int) -> float | None:
    """The expected calibration error: |confidence − share right|, weighted by the bins' sizes."""
    if not count:
        return None
    total: float = sum(
        abs(each["confidence"] - each["right"]["hits"] / each["right"]["n"]) * each["right"]["n"]
        for each in bins
    )
    return round(total / count, 4)


def risk_coverage(cases: Sequence[Outcome], owed: int) -> list[dict[str, Any]]:
    """For each confidence that occurs: what would be wrong, were everything from it on sent."""
    found = []
    for level in sorted({each.hundredths for each in cases}, reverse=True):
        group = [each for each in cases if each.hundredths >= level]
        right = sum(each.right for each in group)
        found.append(
            {
                "from": level,
                "sent": len(group),
                "wrong": len(group) - right,
                "risk": round(1 - right / len(group), 4),
                "coverage": round(sum(each.right and each.owed for each in group) / owed, 4)
                if owed
                else None,
            }
        )
    return found


def _grouped(
    outcomes: Iterable[Outcome], key: Callable[[Outcome], str]
) -> dict[str, dict[str, Any]]:
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for each in outcomes:
        groups[key(each)].append(each)
    return {
        name: {
            "accounts": len(group),
            "right": Rate(sum(each.right for each in group), len(group)).as_dict(),
            "sent": sum(each.route == "billing" for each in group),
            "sent_wrong": sum(each.route == "billing" and not each.right for each in group),
        }
        for name, group in sorted(groups.items())
    }


def _bracket(each: Outcome) -> str:
    claimed = max((Decimal(amount) for amount in each.due), default=Decimal(0))
    return next((name for name, top in BRACKETS if claimed <= top), "more")


def _shown(each: Outcome) -> dict[str, Any]:
    faults = [
        *(f"{finding['cause']}: {', '.join(finding['faults'])}" for finding in each.score["wrong"]),
        *(f"missed {finding['cause']}" for finding in each.score["missed"]),
        *(f"invented {finding['cause']}" for finding in each.score["invented"]),
    ]
    return {
        "scenario": each.number,
        "kind": each.kind,
        "tags": list(each.tags),
        "confidence": each.hundredths / 100,
        "faults": faults,
    }
