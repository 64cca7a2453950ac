"""Draws docs/demo.svg, the table of cases in the README, from the JSON of a run.

.venv/bin/recoup demo --json demo.json && .venv/bin/python docs/picture.py demo.json
"""

from __future__ import annotations

import json
import re
import sys
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import MONOKAI

from app.case_table import case_table, totals_in_words

WIDTH = 118


def draw(body: dict[str, list[dict[str, object]]]) -> str:
    """The cases and totals of a run as an SVG that needs no font from elsewhere."""
    console = Console(record=True, width=WIDTH, file=StringIO(), force_terminal=True)
    console.print(case_table(body["cases"]))
    for line in totals_in_words(body["totals"]):
        console.print(line)
    svg = console.export_svg(title="recoup demo", theme=MONOKAI, unique_id="demo")
    without_fonts = re.sub(r"@font-face\s*\{.*?\}", "", svg, flags=re.DOTALL)
    without_notes = re.sub(r"<!--.*?-->", "", without_fonts, flags=re.DOTALL)
    return re.sub(r"\n\s*\n+", "\n", without_notes)


if __name__ == "__main__":
    run = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    Path(__file__).with_name("demo.svg").write_text(draw(run), encoding="utf-8")
