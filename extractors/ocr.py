"""Words in the picture of a page, by tesseract: text, confidence and place of each.

Tesseract is a program beside ours (Debian: `tesseract-ocr`), and pillow prepares its pictures (the
`ocr` extra). Where either is missing nothing breaks: `missing()` says what to install. It sees only
pixels that pdfium drew in the limited process, never the file; it runs on one core (its threads
cost more than they give), with a limit on time and memory. What it said of a picture is kept
(`extractors.ocr_cache`), so that a second reading of the same scan asks nothing.
"""

from __future__ import annotations

import importlib.util
import io
import os
import re
import resource
import shutil
import subprocess
import threading
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from extractors import ocr_cache

if TYPE_CHECKING:
    from PIL.Image import Image

DPI = 200
"""Dots an inch at which pages are read: at 300 it takes more than twice as long for a third fewer errors."""
PAGE = 4
"""Tesseract's segmentation of one column: it keeps the numbers that stand alone before paragraphs and
in tables, which its own search for columns drops. Columns are found from the words' places."""
BLOCK = 6
"""The same for a picture of one block of lines."""
LINE = 7
"""The same for a picture of one line."""
CHARACTER = 10
"""The same for a picture of one character."""
_MEMORY = 2 << 30
_LANGUAGES = ("eng", "deu")
_AT_ONCE = threading.BoundedSemaphore(max(1, os.cpu_count() or 1))
_DRAWN = re.compile(r"[|_¦]+")
"""What tesseract makes of drawn lines."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A word that OCR saw: its text, percent of confidence, its box in pixels from the top left."""

    text: str
    confidence: float
    left: float
    top: float
    right: float
    bottom: float
    line: tuple[int, int, int]
    """Block, paragraph and line: words of one line have the same."""


class OcrFailed(Exception):
    """Tesseract took too long on a page, or did not run."""


def missing() -> str | None:
    """What has to be installed before pages can be read; None where nothing has."""
    if importlib.util.find_spec("PIL") is None:
        return "the 'ocr' extra (pip install 'recoup[ocr]')"
    if shutil.which("tesseract") is None:
        return "tesseract (Debian: tesseract-ocr)"
    return None


@lru_cache(maxsize=1)
def installed_languages() -> tuple[str, ...]:
    """The languages whose data tesseract has, as it names them."""
    try:
        done = _run(["--list-langs"], b"", 20)
    except OcrFailed:
        return ()
    return tuple(done.decode("utf-8", "replace").split()[-50:])


@lru_cache(maxsize=1)
def _reader() -> tuple[str, ...]:
    """What tesseract and its language data are: another of them may read otherwise."""
    try:
        said = _run(["--version"], b"", 20) + _run(["--list-langs"], b"", 20)
    except OcrFailed:
        return ()
    words = said.decode("utf-8", "replace")
    folder = re.search(r'"([^"]+)"', words)
    data = Path(folder[1]).glob("*.traineddata") if folder else ()
    return words, *(f"{each.name} {_stamp(each)}" for each in sorted(data))


def _stamp(path: Path) -> str:
    try:
        found = path.stat()
    except OSError:
        return ""
    return f"{found.st_size} {found.st_mtime_ns}"


def _said_of(image: Image, options: list[str], seconds: float) -> bytes:
    """What tesseract says of a picture: as it was kept, else now."""
    picture = _bytes(image)
    name = ocr_cache.key(picture, (*options, *_reader()))
    known = ocr_cache.kept(name)
    if known is None:
        known = _run(["stdin", "stdout", *options], picture, seconds)
        ocr_cache.keep(name, known)
    return known


def _language(more: tuple[str, ...] = ()) -> str:
    have = installed_languages()
    return "+".join(name for name in (*more, *_LANGUAGES) if name in have) or "eng"


def _confined() -> list[str]:
    """The command that limits tesseract's memory, where the system has one."""
    prlimit = shutil.which("prlimit")
    if prlimit is None or not hasattr(resource, "RLIMIT_AS"):
        return []
    return [prlimit, f"--as={_MEMORY}", "--core=0"]


def _run(arguments: list[str], given: bytes, seconds: float) -> bytes:
    program = shutil.which("tesseract")
    if program is None:
        raise OcrFailed("tesseract is not installed")
    command = [*_confined(), program, *arguments]
    try:
        with _AT_ONCE:
            done = subprocess.run(  # noqa: S603 - a program found on the path, and our own arguments
                command,
                input=given,
                capture_output=True,
                timeout=seconds,
                check=True,
                env={**os.environ, "OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"},
            )
    except subprocess.TimeoutExpired:
        raise OcrFailed(f"it took longer than {seconds:.0f} seconds") from None
    except subprocess.CalledProcessError as error:
        words = error.stderr.decode("utf-8", "replace").strip().splitlines()[-1:] or ["no reason"]
        raise OcrFailed(f"tesseract stopped ({words[0][:120]})") from None
    except OSError as error:
        raise OcrFailed(f"tesseract could not be started ({error.strerror})") from None
    return done.stdout


def _bytes(image: Image) -> bytes:
    """The picture as PGM, which needs no decoder."""
    stream = io.BytesIO()
    image.convert("L").save(stream, "PPM")
    return stream.getvalue()


def read_words(
    image: Image,
    *,
    layout: int = PAGE,
    seconds: float = 60,
    dpi: float = DPI,
    languages: tuple[str, ...] = (),
) -> list[Seen]:
    """The words of a picture in reading order; raises OcrFailed.

    `layout` is tesseract's page segmentation mode, `languages` come before the usual ones.
    """
    options = ["--psm", str(layout), "--dpi", str(round(dpi)), "-l", _language(languages)]
    table = _said_of(image, [*options, "tsv"], seconds)
    return [
        word for row in table.decode("utf-8", "replace").splitlines() for word in _word(row, layout)
    ]


def _word(row: str, layout: int) -> list[Seen]:
    """The word in a row of tesseract's table: level, page, block, paragraph, line, word, box and so on."""
    cells = row.split("\t")
    if len(cells) != 12 or cells[0] != "5":
        return []
    left, top, width, height = map(int, cells[6:10])
    confidence = float(cells[10])
    text = cells[11].strip()
    if layout != PAGE:
        return [Seen(text, confidence, left, top, left + width, top + height, (1, 1, 1))]
    text = _DRAWN.sub("", text)
    if not text or (confidence < 60 and not any(char.isalnum() for char in text)):
        return []
    line = (int(cells[2]), int(cells[3]), int(cells[4]))
    return [Seen(text, confidence, left, top, left + width, top + height, line)]


def turn_of(image: Image, seconds: float = 30) -> int:
    """Degrees (0, 90, 180, 270) by which a picture has to be turned clockwise to stand upright.

    0 where tesseract cannot tell.
    """
    try:
        said = _said_of(image, ["--psm", "0", "--dpi", str(DPI)], seconds)
    except OcrFailed:
        return 0
    found = re.search(rb"Rotate: (90|180|270)\b[\s\S]*Orientation confidence: ([0-9.]+)", said)
    return int(found[1]) if found and float(found[2]) >= 1 else 0
