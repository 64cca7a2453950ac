"""A form with files, received in a stream: each file goes to the disk piece by piece, and is counted.

Nothing is held in memory whole, and a file that is too large is thrown away from the piece on that
is too much; the rest of the form is still read, so that the others are taken.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from fastapi import HTTPException
from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header

from app.web.uploading.signs import HEAD

MOST_FILES = 1_000
MOST_FIELDS = 50
FIELD_BYTES = 64 * 1024
REQUEST_BYTES = 4 << 30
"""What one form may have in all; beyond it the connection is closed."""


@dataclass
class Received:
    """A file of the form, on the disk under a random name."""

    id: str
    name: str
    """As it came."""
    path: Path
    size: int = 0
    sha256: str = ""
    head: bytes = b""
    too_large: bool = False
    """Its size went over the limit: nothing of it is kept."""


@dataclass
class Form:
    """What a form held."""

    fields: dict[str, str] = field(default_factory=dict)
    files: list[Received] = field(default_factory=list)

    def drop(self) -> None:
        """Throw every file away."""
        for each in self.files:
            each.path.unlink(missing_ok=True)


def new_id() -> str:
    """A random name."""
    return secrets.token_hex(16)


class _Parts:
    """Takes the parser's pieces: a value of a field, or bytes for the disk."""

    def __init__(self, folder: Path, most_bytes: int, checked: Callable[[Form], None]) -> None:
        self.form = Form()
        self.folder, self.most_bytes, self.checked = folder, most_bytes, checked
        self._header = bytearray(), bytearray()
        self._disposition = b""
        self._name, self._value = "", bytearray()
        self._file: Received | None = None
        self._handle: BinaryIO | None = None
        self._hash = hashlib.sha256()

    def on_part_begin(self) -> None:
        self._disposition = b""
        self._name, self._value = "", bytearray()

    def on_header_begin(self) -> None:
        self._header = bytearray(), bytearray()

    def on_header_field(self, data: bytes, start: int, end: int) -> None:
        self._header[0].extend(data[start:end])
        self._small(self._header[0])

    def on_header_value(self, data: bytes, start: int, end: int) -> None:
        self._header[1].extend(data[start:end])
        self._small(self._header[1])

    def on_header_end(self) -> None:
        name, value = self._header
        if bytes(name).lower() == b"content-disposition":
            self._disposition = bytes(value)

    def on_headers_finished(self) -> None:
        _, options = parse_options_header(self._disposition)
        self._name = options.get(b"name", b"").decode("utf-8", "replace")
        file = options.get(b"filename")
        if not file:
            return  # a field, or a choice of files in which none was chosen
        self.checked(self.form)
        if len(self.form.files) >= MOST_FILES:
            raise HTTPException(
                413, f"At most {MOST_FILES} files at a time: upload the rest after."
            )
        made = new_id()
        self._file = Received(made, file.decode("utf-8", "replace"), self.folder / f"{made}.part")
        self._handle = self._file.path.open("wb")
        self._hash = hashlib.sha256()
        self.form.files.append(self._file)

    def on_part_data(self, data: bytes, start: int, end: int) -> None:
        piece = data[start:end]
        if self._file is None:
            self._value.extend(piece)
            self._small(self._value)
            return
        self._file.size += len(piece)
        if self._file.too_large or self._handle is None:
            return
        if self._file.size > self.most_bytes:
            self._file.too_large = True
            self._close()
            self._file.path.unlink(missing_ok=True)
            return
        if len(self._file.head) < HEAD:
            self._file.head += piece[: HEAD - len(self._file.head)]
        self._hash.update(piece)
        self._handle.write(piece)

    def on_part_end(self) -> None:
        if self._file is not None:
            self._close()
            self._file.sha256 = "" if self._file.too_large else self._hash.hexdigest()
            self._file = None
        elif len(self.form.fields) < MOST_FIELDS:
            self.form.fields[self._name] = bytes(self._value).decode("utf-8", "replace")

    def _small(self, value: bytearray) -> None:
        if len(value) > FIELD_BYTES:
            raise HTTPException(413, "A field of the form is longer than 64 KB.")

    def _close(self) -> None:
        if self._handle is not None:
            self._handle.close()
            self._handle = None

    def end(self) -> None:
        """Close what is open."""
        self._close()

    @property
    def callbacks(self) -> dict[str, Callable[..., None]]:
        """As the parser asks for them."""
        names = (
            *("part_begin", "part_data", "part_end", "headers_finished"),
            *("header_begin", "header_field", "header_value", "header_end"),
        )
        return {f"on_{name}": getattr(self, f"on_{name}") for name in names}


def _anything(_form: Form) -> None:
    """Files are taken whatever the fields before them say."""


async def receive(
    pieces: AsyncIterator[bytes],
    content_type: str,
    folder: Path,
    most_bytes: int,
    checked: Callable[[Form], None] = _anything,
) -> Form:
    """The fields and files of a multipart form. A file lies in `folder` as ID.part.

    `checked` is asked, with the fields that stand before, when a file begins: it raises where no file
    is to be taken. Raises HTTPException 400 for a form that is broken off, 413 for one that is too much.
    """
    kind, options = parse_options_header(content_type)
    boundary = options.get(b"boundary", b"")
    if kind != b"multipart/form-data" or not boundary:
        raise HTTPException(400, "This address takes a form with files (multipart/form-data).")
    parts = _Parts(folder, most_bytes, checked)
    whole = False
    try:
        parser = MultipartParser(boundary, parts.callbacks)  # type: ignore[arg-type] # its TypedDict
        total = 0
        async for piece in pieces:
            total += len(piece)
            if total > REQUEST_BYTES:
                raise HTTPException(413, "The upload is larger than 4 GB in all: send it in parts.")
            parser.write(piece)
        parser.finalize()
        whole = True
    except MultipartParseError:
        raise HTTPException(400, "The upload broke off: send it again.") from None
    finally:
        parts.end()
        if not whole:
            parts.form.drop()
    return parts.form
