"""Numbers that the page does not show: the terms on that page carry the doubt, others do not."""

from __future__ import annotations

from pathlib import Path

from extractors.extraction import extract
from extractors.readers.grammar.reader import GrammarReader


def _agreement(path: Path, *, hidden: bool) -> Path:
    """Two pages; the fee of the first is printed in white where `hidden`."""
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), invariant=1)
    canvas.setFont("Helvetica", 11)
    canvas.drawString(60, 760, "CLEANING AGREEMENT")
    canvas.drawString(60, 730, "1. Fees")
    if hidden:
        canvas.setFillGray(1)
    canvas.drawString(
        60, 710, "1.1 Customer pays a fee of $900.00 per month for the Cleaning Plan."
    )
    canvas.setFillGray(0)
    canvas.showPage()
    canvas.setFont("Helvetica", 11)
    canvas.drawString(60, 760, "2. Support")
    canvas.drawString(60, 740, "2.1 Customer pays a fee of $300.00 per month for the Support Plan.")
    canvas.save()
    return path


def test_a_price_in_white_is_kept_with_a_warning(tmp_path: Path) -> None:
    file = _agreement(tmp_path / "a.pdf", hidden=True)

    (document,) = extract([("a.pdf", file)], [GrammarReader()]).documents

    doubtful = [term for term in document.terms if term.warnings]
    assert {citation.page for term in doubtful for citation in term.citations} == {1}
    assert any("not to be seen on the page" in words for words in document.warnings)


def test_a_page_that_shows_what_it_says_gives_no_warning(tmp_path: Path) -> None:
    file = _agreement(tmp_path / "a.pdf", hidden=False)

    (document,) = extract([("a.pdf", file)], [GrammarReader()]).documents

    assert document.terms
    assert document.warnings == ()
    assert not any(term.warnings for term in document.terms)
