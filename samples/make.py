"""Makes the sample book: contracts, billing and the truth about both.

    python samples/make.py [--out DIR]

The result is the same bytes each time. What is planted, and why it is so, stands in notes.md.
"""

from __future__ import annotations

import argparse
import csv
import json
import shutil
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from samples.making.accounts import all_cases  # noqa: E402 # the path must be there first
from samples.making.case import Case  # noqa: E402 # as above
from samples.making.ledger import (  # noqa: E402 # as above
    LINE_COLUMNS,
    SUBSCRIPTION_COLUMNS,
    USAGE_COLUMNS,
)
from samples.making.press import print_pdf  # noqa: E402 # as above
from samples.making.truth import truth_of  # noqa: E402 # as above

STRAY_USAGE = {
    "account_id": "A-1018",
    "product": "API calls",
    "at": "2026-05-14",
    "quantity": "1840",
    "unit": "call",
    "event_id": "evt-stray-1",
}
"""Usage of an account that the book does not hold: it must end in quarantine."""


def make(out: Path) -> list[Case]:
    """Write book/ and truth.json below `out`; what stood in book/ before is gone."""
    cases = all_cases()
    book = out / "book"
    if book.exists():
        shutil.rmtree(book)
    for case in cases:
        for paper in case.papers:
            path = book / paper.file
            path.parent.mkdir(parents=True, exist_ok=True)
            print_pdf(paper, path)
    _write_billing(cases, book)
    truth = json.dumps(truth_of(cases, book), indent=1, ensure_ascii=False)
    (out / "truth.json").write_text(truth + "\n", encoding="utf-8")
    return cases


def _write_billing(cases: list[Case], book: Path) -> None:
    ledgers = [case.ledger for case in cases]
    accounts = [
        {"account_id": a.account_id, "name": a.name, "currency": a.currency, "timezone": a.timezone}
        for a in ledgers
    ]
    _write(book / "accounts.csv", ["account_id", "name", "currency", "timezone"], accounts)
    flags = [
        {"account_id": a.account_id, "reason": reason, "score": score, "flagged_on": day}
        for a in ledgers
        if a.flag
        for reason, score, day in [a.flag]
    ]
    _write(book / "flagged.csv", ["account_id", "reason", "score", "flagged_on"], flags)
    aliases = [
        {"account_id": a.account_id, "contract_name": written, "billing_product": billed}
        for a in ledgers
        for written, billed in a.aliases
    ]
    _write(book / "products.csv", ["account_id", "contract_name", "billing_product"], aliases)
    billing = book / "billing"
    billing.mkdir()
    items = [row for a in ledgers for row in a.items]
    _write(billing / "subscriptions.csv", SUBSCRIPTION_COLUMNS, items)
    lines = [row for a in ledgers for row in a.lines]
    _write(billing / "invoice_lines.csv", LINE_COLUMNS, lines)
    usage = [row for a in ledgers for row in a.usage_rows]
    _write(billing / "usage.csv", USAGE_COLUMNS, [*usage, STRAY_USAGE])


def _write(path: Path, columns: list[str], rows: list[dict[str, str]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _summary(case: Case) -> str:
    ledger = case.ledger
    found = [
        f"{f.cause} {f.direction} {f.total} {ledger.currency} ({f.recoverable} recoverable)"
        for f in case.findings
    ]
    papers = f"{len(case.papers)} PDF{'s' if len(case.papers) != 1 else ''}"
    return f"{ledger.account_id:8} {ledger.name:34} {papers:7} {'; '.join(found) or case.route}"


def main() -> None:
    """Write the book and print one line an account."""
    parser = argparse.ArgumentParser(description="Make the sample book and its truth.")
    parser.add_argument("--out", type=Path, default=HERE, help="folder for book/ and truth.json")
    for case in make(parser.parse_args().out):
        print(_summary(case))


if __name__ == "__main__":
    main()
