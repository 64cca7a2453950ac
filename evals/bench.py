"""`make bench`: how fast and how large, as ratios against a floor measured in the same run.

Seconds differ between machines; a ratio to the bare work on the same machine says what the code adds.
The floors: bare pdfium text extraction for reading, and nothing but the engine for a run.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.table import Table

from evals import bench_graph, bench_reading
from evals.bench_reading import is_long
from extractors.readers.model.parts import LONG_PAGES

SAMPLES = Path(__file__).parent.parent / "samples"
AS_OF = date(2026, 11, 1)
ROUNDS = 5
READS = 2


def main(given: Sequence[str] = ()) -> int:
    """Print one table a subject; 0 when every subject could be measured.

    `given` are PDFs to read in place of the sample book's.
    """
    console = Console()
    pdfs = [Path(each) for each in given] or sorted(
        (SAMPLES / "book" / "contracts").glob("*/*.pdf")
    )
    if not pdfs:
        console.print("samples/book/contracts holds no PDF: run samples/make.py first")
        return 2
    with tempfile.TemporaryDirectory() as folder:
        long = bench_reading.bound(pdfs, bench_reading.LONG, Path(folder) / "long.pdf")
        third = bench_reading.bound(pdfs, bench_reading.LONG // 3, Path(folder) / "third.pdf")
        console.print(_reading(f"{len(pdfs)} papers, one at a time", pdfs))
        console.print(_reading("one long paper", [long]))
        console.print(_growth(third, long))
        console.print(_asking([*pdfs, long]))
        console.print(_together(pdfs))
        console.print(_memory(long))
    if not given:
        console.print(_run())
    return 0


def best_of(rounds: int, work: Callable[[], object]) -> float:
    """The quickest of `rounds` timings, in seconds, after one round to warm up.

    The quickest is the one that other programs on the machine disturbed least.
    """
    work()
    timings = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        timings.append(time.perf_counter() - began)
    return min(timings)


def _reading(title: str, pdfs: Sequence[Path]) -> Table:
    """Each stage of reading, by its ratio to bare text extraction of the same pages."""
    pages = bench_reading.bare_text(pdfs)
    found = bench_reading.stages(pdfs, partial(best_of, READS))
    table = _table(f"Reading {title}: {pages} pages", "ms a page")
    for stage in found:
        each = stage.seconds / pages * 1000
        table.add_row(stage.name, f"{each:.2f}", f"{stage.seconds / found[0].seconds:.1f}")
    return table


def _growth(shorter: Path, longer: Path) -> Table:
    """Milliseconds a page of a paper and of one three times as long: the same where time is linear."""
    table = _table("Whether time grows with the pages alone", "ms a page")
    first = 0.0
    for path in (shorter, longer):
        pages = bench_reading.bare_text([path])
        stages = bench_reading.stages([path], partial(best_of, 1))
        each = stages[-1].seconds / pages * 1000
        first = first or each
        table.add_row(f"extract, {pages} pages", f"{each:.2f}", f"{each / first:.2f}")
    table.columns[2].header = "× the shorter"
    return table


def _asking(pdfs: Sequence[Path]) -> Table:
    """What the model reader would send; nothing is sent here."""
    from extractors.opening import open_pdf

    prices = bench_reading.Prices()
    documents = [open_pdf(path) for path in pdfs]
    table = Table(
        title=f"Asking a model, at ${prices.input} a million tokens sent and ${prices.output} answered "
        f"({prices.answer} an answer, assumed)",
        title_justify="left",
    )
    for name in ("what", "documents", "pages", "of their text sent", "tokens sent", "$ a document"):
        table.add_column(name, justify="left" if name == "what" else "right")
    for name, chosen in (
        (f"up to {LONG_PAGES} pages", [d for d in documents if not is_long(d)]),
        (f"above {LONG_PAGES} pages", [d for d in documents if is_long(d)]),
    ):
        if not chosen:
            continue
        sent = [bench_reading.sent_for(document, prices) for document in chosen]
        size = sum(len(document.text) for document in chosen)
        shown = sum(
            each.share * len(document.text) for each, document in zip(sent, chosen, strict=True)
        )
        table.add_row(
            name,
            str(len(sent)),
            str(sum(each.pages for each in sent)),
            f"{shown / max(size, 1):.0%}",
            f"{sum(each.input for each in sent):,}",
            f"{sum(each.cost for each in sent) / len(sent):.3f}",
        )
    return table


def _together(pdfs: Sequence[Path]) -> Table:
    workers, faster = bench_reading.speed_up(pdfs, partial(best_of, 1))
    table = Table(title="Documents read at the same time", title_justify="left")
    table.add_column("processors", justify="right")
    table.add_column("times as fast as one", justify="right")
    table.add_row(str(workers), f"{faster:.2f}")
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

    def opening() -> None:
        with tempfile.TemporaryDirectory() as folder:
            Store.open(f"sqlite:///{folder}/bench.db")

    loading = best_of(ROUNDS, lambda: read_book(SAMPLES / "book"))
    made = best_of(ROUNDS, opening)
    floor = best_of(ROUNDS, engine)
    told = best_of(2, lambda: whole(SAMPLES / "truth.json"))
    everything = best_of(1, whole)
    cases = len(flagged)
    bare = bench_graph.seconds_a_case(partial(best_of, ROUNDS)) * cases
    table = _table(f"`recoup run` on the sample book, {cases} cases", "ms a case")
    for name, seconds in (
        ("rating and explaining alone (the floor)", floor),
        ("loading the book", loading),
        ("making a new store", made),
        ("graph, checkpoints, memos and outbox, terms given", told - floor - loading - made),
        ("of it the graph and its checkpoints", bare),
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


def _memory(path: Path) -> Table:
    own, child = bench_reading.peak(path)
    table = Table(
        title=f"Peak memory of reading {bench_reading.LONG} pages in a fresh process",
        title_justify="left",
    )
    table.add_column("what")
    table.add_column("MiB", justify="right")
    table.add_row("process", f"{own:.0f}")
    table.add_row("its largest child, which parses", f"{child:.0f}")
    return table


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
