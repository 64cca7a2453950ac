"""The commands of the web application: the server, and the people who may sign in."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from app.options import Json, Store


class RoleOption(StrEnum):
    """What a person does."""

    ANALYST = "analyst"
    SPECIALIST = "specialist"
    APPROVER = "approver"
    ADMIN = "admin"


Email = Annotated[str, typer.Argument(metavar="EMAIL", help="The person's e-mail address.")]
Roles = Annotated[
    list[RoleOption] | None,
    typer.Option("--role", help="What the person does; give it again for another role."),
]
Name = Annotated[str | None, typer.Option("--name", metavar="NAME", help="The person's name.")]
Accounts = Annotated[
    list[str] | None,
    typer.Option(
        "--account",
        metavar="ACCOUNT",
        help="The only account the person may see; give it again for another [default: all].",
    ),
]
HomeFolder = Annotated[
    Path | None,
    typer.Option(
        "--home",
        metavar="DIR",
        envvar="RECOUP_HOME",
        help="Where uploads and the book lie [default: recoup-home, beside the store].",
    ),
]
user = typer.Typer(help="The people who may sign in to the web application.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command()(serve)
    app.command()(work)
    app.add_typer(user, name="user", rich_help_panel=None)


def serve(
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", help="The address to listen on.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", metavar="PORT", min=0, max=65535, help="The port.")
    ] = 8000,
    store: Store = None,
    home: HomeFolder = None,
    no_worker: Annotated[
        bool,
        typer.Option("--no-worker", help="Start no worker: `recoup work` runs elsewhere."),
    ] = False,
) -> None:
    """Serve the web application, with a worker that reads and runs in the background."""
    from app.commands import serve as command

    command.serve(command.Asked(host, port, store, home, worker=not no_worker))


def work(store: Store = None, home: HomeFolder = None) -> None:
    """Work in the background for a server that runs without a worker."""
    from app.commands import serve as command

    command.work(store, home)


@user.command("add")
def add(
    email: Email,
    role: Roles = None,
    name: Name = None,
    account: Accounts = None,
    generate: Annotated[
        bool, typer.Option("--generate", help="Make a password up and print it.")
    ] = False,
    no_password: Annotated[
        bool, typer.Option("--no-password", help="The person signs in by single sign-on only.")
    ] = False,
    store: Store = None,
) -> None:
    """Let a person sign in; the first one has every role unless --role says otherwise."""
    from app.commands import user as command

    roles = [each.value for each in role or ()]
    command.add(command.Added(email, name, roles, account, generate, no_password), store)


@user.command("list")
def list_people(store: Store = None, out: Json = None) -> None:
    """List the people."""
    from app.commands import user as command

    command.list_people(store, out)


@user.command("set")
def set_person(
    email: Email,
    role: Roles = None,
    name: Name = None,
    account: Accounts = None,
    all_accounts: Annotated[
        bool, typer.Option("--all-accounts", help="Let the person see every account.")
    ] = False,
    store: Store = None,
) -> None:
    """Change a person's roles, name or accounts; what is not named stays."""
    from app.commands import user as command

    roles = [each.value for each in role or ()]
    command.change(command.Changed(email, name, roles, account, all_accounts), store)


@user.command("lock")
def lock(email: Email, store: Store = None) -> None:
    """Let a person sign in no longer; sessions and tokens end at once."""
    from app.commands import user as command

    command.set_active(email, store, active=False)


@user.command("unlock")
def unlock(email: Email, store: Store = None) -> None:
    """Let a person sign in again, also after too many wrong passwords."""
    from app.commands import user as command

    command.set_active(email, store, active=True)


@user.command("password")
def password(
    email: Email,
    generate: Annotated[
        bool, typer.Option("--generate", help="Make a password up and print it.")
    ] = False,
    store: Store = None,
) -> None:
    """Give a person a new password; every session ends."""
    from app.commands import user as command

    command.set_password(email, store, generate=generate)
