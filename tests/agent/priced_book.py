"""An engine whose findings hang on a term: what is due is the bill, 2,300, and a day of payment a dollar.

So a person who corrects the payment's days changes each month's difference: 30 days make 2,330.00.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from small_book import CLAUSE, finding

from agent.contracts import ReaderChoice
from agent.desk import Engine
from billing.facts import AccountFacts
from billing.finding import AccountResult, Finding
from terms.citation import Citation, Match
from terms.contract import ContractDocument, Extraction
from terms.tenure import Payment

TERM = "payment-1"
DAYS = 30


@dataclass
class Reader:
    """In place of the readers; counts how often it is asked."""

    asked: int = 0

    def __call__(self, documents: Sequence[tuple[str, Path]], choice: ReaderChoice) -> Extraction:
        self.asked += 1
        return Extraction(documents=tuple(_read(name) for name, _ in documents))


def _read(name: str) -> ContractDocument:
    place = Citation(file=name, page=1, section="4.2", quote=CLAUSE, match=Match.EXACT)
    return ContractDocument(
        file=name,
        sha256=name.encode().hex(),
        pages=1,
        kind="master",
        title="Master",
        terms=(Payment(id=TERM, net_days=DAYS, citations=(place,)),),
    )


@dataclass
class Priced:
    """Finds the months it is told, each short of 2,300 and the days of payment."""

    months: Sequence[int] = (7, 8)
    match: Match = Match.FUZZY

    def compare(self, facts: AccountFacts, contract: Extraction, as_of: date) -> Extraction:
        return contract

    def explain(self, contract: Extraction) -> AccountResult:
        (document,) = contract.documents
        (term,) = document.terms
        account = document.file.split("/")[1]
        found = finding(
            account, self.months, monthly=f"{2300 + term.net_days}.00", match=self.match
        )
        return AccountResult(account_id=account, findings=(found,))

    def alternatives(self, contract: Extraction, found: Finding) -> dict[str, Finding]:
        """The bill fits an old price as well."""
        return {
            cause: found.model_copy(update={"cause": cause})
            for cause in ("missed_escalation", "superseded_price")
        }

    @property
    def engine(self) -> Engine:
        return Engine(self.compare, self.explain, self.alternatives)
