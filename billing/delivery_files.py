"""The files of a document for billing: JSON for an import, CSV for a clerk, each whole or not at all."""

from __future__ import annotations

import csv
import io
import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

COLUMNS = (
    "document_id",
    "action",
    "account_id",
    "product",
    "description",
    "period_start",
    "period_end",
    "quantity",
    "unit_amount",
    "amount",
    "currency",
    "cause",
    "clause",
    "corrects_invoices",
    "case_id",
)
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet reads a cell that begins so as a formula (OWASP, CSV injection)."""


def as_csv(document: Mapping[str, Any]) -> str:
    """The lines of a document (its JSON) as CSV for an import; no cell can act as a formula."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for line in document["lines"]:
        row = {
            **{name: line[name] for name in COLUMNS if name in line},
            "document_id": document["document_id"],
            "action": document["action"],
            "account_id": document["account_id"],
            "case_id": document["case_id"],
            "unit_amount": line["amount"],
            "corrects_invoices": " ".join(line["corrects_invoices"]),
        }
        writer.writerow({name: inert(str(value)) for name, value in row.items()})
    return out.getvalue()


def inert(cell: str) -> str:
    """The cell's text, with an apostrophe before it where a spreadsheet would run it as a formula."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


def write_files(folder: Path, document: Mapping[str, Any]) -> tuple[Path, Path]:
    """Write `<id>.json` and `<id>.csv`, each whole or not at all; writing again changes nothing."""
    name = document["document_id"]
    as_text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    paths = folder / f"{name}.json", folder / f"{name}.csv"
    write_whole(paths[0], as_text)
    write_whole(paths[1], as_csv(document))
    return paths


def withdraw_files(folder: Path, document_id: str) -> None:
    """Take a cancelled document's files away, where its delivery was cut off half-way."""
    for ending in ("json", "csv"):
        (folder / f"{document_id}.{ending}").unlink(missing_ok=True)


def write_whole(path: Path, text: str) -> None:
    """Write a file atomically: a temporary neighbour, flushed to disk, then renamed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
