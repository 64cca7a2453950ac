"""A stand-in for the SDK's client: it gives prepared responses in turn and keeps what it was asked.

The answers written here are test inputs for the checks, not recordings of a model.
"""

from __future__ import annotations

import json
from array import array
from dataclasses import dataclass, field
from threading import Lock
from types import SimpleNamespace
from typing import Any

from openai.types.responses import Response

from extractors.document import Document, Page, Section
from extractors.readers.model.calls import Model
from extractors.readers.model.schemas import answer_model
from extractors.readers.model.settings import ModelSettings


def document_of(*sections: tuple[str, str], pages: int = 1, file: str = "msa.pdf") -> Document:
    """A document whose flow is the sections' texts, spread evenly over `pages` pages."""
    text = "".join(f"{words}\n" for _, words in sections)
    size = -(-len(text) // pages)
    page_of = array("i", [at // size + 1 for at in range(len(text))])
    offset_of = array("i", [at % size for at in range(len(text))])
    found: list[Section] = []
    start = 0
    for label, words in sections:
        end = start + len(words) + 1
        found.append(Section(label=label, heading="", level=0, start=start, end=end))
        start = end
    return Document(
        file=file,
        sha256="0" * 64,
        pages=tuple(
            Page(number + 1, text[number * size : (number + 1) * size], 612, 792)
            for number in range(pages)
        ),
        text=text,
        page_of=page_of,
        offset_of=offset_of,
        sections=tuple(found),
    )


def term_json(kind: str, quote: str, section: str = "4.2", **given: Any) -> dict[str, Any]:
    """A term as an answer gives it: every field present, null unless given."""
    page = given.pop("page", 1)
    blank = dict.fromkeys(answer_model(kind).model_fields)
    quotes = [{"section": section, "page": page, "quote": quote}]
    return blank | {"type": kind, "number": 1, "quotes": quotes, "doubtful": False} | given


def answer_json(*terms: dict[str, Any], found: Any = (), unresolved: Any = ()) -> str:
    """A whole answer."""
    return json.dumps({"found": list(found), "terms": list(terms), "unresolved": list(unresolved)})


def completed(text: str, tokens: tuple[int, int] = (1000, 100)) -> Response:
    """A response with this text."""
    return response(content=[{"type": "output_text", "text": text, "annotations": []}], used=tokens)


def response(
    content: list[dict[str, Any]],
    *,
    status: str = "completed",
    incomplete: str | None = None,
    used: tuple[int, int] = (1000, 100),
) -> Response:
    """A response as the service gives it."""
    return Response.model_validate(
        {
            "id": "resp_1",
            "object": "response",
            "created_at": 0,
            "model": "test",
            "status": status,
            "incomplete_details": {"reason": incomplete} if incomplete else None,
            "output": [
                {
                    "type": "message",
                    "id": "msg_1",
                    "role": "assistant",
                    "status": "completed",
                    "content": content,
                }
            ],
            "parallel_tool_calls": True,
            "tool_choice": "auto",
            "tools": [],
            "usage": {
                "input_tokens": used[0],
                "output_tokens": used[1],
                "total_tokens": sum(used),
                "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
                "output_tokens_details": {"reasoning_tokens": 0},
            },
        }
    )


EMPTY = answer_json()


@dataclass
class Scripted:
    """`script`: responses, texts (completed responses), or exceptions, in order; then empty answers."""

    script: list[Any]
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    """What the service says of its limits with each answer."""
    _lock: Any = field(default_factory=Lock)

    @property
    def responses(self) -> Any:
        """As the SDK's client names it."""
        return SimpleNamespace(with_raw_response=SimpleNamespace(create=self._answered))

    def _answered(self, **body: Any) -> Any:
        said = self._create(**body)
        return SimpleNamespace(headers=self.headers, parse=lambda: said)

    def _create(self, **body: Any) -> Response:
        with self._lock:
            self.asked.append(body)
            said = self.script.pop(0) if self.script else EMPTY
        if isinstance(said, Exception):
            raise said
        return completed(said) if isinstance(said, str) else said

    def model(self, **settings: Any) -> Model:
        """A model that this client answers for; waiting takes no time."""
        waited: list[int] = []
        made = Model(ModelSettings(OPENAI_API_KEY="none", **settings), self, wait=waited.append)  # type: ignore[arg-type]
        self.waited = waited
        return made
