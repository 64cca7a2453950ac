"""How the fields of Stripe objects are read: references, moments, whole minor units, exact decimals.

Tolerant of what API versions do differently (an id, or the object it stands for), strict in what
money rests on; each refusal says what was expected.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError, model_validator

Some = TypeVar("Some")

_WHOLE = re.compile(r"-?[0-9]{1,15}", re.ASCII)
_EXACT = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,20})?", re.ASCII)
_OLDEST, _NEWEST = datetime(1970, 1, 2, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


class ObjectUnreadable(ValueError):
    """A Stripe object does not hold what the book needs of it; the message says what and why."""


class StripeObject(BaseModel):
    """Any object of the API: fields that are not known here are left alone, and null is not there."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, data: Any) -> Any:
        """What one version of the API leaves out is null in another."""
        if not isinstance(data, dict):
            return data
        return {name: value for name, value in data.items() if value is not None}


def _ref(value: Any) -> Any:
    if isinstance(value, dict):
        value = value.get("id")
    return value or None


def _minor(value: Any) -> Any:
    if value is None:
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return int(value)
    if isinstance(value, str) and _WHOLE.fullmatch(value):
        return int(value)
    raise ValueError(
        f"is {_shown(value)}, and Stripe writes amounts as whole minor units (1234 for USD 12.34)"
    )


def _exact(value: Any) -> Any:
    if value is None or isinstance(value, Decimal):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    if isinstance(value, str) and _EXACT.fullmatch(value):
        return Decimal(value)
    raise ValueError(f"is {_shown(value)}, which is not an exact number")


def _moment(value: Any) -> Any:
    if value is None:
        return None
    if isinstance(value, str) and "T" in value:
        return _written(value)
    seconds = _minor(value) if isinstance(value, int | Decimal | str) else None
    if seconds is None or not _OLDEST.timestamp() < seconds < _NEWEST.timestamp():
        raise ValueError(
            f"is {_shown(value)}, and Stripe writes a moment as seconds since 1970 (1767225600)"
        )
    return datetime.fromtimestamp(seconds, UTC)


def _written(value: str) -> datetime:
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise ValueError(f"is {_shown(value)}, which is no moment with its offset from UTC")
    return found.astimezone(UTC)


def _shown(value: Any) -> str:
    return f"'{value}'"[:60]


Ref = Annotated[str | None, BeforeValidator(_ref)]
"""The id of another object, which may stand there itself (`expand[]`)."""

Minor = Annotated[int | None, BeforeValidator(_minor)]
"""Whole minor units; written as text they are the same number."""

Exactly = Annotated[Decimal | None, BeforeValidator(_exact)]
"""An exact number, as Stripe writes decimals: in text."""

Moment = Annotated[datetime | None, BeforeValidator(_moment)]
"""Seconds since 1970, as a time in UTC."""


def exact(value: Any, name: str) -> Decimal:
    """A number that the book cannot do without. Raises ObjectUnreadable."""
    try:
        found: Decimal | None = _exact(value)
    except ValueError as fault:
        raise ObjectUnreadable(f"'{name}' {fault}") from None
    if found is None:
        raise ObjectUnreadable(f"'{name}' is empty")
    return found


def needed(value: Some | None, name: str) -> Some:
    """A field that the book cannot do without. Raises ObjectUnreadable."""
    if value is None:
        raise ObjectUnreadable(f"{name} is empty")
    return value


def fault_of(error: ValidationError) -> str:
    """The first fault of an object in words: the field, what it holds, what was expected."""
    first = error.errors()[0]
    name = ".".join(str(part) for part in first["loc"])
    if first["type"] == "missing":
        return f"'{name}' is missing"
    if first["type"] == "value_error":
        return f"'{name}' {first['ctx']['error']}"
    return f"'{name}' is {_shown(first['input'])}: {first['msg'][:1].lower()}{first['msg'][1:]}"
