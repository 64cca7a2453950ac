"""Jobs as rows: one waiting job a kind and subject, leases, and what becomes of a dead worker's work."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from store import jobs
from store.store import Store

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
KINDS = ("read", "run")


@pytest.fixture
def store(tmp_path):
    opened = Store.open(f"sqlite:///{tmp_path / 'recoup.db'}")
    yield opened
    opened.close()


def asked(store, kind="read", subject="acme"):
    with store.begin() as session:
        return jobs.enqueue(session, kind, subject, {"n": 1}, "p1").id


def claimed(store, worker="one", at=AT):
    with store.begin() as session:
        return jobs.claim(session, worker, at, KINDS)


def status(store, job_id):
    with store.read() as session:
        return session.get(jobs.JobRow, job_id)


def test_a_second_asking_gives_the_job_that_waits(store):
    assert asked(store) == asked(store)
    assert asked(store, subject="other") != asked(store)


def test_what_is_asked_while_it_is_worked_on_waits_and_is_not_done_beside_it(store):
    first = asked(store)
    claimed(store)
    second = asked(store)
    assert second != first
    assert claimed(store, "two") is None
    with store.begin() as session:
        assert jobs.finish(session, first, "one", {"documents": 2})
    assert claimed(store, "two").id == second


def test_a_lease_that_is_moved_on_keeps_the_job_and_one_that_ends_gives_it_away(store):
    job = asked(store)
    claimed(store)
    later = AT + timedelta(seconds=jobs.LEASE_SECONDS - 5)
    with store.begin() as session:
        assert jobs.keep(session, job, "one", later)
    assert claimed(store, "two", AT + timedelta(seconds=jobs.LEASE_SECONDS + 5)) is None
    after = later + timedelta(seconds=jobs.LEASE_SECONDS + 1)
    taken = claimed(store, "two", after)
    assert (taken.id, taken.worker, taken.attempts) == (job, "two", 2)
    with store.begin() as session:
        assert not jobs.finish(session, job, "one", {})  # it is not the first worker's any more
        assert not jobs.tell_progress(session, job, "one", after, ("reading", 1, 2))
    assert status(store, job).status == "working"


def test_a_failed_job_waits_for_its_time_and_says_why(store):
    job = asked(store)
    claimed(store)
    with store.begin() as session:
        jobs.fail(session, job, "one", "no answer", AT + timedelta(seconds=30))
    assert claimed(store, at=AT + timedelta(seconds=29)) is None
    assert status(store, job).error == "no answer"
    assert claimed(store, at=AT + timedelta(seconds=30)).id == job


def test_a_job_that_brings_every_worker_down_is_given_up(store):
    job = asked(store)
    at = AT
    for _ in range(jobs.MOST_ATTEMPTS):
        assert claimed(store, at=at).id == job
        at += timedelta(seconds=jobs.LEASE_SECONDS + 1)
    assert claimed(store, at=at) is None
    ended = status(store, job)
    assert ended.status == "failed"
    assert "12 times" in ended.error


def test_only_the_work_of_the_dead_is_put_back(store):
    dead, living = asked(store, subject="a"), asked(store, subject="b")
    claimed(store, "dead")
    claimed(store, "living")
    with store.begin() as session:
        assert jobs.release_of_the_dead(session, lambda name: name == "dead") == 1
    assert status(store, dead).status == "waiting"
    assert status(store, living).status == "working"


def test_a_job_put_back_by_a_stopping_worker_counts_no_attempt(store):
    job = asked(store)
    claimed(store)
    with store.begin() as session:
        assert jobs.release(session, job, "one")
    assert status(store, job).attempts == 0
