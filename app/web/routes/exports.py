"""/exports: cases with their months, and the outbox, as Excel and CSV, by the filters of their pages."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import Literal

from fastapi import APIRouter, HTTPException, Request
from starlette.background import BackgroundTask
from starlette.responses import FileResponse, HTMLResponse, Response, StreamingResponse

from app.web.billing_data.outbox import asked_of as outbox_asked
from app.web.casework.asked import asked_of
from app.web.casework.queue import order_of, read_queue
from app.web.context import Exporter, Person, Web, WebDep, page
from app.web.exports.about import about_table
from app.web.exports.apart import FROM_CASES, Wanted, write_cases, write_cases_apart
from app.web.exports.cases import case_table, finding_table, month_table
from app.web.exports.delivered import document_table, line_table
from app.web.exports.flat import as_csv
from app.web.exports.tables import Table
from app.web.exports.workbook import write_workbook
from store.store import Store

router = APIRouter()
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_CASES = 20_000
TABLES: dict[str, Callable[[Store, Sequence[str]], Table]] = {
    "cases": case_table,
    "findings": finding_table,
    "months": month_table,
}


@router.get("/exports")
def exports(request: Request, web: WebDep, person: Exporter) -> HTMLResponse:
    """What can be taken along."""
    asked = asked_of({"state": "all", **request.query_params})
    with web.store.read() as session:
        queue = read_queue(session, person, asked)
    return page(request, "exports.html.j2", asked=asked, total=queue.total, counts=queue.counts)


def _ids(web: Web, person: Person, request: Request) -> list[str]:
    asked = asked_of(request.query_params)
    with web.store.read() as session:
        ids = order_of(session, person, asked)
    if len(ids) > MOST_CASES:
        words = f"{len(ids):,} cases are more than the {MOST_CASES:,} that go into one file: set a filter."
        raise HTTPException(422, words)
    return ids


def _told(person: Person, request: Request, count: str) -> dict[str, str]:
    filters = ", ".join(f"{name}: {value}" for name, value in request.query_params.items() if value)
    return {
        "Taken along by": person.email,
        "On": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "Filters": filters or "those of the page as it opens",
        "Accounts": "all" if person.accounts is None else "those that this person may see",
        "Holds": count,
    }


@router.get("/exports/cases.xlsx")
def cases_workbook(request: Request, web: WebDep, person: Exporter) -> Response:
    """Cases, findings and months, a sheet each."""
    ids = _ids(web, person, request)
    wanted = Wanted(ids, _told(person, request, f"{len(ids):,} cases"), person.name)

    def write(path: Path) -> None:
        if len(ids) < FROM_CASES:
            write_cases(web.store, path, wanted)
        else:
            write_cases_apart(web.settings.store, path, wanted)

    return _workbook(web, "cases", write)


@router.get("/exports/{subject}.csv")
def cases_csv(
    request: Request,
    web: WebDep,
    person: Exporter,
    subject: Literal["cases", "findings", "months", "outbox", "outbox-lines"],
) -> Response:
    """One table as CSV."""
    if subject in TABLES:
        table = TABLES[subject](web.store, _ids(web, person, request))
    else:
        made = document_table if subject == "outbox" else line_table
        table = made(web.store, person.accounts, outbox_asked(request.query_params))
    return StreamingResponse(
        as_csv(table), media_type="text/csv; charset=utf-8", headers=_saved_as(f"{subject}.csv")
    )


@router.get("/exports/outbox.xlsx")
def outbox_workbook(request: Request, web: WebDep, person: Exporter) -> Response:
    """Documents and their lines."""
    asked = outbox_asked(request.query_params)

    def write(path: Path) -> None:
        tables = [
            document_table(web.store, person.accounts, asked),
            line_table(web.store, person.accounts, asked),
            about_table(dict(_told(person, request, "the outbox"))),
        ]
        write_workbook(path, tables, "recoup: outbox", person.name)

    return _workbook(web, "outbox", write)


def _workbook(web: Web, name: str, write: Callable[[Path], None]) -> Response:
    """A workbook as a download; its file is gone when it is sent."""
    folder = Path(mkdtemp(prefix="export-", dir=web.home.root))
    path = folder / f"{name}.xlsx"

    def clear() -> None:
        path.unlink(missing_ok=True)
        folder.rmdir()

    try:
        write(path)
    except subprocess.SubprocessError as error:
        clear()
        words = (
            "The workbook could not be written: set a filter, so that it holds less, and try again."
        )
        raise HTTPException(503, words) from error
    except BaseException:
        clear()
        raise
    named = f"{name}-{datetime.now(UTC):%Y-%m-%d}.xlsx"
    return FileResponse(
        path, media_type=XLSX, headers=_saved_as(named), background=BackgroundTask(clear)
    )


def _saved_as(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}
