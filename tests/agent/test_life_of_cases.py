"""Any order of runs, decisions, amendments, retries and reopenings: nothing lost, nothing sent twice."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import suppress
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from priced_book import TERM, Priced, Reader
from small_book import AS_OF, write_book

from agent import inputs, papers, run
from agent.corrections import AmendmentUnfit
from agent.decide import Decision, DecisionUnfit, _record, propose, record_and_carry_out
from agent.desk import Desk
from agent.run import RunOptions, run_book
from agent.shipping import ship
from store.audit_check import check
from store.cases import list_cases
from store.errors import StoreError
from store.outbox import list_outbox, mark_delivered, sent_lines
from store.store import Store
from terms.citation import Match

ACCOUNTS = ("ACME", "BETA")
HIGHEST = Decimal(2300 + 99)
"""No month was ever found to be short of more."""


@pytest.fixture(autouse=True)
def one_version(monkeypatch):
    for module in (inputs, papers, run):
        monkeypatch.setattr(module, "engine_version", lambda: "1")
    monkeypatch.setattr("agent.contracts.reading_version", lambda: "1")


class Life(RuleBasedStateMachine):
    """One store, two accounts, whatever people and machines do."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.book = write_book(self.folder, ACCOUNTS)
        self.store = Store.open(f"sqlite:///{self.folder / 'recoup.db'}")
        self.engine, self.reader, self.day = Priced(), Reader(), AS_OF
        self.heads: list[str] = []
        self.run()

    def run(self) -> None:
        options = RunOptions(as_of=self.day, engine=self.engine.engine, extract=self.reader)
        run_book(self.store, self.book, options)

    @property
    def desk(self) -> Desk:
        return Desk(self.store, self.folder / "outbox", self.folder / "memos", self.engine.engine)

    @rule()
    def run_again(self) -> None:
        self.run()

    @rule(months=st.sampled_from([(7,), (7, 8), (7, 8, 9), (8, 9, 10)]), sure=st.booleans())
    def reopen(self, months: tuple[int, ...], sure: bool) -> None:
        """Another day, other findings: what was closed or waits may become a new version."""
        self.engine = Priced(months, Match.EXACT if sure else Match.FUZZY)
        self.day = self.day + timedelta(days=1)
        self.run()

    @rule(
        account=st.sampled_from(ACCOUNTS),
        action=st.sampled_from(["approve", "reject", "amount", "term", "cause"]),
        number=st.integers(min_value=1, max_value=99),
    )
    def decide(self, account: str, action: str, number: int) -> None:
        self._try(lambda: record_and_carry_out(self.desk, decision(account, action, number)))

    @rule(account=st.sampled_from(ACCOUNTS), action=st.sampled_from(["approve", "amount", "term"]))
    def decide_and_die(self, account: str, action: str) -> None:
        """The rows are written, and the process ends before the case goes on."""

        def half() -> None:
            proposal = propose(self.desk, decision(account, action, 50))
            with self.store.begin() as session:
                _record(session, self.desk, proposal)

        self._try(half)

    @rule(account=st.sampled_from(ACCOUNTS), one=st.sampled_from(["approve", "term", "reject"]))
    def two_at_once(self, account: str, one: str) -> None:
        """Both saw the case wait; the first to write wins, and the other is told."""
        try:
            proposals = [
                propose(self.desk, decision(account, action, 20)) for action in (one, "amount")
            ]
        except (StoreError, DecisionUnfit, AmendmentUnfit):
            return
        outcomes = []
        for proposal in proposals:
            try:
                with self.store.begin() as session:
                    _record(session, self.desk, proposal)
                outcomes.append("won")
            except StoreError:
                outcomes.append("told")
        assert outcomes == ["won", "told"]

    @rule()
    def deliver_again(self) -> None:
        with self.store.begin() as session:
            known = {(row.case_id, row.version) for row in list_outbox(session)}
            present = {row.case_id: row.version for row in list_cases(session)}
        for case_id, version in known:
            if present[case_id] == version:
                ship(self.desk, case_id, version)
        with self.store.begin() as session:
            for row in list_outbox(session):
                mark_delivered(session, row.id)

    def _try(self, act) -> None:
        before = self._rows()
        with suppress(StoreError, DecisionUnfit, AmendmentUnfit):
            act()
            return
        assert self._rows() == before, "what is refused leaves nothing behind"

    def _rows(self) -> tuple[int, int]:
        with self.store.begin() as session:
            return check(session).rows, len(list_outbox(session))

    @invariant()
    def no_case_is_lost_and_none_is_twice(self) -> None:
        with self.store.begin() as session:
            assert [row.account_id for row in list_cases(session)] == list(ACCOUNTS)

    @invariant()
    def nothing_is_sent_twice(self) -> None:
        with self.store.begin() as session:
            for account in ACCOUNTS:
                sent: dict[str, Decimal] = {}
                for line in sent_lines(session, account):
                    if line.period_start:
                        sum_ = sent.get(line.period_start, Decimal(0)) + line.amount
                        sent[line.period_start] = sum_
                assert all(amount <= HIGHEST for amount in sent.values()), sent

    @invariant()
    def the_trail_is_whole_and_holds_every_head_it_ever_had(self) -> None:
        with self.store.begin() as session:
            verdict = check(session)
            assert verdict.faults == ()
            for head in self.heads[-3:]:
                assert check(session, head).whole
        self.heads.append(verdict.head)

    def teardown(self) -> None:
        """A last run: everything that was decided is carried out, and its files are there."""
        if not hasattr(self, "store"):
            return
        self.run()
        with self.store.begin() as session:
            assert {row.status for row in list_cases(session)} <= {"waiting", "done"}
            for row in list_outbox(session):
                assert row.status in {"delivered", "cancelled"}
                there = (self.folder / "outbox" / f"{row.id}.json").exists()
                assert there == (row.status == "delivered")
            assert check(session).whole
        assert self.reader.asked == len(ACCOUNTS), "each contract is read once"
        self.store.close()
        shutil.rmtree(self.folder)


def decision(account: str, action: str, number: int) -> Decision:
    """A decision of a kind; `number` is the corrected amount or the corrected days."""
    match action:
        case "amount":
            given = {"action": "amend", "amounts": {1: Decimal(number)}}
        case "term":
            given = {"action": "amend", "term": TERM, "settings": {"net_days": str(number)}}
        case "cause":
            given = {"action": "amend", "causes": {1: "superseded_price"}}
        case "reject":
            given = {"action": "reject", "ground": "misread"}
        case _:
            given = {"action": "approve"}
    return Decision(case=account, reason="as seen", decided_by="Ada", **given)


TestLife = Life.TestCase
TestLife.settings = settings(
    max_examples=6,
    stateful_step_count=8,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
