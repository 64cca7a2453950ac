"""How a small account becomes a book: its paper as a PDF, its bill and usage as rows, its terms as read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate

from terms.citation import Citation, Match
from terms.contract import ContractDocument, Extraction, Party, Term, Unresolved
from terms.lookback import Lookback
from terms.period import add_months

AS_OF = date(2026, 6, 15)
MONTHS = [date(2026, month, 1) for month in range(1, 6)]

_HEAD_LINES = (
    "account_id,invoice_id,invoice_date,due_date,status,line_id,product,kind,description,"
    "period_start,period_end,quantity,unit,unit_amount,amount,currency"
)
_HEAD_USAGE = "account_id,product,at,quantity,unit,event_id"
_HEAD_ITEMS = (
    "account_id,subscription_id,item_id,product,model,unit_amount,flat_amount,tiers,package_size,"
    "included_quantity,quantity,unit,minimum_amount,minimum_per,discount_percent,discount_amount,"
    "discount_end,currency,interval,interval_count,billing,start,end"
)
BACK = (
    "The Supplier may invoice an omitted or too low charge within eighteen (18) months after the end of "
    "the month that it concerns."
)


@dataclass(frozen=True)
class Account:
    """One account: the clauses of its paper by section, its terms, its bill."""

    account_id: str
    name: str
    currency: str
    title: str
    clauses: Sequence[tuple[str, str]]
    terms: Sequence[Term]
    lines: Sequence[str]
    usage: Sequence[str] = ()
    items: Sequence[str] = ()
    unresolved: Sequence[Unresolved] = ()

    @property
    def file(self) -> str:
        return f"contracts/{self.account_id}/order.pdf"

    def extraction(self) -> Extraction:
        """The paper as read: what the readers would have given, written by hand."""
        document = ContractDocument(
            file=self.file,
            sha256=self.account_id.encode().hex().ljust(64, "0"),
            pages=1,
            kind="order_form",
            title=self.title,
            effective_date=date(2026, 1, 1),
            term_start=date(2026, 1, 1),
            currency=self.currency,
            parties=(Party(name=self.name, role="customer"),),
            terms=tuple(self.terms),
            unresolved=tuple(self.unresolved),
        )
        return Extraction(documents=(document,))

    def write(self, book: Path) -> None:
        """The account's part of a book."""
        paper = book / self.file
        paper.parent.mkdir(parents=True, exist_ok=True)
        styles = getSampleStyleSheet()
        story = [Paragraph(self.title, styles["Title"])]
        for section, words in self.clauses:
            heading = section.endswith(".")
            text = f"{section} {words}" if not heading else f"{section[:-1]} {words}"
            story.append(Paragraph(text, styles["Heading2" if heading else "BodyText"]))
        SimpleDocTemplate(str(paper), pagesize=A4, title=self.title, invariant=1).build(story)


def write_book(folder: Path, accounts: Sequence[Account]) -> Path:
    """A book of these accounts."""
    book = folder / "book"
    (book / "billing").mkdir(parents=True)
    rows = [f"{each.account_id},{each.name},{each.currency},UTC" for each in accounts]
    _write(book / "accounts.csv", "account_id,name,currency,timezone", rows)
    _write(
        book / "billing" / "invoice_lines.csv", _HEAD_LINES, [r for a in accounts for r in a.lines]
    )
    _write(book / "billing" / "usage.csv", _HEAD_USAGE, [r for a in accounts for r in a.usage])
    _write(
        book / "billing" / "subscriptions.csv", _HEAD_ITEMS, [r for a in accounts for r in a.items]
    )
    for each in accounts:
        each.write(book)
    return book


def _write(path: Path, head: str, rows: Sequence[str]) -> None:
    path.write_text("\n".join([head, *rows]) + "\n")


def line(
    account: str,
    product: str,
    start: date,
    amount: str,
    currency: str,
    *,
    kind: str = "charge",
    description: str = "",
    number: int = 1,
) -> str:
    """One monthly invoice line without a quantity."""
    end = add_months(start, 1)
    name = f"{account[0]}-{start:%y%m}"
    return (
        f"{account},{name},{end},{add_months(end, 1)},paid,{number},{product},{kind},"
        f"{description},{start},{end},,,,{amount},{currency}"
    )


def cited(account: str, section: str, quote: str) -> tuple[Citation, ...]:
    """Where a term stands."""
    return (
        Citation(
            file=f"contracts/{account}/order.pdf",
            page=1,
            section=section,
            quote=quote,
            match=Match.EXACT,
        ),
    )


def lookback(account: str, section: str) -> Lookback:
    """Eighteen months, as every paper here says."""
    return Lookback(
        id=f"lookback-{section}",
        direction="underbilling",
        length=18,
        unit="month",
        counted_from="period_end",
        effect="may_invoice",
        citations=cited(account, section, BACK),
    )
