"""How fast contracts are read, how large the reader grows, and what asking a model would send and cost.

Short papers are those of the sample book; the long ones are its pages bound together, for want of a
long contract that may be shipped. `python -m evals.bench FILE...` measures papers of one's own.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pypdfium2
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from extractors.document import Document
from extractors.extraction import extract
from extractors.opening import open_pdf
from extractors.readers.grammar.reader import GrammarReader
from extractors.readers.model.budget import tokens
from extractors.readers.model.parts import LONG_PAGES, parts_of
from extractors.readers.model.questions import KINDS, messages
from extractors.readers.model.settings import ModelSettings

LONG = 150
"""Pages of the long paper."""
Timing = Callable[[Callable[[], object]], float]
"""From some work to the seconds it takes."""


class Prices(BaseSettings):
    """What a million tokens cost, for the bench's estimate: RECOUP_BENCH_INPUT, _OUTPUT, _ANSWER."""

    model_config = SettingsConfigDict(env_prefix="RECOUP_BENCH_", extra="ignore", frozen=True)

    input: Decimal = Field(default=Decimal("1.25"), ge=0)
    """US dollars for a million tokens sent."""
    output: Decimal = Field(default=Decimal(10), ge=0)
    """US dollars for a million tokens answered."""
    answer: int = Field(default=2_500, ge=0)
    """Tokens of one answer, what the model thinks before it included; an assumption."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of reading, and what it takes."""

    name: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Sent:
    """What the model reader would send for one document."""

    pages: int
    share: Decimal
    """Of the contract's own text, how much is shown (0 to 1)."""
    calls: int
    input: int
    """Tokens sent, instructions and both readings included."""
    cost: Decimal
    """US dollars, answers included."""


def bare_text(pdfs: Sequence[Path]) -> int:
    """The floor of reading: every page's text by pdfium alone; the number of pages."""
    pages = 0
    for path in pdfs:
        document = pypdfium2.PdfDocument(path)
        for page in document:
            page.get_textpage().get_text_range()
            pages += 1
        document.close()
    return pages


def bound(pdfs: Sequence[Path], pages: int, into: Path) -> Path:
    """One PDF of so many pages: those of the files, one after the other, begun anew where they end."""
    whole = pypdfium2.PdfDocument.new()
    while len(whole) < pages:
        for path in pdfs:
            part = pypdfium2.PdfDocument(path)
            left = pages - len(whole)
            whole.import_pages(part, list(range(min(len(part), left))))
            part.close()
            if len(whole) >= pages:
                break
    whole.save(into)
    whole.close()
    return into


def stages(pdfs: Sequence[Path], timed: Timing) -> list[Stage]:
    """Bare text first, then each stage of reading the same papers, one paper at a time.

    The grammar reader gets documents that it never saw: what it keeps of one would flatter it.
    """
    reader = GrammarReader()

    def fresh_grammar() -> float:
        documents = [open_pdf(path) for path in pdfs]
        began = time.perf_counter()
        for document in documents:
            reader.read(document)
        return time.perf_counter() - began

    return [
        Stage("bare pdfium text (the floor)", timed(lambda: bare_text(pdfs))),
        Stage(
            "opening: subprocess, checks, flow, sections, tables",
            timed(lambda: [open_pdf(path) for path in pdfs]),
        ),
        Stage("grammar reader on opened documents", min(fresh_grammar() for _ in range(2))),
        Stage("extract: all of it, pages looked at twice", timed(lambda: _read_each(pdfs))),
    ]


def _read_each(pdfs: Sequence[Path]) -> None:
    reader = GrammarReader()
    for path in pdfs:
        extract([(path.name, path)], [reader], workers=1)


def speed_up(pdfs: Sequence[Path], timed: Timing) -> tuple[int, float]:
    """Processors, and how many times faster all of them read the papers than one does."""
    workers = os.cpu_count() or 1
    reader = GrammarReader()

    def one(path: Path) -> None:
        extract([(path.name, path)], [reader], workers=1)

    def together() -> None:
        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(one, pdfs))

    return workers, timed(lambda: _read_each(pdfs)) / timed(together)


def peak(path: Path) -> tuple[float, float]:
    """MiB at most of a fresh process that reads one paper, and of its largest child."""
    done = subprocess.run(  # noqa: S603 - our own module, by our own interpreter
        [sys.executable, "-m", "evals.bench_reading", str(path)],
        check=True,
        capture_output=True,
        text=True,
    )
    own, child = (float(number) for number in done.stdout.split())
    return own, child


def sent_for(document: Document, prices: Prices, settings: ModelSettings | None = None) -> Sent:
    """What the model reader would send for a document, by its own estimate of tokens."""
    parts = parts_of(document, (settings or ModelSettings()).part_chars)
    asked = [
        messages(kind, document, part, (index, len(parts)))
        for index, part in enumerate(parts, 1)
        for kind in KINDS
    ]
    taken = sum(tokens(str(each.get("content", ""))) for call in asked for each in call)
    shown = sum(stretch.size for part in parts for stretch in part.fresh)
    cost = (prices.input * taken + prices.output * prices.answer * len(asked)) / 1_000_000
    share = Decimal(shown) / max(len(document.text), 1)
    return Sent(len(document.pages), share, len(asked), taken, cost)


def is_long(document: Document) -> bool:
    """Whether only the likely passages of a document are sent."""
    return len(document.pages) > LONG_PAGES


def main(path: str) -> int:
    """Read one paper and print the peaks, in MiB, of this process and of its largest child."""
    from extractors import confined

    _read_each([Path(path)])
    confined.stop()
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    print(*(resource.getrusage(each).ru_maxrss / 1024 for each in who))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
