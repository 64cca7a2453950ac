"""A store from before sums were kept: the migration works them out of the cases that are there."""

from __future__ import annotations

from importlib import import_module

from made_store import random_cases
from sqlmodel import delete, select

from app.web.dashboard.cells import read_cells
from store.billing_tables import MonthRow, ProspectRow
from store.tables import CaseRow


def test_the_sums_are_those_that_a_new_store_has(web):
    with web.store.begin() as session:
        random_cases(session, 11, 25)
        for row in session.exec(select(CaseRow)).all():
            row.reasons = [{"text": "an open question", "effect": "at most 0.85"}]
            row.context = {"recommendation": {"action": "corrective_invoice"}}
            session.add(row)
        before = read_cells(session, None)
        whether = {row.case_id: row.sendable for row in session.exec(select(ProspectRow)).all()}
        session.exec(delete(MonthRow))
        session.exec(delete(ProspectRow))
    with web.store.begin() as session:
        import_module("store.migrations.versions.0004_sums")._fill(session)
    with web.store.read() as session:
        assert read_cells(session, None) == before
        rows = session.exec(select(ProspectRow)).all()
    assert {row.case_id: row.sendable for row in rows} == whether
    assert {row.open for row in rows} == {1}
