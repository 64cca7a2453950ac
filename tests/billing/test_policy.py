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


def test_more_may_be_asked_of_a_cause_or_of_much_money(policy):
    found = policy(
        """
        second_look = 0.05
        [threshold_by_cause]
        late_start = 0.95
        [[threshold_by_amount]]
        above = 50000
        threshold = 0.9
        [caps]
        open_question = 0.6
        """
    )
    assert found.threshold_by_cause == {"late_start": Decimal("0.95")}
    assert found.threshold_by_amount[0].above == Decimal(50000)
    assert (found.second_look, found.caps.open_question) == (Decimal("0.05"), Decimal("0.6"))
    assert found.caps.doubt == Policy().caps.doubt


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
        ("second_look = 5", r"'second_look' is 5, and it must be from 0 to 1 \(write 0\.05 for 5%\)"),
        ("[caps]\ndoubt = 60", r"'caps\.doubt' is 60, and it must be from 0 to 1 \(write 0\.6 for 60%\)"),
        ("[caps]\ndoubts = 0.6", r"'caps\.doubts' is no setting \(is it 'doubt'\?\)"),
        ("[threshold_by_cause]\nlate_strat = 0.9", r"'threshold_by_cause\.late_strat' names no cause \(is it 'late_start'"),
        ("[threshold_by_cause]\nlate_start = 95", r"'threshold_by_cause\.late_start' is 95, and it must be"),
        ("[[threshold_by_amount]]\nabove = 5\nthreshold = 95", r"'threshold_by_amount\.0\.threshold' is 95, .*write 0\.95"),
        ("threshold = ", r"policy\.toml is not a TOML file"),
    ],
)  # fmt: skip
def test_a_slip_is_told_with_what_to_write(policy, text, words):
    with pytest.raises(PolicyUnreadable, match=words):
        policy(text)
