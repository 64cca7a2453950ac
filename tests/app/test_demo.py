"""`recoup demo`: the sample book in a folder of its own, with the memos named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from archive_book import write_book

from app.cli import main
from app.commands import demo


def run_demo(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["demo", *arguments])
    return int(ended.value.code or 0)


@pytest.fixture
def samples(tmp_path: Path, monkeypatch) -> Path:
    """A small book in place of the samples, whose truth says on which day it stands."""
    write_book(tmp_path / "samples" / "book")
    truth = {"cases": {"ORCHARD": {"as_of": "2026-07-01", "findings": []}}}
    (tmp_path / "samples" / "truth.json").write_text(json.dumps(truth))
    monkeypatch.setattr(demo, "SAMPLES", tmp_path / "samples")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_it_prints_cases_and_names_the_memos(samples, capsys):
    assert run_demo() == 0
    out = capsys.readouterr().out
    assert "ORCHARD" in out
    assert "demo/memos/ORCHARD.md" in out
    assert (samples / "demo" / "memos" / "ORCHARD.md").exists()


def test_it_stands_on_the_day_of_its_truth_and_speaks_json(samples, capsys):
    assert run_demo("--json", "-", "--folder", "elsewhere") == 0
    assert json.loads(capsys.readouterr().out)["as_of"] == "2026-07-01"
    assert (samples / "elsewhere" / "recoup.db").exists()


def test_without_its_samples_it_says_where_they_should_be(samples, monkeypatch, capsys):
    monkeypatch.setattr(demo, "SAMPLES", samples / "nowhere")
    assert run_demo() == 2
    assert "nowhere/book" in capsys.readouterr().err
