"""`recoup show --html`: the memo as one file for a screen, a phone and a printer.

It asks for nothing outside of itself, runs no script, and its content security policy forbids both.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment

    from app.memo_view import View

_FOLDER = Path(__file__).parent / "pages"


def memo_page(view: View) -> str:
    """The page. The same view gives the same bytes."""
    return _environment().get_template("memo.html.j2").render(view=view)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(_FOLDER),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
