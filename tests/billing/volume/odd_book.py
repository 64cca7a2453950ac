"""A book with every oddity that rows of usage and invoices can have, written as an accountant would."""

from pathlib import Path

ACCOUNTS = """\
account_id,name,currency,timezone
NORTH,Northmoor Dairy Ltd,GBP,Europe/London
SOUTH,Southwark Press,USD,America/Los_Angeles
EAST,Eastgate Rail,EUR,Asia/Kathmandu
IDLE,Idle Mill,EUR,
"""
ITEMS = """\
account_id,product,start,end
EAST,Track sensor,2025-01-15,
"""
LINES_HEAD = (
    "account_id,invoice_id,invoice_date,due_date,status,line_id,product,kind,description,"
    "period_start,period_end,quantity,unit,unit_amount,amount,currency"
)
LINES = [
    "NORTH,INV-1,2026-01-31,,open,1,Cold chain,charge,January,2026-01-01,2026-02-01,12,sensor,9.50,114.00,GBP",
    "NORTH,INV-2,2026-02-28,,Open,1,Cold chain,charge,February,2026-02-01,2026-03-01,12,sensor,9.50,114.00,gbp",
    "NORTH,INV-2,2026-02-28,,open,2,Cold chain,charge,leap,2024-02-29,2024-03-01,1,sensor,9.50,9.50,GBP",
    "NORTH,INV-3,2026-03-31,,open,1,Cold chain,charge,March,2026-03-01,2026-03-01,12,sensor,9.50,114.00,GBP",
    "NORTH,INV-3,2026-03-31,,open,1,Cold chain,charge,March,2026-03-01,2026-03-01,12,sensor,9.50,114.00,GBP",
    "NORTH,INV-4,2026-04-31,,open,1,Cold chain,charge,no such day,,,12,sensor,9.50,114.00,GBP",
    'NORTH,INV-5,2026-05-31,,open,,Cold chain,charge,"May, at last",2026-05-01,2026-06-01,12,sensor,9.50,-114.00,GBP',
    "SOUTH,INV-9,2026-05-31,2026-06-30,paid,1,Paper,usage,May,2026-05-01,2026-06-01,1000,sheet,0.0125,12.50,USD",
    "SOUTH,INV-9,2026-05-31,2026-06-30,paid,1,Paper,usage,May,2026-05-01,2026-06-01,1000,sheet,0.0125,12.51,USD",
    "SOUTH,INV-10,2026-12-31,,unpaid,1,Paper,usage,May,2026-05-01,2026-06-01,1000,sheet,0.0125,12.50,USD",
    'SOUTH,INV-11,2026-12-31,,open,1,Paper,usage,May,2026-05-01,2026-06-01,"1,000",sheet,0.0125,12.50,USD',
    "SOUTH,INV-12,2026-12-31,,open,1,Paper,usage,later,2026-12-01,2027-01-01,1000,sheet,0.0125,12.50,USD",
    "NOBODY,INV-9,2026-05-31,,paid,1,Paper,usage,May,2026-05-01,2026-06-01,1000,sheet,0.0125,12.50,USD",
    "EAST,INV-20,2026-05-15,,paid,1,Track sensor,charge,,2026-05-15,2026-06-15,7,sensor,10,70,EUR",
    "EAST,INV-21,2026-06-15,,paid,1,Track sensor,charge,,2026-06-15,2026-06-01,7,sensor,10,70,EUR",
    "EAST,INV-22,2026-06-15,,paid,1,Track sensor,charge,,2026-06-15,2026-07-15,7,sensor,10,70,XXQ",
]
USAGE_HEAD = "account_id,product,at,quantity,unit,event_id"
USAGE = [
    "NORTH,Door opening,2026-01-31T23:59:59Z,3,door,d1",
    "NORTH,Door opening,2026-02-01T00:00:00+00:00,4.50,door,d2",
    "NORTH,Door opening,2026-02-01T00:00:00+00:00,4.50,door,d2",
    "NORTH,Door opening,2026-06-30T23:30:00Z,0.0000000001,door,d3",
    "NORTH,Door opening,2026-06-30T23:30:00Z,8,door,",
    "NORTH,Door opening,2026-06-30T23:30:00Z,8,door,",
    "NORTH,Door opening,2024-02-29,6,door,d4",
    "NORTH,Door opening,2026-02-30,6,door,d5",
    "NORTH,Door opening,2026-03-31,6,,d6",
    "NORTH,Door opening,2026-03-31T10:00:00,6,door,d7",
    "SOUTH, Paper ,2026-03-01T02:00:00-05:00,10,sheet,p1",
    "SOUTH,Paper,2026-04-01T06:59:59.999999Z,20,sheet,p2",
    "SOUTH,Paper,2026-04-01T07:00:00Z,40,sheet,p3",
    "SOUTH,Paper,2026-04-01T07:00:00Z,-40,sheet,p4",
    'SOUTH,Paper,2026-04-01T07:00:00Z,"1,5",sheet,p5',
    "SOUTH,Paper,2026-04-01T07:00:00Z,,sheet,p6",
    "SOUTH,,2026-04-01T07:00:00Z,1,sheet,p7",
    "SOUTH,\u00a0Paper\u00a0,2026-04-01T07:00:00Z,1,sheet,p8",
    "SOUTH,Paper,1999-04-01T07:00:00Z,1,sheet,p9",
    "NOBODY,Paper,2026-04-01T07:00:00Z,1,sheet,p1",
    "EAST,Track sensor,2026-05-14T18:14:59Z,1,sensor,t1",
    "EAST,Track sensor,2026-05-14T18:15:00Z,2,sensor,t2",
    "EAST,Track sensor,2026-06-14T18:15:00Z,4,sensor,t3",
]


def write(folder: Path, lines=LINES, usage=USAGE) -> Path:
    """The book, its large files as CSV."""
    (folder / "billing").mkdir(parents=True)
    (folder / "accounts.csv").write_text(ACCOUNTS, encoding="utf-8")
    (folder / "billing/subscriptions.csv").write_text(ITEMS, encoding="utf-8")
    (folder / "billing/invoice_lines.csv").write_text(
        "\n".join([LINES_HEAD, *lines]) + "\n", encoding="utf-8"
    )
    (folder / "billing/usage.csv").write_text(
        "\n".join([USAGE_HEAD, *usage]) + "\n", encoding="utf-8"
    )
    return folder
