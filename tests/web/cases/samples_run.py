"""The samples run through into a store, and what tests ask of the pages over it."""

from __future__ import annotations

import re
import shutil
from datetime import date
from decimal import Decimal
from html import unescape
from pathlib import Path

from sqlmodel import select

from agent.contracts import ReaderChoice
from agent.run import RunOptions, run_book
from store.cases import case_id_of, case_row
from store.store import Store
from store.tables import CaseRow

SAMPLES = Path(__file__).parents[3] / "samples" / "book"
AS_OF = date(2026, 11, 1)
LARGE, MIDDLE, SMALL = "A-8120", "A-4521", "G-5561"
"""Accounts of the samples whose cases wait with findings; the first is above the limit for one person."""
ASKS = "A-7208"
"""One that waits with a question and no finding."""
SENT = "A-5093"
"""One that went to billing without a person."""
POLICY = """
second_approver_above = "9500"
[threshold_by_cause]
commitment_shortfall = "1"
missed_escalation = "1"
unbilled_product = "1"
"""
"""A person sees these three whatever becomes of the calibration."""
THRESHOLD = "0.85"
SURE = {LARGE: "0.60", MIDDLE: "0.85", SMALL: "0.42"}
"""By hand: 9,976.70 × 0.40 weighs more than 2,880.00 × 0.58, and that more than 9,200.00 × 0.15."""
REASONS = [
    {
        "text": f"contracts/{LARGE}/compute-services-agreement.pdf page 2: a passage about money is "
        "not understood: “Charges for the Named Engineer”",
        "effect": "at most 0.85",
        "raised_by": "settle what the passage means (`recoup extract FILE` shows it), then decide",
    },
    {
        "text": "few periods differ: little repeats itself",
        "effect": "−0.18",
        "raised_by": "each further period billed alike",
    },
    {"text": "no two papers contradict each other", "effect": "+0.59"},
]


def work_through(store: Store, home: Path) -> None:
    """Run the samples as the book of this home, and weigh three cases by hand."""
    shutil.copytree(SAMPLES, home / "book", dirs_exist_ok=True)
    (home / "book" / "policy.toml").write_text(POLICY)
    options = RunOptions(
        as_of=AS_OF,
        reader=ReaderChoice("grammar"),
        outbox=home / "outbox",
        memos=home / "memos",
    )
    run_book(store, home / "book", options)
    _weigh_by_hand(store)


def _weigh_by_hand(store: Store) -> None:
    with store.begin() as session:
        for account, confidence in SURE.items():
            row = case_row(session, case_id_of(account))
            assert row.status == "waiting"
            row.confidence, row.threshold = Decimal(confidence), Decimal(THRESHOLD)
            row.reasons = REASONS if account == LARGE else row.reasons


def case_of(account: str) -> str:
    """The case's id."""
    return case_id_of(account)


def row_of(store: Store, account: str) -> CaseRow:
    with store.read() as session:
        return case_row(session, case_of(account))


def amounts_on(page: str) -> list[str]:
    """The exact amounts on a page, in its order."""
    return re.findall(r'<data[^>]* value="([^"]*)"', page)


def words_on(page: str) -> str:
    """A page's text."""
    bare = re.sub(r"<(script|style).*?</\1>", " ", page, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", bare)).split())


def waiting(store: Store) -> int:
    """How many cases wait for a decision."""
    with store.read() as session:
        return len(session.exec(select(CaseRow).where(CaseRow.status == "waiting")).all())
