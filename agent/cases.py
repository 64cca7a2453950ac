"""Driving cases through the graph: one thread per version, started, resumed, or left alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from agent import papers
from agent.contracts import Progress
from agent.desk import Desk
from agent.memo_file import memo_file, publish_memo
from store.cases import Opened, case_row, update_case
from store.decisions import not_carried_out

if TYPE_CHECKING:
    from langgraph.checkpoint.sqlite import SqliteSaver
    from langgraph.graph.state import CompiledStateGraph


def thread_of(case_id: str, version: int) -> str:
    """The thread of one version of a case."""
    return f"{case_id}@{version}"


def drive(
    desk: Desk, cases: Sequence[Opened], checkpoints: SqliteSaver, progress: Progress
) -> None:
    """Run each case until it is finished or waits for a person. One that breaks stops no other."""
    from agent.graph import build_graph

    graph = build_graph(checkpoints)
    for done, case in enumerate(cases, start=1):
        if case.state != "unchanged":
            _run_one(graph, desk, case.case_id, case.version)
        elif not memo_file(desk, case.case_id).exists():
            publish_memo(desk, case.case_id, case.version)
        progress("working on cases", done, len(cases))


def resume_decisions(desk: Desk, checkpoints: SqliteSaver) -> list[str]:
    """Carry out decisions that are rows and whose case has not gone on yet; their case ids."""
    with desk.store.begin() as session:
        waiting = [(row.case_id, row.version) for row in not_carried_out(session)]
    if not waiting:
        return []
    from agent.graph import build_graph

    graph = build_graph(checkpoints)
    for case_id, version in waiting:
        _run_one(graph, desk, case_id, version)
    return [case_id for case_id, _ in waiting]


def _run_one(
    graph: CompiledStateGraph[Any, Desk, Any, Any], desk: Desk, case_id: str, version: int
) -> None:
    try:
        _advance(graph, desk, case_id, version)
    except Exception as error:  # noqa: BLE001 - a case that breaks is a case with a reason
        _give_to_a_person(desk, case_id, version, error)


def _advance(
    graph: CompiledStateGraph[Any, Desk, Any, Any], desk: Desk, case_id: str, version: int
) -> None:
    from langgraph.types import Command

    thread = thread_of(case_id, version)
    decided = papers.decided(desk, case_id, version)
    snapshot = graph.get_state(_config(thread))
    if (snapshot.interrupts or not snapshot.next) and not papers.drafted(desk, case_id, version):
        # the thread belongs to another store whose file was here before: this one never came so far
        _forget(graph, thread)
        snapshot = graph.get_state(_config(thread))
    if snapshot.interrupts and not decided:
        papers.wait_for_a_person(desk, case_id, version)
        return
    if decided and not snapshot.interrupts:  # it broke off before it could wait, or was lost
        thread += "#decision"
        snapshot = graph.get_state(_config(thread))
    given: Any = {"case_id": case_id, "version": version}
    if snapshot.interrupts:
        given = Command(resume=version)
    elif snapshot.next:
        given = None
    graph.invoke(given, _config(thread), context=desk, durability="sync")


def _forget(graph: CompiledStateGraph[Any, Desk, Any, Any], thread: str) -> None:
    from langgraph.checkpoint.base import BaseCheckpointSaver

    if isinstance(graph.checkpointer, BaseCheckpointSaver):
        graph.checkpointer.delete_thread(thread)


def _config(thread: str) -> Any:
    return {"configurable": {"thread_id": thread}}


def _give_to_a_person(desk: Desk, case_id: str, version: int, error: Exception) -> None:
    words = f"the case broke off ({type(error).__name__}: {error}); the next run tries again"
    with desk.store.begin() as session:
        row = case_row(session, case_id)
        if row.status == "decided":
            return  # the decision stands, and the next run carries it out
        update_case(
            session,
            case_id,
            version,
            status="waiting",
            route="review",
            failed=True,
            blockers=[words],
            confidence=papers.probability(1),
        )
