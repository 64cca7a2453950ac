"""Questions through the Batch API: submitted once, collected by any later process, read without a call."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extractors.readers.model import ModelReader, ModelSettings
from extractors.readers.model.batch import Batches, advance
from tests.extractors.model.batch_service import BatchService
from tests.extractors.model.scripted_model import (
    Scripted,
    answer_json,
    completed,
    document_of,
    term_json,
)

FEE = "The Monthly Fee is USD 1,250.00 per depot."
CONTRACT = document_of(("4.2", FEE))
PRICE = term_json(
    "price", FEE, model="flat", product="Monthly Fee", flat_amount="1250.00", interval="month",
    currency="USD", unit="depot",
)  # fmt: skip


@pytest.fixture
def service() -> BatchService:
    return BatchService()


@pytest.fixture
def batches(service: BatchService, tmp_path: Path) -> Batches:
    settings = ModelSettings(OPENAI_API_KEY="not-a-key")
    return Batches(settings, service.client(), tmp_path / "answers")


def answered(_line: dict[str, Any]) -> dict[str, Any]:
    body = completed(answer_json(PRICE)).model_dump(mode="json")
    return {"response": {"status_code": 200, "body": body}, "error": None}


def step(batches: Batches):
    return advance(batches, lambda: [CONTRACT])


def test_a_batch_is_submitted_then_waited_for_then_read_without_any_call(
    batches: Batches, service: BatchService
):
    submitted, ready = step(batches)
    assert (submitted.questions, ready) == (2, False), "two readings of one part"
    sent = [json.loads(line) for line in service.files["file-1"].splitlines()]
    assert {line["url"] for line in sent} == {"/v1/responses"}
    assert all(line["body"]["store"] is False for line in sent)

    waiting, ready = step(Batches(batches.settings, batches.client, batches.folder))
    assert (waiting.status, waiting.answered, ready) == ("in_progress", 1, False)

    service.finish(answered)
    over, ready = step(batches)
    assert (over.answered, over.failed, ready) == (2, 0, True)

    nobody = Scripted([AssertionError("no call is to be made")])
    model = nobody.model(answers=batches.folder)
    reading = ModelReader(model.settings, connected=model).read(CONTRACT)
    assert not nobody.asked
    assert {draft.term.flat_amount for draft in reading.drafts} == {1250}


def test_what_failed_is_asked_again_by_the_next_batch(batches: Batches, service: BatchService):
    step(batches)
    failed = {"response": None, "error": {"code": "server_error"}}
    made = iter([answered({}), failed])
    service.finish(lambda _: next(made))
    again, ready = step(batches)
    assert (again.questions, ready) == (1, False)
    assert len(service.batches) == 2


def test_a_batch_that_brought_nothing_is_not_put_again_and_again(
    batches: Batches, service: BatchService
):
    step(batches)
    service.finish(lambda _: {"response": None, "error": {"code": "expired"}}, status="expired")
    news, ready = step(batches)
    assert (news.answered, news.failed, ready) == (0, 2, True)
    assert len(service.batches) == 1


def test_with_every_answer_at_hand_nothing_is_sent(batches: Batches, service: BatchService):
    step(batches)
    service.finish(answered)
    step(batches)
    assert step(batches) == (None, True)
    assert len(service.batches) == 1


@pytest.mark.parametrize("name", ["../../outside", "", "x" * 64])
def test_an_answer_under_a_name_of_the_services_own_is_not_written(
    batches: Batches, service: BatchService, name: str
):
    step(batches)
    service.finish(lambda line: {**answered(line), "custom_id": name})
    news, _ = step(batches)
    assert news.answered == 0
    assert [file.name for file in batches.folder.iterdir()] == []
