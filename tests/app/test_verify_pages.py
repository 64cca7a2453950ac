"""`--verify-pages` compares each page that a term rests on with its picture, in extract and in run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from archive_book import write_book

from app.cli import main
from extractors import ocr, page_doubts

AS_OF = ("--as-of", "2026-07-01")


@pytest.fixture
def compared(tmp_path, monkeypatch) -> list[int]:
    """A working directory with a small book, and the pages whose picture was asked."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("RECOUP_STORE", raising=False)
    pages: list[int] = []
    monkeypatch.setattr(ocr, "missing", lambda: None)
    monkeypatch.setattr(page_doubts, "compared", lambda _source, page: pages.append(page))
    write_book(tmp_path / "book")
    return pages


def recoup(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    return int(ended.value.code or 0)


def test_extract_compares_pages_only_where_it_is_asked_to(compared):
    file = "book/contracts/ORCHARD/msa.pdf"
    assert recoup("extract", file, "--json", "a.json") == 0
    assert compared == []
    assert recoup("extract", file, "--verify-pages", "--json", "b.json") == 0
    assert compared == [1]
    assert Path("a.json").read_text() == Path("b.json").read_text()


def test_a_run_that_is_to_compare_pages_does_not_take_a_reading_that_did_not(compared):
    assert recoup("run", "book", *AS_OF) == 0
    assert compared == []
    assert recoup("run", "book", *AS_OF, "--verify-pages") == 0
    assert compared == [1]
    assert recoup("run", "book", *AS_OF, "--verify-pages") == 0
    assert compared == [1]


def test_what_was_read_without_ocr_is_read_again_once_it_is_installed(compared, monkeypatch):
    with monkeypatch.context() as without:
        without.setattr(ocr, "missing", lambda: "tesseract (Debian: tesseract-ocr)")
        assert recoup("run", "book", *AS_OF, "--verify-pages", "--json", "before.json") == 0
    assert recoup("run", "book", *AS_OF, "--verify-pages", "--json", "after.json") == 0
    before, after = (json.loads(Path(name).read_text()) for name in ("before.json", "after.json"))
    assert "install tesseract" in before["cases"][0]["memo"]
    assert "install tesseract" not in after["cases"][0]["memo"]
