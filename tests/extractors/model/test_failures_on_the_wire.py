"""Failures as the service sends them over HTTP, through the real SDK. The cassettes are hand-written."""

from __future__ import annotations

from typing import Any

import pytest

from extractors.readers.model import ModelReader, ModelSettings
from extractors.readers.model.calls import Model
from extractors.readers.reading import Reading
from tests.extractors.model.scripted_model import document_of

CONTRACT = document_of(("4.2", "4.2 The Monthly Fee is USD 1,250.00 per depot."))


def read(**given: Any) -> tuple[Reading, list[int]]:
    waited: list[int] = []
    settings = ModelSettings(
        OPENAI_API_KEY="not-a-key", OPENAI_BASE_URL="http://127.0.0.1:8765/v1", **given
    )
    model = Model.connected(settings)
    model.wait = waited.append
    return ModelReader(settings, connected=model).read(CONTRACT), waited


@pytest.mark.parametrize(
    ("cassette", "why", "calls"),
    [
        ("hand_written_refusal", "refused", 4),
        ("hand_written_truncation", "cut off", 2),
        ("hand_written_content_filter", "content filter", 4),
        ("hand_written_invalid_json", "not the JSON", 4),
        ("hand_written_429", "busy", 6),
        ("hand_written_time_out", "in time", 6),
    ],
)
def test_a_failure_leaves_the_passage_for_a_person(
    failing: Any, cassette: str, why: str, calls: int
):
    with failing.use_cassette(f"{cassette}.yaml", allow_playback_repeats=True):
        reading, _ = read()
    assert not reading.drafts
    (leftover,) = reading.leftovers
    assert why in leftover.why
    assert reading.usage.calls == calls
    assert len(reading.warnings) == 2


def test_a_busy_server_says_how_long_to_wait(failing: Any):
    with failing.use_cassette("hand_written_429.yaml", allow_playback_repeats=True):
        _, waited = read(tries=2)
    assert waited == [7, 7]


def test_tokens_of_a_failed_answer_are_counted(failing: Any):
    with failing.use_cassette("hand_written_truncation.yaml", allow_playback_repeats=True):
        reading, _ = read()
    assert reading.usage.input_tokens == 18_000
    assert reading.usage.output_tokens == 48_000


def test_a_wrong_key_is_said_and_not_repeated(failing: Any):
    with failing.use_cassette("hand_written_401.yaml", allow_playback_repeats=True) as tape:
        reading, waited = read()
    assert tape.play_count == 1
    assert not reading.leftovers
    assert "401 invalid_api_key: check OPENAI_API_KEY" in reading.warnings[0]
    assert not waited


def test_without_a_cassette_the_network_is_off():
    with pytest.raises(AssertionError, match="the network is off in tests"):
        read(tries=1)
