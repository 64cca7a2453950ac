"""A zip of billing data, taken apart with care: so many files, so many bytes, no paths, no archives within.

What the archive states of itself is believed for refusing, never for accepting: what comes out is counted.
"""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path

from app.web.billing_data.sorting import Came
from app.web.uploading.archive import ArchiveRefused, LeftOut, opened

MOST_MEMBERS = 2_000
MOST_BYTES = 1 << 30
"""What all files of an archive have together, unpacked."""
MOST_SWELLING = 300
"""Tables of text pack to a hundredth at most; what unpacks to more than this many times itself is a bomb."""
SMALL = 8 << 20
"""Below this, swelling does no harm."""
WITHIN = "It is an archive inside an archive: unpack it and pack its files."
_PIECE = 1 << 16


def is_zip(path: Path) -> bool:
    """Whether a file's first bytes are those of a zip."""
    with path.open("rb") as file:
        return file.read(4) in {b"PK\x03\x04", b"PK\x05\x06"}


def unpack(
    archive: Path, name: str, folder: Path, most: int = MOST_BYTES
) -> Iterator[Came | LeftOut]:
    """The files of a zip, under numbers in `folder`. Raises ArchiveRefused."""
    folder.mkdir(parents=True, exist_ok=True)
    with opened(archive, name) as (found, members):
        _must_fit(name, members, most)
        left = most
        for number, member in enumerate(members):
            if words := _fault(member):
                yield LeftOut(member.filename, words)
                continue
            target = folder / f"{number}"
            left -= _written(found, member, target, left, name)
            if is_zip(target):
                target.unlink()
                yield LeftOut(member.filename, WITHIN)
            else:
                yield Came(member.filename, target)


def _must_fit(name: str, members: list[zipfile.ZipInfo], most: int) -> None:
    if not members:
        msg = f"{name} is a zip without files."
        raise ArchiveRefused(msg)
    if len(members) > MOST_MEMBERS:
        msg = f"{name} holds {len(members):,} files, and a book has at most {MOST_MEMBERS:,}: pack its tables alone."
        raise ArchiveRefused(msg)
    if sum(each.file_size for each in members) > most:
        msg = f"{name} holds more than {most >> 20:,} MB when it is unpacked: upload its tables as Parquet, or in parts."
        raise ArchiveRefused(msg)
    if any(each.file_size > max(SMALL, MOST_SWELLING * each.compress_size) for each in members):
        msg = f"{name} holds a file that unpacks to more than {MOST_SWELLING} times its size, as no table does: upload the tables themselves."
        raise ArchiveRefused(msg)


def _fault(member: zipfile.ZipInfo) -> str:
    """Why a file of an archive is not taken; '' where it is."""
    name = member.filename.replace("\\", "/")
    if name.startswith("/") or ".." in name.split("/") or name[1:2] == ":":
        return "Its name leads out of the archive: pack the folder itself."
    if stat.S_ISLNK(member.external_attr >> 16):
        return "It is a link to another file: pack the file itself."
    if member.flag_bits & 1:
        return "It asks for a password: pack it without one."
    return ""


def _written(
    opened: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, left: int, name: str
) -> int:
    size = 0
    with opened.open(member) as source, target.open("wb") as out:
        while piece := source.read(_PIECE):
            size += len(piece)
            if size > min(left, member.file_size):
                target.unlink(missing_ok=True)
                msg = f"{name} holds more than it says of itself: pack it again."
                raise ArchiveRefused(msg)
            out.write(piece)
    return size
