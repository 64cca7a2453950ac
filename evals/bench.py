"""`make bench`: how fast and how large, as ratios against a floor measured in the same run.

Seconds differ between machines; a ratio to the bare work on the same machine says what the code adds.
The floors: bare pdfium text extraction for reading, and nothing but the engine for a run.
"""

from __future__ import annotations

import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.table import Table

SAMPLES = Path(__file__).parent.parent / "samples"
AS_OF = date(2026, 11, 1)
ROUNDS = 5


def main() -> int:
    """Print one table a subject; 0 when every subject could be measured."""
    console = Console()
    pdfs = sorted((SAMPLES / "book" / "contracts").glob("*/*.pdf"))
    if not pdfs:
        console.print("samples/book/contracts holds no PDF: run samples/make.py first")
        return 2
    console.print(_reading(pdfs))
    console.print(_run())
    console.print(_memory())
    return 0


def best_of(rounds: int, work: Callable[[], object]) -> float:
    """The median of `rounds` timings, in seconds, after one round to warm up."""
    work()
    timings = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        timings.append(time.perf_counter() - began)
    return statistics.median(timings)


def bare_text(pdfs: list[Path]) -> int:
    """The floor of reading: every page's text by pdfium alone; the number of pages."""
    import pypdfium2

    pages = 0
    for path in pdfs:
        document = pypdfium2.PdfDocument(path)
        for page in document:
            page.get_textpage().get_text_range()
            pages += 1
        document.close()
    return pages


def _reading(pdfs: list[Path]) -> Table:
    from extractors.extraction import extract
    from extractors.opening import open_pdf
    from extractors.readers.grammar.reader import GrammarReader

    reader = GrammarReader()
    pages = bare_text(pdfs)
    floor = best_of(ROUNDS, lambda: bare_text(pdfs))
    opening = best_of(ROUNDS, lambda: [open_pdf(path) for path in pdfs])
    documents = [open_pdf(path) for path in pdfs]
    grammar = best_of(ROUNDS, lambda: [reader.read(document) for document in documents])
    whole = best_of(1, lambda: [extract([(path.name, path)], [reader], workers=1) for path in pdfs])
    table = _table(f"Reading {len(pdfs)} PDFs, {pages} pages, one at a time", "ms a page")
    for name, seconds in (
        ("bare pdfium text (the floor)", floor),
        ("opening: subprocess, checks, flow, sections, tables", opening),
        ("grammar reader on opened documents", grammar),
        ("extract: all of it, citations with rectangles", whole),
    ):
        table.add_row(name, f"{seconds / pages * 1000:.2f}", f"{seconds / floor:.1f}")
    return table


def _run() -> Table:
    from agent.given_terms import given_terms
    from agent.run import RunOptions, run_book
    from billing.book import read_book
    from billing.investigation import compare, explain
    from store.store import Store

    book = read_book(SAMPLES / "book")
    terms = given_terms(SAMPLES / "truth.json", book.accounts)
    flagged = [flag.account_id for flag in book.flagged]

    def engine() -> None:
        for account in flagged:
            explain(compare(book.accounts[account], terms[account], AS_OF))

    def whole(given: Path | None = None) -> None:
        with tempfile.TemporaryDirectory() as folder:
            store = Store.open(f"sqlite:///{folder}/bench.db")
            options = RunOptions(as_of=AS_OF, terms=given, workers=os.cpu_count() or 1)
            run_book(store, SAMPLES / "book", options)

    loading = best_of(ROUNDS, lambda: read_book(SAMPLES / "book"))
    floor = best_of(ROUNDS, engine)
    told = best_of(1, lambda: whole(SAMPLES / "truth.json"))
    everything = best_of(1, whole)
    cases = len(flagged)
    table = _table(f"`recoup run` on the sample book, {cases} cases", "ms a case")
    for name, seconds in (
        ("rating and explaining alone (the floor)", floor),
        ("loading the book", loading),
        ("graph, checkpoints, memos and outbox, terms given", told - floor),
        ("reading the PDFs, and their terms into the store", everything - told),
        ("the whole run", everything),
    ):
        table.add_row(name, f"{seconds / cases * 1000:.2f}", f"{seconds / floor:.1f}")
    return table


def _table(title: str, unit: str) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column("what")
    table.add_column(unit, justify="right")
    table.add_column("× floor", justify="right")
    return table


def _memory() -> Table:
    table = Table(title="Peak memory of this process and its largest child", title_justify="left")
    table.add_column("what")
    table.add_column("MiB", justify="right")
    for name, who in (("process", resource.RUSAGE_SELF), ("child", resource.RUSAGE_CHILDREN)):
        table.add_row(name, f"{resource.getrusage(who).ru_maxrss / 1024:.0f}")
    return table


if __name__ == "__main__":
    sys.exit(main())
