"""Foreign text made fit for paper: nothing in it is obeyed by a terminal, a page or a reader's eye."""

from __future__ import annotations

import unicodedata


def clean(text: object) -> str:
    """One line without control characters, and without marks that turn the direction of print."""
    flat = " ".join(str(text if text is not None else "").split())
    if flat.isprintable():
        return flat
    return "".join(
        letter
        if letter.isprintable()
        else ""
        if unicodedata.category(letter) == "Cf"
        else "\N{REPLACEMENT CHARACTER}"
        for letter in flat
    )
