"""How much a request may bring: judged before it is read, and counted while it is."""

from __future__ import annotations

from fastapi import HTTPException
from starlette.requests import HTTPConnection
from starlette.types import Message, Receive

from app.web.context import Person
from app.web.rights import Right
from app.web.settings import WebSettings

MEGABYTE = 1024 * 1024
OF_A_FORM = 2 * MEGABYTE
OF_A_STRANGER = 64 * 1024
_FORMS = ("application/x-www-form-urlencoded", "application/json", "application/problem+json")


def most_bytes(asked: HTTPConnection, person: Person | None, settings: WebSettings) -> int:
    """What a request may bring: little from strangers, forms and JSON; files from who may upload."""
    if person is None:
        return OF_A_STRANGER
    kind = asked.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind in _FORMS or not person.may(Right.UPLOAD):
        return OF_A_FORM
    return settings.request_megabytes * MEGABYTE


def too_much(asked: HTTPConnection, most: int) -> bool:
    """Whether the request says itself that it brings more."""
    told = asked.headers.get("content-length", "")
    return told.isdigit() and int(told) > most


def in_words(most: int) -> str:
    """What to tell whoever brought too much."""
    size = f"{most // MEGABYTE} MB" if most >= MEGABYTE else f"{most // 1024} kB"
    return f"That is more than {size} in one go: send fewer or smaller files at a time."


def counted(receive: Receive, most: int) -> Receive:
    """The same stream, which ends with 413 when more comes than may."""
    got = 0

    async def counting() -> Message:
        nonlocal got
        message = await receive()
        got += len(message.get("body", b""))
        if got > most:
            raise HTTPException(413, in_words(most))
        return message

    return counting
