"""Mechanics that the clause readers share: sentences with their surroundings, and drafts from them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from extractors.document import Document, Row
from extractors.readers.grammar.disclaimed import is_example
from extractors.readers.grammar.quantities import (
    DateAt,
    DurationAt,
    MoneyAt,
    PercentAt,
    find_dates,
    find_durations,
    find_money,
    find_percents,
)
from extractors.readers.grammar.sentences import Sentence, Setting, setting_of
from extractors.readers.reading import Draft, Passage
from extractors.telltales import telling
from terms.contract import Term

_SHORTEST = 12
"""Characters below which a line is a number or a heading, and no clause."""
_NEAR = 6
"""How many sentences away a clause may still be completed."""

RISK = telling(
    r"\b(?:liabilit(?:y|ies)|liable|insur(?:ance|ed)|indemnif\w+|indemnity|liquidated damages)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Clause:
    """A sentence, its place in the document, and its quantities (found when first asked for)."""

    setting: Setting
    index: int
    row: Sentence | None = None
    """A table row read as a sentence ('Term: 36 months'); it has no neighbours."""

    @property
    def sentence(self) -> Sentence:
        """The sentence itself."""
        return self.row or self.setting.sentences[self.index]

    @property
    def text(self) -> str:
        """The sentence's words; offsets of the quantities are offsets in them."""
        return self.sentence.text

    @property
    def heading(self) -> str:
        """The words of the heading over it, or ''."""
        return self.sentence.heading

    @cached_property
    def percents(self) -> list[PercentAt]:
        """Percents whose words and digits agree."""
        return [at for at in find_percents(self.text, self.setting.habits) if not at.conflict]

    @cached_property
    def durations(self) -> list[DurationAt]:
        """Lengths of time whose words and digits agree."""
        return [at for at in find_durations(self.text) if not at.conflict]

    @cached_property
    def dates(self) -> list[DateAt]:
        """Full dates."""
        return find_dates(self.text, self.setting.habits)

    @cached_property
    def money(self) -> list[MoneyAt]:
        """Amounts of money."""
        return [at for at in find_money(self.text, self.setting.habits) if not at.conflict]

    @cached_property
    def example(self) -> bool:
        """Whether the sentence illustrates and states nothing."""
        return is_example(self.text, self.heading)

    @cached_property
    def risky(self) -> bool:
        """Whether the sentence is about liability or insurance."""
        return RISK.search(self.text) is not None

    def around(self, before: int = 0, after: int = _NEAR) -> list[Clause]:
        """The neighbours of the same section (or, without sections, of the same few paragraphs)."""
        low, high = (
            max(0, self.index - before),
            min(len(self.setting.sentences), self.index + after + 1),
        )
        return [
            clause_at(self.setting, at)
            for at in range(low, high)
            if at != self.index and self._beside(self.setting.sentences[at])
        ]

    def nearby(self, after: int = _NEAR) -> list[Clause]:
        """The sentences that follow, in whatever section they stand."""
        if self.row is not None:
            return []
        end = min(len(self.setting.sentences), self.index + after + 1)
        return [clause_at(self.setting, at) for at in range(self.index + 1, end)]

    def day(self, name: str) -> date | None:
        """The date that the document calls by this name ('Renewal Date')."""
        plain = " ".join(name.lower().split())
        dates = self.setting.dates
        if plain in dates:
            return dates[plain]
        return next((day for key, day in dates.items() if key.endswith(f" {plain}")), None)

    def _beside(self, other: Sentence) -> bool:
        mine = self.sentence
        if mine.section is not None or other.section is not None:
            return mine.section is other.section
        return abs(mine.paragraph - other.paragraph) <= 1

    def before(self) -> str:
        """The sentences of the same section that stand before this one, joined (at most three)."""
        return " ".join(clause.text for clause in self.around(3, 0))

    def after(self, count: int = _NEAR) -> str:
        """The sentences of the same section that follow, joined."""
        return " ".join(clause.text for clause in self.around(0, count))

    def passage(self) -> Passage:
        """Where the sentence stands in the flow."""
        return Passage(self.sentence.start, self.sentence.end)


def clauses(
    document: Document, trigger: re.Pattern[str], *, headed: bool = False
) -> Iterator[Clause]:
    """Every sentence, and labelled table row, that holds the trigger and is no example.

    With `headed`, a trigger in the heading over a sentence counts as well.
    """
    setting = setting_of(document)
    found: Iterable[int] = setting.texts.found(trigger)
    if headed:
        found = sorted({*found, *setting.headed(trigger)})
    for index in found:
        sentence = setting.sentences[index]
        if sentence.end - sentence.start < _SHORTEST:
            continue
        clause = clause_at(setting, index)
        if not clause.example:
            yield clause
    for row in labelled_rows(document, setting):
        if trigger.search(row.text):
            yield Clause(setting, -1, row)


def clause_at(setting: Setting, index: int) -> Clause:
    """The clause of a sentence; one for all who ask, so that its quantities are found once."""
    made: dict[int, Clause] = setting.kept.setdefault("clauses", {})
    clause = made.get(index)
    if clause is None:
        clause = made[index] = Clause(setting, index)
    return clause


def labelled_rows(document: Document, setting: Setting) -> tuple[Sentence, ...]:
    """Rows of two cells, a label and what it says, as sentences under that label."""
    rows: tuple[Sentence, ...] | None = setting.kept.get("rows")
    if rows is None:
        rows = setting.kept["rows"] = tuple(_labelled_rows(document, setting))
    return rows


def _labelled_rows(document: Document, setting: Setting) -> Iterator[Sentence]:
    for table in document.tables:
        for row in table.rows:
            cells = [cell for cell in row.cells if cell.text]
            yield from _labelled_cells(row, document, setting)
            if len(cells) != 2 or len(cells[0].text) > 60:
                continue
            start, end = row.start, row.end
            yield Sentence(
                text=setting.text[start:end],
                start=start,
                end=end,
                paragraph=-1,
                heading=cells[0].text,
                headings=(cells[0].text,),
                section=document.section_at(start),
            )


_LABELLED_CELL = re.compile(r"(?P<label>[A-Z][\w ’'/-]{2,38}):\s+(?=\S)")


def _labelled_cells(row: Row, document: Document, setting: Setting) -> Iterator[Sentence]:
    """Cells that hold their own label: 'Renewal: successive terms of 12 months' beside 'Contact: ...'."""
    if len(row.cells) < 2:
        return
    for cell in row.cells:
        label = _LABELLED_CELL.match(cell.text)
        if label is None:
            continue
        yield Sentence(
            text=setting.text[cell.start : cell.end],
            start=cell.start,
            end=cell.end,
            paragraph=-1,
            heading=label["label"],
            headings=(label["label"],),
            section=document.section_at(cell.start),
        )


def draft(term: Term, clause: Clause, *others: Clause) -> Draft:
    """A draft that rests on a sentence, and on others that complete it."""
    return Draft(term, (clause.passage(), *(other.passage() for other in others)))


def anniversary(clause: Clause) -> bool:
    """Whether the sentence speaks of anniversaries."""
    return re.search(r"\banniversar", clause.text, re.IGNORECASE) is not None


_GENERIC = re.compile(
    r"\b(?:each|every|all|any|its|such|applicable|respective|these|those|other|then|current|existing|"
    r"aforesaid|said|annual|monthly|yearly|recurring|contract|agreed|new|resulting|relevant|fixed|service|services|"
    r"subscription|the|a|an|our|your|in|effect|force)\b",
    re.IGNORECASE,
)
_PLAIN = re.compile(
    r"^\W*(?:fees?|charges?|prices?|pricing|rates?|amounts?|sums?|compensation|remuneration|payments?|tariffs?|"
    r"consideration|invoices?|list prices?|schedule)?(?:\s+(?:and|or|,)\s+(?:fees?|charges?|prices?|rates?))*\W*$",
    re.IGNORECASE,
)


_DEFINED_FEE = re.compile(r"(?:[A-Z][\w-]*\s+){1,3}(?:Fee|Charge|Price|Rate|Rent)")


def product(words: str) -> str | None:
    """The product that a noun phrase names, or None where it means the whole agreement.

    'the Plan Fee then in effect' is 'Plan Fee'; 'the monthly fees', 'every Recurring Charge' and
    'all charges' are the whole agreement.
    """
    phrase = re.sub(
        r"\s+(?:then|as|stated|set|payable|due|that|which|for|of|under|in)\b.*$", "", words.strip()
    )
    if re.match(r"(?:each|every|all|any)\b", phrase, re.IGNORECASE):
        return None
    named = re.sub(r"^(?:the|our|its|such|a|an|your)\s+", "", phrase, flags=re.IGNORECASE).strip(
        ' ,;:“”"'
    )
    if _DEFINED_FEE.fullmatch(named):
        return named
    if not named or _PLAIN.match(_GENERIC.sub(" ", named).strip()):
        return None
    return named if len(named.split()) <= 6 else None


_NO_THING = re.compile(
    r"\b(?:measur\w+|meter\w*|usage|definitions?|interpretation|words|terms?|section|article|clause|schedule|annex|exhibit|part|appendix|"
    r"fees?|charges?|pay|billing|calculation|general|rates?|scope|services?|data|the|readings?|is|are|special|measurement)\b",
    re.IGNORECASE,
)


def thing(heading: str) -> str | None:
    """What a heading names ('Token vault'), or None where it is a heading of the general kind."""
    named = re.sub(r"[,(].*$", "", heading).strip()
    if not named[:1].isupper() or len(named.split()) > 4 or _NO_THING.search(named):
        return None
    return named if re.search(r"[a-z]{2}", named) else None
