"""The covering letter to the customer, as a draft: what is corrected, for when, by which clause.

It states no deadline and no consequence, asks for nothing but questions, and says of amounts only
what goes to billing. Each of its numbers must stand among what the case was reckoned from.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from agent.account_locale import DEFAULT, amount, locale_of, span
from agent.case_paper import CasePaper, NoPaper
from agent.checks import unsupported_numbers
from agent.inert import clean
from agent.memo import escaped
from prompts.loader import render
from terms.citation import Citation

_WORDS = {
    "corrective_invoice": ("less", "corrective invoice", "To invoice"),
    "credit_note": ("more", "credit note", "To credit"),
}
_SUBJECTS = {
    "corrective_invoice": "Correction of past invoices",
    "credit_note": "Credit for past invoices",
}
_CLOSING = (
    "We compared these periods with the agreement one by one, and will gladly send you the calculation "
    "and copies of the invoices. If anything here does not agree with your records, please tell us, and "
    "we will look at it together before going further."
)


@dataclass(frozen=True, slots=True)
class Correction:
    """One document that the letter covers: a corrective invoice, or a credit note."""

    opening: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    """Product, period, invoices, agreed, invoiced, to correct."""
    total: str
    clauses: tuple[tuple[str, str], ...]
    """(words, where they stand)."""


@dataclass(frozen=True, slots=True)
class Letter:
    """The letter in parts, for whoever lays it out."""

    sender: str
    to: str
    subject: str
    corrections: tuple[Correction, ...]
    closing: str


def letter(paper: CasePaper) -> Letter:
    """The letter, amounts and days as the account's country writes them. Raises NoPaper."""
    reason = no_letter(paper)
    if reason:
        raise NoPaper(f"there is no letter to write: {reason}")
    known = {"values": paper.values, "documents": _documents(paper)}
    checked = as_markdown(_written(paper, DEFAULT))  # other separators would hide a number
    unknown = unsupported_numbers(checked, known)
    if unknown:
        raise NoPaper(f"the letter would say {', '.join(unknown)}, which no step computed")
    return _written(paper, locale_of(paper.values["account"]["timezone"]))


def as_markdown(written: Letter) -> str:
    """The letter as Markdown; foreign text is escaped."""
    return render("memo/letter", letter=written, md=escaped).text


def no_letter(paper: CasePaper) -> str:
    """Why there is no letter; '' where there is one."""
    if paper.rejected:
        return f"the case was rejected ({paper.rejected})"
    if not _documents(paper):
        return "nothing is invoiced or credited"
    return ""


def _written(paper: CasePaper, locale: str) -> Letter:
    account, documents = paper.values["account"], _documents(paper)
    return Letter(
        sender=clean(_party(paper, "provider")) or "[Your company]",
        to=clean(f"{_party(paper, 'customer') or account['name']} (account {account['id']})"),
        subject=" and ".join(_SUBJECTS[each["action"]] for each in documents),
        corrections=tuple(_correction(each, locale) for each in documents),
        closing=_CLOSING,
    )


def _correction(document: Mapping[str, Any], locale: str) -> Correction:
    less, name, to_do = _WORDS[document["action"]]
    together = amount(document["amount"], document["currency"], locale)
    return Correction(
        opening=(
            f"In reviewing our invoices to you we found that we charged {less} than our agreement "
            f"provides. We are sorry for the inconvenience. We are preparing a {name} of {together}, "
            "before any tax, for the periods below."
        ),
        head=("Product", "Period", "Invoice", "Agreed", "Invoiced", to_do),
        rows=tuple(
            (
                clean(line["product"]),
                span(line["start"], line["end"], locale),
                clean(", ".join(line["invoices"])) or "none",
                *(
                    amount(line[what], line["currency"], locale) if line[what] else ""
                    for what in ("due", "billed", "amount")
                ),
            )
            for line in document["lines"]
        ),
        total=together,
        clauses=tuple((clean(each["quote"]), clean(each["where"])) for each in document["clauses"]),
    )


def _party(paper: CasePaper, role: str) -> str:
    """The party of that role in the document in force first, as it is named there."""
    ending = f" ({role})"
    names = [name for document in paper.values["documents"] for name in document["parties"]]
    return next((name.removesuffix(ending) for name in names if name.endswith(ending)), "")


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
        if each["action"] in _WORDS and each["lines"]
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
            "where": place(clause, title_of(titles.get(clause.file), clause.file)),
            "quote": clause.quote,
        }
        for clause in dict.fromkeys(cited)
    ]


def title_of(document: Mapping[str, Any] | None, file: str) -> str:
    """'Order Form CV-1'; the file's name where the document has no title."""
    if document is None or not document["title"]:
        return file.rsplit("/", 1)[-1]
    number = document["number"] or ""
    title = str(document["title"])
    return title if not number or number in title else f"{title} {number}"


def place(clause: Citation, title: str) -> str:
    """'Master Agreement, Section 4.2, page 2'; a heading stands for a number where there is none."""
    section = clause.section or ""
    numbered = re.fullmatch(r"\d+(\.\d+)*", section) is not None
    parts = [title, f"Section {section}" if numbered else section, f"page {clause.page}"]
    return ", ".join(dict.fromkeys(part for part in parts if part))
