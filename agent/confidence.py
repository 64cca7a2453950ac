"""How sure we are that a memo is wholly right: a calibrated probability, under the caps of what is open.

Above the threshold (policy, 0.85) a recovery goes to billing without a person. The probability comes
from what can be seen of the case (`features`) by weights fitted on accounts whose truth is known
(`calibration`); anything open keeps it below the threshold whatever the weights say (`caps`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from agent.calibration import Calibration, shipped
from agent.caps import (
    caps_of,
    caps_under,
    open_passages,
    unread,
    unread_documents,
    untried_causes,
)
from agent.features import features
from agent.pulls import pulls
from agent.reason import Reason, Weighing
from billing.finding import Finding
from billing.policy import Caps, Policy
from terms.contract import Extraction

__all__ = ["Reason", "Weighing", "open_ends", "unread", "weigh"]

NOTHING_FOUND = 95
"""Confidence that nothing is wrong, where nothing is found and nothing is open."""
MOST_SHOWN = 4
"""How many facts are shown that pulled up, and as many that pulled down."""


def weigh(
    findings: Sequence[Finding],
    contract: Extraction,
    blockers: Sequence[str],
    questions: Sequence[str],
    policy: Policy | None = None,
    model: Calibration | None = None,
) -> Weighing:
    """The confidence of a case and its reasons: caps, then what pulled it down, then what up.

    `model` is the calibration to weigh by: the shipped one unless another is given.
    """
    model = model or shipped()
    caps = caps_under(policy or Policy())
    reasons = [
        *caps_of(findings, contract, blockers, questions, caps),
        *untried_causes(findings, model.tried, caps),
    ]
    score = NOTHING_FOUND
    if findings:
        seen = features(findings, contract, questions)
        score = model.hundredths(seen)
        moved = pulls(seen, model)
        for down in (True, False):
            shown = [pull for pull in moved if (pull.hundredths < 0) == down][:MOST_SHOWN]
            reasons += [
                Reason(pull.text, moves=pull.hundredths, raised_by=pull.raised_by) for pull in shown
            ]
    limits = [reason.at_most for reason in reasons if reason.at_most is not None]
    stated = max(1, min([score, *limits]))
    return Weighing(stated, tuple(dict.fromkeys(reasons)), score if findings else 0)


def open_ends(contract: Extraction, questions: Sequence[str]) -> list[str]:
    """What stops a case without findings from being closed.

    Questions, documents unread, and passages that may change what is due.
    """
    return [*questions, *(reason.text for reason in _open(contract))]


def _open(contract: Extraction) -> Iterator[Reason]:
    yield from unread_documents(contract, Caps())
    yield from open_passages(contract, Caps())
