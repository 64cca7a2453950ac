"""What people corrected of an account's terms, told where the terms are shown: who, when, what was, and why."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlmodel import Session

from agent.corrections import WHOLE, corrections_in
from agent.filled import PASSAGE, STATES
from app.web.casework.called import names
from app.web.reading.term_words import label, value_in_words
from app.web.templating import day
from store.tables import CorrectionRow
from terms.citation import Citation
from terms.contract import ContractDocument, Term


@dataclass(frozen=True, slots=True)
class Change:
    """One field, before and after, in words."""

    field: str
    label: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Told:
    """One correction: what a person set in one go."""

    row: CorrectionRow
    by: str
    changes: tuple[Change, ...]
    """Empty where the person added the term as a whole."""

    @property
    def reason(self) -> str:
        """Why, as typed; '' where nothing was."""
        return self.row.reason.strip()

    @property
    def does(self) -> str:
        """'corrected', 'read from a passage that no reader understood', 'approved as proposed'."""
        if self.row.field == STATES:
            return "read from a passage that no reader understood"
        return "approved as proposed" if self.row.field == WHOLE else "corrected"

    @property
    def words(self) -> str:
        """'Corrected by Ann Archer on Nov 22, 2026: fixed price $8,000.00, was $8,500.00 (a typo)'."""
        said = "; ".join(
            f"{each.label[:1].lower()}{each.label[1:]} {each.now}, was {each.was}"
            for each in self.changes
        )
        what = f": {said}" if said else ""
        why = f" ({self.reason})" if self.reason else ""
        does = f"{self.does[:1].upper()}{self.does[1:]}"
        return f"{does} by {self.by} on {day(self.row.corrected_at)}{what}{why}"

    def of_term(self, document: ContractDocument, term: Term) -> bool:
        """Whether it is about this term: its id, or its place where a later reading named it anew."""
        row = self.row
        if (document.sha256 or document.file) != (row.sha256 or row.file):
            return False
        if row.term_id == term.id:
            return True
        same = (term.type, term.product) == (row.type, row.product)
        return same and any(self._stands_at(each) for each in term.citations)

    def at(self, clause: Citation, sha256: str = "") -> bool:
        """Whether it is about the clause: a finding cites it by its page and words."""
        same_paper = sha256 == self.row.sha256 if sha256 and self.row.sha256 else False
        return (same_paper or clause.file == self.row.file) and self._stands_at(clause)

    def _stands_at(self, clause: Citation) -> bool:
        return (clause.page, _flat(clause.quote)) in set(_places(self.row))


def told(session: Session, account_id: str, currency: str, sha256: str = "") -> list[Told]:
    """Every correction of an account's terms (with `sha256`: of one paper), the oldest first."""
    rows = [
        row
        for row in corrections_in(session, account_id, sha256)
        if row.field not in PASSAGE or row.field == STATES
    ]
    known = names(session, {row.corrected_by for row in rows})
    return [_told(list(these), known, currency) for _, these in groupby(rows, key=_one_go)]


def of_term(corrections: Iterable[Told], document: ContractDocument, term: Term) -> list[Told]:
    """Those of one term."""
    if "corrected_by" not in term.provenance:
        return []  # none of them fits it any more: the paper warns of that
    return [each for each in corrections if each.of_term(document, term)]


def _one_go(row: CorrectionRow) -> tuple[Any, ...]:
    return (row.sha256 or row.file, row.term_id, row.corrected_by, row.corrected_at, row.reason)


def _told(rows: Sequence[CorrectionRow], known: dict[str, str], currency: str) -> Told:
    first = rows[0]
    whole = first.field in {STATES, WHOLE}
    changes = () if whole else tuple(_change(row, currency) for row in rows)
    return Told(first, known.get(first.corrected_by, first.corrected_by), changes)


def _change(row: CorrectionRow, currency: str) -> Change:
    return Change(
        row.field,
        label(row.type, row.field),
        value_in_words(row.field, row.old, currency),
        value_in_words(row.field, row.new, currency),
    )


def _places(row: CorrectionRow) -> Iterator[tuple[int, str]]:
    """(page, words) of the term when it was corrected."""
    yield row.page, _flat(row.quote)
    if row.field in {STATES, WHOLE}:
        for place in json.loads(row.new or "{}").get("citations", ()):
            yield place["page"], _flat(place["quote"])


def _flat(words: str) -> str:
    return " ".join(words.split())
