"""What keeps reading fast: nothing is asked twice, and a slow file is read as far as its time goes."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from extractors import parsing
from extractors.document import Span
from extractors.opening import Limits, open_pdf, opened
from extractors.readers.grammar.clauses import clause_at
from extractors.readers.grammar.sentences import setting_of
from extractors.shown import numbers_read


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    made = Canvas(str(tmp_path / "paper.pdf"), pagesize=A4)
    for page in range(1, 13):
        made.drawString(72, 760, f"Page {page} of the order. The monthly fee is EUR {page}00.00.")
        made.drawString(72, 740, "It is invoiced on the first day of each month.")
        made.showPage()
    made.save()
    return tmp_path / "paper.pdf"


def test_a_file_that_takes_too_long_is_read_up_to_there_and_says_so(paper: Path) -> None:
    header, _ = parsing.Parsed(str(paper)).read(1_000, 1_000_000, seconds=0)
    assert len(header["pages"]) == 1
    assert any("12 pages; the first 1 were read" in words for words in header["warnings"])


def test_in_its_time_a_file_is_read_to_the_end(paper: Path) -> None:
    document = open_pdf(paper)
    assert len(document.pages) == 12
    assert document.warnings == ()


def test_more_text_than_the_limit_is_told(paper: Path) -> None:
    document = open_pdf(paper, limits=Limits(characters=300))
    assert len(document.pages) < 12
    assert any("nothing after them" in words for words in document.warnings)


def test_rectangles_do_not_depend_on_the_order_in_which_they_are_asked_for(paper: Path) -> None:
    spans = [Span(page, 0, 6) for page in (12, 1, 7, 1, 3, 12, 9, 5, 11, 2, 10)]
    with opened(paper) as together, opened(paper) as apart:
        assert together.boxes_of(spans) == [apart.boxes(span) for span in spans]
        assert all(boxes for boxes in together.boxes_of(spans))


def test_rectangles_that_are_known_are_not_asked_for_again(paper: Path) -> None:
    with opened(paper) as source:
        first = source.boxes_of([Span(2, 0, 4)])
        source._confined.close()
        assert source.boxes_of([Span(2, 0, 4)]) == first


def test_a_sentence_has_one_clause_for_all_who_ask(paper: Path) -> None:
    document = open_pdf(paper)
    setting = setting_of(document)
    assert setting_of(document) is setting
    assert clause_at(setting, 0) is clause_at(setting, 0)


def test_the_numbers_of_each_page_are_those_of_the_flow(paper: Path) -> None:
    document = open_pdf(paper)
    for page in (1, 12):
        found = [
            document.pages[page - 1].text[s.start : s.end] for s in numbers_read(document, page)
        ]
        assert found == [str(page), f"{page}00.00"]
