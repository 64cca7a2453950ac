"""What the bench measures is what it says: the pages, the share that is sent, the price."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from evals import bench_reading
from evals.bench_reading import Prices, bare_text, bound, sent_for, stages
from extractors.opening import open_pdf


@pytest.fixture
def papers(tmp_path: Path) -> list[Path]:
    made = []
    for pages in (1, 2, 12):
        path = tmp_path / f"{pages}.pdf"
        canvas = Canvas(str(path))
        for page in range(pages):
            canvas.drawString(72, 700, f"The fee for part {page + 1} is USD 100.00 per month.")
            for line in range(20):
                words = f"Item {pages * 97 + page * 31 + line * 7}: the parties keep each other informed."
                canvas.drawString(72 + line, 680 - 14 * line - page, words)
            canvas.showPage()
        canvas.save()
        made.append(path)
    return made


def test_bound_papers_have_as_many_pages_as_were_asked_for(papers: list[Path]) -> None:
    long = bound(papers[:2], 11, papers[0].parent / "long.pdf")
    assert bare_text(papers) == 15
    assert bare_text([long]) == 11


def test_the_floor_comes_first_and_every_stage_is_timed(papers: list[Path]) -> None:
    asked: list[int] = []

    def timed(work: Callable[[], object]) -> float:
        asked.append(1)
        work()
        return 2.0

    found = stages(papers[:1], timed)
    assert [stage.seconds for stage in found[:2]] == [2.0, 2.0]
    assert "floor" in found[0].name
    assert len(asked) == 3
    assert found[2].seconds > 0


def test_a_short_paper_is_sent_whole_and_a_long_one_in_part(papers: list[Path]) -> None:
    prices = Prices(input=Decimal(1), output=Decimal(10), answer=1_000)
    short = sent_for(open_pdf(papers[1]), prices)
    assert short.share == 1
    assert short.calls == 2
    # Two calls of a thousand tokens' answer at ten dollars a million, and what is sent at one dollar.
    assert short.cost == Decimal(short.input) / 1_000_000 + Decimal("0.02")
    long = open_pdf(papers[2])
    assert bench_reading.is_long(long)
    assert sent_for(long, prices).share < Decimal("0.4")


def test_prices_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECOUP_BENCH_INPUT", "2.50")
    assert Prices().input == Decimal("2.50")
