"""One case, from flag to decision, as a graph that can stop anywhere and go on.

    gather → compare → explain → draft → verify → weigh → route → (deliver | review) → learn

From route a sure recovery goes to deliver, what has nothing to send straight to learn, all else to
review, where it waits for a person; approved it goes to deliver, rejected to learn.

Each step may run twice: it reads from the desk and the store, and writes what it would write
again. The state is a handful of strings and numbers; findings, memo and decisions are rows. A
step that breaks leaves its words in `failure`, and the case goes to a person.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, TypedDict

from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.runtime import Runtime
from langgraph.types import interrupt
from sqlmodel import Session

from agent import papers
from agent.checks import failed_checks, unsupported_numbers
from agent.confidence import open_ends
from agent.contracts import ReadingFailed
from agent.desk import Desk
from agent.learning import learn_from
from agent.memo import NO_PROSE, plain_memo, values_of, write_memo
from agent.memo_file import publish_memo
from agent.model_steps import in_case
from agent.sending import SECOND_LOOK, second_look
from agent.shipping import ship
from agent.weighing import weigh_and_keep
from store.audit import tell_once
from store.cases import save_findings, save_memo, update_case


class CaseState(TypedDict, total=False):
    """What a checkpoint holds of a case."""

    case_id: str
    version: int
    failure: str
    """Why the case broke off, in words; absent or empty while all is well."""
    blockers: list[str]
    hundredths: int
    """Confidence: 94 is 0.94."""
    route: str


Step = Callable[[CaseState, Runtime[Desk]], CaseState]


def guarded(step: Step) -> Step:
    """A step that breaks ends in words, not in a traceback; the steps after it do nothing."""

    @wraps(step)
    def safe(state: CaseState, runtime: Runtime[Desk]) -> CaseState:
        if state.get("failure"):
            return {}
        try:
            return step(state, runtime)
        except Exception as error:  # noqa: BLE001 - one account's surprise must not stop the others
            return {"failure": f"{step.__name__} broke off ({type(error).__name__}: {error})"}

    return safe


@guarded
def gather(state: CaseState, runtime: Runtime[Desk]) -> CaseState:
    """The account's facts and its contracts must be there."""
    reading = runtime.context.dossier(state["case_id"]).reading
    return {"failure": reading.words} if isinstance(reading, ReadingFailed) else {"failure": ""}


@guarded
def compare(state: CaseState, runtime: Runtime[Desk]) -> CaseState:
    """What was billed against what the contract asks for; the desk holds the result."""
    runtime.context.comparison(state["case_id"])
    return {}


@guarded
def explain(state: CaseState, runtime: Runtime[Desk]) -> CaseState:
    """Why they differ: the findings become rows. A model may propose what the engine then tries."""
    desk, case_id, version = runtime.context, state["case_id"], state["version"]
    result, asked = in_case.explained(desk, case_id, desk.engine.explain(desk.comparison(case_id)))
    with desk.store.begin() as session:
        payloads = [finding.model_dump(mode="json") for finding in result.findings]
        save_findings(session, case_id, version, payloads)
        update_case(
            session,
            case_id,
            version,
            questions=list(result.questions),
            notes=list(result.notes),
        )
        in_case.keep_explained(session, (case_id, version), asked)
    return {}


@guarded
def draft(state: CaseState, runtime: Runtime[Desk]) -> CaseState:
    """The memo, before it is checked and weighed; a model may write prose for it."""
    in_case.draft(runtime.context, state["case_id"], state["version"])
    with runtime.context.store.begin() as session:
        of = papers.rows(session, state["case_id"], state["version"])
        _write(session, runtime.context, of, state.get("failure", ""))
    return {}


@guarded
def verify(state: CaseState, runtime: Runtime[Desk]) -> CaseState:
    """Sums, quotes, invoice lines, periods and the memo's numbers, looked up once more."""
    desk, case_id, version = runtime.context, state["case_id"], state["version"]
    with desk.store.read() as session:
        of = papers.rows(session, case_id, version)
        subject, facts = papers.subject(session, desk, of), papers.memo_facts(session, desk, of)
    failures, values = failed_checks(subject), values_of(facts)
    computed = {
        **values,
        "prose": NO_PROSE,
    }  # a model's words are held against the facts by themselves
    failures += [
        f"the memo says {number}, which no step computed"
        for number in unsupported_numbers(write_memo(computed).text, computed)
    ]
    failures += in_case.unsupported(values)
    return {"blockers": failures}


def weigh(state: CaseState, runtime: Runtime[Desk]) -> CaseState:
    """How sure we are that the memo is wholly right."""
    desk, case = runtime.context, (state["case_id"], state["version"])
    with desk.store.begin() as session:
        failed = bool(state.get("failure"))
        hundredths = weigh_and_keep(session, desk, case, _blockers(state), failed)
    return {"hundredths": hundredths}


def route(state: CaseState, runtime: Runtime[Desk]) -> CaseState:
    """To billing only above the threshold, with nothing in the way; else to a person, or to rest."""
    desk, case_id = runtime.context, state["case_id"]
    with desk.store.begin() as session:
        of = papers.rows(session, case_id, state["version"])
        chosen = _chosen_route(session, desk, state, of)
        with session.no_autoflush:
            update_case(session, case_id, of.version, route=chosen)
            if chosen == "review":
                papers.say_if_nothing_is_left(session, of)
            _write(session, desk, of, state.get("failure", ""))
        tell_once(session, "route", {"route": chosen}, (case_id, of.version))
    desk.put_away(case_id)
    return {"route": chosen}


def review(state: CaseState, runtime: Runtime[Desk]) -> CaseState:
    """Wait for a specialist. The decision is a row before the graph hears of it."""
    desk, case_id, version = runtime.context, state["case_id"], state["version"]
    if not papers.decided(desk, case_id, version):
        publish_memo(desk, case_id, version)  # before the status that ends the next run's work
        papers.wait_for_a_person(desk, case_id, version)
        interrupt({"case_id": case_id, "version": version})
    return {"route": "review"}


def deliver(state: CaseState, runtime: Runtime[Desk]) -> CaseState:
    """To the outbox, once: rows in a transaction (a decision wrote them with itself), then the files."""
    ship(runtime.context, state["case_id"], state["version"])
    return {}


def learn(state: CaseState, runtime: Runtime[Desk]) -> CaseState:
    """The end: the memo as people get it, what the decision taught, and the case is closed."""
    desk, case_id, version = runtime.context, state["case_id"], state["version"]
    publish_memo(desk, case_id, version)
    with desk.store.begin() as session:
        learn_from(session, case_id, version)
        papers.close(session, case_id, version)
    return {}


STEPS: Mapping[str, Callable[..., CaseState]] = {
    step.__name__: step
    for step in (gather, compare, explain, draft, verify, weigh, route, review, deliver, learn)
}


def build_graph(
    checkpoints: BaseCheckpointSaver[Any], steps: Mapping[str, Callable[..., CaseState]] = STEPS
) -> CompiledStateGraph[CaseState, Desk, CaseState, CaseState]:
    """The graph, ready to run threads from `checkpoints`."""
    graph = StateGraph(CaseState, context_schema=Desk)
    for name, step in steps.items():
        graph.add_node(name, step)
    graph.add_conditional_edges(START, _entry, ["gather", "review"])
    graph.add_edge("gather", "compare")
    graph.add_edge("compare", "explain")
    graph.add_edge("explain", "draft")
    graph.add_edge("draft", "verify")
    graph.add_edge("verify", "weigh")
    graph.add_edge("weigh", "route")
    graph.add_conditional_edges(
        "route", _after_route, {"billing": "deliver", "review": "review", "none": "learn"}
    )
    graph.add_conditional_edges("review", _after_review, ["deliver", "learn"])
    graph.add_edge("deliver", "learn")
    graph.add_edge("learn", END)
    return graph.compile(checkpointer=checkpoints)


def _entry(state: CaseState, runtime: Runtime[Desk]) -> str:
    """A case that was decided and whose thread is lost starts at its decision."""
    decided = papers.decided(runtime.context, state["case_id"], state["version"])
    return "review" if decided else "gather"


def _blockers(state: CaseState) -> list[str]:
    failure = state.get("failure")
    return [*([failure] if failure else []), *state.get("blockers", [])]


def _after_route(state: CaseState) -> str:
    return state["route"]


def _after_review(state: CaseState, runtime: Runtime[Desk]) -> str:
    rejected = papers.rejected(runtime.context, state["case_id"], state["version"])
    return "learn" if rejected else "deliver"


def _chosen_route(session: Session, desk: Desk, state: CaseState, of: papers.Rows) -> str:
    case_id = of.row.case_id
    if _blockers(state):
        return "review"
    if not of.found:
        still_open = open_ends(desk.contract(case_id), of.row.questions)
        return "review" if still_open else "none"
    sure = papers.probability(state["hundredths"]) > of.row.threshold
    if not sure or not papers.sendable(of):
        return "review"
    if in_case.proposed(of.row):
        papers.add_reason(session, of, in_case.PROPOSED)
        return "review"
    if second_look(desk.dossier(case_id).facts.policy, case_id):
        papers.add_reason(session, of, SECOND_LOOK)
        return "review"
    return "billing"


def _write(session: Session, desk: Desk, of: papers.Rows, failure: str) -> None:
    case_id, version = of.row.case_id, of.version
    facts = papers.memo_facts(session, desk, of, failure)
    # after a failure the full memo may be what failed: the plain one says what happened
    values = {} if failure else values_of(facts)
    if values and any(words.startswith(in_case.FAULTY) for words in of.row.blockers):
        values["prose"] = NO_PROSE
    memo = plain_memo(facts) if failure else write_memo(values)
    save_memo(session, case_id, version, memo.text, memo.sha256)
    context = {**of.row.context, **papers.context(facts, values)}
    update_case(session, case_id, version, change=facts.change, context=context)
