"""What an expression is made of."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written: '4950.00', or '4%', whose value is 0.04."""

    value: Decimal
    percent: bool
    at: int


@dataclass(frozen=True, slots=True)
class Text:
    """A name in quotation marks."""

    value: str
    at: int


@dataclass(frozen=True, slots=True)
class Name:
    """A name whose value the period or the formula's inputs give."""

    name: str
    at: int


@dataclass(frozen=True, slots=True)
class Call:
    """A function and its arguments."""

    name: str
    arguments: tuple[Node, ...]
    at: int


@dataclass(frozen=True, slots=True)
class Negative:
    """A minus before a value."""

    operand: Node
    at: int


@dataclass(frozen=True, slots=True)
class Chain:
    """A sum (+, −) or a product (×, ÷) of several values, from left to right.

    One node however long it is: depth comes from parentheses alone.
    """

    first: Node
    rest: tuple[tuple[str, Node, int], ...]
    """Sign, operand, and where the sign stands."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two numbers compared: true or false."""

    sign: str
    left: Node
    right: Node
    at: int


Node = Number | Text | Name | Call | Negative | Chain | Comparison
