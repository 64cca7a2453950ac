"""contracts/<account_id>/*.pdf: which documents belong to which account, and what is left over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from billing.facts import AccountFacts


def contracts_of(
    book: Path, accounts: Mapping[str, AccountFacts]
) -> tuple[dict[str, tuple[Path, ...]], tuple[str, ...]]:
    """Account → its PDFs in name order, and notes on what lies beside them or has no account."""
    root = book / "contracts"
    if not root.is_dir():
        return {}, ("contracts/ is not there: there is nothing to compare the bills with.",)
    found: dict[str, tuple[Path, ...]] = {}
    notes: list[str] = []
    for folder in _listed(root):
        name = f"contracts/{folder.name}"
        if not folder.is_dir():
            notes.append(f"{name} lies beside the accounts' folders and is not read.")
        elif folder.name not in accounts:
            notes.append(f"{name} has no row in accounts.csv and is not read.")
        else:
            found[folder.name] = tuple(path for path in _listed(folder) if _is_pdf(path))
            notes.extend(
                f"{name}/{path.name} is not a PDF and is not read."
                for path in _listed(folder)
                if not _is_pdf(path)
            )
    return {account: paths for account, paths in found.items() if paths}, tuple(notes)


def _listed(folder: Path) -> Iterator[Path]:
    paths = (path for path in folder.iterdir() if not path.name.startswith("."))
    yield from sorted(paths, key=lambda path: (path.name.casefold(), path.name))


def _is_pdf(path: Path) -> bool:
    return path.is_file() and path.suffix.lower() == ".pdf"
