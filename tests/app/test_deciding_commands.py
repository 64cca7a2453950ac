"""Amending, the audit trail, the graph and what decisions taught, as a person meets them."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from archive_book import write_book

from agent import inputs, papers, run
from app.cli import main


def recoup(*arguments: object) -> int:
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    return int(ended.value.code or 0)


@pytest.fixture
def place(tmp_path: Path, monkeypatch) -> Path:
    """A book whose only case waits: 100.00 a month by contract, billed at 90.00, six months."""
    for module in (inputs, papers, run):
        monkeypatch.setattr(module, "engine_version", lambda: "1")
    monkeypatch.setattr("agent.contracts.reading_version", lambda: "1")
    monkeypatch.chdir(tmp_path)
    for name in ("RECOUP_STORE", "OPENAI_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "120")
    write_book(tmp_path / "book")
    (tmp_path / "book" / "policy.toml").write_text('threshold = "0.99"\n')
    assert go("first.json") == 0
    return tmp_path


def go(out: str) -> int:
    return recoup("run", "book", "--as-of", "2026-07-01", "--json", out)


def amend(*more: str) -> int:
    given = ("--term", price(), "--set", "flat_amount=95.00", "--reason", "annex", "--by", "Ada")
    return recoup("decide", "ORCHARD", "amend", *given, *more)


def price() -> str:
    with closing(sqlite3.connect("recoup.db")) as store:
        (found,) = store.execute("SELECT payload FROM terms WHERE type = 'price'").fetchone()
    return json.loads(found)["id"]


def test_a_preview_shows_before_and_after_and_decides_nothing(place, capsys):
    capsys.readouterr()
    assert amend("--preview") == 0
    out = capsys.readouterr().out
    assert 'flat_amount "100.00" → "95.00"' in out
    assert re.search(r"before .*USD 60\.00", out)
    assert re.search(r"after .*USD 30\.00", out)
    assert "Nothing is decided" in out
    recoup("cases", "--waiting", "--json", "-")
    assert "ORCHARD" in capsys.readouterr().out


def test_an_amended_term_is_billed_and_the_next_runs_say_the_same_to_the_byte(place, capsys):
    assert amend() == 0
    assert "corrective invoice, USD 30.00" in capsys.readouterr().out
    assert go("second.json") == 0
    assert go("third.json") == 0
    assert (place / "second.json").read_bytes() == (place / "third.json").read_bytes()
    (case,) = json.loads((place / "third.json").read_text())["cases"]
    assert case["findings"][0]["amount_total"] == "30.00"


def test_two_runs_over_an_unchanged_book_find_the_same_to_the_byte(place):
    go("second.json")
    bodies = [json.loads((place / name).read_text()) for name in ("first.json", "second.json")]
    found = [json.dumps([case["findings"] for case in body["cases"]]) for body in bodies]
    assert found[0] == found[1]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("amend", "--term", "price-0", "--set", "a=1", "--reason", "x"), "no term 'price-0'"),
        (("amend", "--cause", "1=late_start", "--reason", "x"), "only wrong_unit_price does"),
        (("amend", "--set", "unit_amount=1", "--reason", "x"), "--set needs --term"),
        (("amend", "--cause", "late", "--reason", "x"), "not FINDING=CAUSE"),
        (("amend", "--term", "p", "--set", "x", "--reason", "x"), "not FIELD=VALUE"),
        (("reject", "--reason", "x"), "say why with --because"),
    ],
)
def test_what_does_not_fit_is_one_line(place, capsys, arguments, words):
    capsys.readouterr()
    assert recoup("decide", "ORCHARD", *arguments) == 2
    error = capsys.readouterr().err
    assert words in error
    assert len(error.strip().splitlines()) == 1


def test_the_trail_is_checked_and_told(place, capsys):
    amend()
    capsys.readouterr()
    assert recoup("audit", "case", "ORCHARD") == 0
    out = capsys.readouterr().out
    order = [
        "was opened",
        "3 terms (SHA-256",
        "under-billed USD 60.00",
        "confidence",
        "went to a specialist",
        "amended by Ada",
        "Ada corrected flat_amount",
        "under-billed USD 30.00",
        "put into the outbox",
        "were written for billing",
        "counts as wrong",
        "was closed",
    ]
    places = [out.index(words) for words in order]
    assert places == sorted(places)
    assert recoup("audit", "verify") == 0
    assert "is whole" in capsys.readouterr().out


def test_a_changed_trail_is_an_exit_code_of_one(place, capsys):
    with closing(sqlite3.connect("recoup.db")) as store, store:
        store.execute("DROP TRIGGER audit_no_update")
        store.execute("UPDATE audit SET payload = replace(payload, '60.00', '6.00')")
    capsys.readouterr()
    assert recoup("audit", "verify", "--json", "-") == 1
    body = json.loads(capsys.readouterr().out)
    assert body["whole"] is False
    assert any("was changed after it was written" in fault["what"] for fault in body["faults"])


def test_the_graph_names_its_steps_in_their_order(capsys):
    assert recoup("graph") == 0
    out = capsys.readouterr().out
    steps = ("gather", "compare", "explain", "draft", "verify", "weigh", "route", "learn")
    places = [out.index(f"{step}(") for step in steps]
    assert places == sorted(places)
    assert "review -.-> deliver" in out.replace("&nbsp;", " ")


def test_what_decisions_taught_is_counted_and_written(place, capsys):
    recoup("decide", "ORCHARD", "approve", "--reason", "seen", "--by", "Ada")
    capsys.readouterr()
    assert recoup("learn", "--rows", "rows.jsonl", "--refit", "new.json") == 0
    out = capsys.readouterr().out
    assert "wrong unit price" in out
    assert "1.00 [" in out
    assert "too few" in out
    (row,) = [json.loads(line) for line in (place / "rows.jsonl").read_text().splitlines()]
    assert (row["right"], row["causes"]) == (True, ["wrong_unit_price"])
    assert row["features"]
    assert not (place / "new.json").exists()


def test_who_approved_first_is_shown_to_the_second(place, capsys):
    (place / "book" / "policy.toml").write_text(
        'threshold = "0.99"\nsecond_approver_above = "50"\n'
    )
    go("first.json")
    assert recoup("decide", "ORCHARD", "approve", "--by", "Ada") == 0
    assert "needs a second person" in capsys.readouterr().out
    recoup("show", "ORCHARD")
    assert "Ada approved it on" in capsys.readouterr().out
    assert recoup("decide", "ORCHARD", "approve", "--by", "Ada") == 2
    assert "a second, different person" in capsys.readouterr().err
    assert recoup("decide", "ORCHARD", "approve", "--by", "Bob") == 0
    assert "first by Ada" in capsys.readouterr().out
