"""Where billing data lies while it is not the book yet, and where the book was that it replaced."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.web.home import Home

TOP = (
    "accounts.csv",
    "flagged.csv",
    "products.csv",
    "policy.toml",
    "billing",
    "stripe",
    "indices",
)
"""What a book holds beside its contracts, which stay whatever is taken over."""


@dataclass(frozen=True, slots=True)
class Staged:
    """The folder of one upload."""

    root: Path

    @property
    def incoming(self) -> Path:
        """The files as they came, under random names."""
        return self.root / "incoming"

    @property
    def unpacked(self) -> Path:
        """What archives among them held."""
        return self.root / "unpacked"

    @property
    def book(self) -> Path:
        """The book as it would be."""
        return self.root / "book"

    @property
    def accounts(self) -> Path:
        """Its accounts, for when it is taken over."""
        return self.root / "accounts.json"


def staged(home: Home, upload_id: str) -> Staged:
    """The folder of an upload. Raises ValueError for what is no id: it becomes part of a path."""
    if not upload_id.isalnum():
        msg = f"{upload_id!r} is no id of an upload"
        raise ValueError(msg)
    return Staged(home.root / "staging" / upload_id)


def has_book(home: Home) -> bool:
    """Whether there is billing data that a run can work on."""
    return (home.book / "accounts.csv").is_file() or (home.book / "stripe").is_dir()


def former(home: Home) -> Path:
    """The files that the last taking over replaced."""
    return home.root / "former-book"


def journal(home: Home) -> Path:
    """What is being taken over: written before the first file is moved, gone after the last."""
    return home.root / "taking-over.json"
