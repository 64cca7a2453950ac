"""What is told when something cannot be done: a page for people, problem+json (RFC 9457) for machines."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.web.context import has_token, page
from app.web.security.passwords import TooBusy

API = "/api/"
TITLES = {
    400: "That request cannot be understood",
    401: "Sign in first",
    403: "That is not yours to do",
    404: "Nothing is here",
    405: "That cannot be done here",
    409: "Somebody was faster",
    413: "Too large",
    422: "Something does not fit",
    429: "Too fast",
    500: "Something went wrong",
    503: "Too much at once",
}


def answer_to(
    request: Request, status: int, words: str, headers: dict[str, str] | None = None, **more: Any
) -> Response:
    """The answer that says what went wrong, in the form that suits whoever asked."""
    if request.url.path.startswith(API):
        answer = problem(status, words, **more)
        if status == 401:
            answer.headers["WWW-Authenticate"] = "Bearer"
    elif status == 401 and "hx-request" not in request.headers and not has_token(request):
        here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        after = here if request.method == "GET" else "/"
        answer = RedirectResponse(f"/sign-in?next={quote(after)}", 303)
    else:
        signed_in = getattr(request.state, "person", None) is not None
        back, back_words = ("/dashboard", "To the dashboard") if signed_in else ("/", "Start again")
        title = TITLES.get(status) or HTTPStatus(status).phrase
        answer = page(
            request,
            "error.html.j2",
            status,
            code=status,
            title=title,
            words=words,
            back=back,
            back_words=back_words,
        )
        answer.headers["X-Words"] = quote(
            words
        )  # what a script shows where a part of a page failed
    answer.headers.update(headers or {})
    return answer


def problem(status: int, words: str, **more: Any) -> Response:
    """Problem details of RFC 9457."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": words,
        **more,
    }
    return JSONResponse(body, status, media_type="application/problem+json")


def register_errors(app: FastAPI) -> None:
    """Let the application answer errors so."""

    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> Response:
        words = str(error.detail)
        if error.status_code == 404 and words == HTTPStatus.NOT_FOUND.phrase:
            words = (
                "The address leads nowhere: it may have been cut, or what it led to was removed."
            )
        return answer_to(request, error.status_code, words, dict(error.headers or {}))

    @app.exception_handler(RequestValidationError)
    async def unfit(request: Request, error: RequestValidationError) -> Response:
        found = [
            {"in": ".".join(str(each) for each in one["loc"]), "says": one["msg"]}
            for one in error.errors()
        ]
        words = "; ".join(f"{each['in']}: {each['says']}" for each in found[:5])
        return answer_to(request, 422, f"{words}.", errors=found)

    @app.exception_handler(TooBusy)
    async def busy(request: Request, error: TooBusy) -> Response:
        return answer_to(request, 503, str(error), {"Retry-After": "10"})
