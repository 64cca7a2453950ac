"""A book of three accounts, and an engine that finds what the test wants it to find.

ACME pays 6,200 where 8,500 is due, four months long (2,300 a month); BETA is billed as agreed; GAMMA was
given a fifth more discount than agreed, and the clause is not quoted word for word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

from agent.contracts import ReaderChoice
from agent.desk import Engine
from billing.facts import AccountFacts
from billing.finding import (
    AccountResult,
    BilledLine,
    ConfigChange,
    Finding,
    FindingPeriod,
    Hypothesis,
)
from terms.citation import Citation, Match
from terms.contract import ContractDocument, Extraction
from terms.period import add_months
from terms.tenure import Payment

AS_OF = date(2026, 11, 1)
CLAUSE = "The annual fee rises by five percent on each anniversary."


def write_book(folder: Path, accounts: Sequence[str] = ("ACME", "BETA", "GAMMA")) -> Path:
    """The book as files: contracts hold a few bytes each, for the engine of the tests does not read."""
    book = folder / "book"
    (book / "billing").mkdir(parents=True)
    rows = [f"{name},{name.title()} Ltd,USD,UTC" for name in accounts]
    text = "\n".join(["account_id,name,currency,timezone", *rows])
    (book / "accounts.csv").write_text(text + "\n")
    lines = [
        (
            "account_id,invoice_id,invoice_date,due_date,status,line_id,product,kind,description,"
            "period_start,period_end,quantity,unit,unit_amount,amount,currency"
        )
    ]
    for name in accounts:
        (book / "contracts" / name).mkdir(parents=True)
        (book / "contracts" / name / "msa.pdf").write_bytes(f"%PDF-1.4 {name}".encode())
        for month in range(7, 11):
            start = date(2026, month, 1)
            lines.append(
                f"{name},{name}-{month},{start},{start},paid,1,Enterprise plan,charge,,"
                f"{start},{add_months(start, 1)},1,month,6200,6200.00,USD"
            )
    (book / "billing" / "invoice_lines.csv").write_text("\n".join(lines) + "\n")
    (book / "billing" / "subscriptions.csv").write_text(
        "account_id,subscription_id,item_id,product,model,unit_amount,flat_amount,tiers,package_size,"
        "included_quantity,quantity,unit,minimum_amount,minimum_per,discount_percent,discount_amount,"
        "discount_end,currency,interval,interval_count,billing,start,end\n"
    )
    return book


def read_as_told(documents: Sequence[tuple[str, Path]], choice: ReaderChoice) -> Extraction:
    """In place of the readers: each file is one page and one master agreement."""
    return Extraction(
        documents=tuple(
            ContractDocument(
                file=name,
                sha256=f"{len(name):064x}",
                pages=1,
                kind="master",
                title="Master",
                terms=(Payment(net_days=30),),
            )
            for name, path in documents
        )
    )


def finding(
    account: str,
    months: Sequence[int] = (7, 8, 9, 10),
    monthly: str = "2300.00",
    match: Match = Match.EXACT,
    **changes: object,
) -> Finding:
    """Enterprise plan, billed 6,200 a month where 6,200 + `monthly` is due."""
    difference = Decimal(monthly)
    periods = tuple(
        FindingPeriod(
            period_start=date(2026, month, 1),
            period_end=add_months(date(2026, month, 1), 1),
            expected=Decimal("6200.00") + difference,
            billed=Decimal("6200.00"),
            difference=difference,
            recoverable=difference,
            derivation=f"6200.00 + {monthly}",
        )
        for month in months
    )
    total = difference * len(months)
    values: dict[str, object] = {
        "cause": "missed_escalation",
        "product": "Enterprise plan",
        "direction": "under",
        "currency": "USD",
        "periods": periods,
        "amount_total": total,
        "amount_recoverable": total,
        "monthly_amount": difference,
        "clauses": (
            Citation(
                file=f"contracts/{account}/msa.pdf",
                page=1,
                section="4.2",
                quote=CLAUSE,
                match=match,
            ),
        ),
        "billed_in": tuple(
            BilledLine(invoice_id=f"{account}-{month}", line_id="1") for month in months
        ),
        "explanation": "The increase of 1 July 2026 was not applied.",
        "config_change": ConfigChange(
            item_id="si_1",
            field="unit_amount",
            old="6200.00",
            new=str(Decimal("6200.00") + difference),
        ),
        "hypotheses": (
            Hypothesis(cause="missed_escalation", reproduces=len(months), of=len(months)),
            Hypothesis(cause="wrong_unit_price", reproduces=0, of=len(months)),
        ),
    }
    return Finding.model_validate({**values, **changes})


@dataclass
class Told:
    """An engine that finds what it is told, and counts how often it was asked."""

    findings: dict[str, list[Finding]]
    questions: dict[str, list[str]] = field(default_factory=dict)
    breaks_for: str = ""
    asked: list[str] = field(default_factory=list)

    def compare(self, facts: AccountFacts, contract: Extraction, as_of: date) -> str:
        account = facts.account.account_id
        self.asked.append(account)
        if account == self.breaks_for:
            raise ZeroDivisionError("a surprise")
        return account

    def explain(self, account: str) -> AccountResult:
        return AccountResult(
            account_id=account,
            findings=tuple(self.findings.get(account, ())),
            questions=tuple(self.questions.get(account, ())),
        )

    @property
    def engine(self) -> Engine:
        return Engine(self.compare, self.explain)


def usual() -> Told:
    """ACME is sure, BETA is right, GAMMA is doubtful."""
    return Told(
        {
            "ACME": [finding("ACME")],
            "GAMMA": [finding("GAMMA", match=Match.FUZZY)],
        }
    )
