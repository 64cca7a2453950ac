"""The answer schema follows strict mode's rules, and asks for every field of every term type."""

from __future__ import annotations

import json
from typing import Any

import pytest

from extractors.readers.model.schemas import LINKS, OURS, TERM_TYPES, answer_model, answer_schema
from tests.extractors.model.scripted_model import term_json

ALLOWED = {
    "$defs", "$ref", "additionalProperties", "anyOf", "const", "enum", "format", "items",
    "minItems", "pattern", "properties", "required", "type",
}  # fmt: skip


def schemas_in(schema: dict[str, Any]) -> list[dict[str, Any]]:
    found = [schema]
    for name in ("properties", "$defs"):
        for part in schema.get(name, {}).values():
            found += schemas_in(part)
    for part in schema.get("anyOf", []):
        found += schemas_in(part)
    if "items" in schema:
        found += schemas_in(schema["items"])
    return found


def test_only_words_that_strict_mode_knows():
    for part in schemas_in(answer_schema()):
        assert set(part) <= ALLOWED, part


def test_every_object_is_closed_and_requires_all_its_fields():
    objects = [part for part in schemas_in(answer_schema()) if part.get("type") == "object"]
    assert len(objects) > len(TERM_TYPES)
    for part in objects:
        assert part["additionalProperties"] is False
        assert part["required"] == list(part["properties"])


def test_the_root_is_an_object_and_not_a_choice():
    schema = answer_schema()
    assert schema["type"] == "object"
    assert "anyOf" not in schema
    assert list(schema["properties"]) == ["found", "terms", "unresolved"]


def test_the_sdk_finds_nothing_to_make_stricter():
    from openai.lib._pydantic import _ensure_strict_json_schema

    ours = json.loads(json.dumps(answer_schema()))
    theirs = _ensure_strict_json_schema(ours, path=(), root=ours)
    assert theirs == answer_schema()


@pytest.mark.parametrize("kind", TERM_TYPES)
def test_every_field_of_a_term_is_asked_for(kind: str):
    asked = set(answer_model(kind).model_fields)
    wanted = set(TERM_TYPES[kind].model_fields) - OURS
    assert asked == wanted | {"type", "number", "quotes", "doubtful", *LINKS}


def test_term_types_are_told_apart_by_their_first_field():
    branches = answer_schema()["properties"]["terms"]["items"]["anyOf"]
    models = [answer_schema()["$defs"][branch["$ref"].split("/")[-1]] for branch in branches]
    assert {next(iter(model["properties"])) for model in models} == {"type"}
    assert [model["properties"]["type"]["const"] for model in models] == list(TERM_TYPES)


def test_the_schema_is_within_the_published_limits():
    parts = schemas_in(answer_schema())
    assert sum(len(part.get("properties", {})) for part in parts) < 5_000
    assert sum(len(part.get("enum", [])) for part in parts) < 1_000
    names = [
        name for part in parts for name in (*part.get("properties", {}), *part.get("enum", []))
    ]
    assert len("".join(names)) < 120_000


def test_money_is_a_string_and_never_a_number():
    price = answer_schema()["$defs"]["PriceTerm"]["properties"]
    assert price["unit_amount"]["anyOf"][0]["type"] == "string"
    kinds = [part.get("type") for part in schemas_in(answer_schema())]
    assert "number" not in kinds


def test_a_float_is_refused():
    with pytest.raises(ValueError, match="exact"):
        answer_model("price").model_validate(term_json("price", "x", unit_amount=85.0))


def test_an_unknown_field_is_refused():
    with pytest.raises(ValueError, match="Extra inputs"):
        answer_model("price").model_validate(term_json("price", "x") | {"discount": "5"})
