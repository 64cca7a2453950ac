"""Whether the fonts of a page may say other digits than they draw. Runs only inside the limited process.

A font carries two statements about each of its codes: the glyph it draws (by its encoding), and the
character it means (by its ToUnicode map), which every library believes. Where the two name different
digits, one of them lies. A font whose glyphs are embedded can draw anything under any name: that
is no sign of a lie, for most honest files are made so, but only the picture of its digits proves it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

_DIGITS = {
    name: str(value)
    for value, name in enumerate(
        ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    )
}
_MOST_BYTES = 4_000_000
"""Of a character map or a page's content: more is not searched."""
_MOST_CODES = 70_000
_DEEPEST = 5
"""Forms within forms that are looked into."""
_BFCHAR = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_BFRANGE = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
_PAIR = re.compile(rb"<([0-9A-Fa-f\s]+)>\s*<([0-9A-Fa-f\s]*)>")
_RANGE = re.compile(
    rb"<([0-9A-Fa-f\s]+)>\s*<([0-9A-Fa-f\s]+)>\s*(?:<([0-9A-Fa-f\s]*)>|\[([^\]]*)\])"
)
_HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>")
_COUNTS = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|"
    r"(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundred|thousand|million)\b",
    re.IGNORECASE,
)
"""A number, in digits or in words."""
_OCTAL = re.compile(rb"\\([0-7]{1,3})")
_ACTUAL = re.compile(rb"/ActualText\s*(?:<([0-9A-Fa-f\s]*)>|\(((?:\\.|[^\\()])*)\))", re.DOTALL)


@dataclass
class Signs:
    """What the fonts and the content of a page give away."""

    words: list[str] = field(default_factory=list)
    """Each sign of doubt, as the end of 'page 2: …'."""
    embedded: bool = False
    """Whether a font brings glyphs of its own, which only a picture can prove."""

    def add(self, words: str) -> None:
        """A sign, once."""
        if words not in self.words:
            self.words.append(words)


def signs_of(page: Any) -> Signs:
    """The signs of one page of pypdf's; raises whatever pypdf raises on a damaged file."""
    found = Signs()
    contents = page.get_contents()
    if contents is not None:
        _actual_texts(contents.get_data(), found)
    _resources(page.get("/Resources"), found, set(), 0)
    return found


def _resources(resources: Any, found: Signs, seen: set[int], depth: int) -> None:
    """The fonts, property lists and forms that a page or a form uses."""
    resources = _object(resources)
    if not isinstance(resources, dict) or depth > _DEEPEST:
        return
    for font in _values(resources.get("/Font"), seen):
        _font(font, found)
    for listed in _values(resources.get("/Properties"), seen):
        _told(str(listed.get("/ActualText", "")), found)
    for form in _values(resources.get("/XObject"), seen):
        if form.get("/Subtype") == "/Form":
            _actual_texts(form.get_data(), found)
            _resources(form.get("/Resources"), found, seen, depth + 1)


def _object(value: Any) -> Any:
    return value.get_object() if value is not None else None


def _values(names: Any, seen: set[int]) -> list[Any]:
    """The dictionaries under a resource name that were not met before."""
    found: list[Any] = []
    names = _object(names)
    for value in list(names.values()) if isinstance(names, dict) else []:
        number = getattr(value, "idnum", None)
        if number is not None and number in seen:
            continue
        if number is not None:
            seen.add(number)
        target = _object(value)
        if isinstance(target, dict):
            found.append(target)
    return found


# -- text that replaces what is drawn ----------------------------------------------------------------


def _actual_texts(content: bytes, found: Signs) -> None:
    for match in _ACTUAL.finditer(content[:_MOST_BYTES]):
        raw = bytes.fromhex(_pure(match[1])) if match[1] is not None else _literal(match[2])
        wide = raw.startswith(b"\xfe\xff")
        _told(raw.decode("utf-16" if wide else "latin-1", "replace"), found)


def _literal(written: bytes) -> bytes:
    """The bytes of a string as a content stream writes it, its octal escapes undone."""
    octal = _OCTAL.sub(lambda found: bytes([int(found[1], 8) & 0xFF]), written)
    return re.sub(rb"\\([()\\])", rb"\1", octal)


def _told(text: str, found: Signs) -> None:
    """Hyphens, blanks and joined letters (ﬁ) are replaced in honest files; numbers are not."""
    if _COUNTS.search(text):
        found.add(f"“{text.strip()[:20]}” stands in the text in place of what is drawn")


def _pure(digits: bytes) -> str:
    text = re.sub(rb"\s", b"", digits).decode("ascii")
    return text + "0" * (len(text) % 2)


# -- fonts ---------------------------------------------------------------------------------------------


def _font(font: Any, found: Signs) -> None:
    composite = font.get("/Subtype") == "/Type0"
    below = _object(_object(font["/DescendantFonts"])[0]) if composite else font
    descriptor = _object(below.get("/FontDescriptor")) or {}
    own = font.get("/Subtype") == "/Type3" or any(key.startswith("/FontFile") for key in descriptor)
    found.embedded = found.embedded or own or composite
    stream = _object(font.get("/ToUnicode"))
    if stream is None or not hasattr(stream, "get_data"):
        return
    meant = _character_map(stream.get_data()[:_MOST_BYTES])
    _twice(meant, found)
    if not composite:
        _against_names(meant, _drawn(font, meant, own=own), found)


def _twice(meant: dict[int, str], found: Signs) -> None:
    digits = [text for text in meant.values() if text in "0123456789" and text]
    for digit in sorted({each for each in digits if digits.count(each) > 1}):
        found.add(f"a font has two signs that the text calls “{digit}”")


def _against_names(meant: dict[int, str], drawn: dict[int, str], found: Signs) -> None:
    for code, text in sorted(meant.items()):
        name = drawn.get(code)
        if name is not None and text and name != text and (text.isdigit() or name.isdigit()):
            found.add(f"the text says “{text[:4]}” where the font draws “{name}”")


def _drawn(font: Any, meant: dict[int, str], *, own: bool) -> dict[int, str]:
    """Code → the digit or letter that the font's encoding draws; only codes that are certain."""
    encoding = _object(font.get("/Encoding"))
    same = sum(text == chr(code) for code, text in meant.items() if 0x30 <= code <= 0x7A)
    usual = sum(0x30 <= code <= 0x7A for code in meant)
    named = isinstance(encoding, str) or (
        isinstance(encoding, dict) and "/BaseEncoding" in encoding
    )
    trusted = named or not own or (usual > 1 and 2 * same >= usual)
    certain = {code: chr(code) for code in range(0x30, 0x7B) if chr(code).isalnum() and trusted}
    if isinstance(encoding, dict):
        certain |= _differences(_object(encoding.get("/Differences")) or [])
    return certain


def _differences(listed: Any) -> dict[int, str]:
    found: dict[int, str] = {}
    code = 0
    for entry in listed:
        if isinstance(entry, int):
            code = int(entry)
            continue
        name = str(entry).lstrip("/").partition(".")[0]
        found[code] = _DIGITS.get(name, name if len(name) == 1 else "")
        code += 1
    return {code: name for code, name in found.items() if name}


def _character_map(data: bytes) -> dict[int, str]:
    """Code → the text that a ToUnicode map gives for it."""
    found: dict[int, str] = {}
    for block in _BFCHAR.findall(data):
        for code, text in _PAIR.findall(block):
            found[int(_pure(code) or "0", 16)] = _text(text)
    for block in _BFRANGE.findall(data):
        for first, last, text, several in _RANGE.findall(block):
            start, end = int(_pure(first) or "0", 16), int(_pure(last) or "0", 16)
            texts = [_text(each) for each in _HEX.findall(several)]
            base = _text(text)
            for step in range(min(end - start + 1, _MOST_CODES - len(found))):
                found[start + step] = (
                    texts[step]
                    if step < len(texts)
                    else base[:-1] + chr(min(ord(base[-1]) + step, 0x10FFFF))
                    if base
                    else ""
                )
    return found


def _text(digits: bytes) -> str:
    return bytes.fromhex(_pure(digits)).decode("utf-16-be", "replace")
