"""From a model's term to ours: the same fields, links by section, and where it came from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from extractors.readers.model.schemas import LINKS, Answered
from terms.citation import Link
from terms.contract import Term, term

BY_A_MODEL = "A model proposed this formula. It counts once a person has approved it."

_OWN = {"number", "quotes", *LINKS}


def drafted(answer: Answered, file: str, reader: str, provenance: Mapping[str, str]) -> Term:
    """The term an answer states, without citations yet.

    Raises pydantic.ValidationError where a value is not one of the type's.
    """
    given = answer.model_dump()
    value: dict[str, Any] = {
        name: held for name, held in given.items() if name not in _OWN and held is not None
    }
    value |= {link: _links(given[link], file) for link in LINKS}
    value |= {"readers": (reader,), "provenance": dict(provenance)}
    if value["type"] == "formula":
        value["inputs"] = {each["name"]: each["means"] for each in value.get("inputs", ())}
        value |= {"doubtful": True, "warnings": (BY_A_MODEL,)}
    return term(value)


def _links(sections: list[str] | None, file: str) -> tuple[Link, ...]:
    return tuple(Link(file=file, section=section) for section in sections or ())


def stated(answer: BaseModel) -> dict[str, Any]:
    """The fields that an answer fills, for messages."""
    return {
        name: value for name, value in answer.model_dump().items() if value not in (None, [], ())
    }
