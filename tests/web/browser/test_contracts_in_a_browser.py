"""Contracts as people see them: files dropped, read in the background, terms beside their marks."""

from __future__ import annotations

import re

import pytest

from tests.work.papers import order_form, with_open_passage

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def papers(tmp_path_factory):
    folder = tmp_path_factory.mktemp("papers")
    return [
        order_form(folder / "order-1.pdf", 1),
        order_form(folder / "order-2.pdf", 2),
        with_open_passage(folder / "services.pdf"),
    ]


def read(page, name):
    """The list once a paper is read, without a reload by hand."""
    row = page.get_by_role("row").filter(has_text=name)
    row.get_by_text("read", exact=True).wait_for(timeout=90_000)
    return row


def upload(page, papers, account):
    page.goto("/contracts")
    form = page.locator("#upload")
    if form.get_attribute("open") is None:
        form.locator("summary").first.click()
    if page.locator("details.new-account").get_attribute("open") is None:
        page.get_by_text("A new account").click()
    page.get_by_label("Id, as billing has it").fill(account)
    page.get_by_text(f"Makes a new account: {account}.").wait_for()
    page.get_by_label("PDFs, or a zip of them").set_input_files([str(each) for each in papers])
    page.get_by_role("button", name="Upload and read").click()


def test_two_papers_are_uploaded_read_and_their_terms_marked(browser_page, papers):
    page = browser_page("ana@example.com", "analyst")
    upload(page, papers[:2], "wharf")
    page.get_by_text("2 files are taken, now being read.").wait_for()
    for name in ("order-1.pdf", "order-2.pdf"):
        read(page, name)
    page.get_by_role("link", name="Order Form No. 1").click()
    page.wait_for_url(re.compile("/documents/"))
    picture = page.get_by_alt_text("Page 1 of order-1.pdf")
    assert picture.evaluate("it => it.decode().then(() => it.naturalWidth)") > 600
    card = page.locator("[data-card]").filter(has_text="120.00").first
    key = card.get_attribute("data-card")
    card.click(position={"x": 10, "y": 10})
    mark = page.locator(f".mark[data-cards~='{key}']").first
    assert "on" in mark.get_attribute("class")
    other = page.locator(".marks .tag").last
    other.click()
    shown = other.get_attribute("data-cards").split(" ")[0]
    assert "on" in page.locator(f"[data-card='{shown}']").get_attribute("class")
    assert "on" not in card.get_attribute("class") or shown == key


def test_a_price_is_corrected_and_a_passage_filled_in(browser_page, papers):
    page = browser_page("ana@example.com", "analyst")
    upload(page, papers[2:], "quay")
    read(page, "services.pdf")
    page.get_by_role("link", name=re.compile("Services Agreement")).first.click()
    card = page.locator("[data-card]").filter(has_text="900.00").first
    card.get_by_role("link", name="Correct").click()
    page.get_by_label("Fixed price", exact=True).fill("950.00")
    page.get_by_label("Why").fill("the signed copy says so")
    page.get_by_role("button", name="Keep the correction").click()
    page.wait_for_url(re.compile("/documents/"))
    told = re.compile(
        r"Corrected by Ana on .*: fixed price \$950\.00, was \$900\.00 \(the signed copy says so\)\."
    )
    page.locator(".card").get_by_text(told).wait_for()
    page.get_by_role("link", name=re.compile("Say what it states")).click()
    page.get_by_label("It states").select_option("escalation")
    page.get_by_role("button", name="Show its fields").click()
    page.get_by_label("How it rises", exact=True).select_option("fixed")
    page.get_by_label("Percent", exact=True).fill("0")
    page.get_by_role("button", name="Take the term in").click()
    page.wait_for_url(re.compile("/documents/"))
    assert "Read from a passage that no reader understood by Ana" in (
        page.locator(".terms").inner_text()
    )


def test_without_javascript_a_term_and_its_mark_lead_to_each_other(browser_page, papers):
    page = browser_page("ana@example.com", "analyst", script=False)
    page.goto("/contracts?account=wharf")
    page.get_by_role("link", name="Order Form No. 1").click()
    card = page.locator("[data-card]").first
    card.locator("a.to-mark").first.click()
    page.wait_for_url(re.compile(r"#p\d+m\d+$"))
    anchor = page.url.rpartition("#")[2]
    assert page.locator(f"#{anchor}").get_attribute("class").startswith("mark")
    page.locator(".marks .tag").first.click(force=True)
    page.wait_for_url(re.compile(r"#[tu]\d+$"))
    assert page.locator(f"#{page.url.rpartition('#')[2]}").get_attribute("data-card")


@pytest.mark.parametrize("size", ["phone", "desk", "wall"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_nothing_is_wrong_with_the_pages_at_any_size(browser_page, axe, fits, size, dark):
    page = browser_page("ana@example.com", "analyst", size=size, dark=dark)
    page.goto("/contracts?account=quay")
    document = page.get_by_role("link", name=re.compile("Services Agreement")).first
    where = document.get_attribute("href")
    for address in ("/contracts", "/accounts/quay", where, f"{where}/remove"):
        page.goto(address)
        fits(page)
        axe(page)
    page.goto(where)
    for edit in (page.locator("a.edit").first, page.locator("a.edit").last):
        address = edit.get_attribute("href")
        page.goto(address)
        fits(page)
        axe(page)
        page.goto(where)
    page.goto("/contracts?account=quay")
    page.get_by_label("Account", exact=True).first.fill("nobody of that name")
    page.get_by_text("There is no account").wait_for()
    fits(page)
    axe(page)


def test_what_was_typed_and_chosen_stays_when_the_account_is_not_known(browser_page, papers):
    page = browser_page("ana@example.com", "analyst")
    page.goto("/contracts?account=wharf")
    page.get_by_text("Goes to wharf.").wait_for()
    account = page.get_by_label("Account", exact=True).first
    account.fill("wharves")
    page.get_by_text("There is no account 'wharves'").wait_for()
    page.get_by_label("PDFs, or a zip of them").set_input_files([str(papers[2])])
    page.get_by_role("button", name="Upload and read").click()
    page.locator("#f-upload-account:focus").wait_for()
    assert account.input_value() == "wharves"
    assert page.locator("#f-files").evaluate("it => it.files.length") == 1
    account.fill("WHARF")
    page.get_by_role("button", name="Upload and read").click()
    page.get_by_text("now being read").wait_for()


def test_without_javascript_an_error_keeps_what_was_typed(browser_page, papers):
    page = browser_page("ana@example.com", "analyst", script=False)
    page.goto("/contracts?account=wharf")
    page.get_by_label("Account", exact=True).first.fill("wharves")
    page.get_by_label("PDFs, or a zip of them").set_input_files([str(papers[2])])
    page.get_by_role("button", name="Upload and read").click()
    page.locator("#e-account").get_by_text("There is no account 'wharves'").wait_for()
    assert page.get_by_label("Account", exact=True).first.input_value() == "wharves"
