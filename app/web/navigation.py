"""The ways through the application that stand at the top of every page."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from app.web.rights import Right

if TYPE_CHECKING:
    from app.web.context import Person


class Way(NamedTuple):
    """One entry."""

    words: str
    href: str
    right: Right
    key: str = ""
    """Two keys in a row."""
    also: tuple[str, ...] = ()
    """Other beginnings of addresses that belong to it."""


WAYS = (
    Way("Dashboard", "/dashboard", Right.SEE, "g d"),
    Way("Cases", "/cases", Right.SEE, "g c"),
    Way("Contracts", "/contracts", Right.SEE, "g k", ("/documents/", "/accounts/")),
    Way("Billing", "/billing", Right.SEE, "g b"),
    Way("Runs", "/runs", Right.SEE, "g r"),
    Way("Outbox", "/outbox", Right.SEE, "g o"),
    Way("People", "/people", Right.PEOPLE, "g p"),
    Way("Settings", "/settings", Right.SETTINGS, "g s"),
)


def ways(person: Person) -> list[Way]:
    """The entries that a person may open."""
    return [way for way in WAYS if person.may(way.right)]
