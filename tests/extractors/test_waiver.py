"""The no-waiver clause is found in its usual shapes, and other waivers are not taken for it."""

from __future__ import annotations

import pytest

from extractors.document import Document
from extractors.waiver import no_waiver


def found(text: str) -> str:
    where = no_waiver(Document(file="a.pdf", sha256="", pages=(), text=text))
    return "" if where is None else text[slice(*where)]


@pytest.mark.parametrize(
    "clause",
    [
        "No failure or delay by a party in exercising any right shall operate as a waiver of it.",
        "Failure to enforce a provision of this Agreement shall not be deemed a waiver.",
        "A party does not waive a right by not insisting on it for a time; a waiver is valid only in writing.",
        "No waiver is effective unless it is given in writing.",
        "No course of dealing between the parties constitutes a waiver of any right.",
    ],
)
def test_its_usual_shapes(clause):
    got = found(f"11.4 Notices go by post. {clause} The rest stands.")
    assert got
    assert got in clause
    assert "The rest" not in got


@pytest.mark.parametrize(
    "text",
    [
        "Each party waives trial by jury.",
        "The set-up fee is waived for the first year.",
        "The Provider may invoice late within twelve months.",
    ],
)
def test_other_waivers_are_another_thing(text):
    assert not found(text)
