"""The dashboard's sums: each amount stands in one place, and all of them equal the rows to the cent."""

from __future__ import annotations

import re
from decimal import Decimal
from html import unescape

import pytest
from made_store import Made, by_hand, finding, make, period, random_cases

from app.web.dashboard.cells import read_cells, summed, whole
from app.web.dashboard.deliveries import read_deliveries, together
from app.web.templating import money
from store.billing_tables import CollectedRow
from store.outbox import list_outbox

NAMES = ("recovered", "pending", "review", "lapsed", "rejected")


def test_what_waits_lapsed_and_was_delivered_stands_where_it_belongs(web):
    with web.store.begin() as session:
        make(
            session,
            Made(
                "SENT",
                [
                    finding(
                        period("2026-06", "100.00", "0", lapses="2026-09-30"),
                        period("2026-07", "110.10", lapses="2027-01-31"),
                    )
                ],
                status="done",
                route="billing",
                sent="delivered",
            ),
        )
        make(session, Made("WAITS", [finding(period("2026-07", "40.05"), cause="rounding")]))
        make(
            session,
            Made("NO", [finding(period("2026-07", "7.00"))], status="done", action="reject"),
        )
        make(
            session,
            Made(
                "BACK",
                [finding(period("2026-07", "12.34"), direction="over")],
                status="done",
                sent="pending",
            ),
        )
    with web.store.read() as session:
        cells = read_cells(session, None)
    under, over = whole(cells, "USD", "under"), whole(cells, "USD", "over")
    assert [getattr(under, name) for name in NAMES] == [
        Decimal("110.10"),
        0,
        Decimal("40.05"),
        Decimal("100.00"),
        Decimal("7.00"),
    ]
    assert under.claimed == Decimal("150.15")
    assert over.pending == Decimal("12.34")
    assert {
        month: each.recovered for month, each in summed(cells, "USD", "under", "month").items()
    } == {
        "2026-06": 0,
        "2026-07": Decimal("110.10"),
    }
    assert summed(cells, "USD", "under", "cause")["rounding"].review == Decimal("40.05")


def test_what_an_earlier_version_sent_is_not_claimed_again(web):
    first = [finding(period("2026-06", "100.00"), period("2026-07", "100.00"))]
    later = [
        finding(
            period("2026-06", "100.00", "0", lapses="2026-10-31"),
            period("2026-07", "100.00"),
            period("2026-08", "120.00"),
        )
    ]
    with web.store.begin() as session:
        make(session, Made("ACME", first, status="done", route="billing", sent="delivered"))
        make(session, Made("ACME", later), "2")
    with web.store.read() as session:
        sums = whole(read_cells(session, None), "USD", "under")
    assert sums.recovered == Decimal("200.00")
    assert sums.review == Decimal("120.00")  # July went out with the first version
    assert sums.lapsed == 0  # June lapsed after it had been recovered
    assert sums.claimed == Decimal("320.00")


def test_currencies_are_never_added(web):
    with web.store.begin() as session:
        both = [
            finding(period("2026-06", "100.00")),
            finding(period("2026-06", "5000"), currency="JPY", cause="rounding"),
        ]
        make(session, Made("ACME", both))
    with web.store.read() as session:
        cells = read_cells(session, None)
    assert whole(cells, "USD", "under").review == 100
    assert whole(cells, "JPY", "under").review == 5000


@pytest.mark.parametrize("seed", range(6))
def test_the_sums_equal_the_rows_added_one_by_one(web, seed):
    with web.store.begin() as session:
        random_cases(session, seed, 40)
    some = frozenset(f"A-{number}" for number in range(0, 40, 3))
    with web.store.read() as session:
        for accounts in (None, some):
            cells = read_cells(session, accounts)
            for (currency, direction), hand in by_hand(session, accounts).items():
                found = whole(cells, currency, direction)
                told = {name: getattr(found, name) for name in NAMES}
                assert told == {name: getattr(hand, name) for name in NAMES}
                for by in ("cause", "month"):
                    parts = summed(cells, currency, direction, by).values()
                    assert sum(each.claimed for each in parts) == found.claimed


def test_what_was_delivered_adds_up_by_month_and_shows_what_is_paid(web):
    with web.store.begin() as session:
        random_cases(session, 3, 40)
        rows = [row for row in list_outbox(session) if row.status == "delivered"]
        paid = next(row for row in rows if row.action == "corrective_invoice")
        session.add(
            CollectedRow(outbox_id=paid.id, invoiced=paid.amount, paid=paid.amount, invoices=[])
        )
    with web.store.read() as session:
        found = read_deliveries(session, None)
    for currency, months in found.items():
        of = [row for row in rows if row.currency == currency]
        invoices = [row.amount for row in of if row.action == "corrective_invoice"]
        credits_ = [row.amount for row in of if row.action == "credit_note"]
        everything = together(months)
        assert everything.recovered == sum(invoices, Decimal(0))
        assert everything.credited == sum(credits_, Decimal(0))
        assert everything.documents == len(invoices) + len(credits_)
        assert everything.paid == (paid.amount if currency == paid.currency else 0)


def test_large_amounts_lose_no_cent(web):
    """As floating-point text 899999999999.99 + 0.01 × 3 would not add up."""
    with web.store.begin() as session:
        make(session, Made("A", [finding(period("2026-06", "89999999999.99"))]))
        for number in range(3):
            make(session, Made(f"B{number}", [finding(period("2026-06", "0.01"))]))
    with web.store.read() as session:
        assert whole(read_cells(session, None), "USD", "under").review == Decimal("90000000000.02")


def figure(text: str, title: str) -> str:
    found = re.search(rf"<h2>{title}</h2><p class=\"figure\">(.*?)</p>", text, re.DOTALL)
    assert found is not None
    return unescape(found[1]).strip()


def test_the_page_shows_the_sums_of_the_rows(web, client_of):
    with web.store.begin() as session:
        random_cases(session, 1, 40)
    with web.store.read() as session:
        hand = by_hand(session)
    for currency in ("USD", "EUR", "JPY", "KWD"):
        text = client_of("admin").get(f"/dashboard?currency={currency}").text
        under, over = hand[currency, "under"], hand[currency, "over"]
        claimed = under.recovered + under.pending + under.review
        assert figure(text, "Recovered") == money(under.recovered, currency)
        assert figure(text, "In review") == money(under.review, currency)
        assert figure(text, "Claimed") == money(claimed, currency)
        assert figure(text, "Lapsed") == money(under.lapsed, currency)
        assert figure(text, "Credits") == money(over.recovered, currency)


def test_a_person_with_some_accounts_sees_the_sums_of_those_alone(web, client_of):
    with web.store.begin() as session:
        make(session, Made("MINE", [finding(period("2026-06", "10.00"))]))
        make(session, Made("THEIRS", [finding(period("2026-06", "900.00"))]))
    text = client_of("analyst", accounts=["MINE"]).get("/dashboard").text
    assert figure(text, "In review") == "$10.00"
    assert "900" not in text
    assert "THEIRS" not in text


def test_a_dashboard_without_cases_says_what_to_do(client_of):
    text = client_of("analyst").get("/dashboard").text
    assert "Nothing to add up yet" in text
    for address in ("/contracts", "/billing", "/runs"):
        assert f'href="{address}"' in text
