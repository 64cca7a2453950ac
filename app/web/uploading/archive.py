"""A zip of PDFs, taken apart with care: so many files, so many bytes, no paths, no zips within."""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.web.uploading.names import clean_name
from app.web.uploading.receiving import Received, new_id
from app.web.uploading.signs import HEAD

MOST_MEMBERS = 500
MOST_BYTES = 1 << 30
"""What all files of an archive have together, unpacked."""
MOST_SWELLING = 200
"""A file that unpacks to more than this many times its packed size is a bomb; PDFs are packed already."""
SMALL = 1 << 20
"""Below this, swelling does no harm."""
_PIECE = 1 << 16
_SPOTLESS = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
"""What systems put into archives by themselves: left out without a word."""


class ArchiveRefused(ValueError):
    """The archive is not taken; the words say why and what to do."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file of an archive that is not taken, and why."""

    name: str
    words: str


@contextmanager
def opened(archive: Path, name: str) -> Iterator[tuple[zipfile.ZipFile, list[zipfile.ZipInfo]]]:
    """A zip and its files, without what systems put in by themselves. Raises ArchiveRefused for one that is broken."""
    try:
        with zipfile.ZipFile(archive) as found:
            yield found, [each for each in found.infolist() if _counts(each)]
    except (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, OSError) as error:
        raise ArchiveRefused(
            f"{name} is a zip that cannot be opened ({error}): pack it again."
        ) from None
    except (NotImplementedError, RuntimeError, UnicodeDecodeError) as error:
        raise ArchiveRefused(
            f"{name} is packed in a way that is not read here ({error}): pack it as a plain zip."
        ) from None


def _counts(member: zipfile.ZipInfo) -> bool:
    return not member.is_dir() and not any(part in member.filename for part in _SPOTLESS)


def unpacked(
    archive: Path, name: str, folder: Path, most_bytes: int
) -> Iterator[Received | LeftOut]:
    """The files of a zip, each on the disk under a random name as ID.part. Raises ArchiveRefused.

    Names within are only read for their last part. The sizes that the archive states are believed
    for refusing, never for accepting: what comes out is counted.
    """
    with opened(archive, name) as (found, members):
        _fits(name, members)
        left = MOST_BYTES
        for member in members:
            made = _member(found, member, folder, min(most_bytes, left))
            if isinstance(made, Received):
                left -= made.size
            yield made


def _fits(name: str, members: list[zipfile.ZipInfo]) -> None:
    if not members:
        raise ArchiveRefused(f"{name} is a zip without files.")
    if len(members) > MOST_MEMBERS:
        raise ArchiveRefused(
            f"{name} holds {len(members):,} files, and {MOST_MEMBERS} are taken at a time: pack fewer."
        )
    if sum(each.file_size for each in members) > MOST_BYTES:
        raise ArchiveRefused(f"{name} holds more than 1 GB when it is unpacked: pack fewer files.")
    if any(_swells(each) for each in members):
        raise ArchiveRefused(
            f"{name} holds a file that unpacks to more than {MOST_SWELLING} times its size, as no PDF "
            "does: upload the PDFs themselves."
        )


def _swells(member: zipfile.ZipInfo) -> bool:
    return member.file_size > max(SMALL, MOST_SWELLING * max(member.compress_size, 1))


def _member(
    opened: zipfile.ZipFile, member: zipfile.ZipInfo, folder: Path, most_bytes: int
) -> Received | LeftOut:
    shown = clean_name(member.filename, "")
    if member.flag_bits & 1:
        return LeftOut(shown, f"{shown} asks for a password inside the zip: pack it without one.")
    if member.file_size > most_bytes:
        return LeftOut(shown, too_large(shown, most_bytes))
    made = new_id()
    found = Received(made, member.filename, folder / f"{made}.part")
    digest = hashlib.sha256()
    try:
        with opened.open(member) as source, found.path.open("wb") as target:
            while piece := source.read(_PIECE):
                found.size += len(piece)
                if found.size > most_bytes:
                    found.path.unlink(missing_ok=True)
                    return LeftOut(shown, too_large(shown, most_bytes))
                if len(found.head) < HEAD:
                    found.head += piece[: HEAD - len(found.head)]
                digest.update(piece)
                target.write(piece)
    except BaseException:
        found.path.unlink(missing_ok=True)
        raise
    found.sha256 = digest.hexdigest()
    return found


def too_large(name: str, most_bytes: int) -> str:
    """A sentence on a file over the limit."""
    limit = f"{max(most_bytes >> 20, 1):,} MB"
    return f"{name} is larger than {limit}, the most that one file may have: print it to a smaller PDF, or split it."
