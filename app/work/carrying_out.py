"""Carries out decisions that were recorded while another process held the store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.work.jobs import TryAgain, job
from store.lock import StoreBusy, worker_lock
from store.web_tables import JobRow

if TYPE_CHECKING:
    from app.work.work import Work

BUSY_SECONDS = 5


@job("carry_out", quick=True)
def carry_out(work: Work, row: JobRow) -> dict[str, Any]:
    """Let every decided case go on. Safe to run again: what was carried out is not carried out twice."""
    del row
    from agent.cases import resume_decisions
    from agent.checkpoints import checkpoint_file, open_checkpoints
    from agent.desk import Desk

    store = work.store
    desk = Desk(store, work.home.outbox, work.home.memos)
    try:
        with (
            worker_lock(store.file),
            open_checkpoints(checkpoint_file(store.file)) as checkpoints,
        ):
            return {"cases": resume_decisions(desk, checkpoints)}
    except StoreBusy as busy:
        words = "A run holds the store; the decision is carried out after it."
        raise TryAgain(words, BUSY_SECONDS) from busy
