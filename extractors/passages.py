"""The words around a term: its section, or the paragraph that holds its quote."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from extractors.document import Document, Section
from extractors.references import Reference, label_key, references
from terms.citation import Citation
from terms.contract import ContractDocument, DocumentKind, Term

_NUMBERED = re.compile(
    r"\n(?=\s*(?:\(?\d+[.)]|\(\w{1,3}\)|[A-Z]\.(?:\d+)?\s|§|Article|Section|Clause|ARTICLE)\s?)"
)
_LONGEST = 1500


@dataclass(frozen=True)
class ReadDocument:
    """A document with its terms, and its text where it could be opened."""

    contract: ContractDocument
    document: Document | None = None

    @property
    def file(self) -> str:
        """As citations name it."""
        return self.contract.file

    @cached_property
    def text(self) -> str:
        """The running text; '' where there is none."""
        return self.document.text if self.document else ""

    @cached_property
    def kind(self) -> DocumentKind:
        """Its kind in force: an order form that says that it replaces an order is a renewal of it."""
        kind = self.contract.kind
        replaces = any(
            re.search(r"\border\b", paper, re.IGNORECASE) for paper in self.contract.amends
        )
        return "renewal" if kind == "order_form" and replaces else kind

    @cached_property
    def starts(self) -> date | None:
        """The day from which the document counts."""
        return self.contract.term_start or self.contract.effective_date


@dataclass(frozen=True)
class Placed:
    """A term of a document with the words around it."""

    term: Term
    index: int
    """Its place among the document's terms."""
    read: ReadDocument

    @property
    def section(self) -> str | None:
        """The label that its main citation carries."""
        return self.term.citations[0].section if self.term.citations else None

    @property
    def starts(self) -> date | None:
        """The day from which the term applies."""
        return self.term.effective_from or self.read.starts

    @cached_property
    def quote(self) -> str:
        """Its quotes, in order."""
        return "\n".join(citation.quote for citation in self.term.citations)

    @cached_property
    def passage(self) -> str:
        """The words of its section, or around its quote; the quotes alone where the text is not at hand."""
        document = self.read.document
        if document is None or not self.term.citations:
            return self.quote
        at = _place(document, self.term.citations[0])
        labelled = self._labelled(document, at)
        if labelled and labelled.end - labelled.start <= _LONGEST:
            return document.text[labelled.start : labelled.end]
        return _around(document.text, at) if at is not None else self.quote

    @cached_property
    def heading(self) -> str:
        """The heading of its section, without the number; '' where there is none."""
        document = self.read.document
        if document is None or not self.term.citations:
            return ""
        found = self._labelled(document, _place(document, self.term.citations[0]))
        return found.heading.strip(" .:") if found else ""

    def _labelled(self, document: Document, at: int | None) -> Section | None:
        if at is not None and (section := document.section_at(at)):
            return section
        key = label_key(self.section or "")
        return next((s for s in document.sections if key and label_key(s.label) == key), None)

    @cached_property
    def references(self) -> list[Reference]:
        """The sections that the words around it name."""
        return [found for found in references(self.passage) if found.paper != "self"]


def _place(document: Document, citation: Citation) -> int | None:
    """The flow offset of a citation: by its span on the page, else by its words."""
    if citation.span and document.page_of:
        first = bisect_left(document.page_of, citation.page)
        last = bisect_right(document.page_of, citation.page)
        try:
            return first + document.offset_of[first:last].index(citation.span[0])
        except ValueError:
            pass
    return _find(document.text, citation.quote)


def _find(text: str, quote: str) -> int | None:
    words = quote.split()[:12]
    if not words:
        return None
    pattern = r"[\s\u00ad-]*".join(re.escape(word) for word in words)
    match = re.search(pattern, text) or re.search(pattern, text, re.IGNORECASE)
    return match.start() if match else None


def _around(text: str, at: int) -> str:
    begin = max(
        (match.start() for match in _NUMBERED.finditer(text, max(0, at - _LONGEST), at)), default=-1
    )
    begin = begin if begin >= 0 else max(0, at - 400)
    following = _NUMBERED.search(text, at + 1)
    end = min(following.start() if following else len(text), at + 800)
    return text[begin:end]
