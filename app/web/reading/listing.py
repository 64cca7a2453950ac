"""The list of contracts: rows with their accounts' names, filters, and what is being read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlencode

from sqlmodel import Session

from app.web.uploading.taking import READ
from store.jobs import open_or_failed
from store.uploads import (
    PAGE,
    Wanted,
    has_any,
    listed,
    names_of_accounts,
    search_accounts,
)
from store.web_tables import JobRow, UploadRow

KINDS = {
    "master": "master agreement",
    "order_form": "order form",
    "statement_of_work": "statement of work",
    "amendment": "amendment",
    "renewal": "renewal",
    "price_schedule": "price schedule",
    "other": "other paper",
}
MOST_GOING = 6
STATUSES = {"ready": "read", "reading": "being read", "refused": "not read", "removed": "removed"}
_TONES = {
    "waiting": "quiet",
    "working": "info",
    "ready": "good",
    "refused": "bad",
    "removed": "quiet",
}


class Shown(NamedTuple):
    """One row of the list."""

    upload: UploadRow
    account: str
    kind: str
    status: str
    tone: str

    @property
    def open_points(self) -> int:
        """Passages that nobody understood."""
        return int(self.upload.found.get("unresolved") or 0)

    @property
    def warnings(self) -> int:
        """What a person should know of the paper."""
        return int(self.upload.found.get("warnings") or 0)


class Going(NamedTuple):
    """An account whose contracts are being read, or could not be."""

    job: JobRow
    account: str

    @property
    def failed(self) -> bool:
        """Whether it is given up."""
        return self.job.status == "failed"

    @property
    def words(self) -> str:
        """Where it stands."""
        if self.failed:
            return self.job.error
        if self.job.status == "waiting":
            return f"tried again soon: {self.job.error}" if self.job.error else "waits for its turn"
        return self.job.stage or "begins"


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of the list."""

    rows: list[Shown]
    total: int
    page: int
    wanted: Wanted
    any_there: bool
    going: list[Going]
    any_account: bool
    """Whether there is an account to upload to: else the first one has to be made."""

    @property
    def pages(self) -> int:
        """How many pages the list has."""
        return max(1, -(-self.total // PAGE))

    @property
    def url(self) -> str:
        """The list's address with its filters, without the page."""
        chosen = {
            "q": self.wanted.words,
            "account": self.wanted.account,
            "status": self.wanted.status,
            "kind": self.wanted.paper,
        }
        asked = urlencode({name: value for name, value in chosen.items() if value})
        return f"/contracts{'?' + asked if asked else ''}"

    @property
    def filtered(self) -> bool:
        """Whether it leaves any out."""
        return self.url != "/contracts"

    @property
    def shown_going(self) -> list[Going]:
        """Those that are told one by one: what failed, what is worked on, then what waits the longest."""
        order = {"failed": 0, "working": 1, "waiting": 2}
        return sorted(self.going, key=lambda each: (order[each.job.status], each.job.id))[
            :MOST_GOING
        ]

    @property
    def reads(self) -> bool:
        """Whether anything is being read."""
        return any(not each.failed for each in self.going)


def listing(session: Session, wanted: Wanted, page: int) -> Listing:
    """A page of the list, in a fixed number of queries."""
    rows, total = listed(session, wanted, page)
    going = open_or_failed(session, READ, wanted.accounts)
    names = names_of_accounts(
        session, [*(row.account_id for row in rows), *(job.subject for job in going)]
    )
    return Listing(
        [shown(row, names) for row in rows],
        total,
        page,
        wanted,
        total > 0 or has_any(session, wanted.accounts),
        [Going(job, names.get(job.subject, job.subject)) for job in going],
        bool(search_accounts(session, "", wanted.accounts, 1)),
    )


def shown(row: UploadRow, names: Mapping[str, str]) -> Shown:
    """A row as the list has it."""
    account = row.account_id or ""
    words = "being read" if row.status in {"waiting", "working"} else STATUSES.get(row.status, "")
    if row.status == "waiting":
        words = "waits"
    elif row.found.get("read") and row.status == "working":
        words = "read, being joined"
    kind = KINDS.get(row.paper, "")
    return Shown(row, names.get(account, account), kind, words, _TONES.get(row.status, "quiet"))
