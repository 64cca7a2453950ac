"""A form for a term: each field with its kind as the term's type knows it, as text and back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from agent.corrections import FIXED
from terms.contract import Term

TYPES: dict[str, type[BaseModel]] = {
    model.model_fields["type"].default: model for model in get_args(Term)
}
"""Type → its model."""
TYPE_WORDS = {
    "price": "a price",
    "quantity": "a contracted quantity",
    "commitment": "a minimum commitment",
    "escalation": "an increase of prices",
    "discount": "a discount",
    "surcharge": "a surcharge",
    "credit": "a credit to the customer",
    "lookback": "a time limit for invoices or disputes",
    "audit": "a right to audit",
    "renewal": "the term and its renewal",
    "payment": "when invoices are due",
    "metering": "how use is counted",
    "proration": "how parts of a period are billed",
    "rounding": "how amounts are rounded",
    "formula": "a formula",
}
_FIRST = ("product", "effective_from", "effective_to")
MOST_FIRST = 11
MOST_ROWS = 40
NEW_ROWS = 2
"""Empty rows below a table, to add steps."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form."""

    name: str
    kind: str
    """text, number, whole, day, choice, lines, pairs, rows."""
    text: str = ""
    options: tuple[tuple[str, str], ...] = ()
    columns: tuple[str, ...] = ()
    """Of rows."""
    rows: tuple[tuple[str, ...], ...] = ()
    first: bool = False
    """One of the type's first fields, which most terms state."""

    @property
    def shown(self) -> bool:
        """Whether it stands in sight: it is one of the first, or has a value."""
        return self.first or bool(self.text) or any(any(row) for row in self.rows)

    @property
    def label(self) -> str:
        """'minimum charge'."""
        return self.name.replace("_", " ")


def fields_of(type_name: str, term: Term | None = None) -> list[Field]:
    """The fields of a type, with a term's values where there is one. Raises KeyError."""
    model = TYPES[type_name]
    values = term.model_dump(mode="json") if term is not None else {}
    names = [name for name in model.model_fields if name not in FIXED]
    ordered = [*(name for name in _FIRST if name in names), *(n for n in names if n not in _FIRST)]
    made = [_field(name, model.model_fields[name].annotation, values.get(name)) for name in ordered]
    return [replace(each, first=at < MOST_FIRST) for at, each in enumerate(made)]


def typed(form: Mapping[str, str], fields: Sequence[Field]) -> list[Field]:
    """The fields as a person left them."""
    return [_typed(each, form) for each in fields]


def values_of(fields: Sequence[Field]) -> dict[str, Any]:
    """Name → value as JSON has it; None for an empty field."""
    return {each.name: _value(each) for each in fields}


def changed(before: Sequence[Field], after: Sequence[Field]) -> dict[str, str]:
    """Field → value as `agent.corrections.correct` takes it, of those that differ."""
    old, new = values_of(before), values_of(after)
    return {name: _written(value) for name, value in new.items() if value != old[name]}


def _written(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value)


# -- kinds ----------------------------------------------------------------------------------------


def _field(name: str, annotation: Any, value: Any) -> Field:
    plain = _plain(annotation)
    if get_origin(plain) is Literal:
        return Field(name, "choice", _shown(value), _options(get_args(plain)))
    if plain is bool:
        return Field(name, "choice", _shown(value), (("", ""), ("true", "yes"), ("false", "no")))
    if get_origin(plain) is tuple:
        return _several(name, _plain(get_args(plain)[0]), value or [])
    if get_origin(plain) is dict:
        pairs = "\n".join(f"{key} = {each}" for key, each in (value or {}).items())
        return Field(name, "pairs", pairs)
    kinds = {int: "whole", Decimal: "number", date: "day"}
    return Field(name, kinds.get(plain, "text"), _shown(value))


def _several(name: str, item: Any, values: Sequence[Any]) -> Field:
    if not (isinstance(item, type) and issubclass(item, BaseModel)):
        return Field(name, "lines", "\n".join(str(each) for each in values))
    columns = tuple(item.model_fields)
    rows = [tuple(_shown(each.get(column)) for column in columns) for each in values]
    rows += [("",) * len(columns)] * NEW_ROWS
    return Field(name, "rows", columns=columns, rows=tuple(rows))


def _plain(annotation: Any) -> Any:
    """The type without None and without notes."""
    while True:
        if get_origin(annotation) is Annotated:
            annotation = get_args(annotation)[0]
        elif get_origin(annotation) in {Union, UnionType}:
            (annotation,) = (each for each in get_args(annotation) if each is not type(None))
        else:
            return annotation


def _options(values: Sequence[Any]) -> tuple[tuple[str, str], ...]:
    named = ((str(each), str(each).replace("_", " ")) for each in values)
    return (("", ""), *named)


def _shown(value: Any) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


# -- what was typed -------------------------------------------------------------------------------


def _typed(field: Field, form: Mapping[str, str]) -> Field:
    name = field.name
    if field.kind != "rows":
        text = form.get(name, "").replace("\r\n", "\n").strip()
        return replace(field, text=text)
    rows = []
    for number in range(MOST_ROWS):
        keys = [f"{name}.{number}.{column}" for column in field.columns]
        if not any(key in form for key in keys):
            break
        rows.append(tuple(form.get(key, "").strip() for key in keys))
    return replace(field, rows=tuple(rows))


def _value(field: Field) -> Any:
    if field.kind == "rows":
        filled = [row for row in field.rows if any(row)]
        made = [
            {column: cell or None for column, cell in zip(field.columns, row, strict=True)}
            for row in filled
        ]
        return made or None
    if not field.text:
        return None
    if field.kind == "lines":
        return [line.strip() for line in field.text.split("\n") if line.strip()]
    if field.kind == "pairs":
        split = (line.partition("=") for line in field.text.split("\n") if line.strip())
        return {key.strip(): value.strip() for key, _, value in split}
    return field.text
