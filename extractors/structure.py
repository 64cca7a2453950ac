"""What pypdf says of a PDF: encryption, embedded files, damage, and the text as a second witness."""

from __future__ import annotations

import logging
from functools import lru_cache
from typing import Any, BinaryIO

import pypdf
import pypdf.errors

logging.getLogger("pypdf").setLevel(logging.CRITICAL)


_MOST_NAMES = 8
"""Names that a warning gives; the rest is counted."""


def facts(path: str | BinaryIO) -> dict[str, Any]:
    """Warnings and metadata: {"warnings": [...], "metadata": {...}}. Never raises for a bad file."""
    warnings: list[str] = []
    metadata: dict[str, str] = {}
    try:
        reader = _reader(path)
        if reader.is_encrypted:
            warnings.append(
                "the file is encrypted with an empty password; it was opened with that."
            )
            reader.decrypt("")
        warnings += _besides(reader)
        found: dict[str, Any] = dict(reader.metadata or {})
        metadata = {str(key): str(found[key])[:500] for key in list(found)[:20]}
    except pypdf.errors.DependencyError:
        warnings.append(
            "the file is encrypted in a way that one library opens and the other does not: its pages "
            "could not be read twice; save it without encryption."
        )
    except Exception as error:  # noqa: BLE001 - a parser may raise anything on a damaged file
        warnings.append(
            "the file's structure is damaged: one of two libraries could read it "
            f"({type(error).__name__}); ask the sender for another copy."
        )
    return {"warnings": warnings, "metadata": metadata}


def _besides(reader: pypdf.PdfReader) -> list[str]:
    """What a file holds besides its pages: attachments, a portfolio, forms."""
    root: Any = reader.trailer["/Root"].get_object()
    form: Any = _object(root.get("/AcroForm"))
    form = form if isinstance(form, dict) else {}
    found: list[str] = []
    files = list(dict.fromkeys([*_named_files(root), *_pinned_files(reader)]))
    if "/Collection" in root:
        found.append(
            f"the file is a portfolio: only its cover was read, and none of its papers{_listed(files)}; "
            "save them as files of their own, and give these."
        )
    elif files:
        many = "an embedded file" if len(files) == 1 else f"{len(files)} embedded files"
        it = "it" if len(files) == 1 else "them"
        found.append(
            f"the file has {many}, not read{_listed(files)}; save {it} beside the contract "
            f"if terms stand in {it}."
        )
    if "/XFA" in form:
        found.append(
            "the file is an XFA form: what a form program would show was not read, only the pages "
            "beneath; open it there, and print it to a plain PDF."
        )
    elif filled := _filled_fields(form.get("/Fields"), 0):
        found.append(
            f"the file has {len(filled)} filled form field(s), which were not read"
            f"{_listed(filled)}; print it to a plain PDF, so that they become text."
        )
    return found


def _object(value: Any) -> Any:
    return value.get_object() if value is not None else None


def _listed(names: list[str]) -> str:
    more = f", and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
    return f" ({', '.join(names[:_MOST_NAMES])}{more})" if names else ""


def _file_name(specification: Any) -> str:
    specification = _object(specification)
    if not isinstance(specification, dict):
        return "without a name"
    name = specification.get("/UF") or specification.get("/F")
    return " ".join(str(_object(name) or "without a name").split())[:80]


def _named_files(root: Any) -> list[str]:
    """The names in the tree of embedded files."""
    names = _object(root.get("/Names"))
    tree = _object(names.get("/EmbeddedFiles")) if isinstance(names, dict) else None
    found: list[str] = []
    left = [(tree, 0)]
    while left and len(found) < 1_000:
        node, depth = left.pop()
        if not isinstance(node, dict) or depth > 20:
            continue
        listed = _object(node.get("/Names")) or []
        found += [_file_name(listed[at + 1]) for at in range(0, len(listed) - 1, 2)]
        left += [(_object(kid), depth + 1) for kid in _object(node.get("/Kids")) or []]
    return found


def _pinned_files(reader: pypdf.PdfReader) -> list[str]:
    """The names of files that are pinned to pages as annotations; of the first pages only."""
    found: list[str] = []
    for index in range(min(len(reader.pages), 50)):
        for note in _object(reader.pages[index].get("/Annots")) or []:
            held = _object(note)
            if isinstance(held, dict) and held.get("/Subtype") == "/FileAttachment":
                found.append(_file_name(held.get("/FS")))
    return found


def _filled_fields(fields: Any, depth: int) -> list[str]:
    """'name: value' of each field of text or choice that holds something."""
    found: list[str] = []
    for each in (_object(fields) or [])[:500]:
        field = _object(each)
        if not isinstance(field, dict) or depth > 10:
            continue
        value = _object(field.get("/V"))
        if field.get("/FT") in {"/Tx", "/Ch"} and isinstance(value, str) and value.strip():
            name = str(field.get("/T") or "a field")
            found.append(" ".join(f"{name}: {value}".split())[:60])
        found += _filled_fields(field.get("/Kids"), depth + 1)
    return found


def has_no_pages(path: str) -> bool:
    """Whether pypdf opens a file that pdfium does not, and finds no page in it."""
    try:
        return not _opened(path).pages
    except Exception:  # noqa: BLE001 - as above
        return False


@lru_cache(maxsize=1)
def _reader(path: str | BinaryIO) -> pypdf.PdfReader:
    """The file as pypdf has it: a process looks at one, and asks three times."""
    return pypdf.PdfReader(path)


def _opened(path: str) -> pypdf.PdfReader:
    reader = _reader(path)
    if reader.is_encrypted:
        reader.decrypt("")
    return reader


def signs(path: str, pages: list[int]) -> list[dict[str, Any]]:
    """For each page (from 1) {"words": signs of doubt, "embedded": fonts with glyphs of their own}.

    A page that pypdf cannot look into gives no sign: `texts` tells of it.
    """
    from extractors.font_signs import Signs, signs_of

    try:
        reader = _opened(path)
    except Exception:  # noqa: BLE001 - as above
        return [{"words": [], "embedded": True} for _ in pages]
    answers: list[dict[str, Any]] = []
    for number in pages:
        try:
            found = signs_of(reader.pages[number - 1])
        except Exception:  # noqa: BLE001 - as above, page by page
            found = Signs(embedded=True)
        answers.append({"words": found.words, "embedded": found.embedded})
    return answers


def texts(path: str, pages: list[int]) -> list[str | None]:
    """The text of pages (from 1); None where pypdf fails."""
    try:
        reader = _opened(path)
    except Exception:  # noqa: BLE001 - as above
        return [None] * len(pages)
    answers: list[str | None] = []
    for number in pages:
        try:
            answers.append(reader.pages[number - 1].extract_text())
        except Exception:  # noqa: BLE001 - as above, page by page
            answers.append(None)
    return answers
