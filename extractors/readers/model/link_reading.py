"""Who wins, asked of a model: links between the terms of one account's papers, each with its words.

The third question, of another kind than the two readings: it is about papers, not passages. Its
answer is checked like theirs: the terms exist and are of one type, nothing is changed by an older
paper, and the words stand in the papers. What does not stand is dropped with a warning.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import ValidationError

from extractors.links import LinkReading, Links
from extractors.passages import Placed, ReadDocument
from extractors.readers.model.budget import Budget
from extractors.readers.model.calls import AnswerSchema, Message, Model
from extractors.readers.model.data_block import bare
from extractors.readers.model.link_block import link_block
from extractors.readers.model.schemas import Answered, strict_schema
from extractors.readers.model.standing import passage_of
from extractors.targets import CHANGING, counts
from prompts.loader import render

Kind = Literal["replaces", "overrides", "reads_with"]


class PaperSaid(Answered):
    """What a later paper changes and leaves alone, in a sentence: said before any link is given."""

    paper: int
    changes: str


class LinkAnswer(Answered):
    """One link, with the words that bear it out."""

    from_term: int
    kind: Kind
    to_term: int
    quote: str


class Undecided(Answered):
    """Two terms that collide, and nothing decides."""

    first_term: int
    second_term: int
    why: str


class LinksAnswer(Answered):
    """The root of the answer."""

    papers: list[PaperSaid]
    links: list[LinkAnswer]
    undecided: list[Undecided]


SCHEMA = AnswerSchema("links", strict_schema(LinksAnswer))


@dataclass(frozen=True, slots=True)
class LinkReader:
    """Asks who wins. One reader serves many accounts."""

    model: Model
    budget: int

    def read(
        self, ordered: Sequence[ReadDocument], placed: Mapping[str, Sequence[Placed]]
    ) -> LinkReading:
        """The links between the terms of papers that are in force order; nothing for one paper."""
        numbered = list(_numbered(ordered, placed))
        if len({term.read.file for term in numbered}) < 2:
            return LinkReading()
        papers = [
            (
                read,
                [(n, term) for n, term in enumerate(numbered, 1) if term.read.file == read.file],
            )
            for read in ordered
        ]
        budget = Budget(self.budget)
        reply = self.model.put(_messages(papers), budget, _usable, SCHEMA)
        if reply.why is not None:
            said = f"no model said which paper wins: {reply.why.value}"
            return LinkReading(warnings=[said], usage=budget.spent)
        reading = LinkReading(answered=True, usage=budget.spent)
        _take(LinksAnswer.model_validate_json(reply.text), numbered, list(ordered), reading)
        return reading


def _numbered(
    ordered: Sequence[ReadDocument], placed: Mapping[str, Sequence[Placed]]
) -> Iterator[Placed]:
    return (term for read in ordered for term in placed[read.file] if counts(term.term))


def _messages(papers: Any) -> list[Message]:
    asked = render("linking/question", block=link_block(papers))
    return [
        {"role": "system", "content": render("linking/instructions").text},
        {"role": "user", "content": asked.text},
    ]


def _usable(text: str) -> bool:
    try:
        LinksAnswer.model_validate_json(text)
    except ValidationError:
        return False
    return True


def _take(
    answer: LinksAnswer,
    numbered: Sequence[Placed],
    ordered: list[ReadDocument],
    reading: LinkReading,
) -> None:
    """The links that stand, onto the reading; a warning for each that does not."""
    order = {read.file: index for index, read in enumerate(ordered)}
    for link in answer.links:
        first, second = _term(numbered, link.from_term), _term(numbered, link.to_term)
        fault = _fault(link, first, second, order, ordered)
        if fault or first is None or second is None:
            reading.warnings.append(
                f"a model's link (T{link.from_term} {link.kind} T{link.to_term}) was dropped: {fault}"
            )
            continue
        links = reading.links.setdefault((first.read.file, first.index), Links())
        targets = getattr(links, _kind(link, first, second, order))
        if second not in targets:
            targets.append(second)
    for pair in answer.undecided:
        first, second = _term(numbered, pair.first_term), _term(numbered, pair.second_term)
        if first is None or second is None:
            continue
        why = " ".join(pair.why.split())[:300]
        said = f"nothing decides between it and {second.section} of {second.read.file}: {why}"
        reading.links.setdefault((first.read.file, first.index), Links()).warnings.append(said)


def _term(numbered: Sequence[Placed], number: int) -> Placed | None:
    return numbered[number - 1] if 1 <= number <= len(numbered) else None


def _kind(link: LinkAnswer, first: Placed, second: Placed, order: Mapping[str, int]) -> Kind:
    """A later paper that is made to change an earlier one replaces what it is said to override."""
    later = order[first.read.file] > order[second.read.file]
    changes = later and first.read.kind in CHANGING
    return "replaces" if link.kind == "overrides" and changes else link.kind


def _fault(
    link: LinkAnswer,
    first: Placed | None,
    second: Placed | None,
    order: Mapping[str, int],
    ordered: Sequence[ReadDocument],
) -> str:
    """Why a link does not stand; '' where it does."""
    if first is None or second is None:
        return "there is no term of that number"
    if first is second:
        return "a term cannot be linked to itself"
    if first.term.type != second.term.type:
        return f"a {first.term.type} cannot change a {second.term.type}"
    if link.kind == "replaces" and order[first.read.file] < order[second.read.file]:
        return "an older paper cannot replace a newer one"
    words = bare(link.quote)
    if not words or not any(_stands(words, read) for read in ordered):
        return f'the words "{words[:80]}" stand in none of the papers'
    return ""


def _stands(words: str, read: ReadDocument) -> bool:
    return read.document is not None and passage_of(read.document, words, 0) is not None
