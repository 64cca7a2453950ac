"""The command line of those who decide: cases, memos, decisions, the outbox, the audit trail."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from app.options import Case, Json, Memos, Outbox, Store

audit = typer.Typer(
    help="The trail of every fact, decision and delivery: whether it is whole, and what it tells.",
    no_args_is_help=True,
)


class ActionOption(StrEnum):
    """What a specialist decides."""

    APPROVE = "approve"
    AMEND = "amend"
    REJECT = "reject"


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    for command in (cases, show, decide, outbox, graph, learn):
        app.command()(command)
    app.add_typer(audit, name="audit", rich_help_panel=None)


def cases(
    store: Store = None,
    out: Json = None,
    waiting: Annotated[
        bool, typer.Option("--waiting", help="Only cases that wait for a decision.")
    ] = False,
) -> None:
    """List the cases: amounts, routes, and who waits for a decision."""
    from app.commands import cases as command

    command.cases(store, out, waiting=waiting)


def show(
    case: Case,
    html: Annotated[
        Path | None,
        typer.Option(
            "--html",
            metavar="OUT.html",
            help="Write the memo as one HTML file, each clause cut from its page, with a draft letter.",
        ),
    ] = None,
    pdf: Annotated[
        Path | None,
        typer.Option("--pdf", metavar="OUT.pdf", help="Write the same as a PDF."),
    ] = None,
    letter: Annotated[
        Path | None,
        typer.Option(
            "--letter",
            metavar="OUT.md",
            help="Write the draft of a letter to the customer as Markdown.",
        ),
    ] = None,
    store: Store = None,
    out: Json = None,
) -> None:
    """Show a case's memo, or write it as HTML or PDF for those who sign it."""
    from app.commands import show as command

    command.show(case, store, out, command.Papers(html, pdf, letter))


def decide(  # noqa: PLR0913, PLR0917 - each argument is an option of the command
    case: Case,
    action: Annotated[
        ActionOption, typer.Argument(metavar="ACTION", help="approve, amend or reject.")
    ],
    reason: Annotated[
        str, typer.Option("--reason", metavar="TEXT", help="Why, for those who read it later.")
    ] = "",
    because: Annotated[
        str,
        typer.Option(
            "--because",
            metavar="GROUND",
            help="For reject: misread, agreed_otherwise, corrected_already, billed_right, disputed, "
            "goodwill or other; --reason says it in words.",
        ),
    ] = "",
    amount: Annotated[
        list[str] | None,
        typer.Option(
            "--amount",
            metavar="FINDING=VALUE",
            help="For amend: what finding 1, 2, … is to recover; at most what was found.",
        ),
    ] = None,
    cause: Annotated[
        list[str] | None,
        typer.Option(
            "--cause",
            metavar="FINDING=CAUSE",
            help="For amend: another cause of a finding; only one that gives what was billed.",
        ),
    ] = None,
    term: Annotated[
        str,
        typer.Option(
            "--term", metavar="ID", help="For amend: the term that was read wrongly, with --set."
        ),
    ] = "",
    setting: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="FIELD=VALUE",
            help="What a field of the term is: unit_amount=95.00, tiers.0.up_to=500. The account is "
            "rated again, and every later run uses it.",
        ),
    ] = None,
    preview: Annotated[
        bool, typer.Option("--preview", help="Show what the decision would do, and decide nothing.")
    ] = False,
    version: Annotated[
        int | None,
        typer.Option("--version", help="The version that you looked at; refused if it moved on."),
    ] = None,
    by: Annotated[
        str, typer.Option("--by", metavar="NAME", envvar="USER", help="Who decides.")
    ] = "",
    book: Annotated[
        Path | None,
        typer.Option(
            "--book",
            metavar="BOOK",
            help="For amend: the book, if it is not where the run found it.",
        ),
    ] = None,
    store: Store = None,
    outbox: Outbox = None,
    memos: Memos = None,
    out: Json = None,
) -> None:
    """Decide a case that waits: approve it, amend it (an amount, a cause, a term), or reject it."""
    from app.commands import decide as command

    command.decide(
        command.Asked(
            case=case,
            action=action.value,
            reason=reason,
            ground=because,
            amounts=amount or [],
            causes=cause or [],
            term=term,
            settings=setting or [],
            preview=preview,
            version=version,
            by=by,
            book=book,
            store=store,
            outbox=outbox,
            memos=memos,
            out=out,
        )
    )


def outbox(store: Store = None, out: Json = None) -> None:
    """List what goes to billing."""
    from app.commands import outbox as command

    command.outbox(store, out)


def graph() -> None:
    """Draw the steps of a case, as Mermaid text."""
    from app.commands import graph as command

    command.graph()


def learn(
    store: Store = None,
    out: Json = None,
    rows: Annotated[
        Path | None,
        typer.Option(
            "--rows",
            metavar="OUT.jsonl",
            help="Write what was seen of each decided case and whether its memo was right, a line a "
            "case.",
        ),
    ] = None,
    refit: Annotated[
        Path | None,
        typer.Option(
            "--refit",
            metavar="OUT.json",
            help="Fit the calibration to the decided cases, and write it if it foretells them better.",
        ),
    ] = None,
    adopt: Annotated[
        bool,
        typer.Option(
            "--adopt",
            help="Fit it as --refit does, and weigh by it from now on if it foretells them better.",
        ),
    ] = False,
    put_back: Annotated[
        bool,
        typer.Option(
            "--put-back", help="Weigh by the calibration that comes with the program again."
        ),
    ] = False,
    by: Annotated[
        str, typer.Option("--by", metavar="NAME", help="Who takes it up: the audit trail says so.")
    ] = "",
) -> None:
    """Say how often memos were right, by cause, from what specialists decided."""
    from app.commands import learn as command

    command.learn(command.Asked(store, out, rows, refit, adopt, put_back, by))


@audit.command("verify")
def audit_verify(
    store: Store = None,
    out: Json = None,
    head: Annotated[
        str | None,
        typer.Option(
            "--head",
            metavar="ROWS:HASH",
            help="The head that an earlier check printed and you kept: shows what was cut off or "
            "written anew since.",
        ),
    ] = None,
) -> None:
    """Check that no row of the trail was changed, removed, moved or cut off. Exits 1 if one was."""
    from app.commands import audit as command

    command.verify(store, out, head)


@audit.command("case")
def audit_case(case: Case, store: Store = None, out: Json = None) -> None:
    """Tell the story of a case, from its documents to its delivery."""
    from app.commands import audit as command

    command.case(case, store, out)
