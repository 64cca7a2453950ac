"""The headers that every answer carries."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # not no-referrer: forms would come with 'Origin: null'
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "X-Frame-Options": "DENY",
}
FOR_GOOD = "public, max-age=31536000, immutable"
ONE_YEAR = "max-age=31536000"


def add_headers(headers: MutableHeaders, *, path: str, query: bytes, https: bool) -> None:
    """Add them; a policy or a caching rule that the answer brings stays."""
    for name, value in ALWAYS.items():
        headers[name] = value
    headers.setdefault("Content-Security-Policy", POLICY)
    if path.startswith("/static/"):
        headers["Cache-Control"] = FOR_GOOD if query.startswith(b"v=") else "public, max-age=300"
    else:
        headers.setdefault("Cache-Control", "no-store")
    if https:
        headers["Strict-Transport-Security"] = ONE_YEAR
