"""While a book is read: its accounts so far, and each row that reads or goes to the quarantine."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar

from billing.cells import CellUnreadable, Row
from billing.csv_rows import IN_QUARANTINE, Sheet, read_sheet
from billing.facts import Account, Quarantined, UnreadRow

Anything = TypeVar("Anything")

MOST_STRAYS = 20
"""With more lines of unknown accounts the book was made for some of a seller's accounts only."""

Seen = dict[object, tuple[str, int]]
"""The file and row in which each identity was first."""


@dataclass(slots=True)
class Reading:
    """What is gathered while a book is read."""

    path: Path
    accounts: dict[str, Account] = field(default_factory=dict)
    quarantine: list[Quarantined] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    near: dict[str, str] = field(default_factory=dict)
    unread: dict[str, list[UnreadRow]] = field(default_factory=dict)
    """By account, its rows that could not be read."""
    strays: list[UnreadRow] = field(default_factory=list)
    """Invoice lines of accounts that the book does not hold: they may be a known one's."""

    def sheet(self, file: str, required: Sequence[str]) -> Sheet:
        """A CSV file of the book; its broken rows are in the quarantine already."""
        sheet = read_sheet(self.path, file, required)
        self.quarantine += sheet.quarantine
        self.notes += sheet.notes
        for row in sheet.broken:
            self._keep_unread(file, row)
        return sheet

    def refuse(self, file: str, row: Row, reason: str) -> None:
        """Put a row into the quarantine."""
        self.quarantine.append(Quarantined(file, row.number, f"{reason}. {IN_QUARANTINE}"))

    def facts(
        self, sheet: Sheet, read: Callable[[Row], Anything]
    ) -> Iterator[tuple[Row, Anything]]:
        """Each row that `read` accepts, with what it gives; the others go to the quarantine."""
        for row in sheet.rows:
            try:
                yield row, read(row)
            except CellUnreadable as fault:
                self.refuse(sheet.file, row, str(fault))
                self._keep_unread(sheet.file, row)

    def _keep_unread(self, file: str, row: Row) -> None:
        account_id, product = row.text("account_id") or "", row.text("product") or ""
        if account_id in self.accounts:
            unread = UnreadRow(file, row.number, product)
            self.unread.setdefault(account_id, []).append(unread)
        elif product:
            try:
                start = row.day("period_start")
            except CellUnreadable:
                return
            if start is not None:
                self.strays.append(UnreadRow(file, row.number, product, stray_on=start))

    def unread_in(self, account_id: str, stem: str) -> tuple[UnreadRow, ...]:
        """An account's rows in the files of one kind that could not be read, and what nobody owns."""
        own = [each for each in self.unread.get(account_id, ()) if each.file.startswith(stem)]
        strays = self.strays if len(self.strays) <= MOST_STRAYS else ()
        return (*own, *(each for each in strays if each.file.startswith(stem)))

    def known(self, row: Row) -> str:
        """The row's account. Raises CellUnreadable where accounts.csv does not hold it."""
        account_id = row.needed("account_id")
        if account_id not in self.accounts:
            raise CellUnreadable(self._unknown(account_id))
        return account_id

    def _unknown(self, account_id: str) -> str:
        if account_id not in self.near:
            close = _nearest(account_id, self.accounts)
            self.near[account_id] = f" (is it {close}?)" if close else ""
        return (
            f"'account_id' is '{account_id[:60]}', which accounts.csv does not hold"
            f"{self.near[account_id]}"
        )

    def once(
        self,
        sheet: Sheet,
        read: Callable[[Row], Anything],
        identity: Callable[[Anything], tuple[object, str] | None],
        seen: Seen | None = None,
    ) -> Iterator[Anything]:
        """The facts of a sheet; what has the identity of an earlier row goes to the quarantine.

        `seen` carries the identities from one sheet to the next, where several hold rows of a kind.
        """
        seen = {} if seen is None else seen
        for row, fact in self.facts(sheet, read):
            if (twice := identity(fact)) is not None:
                here = sheet.file, row.number
                file, first = seen.setdefault(twice[0], here)
                if (file, first) != here:
                    where = f"row {first}" if file == sheet.file else f"{file} row {first}"
                    self.refuse(sheet.file, row, f"{twice[1]}: {where} has it already, and counts")
                    continue
            yield fact


def _nearest(account_id: str, accounts: Collection[str]) -> str | None:
    """The account that was probably meant; not looked for among thousands."""
    if len(accounts) > 2000:
        return None
    folded = {known.casefold(): known for known in accounts}
    close = get_close_matches(account_id.casefold(), folded, 1, 0.75)
    return folded[close[0]] if close else None
