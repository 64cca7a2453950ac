"""The command line: options are read here, the work is in app/commands, a file a command.

Nothing heavy is imported before a command runs, so that `recoup --help` answers at once.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from app.cli_deciding import register
from app.cli_web import register as register_web
from app.options import Batch, Day, Json, Memos, Outbox, Reader, Store, VerifyPages

app = typer.Typer(
    name="recoup",
    help="Finds revenue that contracts promise and billing forgot, and drafts the recovery with the "
    "clause that proves it.\n\nStart with: recoup demo",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
evaluate = typer.Typer(
    help="Score an output against what is known to be right.", no_args_is_help=True
)
app.add_typer(evaluate, name="eval", rich_help_panel=None)


@app.command()
def demo(
    folder: Annotated[
        Path, typer.Option("--folder", metavar="DIR", help="Where the demo's files go.")
    ] = Path("demo"),
    out: Json = None,
) -> None:
    """Investigate the sample book: every account, from contract to memo."""
    from app.commands import demo as command

    command.demo(folder, out)


@app.command()
def extract(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="The documents of one customer, PDF.")
    ],
    out: Json = None,
    page: Annotated[
        Path | None,
        typer.Option(
            "--html",
            metavar="OUT.html",
            help="Write a page that shows the terms beside the contracts' pages, each marked where it "
            "stands.",
        ),
    ] = None,
    reader: Reader = None,
    verify_pages: VerifyPages = False,
    batch: Batch = False,
    differing: Annotated[
        bool,
        typer.Option(
            "--differences",
            help="Show only where readers differ: what each says, side by side, with its words.",
        ),
    ] = False,
) -> None:
    """Read contracts into terms, each with the words it rests on."""
    from app.commands import extract as command

    command.extract(
        files,
        out,
        reader.value if reader else None,
        page,
        verify_pages=verify_pages,
        batch=batch,
        differing=differing,
    )


@app.command()
def run(  # noqa: PLR0913, PLR0917 - each argument is an option of the command
    book: Annotated[Path, typer.Argument(metavar="BOOK", help="The folder that holds the book.")],
    as_of: Day = None,
    out: Json = None,
    terms: Annotated[
        Path | None,
        typer.Option(
            "--terms", metavar="FILE", help="Take the terms from FILE and read no contract."
        ),
    ] = None,
    reader: Reader = None,
    verify_pages: VerifyPages = False,
    batch: Batch = False,
    store: Store = None,
    outbox: Outbox = None,
    memos: Memos = None,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="End with 1 if anything was found.")
    ] = False,
) -> None:
    """Check what was billed against the contracts, a case an account."""
    from app.commands import run as command

    command.run(
        command.Asked(
            book=book,
            as_of=as_of.date() if as_of else None,
            out=out,
            terms=terms,
            reader=reader.value if reader else None,
            verify_pages=verify_pages,
            batch=batch,
            store=store,
            outbox=outbox,
            memos=memos,
            exit_code=exit_code,
        )
    )


@app.command()
def reconcile(
    book: Annotated[Path, typer.Argument(metavar="BOOK", help="The folder that holds the book.")],
    as_of: Day = None,
    out: Json = None,
    terms: Annotated[
        Path | None,
        typer.Option(
            "--terms", metavar="FILE", help="Take the terms from FILE and read no contract."
        ),
    ] = None,
    reader: Reader = None,
    store: Store = None,
    engine: Annotated[
        str | None,
        typer.Option(
            "--engine",
            metavar="URL",
            envvar="RECOUP_ENGINE",
            help="The SQL engine for usage and invoice lines [default: DuckDB, in this process, for "
            "large files].",
        ),
    ] = None,
) -> None:
    """Lay each stage beside the next: usage, rated, billed, collected."""
    from app.commands import reconcile as command

    command.reconcile(
        command.Asked(
            book=book,
            as_of=as_of.date() if as_of else None,
            out=out,
            terms=terms,
            reader=reader.value if reader else None,
            store=store,
            engine=engine,
        )
    )


@app.command()
def terms(  # noqa: PLR0913, PLR0917 - each argument is an option of the command
    account: Annotated[
        str, typer.Argument(metavar="ACCOUNT", help="An account's id, or its whole name.")
    ],
    on: Annotated[
        datetime | None,
        typer.Option(
            "--on",
            formats=["%Y-%m-%d"],
            metavar="DATE",
            help="The day, YYYY-MM-DD [default: today].",
        ),
    ] = None,
    book: Annotated[
        Path | None,
        typer.Option(
            "--book",
            metavar="BOOK",
            help="The folder that holds the book [default: the working directory where it is one, "
            "else the samples].",
        ),
    ] = None,
    given: Annotated[
        Path | None,
        typer.Option(
            "--terms", metavar="FILE", help="Take the terms from FILE and read no contract."
        ),
    ] = None,
    timeline: Annotated[
        bool, typer.Option("--timeline", help="Show every stretch of time, not one day.")
    ] = False,
    reader: Reader = None,
    store: Store = None,
    out: Json = None,
) -> None:
    """Show which terms are in force on a day, since when, and which paper decides."""
    from app.account_terms import Wanted
    from app.commands import terms as command

    command.terms(
        command.Asked(
            wanted=Wanted(account, book, given, reader.value if reader else None, store),
            on=on.date() if on else None,
            timeline=timeline,
            out=out,
        )
    )


register(app)
register_web(app)


Truth = Annotated[Path, typer.Argument(metavar="TRUTH", help="What is right (truth.json).")]
Output = Annotated[Path, typer.Argument(metavar="OUT", help="What recoup wrote with --json.")]


Against = Annotated[
    Path | None,
    typer.Option(
        "--against",
        metavar="OTHER_OUT",
        help="Say what is better and worse than in this earlier output.",
    ),
]
FailIfWorse = Annotated[
    bool,
    typer.Option(
        "--fail-if-worse",
        help="With --against: end with 1 if a number of the whole is worse than it was.",
    ),
]


@evaluate.command("extraction")
def eval_extraction(
    truth: Truth,
    output: Output,
    against: Against = None,
    fail_if_worse: FailIfWorse = False,
    out: Json = None,
) -> None:
    """Score the terms of `recoup extract`, alone or beside an earlier output."""
    from app.commands import evaluate as command

    command.extraction(command.Asked(truth, output, out, against, fail_if_worse))


@evaluate.command("cases")
def eval_cases(
    truth: Truth,
    output: Output,
    against: Against = None,
    fail_if_worse: FailIfWorse = False,
    out: Json = None,
) -> None:
    """Score the cases of `recoup run`, alone or beside an earlier output."""
    from app.commands import evaluate as command

    command.cases(command.Asked(truth, output, out, against, fail_if_worse))


@evaluate.command("agent")
def eval_agent(
    scenarios: Annotated[
        int, typer.Option("--scenarios", metavar="N", min=1, help="How many accounts to make up.")
    ] = 300,
    seed: Annotated[
        int, typer.Option("--seed", metavar="S", help="The same seed gives the same accounts.")
    ] = 2,
    html: Annotated[
        Path | None,
        typer.Option("--html", metavar="OUT", help="Write a report with plots to this file."),
    ] = None,
    out: Json = None,
) -> None:
    """Score whole cases on made-up accounts: what is found, what is sent, and how sure rightly."""
    from app.commands import evaluate as command

    command.agent(command.AgentAsked(scenarios, seed, html, out))


def main(arguments: list[str] | None = None) -> None:
    """Run the command line. Exits with 0, with 1 (findings, where asked), or 2 (the input is wrong)."""
    from app.wrong_input import said_in_a_line

    with said_in_a_line():
        app(arguments)


if __name__ == "__main__":
    main()
