"""Every cause of FORMATS.md section 3 is a file of its own, registered under its name."""

from __future__ import annotations

import importlib
from typing import get_args

import pytest

from billing import investigation
from billing.causes import CAUSES
from billing.causes.observed import NO_DIFFERENCE, OBSERVED
from billing.combining import STAGES
from billing.finding import Cause

NAMES = [name for name in get_args(Cause) if name != "unexplained"]


@pytest.mark.parametrize("name", NAMES)
def test_a_cause_is_a_file_that_says_what_proves_it(name: str) -> None:
    words = importlib.import_module(f"billing.causes.{name}").__doc__ or ""
    assert words.startswith(f"{name}: ")
    assert "Seen in the data:" in words
    assert "Proven by:" in words


def test_each_name_is_registered_once() -> None:
    assert investigation.explain is not None  # which registers those that stand in the book
    assert sorted([*CAUSES, *OBSERVED]) == sorted(NAMES)


def test_what_can_happen_together_has_its_place_in_the_order_of_a_bill() -> None:
    alone = {
        "unbilled_product", "late_start", "ended_early",  # nothing was billed
        "wrong_credit",  # a hypothesis is laid beside the bill before its credits as well
    }  # fmt: skip
    assert set(STAGES) == set(CAUSES) - alone
    assert not set(OBSERVED) & set(STAGES)
    assert set(OBSERVED) >= NO_DIFFERENCE
