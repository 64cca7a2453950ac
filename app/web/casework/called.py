"""People as pages call them: rows keep e-mail addresses, pages say names."""

from __future__ import annotations

from collections.abc import Collection

from sqlmodel import Session, col, select

from store.web_tables import PersonRow


def names(session: Session, emails: Collection[str]) -> dict[str, str]:
    """Address → name; an address that is nobody's (any more) is its own name."""
    asked = {each for each in emails if each}
    query = select(PersonRow.email, PersonRow.name).where(
        col(PersonRow.email).in_(sorted({each.lower() for each in asked}))
    )
    known = dict(session.exec(query).all()) if asked else {}
    return {each: known.get(each.lower(), each) for each in asked}


def called(session: Session, email: str) -> str:
    """The name of one."""
    return names(session, [email]).get(email, email)
