"""`recoup decide`: a specialist's word on a case that waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

from app.case_table import amount
from app.opening import open_store
from app.output import console, plain, table, to_people, write_json

if TYPE_CHECKING:
    from agent.decide import Decided, Decision, Proposal
    from agent.desk import Desk
    from billing.finding import Finding


@dataclass(frozen=True, slots=True)
class Asked:
    """The options of `recoup decide`."""

    case: str
    action: str
    reason: str = ""
    ground: str = ""
    amounts: Sequence[str] = ()
    causes: Sequence[str] = ()
    term: str = ""
    settings: Sequence[str] = ()
    preview: bool = False
    version: int | None = None
    by: str = ""
    book: Path | None = None
    store: str | None = None
    outbox: Path | None = None
    memos: Path | None = None
    out: str | None = None


def decide(asked: Asked) -> None:
    """Record the decision, carry it out, say what went to billing; or only say what it would do."""
    from agent.decide import propose, record_and_carry_out
    from agent.desk import Desk

    store = open_store(asked.store, must_exist=True)
    desk = Desk(
        store=store,
        outbox=asked.outbox or store.folder / "outbox",
        memos=asked.memos or store.folder / "memos",
    )
    decision = _decision(asked)
    if asked.preview:
        proposal = propose(desk, decision)
        write_json(asked.out, {**_as_json(proposal), "decided": False})
        if to_people(asked.out):
            _say_change(proposal)
            _say_sends(proposal)
            console().print("Nothing is decided: leave --preview out to decide it so.")
        return
    decided = record_and_carry_out(desk, decision)
    _write(asked, desk, decided)
    if to_people(asked.out):
        _say(asked, desk, decided)


def _decision(asked: Asked) -> Decision:
    from agent.decide import Decision, amounts_of
    from agent.fitting import causes_of, settings_of

    return Decision(
        case=asked.case,
        action=cast(Literal["approve", "amend", "reject"], asked.action),
        reason=asked.reason,
        amounts=amounts_of(asked.amounts),
        decided_by=asked.by,
        version=asked.version,
        ground=asked.ground,
        causes=causes_of(asked.causes),
        term=asked.term,
        settings=settings_of(asked.settings),
        book=asked.book,
    )


def _as_json(proposal: Proposal) -> dict[str, Any]:
    from terms.money import plain as digits

    return {
        "case_id": proposal.case_id,
        "version": proposal.version,
        "action": proposal.decision.action,
        "before": [finding.model_dump(mode="json") for finding in proposal.before],
        "after": [finding.model_dump(mode="json") for finding in proposal.after],
        "changes": dict(proposal.recalculation.changes) if proposal.recalculation else {},
        "to_billing": [
            {"action": action, "currency": currency, "amount": digits(sent)}
            for action, currency, sent in proposal.sends
        ],
        "second_person_needed": proposal.second_needed,
    }


def _write(asked: Asked, desk: Desk, decided: Decided) -> None:
    from agent.results import case_json
    from store.cases import case_row

    with desk.store.begin() as session:
        body = case_json(session, case_row(session, decided.case_id))
    write_json(
        asked.out,
        {
            **body,
            "carried_out": decided.carried_out,
            "waits_for_second": decided.waits_for_second,
        },
    )


def _say(asked: Asked, desk: Desk, decided: Decided) -> None:
    from store.outbox import documents_of

    shown, proposal = console(), decided.proposal
    assert proposal is not None
    name = f"case {decided.case_id}, version {proposal.version}"
    _say_change(proposal)
    if decided.waits_for_second:
        _say_sends(proposal)
        shown.print(
            plain(
                f"Approved by {proposal.decision.decided_by}: {name}. Its amount needs a second "
                f"person: recoup decide {decided.case_id} approve --by SOMEBODY_ELSE"
            )
        )
        return
    second = f", first by {proposal.decision.decided_by}" if proposal.seconded_by else ""
    shown.print(plain(f"Recorded: {asked.action} of {name}{second}."))
    if not decided.carried_out:
        shown.print("Another recoup process works on this store; the next run carries it out.")
        return
    with desk.store.begin() as session:
        sent = documents_of(session, decided.case_id, decided.version)
    for document in sent:
        what = document.action.replace("_", " ")
        value = amount(str(document.amount), document.currency)
        shown.print(f"To billing: {what}, {value}: {desk.outbox / document.id}.csv")
    if not sent:
        shown.print("Nothing goes to billing.")


def _say_sends(proposal: Proposal) -> None:
    for action, currency, sent in proposal.sends:
        console().print(
            f"Would go to billing: {action.replace('_', ' ')}, {amount(str(sent), currency)}"
        )
    if not proposal.sends:
        console().print("Nothing would go to billing.")


def _say_change(proposal: Proposal) -> None:
    """Before and after, where the case was reckoned again."""
    made, shown = proposal.recalculation, console()
    if made is None:
        return
    for row in made.corrections:
        where = f"{row.term_id} ({row.file}, page {row.page})"
        shown.print(plain(f"{where}: {row.field} {row.old} → {row.new}"))
    grid = table(
        ("", "left"),
        ("product", "left"),
        ("cause", "left"),
        ("found", "right"),
        ("to claim", "right"),
    )
    for title, findings in (("before", proposal.before), ("after", proposal.after)):
        for finding in findings:
            grid.add_row(title, *_cells(finding))
        if not findings:
            grid.add_row(title, "nothing differs", "", "", "")
    shown.print(grid)


def _cells(finding: Finding) -> tuple[str, str, str, str]:
    way = "" if finding.direction == "under" else "to credit, "
    return (
        plain(finding.product),
        finding.cause.replace("_", " "),
        way + amount(str(finding.amount_total), finding.currency),
        amount(str(finding.amount_recoverable), finding.currency),
    )
