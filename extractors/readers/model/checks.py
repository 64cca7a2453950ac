"""What an answer must withstand before it is a draft: its words on the page, its numbers in its words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from extractors.document import Document
from extractors.readers.model.data_block import bare, neutral, shown_label
from extractors.readers.model.drafts import drafted
from extractors.readers.model.names import long_words, unknown_names
from extractors.readers.model.odd_values import odd_values
from extractors.readers.model.parsed import Parsed, term_answer
from extractors.readers.model.parts import Part
from extractors.readers.model.passed_over import passed_over
from extractors.readers.model.schemas import Found, Quote, Unread
from extractors.readers.model.standing import main_first, numbers_missing, passage_of, similar_words
from extractors.readers.reading import Draft, Leftover, Passage
from terms.contract import Term

_SHOWN = 160
"""Characters of a quote in a message."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why one term, or one place, of an answer does not stand."""

    number: int | None
    """The answer's own number of the term; None for a place that was listed and not answered."""
    what: str
    """The term's type, or the section's label."""
    why: str
    where: tuple[Passage, ...] = ()
    passed_over: bool = False
    """Whether these are words of which the answer says nothing: silence about them twice means no term."""

    @property
    def sentence(self) -> str:
        """As the model is told."""
        of = f"term {self.number} ({self.what})" if self.number is not None else self.what
        return " ".join(neutral(f"{of}: {self.why}").split())


@dataclass
class Checked:
    """An answer held against the document."""

    drafts: dict[int, Draft] = field(default_factory=dict)
    """By the answer's number, as far as numbers are its own."""
    leftovers: list[Leftover] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Checking:
    """What an answer is held against: the document, the part it was shown, and who was asked."""

    document: Document
    part: Part
    reader: str
    provenance: Mapping[str, str]

    def check(self, answer: Parsed, *, every_place: bool = True) -> Checked:
        """Drafts that stand, passages left over, and faults. `every_place`: see `_unanswered`."""
        checked = Checked()
        for position, raw in enumerate(answer.terms, start=1):
            self._check_term(raw, position, checked)
        for unread in answer.unresolved:
            self._leave(unread, checked)
        if every_place:
            checked.faults += self._unanswered(answer)
        return checked

    def _leave(self, unread: Unread, checked: Checked) -> None:
        """An unresolved passage, by its words, else by its section, else as a fault."""
        passage = self._passage(unread.quote, unread.section, unread.page)
        where = (passage,) if passage is not None else self._place(unread)
        why = _short(unread.why) or "a model could not settle it"
        if where:
            checked.leftovers.append(Leftover(where[0], why))
        else:
            what = f"unresolved passage in section {unread.section!r}"
            checked.faults.append(Fault(None, what, "neither its words nor its section are shown"))

    def _check_term(self, raw: dict[str, Any], position: int, checked: Checked) -> None:
        number = raw["number"] if isinstance(raw.get("number"), int) else position
        if number in checked.drafts:
            number = -position
        found = self._judged(raw, number)
        if isinstance(found, Fault):
            checked.faults.append(found)
        elif not self._repeated(found):
            checked.drafts[number] = found

    def _judged(self, raw: dict[str, Any], number: int) -> Draft | Fault:
        """One term of an answer as a draft, or what is wrong with it."""
        kind = str(raw.get("type"))
        where = tuple(self._standing(raw))
        answer = term_answer(raw)
        if isinstance(answer, str):
            return Fault(number, kind, answer, where)
        quotes: list[Quote] = answer.quotes  # type: ignore[attr-defined] # every answer model's
        missing = [
            quote
            for quote in quotes
            if self._passage(quote.quote, quote.section, quote.page) is None
        ]
        if missing:
            return Fault(number, kind, self._not_there(missing[0]), where)
        try:
            term = drafted(answer, self.document, self.reader, self.provenance)
        except ValidationError as error:
            return Fault(number, kind, str(error.errors()[0]["msg"]), where)
        reasons = [
            *_numbers(term, [quote.quote for quote in quotes]),
            *odd_values(term),
            *unknown_names(term, self.document),
            *long_words(term),
        ]
        if reasons:
            return Fault(number, kind, "; ".join(reasons), where)
        return Draft(term, main_first(term, [quote.quote for quote in quotes], where))

    def _standing(self, raw: dict[str, Any]) -> Iterator[Passage]:
        """Where those quotes of a term stand that can be found, whatever else is wrong with it."""
        for quote in _quotes(raw):
            words = str(quote.get("quote"))
            passage = self._passage(words, str(quote.get("section")), quote.get("page"))
            if passage is not None:
                yield passage

    def _passage(self, quote: str, section: str, page: object) -> Passage | None:
        """Where a quote stands, searched first near the section it was shown under."""
        words = bare(quote)
        return passage_of(self.document, words, self._near(section, page)) if words else None

    def _not_there(self, quote: Quote) -> str:
        """Names a quote that does not stand, and the words that it was perhaps meant to be."""
        said = (
            f'the quote "{quote.quote[:_SHOWN]}" does not stand word for word in '
            f"section {quote.section!r} on page {quote.page}"
        )
        near = self._near(quote.section, quote.page)
        similar = similar_words(self.document, bare(quote.quote), near)
        return f'{said}; the text there is "{similar[: 2 * _SHOWN]}"' if similar else said

    def _near(self, section: str, page: object) -> int:
        """The flow offset of a mark: label and page, else label, else page, else the beginning."""
        label = shown_label(section)
        best = [
            (-(2 * (shown_label(s.label) == label) + (s.page == page)), s.start)
            for s in self.part.shown
        ]
        return min(best)[1] if best else 0

    def _repeated(self, draft: Draft) -> bool:
        """Whether the term stands in what was shown for context only: the part before has it."""
        main = draft.passages[0]
        fresh = self.part.fresh
        return bool(fresh) and not any(s.start <= main.start < s.end for s in fresh)

    def _unanswered(self, answer: Parsed) -> Iterator[Fault]:
        """Places that the first pass lists and that came back neither as a term nor as unresolved."""
        answered = {
            shown_label(str(quote.get("section"))) for raw in answer.terms for quote in _quotes(raw)
        } | {shown_label(unread.section) for unread in answer.unresolved}
        fresh = {shown_label(stretch.label) for stretch in self.part.fresh}
        repeated = {shown_label(stretch.label) for stretch in self.part.before} - fresh
        for place in answer.found:
            if shown_label(place.section) not in answered | repeated and place.types:
                yield Fault(None, f"section {place.section}", _listed(place), self._place(place))

    def passed_over(self, answer: Parsed, checked: Checked) -> Iterator[Fault]:
        """Sentences that all but surely state a term, of which the answer says nothing."""
        spoken_of = [
            *(where for raw in answer.terms for where in self._standing(raw)),
            *(leftover.passage for leftover in checked.leftovers),
            *(passage for fault in checked.faults for passage in fault.where),
        ]
        for stretch, passage in passed_over(self.document, self.part.fresh, spoken_of):
            words = self.document.text[passage.start : passage.end]
            why = f'nothing in the answer speaks of "{words[: 2 * _SHOWN]}"'
            what = f"section {shown_label(stretch.label)}"
            yield Fault(None, what, why, (passage,), passed_over=True)

    def _place(self, place: Found | Unread) -> tuple[Passage, ...]:
        """The words of a place that is known by its mark only."""
        for stretch in self.part.fresh:
            if shown_label(stretch.label) == shown_label(place.section):
                return (Passage(stretch.start, stretch.end),)
        return ()


def _quotes(raw: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The quotes of a term that has not been judged yet."""
    quotes = raw.get("quotes")
    for quote in quotes if isinstance(quotes, list) else ():
        if isinstance(quote, dict):
            yield quote


def _short(text: str) -> str:
    """A model's own words for people: one line, not long."""
    line = " ".join(neutral(text).split())
    return line if len(line) <= 2 * _SHOWN else f"{line[: 2 * _SHOWN]}…"


def _listed(place: Found) -> str:
    return (
        f"`found` lists {', '.join(place.types)} here, and no term or unresolved passage answers it"
    )


def _numbers(term: Term, quotes: list[str]) -> Iterator[str]:
    for missing in numbers_missing(term, quotes):
        yield f"{missing} stands in none of the quotes (quote the words that state it, or give null)"
