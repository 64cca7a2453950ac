"""`recoup demo`: the sample book, investigated in a folder of its own."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from app.commands.run import Asked, investigate, say
from app.output import console, to_people, write_json
from app.wrong_input import InputWrong

SAMPLES = Path(__file__).parents[2] / "samples"
AS_OF = date(2026, 11, 1)
"""The day on which the sample book stands, where its truth file does not say."""


def demo(folder: Path, out: str | None) -> None:
    """Run the sample book and name the memos."""
    book = SAMPLES / "book"
    if not (book / "accounts.csv").is_file():
        msg = f"the sample book is not at {book}: run recoup from its source folder"
        raise InputWrong(msg)
    folder.mkdir(parents=True, exist_ok=True)
    asked = Asked(
        book=book,
        as_of=_as_of(SAMPLES / "truth.json"),
        store=f"sqlite:///{folder / 'recoup.db'}",
        reader="grammar",
    )
    result = investigate(asked)
    write_json(out, result.body)
    if not to_people(out):
        return
    say(result)
    shown = console()
    shown.print("\nRead a memo:")
    for path in sorted(result.memos.glob("*.md")):
        shown.print(f"  {path}")
    shown.print(f"Look closer: recoup cases --store sqlite:///{folder / 'recoup.db'}")


def _as_of(truth: Path) -> date:
    if not truth.is_file():
        return AS_OF
    cases = json.loads(truth.read_text(encoding="utf-8")).get("cases", {})
    days = {case["as_of"] for case in cases.values() if case.get("as_of")}
    return date.fromisoformat(max(days)) if days else AS_OF
