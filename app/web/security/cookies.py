"""The cookies of the application: http-only, same-site, secure, bound to this host.

Over plain http to this very machine (a trial) browsers keep no secure cookie reliably; there, and
where RECOUP_SECURE_COOKIES is off, the cookies go without.
"""

from __future__ import annotations

from ipaddress import ip_address
from typing import Literal

from starlette.requests import HTTPConnection
from starlette.responses import Response

from app.web.settings import WebSettings

SESSION = "recoup-session"
FLASH = "recoup-flash"
FORM = "recoup-form"
"""What the sign-in form sends along, before there is a session."""
ROUND_TRIP = "recoup-sign-on"
"""What single sign-on must bring back."""
THEME = "recoup-theme"


def is_this_machine(host: str) -> bool:
    """Whether a host name or address means the machine itself."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def is_secure(asked: HTTPConnection, settings: WebSettings) -> bool:
    """Whether cookies of this request are secure ones."""
    if asked.url.scheme == "https":
        return True
    return settings.secure_cookies and not is_this_machine(asked.url.hostname or "")


def cookie_name(name: str, *, secure: bool) -> str:
    """The name with the prefix that makes browsers hold the cookie to this host and to https."""
    return f"__Host-{name}" if secure else name


def cookie(asked: HTTPConnection, settings: WebSettings, name: str) -> str:
    """What a cookie of ours holds; '' for none."""
    return asked.cookies.get(cookie_name(name, secure=is_secure(asked, settings)), "")


def set_cookie(
    answer: Response,
    asked: HTTPConnection,
    settings: WebSettings,
    name: str,
    value: str,
    *,
    seconds: int | None = None,
    same_site: Literal["lax", "strict"] = "lax",
) -> None:
    """Give the browser a cookie, or with '' take it away."""
    secure = is_secure(asked, settings)
    answer.set_cookie(
        cookie_name(name, secure=secure),
        value,
        max_age=seconds if value else 0,
        path="/",
        secure=secure,
        httponly=True,
        samesite=same_site,
    )


def cookie_header(name: str, value: str, seconds: int, *, secure: bool) -> str:
    """The Set-Cookie header's value, for answers that are under way already."""
    made = Response()
    made.set_cookie(
        cookie_name(name, secure=secure),
        value,
        max_age=seconds,
        path="/",
        secure=secure,
        httponly=True,
        samesite="lax",
    )
    return made.headers["set-cookie"]
