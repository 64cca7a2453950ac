"""Which file of a book an uploaded file is: by its place in the archive, its name, else its first row.

Nothing of a name that comes from outside becomes a path but letters, digits, '-', '_' and '.'.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.web.uploading.archive import LeftOut

SINGLE = ("accounts.csv", "flagged.csv", "products.csv", "policy.toml")
LARGE = ("invoice_lines", "usage")
"""Kinds of rows that may come in several files, as CSV, Parquet or JSON Lines."""
ENDINGS = (".csv", ".parquet", ".jsonl")
STRIPE = (".json", ".jsonl", ".ndjson")
HEADS: tuple[tuple[str, frozenset[str]], ...] = (
    ("billing/invoice_lines", frozenset({"account_id", "invoice_id", "invoice_date", "amount"})),
    ("billing/usage", frozenset({"account_id", "product", "at", "quantity"})),
    ("products.csv", frozenset({"account_id", "contract_name", "billing_product"})),
    ("accounts.csv", frozenset({"account_id", "name", "currency"})),
    ("billing/subscriptions", frozenset({"account_id", "product", "unit_amount"})),
    ("flagged.csv", frozenset({"account_id", "reason"})),
    ("indices", frozenset({"month", "value"})),
)
"""Columns that tell a file whose name does not, the most telling first."""
_HEAD_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Came:
    """A file as it came: its name there, with folders, and where it lies."""

    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class Sorted:
    """Place in the book → file, and what is left out."""

    places: dict[str, Came]
    left_out: Sequence[LeftOut]

    @property
    def slots(self) -> set[str]:
        """What of a book these files are: each replaces the whole slot."""
        return {slot_of(place) for place in self.places}


def slot_of(place: str) -> str:
    """'billing/usage/2026-01.parquet' and 'billing/usage.csv' are both of 'billing/usage'."""
    parts = place.split("/")
    if parts[0] == "stripe":
        return "stripe"
    if parts[0] == "billing":
        return f"billing/{parts[1].partition('.')[0]}"
    return place


def sort_files(files: Iterable[Came]) -> Sorted:
    """Each file's place in the book."""
    by_slot: dict[str, list[Came]] = defaultdict(list)
    left_out: list[LeftOut] = []
    for each in files:
        slot = _slot(each)
        if isinstance(slot, LeftOut):
            left_out.append(slot)
        else:
            by_slot[slot].append(each)
    places: dict[str, Came] = {}
    for slot, came in by_slot.items():
        _place(slot, came, places, left_out)
    return Sorted(places, left_out)


def _place(
    slot: str, came: Sequence[Came], places: dict[str, Came], left_out: list[LeftOut]
) -> None:
    if slot in {"stripe", "indices"}:
        for each in came:
            places[_free(slot, _plain(each.name), places)] = each
        return
    if slot.removeprefix("billing/") in LARGE and len(came) > 1:
        for each in came:
            places[_free(slot, _plain(each.name), places)] = each
        return
    ending = "" if slot in SINGLE else Path(came[0].name).suffix.lower()
    places[f"{slot}{ending}"] = came[0]
    words = f"{came[0].name} is {slot} already, and a book has one of it."
    left_out += [LeftOut(each.name, words) for each in came[1:]]


def _free(folder: str, name: str, places: dict[str, Came]) -> str:
    stem, dot, ending = name.rpartition(".")
    place, number = f"{folder}/{name}", 1
    while place in places:
        number += 1
        place = f"{folder}/{stem}-{number}{dot}{ending}"
    return place


def _plain(name: str) -> str:
    """The last part of a name, of harmless letters, in lower case, with its ending."""
    last = name.replace("\\", "/").rpartition("/")[2].lower()
    stem, _, ending = last.rpartition(".")
    kept = re.sub(r"[^a-z0-9_-]+", "-", stem)[:80].strip("-") or "file"
    return f"{kept}.{re.sub(r'[^a-z]+', '', ending)}"


def _slot(file: Came) -> str | LeftOut:
    """The slot of a file, or why it has none."""
    parts = [part for part in file.name.replace("\\", "/").lower().split("/") if part]
    name = parts[-1] if parts else ""
    ending = Path(name).suffix
    folder = next((each for each in ("contracts", "stripe", "indices") if each in parts[:-1]), "")
    if folder == "contracts" or ending == ".pdf":
        return LeftOut(file.name, "Contracts are uploaded on their own page, and those there stay.")
    if folder:
        return (
            folder if ending in {"stripe": STRIPE, "indices": (".csv",)}[folder] else _unknown(file)
        )
    known = name if name in SINGLE else _by_name(parts)
    return known or _by_content(file, ending)


def _by_content(file: Came, ending: str) -> str | LeftOut:
    if ending == ".csv":
        return _by_head(file)
    return "stripe" if ending in STRIPE and _is_json(file.path) else _unknown(file)


def _by_name(parts: Sequence[str]) -> str:
    """'billing/usage' of 'usage.parquet', 'usage/2026-01.csv' and 'usage-2026-01.jsonl'; '' for others."""
    if not parts:
        return ""
    name, ending = parts[-1], Path(parts[-1]).suffix
    if name == "subscriptions.csv":
        return "billing/subscriptions"
    if ending not in ENDINGS:
        return ""
    for kind in LARGE:
        stem = name.removesuffix(ending)
        if kind in parts[:-1] or re.fullmatch(rf"{kind}([-_. ]?\(?[0-9][-_0-9]*\)?)?", stem):
            return f"billing/{kind}"
    return ""


def _by_head(file: Came) -> str | LeftOut:
    columns = _columns(file.path)
    for slot, needed in HEADS:
        if needed <= columns:
            return slot
    shown = ", ".join(sorted(columns))[:120] or "nothing"
    return LeftOut(
        file.name,
        f"Neither its name nor its first row ({shown}) says which file of a book it is: name it as in "
        "the list of files, such as accounts.csv or invoice_lines.csv.",
    )


def _columns(path: Path) -> set[str]:
    with path.open("rb") as file:
        text = file.read(_HEAD_BYTES).decode("utf-8-sig", "replace")
    try:
        first = next(csv.reader(text.splitlines()[:1]), [])
    except csv.Error:
        return set()
    return {cell.strip().lower() for cell in first}


def _is_json(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(_HEAD_BYTES).lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["}


def _unknown(file: Came) -> LeftOut:
    ending = Path(file.name).suffix.lower()
    if ending in {".xlsx", ".xls", ".ods"}:
        return LeftOut(file.name, "It is a spreadsheet: save each sheet as CSV UTF-8.")
    if ending == ".zip":  # a real one is opened before it comes here
        return LeftOut(file.name, "It is called a zip and is none: pack it again.")
    if ending in {".gz", ".7z", ".rar", ".tar", ".tgz"}:
        return LeftOut(file.name, "It is packed in a way that is not read here: pack it as a zip.")
    return LeftOut(file.name, "It is no file of a book.")
