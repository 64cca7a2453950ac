"""What became of a case: what was found, what was decided of it, by whom and why.

What was found stands in the version that a person saw. An amendment of amounts leaves it there; one of a
cause or a term makes the next version, which then holds what was decided. Both sides are paired here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import and_, or_, select
from sqlmodel import Session, col

from app.web.casework.pairs import Found, Pair, pairs_of
from app.web.casework.queue import state_of
from app.web.exports.tables import Money, Value, moment_of
from store.decisions import GROUNDS
from store.tables import AccountRow, ApprovalRow, CaseRow, DecisionRow, FindingRow
from store.web_tables import StakeRow
from terms.money import decimal, plain

COLLECTED = "unpaid"
"""A cause of which nothing is invoiced anew: what was billed is to be paid."""


class Verdict(NamedTuple):
    """A decision as a table tells it; empty where none was made."""

    action: str = ""
    """approve, amend, reject, automatic."""
    by: str = ""
    second: str = ""
    at: str | None = None
    correction: str = ""
    ground: str = ""
    reason: str = ""

    @property
    def cells(self) -> tuple[Value, ...]:
        """In the order of `columns.VERDICT`."""
        at = moment_of(self.at)
        return self.action, self.by, self.second, at, self.correction, self.ground, self.reason


@dataclass(frozen=True, slots=True)
class Judged:
    """A present case with its findings before and after the decision."""

    row: Mapping[str, Any]
    """Of the case, its account and its stake."""
    verdict: Verdict
    pairs: Sequence[Pair]
    amounts: Mapping[str, str]
    """Finding number → what a person set it to."""

    def decided(self, pair: Pair) -> Money | None:
        """What goes to billing of a finding; None where nothing is decided, or it is only to be paid."""
        found = pair.either
        if not self.verdict.action or found["cause"] == COLLECTED:
            return None
        if self.verdict.action == "reject" or pair.after is None:
            return Money(Decimal(0), found["currency"])
        return Money(decimal(pair.after["amount_recoverable"]), pair.after["currency"])


def judged(session: Session, ids: Sequence[str], *, whole: bool) -> Iterator[Judged]:
    """The cases in the order of `ids`; with `whole` their findings hold all they say, not sums alone."""
    decisions = _decisions(session, ids)
    findings = _findings(session, ids, whole=whole)
    rows = {row["case_id"]: row for row in session.execute(_cases(ids)).mappings()}
    for case_id in ids:
        row = rows.get(case_id)
        if row is None:
            continue
        made = decisions.get((case_id, row["version"]))
        after = findings[case_id, row["version"]]
        seen = after if made is None or made.amends is None else findings[case_id, made.amends]
        amounts = made.amounts if made is not None else {}
        first = decisions.get((case_id, made.amends)) if made and made.amends else None
        told = dict(row)
        yield Judged(told, _verdict(told, made, first), pairs_of(seen, after, amounts), amounts)


def _cases(ids: Sequence[str]) -> Any:
    case, stake = CaseRow, StakeRow
    return (
        select(
            case.case_id,  # type: ignore[call-overload]
            case.account_id,
            AccountRow.name,
            state_of().label("state"),
            case.status,
            case.route,
            case.as_of,
            case.confidence,
            case.threshold,
            case.version,
            case.change,
            stake.lapses_on,
        )
        .select_from(case)
        .join(AccountRow, col(AccountRow.account_id) == col(case.account_id))
        .outerjoin(stake, _of_present(stake))
        .outerjoin(ApprovalRow, _of_present(ApprovalRow))
        .outerjoin(DecisionRow, _of_present(DecisionRow))
        .where(col(case.case_id).in_(ids))
    )


def _of_present(row: Any) -> Any:
    return and_(col(row.case_id) == col(CaseRow.case_id), col(row.version) == col(CaseRow.version))


def _decisions(session: Session, ids: Sequence[str]) -> dict[tuple[str, int], DecisionRow]:
    query = select(DecisionRow).where(col(DecisionRow.case_id).in_(ids))
    return {(row.case_id, row.version): row for row in session.execute(query).scalars()}


def _findings(
    session: Session, ids: Sequence[str], *, whole: bool
) -> dict[tuple[str, int], list[Found]]:
    """(case, version) → its findings in their order: of present versions and of those amended into them."""
    row = FindingRow
    columns: list[Any] = [
        *(row.case_id, row.version, row.position, row.cause, row.product, row.direction),
        *(row.currency, row.amount_total, row.amount_recoverable),
    ]
    query = (
        select(*columns, *([row.payload] if whole else []))
        .join(CaseRow, col(CaseRow.case_id) == col(row.case_id))
        .outerjoin(DecisionRow, _of_present(DecisionRow))
        .where(
            col(row.case_id).in_(ids),
            or_(col(row.version) == col(CaseRow.version), col(row.version) == DecisionRow.amends),
        )
        .order_by(*map(col, (row.case_id, row.version, row.position)))
    )
    found: dict[tuple[str, int], list[Found]] = defaultdict(list)
    for each in session.execute(query).mappings():
        sums = {name: plain(each[name]) for name in ("amount_total", "amount_recoverable")}
        named = {name: each[name] for name in ("position", "cause", "product", "direction")}
        made = {**(each["payload"] if whole else {}), **named, **sums, "currency": each["currency"]}
        found[each["case_id"], each["version"]].append(made)
    return found


def _verdict(
    row: Mapping[str, Any], made: DecisionRow | None, first: DecisionRow | None
) -> Verdict:
    """`first` is the amendment that was reckoned again into the version which `made` approves."""
    if made is None:
        went = row["status"] == "done" and row["route"] == "billing"
        return Verdict("automatic") if went else Verdict()
    return Verdict(
        first.action if first is not None else made.action,
        made.decided_by,
        made.seconded_by,
        made.decided_at,
        "; ".join(_corrections(made.amounts, (first or made).changes)),
        GROUNDS.get(made.ground, made.ground),
        made.reason,
    )


def _corrections(amounts: Mapping[str, str], changes: Mapping[str, Any]) -> Iterator[str]:
    for number, amount in amounts.items():
        yield f"finding {number} set to {amount}"
    for number, cause in changes.get("causes", {}).items():
        old, new = (cause[name].replace("_", " ") for name in ("old", "new"))
        yield f"the cause of finding {number} from {old} to {new}"
    for term, each in changes.get("terms", {}).items():
        for field, values in each["set"].items():
            yield f"{field} of {term} in {each['file']} from {values['old']} to {values['new']}"
