"""A message that the next page shows once: 'Saved.' after a redirect."""

from __future__ import annotations

import json
from typing import Literal, NamedTuple
from urllib.parse import quote, unquote

from starlette.responses import Response

Tone = Literal["good", "warn", "bad", "info", "quiet"]
CARRIER = "x-recoup-flash"
"""Between a handler and the guard, which signs it into a cookie; it never leaves the server."""


class Flash(NamedTuple):
    """What is said, and how."""

    words: str
    tone: Tone


def flash(answer: Response, words: str, tone: Tone = "good") -> None:
    """Let the page after this answer say something; ends of long sentences are cut."""
    answer.headers[CARRIER] = quote(json.dumps([words[:1000], tone]))


def carried(header: str) -> list[str]:
    """What a handler put into the header."""
    found: list[str] = json.loads(unquote(header))
    return found
