"""Writes docs/cli.md from the commands' own help: `python -m app.help_page > docs/cli.md`."""

from __future__ import annotations

import sys

COMMANDS = (
    (),
    ("demo",),
    ("extract",),
    ("run",),
    ("terms",),
    ("cases",),
    ("show",),
    ("decide",),
    ("outbox",),
    ("audit", "verify"),
    ("audit", "case"),
    ("learn",),
    ("graph",),
    ("eval", "extraction"),
    ("eval", "cases"),
    ("serve",),
    ("work",),
    ("user", "add"),
    ("user", "list"),
    ("user", "set"),
    ("user", "lock"),
    ("user", "unlock"),
    ("user", "password"),
)
WIDTH = "90"
HEAD = """# The command line

This page is written by `python -m app.help_page > docs/cli.md`; a test compares the two.

- Exit codes: 0 fine; 1 something was found or got worse, where `run --exit-code` or `eval … --fail-if-worse` asked; 2 the
  input is wrong, with one line on standard error that says what and where.
- `--json OUT` writes the result as JSON; `--json -` writes it to standard output, and then nothing else goes there.
  Progress goes to standard error.
- The store is one SQLite file, `recoup.db` in the working directory, or what `--store URL` or `RECOUP_STORE` names. Memos go to
  `memos/` and files for billing to `outbox/`, beside the store.
- A second `recoup run` over the same book reads no contract again and opens no case twice; it says what changed. A run
  that was killed goes on where it stopped when it is started again.
"""


def page() -> str:
    """The page's text."""
    from typer.testing import CliRunner

    from app.cli import app

    runner = CliRunner()
    parts = [HEAD]
    for command in COMMANDS:
        environment = {"COLUMNS": WIDTH, "TERMINAL_WIDTH": WIDTH, "NO_COLOR": "1"}
        result = runner.invoke(app, [*command, "--help"], prog_name="recoup", env=environment)
        name = " ".join(("recoup", *command))
        lines = "\n".join(line.rstrip() for line in result.output.strip("\n").splitlines())
        parts.append(f"## {name}\n\n```\n{lines}\n```\n")
    return "\n".join(parts)


if __name__ == "__main__":
    sys.stdout.write(page())
