"""How results leave: JSON to a file or to standard output, tables for people, progress on stderr.

Text from contracts and books is printed without control characters (a terminal obeys them) and
without rich's markup.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.wrong_input import InputWrong

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

STANDARD_OUTPUT = "-"


def to_people(out: str | None) -> bool:
    """Whether standard output is for people: not where it holds JSON."""
    return out != STANDARD_OUTPUT


def write_json(out: str | None, body: Any) -> None:
    """Write JSON where it was asked for: a file, standard output, or nowhere."""
    if out is None:
        return
    text = json.dumps(body, ensure_ascii=False, indent=2) + "\n"
    if out == STANDARD_OUTPUT:
        sys.stdout.write(text)
        return
    from billing.delivery_files import write_whole

    try:
        write_whole(Path(out), text)
    except OSError as error:
        msg = f"--json {out}: cannot be written ({error.strerror or error})"
        raise InputWrong(msg) from error


def console() -> Console:
    """Standard output, for people."""
    from rich.console import Console

    return Console(highlight=False, markup=False, emoji=False, soft_wrap=not sys.stdout.isatty())


def say_aside(text: str) -> None:
    """A sentence on standard error, which leaves standard output to the result."""
    sys.stderr.write(f"{text}\n")


def plain(text: str) -> str:
    """Text without control characters, which a terminal would obey."""
    return "".join(
        letter if letter.isprintable() or letter in "\n\t" else "\N{REPLACEMENT CHARACTER}"
        for letter in text
    )


def table(*columns: tuple[str, str]) -> Table:
    """An empty table: (title, 'left' or 'right') a column."""
    from rich import box
    from rich.table import Table

    made = Table(box=box.SIMPLE, pad_edge=False)
    for title, side in columns:
        made.add_column(title, justify="right" if side == "right" else "left", overflow="fold")
    return made


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """A bar on standard error while work goes on: call it with what, done, total."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    error_console = Console(stderr=True)
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=error_console,
        transient=True,
        disable=not error_console.is_terminal,
    ) as bar:
        tasks: dict[str, Any] = {}

        def tell(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=total)
            bar.update(tasks[what], completed=done, total=total)

        yield tell
