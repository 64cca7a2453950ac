"""When the picture of a page is asked: always where it is wanted, else where something gives a sign.

Reading a page's picture takes 2 to 4 seconds, so it is read where a cheap look finds a sign of doubt:
a character map against its font's own names, hidden replacements, something drawn over a number,
numbers printed over one another, or two libraries that disagree. Fonts that bring their own glyphs
(most files do) give no sign and prove nothing: each of their digits is looked at once a document.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from extractors import ocr
from extractors.document import Span
from extractors.doubt import Doubt, PageSigns, Standing
from extractors.errors import ContractUnreadable
from extractors.shown import compared, looks_right, numbers_read
from extractors.witnesses import Witness, two_readings
from terms.citation import Box

_MOST_LOOKED_AT = 24
"""Numbers of a page that are looked at alone; where more were needed, the whole page is read."""
_AT_ONCE = 8
"""Pages that are asked about in one question, which may take a minute."""


@dataclass
class Look:
    """One look at the pages of a document."""

    source: Witness
    verify: bool = False
    """Whether the picture of each page is read, sign or not."""
    _proven: set[tuple[str, str]] = field(default_factory=set)
    """Font and digit whose shape was seen."""

    def doubts(self, quotes: Mapping[int, Sequence[tuple[int, int]]]) -> list[Doubt]:
        """Everything doubtful about the numbers of these pages (from 1).

        For each page, the stretches of its text on which something rests.
        """
        wanted = sorted(set(quotes) - self.source.document.scanned)
        found: list[Doubt] = []
        for at in range(0, len(wanted), _AT_ONCE):
            chosen = wanted[at : at + _AT_ONCE]
            try:
                found += self._some({page: quotes[page] for page in chosen})
            except ContractUnreadable as reason:
                found += [_unlooked_at(page, reason) for page in wanted[at:]]
                break
        if self.verify and wanted and (lacking := ocr.missing()) is not None:
            found.append(_unverified(wanted, lacking))
        return found

    def _some(self, quotes: Mapping[int, Sequence[tuple[int, int]]]) -> list[Doubt]:
        found = two_readings(self.source, list(quotes))
        lacking = ocr.missing()
        for (page, quoted), signs in zip(
            quotes.items(), self.source.signs(list(quotes)), strict=True
        ):
            spans = numbers_read(self.source.document, page)
            if not spans:
                continue
            standing = self.source.standing(page, spans)
            words = [*signs.words, *_over(standing), *_overprinted(self.source, page, spans)]
            disagree = any(doubt.page == page for doubt in found)
            if lacking is not None:
                found += _unlooked(page, words, lacking)
            elif (
                self.verify
                or words
                or disagree
                or not self._seems(signs, _quoted(spans, standing, quoted))
            ):
                found += _all_doubts(compared(self.source, page))
        return found

    def _seems(self, signs: PageSigns, quoted: list[tuple[Span, Standing]]) -> bool:
        """Whether each digit of the page's own fonts looks like itself, as far as not yet seen."""
        if not signs.embedded or not quoted:
            return True
        page = quoted[0][0].page
        text = self.source.document.pages[page - 1].text
        chosen: list[Span] = []
        fresh: set[tuple[str, str]] = set()
        for span, each in sorted(quoted, key=lambda pair: pair[0].start - pair[0].end):
            digits = {(each.font, char) for char in text[span.start : span.end] if char.isdigit()}
            if digits - self._proven - fresh:
                chosen.append(span)
                fresh |= digits
        if len(chosen) > _MOST_LOOKED_AT:
            return False
        try:
            right = looks_right(self.source, page, chosen) if chosen else True
        except ocr.OcrFailed:
            return False
        if right:
            self._proven |= fresh
        return right


def _quoted(
    spans: Sequence[Span], standing: Sequence[Standing], quotes: Sequence[tuple[int, int]]
) -> list[tuple[Span, Standing]]:
    """The numbers on which something rests."""
    return [
        (span, each)
        for span, each in zip(spans, standing, strict=True)
        if any(span.start < end and span.end > start for start, end in quotes)
    ]


def _all_doubts(doubt: Doubt | None) -> list[Doubt]:
    return [] if doubt is None else [doubt]


def _over(standing: Sequence[Standing]) -> list[str]:
    return (
        ["a picture or a shape lies where numbers stand"]
        if any(each.over for each in standing)
        else []
    )


def _overprinted(source: Witness, page: int, spans: list[Span]) -> list[str]:
    """Whether two different numbers stand at the same place."""
    text = source.document.pages[page - 1].text
    placed = sorted(
        (boxes[0], text[span.start : span.end])
        for span, boxes in zip(spans, source.boxes_of(spans), strict=True)
        if boxes
    )
    for (one, first), (other, second) in pairwise(placed):
        if first != second and _same_place(one, other):
            return [f"{first} and {second} are printed over one another"]
    return []


def _same_place(one: Box, other: Box) -> bool:
    across = min(one[2], other[2]) - max(one[0], other[0])
    upward = min(one[3], other[3]) - max(one[1], other[1])
    wide, high = (
        min(one[2] - one[0], other[2] - other[0]),
        min(one[3] - one[1], other[3] - other[1]),
    )
    return across > 0.5 * wide and upward > 0.5 * high


def _unlooked(page: int, signs: Sequence[str], lacking: str) -> list[Doubt]:
    """A page with signs of doubt, where no OCR is there to look at it."""
    if not signs:
        return []
    words = (
        f"page {page}: {'; '.join(signs[:3])}: its picture has to be compared with its text, and was "
        f"not; install {lacking}, or compare its numbers with the page."
    )
    return [Doubt(page, words, blocks=True)]


def _unlooked_at(page: int, reason: ContractUnreadable) -> Doubt:
    words = f"page {page}: it could not be looked at a second time ({reason}); compare its numbers."
    return Doubt(page, words, blocks=True)


def _unverified(pages: Sequence[int], lacking: str) -> Doubt:
    words = f"the pictures of its pages were not compared with their text; install {lacking}."
    return Doubt(pages[0], words)
