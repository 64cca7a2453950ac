"""`recoup eval agent`: a report for people, JSON and a page, from accounts that it makes up itself."""

from __future__ import annotations

import json
import sys

import pytest

from app.cli import main
from evals.scenarios.paper import Paper
from evals.scenarios.printing import PrinterMissing, print_paper
from evals.scenarios.styles import STYLES


def test_it_writes_numbers_for_people_json_and_a_page(tmp_path, capsys):
    html, out = tmp_path / "report.html", tmp_path / "report.json"
    with pytest.raises(SystemExit) as ended:
        main(["eval", "agent", "--scenarios", "2", "--html", str(html), "--json", str(out)])
    assert ended.value.code == 0
    report = json.loads(out.read_text(encoding="utf-8"))
    assert (report["kind"], report["scenarios"]) == ("agent", 2)
    assert "<svg" in html.read_text(encoding="utf-8")
    assert "sent to billing, and wholly right" in capsys.readouterr().out


def test_without_the_printer_it_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "reportlab.lib.pagesizes", None)
    with pytest.raises(PrinterMissing, match=r"pip install 'recoup\[test\]'"):
        print_paper(Paper("a.pdf", "A", "B", STYLES[0]), tmp_path)
