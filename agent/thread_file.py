"""langgraph's SQLite checkpoints, one row for each step of a case.

Imported only after `agent.checkpoints.settle_environment`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import WRITES_IDX_MAP
from langgraph.checkpoint.sqlite import SqliteSaver


class ThreadFile(SqliteSaver):
    """Keeps a step's outcome once: in the checkpoint that follows it."""

    def put_writes(
        self,
        config: RunnableConfig,
        writes: Sequence[tuple[str, Any]],
        task_id: str,
        task_path: str = "",
    ) -> None:
        """Keep that a case waits, goes on or broke off.

        What a step gives is left to the next checkpoint: a case does one step at a time, and one
        that was cut off before its checkpoint runs again.
        """
        if any(channel in WRITES_IDX_MAP for channel, _ in writes):
            super().put_writes(config, writes, task_id, task_path)
