"""What a price includes: 'the first 50,000 GB are included', 'Transfer Out: 12,000 GB per month'."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from extractors.document import Document
from extractors.readers.grammar.numerals import DIGITS, WORDS, Habits, parse_digits
from extractors.readers.grammar.products import clean
from extractors.readers.grammar.rates import basis_of, unit_of
from extractors.readers.grammar.sentences import Sentence, Setting, setting_of
from terms.period import Interval

_N = rf"(?:(?:{WORDS})\s*\(\s*)?(?P<n>{DIGITS})\s*\)?"
_NOUN = (
    r"(?P<unit>[A-Za-z][\w-]*(?:\s(?!(?:of|in|per|for|a|are|is|each|every|and)\b)[A-Za-z][\w-]*)?)"
)
_OF = r"(?:\s+of\s+(?P<of>[\w’'-]+(?:\s(?!(?:in|per|for|are|is|each|every)\b)[\w’'-]+){0,4}))?"
_SPAN = r"(?P<span>[^.;]{0,80})"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"\b(?:the\s+)?first\s+{_N}\s*{_NOUN}{_OF}{_SPAN}\b(?:are|is)\s+(?:included|free|covered|without charge|not charged|at no charge)",
        rf"\binclude[sd]?\s+(?:up to\s+)?{_N}\s*{_NOUN}{_OF}{_SPAN}",
        rf"\b{_N}\s*{_NOUN}{_OF}{_SPAN}\b(?:are|is)\s+(?:included|free of charge|covered|within the|at no (?:extra |additional )?charge)",
    )
)
_LISTED = re.compile(
    rf"(?P<of>[A-Z][\w ,()’'-]{{2,40}}?):\s*{_N}\s*{_NOUN}(?P<span>\s+(?:per|each|a)\s+[\w ]{{3,24}})?",
    re.IGNORECASE,
)


_BARE = re.compile(
    rf"\s*{_N}\s*(?P<unit>[A-Za-z][\w-]*(?:\s(?!(?:in|per|for|each|every)\b)[A-Za-z][\w-]*){{0,3}})(?P<of>(?!))?(?P<span>\s+(?:per|in|each|every|a)\s+[\w ]{{3,30}})?\s*\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Allowance:
    """A quantity that is paid for by another price; what goes beyond it is charged."""

    quantity: Decimal
    unit: str
    product: str | None
    interval: Interval | None
    start: int
    end: int
    """Flow range of the words that say it."""


def allowances_in(text: str, offset: int, habits: Habits) -> list[Allowance]:
    """The allowances a sentence states; `offset` is where it begins in the flow."""
    if not re.search(
        r"\bincluded?s?\b|\bfree\b|\bcovered\b|\bwithout charge|\bnot charged|\bno charge",
        text,
        re.IGNORECASE,
    ):
        return []
    for form in _FORMS:
        if match := form.search(text):
            return [_allowance(match, offset, offset + len(text), habits)]
    return []


def _allowance(match: re.Match[str], start: int, end: int, habits: Habits) -> Allowance:
    return Allowance(
        quantity=parse_digits(match["n"], comma=habits.comma),
        unit=unit_of(match["unit"]) or match["unit"],
        product=clean(match["of"]) if match["of"] else None,
        interval=basis_of(
            re.sub(r"\b(?:in|of) (?:a|each|every)\b", "per", match["span"] or "")
        ).interval,
        start=start,
        end=end,
    )


def allowances_of(document: Document) -> list[Allowance]:
    """Every allowance of the document, in sentences and in rows that are headed 'Included'."""
    setting = setting_of(document)
    found = [
        allowance
        for sentence in setting.sentences
        for allowance in allowances_in(sentence.text, sentence.start, setting.habits)
    ]
    for table in document.tables:
        rows = (table.head, *table.rows) if table.head else table.rows
        for row in rows:
            if not re.match(r"^included?\b", row.cells[0].text.strip(), re.IGNORECASE):
                continue
            found += [
                _allowance(match, row.start, row.end, setting.habits)
                for part in row.cells[1:]
                for match in _LISTED.finditer(part.text)
            ]
            if len(row.cells) == 2 and (match := _BARE.match(row.cells[1].text)):
                allowance = _allowance(match, row.start, row.end, setting.habits)
                found.append(replace(allowance, product=clean(match["unit"])))
    return found


_FURTHER = re.compile(
    r"\b(?:each|every|any|all)\s+(?:further|additional|excess|extra)\b|\b(?:above|beyond|over|in excess of)\s+(?:that|this|the|such)\s+"
    r"(?:\w+\s+)?(?:allowance|quantity|volume|number|amount|included|limit)",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"^(?P<name>[^,;.]{3,80}?)\s+(?:\([^)]*\)\s+)?(?:is|are|includes?)\s", re.IGNORECASE
)


_EXCESS = re.compile(
    rf"(?P<of>[A-Z][\w’'-]*(?:\s[\w’'-]+){{0,4}}?)\s+(?:in excess of|above|beyond|over|exceeding)\s+(?P<n>{DIGITS})"
    r"(?:\s+(?P<unit>[A-Za-z]+))?(?P<span>\s+(?:per|in any|in each|each|in a|a)\s+(?:[a-z]+\s)?(?:month|quarter|year))?\s+"
    r"(?:is|are|shall be|will be)\s+[^.;]{0,40}\Z"
)


def _beyond(match: re.Match[str], here: Sentence, habits: Habits) -> Allowance | None:
    """'Messages in excess of 100,000 per month are charged at': the first 100,000 are not."""
    product = clean(match["of"])
    words = match["unit"] if match["unit"] not in {None, "per", "in", "each", "a"} else match["of"]
    unit = unit_of(words.split()[-1])
    if product is None or unit is None:
        return None
    span = re.sub(r"\bin (?:a|any|each)\b|\beach\b", "per", match["span"] or "")
    return Allowance(
        quantity=parse_digits(match["n"], comma=habits.comma),
        unit=unit,
        product=product,
        interval=basis_of(span).interval,
        start=here.start,
        end=here.end,
    )


def allowance_before(setting: Setting, place: int, before: str) -> Allowance | None:
    """The allowance that 'each further GB' or 'above that allowance' goes beyond, with its product.

    It stands in one of the two sentences before; its product is its own, or what the paragraph is about.
    """
    here = setting.sentences[place]
    if excess := _EXCESS.search(before):
        return _beyond(excess, here, setting.habits)
    if not _FURTHER.search(before):
        return None
    for found in allowances_in(before, here.start, setting.habits):
        return replace(found, product=found.product or found.unit, end=here.end)
    for earlier in reversed(setting.sentences[max(0, place - 2) : place]):
        if earlier.section is not here.section:
            continue
        for found in allowances_in(earlier.text, earlier.start, setting.habits):
            return replace(found, product=found.product or _topic(setting, earlier))
    return None


_LABEL = re.compile(r"^\W*(?:[\d.]+\s+)?(?P<name>[A-Z][\w’' -]{2,40}):\s")
_STARTS_FREE = re.compile(r"^\W*(?:the\s+)?first\b|^\W*(?:\w+\s)?\(?\d", re.IGNORECASE)


def allowance_after(setting: Setting, place: int, unit: str | None) -> Allowance | None:
    """'The first three dispatches in each quarter are without charge', said right behind the price."""
    here, rest = setting.sentences[place], setting.sentences[place + 1 : place + 2]
    if not unit or not rest or rest[0].paragraph != here.paragraph:
        return None
    if not _STARTS_FREE.match(rest[0].text):
        return None
    found = allowances_in(rest[0].text, rest[0].start, setting.habits)
    return next((each for each in found if each.unit.split()[-1] == unit.split()[-1]), None)


def _topic(setting: Setting, sentence: Sentence) -> str | None:
    """What the first sentence of the paragraph is about."""
    first = next(s for s in setting.sentences if s.paragraph == sentence.paragraph)
    if label := _LABEL.match(first.text):
        return clean(label["name"])
    match = _SUBJECT.match(first.text) if first is not sentence else None
    return clean(match["name"]) if match else None
