"""A clause as its page shows it: drawn once, in a process of its own, and kept as a file."""

from __future__ import annotations

import base64
import hashlib
import json
from html import escape
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from app.web.casework.plain_words import sentence
from app.web.casework.reckoner import DRAW_SECONDS, Refused, TooSlow, reckoner
from app.web.context import Web
from store.tables import CaseRow

PNG, SVG = "image/png", "image/svg+xml"


def clipping(web: Web, row: CaseRow, clause: dict[str, Any]) -> tuple[bytes, str]:
    """The picture and its kind; where there is none, a picture of the words that say why."""
    sha256 = next(
        (
            each["sha256"]
            for each in row.context.get("documents", ())
            if each["file"] == clause["file"]
        ),
        "",
    )
    what = json.dumps([sha256, clause["page"], clause.get("boxes")])
    path = web.home.pictures / f"clause-{hashlib.sha256(what.encode()).hexdigest()}.png"
    if path.is_file():
        return path.read_bytes(), PNG
    try:
        question = {"book": row.context.get("book"), "sha256": sha256, "clause": clause}
        answer = reckoner().ask("clipping", DRAW_SECONDS, question)
    except (Refused, TooSlow) as error:
        words = error.words if isinstance(error, Refused) else "It took too long to draw."
        return no_picture(sentence(words)), SVG
    if not answer["png"]:
        return no_picture(answer["note"]), SVG
    png = base64.b64decode(answer["png"])
    _keep(path, png)
    return png, PNG


def _keep(path: Path, png: bytes) -> None:
    """Whole or not at all: two may draw the same clause at the same time."""
    with NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as part:
        part.write(png)
    Path(part.name).replace(path)


def no_picture(words: str) -> bytes:
    """Words in place of a picture."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="48" viewBox="0 0 640 48">'
        '<rect width="640" height="48" fill="#f5f6f8"/>'
        '<text x="16" y="30" font-family="system-ui, sans-serif" font-size="15" fill="#4b5568">'
        f"{escape(words[:90])}</text></svg>"
    ).encode()
