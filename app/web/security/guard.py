"""What stands before the application: every request is judged here first, every answer gets its headers."""

from __future__ import annotations

from anyio.to_thread import run_sync
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web.context import Person, Web
from app.web.errors import answer_to
from app.web.security import bodies
from app.web.security.answer_headers import add_headers
from app.web.security.cookies import FLASH, THEME, cookie, cookie_header, is_secure
from app.web.security.flash import CARRIER, Flash, carried
from app.web.security.forgery import FORGED
from app.web.security.origin import SAFE, comes_from_elsewhere, is_known_host
from app.web.security.rates import Buckets
from app.web.security.signing import key_of, sign, unsign
from app.web.security.who import who_asks

BURST = 4
"""How much of a minute's requests may come at once: a fourth."""


class Guard:
    """The outermost part of the application."""

    def __init__(self, app: ASGIApp, web: Web) -> None:
        self.app = app
        self.web = web
        settings = web.settings
        self.people = Buckets(settings.requests_a_minute, settings.requests_a_minute // BURST)
        self.strangers = Buckets(settings.strangers_a_minute, settings.strangers_a_minute // BURST)
        self.key = key_of(web.home.root)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Judge a request, then let it in."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return  # there are no web sockets
        request = Request(scope, receive)
        sending = self._with_headers(request, send)
        refused = await self._judged(request)
        if refused is not None:
            await refused(scope, receive, sending)
            return
        person: Person | None = request.state.person
        most = bodies.most_bytes(request, person, self.web.settings)
        started = False

        async def noting(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await sending(message)

        try:
            await self.app(scope, bodies.counted(receive, most), noting)
        except Exception:
            if not started:
                words = "Something went wrong on our side. It is in the server's log; try again."
                await answer_to(request, 500, words)(scope, receive, sending)
            raise  # so that the server's log, and a test, sees it

    async def _judged(self, request: Request) -> Response | None:
        """An answer that refuses the request, or None. Who asks is known afterwards."""
        state = request.state
        state.person, state.flash, state.theme = None, None, ""
        if not is_known_host(request, self.web.settings):
            words = (
                "This server does not go by that name. Whoever runs it can add it to RECOUP_HOSTS."
            )
            return answer_to(request, 400, words)
        if request.url.path.startswith("/static/"):
            return None
        self._read_cookies(request)
        state.person = await run_sync(who_asks, request, self.web)
        return self._too_often(request) or self._unfit(request)

    def _too_often(self, request: Request) -> Response | None:
        person = request.state.person
        address = request.client.host if request.client else ""
        wait = self.people.wait(person.id) if person else self.strangers.wait(address)
        if not wait:
            return None
        answer = answer_to(request, 429, f"Too many requests: wait {wait} seconds, then go on.")
        answer.headers["Retry-After"] = str(wait)
        return answer

    def _unfit(self, request: Request) -> Response | None:
        person = request.state.person
        if request.method in SAFE:
            return None
        if not (person and person.token) and comes_from_elsewhere(request):
            return answer_to(request, 403, FORGED)
        most = bodies.most_bytes(request, person, self.web.settings)
        if bodies.too_much(request, most):
            return answer_to(request, 413, bodies.in_words(most))
        return None

    def _read_cookies(self, request: Request) -> None:
        theme = cookie(request, self.web.settings, THEME)
        request.state.theme = theme if theme in {"light", "dark"} else ""
        told = cookie(request, self.web.settings, FLASH)
        said = unsign(self.key, FLASH, told) if told else None
        request.state.flash = Flash(*said) if said else None

    def _with_headers(self, request: Request, send: Send) -> Send:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                scope = request.scope
                add_headers(
                    headers,
                    path=request.url.path,
                    query=scope.get("query_string", b""),
                    https=request.url.scheme == "https",
                )
                self._carry_flash(request, headers, message["status"])
            await send(message)

        return sending

    def _carry_flash(self, request: Request, headers: MutableHeaders, status: int) -> None:
        """Sign a new message into its cookie; take the cookie away once a page has shown it."""
        secure = is_secure(request, self.web.settings)
        told = headers.get(CARRIER)
        if told is not None:
            del headers[CARRIER]
            value = sign(self.key, FLASH, carried(told))
            made = cookie_header(FLASH, value, 300, secure=secure)
        elif self._has_shown(request, headers, status):
            made = cookie_header(FLASH, "", 0, secure=secure)
        else:
            return
        headers.append("set-cookie", made)

    @staticmethod
    def _has_shown(request: Request, headers: MutableHeaders, status: int) -> bool:
        is_page = headers.get("content-type", "").startswith("text/html")
        is_part = "hx-request" in request.headers
        shown = getattr(request.state, "flash", None) is not None
        return shown and is_page and not is_part and not 300 <= status < 400
