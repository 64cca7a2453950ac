"""Templates: a missing value is an error, and the hash is of the words that came out."""

from __future__ import annotations

import hashlib

import pytest
from jinja2 import UndefinedError

from prompts.loader import NoSuchTemplate, render


def test_the_hash_is_of_the_rendered_words():
    rendered = render("memo/footer", engine="1.2")
    assert "recoup 1.2" in rendered.text
    assert rendered.sha256 == hashlib.sha256(rendered.text.encode()).hexdigest()
    assert rendered.sha256 != render("memo/footer", engine="1.3").sha256


def test_a_missing_value_is_an_error():
    with pytest.raises(UndefinedError, match="engine"):
        render("memo/footer")


def test_an_unknown_template_is_named():
    with pytest.raises(NoSuchTemplate, match=r"prompts/memo/nothing\.md\.j2"):
        render("memo/nothing")


def test_values_are_data_and_not_templates():
    assert "{{ engine }}" in render("memo/footer", engine="{{ engine }}").text
