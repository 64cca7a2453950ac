"""A small book of real PDFs: Archive Service, 100.00 a month by contract, billed at 90.00 for six months."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

ITEM = (
    "account_id,subscription_id,item_id,product,model,unit_amount,flat_amount,tiers,package_size,"
    "included_quantity,quantity,unit,minimum_amount,minimum_per,discount_percent,discount_amount,"
    "discount_end,currency,interval,interval_count,billing,start,end"
)
LINE = (
    "account_id,invoice_id,invoice_date,due_date,status,line_id,product,kind,description,"
    "period_start,period_end,quantity,unit,unit_amount,amount,currency"
)
CONTRACT = """MASTER SERVICES AGREEMENT
This Master Services Agreement is made on 1 January 2026 between Fernhill Systems Ltd ("Provider") and
{name} ("Customer").
1. Fees
1.1 The Customer shall pay a fee of USD 100.00 per month for the Archive Service, invoiced monthly.
2. Term
2.1 This Agreement begins on 1 January 2026 and ends on 31 December 2026.
3. Corrections
3.1 The Provider may invoice amounts that were not invoiced within twelve months of the invoice date."""


def write_pdf(path: Path, text: str) -> None:
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    height = 780
    for line in text.splitlines():
        canvas.drawString(60, height, line)
        height -= 18
    canvas.save()


def write_book(book: Path, accounts: Sequence[str] = ("ORCHARD",)) -> Path:
    """The book in the folder `book`."""
    (book / "billing").mkdir(parents=True)
    names, items, lines = ["account_id,name,currency,timezone"], [ITEM], [LINE]
    for account in accounts:
        (book / "contracts" / account).mkdir(parents=True)
        name = f"{account.title()} Foods Ltd"
        write_pdf(book / "contracts" / account / "msa.pdf", CONTRACT.format(name=name))
        names.append(f"{account},{name},USD,UTC")
        items.append(
            f"{account},s1,{account}-i1,Archive Service,flat,,90.00,,,,1,month,,,,,,USD,month,1,"
            "advance,2026-01-01,"
        )
        lines += [
            f"{account},{account}-{month},2026-{month:02}-01,2026-{month:02}-28,paid,1,Archive Service,"
            f"charge,,2026-{month:02}-01,2026-{month + 1:02}-01,1,month,90.00,90.00,USD"
            for month in range(1, 7)
        ]
    (book / "accounts.csv").write_text("\n".join(names) + "\n")
    (book / "billing" / "subscriptions.csv").write_text("\n".join(items) + "\n")
    (book / "billing" / "invoice_lines.csv").write_text("\n".join(lines) + "\n")
    return book
