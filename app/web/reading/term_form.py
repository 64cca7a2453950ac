"""A form for a term: each field with its kind as the term's type knows it, as text and back."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from agent.corrections import FIXED
from app.web.reading.term_words import hint, is_percent, label, option
from terms.contract import Term, term

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
_KINDS = {int: "whole", Decimal: "number", date: "day"}
MOST_FIRST = 11
MOST_ROWS = 40
NEW_ROWS = 2
"""Empty rows below a table, to add steps."""


_NUMBER = re.compile(r"-?\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?")
_WRONG = {
    "number": "is not a number: write it as 1250.00, without a currency.",
    "whole": "is not a whole number: write one such as 12.",
    "day": "is not a day: write it as 2026-07-01.",
    "choice": "is none of the choices.",
    "pairs": "does not fit: write a line each, as name = value.",
}


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
    column_kinds: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    first: bool = False
    """It stands in sight though it is empty: one of the first of a form in which nothing is set yet."""
    type: str = ""
    """Of the term."""
    currency: str = ""
    error: str = ""
    """What is wrong with what was typed, in a sentence."""

    @property
    def is_set(self) -> bool:
        """Whether it has a value."""
        return bool(self.text) or any(any(row) for row in self.rows)

    @property
    def shown(self) -> bool:
        """Whether it stands in sight."""
        return self.first or self.is_set or bool(self.error)

    @property
    def label(self) -> str:
        """'At least' of minimum_charge."""
        return label(self.type, self.name)

    @property
    def hint(self) -> str:
        """What to write into it."""
        return hint(self.type, self.name, self.currency)

    @property
    def heads(self) -> list[str]:
        """The labels of the columns."""
        return [label(self.type, each) for each in self.columns]


def fields_of(type_name: str, term: Term | None = None, currency: str = "") -> list[Field]:
    """The fields of a type: those that a term states first, or those that most terms state.

    Raises KeyError.
    """
    model = TYPES[type_name]
    values = term.model_dump(mode="json") if term is not None else {}
    names = [name for name in model.model_fields if name not in FIXED]
    ordered = [*(name for name in _FIRST if name in names), *(n for n in names if n not in _FIRST)]
    made = [
        replace(
            _field(name, model.model_fields[name].annotation, values.get(name)),
            type=type_name,
            currency=currency,
        )
        for name in ordered
    ]
    if term is None:
        return [replace(each, first=at < MOST_FIRST) for at, each in enumerate(made)]
    return sorted(made, key=lambda each: not each.is_set)


def faults(fields: Sequence[Field], base: Mapping[str, Any]) -> dict[str, str]:
    """Field → what is wrong with what was typed, laid over `base` (a term's JSON); {} for nothing."""
    try:
        term({**base, **values_of(fields)})
    except ValidationError as error:
        by_name = {each.name: each for each in fields}
        found: dict[str, str] = {}
        for each in error.errors():
            _, name, *way = [*map(str, each["loc"]), ""]
            if name in by_name:
                found.setdefault(name, _fault(by_name[name], [part for part in way if part]))
        return found
    return {}


def _fault(field: Field, way: Sequence[str]) -> str:
    """What is wrong with a field, or with the cell of its table that `way` names."""
    if field.kind != "rows":
        return f"“{field.text[:60]}” {_WRONG.get(field.kind, 'does not fit here.')}"
    filled = [(at, row) for at, row in enumerate(field.rows, 1) if any(row)]
    number = int(way[0]) if way and way[0].isdecimal() else 0
    at, row = filled[number] if number < len(filled) else (number + 1, ())
    if len(way) < 2 or way[1] not in field.columns:
        return f"Row {at} is not complete."
    place = field.columns.index(way[1])
    typed = row[place] if row else ""
    words = _WRONG.get(field.column_kinds[place], "does not fit here.")
    said = f"“{typed[:60]}” {words}" if typed else "is missing."
    return f"Row {at}, {label(field.type, way[1]).lower()}: {said}"


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
    return Field(name, _KINDS.get(plain, "text"), _shown(value))


def _several(name: str, item: Any, values: Sequence[Any]) -> Field:
    if not (isinstance(item, type) and issubclass(item, BaseModel)):
        return Field(name, "lines", "\n".join(str(each) for each in values))
    columns = tuple(each.alias or key for key, each in item.model_fields.items())
    kinds = (_KINDS.get(_plain(each.annotation), "text") for each in item.model_fields.values())
    rows = [tuple(_shown(each.get(column)) for column in columns) for each in values]
    rows += [("",) * len(columns)] * NEW_ROWS
    return Field(name, "rows", columns=columns, column_kinds=tuple(kinds), rows=tuple(rows))


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
    named = ((str(each), option(str(each))) for each in values)
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
        return replace(field, text=_tidy(text, field.kind, name))
    rows = []
    for number in range(MOST_ROWS):
        keys = [f"{name}.{number}.{column}" for column in field.columns]
        if not any(key in form for key in keys):
            break
        cells = (form.get(key, "").strip() for key in keys)
        told = zip(cells, field.column_kinds, field.columns, strict=True)
        rows.append(tuple(_tidy(cell, kind, column) for cell, kind, column in told))
    return replace(field, rows=tuple(rows))


def _tidy(text: str, kind: str, name: str) -> str:
    """'8,500.00' is 8500.00, and '4%' in a field of percents is 4; all else stays as typed."""
    if kind not in {"number", "whole"}:
        return text
    bare = text.removesuffix("%").rstrip() if is_percent(name) else text
    return re.sub(r"[, ]", "", bare) if _NUMBER.fullmatch(bare) else text


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
