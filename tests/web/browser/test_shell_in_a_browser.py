"""The shell as people see it: signing in, light and dark, keys, every size; axe-core finds nothing."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

pytestmark = pytest.mark.browser
PASSWORD = "seven brown kettles hum"  # the password of a made-up person


def test_a_person_signs_in_and_out(site, browser_page):
    site.person("kim@example.com", "analyst", password=PASSWORD)
    page = browser_page()
    page.goto("/me")
    assert "/sign-in?next=" in page.url
    page.get_by_label("E-mail address").fill("kim@example.com")
    page.get_by_label("Password").fill("not it at all, no")
    page.get_by_role("button", name="Sign in").click()
    assert "do not go together" in page.get_by_role("alert").inner_text()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(re.compile("/me$"))
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(re.compile("/sign-in$"))
    assert "signed out" in page.get_by_role("status").inner_text()
    page.goto("/me")
    assert "/sign-in" in page.url


def test_signing_in_works_without_javascript(site, browser_page):
    site.person("lee@example.com", "analyst", password=PASSWORD)
    page = browser_page(script=False)
    page.goto("/sign-in?next=/me")
    page.get_by_label("E-mail address").fill("lee@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(re.compile("/me$"))


def test_the_choice_of_dark_is_kept(browser_page):
    page = browser_page("dora@example.com", "analyst")
    page.goto("/me")
    with page.expect_response(re.compile("/theme")):
        page.get_by_role("button", name="Light or dark").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.goto("/me")
    assert page.locator("html").get_attribute("data-theme") == "dark"
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert max(int(each) for each in re.findall(r"\d+", ground)) < 64


def test_a_question_mark_lists_the_keys_and_two_keys_lead_on(browser_page):
    page = browser_page("keys@example.com", "admin")
    page.clock.install()
    page.goto("/me")
    page.keyboard.press("?")
    assert "People" in page.get_by_role("dialog").inner_text()
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="hidden")
    page.clock.pause_at(
        datetime.now(UTC) + timedelta(hours=1)
    )  # the two keys count as one after another
    page.keyboard.press("g")
    page.keyboard.press("p")
    page.wait_for_url(re.compile("/people$"))


def test_keys_can_be_switched_off(browser_page):
    page = browser_page("nokeys@example.com", "admin")
    page.goto("/me")
    page.keyboard.press("?")
    page.get_by_label("Single keys do something on this machine").uncheck()
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="hidden")
    page.keyboard.press("g")
    page.keyboard.press("p")
    page.keyboard.press("?")  # this one is heard all the same, after the two
    page.get_by_role("dialog").wait_for()
    assert page.url.endswith("/me")


@pytest.mark.parametrize("size", ["phone", "desk", "wall"])
@pytest.mark.parametrize("dark", [False, True])
def test_every_page_of_the_shell_is_within_reach(site, browser_page, axe, fits, size, dark):
    page = browser_page("ruth@example.com", "admin", "analyst", size=size, dark=dark)
    for path in ("/people", "/me", "/nowhere"):
        page.goto(path)
        fits(page)
        axe(page)
    page.goto("/people")
    page.get_by_role("link", name="Root").click()
    page.wait_for_url(re.compile("/people/."))
    fits(page)
    axe(page)
    nobody = browser_page(size=size, dark=dark)
    nobody.goto("/sign-in")
    fits(nobody)
    axe(nobody)


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_the_first_day_every_way_says_what_to_do(browser_page, axe, fits, size):
    """With an empty store: every entry of the navigation opens, fits and has a heading."""
    page = browser_page(
        "first@example.com", "analyst", "specialist", "approver", "admin", size=size
    )
    page.goto("/dashboard")
    ways = page.locator("nav.ways a").evaluate_all("all => all.map(each => each.pathname)")
    assert len(ways) == 8
    for way in ways:
        answer = page.goto(way)
        assert answer.status == 200, way
        assert page.locator("h1").count() == 1, way
        fits(page)
        axe(page)


def test_the_keyboard_reaches_the_content_first_and_everything_shows_its_focus(browser_page):
    page = browser_page("tab@example.com", "admin")
    page.goto("/people")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    for _ in range(30):
        outline = page.evaluate(
            "(() => { const s = getComputedStyle(document.activeElement);"
            " return [document.activeElement.tagName, s.outlineStyle, s.outlineWidth]; })()"
        )
        if outline[0] in {"BODY", "MAIN"}:
            break
        assert outline[1] == "solid", outline
        assert outline[2] == "3px", outline
        page.keyboard.press("Tab")


def test_a_refused_part_of_a_page_is_said_and_not_swallowed(site, browser_page):
    page = browser_page("part@example.com", "analyst")
    page.goto("/me")
    page.evaluate("htmx.ajax('GET', '/people', {target: '#main', swap: 'innerHTML'})")
    page.get_by_role("alert").wait_for()
    assert "rule over people" in page.get_by_role("alert").inner_text()
    assert page.locator("h1").inner_text() == "Part"  # and the page stays as it was
