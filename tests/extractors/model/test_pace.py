"""The service's own rate limits are honoured before they are hit."""

from __future__ import annotations

import pytest

from extractors.readers.model import ModelReader
from extractors.readers.model.pace import LONGEST, Pace, milliseconds
from tests.extractors.model.scripted_model import Scripted, document_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1s", 1_000), ("6m0s", 360_000), ("20ms", 20), ("1.5s", 1_500), ("1h", 3_600_000), ("", 0)],
)
def test_durations_as_the_service_writes_them(text: str, expected: int):
    assert milliseconds(text) == expected


class Clock:
    """Time that a test moves."""

    at = 100.0

    def __call__(self) -> float:
        return self.at


def heard(**headers: str) -> tuple[Pace, Clock]:
    clock = Clock()
    pace = Pace(now=clock)
    pace.heard({f"x-ratelimit-{name.replace('_', '-')}": value for name, value in headers.items()})
    return pace, clock


def test_a_service_that_says_nothing_is_not_waited_for():
    assert Pace().to_wait(1_000_000) == 0


def test_no_request_left_waits_for_the_reset():
    pace, clock = heard(remaining_requests="0", reset_requests="7s")
    assert pace.to_wait(10) == 7
    clock.at += 7
    assert pace.to_wait(10) == 0


def test_a_call_that_fits_what_is_left_goes_at_once():
    pace, _ = heard(remaining_tokens="30000", reset_tokens="40s")
    assert pace.to_wait(20_000) == 0
    assert pace.to_wait(20_000) == 40, "the first call took its share of what was left"


def test_an_absurd_wait_is_cut():
    pace, _ = heard(remaining_requests="0", reset_requests="9h")
    assert pace.to_wait(1) == LONGEST


def test_headers_that_are_no_numbers_are_not_believed():
    pace, _ = heard(remaining_requests="lots", reset_requests="soon")
    assert pace.to_wait(1) == 0


def test_a_reading_waits_when_the_service_has_no_request_left():
    service = Scripted(
        [], headers={"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "9s"}
    )
    model = service.model(concurrency=1)
    ModelReader(model.settings, connected=model).read(document_of(("1", "1 A fee of USD 5.00.")))
    assert service.waited
    assert max(service.waited) == 9
