"""What the papers of one account settle for one another: roles, the other party, the currency.

A folder holds the papers of one customer. An order that names its customer only, an amendment that
writes '$' where the agreement says 'Canadian dollars', a schedule without an amount: each is read
with what the others say, and only where they all say the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.header import Header
from extractors.subjects import same_product
from terms.contract import Party

_SIDES = 2


def of_one_account(headers: Sequence[Header]) -> list[Header]:
    """The headers, completed by one another; the order is kept, and what a paper says stays."""
    roles = _roles(headers)
    sides = _sides(headers, roles)
    currency = _currency(headers)
    return [
        replace(
            header,
            parties=_parties(header.parties, roles, sides),
            currency=currency
            if currency and (header.currency is None or header.bare_dollars)
            else header.currency,
        )
        for header in headers
    ]


def _roles(headers: Sequence[Header]) -> dict[str, str]:
    """The role of each party, by name; a master's word goes first."""
    known: dict[str, str] = {}
    for header in sorted(headers, key=lambda header: header.kind != "master"):
        for party in header.parties:
            if party.role:
                known.setdefault(party.name, party.role)
    return known


def _sides(headers: Sequence[Header], roles: dict[str, str]) -> tuple[Party, ...]:
    """The two parties, where every paper that names two names the same two."""
    pairs = [header.parties for header in headers if len(header.parties) == _SIDES]
    if not pairs:
        return ()
    first = tuple(_with_role(party, roles) for party in pairs[0])
    alike = all(
        any(same_product(party.name, side.name) for side in first)
        for pair in pairs
        for party in pair
    )
    return first if alike else ()


def _parties(
    named: tuple[Party, ...], roles: dict[str, str], sides: tuple[Party, ...]
) -> tuple[Party, ...]:
    own = tuple(_with_role(party, roles) for party in named)
    if len(own) >= _SIDES or not sides:
        return own
    missing = [
        side for side in sides if not any(same_product(side.name, party.name) for party in own)
    ]
    return (*own, *missing) if len(own) + len(missing) == _SIDES else own


def _with_role(party: Party, known: dict[str, str]) -> Party:
    if party.role:
        return party
    role = next((role for name, role in known.items() if same_product(name, party.name)), None)
    return party.model_copy(update={"role": role})


def _currency(headers: Sequence[Header]) -> str | None:
    """The one currency that the papers name; None where they name two."""
    named = {header.currency for header in headers if header.currency and not header.bare_dollars}
    if len(named) == 1:
        return named.pop()
    signs = {header.currency for header in headers if header.currency}
    return signs.pop() if len(signs) == 1 and not named else None
