"""Uploaded billing data laid out as the book would be, in a folder of its own.

What came replaces the files of its kind. What did not come stays as it is; in a whole new book only what
the seller knows stays (other names of products, settings, indices), and the old rows of billing go.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.web.billing_data.places import TOP, Staged
from app.web.billing_data.sorting import Came, Sorted, slot_of, sort_files
from app.web.billing_data.unpacking import is_zip, unpack
from app.web.uploading.archive import ArchiveRefused, LeftOut

ROWS = ("accounts.csv", "flagged.csv", "billing", "stripe")
"""What a whole new book replaces even where it brings nothing in its place."""
POLICY = "policy.toml"
ADMINS_ALONE = (
    "It says what goes to billing without a person: an admin who may also upload brings it along."
)


class DataRefused(ValueError):
    """The upload is no billing data; the words say why and what to do."""


@dataclass(frozen=True, slots=True)
class Laid:
    """One file of the book as it would be."""

    place: str
    state: str
    """new, replaces, stays, goes."""
    name: str = ""
    """As it came."""
    size: int = 0

    def as_dict(self) -> dict[str, Any]:
        """For the row of the upload."""
        return {"place": self.place, "state": self.state, "name": self.name, "size": self.size}


@dataclass(frozen=True, slots=True)
class Layout:
    """The book as it would be, and what was left out."""

    files: tuple[Laid, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def changed(self) -> set[str]:
        """What of the book's folder is exchanged when it is taken over."""
        return {each.place.split("/")[0] for each in self.files if each.state != "stays"}


def lay_out(
    into: Staged, present: Path, parts: Iterable[tuple[str, str]], *, whole: bool, policy: bool
) -> Layout:
    """Make `into.book` of the files that came: (random name, name as it came) each. Safe to run again.

    `whole`: the present rows go. `policy`: policy.toml is taken. Raises DataRefused.
    """
    for folder in (into.unpacked, into.book):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    came, refused = _opened(into, parts)
    found = sort_files(came)
    left_out = [*refused, *found.left_out]
    places = dict(found.places)
    if POLICY in places and not policy:
        left_out.append(LeftOut(places.pop(POLICY).name, ADMINS_ALONE))
    if not places:
        said = " ".join(f"{each.name}: {each.words}" for each in left_out[:3])
        msg = f"Nothing of it is a file of a book. {said}"
        raise DataRefused(msg)
    files = tuple(_laid(into, present, Sorted(places, ()), whole=whole))
    shutil.rmtree(into.unpacked, ignore_errors=True)
    contracts = present / "contracts"
    if contracts.is_dir():
        (into.book / "contracts").symlink_to(contracts, target_is_directory=True)
    return Layout(files, tuple(left_out))


def _opened(into: Staged, parts: Iterable[tuple[str, str]]) -> tuple[list[Came], list[LeftOut]]:
    came: list[Came] = []
    left_out: list[LeftOut] = []
    for number, (file, name) in enumerate(parts):
        path = into.incoming / file
        if not path.is_file():
            msg = f"{name} is not there any more: upload it again."
            raise DataRefused(msg)
        if not is_zip(path) or name.lower().endswith(".xlsx"):
            came.append(Came(name, path))
            continue
        try:
            for each in unpack(path, name, into.unpacked / str(number)):
                (came if isinstance(each, Came) else left_out).append(each)  # type: ignore[arg-type]
        except ArchiveRefused as error:
            raise DataRefused(str(error)) from None
    return came, left_out


def _laid(into: Staged, present: Path, found: Sorted, *, whole: bool) -> Iterator[Laid]:
    slots = found.slots
    there = {place: present / place for place in _files_of(present)}
    old_slots = {slot_of(place) for place in there}
    for place, each in sorted(found.places.items()):
        target = into.book / place
        target.parent.mkdir(parents=True, exist_ok=True)
        _link(each.path, target)
        state = "replaces" if slot_of(place) in old_slots else "new"
        yield Laid(place, state, each.name, target.stat().st_size)
    for place, path in sorted(there.items()):
        if slot_of(place) in slots:
            if place not in found.places:
                yield Laid(place, "goes", size=path.stat().st_size)
        elif whole and place.split("/")[0] in ROWS:
            yield Laid(place, "goes", size=path.stat().st_size)
        else:
            target = into.book / place
            target.parent.mkdir(parents=True, exist_ok=True)
            _link(path, target)
            yield Laid(place, "stays", size=path.stat().st_size)


def _files_of(book: Path) -> Iterator[str]:
    """The book's files beside its contracts, relative to it."""
    for top in TOP:
        path = book / top
        if path.is_file():
            yield top
        elif path.is_dir():
            files = sorted(each for each in path.rglob("*") if each.is_file())
            yield from (each.relative_to(book).as_posix() for each in files)


def _link(source: Path, target: Path) -> None:
    """The same file under another name; a copy where the file system has no links."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
