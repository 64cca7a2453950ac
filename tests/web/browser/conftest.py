"""A real server with its worker on a home of its own, and a real browser that looks at it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from app.web.home import Home, home_of
from app.web.security.cookies import SESSION
from app.web.settings import WebSettings
from store.people import add_person, person_by_email
from store.sign_ins import start_session
from store.store import Store

CHROMIUM = os.environ.get("RECOUP_CHROMIUM") or shutil.which("chromium") or ""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]
SIZES = {"phone": (360, 740), "desk": (1280, 800), "wall": (2560, 1440)}


@dataclass
class Site:
    """The server: where it is, and its store for a look behind the pages."""

    settings: WebSettings
    store: Store
    home: Home
    url: str = ""
    port: int = 0
    process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """As a person starts it: `recoup serve`. A second start listens where the first did."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "app.cli", "serve", "--port", str(self.port)],
            env={
                **os.environ,
                "RECOUP_STORE": self.settings.store,
                "RECOUP_HOME": str(self.settings.home),
                "RECOUP_READER": "grammar",
            },
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stderr is not None
        said = []
        for line in self.process.stderr:
            said.append(line)
            found = re.search(r"http://[^:]+:(\d+)", line)
            if found:
                self.url, self.port = found[0], int(found[1])
                break
        assert self.url, f"the server did not start: {''.join(said)}"
        # nobody reads on: a full pipe must not stop the server
        threading.Thread(target=self.process.stderr.read, daemon=True).start()

    def stop(self) -> None:
        """As a person stops it."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """As the power does: server and worker, in the middle of whatever they are at."""
        assert self.process is not None
        listed = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(self.process.pid)],
            capture_output=True,
            text=True,
            check=False,
        )
        self.process.kill()
        for pid in listed.stdout.split():
            os.kill(int(pid), signal.SIGKILL)
        self.process.wait()

    def person(
        self,
        email: str,
        *roles: str,
        accounts: Iterable[str] | None = None,
        password: str | None = None,
    ) -> str:
        """Somebody who may sign in; their session's cookie. A second call is another browser."""
        from app.web.security.passwords import hash_password

        hashed = hash_password(password) if password else None
        with self.store.begin() as session:
            row = person_by_email(session, email) or add_person(
                session,
                email,
                email.partition("@")[0].title(),
                roles,
                accounts=accounts,
                password=hashed,
                by="tests",
            )
            value, _ = start_session(session, row, hours=1)
        return value


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server of this file's own, on an empty store."""
    folder = tmp_path_factory.mktemp("site")
    settings = WebSettings(store=f"sqlite:///{folder / 'recoup.db'}", home=folder / "home")
    store = Store.open(settings.store)
    with store.begin() as session:
        add_person(session, "root@example.com", "Root", ["admin"], by="tests")
    made = Site(settings, store, home_of(settings, store))
    made.start()
    yield made
    made.stop()
    store.close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Debian's own Chromium; `make test-web` installs it."""
    from playwright.sync_api import sync_playwright

    if not CHROMIUM:
        pytest.skip("chromium is not installed: `make test-web` says how")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def browser_page(site: Site, chromium: Any) -> Iterator[Callable[..., Any]]:
    """`browser_page("ann@example.com", "analyst", size="phone", dark=True)`; no e-mail: nobody.

    Whatever the page's own policy refuses, and every error of a script, fails the test.
    """
    contexts, wrong = [], []

    def opened(
        email: str = "",
        *roles: str,
        size: str = "desk",
        dark: bool = False,
        script: bool = True,
        accounts: Iterable[str] | None = None,
    ) -> Any:
        width, height = SIZES[size]
        context = chromium.new_context(
            base_url=site.url,
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
            accept_downloads=True,
        )
        context.set_default_timeout(60_000)  # reached by nothing that works, even on a busy machine
        contexts.append(context)
        if email:
            value = site.person(email, *(roles or ("analyst",)), accounts=accounts)
            context.add_cookies([{"name": SESSION, "value": value, "url": site.url}])
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))
        page.on(
            "console",
            lambda said: (
                wrong.append(f"{page.url}: {said.text}")
                if "Content Security Policy" in said.text
                else None
            ),
        )
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not wrong, "\n".join(wrong)


@pytest.fixture
def axe() -> Callable[[Any], None]:
    """`axe(page)`: fails with what axe-core finds against WCAG 2.2 AA, and where."""
    from axe_playwright_python.sync_playwright import Axe

    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

    def look(page: Any) -> None:
        found = Axe().run(page, options={"runOnly": tags, "resultTypes": ["violations"]})
        said = [
            f"{each['id']} ({each['impact']}): {each['help']}\n"
            + "\n".join(
                f"    {node['html'][:160]}\n        {' '.join(node['failureSummary'].split())[:300]}"
                for node in each["nodes"][:5]
            )
            for each in found.response["violations"]
        ]
        assert not said, f"{page.url}\n" + "\n".join(said)

    return look


@pytest.fixture
def fits() -> Callable[[Any], None]:
    """`fits(page)`: nothing is wider than the window (tables scroll within themselves)."""

    def look(page: Any) -> None:
        over = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert over <= 0, f"{page.url} is {over} px wider than {page.viewport_size}"

    return look
