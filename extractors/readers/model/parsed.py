"""An answer's JSON as values. One odd term does not take the others with it."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ValidationError

from extractors.readers.model.schemas import TERM_TYPES, Answered, Found, Unread, answer_model


class Parsed(BaseModel):
    """An answer whose outline is right; each term is judged by itself (`term_answer`)."""

    found: list[Found]
    terms: list[dict[str, Any]]
    unresolved: list[Unread]


def parsed(text: str) -> Parsed | None:
    """The answer, or None where the text is not JSON of the form that was asked for."""
    try:
        return Parsed.model_validate_json(text)
    except ValidationError:
        return None


def usable(text: str) -> bool:
    """Whether the text is an answer at all."""
    return parsed(text) is not None


def term_answer(raw: dict[str, Any]) -> Answered | str:
    """One term of an answer, or a sentence that says which field does not fit."""
    kind = raw.get("type")
    if kind not in TERM_TYPES:
        return f"type: {kind!r} is none of {', '.join(TERM_TYPES)}"
    try:
        return answer_model(kind).model_validate(raw)
    except ValidationError as error:
        return "; ".join(
            f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors()[:5]
        )
