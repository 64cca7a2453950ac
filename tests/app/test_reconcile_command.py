"""`recoup reconcile` as a person meets it: Archive Service, 100.00 a month, billed at 90.00."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from archive_book import write_book

from app.cli import main


@pytest.fixture
def place(tmp_path: Path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("RECOUP_STORE", "RECOUP_ENGINE", "OPENAI_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "140")
    write_book(tmp_path / "book")
    return tmp_path


def reconcile(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["reconcile", *arguments])
    return int(ended.value.code or 0)


def test_the_difference_is_a_gap_with_its_account(place, capsys):
    assert reconcile("book", "--as-of", "2026-07-01", "--json", "out.json") == 0
    body = json.loads((place / "out.json").read_text())
    usage, billed, collected = body["stages"]
    assert usage["empty"]
    (gap,) = billed["gaps"]
    assert gap["category"] == "billed below what was rated"
    assert [each["account_id"] for each in gap["accounts"]] == ["ORCHARD"]
    assert Decimal(gap["amount"]) == -60  # six months, ten dollars each
    (total,) = billed["totals"]
    assert total["within"] is False
    assert collected["stage"] == "billed_to_collected"
    said = capsys.readouterr().out
    assert "Nothing to compare: the book holds no usage" in said
    assert "beyond the tolerance of 0.01%" in said
    assert "ORCHARD" in said


def test_the_tolerance_of_the_policy_counts(place, capsys):
    (place / "book" / "policy.toml").write_text("[reconciliation]\nbilled_percent = 10\n")
    assert reconcile("book", "--as-of", "2026-07-01") == 0
    assert "within the tolerance of 10%" in capsys.readouterr().out


def test_json_on_standard_output_is_alone_there(place, capsys):
    assert reconcile("book", "--as-of", "2026-07-01", "--json", "-") == 0
    assert json.loads(capsys.readouterr().out)["as_of"] == "2026-07-01"


def test_what_is_wrong_is_one_line(place, capsys):
    assert reconcile("book", "--terms", "nowhere.json") == 2
    assert capsys.readouterr().err == "recoup: --terms nowhere.json is not a file\n"
    assert reconcile("nowhere") == 2
    assert "nowhere is not a folder" in capsys.readouterr().err
