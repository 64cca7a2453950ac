"""Fonts that hold the letters of a memo: the ones every reader has, or one of the machine's.

Helvetica needs no file and holds the letters of western Europe. Other names (Łódź, Ivančić, Αθήνα) need
a font with their letters; what no font at hand holds is shown as '?', as a printer would.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportlab.pdfbase.ttfonts import TTFont

_FAMILIES = (
    ("LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf"),
    ("Arial.ttf", "Arial Bold.ttf"),
    ("arial.ttf", "arialbd.ttf"),
    ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
    ("Vera.ttf", "VeraBd.ttf"),  # comes with reportlab
)
_FOLDERS = (
    "/usr/share/fonts/truetype/dejavu",
    "/usr/share/fonts/truetype/liberation",
    "/usr/share/fonts/dejavu-sans-fonts",
    "/Library/Fonts",
    "/System/Library/Fonts/Supplemental",
    "C:/Windows/Fonts",
)


@dataclass(frozen=True)
class Fonts:
    """The names of two fonts, and the letters that they have; None for Helvetica's own."""

    plain: str = "Helvetica"
    bold: str = "Helvetica-Bold"
    letters: frozenset[int] | None = None

    def held(self, words: str) -> str:
        """The words with '?' for each letter that the fonts do not hold."""
        return "".join(letter if self.holds(letter) else "?" for letter in words)

    def holds(self, letter: str) -> bool:
        """Whether the fonts have the letter."""
        if self.letters is not None:
            return ord(letter) in self.letters
        try:
            letter.encode("cp1252")
        except UnicodeEncodeError:
            return False
        return True


def fonts_for(words: str) -> Fonts:
    """The first fonts that hold every letter; where none does, those that hold most."""
    letters = set(words)
    found = Fonts()
    least = sum(not found.holds(each) for each in letters)
    for plain, bold in _FAMILIES if least else ():
        other = _family(plain, bold)
        missing = sum(not other.holds(each) for each in letters) if other else least
        if other and missing < least:
            found, least = other, missing
        if not least:
            break
    return found


@lru_cache(maxsize=8)
def _family(plain: str, bold: str) -> Fonts | None:
    from reportlab.pdfbase.pdfmetrics import registerFont

    fonts = _opened(plain), _opened(bold)
    if fonts[0] is None or fonts[1] is None:
        return None
    for font in fonts:
        registerFont(font)
    return Fonts(
        fonts[0].fontName, fonts[1].fontName, frozenset(map(int, fonts[0].face.charToGlyph))
    )


def _opened(file: str) -> TTFont | None:
    from pathlib import Path

    from reportlab.pdfbase.ttfonts import TTFError, TTFont

    for path in (file, *(f"{folder}/{file}" for folder in _FOLDERS)):
        try:
            return TTFont(Path(file).stem.replace(" ", "-"), path)
        except (TTFError, OSError):
            continue
    return None
