"""The words of one account's contracts: opened when a tool first asks for them, else as quoted.

Where a paper is not there (its terms were given in a file) or cannot be opened, what was quoted from
it when it was read stands in its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from extractors.document import Document
from extractors.errors import ContractUnreadable
from extractors.readers.model.standing import passage_of
from terms.contract import ContractDocument, Extraction

_WORD = re.compile(r"[^\W_]{2,}")
_STEM = 5
"""Characters by which two forms of a word are taken for the same."""


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a paper."""

    file: str
    label: str
    page: int
    text: str


@dataclass(frozen=True)
class Paper:
    """One paper: its sections, and where words stand in it."""

    file: str
    sections: tuple[Section, ...]
    document: Document | None = None

    def place_of(self, quote: str) -> Section | None:
        """The section that holds these very words (its page is the words' own), or None."""
        if self.document is None:
            wanted = _flat(quote)
            return next((each for each in self.sections if wanted in _flat(each.text)), None)
        found = passage_of(self.document, quote, 0)
        if found is None:
            return None
        section = self.document.section_at(found.start)
        label = section.label if section is not None else ""
        return Section(self.file, label, self.document.page_of[found.start], quote)


@dataclass(frozen=True)
class Papers:
    """The papers of one account."""

    contract: Extraction
    paths: Mapping[str, Path] = field(default_factory=dict)
    """Where each PDF lies, by the name that citations use."""

    @cached_property
    def all(self) -> tuple[Paper, ...]:
        """Every paper, in the order in which they were read."""
        return tuple(self._paper(each) for each in self.contract.documents)

    def named(self, file: str) -> Paper | None:
        """The paper of that name, or of that name without its folder."""
        wanted = file.strip().casefold()
        for paper in self.all:
            if wanted in {paper.file.casefold(), paper.file.rsplit("/", 1)[-1].casefold()}:
                return paper
        return None

    def search(self, words: str, most: int = 6) -> list[Section]:
        """The sections that hold the most of these words, rare ones counting more."""
        wanted = _stems(words)
        held = [(each, _stems(f"{each.label} {each.text}")) for each in self._sections()]
        spread = {stem: sum(stem in stems for _, stems in held) for stem in wanted}
        scored = [
            (sum(len(held) - spread[stem] + 1 for stem in wanted & stems), -at, each)
            for at, (each, stems) in enumerate(held)
        ]
        best = sorted((each for each in scored if each[0]), key=lambda each: each[:2], reverse=True)
        return [section for _, _, section in best[:most]]

    def _sections(self) -> Iterator[Section]:
        for paper in self.all:
            yield from paper.sections

    def _paper(self, read: ContractDocument) -> Paper:
        path = self.paths.get(read.file)
        if path is not None and path.is_file():
            from extractors.opening import open_pdf

            try:
                document = open_pdf(path, read.file)
            except ContractUnreadable:
                pass
            else:
                return Paper(read.file, tuple(_of_document(document)), document)
        return Paper(read.file, tuple(_as_quoted(read)))


def _of_document(document: Document) -> Iterator[Section]:
    for section in document.sections:
        words = document.words(section).strip()
        if words:
            yield Section(document.file, section.label, document.page_of[section.start], words)


def _as_quoted(read: ContractDocument) -> Iterable[Section]:
    quoted = [
        (place.page, place.section or "", place.quote)
        for term in read.terms
        for place in term.citations
    ]
    quoted += [(each.page, each.section or "", each.quote) for each in read.unresolved]
    return [
        Section(read.file, label, page, quote)
        for page, label, quote in dict.fromkeys(quoted)
        if quote
    ]


def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:_STEM].rstrip("s") for word in _WORD.findall(text.casefold()))


def _flat(text: str) -> str:
    return " ".join(text.split()).casefold()
