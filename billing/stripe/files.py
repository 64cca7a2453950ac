"""stripe/*.json as raw objects with their place: list objects, pages, bare lists, or JSON Lines.

The number of an object is its place in the file's list, or its line where the file is JSON Lines.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn

from billing.book_reading import Reading
from billing.facts import Quarantined

FOLDER = "stripe"
SET_ASIDE = "The object is in quarantine."
_SUFFIXES = frozenset({".json", ".jsonl", ".ndjson"})


def files_in(book: Path) -> list[Path]:
    """The files of the Stripe source, in name order; none where the folder is not there."""
    folder = book / FOLDER
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.suffix.lower() in _SUFFIXES)


def objects_in(path: Path, reading: Reading) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each object of a file with its number; what is broken goes to the quarantine, what is cut off to the notes."""
    file = f"{FOLDER}/{path.name}"
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = f"The file cannot be read as UTF-8 text ({error}): export it again."
        reading.quarantine.append(Quarantined(file, 1, reason))
        return
    for number, raw in _flat(file, list(_values(file, text, reading)), reading):
        if isinstance(raw, dict):
            yield number, raw
        else:
            reason = f"'{str(raw)[:40]}' stands where an object should. {SET_ASIDE}"
            reading.quarantine.append(Quarantined(file, number, reason))


def _values(file: str, text: str, reading: Reading) -> Iterator[tuple[int, Any]]:
    """The file's one value, else one a line."""
    try:
        yield 1, _parsed(text)
    except (ValueError, RecursionError) as error:
        whole = error
    else:
        return
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    found: list[tuple[int, Any]] = []
    broken: list[Quarantined] = []
    for number, line in lines:
        try:
            value = _parsed(line)
        except (ValueError, RecursionError) as error:
            reason = f"The line is not JSON ({_where(error)}): it may be cut off. {SET_ASIDE}"
            broken.append(Quarantined(file, number, reason))
        else:
            found.append((number, value))
    if any(isinstance(value, dict) for _, value in found):
        reading.quarantine += broken
        yield from found
        return
    reason = f"The file is neither JSON nor JSON Lines ({_where(whole)}): it may be cut off. Export it again."
    reading.quarantine.append(Quarantined(file, 1, reason))


def _where(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg.lower()} at line {error.lineno}, character {error.colno}"
    return str(error)[:80] or type(error).__name__


def _parsed(text: str) -> Any:
    return json.loads(text, parse_float=Decimal, parse_constant=_refused)


def _refused(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number of JSON")


def _flat(file: str, values: list[tuple[int, Any]], reading: Reading) -> Iterator[tuple[int, Any]]:
    """The objects of lists, pages and lines; of pages one after another only the last can be cut off."""
    several = len(values) > 1
    count = 0
    pages = 0
    last: dict[str, Any] | None = None
    for number, value in values:
        for each in value if isinstance(value, list) else [value]:
            if not _is_page(each):
                count += 1
                yield (number if several else count), each
                continue
            pages += 1
            last = each
            for inner in each["data"]:
                count += 1
                yield (number if several else count), inner
    if last is not None and (last.get("has_more") or last.get("next_page_url")):
        reading.notes.append(_cut_off(file, last, count))


def _is_page(value: Any) -> bool:
    if not isinstance(value, dict) or not isinstance(value.get("data"), list):
        return False
    return value.get("object") == "list" or "object" not in value


def _cut_off(file: str, page: dict[str, Any], count: int) -> str:
    data = page["data"]
    last = data[-1].get("id") if data and isinstance(data[-1], dict) else None
    total = page.get("total_count")
    of = f" of {total}" if isinstance(total, int) else ""
    after = f"; the next page begins after {last} (starting_after={last})" if last else ""
    return (
        f"{file} ends before its list does (has_more is true): it holds {count}{of} objects{after}. "
        "What is on the later pages is missing from every comparison: export all pages."
    )
