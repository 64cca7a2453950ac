"""`recoup extract --batch`: submits and ends; the same command again waits, then reads on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from app.cli import app
from extractors.readers.model.batch import Batches
from tests.extractors.model.batch_service import BatchService
from tests.extractors.model.scripted_model import answer_json, completed
from tests.extractors.model.service_order import write_service_order


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> BatchService:
    made = BatchService()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OPENAI_API_KEY", "not-a-key")
    monkeypatch.setenv("RECOUP_MODEL_ANSWERS", str(tmp_path / "answers"))
    connected = staticmethod(lambda settings, folder: Batches(settings, made.client(), folder))
    monkeypatch.setattr(Batches, "connected", connected)
    return made


def extract(*more: str) -> Any:
    return CliRunner().invoke(app, ["extract", "order.pdf", "--batch", *more])


def test_submit_wait_collect(
    service: BatchService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    # The answers state nothing; asking again about what they pass over is not of this test.
    monkeypatch.setattr("extractors.readers.model.checks.passed_over", lambda *_: ())
    write_service_order(tmp_path / "order.pdf")
    submitted = extract("--json", "out.json")
    assert submitted.exit_code == 0
    assert "2 questions are with the service as batch batch_1" in submitted.stderr
    assert not Path("out.json").exists()

    waiting = extract("--json", "out.json")
    assert "has answered 1 of 2 questions" in waiting.stderr
    assert not Path("out.json").exists()

    body = completed(answer_json()).model_dump(mode="json")
    service.finish(lambda _: {"response": {"status_code": 200, "body": body}})
    collected = extract("--json", "out.json")
    assert "2 answers collected" in collected.stderr
    (document,) = json.loads(Path("out.json").read_text())["documents"]
    assert document["usage"]["calls"] == 0, "every answer was at hand"
    assert document["terms"], "the grammar read it too"


def test_without_a_key_it_says_what_is_missing(service: BatchService, tmp_path: Path, monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY")
    write_service_order(tmp_path / "order.pdf")
    refused = extract()
    assert "needs OPENAI_API_KEY" in str(refused.exception or refused.stderr)
