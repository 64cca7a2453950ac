"""`recoup extract`: contracts into cited terms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.opening import choose_readers
from app.output import console, plain, progress, table, to_people, write_json
from app.wrong_input import InputWrong

if TYPE_CHECKING:
    from terms.contract import ContractDocument, Extraction


def extract(files: Sequence[Path], out: str | None, reader: str | None) -> None:
    """Read the files together, as the documents of one customer."""
    for path in files:
        if not path.is_file():
            msg = f"{path} is not a file"
            raise InputWrong(msg)
    extraction = _read(files, reader)
    write_json(out, extraction.model_dump(mode="json"))
    if to_people(out):
        _say(extraction, shown_json=out)


def _read(files: Sequence[Path], reader: str | None) -> Extraction:
    from agent.readers import build_readers
    from extractors.extraction import extract as read

    choice = choose_readers(reader)
    done = 0
    with progress() as tell:

        def count(_name: str) -> None:
            nonlocal done
            done += 1
            tell("reading contracts", done, len(files))

        tell("reading contracts", 0, len(files))
        return read(
            [(path.as_posix(), path) for path in files], build_readers(choice), progress=count
        )


def _say(extraction: Extraction, shown_json: str | None) -> None:
    shown = console()
    for document in extraction.documents:
        shown.print(plain(_title(document)))
        for warning in document.warnings:
            shown.print(plain(f"  Warning: {warning}"))
        made = table(("term", "left"), ("product", "left"), ("where", "left"), ("words", "left"))
        for term in document.terms:
            cited = term.citations[0] if term.citations else None
            where = f"p. {cited.page} {cited.section or ''}" if cited else ""
            words = " ".join(cited.quote.split())[:90] if cited else ""
            made.add_row(term.type, plain(term.product or ""), plain(where), plain(words))
        if document.terms:
            shown.print(made)
        for passage in document.unresolved:
            quote = " ".join(passage.quote.split())[:100]
            shown.print(plain(f"  Not understood, page {passage.page}: {quote} ({passage.why})"))
    counts = Counter(term.type for document in extraction.documents for term in document.terms)
    total = sum(counts.values())
    shown.print(f"{total} terms: " + ", ".join(f"{n} {kind}" for kind, n in counts.most_common()))
    if shown_json is None:
        shown.print("Write them with --json terms.json; `recoup run --terms terms.json` uses them.")


def _title(document: ContractDocument) -> str:
    kind = document.kind.replace("_", " ")
    since = f", effective {document.effective_date}" if document.effective_date else ""
    return f"{document.file}: {kind}, {document.title or 'no title'}, {document.pages} pages{since}"
