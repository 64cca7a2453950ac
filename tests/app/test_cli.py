"""The command line as a person meets it: what it prints, its exit codes, and its one-line errors."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from archive_book import write_book

from app.cli import main
from app.help_page import page

ROOT = Path(__file__).parents[2]


@pytest.fixture
def place(tmp_path: Path, monkeypatch) -> Path:
    """A working directory with a small book: Archive Service, 100.00 a month, billed at 90.00."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("RECOUP_STORE", raising=False)
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.setenv("COLUMNS", "120")
    write_book(tmp_path / "book")
    return tmp_path


def recoup(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    return int(ended.value.code or 0)


def test_a_run_finds_the_difference_and_writes_the_named_fields(place, capsys):
    assert recoup("run", "book", "--as-of", "2026-07-01", "--json", "out.json") == 0
    body = json.loads((place / "out.json").read_text())
    assert {"as_of", "cases", "quarantine", "totals"} <= body.keys()
    (case,) = body["cases"]
    fields = ("case_id", "account_id", "route", "confidence", "blockers", "findings")
    assert all(name in case for name in (*fields, "recommendation", "memo"))
    assert [finding["amount_total"] for finding in case["findings"]] == ["60.00"]
    assert "ORCHARD" in capsys.readouterr().out


def test_json_on_standard_output_is_alone_there(place, capsys):
    assert recoup("run", "book", "--as-of", "2026-07-01", "--json", "-") == 0
    assert json.loads(capsys.readouterr().out)["as_of"] == "2026-07-01"


def test_findings_are_an_exit_code_where_asked(place):
    assert recoup("run", "book", "--as-of", "2026-07-01", "--exit-code") == 1
    assert recoup("run", "book", "--as-of", "2026-07-01") == 0


def test_a_second_run_says_unchanged(place, capsys):
    recoup("run", "book", "--as-of", "2026-07-01")
    capsys.readouterr()
    recoup("run", "book", "--as-of", "2026-07-01")
    assert "unchanged" in capsys.readouterr().out


def test_cases_show_decide_and_outbox_tell_one_story(place, capsys):
    recoup("run", "book", "--as-of", "2026-07-01", "--json", "out.json")
    (case,) = json.loads((place / "out.json").read_text())["cases"]
    assert recoup("cases") == 0
    assert recoup("show", "ORCHARD") == 0
    out = capsys.readouterr().out
    assert "Archive Service" in out
    assert case["case_id"] in out
    if case["status"] == "waiting":
        assert recoup("decide", "ORCHARD", "approve", "--reason", "seen", "--by", "Ada") == 0
    assert recoup("outbox", "--json", "-") == 0
    text = capsys.readouterr().out
    rows = json.loads(text[text.index("{") :])["outbox"]
    assert [(row["account_id"], row["status"]) for row in rows] == [("ORCHARD", "delivered")]
    assert recoup("decide", "ORCHARD", "approve") == 2


def test_extract_writes_terms_that_run_takes_back(place):
    assert recoup("extract", "book/contracts/ORCHARD/msa.pdf", "--json", "terms.json") == 0
    (document,) = json.loads((place / "terms.json").read_text())["documents"]
    assert document["pages"] == 1
    assert recoup("run", "book", "--as-of", "2026-07-01", "--terms", "terms.json") == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["run", "nowhere"], "nowhere is not a folder"),
        (["run", "book", "--terms", "none.json"], "none.json is not a file"),
        (["run", "book", "--store", "recoup.db"], "write a URL such as sqlite:///recoup.db"),
        (["run", "book", "--reader", "model"], "needs OPENAI_API_KEY"),
        (["extract", "missing.pdf"], "missing.pdf is not a file"),
        (["cases"], "there is no store at recoup.db yet"),
        (["show", "X"], "there is no store"),
        (["outbox"], "there is no store"),
        (["eval", "cases", "no.json", "out.json"], "no.json"),
    ],
)
def test_wrong_input_is_one_line_and_exit_code_two(place, capsys, arguments, words):
    assert recoup(*arguments) == 2
    error = capsys.readouterr().err
    assert words in error
    assert len(error.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["show", "OMEGA"], "there is no case 'OMEGA'"),
        (["decide", "OMEGA", "approve"], "there is no case 'OMEGA'"),
        (["decide", "ORCHARD", "approve", "--version", "7"], "moved on to version 1"),
        (["decide", "ORCHARD", "amend", "--reason", "x", "--amount", "a"], "not FINDING=VALUE"),
    ],
)
def test_a_wrong_case_or_decision_is_one_line(place, capsys, arguments, words):
    recoup("run", "book", "--as-of", "2026-07-01")
    capsys.readouterr()
    assert recoup(*arguments) == 2
    assert words in capsys.readouterr().err


def test_a_wrong_date_is_refused(place):
    assert recoup("run", "book", "--as-of", "31/02/2026") == 2


def test_a_book_without_flagged_accounts_says_what_to_do(place, capsys):
    (place / "book" / "flagged.csv").write_text("account_id,reason,score,flagged_on\n")
    assert recoup("run", "book", "--as-of", "2026-07-01") == 0
    assert "No account is flagged" in capsys.readouterr().out


def test_an_empty_outbox_and_an_empty_store_say_what_comes_next(place, capsys):
    (place / "book" / "flagged.csv").write_text("account_id,reason,score,flagged_on\n")
    recoup("run", "book", "--as-of", "2026-07-01")
    capsys.readouterr()
    recoup("cases")
    assert "recoup run BOOK" in capsys.readouterr().out
    recoup("outbox")
    assert "outbox is empty" in capsys.readouterr().out


def test_the_store_is_named_by_the_environment_too(place, monkeypatch):
    monkeypatch.setenv("RECOUP_STORE", f"sqlite:///{place / 'deep' / 'other.db'}")
    assert recoup("run", "book", "--as-of", "2026-07-01") == 0
    assert (place / "deep" / "other.db").exists()
    assert (place / "deep" / "memos" / "ORCHARD.md").exists()


def test_help_imports_nothing_heavy():
    code = (
        "import sys\n"
        "sys.argv = ['recoup', '--help']\n"
        "from app.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "heavy = {'langgraph', 'openai', 'pydantic', 'sqlalchemy', 'sqlmodel', 'alembic', 'babel',\n"
        "         'jinja2', 'pypdf', 'pypdfium2', 'rich', 'langchain_core', 'rapidfuzz', 'sklearn'}\n"
        "sys.stderr.write(' '.join(sorted(heavy & set(sys.modules))) + '|' + str(len(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    heavy, count = done.stderr.split("|")
    assert heavy == ""
    assert int(count) < 350


def test_the_page_on_the_command_line_is_what_help_says():
    assert (ROOT / "docs" / "cli.md").read_text() == page()
