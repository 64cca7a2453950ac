"""`python -m app.load`: each page's time with 10,000 contracts and 5,000 cases, beside an empty route's."""

from __future__ import annotations

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from fastapi import FastAPI
from rich.console import Console
from rich.table import Table
from sqlmodel import col, select

from app.load.asking import Timed, ask
from app.load.filling import fill
from app.web.home import home_of
from app.web.rights import ROLES
from app.web.security.cookies import SESSION, cookie_name
from app.web.settings import WebSettings
from store.people import add_person
from store.sign_ins import start_session
from store.store import Store
from store.tables import CaseRow, OutboxRow
from store.web_tables import UploadRow

EMPTY = "/empty"
MEDIAN, LATE = 0.150, 0.400
"""Seconds that are aimed at on a machine of two cores, and shown beside what was measured."""
PORT = 8767


def application() -> FastAPI:
    """The web application with an empty route beside it; a server process calls this."""
    from app.web.application import create_app

    app = create_app()

    def empty() -> dict[str, str]:
        return {}

    app.add_api_route(EMPTY, empty, include_in_schema=False)
    return app


def main() -> int:
    """Fill, serve, ask, and print the table. 0 when every page answered."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--contracts", type=int, default=10_000)
    parser.add_argument("--cases", type=int, default=5_000)
    parser.add_argument("--rate", type=int, default=20, help="requests a second")
    parser.add_argument("--each", type=int, default=30, help="requests of each kind of page")
    asked = parser.parse_args()
    console = Console()
    with tempfile.TemporaryDirectory(prefix="recoup-load-") as folder:
        settings = WebSettings(store=f"sqlite:///{folder}/recoup.db", home=Path(folder) / "home")
        store = Store.open(settings.store)
        console.print(f"filling a store: {asked.contracts:,} contracts, {asked.cases:,} cases")
        fill(settings, store, home_of(settings, store), asked.contracts, asked.cases)
        pages, cookie = pages_of(store), signed_in(store)
        store.close()
        with serving(settings) as base:
            headers = {"Cookie": cookie}
            asyncio.run(ask(base, pages, headers, (asked.rate, 2)))  # warm
            found = asyncio.run(ask(base, pages, headers, (asked.rate, asked.each)))
    console.print(_table(found, asked.rate))
    wrong = {each.name: each.wrong for each in found if each.wrong}
    for name, statuses in wrong.items():
        console.print(f"{name}: answered {sorted(set(statuses))}")
    return 1 if wrong else 0


def pages_of(store: Store) -> Mapping[str, Sequence[str]]:
    """Kind of page → addresses."""
    with store.read() as session:
        cases = session.exec(select(CaseRow.case_id).order_by(col(CaseRow.case_id))).all()[::97]
        rows = session.exec(select(UploadRow.id, UploadRow.account_id)).all()
        sent = session.exec(select(OutboxRow.id).order_by(col(OutboxRow.id))).all()[::53]
    originals = [name for name, _ in rows if "~" not in name]
    accounts = [account for _, account in rows if account and "~" not in account]
    last = max(1, len(rows) // 50)
    return {
        "an empty route": [EMPTY],
        "dashboard": ["/dashboard", "/dashboard?at=0.97"],
        "queue of cases": ["/cases", "/cases?state=all&page=40", "/cases?order=lapse&state=all"],
        "search in the queue": ["/cases?state=all&q=analytics", "/cases?state=all&q=inc"],
        "a case": [f"/cases/{each}" for each in cases],
        "contracts": ["/contracts", f"/contracts?page={last}"],
        "search in contracts": ["/contracts?q=order", "/contracts?status=ready&kind=amendment"],
        "a document": [f"/documents/{each}" for each in originals],
        "an account": [f"/accounts/{each}" for each in sorted(set(accounts))],
        "a page's picture, kept": [f"/documents/{originals[0]}/pages/1.png"],
        "outbox": ["/outbox", "/outbox?status=delivered&page=9"],
        "a document for billing": [f"/outbox/{each}" for each in sent],
        "billing data": ["/billing"],
        "product matches": ["/billing/products?state=all"],
        "runs": ["/runs"],
        "tables to take along": ["/exports"],
        "people": ["/people"],
        "settings": ["/settings"],
        "API, queue": ["/api/v1/cases?state=all"],
        "API, a case": [f"/api/v1/cases/{each}" for each in cases],
        "API, contracts": ["/api/v1/contracts"],
        "API, outbox": ["/api/v1/outbox"],
    }


def signed_in(store: Store, name: str = "Load") -> str:
    """A person with every role; the cookie of their session."""
    with store.begin() as session:
        person = add_person(session, "load@example.com", name, sorted(ROLES), by="load")
        value, _ = start_session(session, person, hours=1)
    return f"{cookie_name(SESSION, secure=False)}={value}"


@contextmanager
def serving(settings: WebSettings) -> Iterator[str]:
    """A server process over the store, until the block ends."""
    import httpx

    environment = {
        **os.environ,
        "RECOUP_STORE": settings.store,
        "RECOUP_HOME": str(settings.home),
        "RECOUP_SECURE_COOKIES": "false",
        "RECOUP_REQUESTS_A_MINUTE": "1000000",
    }
    command = [sys.executable, "-m", "uvicorn", "--factory", "app.load.__main__:application"]
    options = ["--port", str(PORT), "--log-level", "warning", "--no-access-log"]
    options += [
        "--timeout-keep-alive",
        "120",
    ]  # a connection is not closed just as it is used again
    server = subprocess.Popen([*command, *options], env=environment)  # noqa: S603 - our own words
    base = f"http://127.0.0.1:{PORT}"
    try:
        for _ in range(600):
            try:
                httpx.get(base + EMPTY, timeout=1)
                break
            except httpx.HTTPError:
                if server.poll() is not None:
                    raise SystemExit("the server ended before it answered") from None
                time.sleep(0.1)
        yield base
    finally:
        server.terminate()
        server.wait()


def _table(found: Sequence[Timed], rate: int) -> Table:
    floor = next(each for each in found if each.name == "an empty route")
    table = Table(title=f"pages at {rate} requests a second", title_justify="left")
    for name in ("page", "median ms", "95 % ms", "median ÷ empty", "within the aim"):
        table.add_column(name, justify="left" if name == "page" else "right")
    for each in found:
        fits = each.median <= MEDIAN and each.late <= LATE
        table.add_row(
            each.name,
            f"{each.median * 1000:.0f}",
            f"{each.late * 1000:.0f}",
            f"{each.median / floor.median:.1f}",
            "yes" if fits else "no",
        )
    return table


if __name__ == "__main__":
    sys.exit(main())
