"""Renders a template of this folder and says which words came out: `render("memo/case", ...)`.

A template is `prompts/<task>/<name>.md.j2` (or another ending before `.j2`, then named in full).
A value that a template names and nobody gave is an error, never an empty string.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Environment

FOLDER = Path(__file__).parent


class NoSuchTemplate(LookupError):
    """There is no template of that name under prompts/."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A rendered template: its words, and their SHA-256 to store beside what they produced."""

    text: str
    sha256: str


@lru_cache(maxsize=1)
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(FOLDER),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - the output is text for people and models, not HTML
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def render(name: str, /, **values: Any) -> Rendered:
    """The template `name` ("task/name", or a file name that ends in .j2) with `values`.

    Raises NoSuchTemplate, and jinja2.UndefinedError where a value is missing.
    """
    from jinja2 import TemplateNotFound

    file = name if name.endswith(".j2") else f"{name}.md.j2"
    try:
        template = _environment().get_template(file)
    except TemplateNotFound:
        msg = f"prompts/{file} does not exist"
        raise NoSuchTemplate(msg) from None
    text = template.render(values)
    return Rendered(text, hashlib.sha256(text.encode()).hexdigest())
