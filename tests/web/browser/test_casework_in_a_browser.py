"""The specialist's hour in a real browser: the queue by keyboard, an amendment that reckons as one types."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from sqlmodel import select

from agent.decide import Decision
from agent.two_people import payload_of
from store.assignments import release
from store.cases import case_row
from store.decisions import approve_first, decision_of
from store.outbox import documents_of
from store.tables import CaseRow
from tests.web.cases.samples_run import (
    ASKS,
    LARGE,
    MIDDLE,
    SENT,
    SMALL,
    case_of,
    waiting,
    work_through,
)

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("cases")]


@pytest.fixture(scope="module")
def cases(site):
    """The samples, run through into the store of the server."""
    work_through(site.store, site.home.root)


@pytest.fixture(autouse=True)
def nobody_holds_it(site):
    """Who took a case in one test does not stand in the way of the next."""
    yield
    with site.store.begin() as session:
        for case_id in session.exec(select(CaseRow.case_id)).all():
            release(session, case_id)


def open_at(site, account):
    with site.store.read() as session:
        row = case_row(session, case_of(account))
        return row.status, row.version


def test_axe_finds_nothing_and_everything_fits(site, browser_page, axe, fits):
    addresses = [
        "/cases",
        "/cases?state=all&order=lapse",
        "/cases?q=nothing-like-it",
        f"/cases/{case_of(MIDDLE)}",
        f"/cases/{case_of(LARGE)}",
        f"/cases/{case_of(ASKS)}",
        f"/cases/{case_of(SENT)}?state=all",
        f"/cases/{case_of(MIDDLE)}/approve",
        f"/cases/{case_of(MIDDLE)}/reject",
        f"/cases/{case_of(MIDDLE)}/amend",
        f"/cases/{case_of(MIDDLE)}/amend?kind=cause",
        f"/cases/{case_of(MIDDLE)}/amend?kind=term",
    ]
    for size, dark in (("phone", True), ("desk", False), ("desk", True), ("wall", False)):
        page = browser_page("look@example.com", "specialist", size=size, dark=dark)
        for address in addresses:
            page.goto(address)
            axe(page)
            fits(page)


def test_the_queue_is_walked_by_keys(site, browser_page):
    page = browser_page("walk@example.com", "specialist")
    page.goto("/cases")
    page.keyboard.press("?")
    keys = page.get_by_role("dialog").inner_text()
    for words in ("Open the chosen case", "Take the chosen case", "To the next case", "Search"):
        assert words in keys
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="hidden")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    chosen = page.locator("tr.on")
    second = page.locator("tr[data-row]").nth(1).get_attribute("data-row")
    assert chosen.get_attribute("data-row") == second, "three down and one up"
    assert page.evaluate("document.activeElement.className") == "opens"
    page.keyboard.press("t")
    page.get_by_role("status").get_by_text("It is yours until").wait_for()
    page.wait_for_load_state()  # keys are heard from then on
    page.keyboard.press("/")
    page.locator("#f-q:focus").wait_for()
    page.keyboard.type("annual")
    page.wait_for_url(re.compile("q=annual"))
    page.wait_for_function("document.querySelectorAll('tr[data-row]').length === 1")
    page.keyboard.press("Escape")
    page.locator("#f-q:not(:focus)").wait_for()
    page.keyboard.press("j")
    page.locator("tr.on a.opens:focus").wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(case_of(LARGE)))
    page.keyboard.press("?")
    keys = page.get_by_role("dialog").inner_text()
    for words in ("Approve", "Amend", "Reject", "Take this case"):
        assert words in keys
    page.keyboard.press("Escape")


def test_an_amendment_is_reckoned_while_one_types(site, browser_page):
    """8,500.00 a month is read; 8,000.00 is typed: four periods at 1,800.00 are 7,200.00."""
    page = browser_page("typing@example.com", "specialist")
    page.goto(f"/cases/{case_of(MIDDLE)}")
    page.keyboard.press("m")
    page.wait_for_url(re.compile("/amend"))
    amount = page.get_by_label(re.compile("Enterprise Plan: missed escalation"))
    amount.fill("99999")
    page.get_by_text(re.compile("can be set between 0 and USD 9200.00")).wait_for()
    amount.fill("8,000.00")
    page.locator("#preview data[value='8000.00']").first.wait_for()
    page.keyboard.press("Escape")
    page.locator("#f-amount-1:not(:focus)").wait_for()
    page.keyboard.press("3")
    page.wait_for_url(re.compile("kind=term"))
    for option in page.locator("#f-term option").all():
        if "8,500.00" in option.inner_text():
            page.select_option("#f-term", option.get_attribute("value"))
    page.locator("input[name='was-set-flat_amount'][value='8500.00']").wait_for(state="attached")
    page.get_by_label("Fixed price").fill("8000.00")
    page.locator("#preview data[value='7200.00']").first.wait_for()
    assert "1,800.00" in page.locator("#preview").inner_text()
    assert open_at(site, MIDDLE) == ("waiting", 1), "nothing is decided by typing"
    page.get_by_label("Why, for those who read this later").fill("The page says 8,000")
    page.get_by_role("button", name="Approve with this change").click()
    page.wait_for_url(re.compile(r"/cases/(?!.*amend)"))
    assert "$7,200.00" in page.get_by_role("status").inner_text()
    assert open_at(site, MIDDLE) == ("done", 2)
    with site.store.read() as session:
        (sent,) = documents_of(session, case_of(MIDDLE), 2)
    assert sent.amount == Decimal("7200.00")


def test_a_case_is_rejected_by_keys(site, browser_page):
    page = browser_page("no@example.com", "specialist")
    page.goto(f"/cases/{case_of(ASKS)}")
    page.keyboard.press("x")
    page.get_by_role("heading", name="Reject this case").wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("heading", name="Reject this case").wait_for(state="detached")
    page.keyboard.press("x")
    page.get_by_role("heading", name="Reject this case").wait_for()
    page.keyboard.press("3")
    page.locator("input[name='ground'][value='corrected_already']:checked").wait_for()
    page.get_by_label("In words, for those who read this later").focus()
    page.keyboard.type("Done in October")
    page.keyboard.press("Tab")
    page.locator("#decision button:focus").wait_for()
    page.keyboard.press("Enter")
    page.get_by_role("status").get_by_text("Rejected.").wait_for()
    with site.store.read() as session:
        made = decision_of(session, case_of(ASKS), 1)
    assert made is not None
    assert (made.ground, made.reason) == ("corrected_already", "Done in October")


def test_two_browsers_at_one_case(site, browser_page):
    dana = browser_page("dana@example.com", "specialist")
    eli = browser_page("eli@example.com", "specialist")
    for page in (dana, eli):
        page.goto(f"/cases/{case_of(SMALL)}")
        page.keyboard.press("a")
        page.get_by_role("heading", name="Approve this case").wait_for()
    dana.locator("#decision button:focus").wait_for()
    eli.get_by_label("A note for those who read this later").fill("I rang them")
    dana.keyboard.press("Enter")
    dana.wait_for_url(re.compile(r"/cases/(?!.*g-5561)"))
    assert (
        "Approved. To billing: corrective invoice of £2,880.00"
        in dana.get_by_role("status").inner_text()
    )
    eli.get_by_role("button", name=re.compile("^Approve")).click()
    told = eli.get_by_role("alert")
    told.wait_for()
    assert "Dana approved version 1" in told.inner_text()
    assert "nothing was overwritten" in told.inner_text()
    assert "I rang them" in told.inner_text()
    with site.store.read() as session:
        made = session.exec(select(CaseRow).where(CaseRow.case_id == case_of(SMALL))).one()
        assert len(documents_of(session, made.case_id, made.version)) == 1


def test_a_large_one_is_approved_by_two_by_keys(site, browser_page):
    dana = browser_page("dana@example.com", "specialist")
    eli = browser_page("eli@example.com", "approver")
    dana.goto(f"/cases/{case_of(LARGE)}")
    dana.keyboard.press("a")
    dana.get_by_text("A second person must approve as well").wait_for()
    dana.locator("#decision button:focus").wait_for()
    dana.keyboard.press("Enter")
    dana.get_by_text(re.compile("needs a second, different person: it waits")).wait_for()
    eli.goto("/cases?state=second")
    eli.keyboard.press("j")
    eli.locator("tr.on a.opens:focus").wait_for()
    eli.keyboard.press("Enter")
    eli.get_by_text(re.compile("Dana approved it first")).wait_for()
    eli.wait_for_load_state()
    eli.keyboard.press("a")
    eli.get_by_role("heading", name="Approve as the second person").wait_for()
    eli.locator("#decision button:focus").wait_for()
    eli.keyboard.press("Enter")
    eli.wait_for_url(re.compile(r"/cases\?state=second"))
    with site.store.read() as session:
        made = decision_of(session, case_of(LARGE), 1)
    assert made is not None
    assert (made.decided_by, made.seconded_by) == ("dana@example.com", "eli@example.com")


def test_the_rest_is_approved_without_javascript(site, browser_page):
    page = browser_page("plain@example.com", "specialist", script=False)
    with site.store.begin() as session:  # so that one word more is enough for each that waits
        if case_row(session, case_of(LARGE)).status == "waiting":
            first = payload_of(Decision(case_of(LARGE), "approve"))
            approve_first(session, case_of(LARGE), 1, "dana@example.com", first)
    left = waiting(site.store)
    assert left, "something waits still"
    page.goto("/cases")
    page.locator("a.opens").first.click()
    for _ in range(left):
        page.get_by_role("link", name="Approve").click()
        page.get_by_role("button", name="Approve").click()
    page.wait_for_url(re.compile(r"/cases/?(\?.*)?$"))
    assert "Every case is decided." in page.get_by_role("main").inner_text()
    assert waiting(site.store) == 0
