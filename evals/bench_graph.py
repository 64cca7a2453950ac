"""What the graph of a case costs by itself: its steps do nothing, and each is checkpointed to a file."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from agent.checkpoints import open_checkpoints
from agent.desk import Desk
from store.store import Store

if TYPE_CHECKING:
    from langchain_core.runnables import RunnableConfig

CASES = 20


def seconds_a_case(best: Callable[[Callable[[], object]], float]) -> float:
    """Seconds for the thread of one case from start to end, on SQLite."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        desk = Desk(Store.open(f"sqlite:///{folder}/bench.db"), folder, folder)
        with open_checkpoints(folder / "threads.db") as checkpoints:
            from agent.graph import STEPS, CaseState, build_graph

            def nothing(_state: CaseState) -> CaseState:
                return {"route": "none"}

            graph = build_graph(checkpoints, dict.fromkeys(STEPS, nothing))

            def threads() -> None:
                for number in range(CASES):
                    state: CaseState = {"case_id": str(number), "version": 1}
                    thread: RunnableConfig = {"configurable": {"thread_id": str(number)}}
                    graph.invoke(state, thread, context=desk, durability="sync")

            return best(threads) / CASES
