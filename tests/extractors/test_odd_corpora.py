"""PDFs that others collected because they are odd, and PDFs that lie, where they are beside the repository."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

import pytest

from extractors import ocr
from extractors.errors import ContractUnreadable
from extractors.opening import Limits, opened
from extractors.page_doubts import Look
from tests.shared import SHARED

LIES = SHARED / "corpora" / "pdf_deception"
ODD = SHARED / "corpora" / "pdf_robustness"

ALL = os.environ.get("RECOUP_ALL_FILES") == "1"
SAMPLE = 60
GROUPS = 6
"""Tests that the sample is spread over, so that several processes share it."""

needs_tesseract = pytest.mark.skipif(ocr.missing() is not None, reason="tesseract is not installed")


def flags(path: Path) -> list[str]:
    """Everything that is said of a file: on opening it, and on looking at its pages."""
    try:
        with opened(path) as source:
            whole = {page.number: [(0, len(page.text))] for page in source.document.pages}
            doubts = Look(source).doubts(whole)
            return [*source.document.warnings, *(doubt.words for doubt in doubts)]
    except ContractUnreadable as reason:
        return [str(reason)]


def files_of(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.[pP][dD][fF]")) if folder.is_dir() else []


@needs_tesseract
@pytest.mark.skipif(not LIES.is_dir(), reason="the lying PDFs are not beside the repository")
def test_each_file_that_lies_is_flagged_and_no_control_is():
    said = {path.stem: flags(path) for path in files_of(LIES)}
    honest = {name for name in said if "clean" in name or "control" in name}
    assert {name for name in said if not said[name]} == honest
    assert len(honest) < len(said)


def outcome(path: Path) -> str:
    """'read', or the sentence with which the file is refused; fails where neither comes in a minute."""
    begun = time.monotonic()
    try:
        with opened(path, limits=Limits(ocr_pages=0)) as source:
            document = source.document
            whole = {page.number: [(0, len(page.text))] for page in document.pages[:4]}
            source.signs(list(whole))
            source.second_texts(list(whole))
        said = "read"
        assert document.pages
        assert document.text.strip() or document.warnings
        for words in document.warnings:
            assert words.endswith((".", "…")), words
    except ContractUnreadable as reason:
        said = str(reason)
        assert said.startswith(f"{path.name}: ")
        assert said.endswith(".")
        assert re.search(
            r"; (?:ask|remove|print|open|save|download|convert|split|install)\b", said
        ), said
    assert time.monotonic() - begun < 60
    return said


@pytest.mark.skipif(not ODD.is_dir(), reason="the odd PDFs are not beside the repository")
@pytest.mark.parametrize("group", range(GROUPS))
def test_an_odd_file_is_read_or_refused_with_a_sentence_that_says_what_to_do(group):
    every = files_of(ODD)
    chosen = every if ALL else every[:: max(len(every) // SAMPLE, 1)]
    said = {path: outcome(path) for path in chosen[group::GROUPS]}
    assert "read" in said.values()
