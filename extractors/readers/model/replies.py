"""What comes back from one call: an answer, or why there is none. Never both, never silence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from terms.contract import Usage

if TYPE_CHECKING:
    from openai.types.responses import Response


class Why(StrEnum):
    """Why a question has no usable answer. None of them means that a passage states no term."""

    REFUSED = "the model refused to answer"
    TRUNCATED = "the model's answer was cut off"
    FILTERED = "a content filter stopped the answer"
    INVALID = "the model's answer was not the JSON that was asked for"
    BUSY = "the model's server was busy"
    TIMED_OUT = "the model did not answer in time"
    UNREACHABLE = "the model's server could not be reached"
    DENIED = "the model's server turned the request down"
    BUDGET = "the document's token budget is spent"

    @property
    def outside(self) -> bool:
        """Whether the model was never asked: the document is read without it."""
        return self in {Why.UNREACHABLE, Why.DENIED}


TRIES = {
    Why.REFUSED: 2,
    Why.FILTERED: 2,
    Why.INVALID: 2,
    Why.TRUNCATED: 1,
    Why.DENIED: 1,
    Why.BUDGET: 1,
}
"""How often to put a question that fails so; where nothing is said, as often as the settings allow.

A truncated answer is not asked for again: the part is halved. A denied request stays denied."""


_HINTS = {
    401: "check OPENAI_API_KEY",
    403: "the key may not use this model: check OPENAI_API_KEY and RECOUP_MODEL",
    404: "check RECOUP_MODEL and OPENAI_BASE_URL",
    429: "check the quota of the account that OPENAI_API_KEY belongs to",
}


@dataclass(frozen=True, slots=True)
class Reply:
    """The text of an answer, or the reason for its absence with a word of detail."""

    text: str = ""
    why: Why | None = None
    detail: str = ""
    used: Usage | None = None
    """What the server says the call cost; None where it does not say."""
    retry_after: int | None = None
    """Seconds that the server asks to wait."""


def reply_of(response: Response) -> Reply:
    """A response as a reply, by its status and content; the JSON itself is judged elsewhere."""
    if not hasattr(response, "output"):
        return Reply(why=Why.INVALID, detail="not a response of this API")
    used = _used(response)
    if failed := _unfinished(response):
        why, detail = failed
        return Reply(why=why, detail=detail, used=used)
    parts = [
        part
        for item in response.output or ()
        if item.type == "message"
        for part in item.content or ()
    ]
    if any(part.type == "refusal" for part in parts):
        return Reply(why=Why.REFUSED, used=used)
    text = "".join(part.text for part in parts if part.type == "output_text")
    if not text.strip():
        return Reply(why=Why.INVALID, detail="empty", used=used)
    return Reply(text=text, used=used)


def _unfinished(response: Response) -> tuple[Why, str] | None:
    """Why a response holds no whole answer, by its status."""
    cut = response.incomplete_details.reason if response.incomplete_details else None
    if cut == "content_filter":
        return Why.FILTERED, ""
    if response.status == "incomplete":
        return Why.TRUNCATED, cut or ""
    if response.status == "failed" or response.error:
        code = response.error.code if response.error else ""
        busy = code in {"server_error", "rate_limit_exceeded"}
        return (Why.BUSY if busy else Why.DENIED), code
    return None


def _used(response: Response) -> Usage | None:
    if response.usage is None:
        return None
    return Usage(
        calls=1,
        input_tokens=response.usage.input_tokens or 0,
        output_tokens=response.usage.output_tokens or 0,
    )


def reply_of_error(error: Exception) -> Reply:
    """An SDK error as a reply."""
    import openai

    if isinstance(error, openai.APITimeoutError):
        return Reply(why=Why.TIMED_OUT)
    if isinstance(error, openai.APIConnectionError):
        return Reply(why=Why.UNREACHABLE, detail="check the network and OPENAI_BASE_URL")
    if isinstance(error, openai.APIResponseValidationError):
        return Reply(why=Why.INVALID, detail="not a response of this API")
    if not isinstance(error, openai.APIStatusError):
        return Reply(why=Why.DENIED, detail=type(error).__name__)
    return _reply_of_status(error.status_code, error.code or "", error.response.headers)


def _reply_of_status(status: int, code: str, headers: object) -> Reply:
    if code == "content_filter":
        return Reply(why=Why.FILTERED)
    if code == "context_length_exceeded":
        return Reply(why=Why.TRUNCATED, detail=code)
    transient = status in {408, 409, 429} or status >= 500
    if not transient or code == "insufficient_quota":
        said = f"{status} {code}".strip()
        return Reply(why=Why.DENIED, detail=": ".join(filter(None, (said, _HINTS.get(status)))))
    asked = getattr(headers, "get", lambda _: None)("retry-after")
    seconds = int(asked) if asked and str(asked).isdigit() else None
    why = Why.TIMED_OUT if status in {408, 504} else Why.BUSY
    return Reply(why=why, detail=f"{status} {code}".strip(), retry_after=seconds)
