"""The story of a case in plain sentences, one a row of its audit trail, from the PDF to the delivery."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from store.tables import AuditRow

Told = Mapping[str, Any]


def story(rows: Sequence[AuditRow]) -> list[tuple[str, str]]:
    """(when, what) for each row, oldest first."""
    return [(row.at, sentence(row)) for row in rows]


def sentence(row: AuditRow) -> str:
    """What one row tells."""
    told = json.loads(row.payload)
    say = _SAY.get(row.kind)
    words = say(told) if say is not None else f"{row.kind}: {row.payload}"
    return words if row.version is None else f"Version {row.version}: {words}"


def _opened(told: Told) -> str:
    return (
        f"the case of account {told['account_id']} was opened, as of {told['as_of']}; above "
        f"{told['threshold']} it goes to billing without a person."
    )


def _reading(told: Told) -> str:
    papers = "; ".join(
        f"{each['file']} (SHA-256 {each['sha256'][:12]}…)" for each in told["documents"]
    )
    if "failure" in told:
        return f"its contracts could not be used: {told['failure']}. Papers: {papers or 'none'}."
    how = (
        "terms given in a file"
        if told["readers"] == "given"
        else f"what {told['readers'].partition('@')[0]} read"
    )
    people = f", {told['corrected']} of them corrected by people" if told["corrected"] else ""
    return (
        f"it rests on {how}: {told['terms']} terms{people} (SHA-256 {told['sha256'][:12]}…) of "
        f"{papers or 'no paper'}."
    )


def _findings(told: Told) -> str:
    if not told["findings"]:
        return "nothing was found that has to be corrected."
    found = "; ".join(
        f"{number}. {each['cause'].replace('_', ' ')} of {each['product']}, "
        f"{'under' if each['direction'] == 'under' else 'over'}-billed {each['currency']} "
        f"{each['total']}, of which {each['recoverable']} can be corrected"
        for number, each in enumerate(told["findings"], 1)
    )
    return f"found: {found}."


def _confidence(told: Told) -> str:
    failed = f" Checks that failed: {'; '.join(told['blockers'])}." if told["blockers"] else ""
    lowered = [
        each["text"]
        for each in told["reasons"]
        if each["text"] not in told["blockers"] and not each["effect"].startswith("+")
    ]
    why = f" What lowers it: {'; '.join(lowered[:3])}" if lowered else ""
    more = f" (and {len(lowered) - 3} more)" if len(lowered) > 3 else ""
    return f"confidence {told['confidence']}, threshold {told['threshold']}.{failed}{why}{more}"


def _route(told: Told) -> str:
    return {
        "billing": "it went to billing without a person.",
        "review": "it went to a specialist.",
        "none": "there was nothing to do.",
    }.get(told["route"], f"it went to {told['route']}.")


def _decision(told: Told) -> str:
    done = {"approve": "approved", "amend": "amended", "reject": "rejected"}[told["action"]]
    second = f" and, as second person, {told['seconded_by']}" if told["seconded_by"] else ""
    changed = "".join(
        f"; finding {number} set to {amount}" for number, amount in told["amounts"].items()
    )
    changed += "".join(
        f"; the cause of finding {number} from {each['old']} to {each['new']}"
        for number, each in told["changes"].get("causes", {}).items()
    )
    ground = f" ({told['ground'].replace('_', ' ')})" if told["ground"] else ""
    reason = f": {told['reason']}" if told["reason"] else ""
    of = f" by the amendment of version {told['amends']}" if told["amends"] else ""
    return f"{done}{of} by {told['by']}{second}{changed}{ground}{reason}."


def _correction(told: Told) -> str:
    if told["old"] == "null" and told["field"] == "the whole term":
        expression = json.loads(told["new"]).get("expression")
        return (
            f"{told['by']} approved the proposed formula {told['term']} of {told['file']} "
            f"({expression}); every later run uses it."
        )
    return (
        f"{told['by']} corrected {told['field']} of term {told['term']} in {told['file']} from "
        f"{told['old']} to {told['new']}; every later run uses it."
    )


def _model_asked(told: Told) -> str:
    return f"a model ({told['model']}) was asked about {told['about']}; {told['status']}: {told['words']}."


def _first_approval(told: Told) -> str:
    return f"{told['by']} gave the first of two approvals ({told['action']}): {told['reason']}"


def _outbox(told: Told) -> str:
    what = told["action"].replace("_", " ")
    return (
        f"a {what} of {told['currency']} {told['amount']} was put into the outbox as "
        f"{told['document_id']} (SHA-256 {told['sha256'][:12]}…)."
    )


def _cancelled(told: Told) -> str:
    by = f" by {told['by']}: {told['reason']}" if "by" in told else ""
    return f"{told['document_id']} was cancelled before its delivery{by}."


def _learned(told: Told) -> str:
    right = {True: "right", False: "wrong", None: "neither right nor wrong"}[told["right"]]
    causes = ", ".join(each.replace("_", " ") for each in told["causes"])
    return f"the memo counts as {right}{f' for {causes}' if causes else ''}."


_SAY: dict[str, Callable[[Told], str]] = {
    "opened": _opened,
    "reading": _reading,
    "findings": _findings,
    "confidence": _confidence,
    "route": _route,
    "decision": _decision,
    "correction": _correction,
    "model asked": _model_asked,
    "first approval": _first_approval,
    "outbox": _outbox,
    "delivered": lambda told: f"the files of {told['document_id']} were written for billing.",
    "cancelled": _cancelled,
    "learned": _learned,
    "closed": lambda _: "the case was closed.",
    "taken over": lambda told: f"{told['by']} took it over from {told['from']}.",
}
