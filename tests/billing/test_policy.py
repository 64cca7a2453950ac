"""The seller's settings: what policy.toml may say, and how a slip is told."""

from decimal import Decimal

import pytest

from billing.errors import PolicyUnreadable
from billing.policy import Policy, load_policy


@pytest.fixture
def policy(tmp_path):
    """A function that writes policy.toml and reads it."""

    def write(text):
        path = tmp_path / "policy.toml"
        path.write_text(text, encoding="utf-8")
        return load_policy(path)

    return write


def test_without_a_file_the_defaults_hold(tmp_path):
    assert load_policy(tmp_path / "policy.toml") == Policy()
    assert Policy().threshold == Decimal("0.85")


def test_settings_are_read_exactly(policy):
    found = policy(
        """
        threshold = 0.9
        disputed_invoices = ["INV-7"]
        [underbilling]
        length = 12
        unit = "month"
        counted_from = "due_date"
        note = "statute of the seller's state"
        """
    )
    assert found.threshold == Decimal("0.9")
    assert found.disputed_invoices == ("INV-7",)
    assert found.underbilling is not None
    assert (found.underbilling.length, found.underbilling.counted_from) == (12, "due_date")
    assert found.overbilling is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("threshold = 85", r"'threshold' is 85, and it must be from 0 to 1 \(write 0\.85 for 85%\)"),
        ('threshold = "90%"', r"write 0\.9 for 90%"),
        ("threshold = -1", r"'threshold' is -1, and it must be from 0 to 1"),
        ("treshold = 0.9", r"'treshold' is no setting \(is it 'threshold'\?\)"),
        ("zzz = 1", r"'zzz' is no setting \(it knows threshold, "),
        ('[underbilling]\nlength=3\nunit="month"\ncounted=1', r"'underbilling\.counted' is no setting \(is it 'counted_from'"),
        ('[underbilling]\nunit="month"', r"'underbilling\.length' is missing, and \[underbilling\] needs it"),
        ('[overbilling]\nlength=3\nunit="moon"', r"'overbilling\.unit' is 'moon'"),
        ('[overbilling]\nlength=0\nunit="month"', r"'overbilling\.length' is 0"),
        ("threshold = ", r"policy\.toml is not a TOML file"),
    ],
)  # fmt: skip
def test_a_slip_is_told_with_what_to_write(policy, text, words):
    with pytest.raises(PolicyUnreadable, match=words):
        policy(text)
