"""A model's endpoint on this machine that answers from a script, and the replay of recordings."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import vcr

from agent.contracts import ReaderChoice
from agent.model_steps.settings import StepSettings
from agent.model_steps.steps import ModelSteps
from agent.run import RunOptions, run_book
from extractors.readers.model.calls import Model
from extractors.readers.model.settings import ModelSettings
from store.store import Store
from terms.contract import Extraction
from tests.agent.model_steps.small_accounts import AS_OF, Account, write_book
from tests.extractors.model.conftest import recorder
from tests.extractors.model.scripted_model import completed, response


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the developer's shell exports does not reach a test."""
    for name in list(os.environ):
        if name.startswith(("OPENAI_", "RECOUP_MODEL")):
            monkeypatch.delenv(name)


@pytest.fixture
def replayed() -> vcr.VCR:
    """For recordings: the question must be the one that was recorded."""
    return recorder(("method", "path", "question"))


@dataclass
class Endpoint:
    """Answers POST /v1/responses over HTTP: texts, or (status, body), in order; then refusals."""

    script: list[Any] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    url: str = ""

    def settings(self, **more: Any) -> ModelSettings:
        return ModelSettings(OPENAI_API_KEY="not-a-key", OPENAI_BASE_URL=self.url, **more)

    def steps(self, answers: Path | None = None, **limits: Any) -> ModelSteps:
        """The steps of a case, asking this endpoint; waiting takes no time."""
        model = Model.connected(self.settings(answers=answers))
        model.wait = lambda _: None
        return ModelSteps(model, StepSettings(**limits))

    def said(self, number: int) -> str:
        """Everything that a question held."""
        return "\n".join(turn["content"] for turn in self.asked[number]["input"])


REFUSAL = response(content=[{"type": "refusal", "refusal": "no"}])
CUT_OFF = response(content=[], status="incomplete", incomplete="max_output_tokens")


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    """An endpoint with an empty script."""
    made = Endpoint()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            """Quiet."""

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            made.asked.append(json.loads(self.rfile.read(length)))
            said = made.script.pop(0) if made.script else REFUSAL
            status, body = said if isinstance(said, tuple) else (200, said)
            if isinstance(body, str):
                body = completed(body)
            data = (body if isinstance(body, dict) else body.model_dump(mode="json"), status)
            sent = json.dumps(data[0]).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    made.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    yield made
    server.shutdown()
    server.server_close()


@dataclass
class Bench:
    """A book of accounts and its store; each run goes with the steps that it is given."""

    folder: Path
    accounts: list[Account]

    def __post_init__(self) -> None:
        self.book = write_book(self.folder, self.accounts)
        self.store = Store.open(f"sqlite:///{self.folder / 'recoup.db'}")

    def extract(self, documents: Any, choice: ReaderChoice) -> Extraction:
        """In place of the readers: the terms that were written for the account."""
        account = documents[0][0].split("/")[1]
        return next(each for each in self.accounts if each.account_id == account).extraction()

    def run(self, steps: ModelSteps | None) -> dict[str, Any]:
        """Account → case, as JSON."""
        options = RunOptions(as_of=AS_OF, extract=self.extract, steps=steps)
        body = run_book(self.store, self.book, options).body
        return {case["account_id"]: case for case in body["cases"]}


def step(*requests: dict[str, Any], **conclusion: Any) -> str:
    """An answer: requests, or a conclusion."""
    return json.dumps(
        {"thought": "So.", "requests": list(requests), "conclusion": conclusion or None}
    )


def nothing(reason: str = "Nothing fits.") -> str:
    """The conclusion that there is none."""
    return step(conclusion="nothing", reason=reason)


def prose(summary: str, *explanations: str) -> str:
    """Paragraphs as an answer gives them."""
    listed = [{"finding": n, "text": text} for n, text in enumerate(explanations, start=1)]
    return json.dumps({"summary": summary, "explanations": listed})


@pytest.fixture
def without(tmp_path: Path) -> Any:
    """The same account without a model."""

    def run(account: Any) -> dict[str, Any]:
        folder = tmp_path / "without"
        folder.mkdir()
        return Bench(folder, [account]).run(None)[account.account_id]

    return run


MINUTES = [
    {
        "change": "quantity_from",
        "source": "other_product",
        "other_product": "Crane time",
        "from_day": None,
        "to_day": None,
    }
]
RERATE = {"tool": "rerate", "account": "HAVEN", "product": "Quay power", "changes": MINUTES}
"""The crane's minutes in place of the quay's kilowatt hours: what billing did to HAVEN."""


def hypothesis(changes: list[dict[str, Any]], **more: Any) -> str:
    given = {"wrong": "billing", "cause": "quantity_mismatch", "quotes": [], "reason": "So it is."}
    return step(conclusion="hypothesis", changes=changes, **{**given, **more})


def differences(case: dict[str, Any]) -> Any:
    """The route, and what was due and billed in which period: what no model may change."""
    kept = ("period_start", "period_end", "expected", "billed", "difference")
    return case["route"], [
        (
            *(each[name] for name in ("direction", "amount_total", "clauses", "billed_in")),
            *(tuple(period[name] for name in kept) for period in each["periods"]),
        )
        for each in case["findings"]
    ]
