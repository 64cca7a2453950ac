"""What a file is, by its content: the name and the type that came with it say nothing."""

from __future__ import annotations

import re
from typing import Literal

HEAD = 1024
"""Bytes from the beginning that tell what a file is; a PDF's sign stands within them (ISO 32000, annex H)."""

_HTML = re.compile(rb"<(!doctype\s+html|html|head|body|script|svg|\?xml)", re.IGNORECASE)
_KNOWN: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0", "an old Office file (.doc, .xls)"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
    (b"{\\rtf", "a text in RTF"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\x1f\x8b", "a gzip archive"),
)


def kind_of(head: bytes) -> Literal["pdf", "zip", "other"]:
    """What a file's first bytes say it is."""
    head = head[:HEAD]
    if _HTML.match(head.lstrip(b"\xef\xbb\xbf \t\r\n")):
        return "other"  # a page that holds the sign of a PDF somewhere is still a page
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    return "pdf" if b"%PDF" in head else "other"


def why_not(name: str, head: bytes) -> str:
    """A sentence on a file that is neither a PDF nor a zip of them."""
    if not head.strip():
        return f"{name} is empty: save it again, and upload that copy."
    if _HTML.search(head[:HEAD]):
        return f"{name} is a web page under the name of a PDF: print it to a PDF, or ask for the file itself."
    for sign, words in _KNOWN:
        if head.startswith(sign):
            return f"{name} is {words}: print or scan it to a PDF, and upload that."
    return (
        f"{name} is not a PDF: its content does not begin as one. Ask the sender for another copy."
    )
