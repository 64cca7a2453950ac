"""Small books as files, zips of them, and zips that mean harm."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.web.context import Web
from app.work import jobs as kinds_of_work
from app.work.worker import Worker

ACCOUNTS = (
    "account_id,name,currency,timezone\nACME,Acme Ltd,USD,UTC\nBETA,Beta GmbH,EUR,Europe/Berlin\n"
)
LINES = (
    "account_id,invoice_id,invoice_date,due_date,status,line_id,product,kind,description,"
    "period_start,period_end,quantity,unit,unit_amount,amount,currency\n"
    "ACME,I-1,2026-07-01,2026-07-31,paid,1,Plan,charge,Plan,2026-07-01,2026-08-01,1,month,100.00,100.00,USD\n"
    "ACME,I-2,2026-08-01,2026-08-31,open,1,Plan,charge,Plan,2026-08-01,2026-09-01,1,month,100.00,100.00,USD\n"
    "BETA,I-3,2026-08-01,2026-08-31,open,1,Seat,charge,Seats,2026-08-01,2026-09-01,2,seat,20.00,40.00,EUR\n"
)
USAGE = "account_id,product,at,quantity,unit,event_id\nACME,Calls,2026-07-02,5,call,e1\nACME,Calls,soon,5,call,e2\n"
BOOK: Mapping[str, str] = {
    "accounts.csv": ACCOUNTS,
    "billing/invoice_lines.csv": LINES,
    "billing/usage.csv": USAGE,
}


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """A zip of these files."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in files.items():
            out.writestr(name, content)
    return made.getvalue()


def work(web: Web) -> int:
    """Let a worker do what waits, here; how many jobs it did."""
    worker, done = Worker(web.settings, web.store, web.home), 0
    while worker.step(kinds_of_work.kinds()):
        done += 1
    return done


def upload(client: Any, *files: tuple[str, str | bytes], scope: str = "whole") -> str:
    """Upload files; the address of their page."""
    answer = client.post(
        "/billing/upload",
        files=[("files", each) for each in files],
        data={"scope": scope},
    )
    assert answer.status_code == 303, answer.text
    address: str = answer.headers["location"]
    return address


def take(
    client: Any, web: Web, files: Mapping[str, str | bytes] = BOOK, scope: str = "whole"
) -> Any:
    """Upload a zip, have it read, take it over."""
    address = upload(client, ("book.zip", zipped(files)), scope=scope)
    work(web)
    return client.post(f"{address}/take-over")


def names_in(folder: Path) -> set[str]:
    """The files of a folder, relative to it, without contracts."""
    found = {each.relative_to(folder).as_posix() for each in folder.rglob("*") if each.is_file()}
    return {each for each in found if not each.startswith("contracts/")}
