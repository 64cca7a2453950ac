"""What a file is that no PDF library opens, and whether a PDF was cut off, by its first and last bytes."""

from __future__ import annotations

from pathlib import Path

_FIRST, _LAST = 1024, 4096
"""Bytes at the beginning in which a PDF says that it is one, and at the end in which it ends."""
_KINDS = (
    (b"PK\x03\x04", "a ZIP archive or an Office document", "open it, and save or print it as PDF"),
    (b"\xd0\xcf\x11\xe0", "an old Office document or a mail", "open it, and save it as PDF"),
    (b"\x89PNG", "a picture (PNG)", "print it to a PDF"),
    (b"\xff\xd8\xff", "a picture (JPEG)", "print it to a PDF"),
    (b"II*\x00", "a picture (TIFF)", "print it to a PDF"),
    (b"MM\x00*", "a picture (TIFF)", "print it to a PDF"),
    (b"{\\rtf", "a text document (RTF)", "open it, and save it as PDF"),
    (b"%!PS", "a PostScript file", "convert it to PDF"),
)
_PAGES = (b"<!doctype html", b"<html", b"<head", b"<body", b"<?xml")


def why_not(path: Path) -> tuple[str, str]:
    """Why a file that could not be opened is no PDF, and what to do: ('it is …', 'download …')."""
    with path.open("rb") as file:
        first = file.read(_FIRST)
    if b"%PDF-" in first:
        return _broken(path)
    start = first.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(_PAGES):
        return (
            "it is not a PDF: it is a web page (HTML), perhaps of a sign-in or an error",
            "open its address in a browser and save the PDF itself, or print the page to a PDF",
        )
    if not first.strip(b"\x00"):
        empty = "it holds nothing but zeros" if first else "the file is empty"
        return f"it is not a PDF: {empty}", "save or download it again"
    for mark, kind, remedy in _KINDS:
        if first.startswith(mark):
            return f"it is not a PDF: it is {kind}", remedy
    return "it is not a PDF, whatever its name says", "ask the sender for another copy"


def _broken(path: Path) -> tuple[str, str]:
    if is_cut_off(path):
        return (
            "it is not a PDF that can be read: the end of the file is missing",
            "download it again, or ask the sender for a complete copy",
        )
    return "it is not a PDF, or it is damaged beyond repair", "ask the sender for another copy"


def is_cut_off(path: Path) -> bool:
    """Whether a PDF lacks its end: a download that broke off, a disk that was full."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(size - _LAST, 0))
        last = file.read()
    return b"%%EOF" not in last and b"startxref" not in last
