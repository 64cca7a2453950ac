"""The prompt defines every type and field, and its examples stand in their own text."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from extractors.readers.model.checks import Checking
from extractors.readers.model.parsed import Parsed
from extractors.readers.model.parts import parts_of
from extractors.readers.model.questions import examples, instructions, prompt_sha256
from extractors.readers.model.schemas import LINKS, OURS, TERM_TYPES, answer_model
from extractors.readers.reading import Draft
from prompts.loader import render
from terms.term import TermBase
from tests.extractors.model.scripted_model import document_of

COMMON = set(TermBase.model_fields)


def definitions() -> dict[str, str]:
    text = render("reading/terms").text
    return {
        part.split("\n")[0].strip(): part
        for part in re.split(r"^## ", text, flags=re.MULTILINE)[1:]
    }


def test_every_type_is_defined_and_no_other():
    assert list(definitions()) == list(TERM_TYPES)


@pytest.mark.parametrize("kind", TERM_TYPES)
def test_every_field_and_every_choice_is_named(kind: str):
    words = set(re.findall(r"[a-z0-9_]+", definitions()[kind]))
    fields = set(TERM_TYPES[kind].model_fields) - COMMON - {"type"}
    assert fields <= words, fields - words
    schema = answer_model(kind).model_json_schema()["properties"]
    choices = {
        choice
        for name in fields
        for branch in schema[name].get("anyOf", [])
        for choice in branch.get("enum", [])
    }
    if kind in {"audit", "formula"}:  # their units and intervals are those of lookback and price
        words |= set(re.findall(r"[a-z0-9_]+", render("reading/terms").text))
    assert choices <= words, choices - words


def test_common_fields_are_explained():
    text = instructions().text
    for name in {"product", "effective_from", "effective_to", "doubtful", "quotes", *LINKS}:
        assert f"`{name}`" in text
    assert {"product", "effective_from", "effective_to"} <= COMMON - OURS


def checked(example: dict[str, Any]):
    full = [
        dict.fromkeys(answer_model(term["type"]).model_fields) | term for term in example["terms"]
    ]
    document = document_of(
        *((section["label"], section["text"]) for section in example["sections"])
    )
    (part,) = parts_of(document, 45_000)
    answer = Parsed.model_validate(
        {"found": example["found"], "terms": full, "unresolved": example["unresolved"]}
    )
    return Checking(document, part, "model.passage", {}).check(answer)


@pytest.mark.parametrize("example", examples(), ids=lambda example: example["title"][:40])
def test_an_example_withstands_the_checks_that_answers_must(example: dict[str, Any]):
    result = checked(example)
    assert not result.faults
    assert [draft.term.type for draft in result.drafts.values()] == [
        term["type"] for term in example["terms"]
    ]
    assert len(result.leftovers) == len(example["unresolved"])
    assert all(isinstance(draft, Draft) for draft in result.drafts.values())


@pytest.mark.parametrize("example", examples(), ids=lambda example: example["title"][:40])
def test_an_example_quotes_its_own_sections_and_pages(example: dict[str, Any]):
    shown = {
        (section["label"], section["page"]): section["text"] for section in example["sections"]
    }
    said = [quote for term in example["terms"] for quote in term["quotes"]]
    for quote in [*said, *example["unresolved"]]:
        assert quote["quote"] in shown[quote["section"], quote["page"]]
    for place in example["found"]:
        assert (place["section"], place["page"]) in shown


@pytest.mark.parametrize("example", examples(), ids=lambda example: example["title"][:40])
def test_an_example_with_another_figure_would_be_caught(example: dict[str, Any]):
    other = str.maketrans("123456789", "987654321")
    changed = json.loads(json.dumps(example))
    for term in changed["terms"]:
        for name, value in term.items():
            if name not in {"number", "quotes", "effective_from", "first_on"}:
                figures = isinstance(value, str) and value.replace(".", "").isdigit()
                term[name] = value.translate(other) if figures else value
                term[name] = term[name] + 41 if type(value) is int else term[name]
    assert [fault for fault in checked(changed).faults if "none of the quotes" in fault.why]


def test_examples_stand_in_the_instructions():
    for example in examples():
        assert example["title"] in instructions().text
        assert example["sections"][0]["text"] in instructions().text


def test_two_readings_have_two_prompts():
    assert prompt_sha256("passage") != prompt_sha256("field")
