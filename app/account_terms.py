"""The documents and terms of one account: from a book's contracts, or from a file of terms."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from app.opening import choose_readers, open_store
from app.output import progress
from app.wrong_input import InputWrong

if TYPE_CHECKING:
    from collections.abc import Mapping

    from agent.contracts import Folder, Outcome
    from billing.facts import Account
    from terms.contract import Extraction

SAMPLE_BOOK = Path(__file__).parents[1] / "samples" / "book"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose terms, and where they are looked for."""

    account: str
    book: Path | None = None
    """None: the working directory where that is a book, else the samples."""
    terms: Path | None = None
    """Take the terms from this file and read no contract."""
    reader: str | None = None
    store: str | None = None
    """Contracts that a run over this store has read already are not read again."""


@dataclass(frozen=True, slots=True)
class AccountTerms:
    """One account's terms."""

    account: str
    name: str
    currency: str | None
    extraction: Extraction


def account_terms(wanted: Wanted) -> AccountTerms:
    """The terms of the account. Raises InputWrong where there is no such account, or no contract of it."""
    if wanted.terms is not None and not wanted.terms.is_file():
        raise InputWrong(f"--terms {wanted.terms} is not a file")
    if wanted.terms is not None and wanted.book is None:
        return AccountTerms(
            wanted.account, wanted.account, None, _given(wanted.terms, wanted.account)
        )
    book = wanted.book or _default_book()
    known = _accounts(book)
    account = _named(wanted.account, known, book)
    if wanted.terms is not None:
        extraction = _given(wanted.terms, account.account_id)
    else:
        extraction = _read(book, account.account_id, known, wanted)
    return AccountTerms(account.account_id, account.name, account.currency, extraction)


def _default_book() -> Path:
    here = Path()
    if (here / "accounts.csv").is_file():
        return here
    if (SAMPLE_BOOK / "accounts.csv").is_file():
        return SAMPLE_BOOK
    raise InputWrong(
        "the working directory is no book (it holds no accounts.csv): name one with --book BOOK"
    )


def _accounts(book: Path) -> Mapping[str, Account]:
    """The accounts of a book, without its bills and usage."""
    from billing import rows
    from billing.book_reading import Reading
    from billing.errors import BookUnreadable

    if not (book / "accounts.csv").is_file():
        what = "holds no accounts.csv" if book.is_dir() else "is not a folder"
        raise BookUnreadable(f"--book {book} {what}: a book is a folder with accounts.csv in it")
    reading = Reading(book)
    sheet = reading.sheet("accounts.csv", ("account_id", "currency"))
    return {account.account_id: account for _, account in reading.facts(sheet, rows.account)}


def _named(account: str, known: Mapping[str, Account], book: Path) -> Account:
    """The account of that id, in any case of letters; else the only one of that name."""
    if account in known:
        return known[account]
    wanted = account.casefold()
    found = [
        each
        for each in known.values()
        if wanted in {each.account_id.casefold(), each.name.casefold()}
    ]
    if len(found) == 1:
        return found[0]
    raise InputWrong(f"{book} has no account {account!r}{_near(wanted, known)}")


def _near(wanted: str, known: Mapping[str, Account]) -> str:
    """': did you mean A-1 (Name)?', or the accounts that there are."""
    if not known:
        return ": its accounts.csv holds no account that can be read"
    folded = {
        name.casefold(): each for each in known.values() for name in (each.account_id, each.name)
    }
    held = [each for name, each in folded.items() if len(wanted) >= 3 and wanted in name]
    close = [folded[name] for name in get_close_matches(wanted, folded, 3, 0.6)]
    near = list({each.account_id: each for each in (*held, *close)}.values())[:3]
    if near:
        said = " or ".join(f"{each.account_id} ({each.name})" for each in near)
        return f": did you mean {said}?"
    some = list(known)[:8]
    more = f" and {len(known) - len(some)} more" if len(known) > len(some) else ""
    return f": it has {', '.join(some)}{more}"


def _given(path: Path, account: str) -> Extraction:
    from agent.given_terms import given_terms
    from terms.contract import Extraction

    return given_terms(path, [account]).get(account, Extraction())


def _read(book: Path, account: str, known: Mapping[str, Account], wanted: Wanted) -> Extraction:
    from agent.contracts import ReadingFailed, folder_of
    from billing.contracts_folder import contracts_of
    from billing.facts import AccountFacts

    unbilled = {name: AccountFacts(account=each) for name, each in known.items()}
    documents = contracts_of(book, unbilled)[0].get(account, ())
    if not documents:
        raise InputWrong(f"{account} has no contract: {book / 'contracts' / account} holds no PDF")
    outcome = _outcome(folder_of(book, account, documents), wanted)
    if isinstance(outcome, ReadingFailed):
        raise InputWrong(f"{account}: {outcome.words}")
    return outcome


def _outcome(folder: Folder, wanted: Wanted) -> Outcome:
    """As a run reads it: from the store, if it was read before; the store is not made for this."""
    from agent.contracts import extract_with, read_contracts
    from agent.corrections import corrected, corrections_of

    choice = choose_readers(wanted.reader)
    with progress() as tell:
        tell("reading contracts", 0, 1)
        if wanted.store is None and not Path("recoup.db").is_file():
            return extract_with(folder.named, choice)
        store = open_store(wanted.store, must_exist=True)
        outcome = read_contracts(store, [folder], choice, tell)[folder.account_id]
        return corrected(outcome, corrections_of(store, folder.account_id))
