"""Contract text as data: laid out under marks that the text itself cannot write.

The text is hostile: somebody else wrote it, and may have written it for a model. What keeps it in
its place:

- every mark of ours stands between ⟦ and ⟧, and these two never occur in what is shown;
- the block's first and last mark carry a code that comes from the text's own hash, so that the text
  cannot foresee it;
- characters that a reader of the page would not see (zero-width, directional, tag characters,
  controls) are taken out, and the special tokens of common chat formats are broken up;
- labels and headings come from the contract too, and pass through the same filter.

What a model then makes of the words is still only an answer: typed, checked against the page, and
without any effect but terms.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable

from extractors.document import Document
from extractors.readers.model.parts import Part, Stretch

OPEN, CLOSE = "⟦", "⟧"

_OURS = str.maketrans({OPEN: "[", CLOSE: "]"})
_TOKENS = (
    (re.compile(r"<(?=[|/!?<A-Za-z])"), "< "),
    (re.compile(r"(?<=\|)>"), " >"),
    (re.compile(r"\[(/?)(INST|SYS)\]", re.IGNORECASE), r"[ \1\2 ]"),
)
_LABEL_LENGTH = 80
_LEFT_OUT = f"{OPEN}…{CLOSE}"
"""Stands where sentences of a section were passed over."""


def neutral(text: str) -> str:
    """Text that cannot be taken for a mark of ours or for a chat format's own tokens."""
    seen = "".join(
        char
        for char in text.replace("\r\n", "\n").replace("\r", "\n")
        if char in "\n\t" or unicodedata.category(char) not in {"Cc", "Cf", "Co", "Cs"}
    ).translate(_OURS)
    for pattern, broken in _TOKENS:
        seen = pattern.sub(broken, seen)
    return seen


def shown_label(label: str) -> str:
    """A section's label as the block shows it, and as an answer names it."""
    return " ".join(neutral(label).split())[:_LABEL_LENGTH] or "untitled"


def mark(stretch: Stretch) -> str:
    """The line above a stretch: its section and the page on which it begins."""
    return f"{OPEN}{shown_label(stretch.label)} | page {stretch.page}{CLOSE}"


def data_block(document: Document, part: Part) -> str:
    """The part's text between its first and last mark, a mark above each section and new page."""
    body = "\n".join(_laid_out(document, part))
    code = hashlib.sha256(body.encode()).hexdigest()[:12]
    return (
        f"{OPEN}contract text {code} begins{CLOSE}\n{body}\n{OPEN}contract text {code} ends{CLOSE}"
    )


def _laid_out(document: Document, part: Part) -> Iterable[str]:
    if part.before:
        yield f"{OPEN}seen before, repeated for context{CLOSE}"
    last: Stretch | None = None
    for index, stretch in enumerate(part.shown):
        if part.before and index == len(part.before):
            yield f"{OPEN}to be read now{CLOSE}"
            last = None
        yield _LEFT_OUT if last and _goes_on(document, last, stretch) else mark(stretch)
        last = stretch
        yield from _by_page(document, stretch)


def _goes_on(document: Document, last: Stretch, stretch: Stretch) -> bool:
    """Whether a stretch is of the same section and page as the words before it."""
    same_page = document.page_of[last.end - 1] == stretch.page
    return last.label == stretch.label and same_page and last.end < stretch.start


def _by_page(document: Document, stretch: Stretch) -> Iterable[str]:
    """The stretch's text, with a mark where a page begins inside it."""
    start = stretch.start
    page = stretch.page
    for at in range(stretch.start, stretch.end + 1):
        if at == stretch.end or document.page_of[at] != page:
            if words := neutral(document.text[start:at]).strip("\n"):
                yield words
            if at < stretch.end:
                start, page = at, document.page_of[at]
                yield f"{OPEN}page {page}{CLOSE}"


def bare(quote: str) -> str:
    """A quote as an answer gives it, without marks copied by mistake."""
    return re.sub(rf"{OPEN}[^{CLOSE}]*{CLOSE}", " ", quote).strip()
