"""From a model's term to ours: the same fields, links by section, and where it came from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from extractors.document import Document
from extractors.readers.model.data_block import neutral, shown_label
from extractors.readers.model.schemas import LINKS, Answered
from terms.citation import Link
from terms.contract import Term, term

BY_A_MODEL = "A model proposed this formula. It counts once a person has approved it."

_SYMBOLS = {
    "kilobyte": "KB",
    "megabyte": "MB",
    "gigabyte": "GB",
    "terabyte": "TB",
    "petabyte": "PB",
    "kilowatt hour": "kWh",
    "megawatt hour": "MWh",
}
"""Units that one paper spells out and another writes as a symbol: invoices and meters use the symbol."""
_UNITS = ("unit", "tier_unit", "base_unit")

_OWN = {"number", "quotes", *LINKS}


def drafted(
    answer: Answered, document: Document, reader: str, provenance: Mapping[str, str]
) -> Term:
    """The term an answer states, without citations yet.

    A link names a section of this document; what an answer links to elsewhere is only noted in the
    provenance, because documents are related to each other by `extractors.force`.
    Raises pydantic.ValidationError where a value is not one of the type's.
    """
    given = _cleaned(answer.model_dump())
    value: dict[str, Any] = {
        name: held for name, held in given.items() if name not in _OWN and held is not None
    }
    value |= {name: _symbol(value[name]) for name in _UNITS if name in value}
    labels = {shown_label(section.label): section.label for section in document.sections}
    own = {shown_label(quote["section"]) for quote in given["quotes"]}
    elsewhere: list[str] = []
    for link in LINKS:
        named = [shown_label(label) for label in given[link] or ()]
        value[link] = tuple(
            Link(file=document.file, section=labels[label])
            for label in named
            if label in labels and label not in own
        )
        elsewhere += [f"{link} {label}" for label in named if label not in labels]
    value |= {"readers": (reader,), "provenance": dict(provenance)}
    if elsewhere:
        value["provenance"]["links_elsewhere"] = "; ".join(elsewhere)
    if value["type"] == "formula":
        value["inputs"] = {each["name"]: each["means"] for each in value.get("inputs", ())}
        value |= {"doubtful": True, "warnings": (BY_A_MODEL,)}
    return term(value)


def _symbol(unit: Any) -> Any:
    """A unit by its symbol, where it is one of those that have one; a lookback's unit stays."""
    spelt = str(unit).casefold().replace("-", " ")
    return _SYMBOLS.get(spelt.removesuffix("s"), unit)


def _cleaned(value: Any) -> Any:
    """The same values, their texts on one line and without characters that nobody sees."""
    if isinstance(value, str):
        return " ".join(neutral(value).split())
    if isinstance(value, dict):
        return {name: _cleaned(held) for name, held in value.items()}
    if isinstance(value, list):
        return [_cleaned(held) for held in value]
    return value
