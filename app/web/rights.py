"""Who may do what. A role is a set of rights; every page and every API call names the right it needs."""

from __future__ import annotations

from enum import StrEnum


class Right(StrEnum):
    """One thing that a person may be allowed to do."""

    SEE = "see"
    """Contracts, terms, cases, the dashboard: of the accounts one may see."""
    UPLOAD = "upload"
    """Contracts and billing data; confirm product matches; start reading and runs."""
    CORRECT = "correct"
    """A term as read, before a case is decided."""
    DECIDE = "decide"
    """Take, approve, amend or reject a case."""
    SECOND = "second"
    """Be the second person of an approval above the limit."""
    DELIVER = "deliver"
    """Retry or cancel what waits in the outbox."""
    EXPORT = "export"
    """Take tables and memos along."""
    SETTINGS = "settings"
    """The threshold, webhooks."""
    PEOPLE = "people"
    """People, roles, access lists, tokens of others."""


ROLES: dict[str, frozenset[Right]] = {
    "analyst": frozenset({Right.SEE, Right.UPLOAD, Right.CORRECT, Right.EXPORT}),
    "specialist": frozenset(
        {Right.SEE, Right.UPLOAD, Right.CORRECT, Right.DECIDE, Right.SECOND, Right.EXPORT}
    ),
    "approver": frozenset({Right.SEE, Right.DECIDE, Right.SECOND, Right.DELIVER, Right.EXPORT}),
    "admin": frozenset({Right.SEE, Right.EXPORT, Right.SETTINGS, Right.PEOPLE}),
}
"""Role → rights. An admin rules over people and settings, not over money: whoever needs both has both."""

WORDS: dict[Right, str] = {
    Right.SEE: "see contracts, terms and cases",
    Right.UPLOAD: "upload contracts and billing data, and start runs",
    Right.CORRECT: "correct terms",
    Right.DECIDE: "decide cases",
    Right.SECOND: "be the second person of a large approval",
    Right.DELIVER: "retry or cancel what waits in the outbox",
    Right.EXPORT: "take tables and memos along",
    Right.SETTINGS: "change the threshold and webhooks",
    Right.PEOPLE: "rule over people and their roles",
}
"""'You may …'."""


def rights_of(roles: list[str]) -> frozenset[Right]:
    """All that a person with these roles may do; an unknown role allows nothing."""
    return frozenset().union(*(ROLES.get(role, frozenset()) for role in roles))
