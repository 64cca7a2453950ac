"""truth.json: what a careful reader finds in the book, in the form of the evaluation sets.

Sections come from the manuscripts, pages from the finished PDFs: a quote that does not stand on a
page of its document stops the making of the book.
"""

# mypy: disable-error-code="no-untyped-call"
# pypdfium2 has no types

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pypdfium2

from samples.making.case import Case, Finding
from samples.making.ledger import AS_OF
from samples.making.manuscript import Manuscript, PlantedTerm, QuoteNotFound, squeezed
from samples.making.press import SELLER


def page_texts(path: Path) -> list[str]:
    """The text of each page, letters and signs only (see `squeezed`)."""
    with pypdfium2.PdfDocument(path) as pdf:
        return [squeezed(page.get_textpage().get_text_range()) for page in pdf]


def truth_of(cases: list[Case], book: Path) -> dict[str, Any]:
    """Documents, terms and cases of the whole book."""
    truth: dict[str, Any] = {"as_of": AS_OF.isoformat(), "documents": {}, "terms": {}, "cases": {}}
    for case in cases:
        pages = {paper.file: page_texts(book / paper.file) for paper in case.papers}
        for paper in case.papers:
            truth["documents"][paper.file] = _document(paper)
            truth["terms"][paper.file] = [_term(paper, term, pages) for term in paper.terms]
        truth["cases"][case.ledger.account_id] = {
            "as_of": AS_OF.isoformat(),
            "route": case.route,
            "findings": [_finding(f, case.ledger.currency, pages) for f in case.findings],
            **case.extra,
        }
    return truth


def _document(paper: Manuscript) -> dict[str, Any]:
    return {
        "kind": paper.kind,
        "title": paper.title,
        "number": paper.number,
        "effective_date": _plain(paper.effective),
        "term_start": _plain(paper.term_start),
        "term_end": _plain(paper.term_end),
        "currency": paper.currency,
        "amends": list(paper.amends),
        "parties": [
            {"name": paper.provider or SELLER, "role": "provider"},
            {"name": paper.customer, "role": "customer"},
        ],
    }


def _term(paper: Manuscript, term: PlantedTerm, pages: dict[str, list[str]]) -> dict[str, Any]:
    made = {"type": term.type, **{name: _plain(value) for name, value in term.fields.items()}}
    made |= _place(paper, term.quote, pages)
    if term.also:
        made["also"] = [_place(paper, quote, pages) for quote in term.also]
    return made


def _place(paper: Manuscript, quote: str, pages: dict[str, list[str]]) -> dict[str, Any]:
    wanted = squeezed(quote)
    found = [number for number, text in enumerate(pages[paper.file], 1) if wanted in text]
    if not found:
        raise QuoteNotFound(f"{paper.file}: {quote!r} stands on no single page")
    return {"page": found[0], "section": paper.section_of(quote), "quote_contains": quote}


def _finding(finding: Finding, currency: str, pages: dict[str, list[str]]) -> dict[str, Any]:
    first, last = finding.periods[0], finding.periods[-1]
    made: dict[str, Any] = {
        "cause": finding.cause,
        "product": finding.product,
        "direction": finding.direction,
        "currency": currency,
        "amount_total": str(finding.total),
        "amount_recoverable": str(finding.recoverable),
        "first_period_start": first.span[0].isoformat(),
        "last_period_end": last.span[1].isoformat(),
        "clause": _clause(*finding.clause, pages),
        "periods": [
            {
                "period_start": p.span[0].isoformat(),
                "period_end": p.span[1].isoformat(),
                "expected": str(p.expected),
                "billed": str(p.billed),
                "difference": str(p.difference),
                "recoverable": str(p.recoverable),
                **({"why": p.why} if p.why else {}),
            }
            for p in finding.periods
        ],
    }
    if finding.also_causes:
        made["also_causes"] = list(finding.also_causes)
    if finding.also_products:
        made["also_products"] = list(finding.also_products)
    if finding.other_clauses:
        made["other_clauses"] = [_clause(*clause, pages) for clause in finding.other_clauses]
    return made


def _clause(paper: Manuscript, quote: str, pages: dict[str, list[str]]) -> dict[str, Any]:
    return {"file": paper.file, **_place(paper, quote, pages)}


def _plain(value: Any) -> Any:
    """Dates and decimals as strings; links and lists as they are."""
    if isinstance(value, date | Decimal):
        return str(value)
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    return value
