"""`python docs/screens.py`: the two pictures of the web application in the README, from the sample book.

A server is started over a store of its own in a temporary folder, and Chromium photographs two pages.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright
from sqlmodel import select

from app.load.__main__ import serving, signed_in
from app.load.filling import fill
from app.web.home import home_of
from app.web.security.cookies import SESSION, cookie_name
from app.web.settings import WebSettings
from store.store import Store
from store.tables import CaseRow
from store.web_tables import UploadRow

HERE = Path(__file__).parent
ACCOUNT = "A-4521"
SIZE = {"width": 1280, "height": 860}
CHROMIUM = os.environ.get("RECOUP_CHROMIUM") or shutil.which("chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
STILL = "new Promise(done => { let at = -1; (function look() { const now = document.documentElement.scrollTop + [...document.querySelectorAll('*')].reduce((sum, each) => sum + each.scrollTop, 0); if (now === at) done(); else { at = now; setTimeout(look, 250); } })(); })"
"""Resolves when nothing scrolls any more."""


def main() -> None:
    """Take both pictures."""
    with tempfile.TemporaryDirectory(prefix="recoup-screens-") as folder:
        settings = WebSettings(store=f"sqlite:///{folder}/recoup.db", home=Path(folder) / "home")
        store = Store.open(settings.store)
        fill(settings, store, home_of(settings, store), contracts=0, cases=0)
        with store.read() as session:
            case = session.exec(select(CaseRow).where(CaseRow.account_id == ACCOUNT)).one()
            papers = session.exec(select(UploadRow).where(UploadRow.account_id == ACCOUNT)).all()
        master = max(papers, key=lambda each: each.found.get("terms", 0))
        cookie = signed_in(store, "Dana Reyes").partition("=")[2]
        store.close()
        with serving(settings) as base, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            page = browser.new_page(base_url=base, viewport=SIZE)
            name = cookie_name(SESSION, secure=False)
            page.context.add_cookies([{"name": name, "value": cookie, "url": base}])
            page.goto(f"/cases/{case.case_id}")
            page.wait_for_load_state("networkidle")
            page.screenshot(path=HERE / "case-page.png")
            page.goto(f"/documents/{master.id}")
            page.wait_for_load_state("networkidle")
            page.get_by_role("link", name="page 2").last.click()
            page.wait_for_load_state("networkidle")
            page.evaluate(STILL)
            page.screenshot(path=HERE / "document-page.png")
            browser.close()


if __name__ == "__main__":
    main()
