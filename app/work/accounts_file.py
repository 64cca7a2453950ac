"""The book's accounts.csv has a row for each account that has contracts, or runs would pass it over."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from store.tables import AccountRow

COLUMNS = ("account_id", "name", "currency", "timezone")


def in_a_book(book: Path, account_id: str) -> bool:
    """Whether the file has a row for the account."""
    return any(row_of.get("account_id", "").strip() == account_id for row_of in _rows(book)[1])


def _rows(book: Path) -> tuple[list[str], list[dict[str, str]]]:
    file = book / "accounts.csv"
    text = file.read_text(encoding="utf-8-sig", errors="replace") if file.is_file() else ""
    rows = csv.DictReader(io.StringIO(text))
    names = [name.strip() for name in rows.fieldnames or ()]
    found = [
        {
            (name or "").strip(): value or ""
            for name, value in row.items()
            if isinstance(value, str | None)
        }
        for row in rows
    ]
    return names, found


def has_its_row(book: Path, account: AccountRow) -> None:
    """Add the account's row where the file has none. What stands in the file is left as it is."""
    file = book / "accounts.csv"
    text = file.read_text(encoding="utf-8-sig", errors="replace") if file.is_file() else ""
    columns, _ = _rows(book)
    if columns and "account_id" not in columns:
        return  # not ours to mend: the run's quarantine says what is wrong with it
    if in_a_book(book, account.account_id):
        return
    made = io.StringIO()
    writer = csv.DictWriter(made, columns or COLUMNS, extrasaction="ignore", restval="")
    if not columns:
        writer.writeheader()
    writer.writerow(
        {
            "account_id": account.account_id,
            "name": account.name,
            "currency": account.currency,
            "timezone": account.timezone,
        }
    )
    whole = f"{text}{'' if not text or text.endswith(chr(10)) else chr(10)}{made.getvalue()}"
    part = file.with_name(".accounts.csv.part")
    part.write_text(whole, encoding="utf-8", newline="")
    part.replace(file)
