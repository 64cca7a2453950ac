"""A decision made in the browser or by a machine: checked, recorded, carried out, and what came of it told.

What keeps two people apart is the store: a decision names the version that was seen, and is refused
where the case has moved on or somebody was first. Nothing is overwritten; what happened is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from sqlmodel import Session

from agent.account_locale import DEFAULT, amount, day
from agent.fitting import DecisionUnfit
from app.web.casework.called import called
from app.web.casework.plain_words import sentence
from app.web.casework.reckoner import (
    DECIDE_SECONDS,
    PREVIEW_SECONDS,
    Overtaken,
    Refused,
    TooSlow,
    reckoner,
)
from app.web.casework.said import Said
from app.web.context import Person, Web, seen
from app.web.rights import Right
from store.assignments import lease_of, release
from store.cases import case_row
from store.decisions import decision_of, first_approval
from store.errors import StoreError, UnknownCase
from store.jobs import enqueue
from store.tables import CaseRow, DecisionRow, now
from terms.money import decimal

CONFLICTS = frozenset({"AlreadyDecided", "CaseNotWaiting"})
DONE = {"approve": "approved", "amend": "amended", "reject": "rejected"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a decision."""

    state: Literal["done", "first", "wrong", "conflict", "held"]
    """done; first (a second person is needed); wrong (it does not fit); conflict (somebody was first, or
    the case moved on); held (somebody else has the case)."""
    words: str
    version: int = 0
    """The version that it leaves."""
    carried_out: bool = False
    proposal: Mapping[str, Any] = field(default_factory=dict)

    @property
    def stands(self) -> bool:
        """Whether it was recorded."""
        return self.state in {"done", "first"}


def row_of(session: Session, person: Person, case_id: str) -> CaseRow:
    """A case that the person may see. Raises 404 otherwise."""
    try:
        row = case_row(session, case_id)
    except UnknownCase:
        seen(person, None)
        raise
    seen(person, row.account_id)
    return row


def preview_of(web: Web, person: Person, case_id: str, said: Said) -> dict[str, Any]:
    """What a decision would do. `wrong` holds a sentence where it would be refused."""
    if said.action == "amend" and not said.changes:
        return {"wrong": "", "nothing": True}
    try:
        return _previewed(web, person, case_id, said)
    except Refused as refused:
        return {"wrong": _refusal(web, case_id, said, refused), "kind": refused.kind}
    except ValueError as error:
        return {"wrong": sentence(str(error))}
    except TooSlow:
        return {"wrong": f"It takes longer than {PREVIEW_SECONDS} seconds to reckon this again."}
    except Overtaken:
        return {"wrong": "", "overtaken": True}


def _previewed(web: Web, person: Person, case_id: str, said: Said) -> dict[str, Any]:
    question = {**_case(web, case_id, said), "decision": said.as_json(person.email)}
    # a preview is shown while the reason is still to be typed
    question["decision"]["reason"] = question["decision"]["reason"] or "(not said yet)"
    if not _reckons(web, case_id, said):
        return _looked_up(question)
    return reckoner().ask("preview", PREVIEW_SECONDS, question, f"{person.id} {case_id}")


def _reckons(web: Web, case_id: str, said: Said) -> bool:
    """Whether anything is rated again: a cause or a term is another, here or in the first approval."""
    if said.action == "amend" and said.kind != "amount":
        return True
    with web.store.read() as session:
        pending = first_approval(session, case_id, said.version)
    return pending is not None and bool(pending.payload["causes"] or pending.payload["term"])


def _looked_up(question: Mapping[str, Any]) -> dict[str, Any]:
    """What would be sent where nothing is rated again: a look at the rows, quick enough to be done here."""
    from app.web.casework.reckoning import preview

    try:
        return preview(question)
    except (StoreError, DecisionUnfit) as error:
        raise Refused(type(error).__name__, str(error)) from None


def decide_case(web: Web, person: Person, case_id: str, said: Said) -> Outcome:
    """Decide a case as this person; what came of it. The person may see the case and has the right."""
    stopped = _stopped(web, person, case_id, said)
    if stopped is not None:
        return stopped
    began = now()
    try:
        question = {**_case(web, case_id, said), "decision": said.as_json(person.email)}
        answer = reckoner().ask("decide", DECIDE_SECONDS, question)
    except ValueError as error:
        return Outcome("wrong", sentence(str(error)))
    except TooSlow:
        return _after_all(web, person, case_id, said, began, "It took too long.")
    except Refused as refused:
        if refused.kind in CONFLICTS or refused.kind == "BrokenOff":
            words = _refusal(web, case_id, said, refused)
            return _after_all(web, person, case_id, said, began, words)
        return Outcome("wrong", _refusal(web, case_id, said, refused))
    return _recorded(web, case_id, said, answer)


def _stopped(web: Web, person: Person, case_id: str, said: Said) -> Outcome | None:
    """What stops a decision before anything is reckoned."""
    with web.store.read() as session:
        row = row_of(session, person, case_id)
        held = lease_of(session, case_id)
        pending = first_approval(session, case_id, row.version)
        moved = _what_happened(session, row, said.version)
    if moved:
        return Outcome("conflict", moved, row.version)
    if held is not None and held.person_id != person.id:
        words = f"{held.name} has this case until {held.until[11:16]} UTC. Take it over first."
        return Outcome("held", words, row.version)
    if pending is not None and said.action == "approve" and not person.may(Right.SECOND):
        return Outcome("wrong", "Your roles do not include being the second person of an approval.")
    missing = said.missing()
    return Outcome("wrong", missing, row.version) if missing else None


def _recorded(web: Web, case_id: str, said: Said, answer: Mapping[str, Any]) -> Outcome:
    waits, carried_out = answer["waits_for_second"], answer["carried_out"]
    with web.store.begin() as session:
        release(session, case_id)
        if not carried_out and not waits:
            enqueue(session, "carry_out", "", asked_by="")
    if waits:
        words = "Approved by you. Its amount needs a second, different person: it waits for them."
        return Outcome("first", words, answer["leaves"], proposal=answer)
    words = f"{DONE[said.action].capitalize()}."
    if not carried_out:
        words += " Another process holds the store: it is recorded, and carried out right after."
    return Outcome("done", words, answer["leaves"], carried_out, answer)


def _after_all(
    web: Web, person: Person, case_id: str, said: Said, began: str, words: str
) -> Outcome:
    """The process ended or was too slow: whether the decision was written before that."""
    with web.store.begin() as session:
        row = case_row(session, case_id)
        made = decision_of(session, case_id, said.version)
        mine = (
            made is not None
            and made.decided_by == person.email
            and made.action == said.action
            and made.decided_at >= began
        )
        if mine:
            release(session, case_id)
            enqueue(session, "carry_out", "", asked_by=person.id)
            words = (
                f"{DONE[said.action].capitalize()}. It is recorded, and carried out right after."
            )
            return Outcome("done", words, row.version)
        moved = _what_happened(session, row, said.version)
    return Outcome("conflict" if moved else "wrong", moved or words, row.version)


def _case(web: Web, case_id: str, said: Said) -> dict[str, Any]:
    return {**place_of(web), "case": case_id, "version": said.version}


def place_of(web: Web) -> dict[str, str]:
    """Where the reckoner finds the store, and puts what is written."""
    return {
        "store": web.settings.store,
        "outbox": str(web.home.outbox),
        "memos": str(web.home.memos),
    }


def _refusal(web: Web, case_id: str, said: Said, refused: Refused) -> str:
    if refused.kind in CONFLICTS:
        with web.store.read() as session:
            moved = _what_happened(session, case_row(session, case_id), said.version)
        if moved:
            return moved
    return sentence(refused.words)


def _what_happened(session: Session, row: CaseRow, version: int) -> str:
    """Why a decision on that version cannot be made any more, in words; '' where it can."""
    made = decision_of(session, row.case_id, version)
    if made is not None:
        return decision_in_words(session, made)
    if row.version != version:
        change = f" What changed: {row.change}." if row.change else ""
        return (
            f"This case has moved on: you saw version {version}, and version {row.version} is there "
            f"now, for its contracts, its billing data or recoup itself changed.{change} Read it "
            "again before you decide."
        )
    if row.status == "running":
        return "This case is being worked out anew. Wait until it is there again."
    if row.status == "done":
        return "This case is closed and waits for nobody."
    return ""


def decision_in_words(session: Session, made: DecisionRow) -> str:
    """Who decided what, and when: 'Dana Reyes approved version 2 on 2026-11-03 at 14:05 UTC: “…”'."""
    second = f" and {called(session, made.seconded_by)}" if made.seconded_by else ""
    reason = f": “{made.reason.strip()}”" if made.reason.strip() else ""
    when = day(date.fromisoformat(made.decided_at[:10]), DEFAULT)
    return (
        f"{called(session, made.decided_by)}{second} {DONE[made.action]} version {made.version} on "
        f"{when} at {made.decided_at[11:16]} UTC{reason}."
    )


def terms_of(web: Web, case_id: str, version: int) -> tuple[list[dict[str, Any]], str]:
    """The terms that a person may correct, or in words why there are none."""
    question = {**place_of(web), "case": case_id, "version": version}
    try:
        return list(reckoner().ask("terms", PREVIEW_SECONDS, question)["terms"]), ""
    except Refused as refused:
        return [], sentence(refused.words)
    except TooSlow:
        return [], "The terms could not be fetched in time. Try it again."


def sent_in_words(proposal: Mapping[str, Any], state: str) -> str:
    """What a decision sends: 'To billing: corrective invoice of $9,976.70'."""
    if state != "done" or not proposal:
        return ""
    sends = proposal.get("to_billing", ())
    what = [
        f"{each['action'].replace('_', ' ')}"
        + (f" of {amount(each['amount'], each['currency'], DEFAULT)}" if _is_money(each) else "")
        for each in sends
    ]
    return f"To billing: {' and '.join(what)}." if what else "Nothing goes to billing."


def _is_money(send: Mapping[str, Any]) -> bool:
    return decimal(send["amount"]) != 0
