"""The folder of a seller's files: uploads under random names, and the book that runs read.

home/files/<random>      what was uploaded, byte for byte; never served, never a path from a person
home/book/               the book as `recoup run` reads it: *.csv, policy.toml, contracts/ACCOUNT/FILE.pdf
home/outbox, home/memos  what runs and decisions write
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.web.settings import WebSettings
from store.store import Store


@dataclass(frozen=True, slots=True)
class Home:
    """Where things lie."""

    root: Path

    @property
    def files(self) -> Path:
        """Uploads, by their random ids."""
        return self.root / "files"

    @property
    def book(self) -> Path:
        """The book."""
        return self.root / "book"

    @property
    def contracts(self) -> Path:
        """A folder an account."""
        return self.book / "contracts"

    @property
    def outbox(self) -> Path:
        """Files for billing."""
        return self.root / "outbox"

    @property
    def memos(self) -> Path:
        """Memos."""
        return self.root / "memos"

    @property
    def pictures(self) -> Path:
        """Drawn pages, kept so that they are drawn once."""
        return self.root / "pictures"


def home_of(settings: WebSettings, store: Store) -> Home:
    """The home of this application, made where it is missing."""
    home = Home((settings.home or store.folder / "recoup-home").resolve())
    for folder in (home.files, home.contracts, home.outbox, home.memos, home.pictures):
        folder.mkdir(parents=True, exist_ok=True)
    return home
