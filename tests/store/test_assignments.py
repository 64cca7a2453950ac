"""Leases on cases: taken, gone on with, given back, and over by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from store.assignments import LEASE, TakenByOther, expire, lease_of, mine, release, renew, take
from store.audit import rows_of
from store.cases import Inputs, open_case, update_case
from store.errors import UnknownCase
from store.people import add_person
from store.store import Store

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
LATER = NOON + LEASE + timedelta(seconds=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(f"sqlite:///{tmp_path / 'recoup.db'}")
    yield opened
    opened.close()


@pytest.fixture
def case(store: Store) -> str:
    with store.begin() as session:
        inputs = Inputs("A-1", "Acme", "USD", "UTC", "f", "2026-11-01", Decimal("0.85"))
        case_id = open_case(session, inputs).case_id
        update_case(session, case_id, 1, status="waiting")
    return case_id


def person(store: Store, name: str) -> str:
    with store.begin() as session:
        made = add_person(session, f"{name.lower()}@example.com", name, ["specialist"], by="tests")
        return made.id


def test_taking_gives_half_an_hour(store: Store, case: str) -> None:
    dana = person(store, "Dana")
    with store.begin() as session:
        lease = take(session, case, dana, now=NOON)
    assert (lease.name, lease.until) == ("Dana", "2026-11-22T12:30:00+00:00")
    with store.read() as session:
        assert lease_of(session, case, NOON) == lease
        assert mine(session, dana, NOON) == [case]


def test_taking_again_goes_on_from_now(store: Store, case: str) -> None:
    dana = person(store, "Dana")
    with store.begin() as session:
        take(session, case, dana, now=NOON)
        lease = take(session, case, dana, now=NOON + timedelta(minutes=20))
    assert lease.until == "2026-11-22T12:50:00+00:00"


def test_somebody_elses_is_refused_until_its_time_is_over(store: Store, case: str) -> None:
    dana, eli = person(store, "Dana"), person(store, "Eli")
    with store.begin() as session:
        take(session, case, dana, now=NOON)
    with (
        store.begin() as session,
        pytest.raises(TakenByOther, match="Dana has this case until 12:30"),
    ):
        take(session, case, eli, now=NOON + timedelta(minutes=29))
    with store.begin() as session:
        assert take(session, case, eli, now=LATER).name == "Eli"
        assert not [row for row in rows_of(session, case) if row.kind == "taken over"]


def test_taking_over_is_told_to_the_trail(store: Store, case: str) -> None:
    dana, eli = person(store, "Dana"), person(store, "Eli")
    with store.begin() as session:
        take(session, case, dana, now=NOON)
        assert take(session, case, eli, over=True, now=NOON).name == "Eli"
        told = [row.payload for row in rows_of(session, case) if row.kind == "taken over"]
    assert told == ['{"by":"Eli","from":"Dana"}']


def test_renewing_is_for_ones_own_lease_while_it_lasts(store: Store, case: str) -> None:
    dana, eli = person(store, "Dana"), person(store, "Eli")
    with store.begin() as session:
        assert renew(session, case, dana, NOON) is None
        take(session, case, dana, now=NOON)
        renewed = renew(session, case, dana, NOON + timedelta(minutes=5))
        assert renewed is not None
        assert renewed.until == "2026-11-22T12:35:00+00:00"
        assert renew(session, case, eli, NOON) is None
        assert renew(session, case, dana, LATER + timedelta(minutes=5)) is None


def test_giving_back(store: Store, case: str) -> None:
    dana, eli = person(store, "Dana"), person(store, "Eli")
    with store.begin() as session:
        take(session, case, dana, now=NOON)
        assert not release(session, case, eli)
        assert release(session, case, dana)
        assert not release(session, case, dana)
        assert lease_of(session, case, NOON) is None


def test_what_is_over_counts_for_nothing_and_is_swept_away(store: Store, case: str) -> None:
    dana = person(store, "Dana")
    with store.begin() as session:
        take(session, case, dana, now=NOON)
        assert lease_of(session, case, LATER) is None
        assert mine(session, dana, LATER) == []
        assert expire(session, NOON) == 0
        assert expire(session, LATER) == 1


def test_a_case_that_is_not_there(store: Store) -> None:
    dana = person(store, "Dana")
    with store.begin() as session, pytest.raises(UnknownCase):
        take(session, "nobody-000000", dana)
