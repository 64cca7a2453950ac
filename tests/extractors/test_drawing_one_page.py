"""A page drawn, and the frames of all pages, without reading a word of the paper."""

from __future__ import annotations

import pytest
from reportlab.pdfgen.canvas import Canvas

from extractors.errors import ContractUnreadable
from extractors.opening import draw_page, frames_of, opened


@pytest.fixture
def paper(tmp_path):
    """An upright page of A4, and one of 300 by 400 that is shown turned: 400 wide, 300 high."""
    path = tmp_path / "paper.pdf"
    canvas = Canvas(str(path), pagesize=(595, 842))
    canvas.drawString(60, 700, "The first page")
    canvas.showPage()
    canvas.setPageSize((400, 300))
    canvas.setPageRotation(90)
    canvas.drawString(40, 40, "The second page")
    canvas.showPage()
    canvas.save()
    return path


def test_frames_say_how_pages_are_shown(paper):
    count, frames = frames_of(paper)
    assert count == 2
    assert [(round(f.width), round(f.height), f.turned) for f in frames] == [
        (595, 842, 0),
        (400, 300, 90),
    ]
    assert frames_of(paper, most=1)[0] == 2
    assert len(frames_of(paper, most=1)[1]) == 1


def test_a_page_is_drawn_as_it_is_where_the_paper_is_read(paper):
    alone = draw_page(paper, 1, 72)
    with opened(paper) as whole:
        beside = whole.render(1, 72)
    assert alone == beside
    assert min(alone.rows) < 128  # something is printed on it


def test_a_box_lies_where_its_words_are_drawn_on_a_turned_page(paper):
    frame = frames_of(paper)[1][1]
    picture = draw_page(paper, 2, 72)
    words = (36.0, 34.0, 140.0, 54.0)  # around what is printed at 40, 40
    left, top, right, bottom = frame.blank().pixels(words)
    inside = [
        picture.rows[y * picture.stride + x] for y in range(top, bottom) for x in range(left, right)
    ]
    everything = [
        picture.rows[y * picture.stride + x]
        for y in range(picture.height)
        for x in range(picture.width)
    ]
    assert sum(each < 128 for each in inside) == sum(each < 128 for each in everything) > 50


def test_a_page_that_is_not_there_is_none(paper):
    assert draw_page(paper, 3, 72) is None


def test_what_cannot_be_opened_says_why(tmp_path):
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7 nothing of a PDF")
    for path in (broken, tmp_path / "missing.pdf"):
        with pytest.raises(ContractUnreadable, match=path.name):
            frames_of(path)
        with pytest.raises(ContractUnreadable, match=path.name):
            draw_page(path, 1, 72)
