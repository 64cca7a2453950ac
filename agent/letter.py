"""The covering letter to the customer, as a draft: what is corrected, for when, by which clause.

It states no deadline and no consequence, asks for nothing but questions, and says of amounts only
what goes to billing. Each of its numbers must stand among what the case was reckoned from.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from agent.account_locale import DEFAULT, amount, day, locale_of, span
from agent.case_paper import CasePaper, NoPaper
from agent.checks import unsupported_numbers
from agent.memo import escaped
from prompts.loader import render
from terms.citation import Citation

_WRITTEN = ("corrective_invoice", "credit_note")


def letter(paper: CasePaper) -> str:
    """The letter as Markdown, amounts and days as the account's country writes them. Raises NoPaper."""
    reason = no_letter(paper)
    if reason:
        raise NoPaper(f"there is no letter to write: {reason}")
    known = {"values": paper.values, "documents": _documents(paper)}
    checked = _written(paper, DEFAULT)  # other countries' separators do not hide a number
    unknown = unsupported_numbers(checked, known)
    if unknown:
        raise NoPaper(f"the letter would say {', '.join(unknown)}, which no step computed")
    return _written(paper, locale_of(paper.values["account"]["timezone"]))


def no_letter(paper: CasePaper) -> str:
    """Why there is no letter; '' where there is one."""
    if paper.rejected:
        return f"the case was rejected ({paper.rejected})"
    if not _documents(paper):
        return "nothing is invoiced or credited"
    return ""


def _written(paper: CasePaper, locale: str) -> str:
    names = {
        role: next(
            (
                name.removesuffix(f" ({role})")
                for document in paper.values["documents"]
                for name in document["parties"]
                if name.endswith(f" ({role})")
            ),
            "",
        )
        for role in ("provider", "customer")
    }
    return render(
        "memo/letter",
        provider=names["provider"],
        customer=names["customer"] or paper.values["account"]["name"],
        account=paper.values["account"],
        documents=_documents(paper),
        money=lambda value, currency: amount(value, currency, locale),
        span=lambda line: span(line["start"], line["end"], locale),
        day=lambda value: day(date.fromisoformat(value), locale),
        md=escaped,
    ).text


def _documents(paper: CasePaper) -> list[dict[str, Any]]:
    return [
        {
            "action": each["action"],
            "amount": each["amount"],
            "currency": each["currency"],
            "lines": [_line(line, paper) for line in each["lines"]],
            "clauses": _clauses(paper, {line["finding"] for line in each["lines"]}),
        }
        for each in paper.sends
        if each["action"] in _WRITTEN and each["lines"]
    ]


def _line(line: Mapping[str, Any], paper: CasePaper) -> dict[str, Any]:
    start, end = date.fromisoformat(line["period_start"]), date.fromisoformat(line["period_end"])
    finding = paper.values["findings"][line["finding"] - 1]
    period = next(
        (each for each in finding["periods"] if each["start"] == line["period_start"]), None
    )
    return {
        "product": line["product"],
        "start": start,
        "end": end,
        "last_day": end - timedelta(days=1),
        "amount": line["amount"],
        "currency": line["currency"],
        "due": period["expected"] if period else "",
        "billed": period["billed"] if period else "",
        "invoices": _invoices(finding["billed"], start, end)
        or list(line.get("corrects_invoices", ())),
    }


def _invoices(billed: Sequence[Mapping[str, Any]], start: date, end: date) -> list[str]:
    """The invoices with a line of the period."""
    first, last = start.isoformat(), end.isoformat()
    return list(
        dict.fromkeys(
            each["invoice"]
            for each in billed
            if each["start"] and each["end"] and each["start"] < last and first < each["end"]
        )
    )


def _clauses(paper: CasePaper, numbers: set[int]) -> list[dict[str, Any]]:
    """The clauses of the findings that are corrected, each once, by the document's own name."""
    titles = {each["file"]: each for each in paper.values["documents"]}
    cited = [
        clause
        for number, clauses in enumerate(paper.clauses, start=1)
        if number in numbers
        for clause in clauses
        if clause.match.verbatim
    ]
    return [
        {
            "document": _title(titles.get(clause.file), clause.file),
            "section": section_name(clause),
            "page": clause.page,
            "quote": clause.quote,
        }
        for clause in dict.fromkeys(cited)
    ]


def _title(document: Mapping[str, Any] | None, file: str) -> str:
    if document is None or not document["title"]:
        return file.rsplit("/", 1)[-1]
    number = document["number"] or ""
    title = str(document["title"])
    return title if not number or number in title else f"{title} {number}"


def section_name(clause: Citation) -> str:
    """'Section 4.2' for a number, the heading itself for a heading, '' for none."""
    section = clause.section or ""
    return f"Section {section}" if re.fullmatch(r"\d+(\.\d+)*", section) else section


def total(lines: Sequence[Mapping[str, Any]]) -> Decimal:
    """The sum of a document's lines."""
    return sum((Decimal(line["amount"]) for line in lines), Decimal(0))
