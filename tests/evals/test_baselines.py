"""No figure of reading falls below its baseline, and a baseline is lowered only on purpose."""

from __future__ import annotations

import json
import re
import shutil
from typing import Any

import pytest

from evals import baseline
from evals.baseline import FOLDER, Measured, falls, kept_baseline, lost, measure, renew
from evals.intervals import Rate
from evals.reading_sets import SETS, find_set


@pytest.mark.parametrize("name", SETS)
def test_the_grammar_reads_no_set_worse_than_its_baseline(name):
    """One set a test, so that several processes share them."""
    chosen, kept = find_set(name), kept_baseline(name)
    if chosen is None:
        pytest.skip(f"the set {name} is not beside the repository")
    if name == "mixed" and shutil.which("tesseract") is None:
        pytest.skip("one of its contracts is a scan, and tesseract is not installed")
    assert kept is not None, f"python -m evals.baseline --renew {name}"
    found = measure(chosen)
    fallen = list(falls(found.figures, kept))
    told = "\n".join([*fallen, "no longer right:", *lost(found, kept)])
    assert not fallen, told


def test_the_sample_contracts_are_always_measured():
    assert find_set("samples") is not None
    assert kept_baseline("samples") is not None


def test_a_baseline_holds_numbers_and_labels_and_no_words_of_a_contract():
    for path in FOLDER.glob("*.json"):
        body = json.loads(path.read_text())
        assert body.keys() == {"set", "reader", "margin", "figures", "right"}
        assert body["set"] in SETS
        assert all(re.fullmatch(r"\d+/\d+", share) for share in body["figures"].values())
        assert re.fullmatch(r"([0-9a-f]{8} ?)*", body["right"])


def figures(right: int, of: int = 10) -> Measured:
    """So many right terms, labelled by their number; the others are not right."""
    labels = {f"{number:08x}": f"price {number}" for number in range(of)}
    names = list(labels)
    return Measured(
        {"right": Rate(right, of), "links": Rate(0, 0)},
        {name: labels[name] for name in names[:right]},
        {name: labels[name] for name in names[right:]},
    )


@pytest.fixture
def kept(tmp_path, monkeypatch) -> dict[str, Any]:
    """A baseline of 8 of 10."""
    monkeypatch.setattr(baseline, "FOLDER", tmp_path)
    assert renew("samples", figures(8), accept_worse=False) == []
    found = kept_baseline("samples")
    assert found is not None
    return found


def test_a_figure_that_falls_is_told_and_the_lost_terms_are_named(kept):
    assert list(falls(figures(7).figures, kept)) == ["right: 7 of 10, the baseline has 8 of 10"]
    assert lost(figures(7), kept) == ["price 7"]
    assert list(falls(figures(8).figures, kept)) == []
    assert list(falls(figures(9).figures, kept)) == []


def test_a_share_counts_and_not_only_its_hits(kept):
    assert list(falls(figures(8, 12).figures, kept)) != []
    assert list(falls(figures(8, 9).figures, kept)) == []
    assert list(falls(figures(7, 9).figures, kept)) == []  # 8 of 10 of 9 is 7 and a part


def test_the_margin_of_a_baseline_is_how_many_hits_may_be_missing(kept):
    assert kept["margin"] == 0
    assert list(falls(figures(7).figures, {**kept, "margin": 1})) == []
    assert list(falls(figures(6).figures, {**kept, "margin": 1})) != []


def test_a_figure_that_can_no_longer_be_measured_has_fallen(kept):
    nothing = Measured({"right": Rate(0, 0), "links": Rate(0, 0)}, {}, {})
    assert list(falls(nothing.figures, kept)) == ["right: 0 of 0, the baseline has 8 of 10"]


def test_renewing_refuses_to_lower_a_figure_unless_told(kept):
    assert renew("samples", figures(7), accept_worse=False) != []
    assert kept_baseline("samples") == kept
    renew("samples", figures(7), accept_worse=True)
    lowered = kept_baseline("samples")
    assert lowered is not None
    assert lowered["figures"]["right"] == "7/10"
    assert renew("samples", figures(9), accept_worse=False) == []
