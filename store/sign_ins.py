"""Browsers that are signed in, and keys of machines. What a browser or machine holds is kept as a hash."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlmodel import Session, col, delete, select

from store.audit import tell
from store.people import PersonUnfit, access_of, known_roles, moment_after
from store.tables import now
from store.web_tables import PersonRow, SessionRow, TokenRow

TOKEN_START = "rcp_"  # noqa: S105 - what every token begins with, so that a leaked one is found
USED_EVERY = timedelta(minutes=1)
"""A token's last use is kept to the minute: not every call writes."""

Access = frozenset[str] | None


def hash_of(secret: str) -> str:
    """SHA-256 of a random secret; enough for one that nobody can guess."""
    return hashlib.sha256(secret.encode()).hexdigest()


def start_session(
    session: Session, person: PersonRow, *, hours: int, agent: str = ""
) -> tuple[str, str]:
    """A new session: the cookie's value and what its forms send along."""
    value, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(24)
    session.exec(delete(SessionRow).where(col(SessionRow.expires_at) <= now()))
    session.add(
        SessionRow(
            id=hash_of(value),
            person_id=person.id,
            csrf=csrf,
            expires_at=moment_after(hours=hours),
            agent=agent[:200],
        )
    )
    person.failures, person.locked_until, person.signed_in_at = 0, None, now()
    session.add(person)
    return value, csrf


def by_session(session: Session, value: str) -> tuple[PersonRow, SessionRow, Access] | None:
    """Whose session a cookie's value is, if it has not ended and they may sign in."""
    found = session.exec(
        select(PersonRow, SessionRow)
        .join(SessionRow, col(SessionRow.person_id) == col(PersonRow.id))
        .where(
            SessionRow.id == hash_of(value),
            SessionRow.expires_at > now(),
            col(PersonRow.active).is_(True),
        )
    ).first()
    return (*found, access_of(session, found[0])) if found else None


def sessions_of(session: Session, person_id: str) -> list[SessionRow]:
    """A person's sessions that have not ended, newest first."""
    return list(
        session.exec(
            select(SessionRow)
            .where(SessionRow.person_id == person_id, SessionRow.expires_at > now())
            .order_by(col(SessionRow.created_at).desc(), col(SessionRow.id))
        ).all()
    )


def end_session(session: Session, value: str) -> None:
    """Sign one browser out."""
    session.exec(delete(SessionRow).where(col(SessionRow.id) == hash_of(value)))


def end_sessions(session: Session, person_id: str, keep: str = "") -> None:
    """Sign a person out everywhere, but for the browser whose cookie's value is `keep`."""
    ending = delete(SessionRow).where(col(SessionRow.person_id) == person_id)
    if keep:
        ending = ending.where(col(SessionRow.id) != hash_of(keep))
    session.exec(ending)


def make_token(
    session: Session,
    person: PersonRow,
    name: str,
    roles: Sequence[str],
    days: int | None,
) -> tuple[str, TokenRow]:
    """A key for a machine, told this once. Raises PersonUnfit for roles its maker has not."""
    wanted = known_roles(roles)
    if not set(wanted) <= set(person.roles):
        msg = "A token cannot have a role that you do not have."
        raise PersonUnfit(msg)
    if not name.strip():
        msg = "Give the token a name: what uses it, such as 'nightly upload'."
        raise PersonUnfit(msg)
    secret = TOKEN_START + secrets.token_urlsafe(32)
    row = TokenRow(
        id=secrets.token_hex(8),
        name=name.strip()[:80],
        hash=hash_of(secret),
        person_id=person.id,
        roles=wanted,
        expires_at=moment_after(days=days) if days else None,
    )
    session.add(row)
    told = {"by": person.email, "token": row.id, "name": row.name, "roles": wanted}
    tell(session, "token_made", told)
    return secret, row


def by_token(session: Session, secret: str) -> tuple[PersonRow, TokenRow, Access] | None:
    """Whose token it is, if neither it nor its maker has ended."""
    found = session.exec(
        select(PersonRow, TokenRow)
        .join(TokenRow, col(TokenRow.person_id) == col(PersonRow.id))
        .where(
            TokenRow.hash == hash_of(secret),
            col(TokenRow.revoked_at).is_(None),
            col(PersonRow.active).is_(True),
        )
    ).first()
    if not found or (found[1].expires_at is not None and found[1].expires_at <= now()):
        return None
    return (*found, access_of(session, found[0]))


def wants_use(row: TokenRow) -> bool:
    """Whether the moment of a token's last use is old enough to be written anew."""
    if row.used_at is None:
        return True
    return datetime.fromisoformat(row.used_at) < datetime.now(UTC) - USED_EVERY


def note_use(session: Session, token_id: str) -> None:
    """Keep that a token was used now."""
    row = session.get(TokenRow, token_id)
    if row is not None:
        row.used_at = now()
        session.add(row)


def tokens_of(session: Session, person_id: str) -> list[TokenRow]:
    """A person's tokens, newest first; those that were revoked as well."""
    return list(
        session.exec(
            select(TokenRow)
            .where(TokenRow.person_id == person_id)
            .order_by(col(TokenRow.created_at).desc(), col(TokenRow.id))
        ).all()
    )


def revoke_token(session: Session, row: TokenRow, by: str) -> None:
    """End a token."""
    if row.revoked_at is None:
        row.revoked_at = now()
        session.add(row)
        tell(session, "token_revoked", {"by": by, "token": row.id, "name": row.name})


def effective_roles(row: TokenRow, person: PersonRow) -> tuple[str, ...]:
    """What a token may do today: its roles, as far as its maker still has them."""
    return tuple(role for role in row.roles if role in person.roles)
