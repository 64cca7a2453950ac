"""Passwords: argon2id, with the library's parameters for servers (RFC 9106, low memory)."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from threading import BoundedSemaphore
from typing import TYPE_CHECKING

from store.people import PersonUnfit

if TYPE_CHECKING:
    from argon2 import PasswordHasher

LEAST = 12
MOST = 200
_AT_ONCE = BoundedSemaphore(2)
"""Each hash takes 64 MiB and a few cores: a flood of sign-ins waits instead of filling the memory."""
PATIENCE = 10
"""Seconds until whoever waits for a turn is sent away."""
_COMMON = ("password", "recoup", "qwerty", "123456", "letmein", "welcome", "admin", "iloveyou")


class TooBusy(Exception):
    """So many passwords are checked at once that one more has to come again later."""


def hash_password(password: str) -> str:
    """The hash to keep. Raises PersonUnfit for a password that is too easy."""
    check(password)
    with _turn():
        return _hasher().hash(password)


def check(password: str, email: str = "") -> None:
    """Raises PersonUnfit for a password that is too short, too long or too easy.

    Length counts, not signs of every kind (NIST SP 800-63B, 3.1.1.2).
    """
    if len(password) < LEAST:
        msg = f"A password needs at least {LEAST} characters; a few words in a row will do."
        raise PersonUnfit(msg)
    if len(password) > MOST:
        msg = f"A password has at most {MOST} characters."
        raise PersonUnfit(msg)
    rest = password.lower()
    for word in (*_COMMON, *filter(None, [email.lower(), email.partition("@")[0].lower()])):
        rest = rest.replace(word, "")
    if len(set(rest)) < 5 or len(rest) < LEAST // 2:
        msg = "That password is too easy to guess: take a few words that nobody connects with you."
        raise PersonUnfit(msg)


def matches(hashed: str | None, password: str) -> bool:
    """Whether it is the password. As slow for nobody's (None) as for somebody's."""
    from argon2.exceptions import Argon2Error, InvalidHashError

    try:
        with _turn():
            found = _hasher().verify(hashed or _nobodys(), password[: MOST + 1])
    except (Argon2Error, InvalidHashError):
        return False
    return bool(found) and hashed is not None


def wants_renewal(hashed: str) -> bool:
    """Whether a hash was made with weaker parameters than today's."""
    return bool(_hasher().check_needs_rehash(hashed))


def made_up() -> str:
    """A password for a person to take over and change."""
    return secrets.token_urlsafe(15)


@contextmanager
def _turn() -> Iterator[None]:
    if not _AT_ONCE.acquire(timeout=PATIENCE):
        msg = "Many people are signing in: try again in a moment."
        raise TooBusy(msg)
    try:
        yield
    finally:
        _AT_ONCE.release()


@lru_cache(maxsize=1)
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher()


@lru_cache(maxsize=1)
def _nobodys() -> str:
    return _hasher().hash(secrets.token_urlsafe(16))
