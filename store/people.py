"""People who may sign in: their roles, the accounts they may see, wrong passwords in a row.

Who changed what about a person stands in the audit trail, in the same transaction.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, or_
from sqlmodel import Session, col, delete, select

from store.audit import tell
from store.errors import StoreError
from store.tables import now
from store.web_tables import AccessRow, PersonRow, SessionRow, TokenRow

ROLE_NAMES = ("analyst", "specialist", "approver", "admin")
ADMIN = "admin"
TRIES = 5
"""Wrong passwords in a row after which a person is locked out."""
LOCKED_MINUTES = 15


class PersonUnfit(StoreError):
    """What was asked of a person cannot be: the message says why and what to do."""


def moment_after(**span: int) -> str:
    """The moment after a span from now (`hours=12`), written as `now` writes it."""
    return (datetime.now(UTC) + timedelta(**span)).isoformat(timespec="seconds")


def written_email(email: str) -> str:
    """An address as it is kept: without spaces, in lower case. Raises PersonUnfit."""
    tidy = email.strip().lower()
    name, at, place = tidy.partition("@")
    if not (name and at and place) or any(letter.isspace() for letter in tidy) or len(tidy) > 254:
        msg = f"{email.strip()!r} is not an e-mail address: write one such as ann@example.com."
        raise PersonUnfit(msg)
    return tidy


def known_roles(roles: Iterable[str]) -> list[str]:
    """The roles in their usual order, each once. Raises PersonUnfit."""
    asked = set(roles)
    unknown = sorted(asked - set(ROLE_NAMES))
    if unknown or not asked:
        which = f"There is no role {unknown[0]!r}" if unknown else "A person needs a role"
        msg = f"{which}: choose of {', '.join(ROLE_NAMES)}."
        raise PersonUnfit(msg)
    return [role for role in ROLE_NAMES if role in asked]


def add_person(
    session: Session,
    email: str,
    name: str,
    roles: Iterable[str],
    *,
    password: str | None = None,
    accounts: Iterable[str] | None = None,
    by: str,
) -> PersonRow:
    """A new person; `password` is a hash, `accounts` None for all, `by` an e-mail. Raises PersonUnfit."""
    address = written_email(email)
    if person_by_email(session, address) is not None:
        msg = f"{address} is there already."
        raise PersonUnfit(msg)
    row = PersonRow(
        id=secrets.token_hex(8),
        email=address,
        name=name.strip() or address,
        password=password,
        roles=known_roles(roles),
    )
    session.add(row)
    session.flush()
    tell(session, "person_added", {"by": by, "person": row.email, "roles": row.roles})
    if accounts is not None:
        set_access(session, row, accounts, by)
    return row


def person_by_email(session: Session, email: str) -> PersonRow | None:
    """The person with an address, or None."""
    return session.exec(select(PersonRow).where(PersonRow.email == email.strip().lower())).first()


def people(
    session: Session, search: str = "", *, offset: int = 0, limit: int = 50
) -> tuple[list[PersonRow], int]:
    """A page of the people whose name or address has the words, by name, and how many there are."""
    asked = select(PersonRow)
    if search.strip():
        words = search.strip().lower()
        asked = asked.where(
            or_(
                func.lower(PersonRow.name).contains(words, autoescape=True),
                col(PersonRow.email).contains(words, autoescape=True),
            )
        )
    many = session.exec(select(func.count()).select_from(asked.subquery())).one()
    rows = session.exec(
        asked.order_by(col(PersonRow.active).desc(), func.lower(PersonRow.name), col(PersonRow.id))
        .offset(offset)
        .limit(limit)
    ).all()
    return list(rows), many


def access_of(session: Session, person: PersonRow) -> frozenset[str] | None:
    """The accounts a person may see; None for all."""
    if person.all_accounts:
        return None
    return frozenset(
        session.exec(select(AccessRow.account_id).where(AccessRow.person_id == person.id)).all()
    )


def set_access(
    session: Session, person: PersonRow, accounts: Iterable[str] | None, by: str
) -> None:
    """Let a person see these accounts only; None for all."""
    wanted = None if accounts is None else frozenset(each.strip() for each in accounts) - {""}
    if wanted == access_of(session, person):
        return
    session.exec(delete(AccessRow).where(col(AccessRow.person_id) == person.id))
    person.all_accounts = wanted is None
    session.add(person)
    for account_id in sorted(wanted or ()):
        session.add(AccessRow(person_id=person.id, account_id=account_id))
    told = sorted(wanted) if wanted is not None else None
    tell(session, "person_access", {"by": by, "person": person.email, "accounts": told})


def rename(session: Session, person: PersonRow, name: str, by: str) -> None:
    """Give a person another name; none leaves it."""
    wanted = name.strip()[:200]
    if wanted and wanted != person.name:
        told = {"by": by, "person": person.email, "before": person.name, "after": wanted}
        person.name = wanted
        session.add(person)
        tell(session, "person_name", told)


def set_roles(session: Session, person: PersonRow, roles: Sequence[str], by: str) -> None:
    """Give a person these roles and no other. Raises PersonUnfit for the last admin's."""
    wanted = known_roles(roles)
    if wanted == person.roles:
        return
    if ADMIN not in wanted:
        _another_admin(session, person)
    before, person.roles = person.roles, wanted
    session.add(person)
    tell(
        session,
        "person_roles",
        {"by": by, "person": person.email, "before": before, "after": wanted},
    )


def set_active(session: Session, person: PersonRow, by: str, *, active: bool) -> None:
    """Let a person sign in, or no longer: that ends sessions and tokens. Raises PersonUnfit."""
    if person.active == active:
        return
    if not active:
        _another_admin(session, person)
        session.exec(delete(SessionRow).where(col(SessionRow.person_id) == person.id))
        for token in session.exec(select(TokenRow).where(TokenRow.person_id == person.id)):
            token.revoked_at = token.revoked_at or now()
            session.add(token)
    person.active = active
    person.failures, person.locked_until = 0, None
    session.add(person)
    kind = "person_unlocked" if active else "person_locked"
    tell(session, kind, {"by": by, "person": person.email})


def set_password(session: Session, person: PersonRow, hashed: str, by: str) -> None:
    """Keep a new password's hash; wrong passwords before it are forgotten."""
    person.password, person.failures, person.locked_until = hashed, 0, None
    session.add(person)
    tell(session, "person_password", {"by": by, "person": person.email})


def is_locked_out(person: PersonRow) -> bool:
    """Whether too many wrong passwords keep a person out for now."""
    return person.locked_until is not None and person.locked_until > now()


def count_wrong_password(session: Session, person: PersonRow) -> None:
    """One more wrong password; the last of several in a row locks the person out for a while."""
    person.failures += 1
    if person.failures >= TRIES:
        person.failures, person.locked_until = 0, moment_after(minutes=LOCKED_MINUTES)
        tell(
            session,
            "person_locked_out",
            {"person": person.email, "until": person.locked_until},
        )
    session.add(person)


def forget_failures(session: Session, person: PersonRow) -> None:
    """Let a person try again who gave too many wrong passwords."""
    person.failures, person.locked_until = 0, None
    session.add(person)


def has_admin(session: Session) -> bool:
    """Whether anybody can rule over people."""
    return bool(_admins(session))


def _another_admin(session: Session, person: PersonRow) -> None:
    others = [row for row in _admins(session) if row.id != person.id]
    if ADMIN in person.roles and person.active and not others:
        msg = f"{person.email} is the only admin: make another person admin first."
        raise PersonUnfit(msg)


def _admins(session: Session) -> list[PersonRow]:
    active = session.exec(select(PersonRow).where(col(PersonRow.active).is_(True))).all()
    return [row for row in active if ADMIN in row.roles]
