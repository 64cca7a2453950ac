"""The one place where a question goes out: budget, retries, waiting and concurrency are decided here.

The SDK's own retries are off. A question that fails is put again as `replies.TRIES` allows, within
the document's budget; then its reason comes back as a value.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Any

from extractors.readers.model.answers import KeptAnswers
from extractors.readers.model.budget import Budget
from extractors.readers.model.pace import Pace
from extractors.readers.model.replies import TRIES, Reply, Why, reply_of, reply_of_error
from extractors.readers.model.schemas import answer_schema
from extractors.readers.model.settings import ModelSettings

if TYPE_CHECKING:
    from openai import OpenAI

LONGEST_WAIT = 60
"""Seconds between two tries, whatever the server asks for."""


@dataclass(frozen=True)
class AnswerSchema:
    """The form that an answer must have: a name for the service, and a strict JSON schema."""

    name: str
    schema: dict[str, Any]

    @cached_property
    def text(self) -> str:
        """As it counts against a budget and in the name of a kept answer."""
        return json.dumps(self.schema, sort_keys=True)


def reading_schema() -> AnswerSchema:
    """What a reading of a contract answers."""
    return AnswerSchema("terms", answer_schema())


Message = dict[str, str]
"""One turn: `role` and `content`."""


@dataclass
class Model:
    """A model behind the Responses API. Safe to use from several threads."""

    settings: ModelSettings
    client: OpenAI
    wait: Callable[[int], None] = time.sleep
    pace: Pace = field(default_factory=Pace)
    _temperature: bool = True
    _room: BoundedSemaphore = field(init=False, repr=False)
    _kept: KeptAnswers = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """As many calls at once as the settings say."""
        self._room = BoundedSemaphore(self.settings.concurrency)
        self._kept = KeptAnswers(self.settings.answers, self.settings.model)

    @staticmethod
    def connected(settings: ModelSettings) -> Model:
        """The model that the settings name. Raises openai.OpenAIError without a key."""
        from openai import OpenAI

        key = settings.api_key.get_secret_value() if settings.api_key else None
        client = OpenAI(
            api_key=key, base_url=settings.base_url, timeout=settings.timeout, max_retries=0
        )
        return Model(settings, client)

    def put(
        self,
        messages: list[Message],
        budget: Budget,
        usable: Callable[[str], bool],
        schema: AnswerSchema | None = None,
    ) -> Reply:
        """The answer to a question, tried again where that may help; `usable` judges its text.

        `schema` is the form of the answer, by default that of a reading.
        """
        schema = schema or reading_schema()
        kept = self._kept.get(messages, schema.text)
        if kept and usable(kept):
            return Reply(text=kept)
        tries = 0
        while True:
            tries += 1
            reply = self._once(messages, budget, schema)
            if reply.why is None and not usable(reply.text):
                reply = Reply(why=Why.INVALID, used=reply.used)
            if reply.why is None:
                self._kept.keep(messages, schema.text, reply.text)
                return reply
            if tries >= min(self.settings.tries, TRIES.get(reply.why, self.settings.tries)):
                return reply
            if reply.used is None:
                self.wait(min(LONGEST_WAIT, reply.retry_after or 2**tries))

    def _once(self, messages: list[Message], budget: Budget, schema: AnswerSchema) -> Reply:
        """One call, held against the budget before and settled after."""
        asked = "".join(message["content"] for message in messages) + schema.text
        held = budget.hold(asked, self.settings.max_output)
        if held is None:
            return Reply(why=Why.BUDGET)
        try:
            with self._room:
                if seconds := self.pace.to_wait(held.question):
                    self.wait(seconds)
                reply = self._send(messages, held.answer, schema)
        except BaseException:
            budget.forfeit(held)
            raise
        if reply.used is not None:
            budget.settle(held, reply.used)
        else:
            budget.forfeit(held)
        return reply

    def _send(self, messages: list[Message], most: int, schema: AnswerSchema) -> Reply:
        import openai

        try:
            return reply_of(self._create(messages, most, schema))
        except openai.BadRequestError as error:
            if self._temperature and "temperature" in f"{error.param} {error.message}":
                self._temperature = False
                return self._send(messages, most, schema)
            return reply_of_error(error)
        except openai.OpenAIError as error:
            return reply_of_error(error)

    def _create(self, messages: list[Message], most: int, schema: AnswerSchema) -> Any:
        """One HTTP request. Nothing is stored at the server's side as far as we can ask for it."""
        body = request_body(self.settings, messages, most, schema)
        if not self._temperature:
            body.pop("temperature", None)
        raw = self.client.responses.with_raw_response.create(**body)
        self.pace.heard(raw.headers)
        return raw.parse()


def request_body(
    settings: ModelSettings, messages: list[Message], most: int, schema: AnswerSchema
) -> dict[str, Any]:
    """What a call sends: `most` is the longest answer, in tokens. Nothing is to be stored there."""
    body: dict[str, Any] = {
        "model": settings.model,
        "input": messages,
        "text": {"format": _format(schema)},
        "max_output_tokens": most,
        "store": False,
    }
    if settings.temperature is not None:
        body["temperature"] = _json_number(settings.temperature)
    return body


def _format(schema: AnswerSchema) -> dict[str, Any]:
    return {"type": "json_schema", "name": schema.name, "strict": True, "schema": schema.schema}


def _json_number(value: Any) -> Any:
    """A Decimal as JSON writes it: 0 rather than 0.0."""
    whole = int(value)
    return whole if whole == value else float(value)  # a temperature, not money
