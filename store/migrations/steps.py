"""Brings a store to the newest form when it is opened, and refuses one from the future."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from store.errors import StoreTooNew

HEAD = "0004"
"""The newest step. A test compares it with versions/."""
FOLDER = Path(__file__).parent


def migrate(engine: Engine) -> None:
    """Run the steps that the store lacks, in one transaction. Raises StoreTooNew."""
    with engine.begin() as connection:
        found = revision(connection)
        if found == HEAD:
            return
        if found is not None and found not in known_revisions():
            msg = (
                f"the store is of version {found} and this recoup knows versions up to {HEAD}: "
                "update recoup, or name another store with --store"
            )
            raise StoreTooNew(msg)
        _upgrade(connection)


def revision(connection: Connection) -> str | None:
    """The step a store is at; None for an empty store."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def known_revisions() -> list[str]:
    """Every step there is, by its file's first four characters."""
    return sorted(path.name[:4] for path in (FOLDER / "versions").glob("[0-9]*.py"))


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
