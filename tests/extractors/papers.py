"""Papers for tests, written as text: a line '## 4.2 | Fees' begins the section labelled 4.2."""

from __future__ import annotations

from array import array
from datetime import date
from pathlib import Path
from textwrap import dedent
from typing import Any

from extractors.document import Document, Page, Section
from extractors.passages import ReadDocument
from terms.citation import Citation, Match
from terms.contract import ContractDocument, Term, term


def paper(file: str, words: str) -> Document:
    """A document of one page whose running text is `words`."""
    lines: list[str] = []
    starts: list[tuple[str, str, int]] = []
    at = 0
    for line in dedent(words).strip("\n").splitlines():
        shown = line
        if line.startswith("## "):
            label, _, heading = (part.strip() for part in line[3:].partition("|"))
            starts.append((label, heading, at))
            shown = f"{label} {heading}".strip()
        lines.append(shown)
        at += len(shown) + 1
    text = "\n".join(lines)
    ends = [start for _, _, start in starts[1:]] + [len(text)] * bool(starts)
    sections = tuple(
        Section(label=label, heading=heading, level=0, start=start, end=end)
        for (label, heading, start), end in zip(starts, ends, strict=True)
    )
    return Document(
        file=file,
        sha256="0" * 64,
        pages=(Page(1, text, 612, 792),),
        text=text,
        page_of=array("i", [1] * len(text)),
        offset_of=array("i", range(len(text))),
        sections=sections,
    )


def stated(document: Document, quote: str, **fields: Any) -> Term:
    """A term that rests on these words of the document, in the section where they stand."""
    at = document.text.index(quote)
    section = document.section_at(at)
    citation = Citation(
        file=document.file,
        page=1,
        section=section.label if section else None,
        quote=quote,
        span=(at, at + len(quote)),
        match=Match.EXACT,
    )
    return term({**fields, "citations": (citation,)})


def read(
    document: Document,
    kind: str,
    *terms: Term,
    effective: str | None = None,
    until: str | None = None,
    runs_from: str | None = None,
) -> ReadDocument:
    """The document with its terms, as reading gives it before links are made."""

    def day(value: str | None) -> date | None:
        return date.fromisoformat(value) if value else None

    contract = ContractDocument(
        file=document.file,
        kind=kind,
        effective_date=day(effective),
        term_start=day(runs_from),
        term_end=day(until),
        terms=terms,
    )
    return ReadDocument(contract, document)


def printed(path: Path, words: str) -> Path:
    """A PDF of one page with these lines, top to bottom."""
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), invariant=1)
    height = 760
    for line in dedent(words).strip("\n").splitlines():
        canvas.setFont("Helvetica", 11)
        canvas.drawString(60, height, line)
        height -= 22
    canvas.save()
    return path
