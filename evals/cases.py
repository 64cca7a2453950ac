"""How well accounts were judged: wholly right or not, and whether billing would claim wrongly.

An account is wholly right if its findings are the truth's: cause, product, direction, currency,
both amounts, first and last day, and a clause that proves it; one that the truth lets be told as
several (`also_split`) may be. What goes to billing is scored apart: there, nothing may be invented and
no amount may be too high.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from evals.agreement import number
from evals.findings import JsonFinding, differences, shown
from evals.intervals import Rate
from evals.splits import split, together
from evals.truth import EvaluationUnreadable


@dataclass(slots=True)
class AccountScore:
    """One account: what was right, what was wrong about a finding, what was missed or invented."""

    account_id: str
    route: str | None
    """None where the output has no case of the account."""
    confidence: Any = None
    right: list[dict[str, Any]] = field(default_factory=list)
    wrong: list[dict[str, Any]] = field(default_factory=list)
    missed: list[dict[str, Any]] = field(default_factory=list)
    invented: list[dict[str, Any]] = field(default_factory=list)
    wrongly_claimed: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    """Currency → what the findings claim beyond the truth."""
    rightly_claimed: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    recoverable: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    """Currency → what the truth says can be recovered."""

    @property
    def wholly_right(self) -> bool:
        """The account was looked at, and its findings are the truth's."""
        return self.route is not None and not (self.wrong or self.missed or self.invented)

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "account_id": self.account_id,
            "wholly_right": self.wholly_right,
            "route": self.route,
            "confidence": None if self.confidence is None else str(self.confidence),
            "right": len(self.right),
            "right_findings": self.right,
            "wrong": self.wrong,
            "missed": self.missed,
            "invented": self.invented,
            "wrongly_claimed": _plain(self.wrongly_claimed),
        }


@dataclass(slots=True)
class CasesScore:
    """All accounts of a truth file."""

    accounts: list[AccountScore] = field(default_factory=list)

    @property
    def wholly_right(self) -> Rate:
        """Accounts whose findings are the truth's."""
        return Rate(sum(each.wholly_right for each in self.accounts), len(self.accounts))

    @property
    def recall(self) -> Rate:
        """Of the truth's findings, those that we have right."""
        right = sum(len(each.right) for each in self.accounts)
        return Rate(
            right, right + sum(len(each.wrong) + len(each.missed) for each in self.accounts)
        )

    @property
    def precision(self) -> Rate:
        """Of our findings, those that are right."""
        return _precision(self.accounts)

    @property
    def billed(self) -> list[AccountScore]:
        """The accounts whose case goes to billing."""
        return [each for each in self.accounts if each.route == "billing"]

    def as_dict(self) -> dict[str, Any]:
        """For JSON; money by currency."""
        every, billed = self.accounts, self.billed
        return {
            "accounts_wholly_right": self.wholly_right.as_dict(),
            "findings_recall": self.recall.as_dict(),
            "findings_precision": self.precision.as_dict(),
            "billing_accounts_wholly_right": Rate(
                sum(each.wholly_right for each in billed), len(billed)
            ).as_dict(),
            "billing_precision": _precision(billed).as_dict(),
            "billing_not_in_truth": sum(len(each.invented) for each in billed),
            "sent_to_billing": Rate(len(billed), len(every)).as_dict(),
            "money": {
                "recoverable": _total(each.recoverable for each in every),
                "rightly_claimed": _total(each.rightly_claimed for each in every),
                "wrongly_claimed": _total(each.wrongly_claimed for each in every),
                "billing_rightly_claimed": _total(each.rightly_claimed for each in billed),
                "billing_wrongly_claimed": _total(each.wrongly_claimed for each in billed),
            },
            "accounts": [each.as_dict() for each in every],
        }


def _precision(accounts: Sequence[AccountScore]) -> Rate:
    right = sum(len(each.right) for each in accounts)
    return Rate(right, right + sum(len(each.wrong) + len(each.invented) for each in accounts))


def _plain(amounts: Mapping[str, Decimal]) -> dict[str, str]:
    return {currency: format(amount, "f") for currency, amount in sorted(amounts.items()) if amount}


def _total(parts: Any) -> dict[str, str]:
    total: dict[str, Decimal] = defaultdict(Decimal)
    for part in parts:
        for currency, amount in part.items():
            total[currency] += amount
    return _plain(total)


def score(truth: Mapping[str, Any], output: Mapping[str, Any]) -> CasesScore:
    """An output of `recoup run` against a truth file (FORMATS.md, sections 3 and 4).

    Raises EvaluationUnreadable where either is not of its form.
    """
    wanted, cases = truth.get("cases"), output.get("cases")
    if not isinstance(wanted, Mapping) or not isinstance(cases, Sequence):
        raise EvaluationUnreadable("The truth and the output both need 'cases'.")
    by_account: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for case in cases:
        by_account[str(case.get("account_id"))].append(case)
    return CasesScore(
        [_score_account(account, truth, by_account[account]) for account, truth in wanted.items()]
    )


def _score_account(
    account_id: str, truth: Mapping[str, Any], cases: Sequence[Mapping[str, Any]]
) -> AccountScore:
    routes = [str(case.get("route")) for case in cases]
    found = AccountScore(
        account_id,
        route="billing" if "billing" in routes else next(iter(routes), None),
        confidence=cases[0].get("confidence") if cases else None,
    )
    wanted = list(truth.get("findings") or ())
    ours = [finding for case in cases for finding in case.get("findings") or ()]
    for finding in wanted:
        found.recoverable[str(finding["currency"])] += _amount(finding, "amount_recoverable")
    for finding in list(wanted):
        if parts := split(finding, ours):
            wanted.remove(finding)
            ours = [each for each in ours if not any(each is part for part in parts)]
            _settle(found, finding, together(finding, parts))
    while wanted and ours:
        at, our_at = min(
            ((at, our_at) for at in range(len(wanted)) for our_at in range(len(ours))),
            key=lambda pair: _distance(wanted[pair[0]], ours[pair[1]]),
        )
        if not _related(wanted[at], ours[our_at]):
            break
        _settle(found, wanted.pop(at), ours.pop(our_at))
    found.missed = [shown(finding) for finding in wanted]
    found.invented = [shown(finding) for finding in ours]
    for finding in ours:
        found.wrongly_claimed[str(finding.get("currency"))] += _amount(
            finding, "amount_recoverable"
        )
    return found


def _settle(found: AccountScore, truth: JsonFinding, ours: JsonFinding) -> None:
    """Count a pair as right or wrong, and the money that it claims."""
    currency = str(ours.get("currency"))
    faults = differences(truth, ours)
    claimed = _amount(ours, "amount_recoverable")
    same_side = not {"direction", "currency"} & faults.keys()
    due = _amount(truth, "amount_recoverable") if same_side else Decimal(0)
    if "amount_recoverable" not in faults and same_side:
        due = claimed
    found.rightly_claimed[currency] += min(claimed, due)
    found.wrongly_claimed[currency] += max(claimed - due, Decimal(0))
    if faults:
        found.wrong.append({**shown(truth), "faults": faults})
    else:
        found.right.append(shown(truth))


def _amount(finding: JsonFinding, name: str) -> Decimal:
    return number(finding.get(name)) or Decimal(0)


def _distance(truth: JsonFinding, ours: JsonFinding) -> tuple[bool, int]:
    faults = differences(truth, ours)
    return "product" in faults, len(faults)


def _related(truth: JsonFinding, ours: JsonFinding) -> bool:
    """Whether the two speak of the same thing: the product, or the cause with an amount."""
    faults = differences(truth, ours)
    amounts = {"amount_total", "amount_recoverable"} - faults.keys()
    return "product" not in faults or ("cause" not in faults and bool(amounts)) or len(faults) <= 2
