"""What the other terms of a passage state: every figure, and the days on which they begin and end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from extractors.readers.reading import Draft


class Neighbours:
    """The figures that the terms resting on a passage state."""

    def __init__(self, drafts: Sequence[Draft]) -> None:
        """`drafts`: all of the document."""
        self._stated = [
            (at.start, at.end, frozenset(_figures(draft)), _days(draft))
            for draft in drafts
            for at in draft.passages
        ]

    def figures(self, start: int, end: int) -> set[Decimal]:
        """Every figure of the terms whose passages touch this stretch."""
        return {
            value
            for low, high, values, _ in self._stated
            if low < end and start < high
            for value in values
        }

    def days(self, start: int, end: int) -> set[date]:
        """Every first and last day of the terms whose passages touch this stretch, and the days beside."""
        return {
            day for low, high, _, days in self._stated if low < end and start < high for day in days
        }


def _days(draft: Draft) -> frozenset[date]:
    ends = {draft.term.effective_from, draft.term.effective_to} - {None}
    return frozenset(
        day + timedelta(days=more) for day in ends if day is not None for more in (-1, 0, 1)
    )


def _figures(draft: Draft) -> Iterator[Decimal]:
    for name in type(draft.term).model_fields:
        yield from _decimals(getattr(draft.term, name))


def _decimals(value: Any) -> Iterator[Decimal]:
    if isinstance(value, Decimal):
        yield value
    elif isinstance(value, int) and not isinstance(value, bool):
        yield Decimal(value)
    elif isinstance(value, tuple):
        for part in value:
            yield from _decimals(part)
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _decimals(getattr(value, name))
