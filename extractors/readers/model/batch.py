"""Many questions at once, at half the price, within a day: the service's Batch API.

`submit` sends every question that has no kept answer; `collect` fetches what came back into the
folder of kept answers, where a reading then finds it. What is under way stands in that folder in
`batch.json`, so that any later process can go on; a question whose answer failed is simply asked
again, by the next batch or by the reading itself.
"""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from extractors.document import Document
from extractors.readers.model.answers import KeptAnswers
from extractors.readers.model.calls import Message, reading_schema, request_body
from extractors.readers.model.parsed import usable
from extractors.readers.model.parts import parts_of
from extractors.readers.model.questions import KINDS, messages
from extractors.readers.model.replies import reply_of
from extractors.readers.model.settings import ModelSettings

MOST = 50_000
"""Questions in one batch, by the service's rule."""
_OVER = frozenset({"completed", "expired", "cancelled", "failed"})
"""States in which nothing more will come."""


class Batched(BaseModel):
    """What `batch.json` holds: the batch that is under way."""

    id: str
    questions: int


@dataclass(frozen=True, slots=True)
class News:
    """How a batch stands, for people."""

    id: str
    status: str
    questions: int
    answered: int
    failed: int = 0

    @property
    def over(self) -> bool:
        """Whether nothing more will come of it."""
        return self.status in _OVER


def questions_about(
    documents: Iterable[Document], settings: ModelSettings
) -> Iterator[list[Message]]:
    """Every first question that a reading of these documents puts."""
    for document in documents:
        parts = parts_of(document, settings.part_chars)
        for index, part in enumerate(parts, start=1):
            for kind in KINDS:
                yield messages(kind, document, part, (index, len(parts)))


@dataclass(frozen=True)
class Batches:
    """The batches of one answers folder. `client` is the SDK's."""

    settings: ModelSettings
    client: Any
    folder: Path

    @staticmethod
    def connected(settings: ModelSettings, folder: Path) -> Batches:
        """Talks to the service that the settings name. Raises openai.OpenAIError without a key."""
        from openai import OpenAI

        key = settings.api_key.get_secret_value() if settings.api_key else None
        return Batches(settings, OpenAI(api_key=key, base_url=settings.base_url), folder)

    @property
    def _kept(self) -> KeptAnswers:
        return KeptAnswers(self.folder, self.settings.model)

    @property
    def _note(self) -> Path:
        return self.folder / "batch.json"

    def under_way(self) -> Batched | None:
        """The batch that was submitted and not yet collected."""
        try:
            return Batched.model_validate_json(self._note.read_text(encoding="utf-8"))
        except (OSError, ValidationError):
            return None

    def missing(self, questions: Iterable[list[Message]]) -> dict[str, list[Message]]:
        """The questions without a kept answer, by the name that their answer will have."""
        schema = reading_schema().text
        found = {self._kept.name(asked, schema): asked for asked in questions}
        return {name: asked for name, asked in found.items() if not self._kept.has(name)}

    def submit(self, missing: Mapping[str, list[Message]]) -> News:
        """Sends the questions, at most MOST of them, and notes the batch's id in the folder."""
        chosen = dict(list(missing.items())[:MOST])
        lines = "".join(f"{json.dumps(self._line(name, chosen[name]))}\n" for name in chosen)
        sent = self.client.files.create(
            file=("questions.jsonl", io.BytesIO(lines.encode())), purpose="batch"
        )
        made = self.client.batches.create(
            input_file_id=sent.id, endpoint="/v1/responses", completion_window="24h"
        )
        note = Batched(id=made.id, questions=len(chosen))
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._note.write_text(note.model_dump_json(), encoding="utf-8")
        return News(made.id, made.status, len(chosen), 0)

    def _line(self, name: str, asked: list[Message]) -> dict[str, Any]:
        body = request_body(self.settings, asked, self.settings.max_output, reading_schema())
        return {"custom_id": name, "method": "POST", "url": "/v1/responses", "body": body}

    def collect(self, batch: Batched) -> News:
        """How the batch stands; when it is over, its answers are kept and the note is gone."""
        now = self.client.batches.retrieve(batch.id)
        if now.status not in _OVER:
            done = now.request_counts.completed if now.request_counts else 0
            return News(batch.id, now.status, batch.questions, done)
        answered = sum(self._keep(line) for line in self._lines(now.output_file_id))
        with contextlib.suppress(FileNotFoundError):
            self._note.unlink()
        failed = batch.questions - answered
        return News(batch.id, now.status, batch.questions, answered, failed)

    def _lines(self, file_id: str | None) -> Iterator[dict[str, Any]]:
        """The answers' lines; a broken one counts as not answered."""
        if not file_id:
            return
        for line in self.client.files.content(file_id).text.splitlines():
            with contextlib.suppress(json.JSONDecodeError):
                yield json.loads(line)

    def _keep(self, line: dict[str, Any]) -> bool:
        """Whether a line held a usable answer; it is kept then."""
        from openai.types.responses import Response

        name = str(line.get("custom_id"))
        try:
            reply = reply_of(Response.model_validate((line.get("response") or {}).get("body")))
        except ValidationError:
            return False
        if reply.why is not None or not usable(reply.text):
            return False
        return self._kept.put(name, reply.text)


def advance(
    batches: Batches, documents: Callable[[], Iterable[Document]]
) -> tuple[News | None, bool]:
    """One step: collect what is under way, then submit what is missing.

    Returns the news, and whether every answer is there so that reading can go on now.
    """
    news = None
    if batch := batches.under_way():
        news = batches.collect(batch)
        if not news.over:
            return news, False
    missing = batches.missing(questions_about(documents(), batches.settings))
    if not missing or (news is not None and not news.answered):
        return news, True
    return batches.submit(missing), False
