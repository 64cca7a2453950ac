"""A large workbook written in a process of its own, so that pages are answered meanwhile.

`python -m app.web.exports.apart`: what is wanted comes as JSON on standard input.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.web.exports.about import about_table
from app.web.exports.cases import case_table, finding_table, month_table
from app.web.exports.workbook import write_workbook
from store.store import Store

FROM_CASES = 300
"""Cases from which a workbook is written apart."""
SECONDS = 300


@dataclass(frozen=True, slots=True)
class Wanted:
    """A workbook of cases."""

    ids: Sequence[str]
    told: Mapping[str, str]
    author: str


def write_cases(store: Store, path: Path, wanted: Wanted) -> None:
    """The workbook of cases, here."""
    tables = [
        case_table(store, wanted.ids),
        finding_table(store, wanted.ids),
        month_table(store, wanted.ids),
        about_table(dict(wanted.told)),
    ]
    write_workbook(path, tables, "recoup: cases", wanted.author)


def write_cases_apart(url: str, path: Path, wanted: Wanted) -> None:
    """The same in another process. Raises subprocess's errors where it fails or takes too long."""
    asked = {
        "store": url,
        "path": str(path),
        "ids": list(wanted.ids),
        "told": dict(wanted.told),
        "author": wanted.author,
    }
    subprocess.run(
        [sys.executable, "-m", "app.web.exports.apart"],
        input=json.dumps(asked).encode(),
        check=True,
        timeout=SECONDS,
        capture_output=True,
    )


def main() -> None:
    """Write what standard input asks for."""
    asked = json.load(sys.stdin)
    store = Store.open(asked["store"])
    wanted = Wanted(asked["ids"], asked["told"], asked["author"])
    write_cases(store, Path(asked["path"]), wanted)


if __name__ == "__main__":
    main()
