"""Time zones as contracts name them."""

import pytest

from extractors.readers.grammar.zones import zone_named


@pytest.mark.parametrize(
    ("words", "zone"),
    [
        ("Eastern time", "America/New_York"),
        ("U.S. Central Standard Time", "America/Chicago"),
        ("Pacific Prevailing Time", "America/Los_Angeles"),
        ("Japan Standard Time (JST)", "Asia/Tokyo"),
        ("Coordinated Universal Time", "UTC"),
        ("Central European Time", "CET"),
        ("the Europe/Paris time zone", "Europe/Paris"),
        ("Dublin time", "Europe/Dublin"),
        ("midnight in London", "Europe/London"),
    ],
)
def test_a_plain_name_is_a_zone(words, zone):
    assert zone_named(words) == zone


@pytest.mark.parametrize("words", ["local time", "UTC+3", "Springfield time", "at any time"])
def test_an_unclear_name_is_none(words):
    assert zone_named(words) is None
