"""Options that several commands share, each said once."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class ReaderOption(StrEnum):
    """Which readers read the contracts."""

    GRAMMAR = "grammar"
    MODEL = "model"
    BOTH = "both"


Store = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar="URL",
        envvar="RECOUP_STORE",
        help="The store [default: sqlite:///recoup.db, in the working directory].",
    ),
]
Json = Annotated[
    str | None,
    typer.Option(
        "--json",
        metavar="OUT",
        help="Write the result as JSON to this file; '-' is standard output, and then nothing else "
        "goes there.",
    ),
]
Reader = Annotated[
    ReaderOption | None,
    typer.Option(
        "--reader",
        help="grammar needs no model; model asks the one that OPENAI_API_KEY and RECOUP_MODEL name "
        "[default: both with a key, else grammar].",
    ),
]
Batch = Annotated[
    bool,
    typer.Option(
        "--batch",
        help="Ask the model through the Batch API: this command submits its questions, the same one "
        "again collects the answers.",
    ),
]
VerifyPages = Annotated[
    bool,
    typer.Option(
        "--verify-pages",
        help="Compare each page that a term rests on with its picture, by OCR (2 to 4 seconds a page); "
        "without this only pages that give a sign of doubt are compared.",
    ),
]
Outbox = Annotated[
    Path | None,
    typer.Option("--outbox", metavar="DIR", help="Where files for billing go [default: outbox/]."),
]
Memos = Annotated[
    Path | None,
    typer.Option("--memos", metavar="DIR", help="Where memos go [default: memos/]."),
]
Case = Annotated[
    str,
    typer.Argument(metavar="CASE", help="A case's id, its beginning, or the account."),
]
Day = Annotated[
    datetime | None,
    typer.Option(
        "--as-of",
        formats=["%Y-%m-%d"],
        metavar="DATE",
        help="The day on which the book stands, YYYY-MM-DD [default: today].",
    ),
]
