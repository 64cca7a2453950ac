"""A calibration that was fitted on decisions weighs the cases from then on, until it is laid down again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from small_book import finding
from sqlmodel import select

from agent.calibration import in_use, shipped
from agent.confidence import weigh
from app.cli import main
from store.calibrations import adopt, adopted, put_back
from store.store import Store
from store.tables import AuditRow, OutcomeRow
from terms.contract import Extraction

STRICT = {"cases": 60, "tried": ["late_start"], "start": -1.0, "weights": {}}
"""A calibration that believes nothing much."""


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(f"sqlite:///{tmp_path / 'r.db'}")


def test_the_shipped_one_is_in_use_until_another_is_taken_up(store: Store):
    with store.begin() as session:
        assert in_use(session) == shipped()
        adopt(session, STRICT, "Ada")
        assert in_use(session).hundredths({}) == 27
        assert put_back(session, "Ada")
        assert not put_back(session, "Ada")
        assert in_use(session) == shipped()


def test_the_audit_trail_keeps_every_calibration_whole(store: Store):
    with store.begin() as session:
        adopt(session, STRICT, "Ada")
        put_back(session, "Bob")
        told = [
            json.loads(row.payload)
            for row in session.exec(select(AuditRow))
            if row.kind == "calibration"
        ]
    assert told == [{"by": "Ada", "adopted": STRICT}, {"by": "Bob", "adopted": None}]


def test_a_case_is_weighed_by_the_one_given(store: Store):
    with store.begin() as session:
        adopt(session, STRICT, "Ada")
        model = in_use(session)
    words = [
        reason.text
        for reason in weigh([finding("ACME")], Extraction(), (), (), None, model).reasons
    ]
    assert any("never tried on this cause" in text for text in words)


def decided(store: Store, count: int) -> None:
    """Decisions that the shipped calibration cannot foretell: a feature of this seller decides."""
    with store.begin() as session:
        for number in range(count):
            bad = number % 2 == 0
            session.add(
                OutcomeRow(
                    case_id=f"c{number}",
                    version=1,
                    action="reject" if bad else "approve",
                    right=not bad,
                    causes=["late_start"],
                    features={"seen_here_only": 1.0} if bad else {"other": 0.0},
                )
            )


def learn(store: Store, *options: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["learn", "--store", store.url, *options])
    return int(ended.value.code or 0)


def test_learn_takes_it_up_where_it_is_better_and_lays_it_down(store: Store, capsys):
    decided(store, 100)
    assert learn(store, "--adopt", "--by", "Ada") == 0
    assert "taken up" in capsys.readouterr().out
    with store.begin() as session:
        assert adopted(session) is not None
        assert in_use(session).weights["seen_here_only"] > 0
    assert learn(store, "--put-back") == 0
    assert "in use again" in capsys.readouterr().out
    with store.begin() as session:
        assert adopted(session) is None


def test_learn_takes_up_nothing_from_few_decisions(store: Store, capsys):
    decided(store, 8)
    assert learn(store, "--adopt") == 0
    assert "too few" in capsys.readouterr().out
    with store.begin() as session:
        assert adopted(session) is None


def test_taking_up_and_laying_down_at_once_is_refused(store: Store, capsys):
    assert learn(store, "--adopt", "--put-back") == 2
    assert "ask for one" in capsys.readouterr().err
