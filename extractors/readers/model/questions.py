"""The messages of a call: a stable beginning, then the contract, then the question that varies.

The order is for the service's prompt cache: the instructions (with the schema before them) are the
same for every document, the data block is the same for every question about it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Literal

from extractors.document import Document
from extractors.readers.model.data_block import CLOSE, OPEN, data_block
from extractors.readers.model.parts import Part
from prompts.loader import FOLDER, Rendered, render

Kind = Literal["passage", "field"]

KINDS: tuple[Kind, ...] = ("passage", "field")
"""Two ways of asking that differ in kind: what does each section state, and where is each thing?"""

Message = dict[str, str]


@lru_cache(maxsize=1)
def examples() -> tuple[dict[str, Any], ...]:
    """The worked examples of prompts/reading/examples, in name order."""
    files = sorted((FOLDER / "reading" / "examples").glob("*.json"))
    return tuple(json.loads(file.read_text(encoding="utf-8")) for file in files)


def _shown(example: dict[str, Any]) -> dict[str, str]:
    """An example as the instructions print it: laid out like a data block, nulls left out."""
    laid_out = [
        f"{OPEN}{section['label']} | page {section['page']}{CLOSE}\n{section['text']}"
        for section in example["sections"]
    ]
    answer = {key: example[key] for key in ("found", "terms", "unresolved")}
    return {
        "title": example["title"],
        "shown": "\n".join(laid_out),
        "answer": json.dumps(answer, ensure_ascii=False),
    }


@lru_cache(maxsize=1)
def instructions() -> Rendered:
    """What every call begins with: the task, the types, the traps, the examples."""
    return render("reading/instructions", examples=[_shown(example) for example in examples()])


@lru_cache(maxsize=len(KINDS))
def question(kind: Kind) -> Rendered:
    """What a call ends with."""
    return render(f"reading/{kind}")


@lru_cache(maxsize=len(KINDS))
def prompt_sha256(kind: Kind) -> str:
    """Identifies our own words of a reading; the contract's are named by the document's hash."""
    both = instructions().sha256 + question(kind).sha256
    return hashlib.sha256(both.encode()).hexdigest()


def messages(kind: Kind, document: Document, part: Part, place: tuple[int, int]) -> list[Message]:
    """The turns of a first question; `place` is (which part, of how many)."""
    shown = render(
        "reading/document", block=data_block(document, part), part=place[0], parts=place[1]
    )
    return [
        {"role": "system", "content": instructions().text},
        {"role": "user", "content": shown.text},
        {"role": "user", "content": question(kind).text},
    ]


def repair(asked: list[Message], answered: str, faults: Iterable[str]) -> list[Message]:
    """The same turns, the model's answer, and what was wrong with it."""
    named = render("reading/repair", faults=list(faults))
    return [
        *asked,
        {"role": "assistant", "content": answered},
        {"role": "user", "content": named.text},
    ]
