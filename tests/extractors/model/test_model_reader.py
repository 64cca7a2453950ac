"""The whole reader against a scripted server: two readings, repairs, failures, budget, memory."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx2
import openai
import pytest

from extractors.readers.model import ModelReader, ModelSettings, model_readers
from extractors.readers.model.reader import NOT_CONFIGURED
from extractors.readers.model.schemas import answer_schema
from extractors.readers.reading import Reading
from tests.extractors.model.scripted_model import (
    EMPTY,
    Scripted,
    answer_json,
    document_of,
    response,
    term_json,
)

CONTRACT = document_of(
    ("1", "1. This agreement is made between the parties named above."),
    ("4.2", "4.2 The Monthly Fee is USD 1,250.00 per depot."),
    ("4.3", "4.3 Invoices are due in thirty (30) days."),
)
PRICE = term_json("price", "The Monthly Fee is USD 1,250.00 per depot.", unit_amount="1250.00")
WRONG = term_json("price", "The Monthly Fee is USD 1,350.00 per depot.", unit_amount="1350.00")
REQUEST = httpx2.Request("POST", "http://127.0.0.1/v1/responses")


@pytest.fixture(autouse=True)
def _nothing_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers here are short of what the contract states; see test_passed_over for what follows."""
    monkeypatch.setattr("extractors.readers.model.checks.passed_over", lambda *_: ())


def error(status: int, code: str = "", **headers: str) -> openai.APIStatusError:
    answer = httpx2.Response(status, request=REQUEST, headers=headers)
    body = {"code": code, "message": code, "param": "temperature" if code == "unsupported" else ""}
    kind = openai.BadRequestError if status == 400 else openai.APIStatusError
    return kind(code, response=answer, body=body)


def read(script: list[Any], document: Any = CONTRACT, **settings: Any) -> tuple[Reading, Scripted]:
    client = Scripted(list(script))
    model = client.model(**settings)
    reading = ModelReader(model.settings, connected=model).read(document)
    return reading, client


def words(reading: Reading) -> list[str]:
    return [
        CONTRACT.text[left.passage.start : left.passage.end].strip() for left in reading.leftovers
    ]


def test_two_readings_of_the_same_text_with_two_questions():
    reading, client = read([answer_json(PRICE), answer_json(PRICE)])
    assert [draft.term.readers for draft in reading.drafts] == [
        ("model.passage",),
        ("model.field",),
    ]
    assert not reading.leftovers
    assert not reading.warnings
    first, second = (body["input"] for body in client.asked)
    assert first[:-1] == second[:-1]
    assert first[-1] != second[-1]


def test_what_a_term_says_of_its_origin():
    reading, _ = read([answer_json(PRICE)])
    (draft,) = reading.drafts
    assert set(draft.term.provenance) == {"reader", "model", "prompt_sha256", "schema_sha256"}
    assert draft.term.provenance["model"] == ModelSettings().model


def test_what_is_sent():
    _, client = read([])
    body = client.asked[0]
    assert body["store"] is False
    assert body["temperature"] == 0
    assert body["text"]["format"]["strict"] is True
    assert body["text"]["format"]["schema"] == answer_schema()
    assert "tools" not in body
    assert CONTRACT.file not in json.dumps(body["input"])


def test_usage_is_summed():
    reading, _ = read([])
    assert reading.usage.calls == 2
    assert reading.usage.input_tokens == 2_000
    assert reading.usage.output_tokens == 200


def test_a_fault_is_named_and_mended_in_one_more_round():
    reading, client = read([answer_json(WRONG), answer_json(PRICE), EMPTY])
    assert [draft.term.unit_amount for draft in reading.drafts] == [PRICE_AMOUNT]
    assert not reading.leftovers
    repair = client.asked[1]["input"]
    assert [turn["role"] for turn in repair] == ["system", "user", "user", "assistant", "user"]
    assert repair[:3] == client.asked[0]["input"]
    assert "term 1 (price)" in repair[-1]["content"]
    assert "1,350.00" in repair[-1]["content"]


PRICE_AMOUNT = 1250


def test_there_is_one_round_of_repair_and_then_a_person():
    number = PRICE | {"unit_amount": "1350.00"}
    reading, client = read([answer_json(number), answer_json(number), EMPTY])
    assert len(client.asked) == 3
    assert not reading.drafts
    (leftover,) = reading.leftovers
    assert words(reading) == ["The Monthly Fee is USD 1,250.00 per depot."]
    assert "unit_amount 1350.00" in leftover.why


def test_invented_words_are_dropped_with_a_warning():
    reading, _ = read([answer_json(WRONG), answer_json(WRONG), EMPTY])
    assert not reading.drafts
    assert not reading.leftovers
    assert "the words are not in the document" in reading.warnings[0]


def test_a_term_that_is_taken_back_as_unresolved_is_one_leftover():
    number = PRICE | {"unit_amount": "1350.00"}
    unread = {"section": "4.2", "page": 1, "quote": "The Monthly Fee is USD 1,250.00", "why": "?"}
    reading, _ = read([answer_json(number), answer_json(unresolved=[unread]), EMPTY])
    assert [left.why for left in reading.leftovers] == ["?"]


def test_a_passage_that_both_readings_leave_is_left_once():
    unread = {"section": "4.2", "page": 1, "quote": "The Monthly Fee is USD 1,250.00", "why": "?"}
    shorter = unread | {"quote": "USD 1,250.00", "why": "unclear"}
    reading, _ = read([answer_json(unresolved=[unread]), answer_json(unresolved=[shorter])])
    assert [left.why for left in reading.leftovers] == ["?"]


def test_good_terms_survive_a_repair_that_fails():
    good = term_json(
        "payment", "Invoices are due in thirty (30) days.", "4.3", net_days=30, number=2
    )
    refused = response([{"type": "refusal", "refusal": "no"}])
    reading, _ = read([answer_json(PRICE | {"unit_amount": "9.99"}, good), refused, refused, EMPTY])
    assert [draft.term.type for draft in reading.drafts] == ["payment"]
    assert words(reading) == ["The Monthly Fee is USD 1,250.00 per depot."]


FAILURES = {
    "refused": response([{"type": "refusal", "refusal": "I cannot."}]),
    "filtered": response([], status="incomplete", incomplete="content_filter"),
    "invalid": response([{"type": "output_text", "text": "Sure! The fee is", "annotations": []}]),
    "empty": response([]),
    "busy": error(429, "rate_limit_exceeded"),
    "broken": error(500),
    "timed out": openai.APITimeoutError(REQUEST),
}
MONEY = [
    "4.2 The Monthly Fee is USD 1,250.00 per depot.",
    "4.3 Invoices are due in thirty (30) days.",
]


@pytest.mark.parametrize("failure", FAILURES.values(), ids=FAILURES)
def test_a_failure_is_never_no_terms(failure: Any):
    reading, _ = read([failure] * 20)
    assert not reading.drafts
    assert words(reading) == MONEY
    assert all(left.why.startswith("no model read this section: ") for left in reading.leftovers)
    assert len(reading.warnings) == 2
    assert reading.usage.calls >= 4


@pytest.mark.parametrize("failure", FAILURES.values(), ids=FAILURES)
def test_a_failure_is_tried_again(failure: Any):
    reading, client = read([failure, answer_json(PRICE)])
    assert len(client.asked) == 3
    assert len(reading.drafts) == 1
    assert not reading.leftovers
    assert not reading.warnings


@pytest.mark.parametrize("failure", FAILURES.values(), ids=FAILURES)
def test_where_one_of_two_readings_fails_a_warning_says_so(failure: Any):
    reading, _ = read([answer_json(PRICE), *[failure] * 20])
    assert len(reading.drafts) == 1
    assert not reading.leftovers
    assert "field reading" in reading.warnings[0]


@pytest.mark.parametrize(
    "failure",
    [openai.APIConnectionError(request=REQUEST), error(401, "invalid_api_key"), error(404)],
    ids=["unreachable", "wrong key", "no such model"],
)
def test_without_a_server_the_document_is_read_without_a_model(failure: Any):
    reading, client = read([failure] * 20)
    assert not reading.drafts
    assert not reading.leftovers
    (warning,) = reading.warnings
    assert warning.startswith("the model did not read this document: ")
    assert len(client.asked) <= 3


def test_a_spent_quota_is_not_tried_again():
    reading, client = read([error(429, "insufficient_quota")] * 20)
    assert len(client.asked) == 1
    assert "insufficient_quota" in reading.warnings[0]


def test_waiting_grows_and_heeds_the_server():
    _, client = read([error(429), error(429, **{"retry-after": "7"}), EMPTY, EMPTY])
    assert client.waited == [2, 7]


def test_a_long_wait_is_cut():
    _, client = read([error(429, **{"retry-after": "86400"})])
    assert client.waited == [60]


def test_a_model_without_temperature_is_asked_without():
    reading, client = read([error(400, "unsupported"), answer_json(PRICE), EMPTY])
    assert len(reading.drafts) == 1
    assert ["temperature" in body for body in client.asked] == [True, False, False]


def test_an_answer_that_is_cut_off_is_asked_for_in_halves():
    cut = response(
        [{"type": "output_text", "text": '{"found": [', "annotations": []}],
        status="incomplete",
        incomplete="max_output_tokens",
    )
    reading, client = read([cut, EMPTY, answer_json(PRICE), EMPTY])
    assert len(reading.drafts) == 1
    assert not reading.warnings
    shown = [body["input"][1]["content"] for body in client.asked]
    assert "4.3 Invoices" in shown[0]
    assert "4.3 Invoices" not in shown[1]
    assert "to be read now" in shown[2]


def test_a_part_that_is_too_long_for_the_model_is_halved():
    too_long = error(400, "context_length_exceeded")
    reading, client = read([too_long, EMPTY, answer_json(PRICE), EMPTY])
    assert len(client.asked) == 4
    assert len(reading.drafts) == 1


def test_a_server_that_goes_away_midway_leaves_passages():
    sections = [(f"{n}.1", f"{n}.1 The fee is EUR {n}.00. " + "word " * 400) for n in range(1, 9)]
    document = document_of(*sections)
    gone = [openai.APIConnectionError(request=REQUEST)] * 50
    reading, _ = read([EMPTY, *gone], document, part_chars=6_000, budget=10_000_000)
    assert reading.leftovers
    assert all("could not be reached" in left.why for left in reading.leftovers)


def test_an_answer_that_is_always_cut_off_leaves_every_passage():
    cut = response([], status="incomplete", incomplete="max_output_tokens")
    reading, _ = read([cut] * 50)
    assert words(reading) == MONEY


def test_no_call_beyond_the_budget():
    reading, client = read([EMPTY] * 20, RECOUP_MODEL_BUDGET=3_000, budget=3_000)
    assert not client.asked
    assert reading.usage.calls == 0
    assert words(reading) == MONEY
    assert "budget" in reading.leftovers[0].why


def test_retries_count_against_the_budget():
    reading, client = read([error(500)] * 20, budget=60_000, tries=10)
    assert 1 < len(client.asked) < 10
    assert "budget" in reading.warnings[0]


def test_an_answer_may_not_be_longer_than_what_is_left():
    _, client = read([], budget=30_000)
    assert client.asked[0]["max_output_tokens"] < 30_000


def test_long_documents_are_read_in_parts():
    sections = [(f"{n}.1", f"{n}.1 The fee is EUR {n}.00. " + "word " * 400) for n in range(1, 30)]
    document = document_of(*sections, pages=20)
    client = Scripted([])
    model = client.model(part_chars=10_000, budget=10_000_000)
    ModelReader(model.settings, connected=model).read(document)
    shown = [body["input"][1]["content"] for body in client.asked]
    assert len(shown) > 10
    assert "Part 1 of" in shown[0]
    for number in range(1, 30):
        assert sum(f"{number}.1 The fee is" in text for text in shown) >= 2


def test_good_answers_are_kept_and_a_later_run_goes_on(tmp_path: Path):
    kept = {"answers": tmp_path / "answers"}
    broken = [answer_json(PRICE), *[error(500)] * 3]
    first, _ = read(broken, concurrency=1, **kept)
    assert len(first.drafts) == 1
    assert first.warnings
    second, client = read([answer_json(PRICE)], **kept)
    assert len(client.asked) == 1, "only what failed is asked again"
    assert [draft.term.readers[0] for draft in second.drafts] == ["model.passage", "model.field"]
    third, client = read([], **kept)
    assert not client.asked
    assert third.usage.calls == 0
    assert third.drafts == second.drafts
    for file in (tmp_path / "answers").iterdir():
        assert file.stat().st_mode & 0o077 == 0, "it quotes a contract"


def test_another_model_is_asked_anew(tmp_path: Path):
    read([answer_json(PRICE)], answers=tmp_path)
    _, client = read([], answers=tmp_path, RECOUP_MODEL="another")
    assert len(client.asked) == 2


def test_without_a_key_nobody_is_asked():
    settings = ModelSettings()
    assert not settings.configured
    reading = ModelReader(settings).read(CONTRACT)
    assert reading == Reading(warnings=(NOT_CONFIGURED,), incomplete=True)
    assert model_readers() == ()


def test_a_page_without_text_is_not_a_page_without_terms():
    reading, client = read([], document_of(("1", " ")))
    assert not client.asked
    assert reading == Reading(incomplete=True)


def test_the_two_readings_as_two_readers():
    client = Scripted([answer_json(PRICE), *[error(500)] * 3])
    model = client.model(budget=1_000_000)
    passage, field = model_readers(model.settings, model)
    first, second = passage.read(CONTRACT), field.read(CONTRACT)
    assert (passage.name, field.name) == ("model.passage", "model.field")
    assert passage.settings.budget == field.settings.budget == 500_000
    assert [draft.term.readers for draft in first.drafts] == [("model.passage",)]
    assert not first.incomplete
    assert second.incomplete
    assert not second.leftovers, "the passage reading has read these sections"
    assert second.warnings


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-not-a-key")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("RECOUP_MODEL", "a-model")
    monkeypatch.setenv("RECOUP_MODEL_BUDGET", "1234")
    settings = ModelSettings()
    assert settings.configured
    assert (settings.model, settings.budget) == ("a-model", 1234)
    assert settings.base_url == "http://127.0.0.1:9/v1"
    assert "sk-not-a-key" not in repr(settings)


def test_settings_can_be_given(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("RECOUP_MODEL", "from-the-environment")
    settings = ModelSettings(model="given", api_key="none", budget=5)
    assert (settings.model, settings.configured, settings.budget) == ("given", True, 5)
