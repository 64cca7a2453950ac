"""What a model may answer, as strict JSON schemas made from the term types themselves.

A field added to a type in `terms/` is asked for at once; the two cannot drift apart. Strict mode
(OpenAI structured outputs) wants: every field required, no open objects, no defaults, no oneOf.
Hence "the contract does not say" is null, and the union of term types is a plain anyOf of models
that a `type` constant tells apart.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, create_model
from pydantic.fields import FieldInfo

from terms.contract import Term
from terms.term import TermBase

OURS = frozenset(
    {"type", "id", "citations", "confidence", "readers", "warnings", "provenance"}
    | {"replaces", "overrides", "reads_with", "doubtful"}
)
"""Fields that a model does not fill, or fills in a form of its own."""

LINKS = ("replaces", "overrides", "reads_with")


class Answered(BaseModel):
    """The base of every answer model: an unknown field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Quote(Answered):
    """Words copied from the data block, and the mark of the passage they stand in."""

    section: str
    page: int
    quote: str


class Found(Answered):
    """A first pass: where the contract speaks of something, before any field is filled."""

    section: str
    page: int
    types: list[str]


class Unread(Answered):
    """A passage about money that fits no type, or that cannot be settled."""

    section: str
    page: int
    quote: str
    why: str


class NamedInput(Answered):
    """One name that a formula uses, and what it stands for."""

    name: str
    means: str


TERM_TYPES: Mapping[str, type[TermBase]] = {
    kind.model_fields["type"].default: kind for kind in get_args(Term)
}
"""'price' → Price, and so on, in the order of `terms.contract.Term`."""


def _nullable(annotation: Any) -> Any:
    return annotation if NoneType in get_args(annotation) else annotation | None


def _inner(annotation: Any) -> Any:
    """The annotation as an answer states it: lists for tuples, answer models for our values."""
    origin = get_origin(annotation)
    if origin in {Union, UnionType}:
        parts = [_inner(part) for part in get_args(annotation)]
        return Union[tuple(parts)]  # noqa: UP007 - built at run time from a list
    if origin is tuple:
        return list[_inner(get_args(annotation)[0])]  # type: ignore[misc] # made at run time
    if origin is dict:
        return list[NamedInput]
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _nested(annotation)
    return annotation


def _asked(field: FieldInfo) -> Any:
    """A field's annotation with its constraints."""
    annotation = _inner(field.annotation)
    return Annotated[annotation, *field.metadata] if field.metadata else annotation


@cache
def _nested(value: type[BaseModel]) -> type[Answered]:
    """A value inside a term (a tier, a dated step): the same fields, all required."""
    fields: dict[str, Any] = {
        field.alias or name: (
            _asked(field) if field.is_required() else _nullable(_asked(field)),
            Field(),
        )
        for name, field in value.model_fields.items()
    }
    return create_model(value.__name__, __base__=Answered, **fields)


@cache
def answer_model(kind: str) -> type[Answered]:
    """The answer model of one term type: `number`, `quotes` and every field of the type."""
    term = TERM_TYPES[kind]
    fields: dict[str, Any] = {
        "type": (Literal[kind], Field()),
        "number": (int, Field()),
        "quotes": (list[Quote], Field(min_length=1)),
        "doubtful": (bool, Field()),
    }
    fields |= {link: (list[str] | None, Field()) for link in LINKS}
    fields |= {
        name: (_nullable(_asked(field)), Field())
        for name, field in term.model_fields.items()
        if name not in OURS
    }
    return create_model(f"{term.__name__}Term", __base__=Answered, **fields)


@cache
def whole_answer() -> type[Answered]:
    """The root: a first pass, then the terms, then what could not be read."""
    models = tuple(answer_model(kind) for kind in TERM_TYPES)
    any_term: Any = Union[models]  # noqa: UP007 - built at run time from a tuple
    fields: dict[str, Any] = {
        "found": (list[_found()], Field()),  # type: ignore[misc] # made at run time
        "terms": (list[any_term], Field()),
        "unresolved": (list[Unread], Field()),
    }
    return create_model("Answer", __base__=Answered, **fields)


def _found() -> type[Found]:
    """The first pass names term types by their own words only."""
    words: Any = Literal[tuple(TERM_TYPES)]
    return create_model("Found", __base__=Found, types=(list[words], Field()))


_NOISE = ("title", "default", "description")


def _bare(schema: Any, *, names: bool = False) -> Any:
    """The schema without pydantic's titles and our docstrings; `names`: the keys are field names."""
    if isinstance(schema, list):
        return [_bare(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: _bare(value, names=key in {"properties", "$defs"})
        for key, value in schema.items()
        if names or key not in _NOISE
    }


@cache
def answer_schema() -> dict[str, Any]:
    """The strict JSON schema of an answer. One for every question: it is part of the prefix."""
    return strict_schema(whole_answer())


def strict_schema(root: type[Answered]) -> dict[str, Any]:
    """The JSON schema of an answer model whose fields are all required."""
    schema: dict[str, Any] = _bare(root.model_json_schema())
    return schema


@cache
def schema_sha256() -> str:
    """Identifies the schema in a term's provenance."""
    return hashlib.sha256(json.dumps(answer_schema(), sort_keys=True).encode()).hexdigest()
