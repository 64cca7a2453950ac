"""The queue: which case comes first, what filters keep away, who may see what."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlmodel import Session, select

from app.web.casework.asked import Asked, asked_of
from app.web.casework.queue import PAGE, order_of, read_queue
from app.web.context import Person, Web
from store.assignments import take
from store.cases import Inputs, findings_of, open_case, save_findings, update_case
from store.people import add_person
from store.tables import CaseRow
from tests.web.cases.samples_run import ASKS, LARGE, MIDDLE, SENT, SMALL, case_of, waiting, words_on

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
ME = Person("p-1", "Dana Reyes", "dana@example.com", ("specialist",))


def weight(session: Session, row: CaseRow) -> Decimal:
    """What can be corrected, times how unsure the case is: by hand, from the rows."""
    found = findings_of(session, row.case_id, row.version)
    assert row.confidence is not None
    return sum((each.amount_recoverable for each in found), Decimal(0)) * (1 - row.confidence)


def test_what_weighs_most_comes_first(web: Web) -> None:
    with web.store.read() as session:
        waiting = session.exec(select(CaseRow).where(CaseRow.status == "waiting")).all()
        by_hand = sorted(waiting, key=lambda row: (-weight(session, row), row.case_id))
        assert order_of(session, ME, Asked()) == [row.case_id for row in by_hand]
    assert [row.account_id for row in by_hand[:3]] == [LARGE, SMALL, MIDDLE]


def test_what_lapses_first_comes_first_where_that_is_asked_for(web: Web) -> None:
    with web.store.read() as session:
        queue = read_queue(session, ME, Asked(order="lapse"), NOON)
    days = [each.lapses_on for each in queue.items if each.lapses_on]
    assert days == sorted(days)
    assert len(days) == 3
    assert not any(each.lapses_on for each in queue.items[3:]), "what has no day comes last"


def test_days_are_counted_from_today(web: Web) -> None:
    with web.store.read() as session:
        queue = read_queue(session, ME, Asked(), NOON)
        first = next(each for each in queue.items if each.account_id == SMALL)
    assert first.lapses_on is not None
    assert first.days == (date.fromisoformat(first.lapses_on) - date(2026, 11, 22)).days


def test_counts_add_up_to_all_cases(web: Web) -> None:
    with web.store.read() as session:
        queue = read_queue(session, ME, Asked())
        every = session.exec(select(CaseRow)).all()
    counts = queue.counts
    assert counts["all"] == len(every) == 15
    assert counts["open"] == sum(row.status == "waiting" for row in every)
    assert counts["automatic"] == sum(row.route == "billing" for row in every)
    named = ("open", "working", "approved", "automatic", "rejected", "clear")
    assert sum(counts[name] for name in named) == counts["all"]


@pytest.mark.parametrize(
    ("asked", "accounts"),
    [
        ({"cause": "missed_escalation"}, {MIDDLE}),
        ({"currency": "GBP"}, {SMALL}),
        ({"amount_from": "9,500"}, {LARGE}),
        ({"amount_from": "9200.01"}, {LARGE}),
        ({"amount_from": "9200"}, {LARGE, MIDDLE}),
        ({"account": ASKS}, {ASKS}),
        ({"q": "annual minimum"}, {LARGE}),
        ({"q": "a-45"}, {MIDDLE}),
        ({"q": "%"}, set()),
        ({"q": "'; drop table cases"}, set()),
        ({"cause": "escalation"}, set()),
        ({"state": "automatic", "q": SENT.lower()}, {SENT}),
    ],
)
def test_filters(web: Web, asked: dict[str, str], accounts: set[str]) -> None:
    with web.store.read() as session:
        queue = read_queue(session, ME, asked_of(asked))
    assert {each.account_id for each in queue.items} == accounts
    assert queue.total == len(accounts)


def test_mine_and_nobodys(web: Web) -> None:
    with web.store.begin() as session:
        person = add_person(session, "dana@example.com", "Dana Reyes", ["specialist"], by="tests")
        me = Person(person.id, person.name, person.email, ("specialist",))
        take(session, case_of(LARGE), person.id)
    with web.store.read() as session:
        mine = read_queue(session, me, Asked(who="mine"))
        free = read_queue(session, me, Asked(who="free"))
        others = read_queue(session, me, Asked(who="others"))
    assert [each.account_id for each in mine.items] == [LARGE]
    assert mine.items[0].taken_by_me
    assert LARGE not in {each.account_id for each in free.items}
    assert others.total == 0
    assert mine.total + free.total == waiting(web.store)


def test_a_list_of_accounts_keeps_the_others_away_from_rows_counts_and_choices(web: Web) -> None:
    few = Person(
        "p-2", "Few", "few@example.com", ("specialist",), accounts=frozenset({SMALL, SENT})
    )
    none = Person("p-3", "None", "none@example.com", ("specialist",), accounts=frozenset())
    with web.store.read() as session:
        queue = read_queue(session, few, Asked(state="all"))
        empty = read_queue(session, none, Asked(state="all"))
    assert {each.account_id for each in queue.items} == {SMALL, SENT}
    assert queue.counts["all"] == 2
    assert "commitment_shortfall" not in queue.causes
    assert empty.total == empty.counts["all"] == 0
    assert empty.causes == empty.currencies == ()


def many(session: Session, number: int) -> None:
    """Cases that wait, each with one finding of another amount."""
    for at in range(number):
        account = f"M-{at:04}"
        inputs = Inputs(
            account, f"Many {at}", "USD", "UTC", f"f{at}", "2026-11-01", Decimal("0.85")
        )
        opened = open_case(session, inputs)
        finding = {
            "cause": "late_start",
            "product": "Seats",
            "direction": "under",
            "currency": "USD",
            "amount_total": f"{at + 1}.00",
            "amount_recoverable": f"{at + 1}.00",
            "periods": [],
        }
        save_findings(session, opened.case_id, 1, [finding])
        update_case(session, opened.case_id, 1, status="waiting", confidence=Decimal("0.50"))


def test_pages_hold_every_case_once(web: Web) -> None:
    with web.store.begin() as session:
        many(session, 120)
    asked = Asked(words="many")
    with web.store.read() as session:
        pages = [
            read_queue(session, ME, asked_of({"q": "many", "page": str(page)}))
            for page in (1, 2, 3)
        ]
        beyond = read_queue(session, ME, asked_of({"q": "many", "page": "99"}))
        order = order_of(session, ME, asked)
    shown = [each.case_id for page in pages for each in page.items]
    assert [len(page.items) for page in pages] == [PAGE, PAGE, 20]
    assert shown == order
    assert len(set(shown)) == 120
    assert beyond.items == pages[2].items
    assert pages[0].items[0].amounts[0]["recoverable"] == "120.00"


def test_the_page_says_by_what_it_is_ordered(client_of) -> None:
    browser = client_of("specialist")
    assert "times how unsure the case is" in words_on(browser.get("/cases").text)
    assert "can no longer be claimed" in words_on(browser.get("/cases?order=lapse").text)


def test_a_wrong_amount_is_told_and_changes_nothing(web: Web, client_of) -> None:
    page = client_of("specialist").get("/cases?amount_from=lots")
    assert page.status_code == 200
    assert "“lots” is not an amount" in words_on(page.text)
    assert len(re.findall(r"<tr data-row", page.text)) == waiting(web.store)


def test_htmx_gets_the_rows_alone(client_of) -> None:
    part = client_of("specialist").get("/cases?q=annual", headers={"HX-Target": "queue"})
    assert part.text.lstrip().startswith('<div id="queue">')
    assert "<html" not in part.text


def test_an_empty_queue_says_what_to_do(client_of) -> None:
    browser = client_of("specialist", accounts=[])
    assert "Start a run" in browser.get("/cases").text
    browser = client_of("specialist")
    assert "Show every case" in browser.get("/cases?q=nothing-like-it").text
