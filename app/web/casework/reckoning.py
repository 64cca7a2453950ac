"""The other side of `reckoner`: answers questions, a line of JSON in, a line of JSON out, until its input ends."""

from __future__ import annotations

import base64
import json
import os
import sys
import time
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from billing.errors import BookUnreadable
from store.errors import StoreError
from store.store import Store
from terms.money import decimal, plain

if TYPE_CHECKING:
    from agent.decide import Decision, Proposal
    from agent.desk import Desk
    from agent.recalculation import Ground
    from billing.finding import Finding

Question = Mapping[str, Any]
Answer = dict[str, Any]
KEPT_SECONDS = 120
KEPT_GROUNDS = 4
WAIT_SECONDS = 2
"""How long a decision waits for the store; after that a worker carries it out."""

_SOON_NEEDED = (
    "agent.decide",
    "agent.graph",
    "app.memo_evidence",
    "billing.alternatives",
    "billing.investigation",
)

_stores: dict[str, Store] = {}
_grounds: dict[tuple[str, str, int, int], tuple[float, Ground]] = {}


def main() -> None:
    """Answer until the input ends. What others print goes to the error stream."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    os.nice(3)  # pages are answered first
    _warm()
    for line in sys.stdin.buffer:
        answers.write(json.dumps(answer(json.loads(line))).encode() + b"\n")
        answers.flush()


def answer(question: Question) -> Answer:
    """One answer; an error is one too."""
    try:
        return ANSWERS[question["what"]](question)
    except (StoreError, ValueError, LookupError, BookUnreadable, OSError) as error:
        return {"refused": type(error).__name__, "words": str(error)}
    except Exception as error:  # noqa: BLE001 - whatever it is, the asker is told and others are served
        return {"refused": "BrokenOff", "words": f"{type(error).__name__}: {error}"}


def _warm() -> None:
    """What takes a second to import, before somebody waits for it."""
    from agent.checkpoints import settle_environment

    settle_environment()
    for name in _SOON_NEEDED:
        import_module(name)


def _desk(question: Question) -> Desk:
    from agent.desk import Desk

    url = question["store"]
    if url not in _stores:
        _stores[url] = Store.open(url)
    return Desk(_stores[url], Path(question["outbox"]), Path(question["memos"]))


def _decision(question: Question) -> Decision:
    from agent.decide import Decision

    said = question["decision"]
    return Decision(
        case=question["case"],
        action=said["action"],
        reason=said["reason"],
        amounts={int(number): decimal(value) for number, value in said["amounts"].items()},
        decided_by=said["by"],
        version=question["version"],
        ground=said["ground"],
        causes={int(number): cause for number, cause in said["causes"].items()},
        term=said["term"],
        settings=said["settings"],
    )


def preview(question: Question) -> Answer:
    """What a decision would do."""
    from agent.decide import propose

    desk, decision = _desk(question), _decision(question)
    started = time.monotonic()
    ground = _ground(desk, question) if decision.term or decision.causes else None
    proposal = propose(desk, decision, ground)
    took = round((time.monotonic() - started) * 1000)
    return {**proposal_json(proposal), "milliseconds": took}


def decide(question: Question) -> Answer:
    """Write a decision and carry it out."""
    from agent.decide import record_and_carry_out

    decided = record_and_carry_out(_desk(question), _decision(question), WAIT_SECONDS)
    assert decided.proposal is not None
    return {
        **proposal_json(decided.proposal),
        "leaves": decided.version,
        "carried_out": decided.carried_out,
        "waits_for_second": decided.waits_for_second,
    }


def proposal_json(proposal: Proposal) -> Answer:
    """A proposal as pages and the API give it."""
    made = proposal.recalculation
    return {
        "case_id": proposal.case_id,
        "version": proposal.version,
        "action": proposal.decision.action,
        "before": [_finding(each) for each in proposal.before],
        "after": [_finding(each) for each in proposal.after],
        "changes": dict(made.changes) if made else {},
        "to_billing": [
            {"action": action, "currency": currency, "amount": plain(amount)}
            for action, currency, amount in proposal.sends
        ],
        "second_person_needed": proposal.second_needed,
    }


def _finding(found: Finding) -> Answer:
    return {
        "cause": found.cause,
        "product": found.product,
        "direction": found.direction,
        "currency": found.currency,
        "amount_total": plain(found.amount_total),
        "amount_recoverable": plain(found.amount_recoverable),
        "periods": [
            {
                "period_start": each.period_start.isoformat(),
                "period_end": each.period_end.isoformat(),
                "expected": plain(each.expected),
                "billed": plain(each.billed),
                "difference": plain(each.difference),
                "derivation": each.derivation,
            }
            for each in found.periods
        ],
    }


def _ground(desk: Desk, question: Question) -> Ground:
    """What the version was made from: kept for a while, for people type faster than books are read."""
    from agent.corrections import corrections_of
    from agent.recalculation import fetch
    from store.decisions import must_wait

    with desk.store.read() as session:
        row = must_wait(session, question["case"], question["version"])
    corrections = len(corrections_of(desk.store, row.account_id))
    key = (question["store"], row.case_id, row.version, corrections)
    now = time.monotonic()
    for old in [each for each, (until, _) in _grounds.items() if until < now]:
        del _grounds[old]
    if key not in _grounds:
        if len(_grounds) >= KEPT_GROUNDS:
            del _grounds[min(_grounds, key=lambda each: _grounds[each][0])]
        _grounds[key] = now + KEPT_SECONDS, fetch(desk.store, row, None)
    return _grounds[key][1]


def terms(question: Question) -> Answer:
    """The account's terms as they stand, people's corrections laid over, for those who amend one."""
    from app.web.casework.amendable import amendable

    desk = _desk(question)
    return {"terms": amendable(desk.store, question["case"], question["version"])}


def clipping(question: Question) -> Answer:
    """A clause as its page shows it."""
    from app.memo_evidence import evidence
    from terms.citation import Citation

    clause = Citation.model_validate(question["clause"])
    book = Path(question["book"]) if question["book"] else None
    shown = evidence(book, {clause.file: question["sha256"]}, [clause], waiver=False)
    found, note = shown.of(clause)
    png = base64.b64encode(found.png).decode() if found else ""
    return {"png": png, "note": note}


def memo(question: Question) -> Answer:
    """The memo as it is sent: HTML, PDF, or the letter alone."""
    from agent.case_paper import paper_of
    from agent.letter import as_markdown, letter
    from app.memo_evidence import evidence
    from app.memo_view import view_of
    from store.cases import case_row

    with _desk(question).store.read() as session:
        paper = paper_of(session, case_row(session, question["case"]))
    if question["form"] == "letter":
        return {"content": base64.b64encode(as_markdown(letter(paper)).encode()).decode()}
    hashes = {each["file"]: each["sha256"] for each in paper.values["documents"]}
    clauses = [clause for of_finding in paper.clauses for clause in of_finding]
    view = view_of(paper, evidence(paper.book, hashes, clauses))
    if question["form"] == "pdf":
        from app.memo_pdf import memo_pdf

        return {"content": base64.b64encode(memo_pdf(view)).decode()}
    from app.memo_page import memo_page

    return {"content": base64.b64encode(memo_page(view).encode()).decode()}


ANSWERS: dict[str, Callable[[Question], Answer]] = {
    "preview": preview,
    "decide": decide,
    "terms": terms,
    "clipping": clipping,
    "memo": memo,
}

if __name__ == "__main__":
    main()
