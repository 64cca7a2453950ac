"""What the dashboard says another threshold would send, held against a run that went by that threshold."""

from __future__ import annotations

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from agent.contracts import ReaderChoice
from agent.run import RunOptions, run_book
from app.web.dashboard.threshold import read_candidates, would_send
from billing.policy import Policy
from store.outbox import list_outbox
from store.store import Store

SAMPLES = Path(__file__).parents[3] / "samples" / "book"
ACCOUNTS = ("A-1180", "A-2716", "A-4521", "A-5093")
"""Three of which nothing is open, each sure in another degree, and one that goes at no threshold."""


def run(folder: Path, threshold: str) -> Store:
    """The store after a run over the four accounts under a threshold."""
    book = shutil.copytree(SAMPLES, folder / "book")
    (book / "flagged.csv").write_text("account_id\n" + "\n".join(ACCOUNTS) + "\n")
    (book / "policy.toml").write_text(f'threshold = "{threshold}"\n')
    store = Store.open(f"sqlite:///{folder / 'recoup.db'}")
    options = RunOptions(
        as_of=date(2026, 11, 1),
        reader=ReaderChoice("grammar"),
        outbox=folder / "outbox",
        memos=folder / "memos",
    )
    run_book(store, book, options)
    return store


@pytest.fixture(scope="module")
def looked_at(tmp_path_factory) -> Store:
    """Where somebody looks at the dashboard, after a run that sent nothing by itself."""
    return run(tmp_path_factory.mktemp("looked-at"), "1")


@pytest.mark.parametrize("threshold", ["0.97", "0.5"])
def test_what_would_be_sent_is_what_a_run_sends(looked_at, tmp_path, threshold):
    with looked_at.read() as session:
        assert list_outbox(session) == []
        candidates = read_candidates(session, None, Policy())
    told = would_send(candidates, Policy(), Decimal(threshold))
    with run(tmp_path, threshold).read() as session:
        documents = [row for row in list_outbox(session) if row.amount]
    assert {each.account_id for each in told.cases} == {row.account_id for row in documents}
    for direction, action in (("under", "corrective_invoice"), ("over", "credit_note")):
        sent: dict[str, Decimal] = {}
        for row in documents:
            if row.action == action:
                sent[row.currency] = sent.get(row.currency, Decimal(0)) + row.amount
        assert told.sums(direction) == sent


def test_the_two_thresholds_send_different_cases(looked_at):
    """So that the test above tells one threshold from another."""
    with looked_at.read() as session:
        candidates = read_candidates(session, None, Policy())
    fewer, more = (would_send(candidates, Policy(), Decimal(each)) for each in ("0.97", "0.5"))
    assert 0 < len(fewer.cases) < len(more.cases) < len(ACCOUNTS)
