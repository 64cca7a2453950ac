"""What every call of the API may answer besides its own: problems, as RFC 9457 has them."""

from __future__ import annotations

from typing import Any

from fastapi.security import HTTPBearer

PROBLEM_TYPE = "application/problem+json"
_PROBLEM: dict[str, Any] = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "One or more sentences for a person."},
        "errors": {"type": "array", "items": {"type": "object"}},
    },
}


def _problem(words: str) -> dict[str, Any]:
    return {"description": words, "content": {PROBLEM_TYPE: {"schema": _PROBLEM}}}


PROBLEMS: dict[int | str, dict[str, Any]] = {
    400: _problem("The request cannot be understood."),
    401: _problem("No token, or one that is not valid."),
    403: _problem("The token's roles do not include this."),
    404: _problem("There is no such thing, or it is not one that the token may see."),
    422: _problem("Something in the request does not fit."),
    429: _problem("Too many requests: wait as Retry-After says."),
}
CONFLICT: dict[int | str, dict[str, Any]] = {
    409: _problem("Somebody was faster, or the thing has moved on: look at it again.")
}
TOO_LARGE: dict[int | str, dict[str, Any]] = {413: _problem("More than may be sent at once.")}


def form_with_files(files: str, **fields: dict[str, Any]) -> dict[str, Any]:
    """The description of a form with `files` and other fields, which a route takes as a stream."""
    sent = {
        "type": "array",
        "items": {"type": "string", "format": "binary"},
        "description": files,
    }
    schema = {
        "type": "object",
        "required": ["files"],
        "properties": {**fields, "files": sent},
    }
    return {
        "requestBody": {"required": True, "content": {"multipart/form-data": {"schema": schema}}}
    }


bearer = HTTPBearer(
    auto_error=False,
    scheme_name="token",
    description="A token that a person made on their page: `Authorization: Bearer rcp_…`.",
)
