"""What stands around a term for people: its document's heading, its place, its readers, its links."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from terms.citation import Citation, Link
    from terms.contract import ContractDocument, Term


def file_name(file: str) -> str:
    """The file without its folders."""
    return file.rsplit("/", 1)[-1]


def kind_and_title(document: ContractDocument) -> str:
    """'amendment: Amendment No. 2'."""
    kind = document.kind.replace("_", " ")
    return f"{kind}: {document.title or 'no title'}"


def header_facts(document: ContractDocument) -> Iterator[tuple[str, str]]:
    """(what, value) of a document's header, as far as the paper says it."""
    if document.number:
        yield "number", document.number
    if document.effective_date:
        yield "effective", str(document.effective_date)
    if document.term_start or document.term_end:
        first = str(document.term_start or "open")
        yield "term", f"{first} to {document.term_end or 'open end'}"
    if document.currency:
        yield "currency", document.currency
    for party in sorted(document.parties, key=lambda item: item.role != "provider"):
        yield party.role or "party", party.name
    if document.amends:
        yield "amends", "; ".join(document.amends)


def pages(count: int) -> str:
    """'1 page', '7 pages'."""
    return f"{count} page{'' if count == 1 else 's'}"


def section_words(section: str | None) -> str:
    """'§ 4.2' where the label is a number, else the label: 'Fee Table'."""
    label = " ".join((section or "").split())
    return f"§ {label}" if label[:1].isdigit() else label


def place(citation: Citation, document: str) -> str:
    """'p. 2, § 4.2'; with the file where the words stand in another document."""
    elsewhere = "" if citation.file == document else f"{file_name(citation.file)} "
    section = section_words(citation.section)
    return f"{elsewhere}p. {citation.page}{f', {section}' if section else ''}"


def read_by(term: Term) -> str:
    """'grammar 0.90', 'grammar + model.passage 0.97'."""
    return f"{' + '.join(term.readers) or 'no reader named'} {term.confidence:.2f}"


def links_to(term: Term, document: str) -> Iterator[tuple[str, Link]]:
    """('replaces § 4.1 of services-agreement.pdf', the link itself), one a link."""
    named = (
        ("replaces", term.replaces),
        ("overrides", term.overrides),
        ("reads with", term.reads_with),
    )
    for verb, targets in named:
        for target in targets:
            yield f"{verb} {_target(target, document)}", target


def _target(link: Link, document: str) -> str:
    section = section_words(link.section) or "the terms"
    of = "" if link.file == document else f" of {file_name(link.file)}"
    since = f", the step of {link.effective_from}" if link.effective_from else ""
    return f"{section}{of}{since}"


def cautions(term: Term) -> Iterator[str]:
    """What a person should know before relying on the term."""
    yield from term.warnings
    if term.doubtful:
        yield "doubtful: rated only where another term points at it"
    if not term.citations:
        yield "no citation"
    loose = [each for each in term.citations if not each.match.verbatim]
    for each in loose:
        yield f"the quote was not found word for word on page {each.page} ({each.match})"
