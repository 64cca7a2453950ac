"""How many are contracted, in prose: 'sixty (60) seats', 'increased from three (3) to four (4)'."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from extractors.document import Document, Row
from extractors.readers.grammar import disclaimed
from extractors.readers.grammar.effect import Effect, document_effect, effect_for, effect_of
from extractors.readers.grammar.naming import named
from extractors.readers.grammar.numerals import parse_digits
from extractors.readers.grammar.products import clean, headings_product
from extractors.readers.grammar.quantities import NumberAt, find_money, find_numbers
from extractors.readers.grammar.rates import unit_of
from extractors.readers.grammar.sentences import Sentence, Setting, numbered, setting_of
from extractors.readers.reading import Draft, Passage
from extractors.telltales import telling
from terms.price import Quantity

Change = Literal["set", "add", "remove"]

_THING = (
    r"(?:seats?|users?|licen[cs]es?|beds?|servers?|sites?|lines?|devices?|terminals?|vehicles?|stores?|locations?|"
    r"agents?|subscribers?|ports?|circuits?|endpoints?|nodes?|rooms?|machines?|units?|connections?|workstations?|"
    r"tails?|edges?|lifts?|elevators?|branches|clinics?|trucks?|meters?|desks?|accounts?|mailboxes|students?|pupils?|workers?)"
)
_COUNTED = re.compile(
    r"\b(?:number|quantity|count)\s+(?:of\s+(?:the\s+|its\s+)?(?P<of>[\w’'-]+(?:\s[\w’'-]+){0,4}?)|at\s+(?P<at>[\w-]+))"
    r"(?:\s+(?:in|according to|under|at|shown in|stated in|set out in|covered by)\s+[^;:]{2,60}?)?,?\s+(?P<verb>(?:is|are|shall be|will be|becomes?|stands at|rises?|falls?|changes?|remains?)(?:\s+(?:hereby\s+)?"
    r"(?:increased|reduced|raised|lowered|changed|set|decreased|fixed|amended))?(?:\s+(?:then|now|therefore|henceforth))?(?:\s+(?:at|to|by))?)\s*\Z",
    re.IGNORECASE,
)
_TOTAL = telling(
    r"\b(?:brings?|bringing|increas\w+|for)\s+(?:the\s+|a\s+)?total(?:\s+\w+){0,3}?\s+(?:to|of)\s*\Z",
    re.IGNORECASE,
)
_ADDED = telling(
    r"(?<!that )(?<!which )\b(?:is|are|shall be|will be)\s+(?:hereby\s+)?(?P<verb>added(?!\s+(?:up|together|for))|removed|released|deleted|withdrawn)\b",
    re.IGNORECASE,
)
_ORDERS = re.compile(
    r"\b(?:will|shall|hereby|orders?|licen[cs]es|subscribes?\s+(?:to|for)|purchases?|ha(?:s|ve) ordered|takes|begins?\s+with|starts?\s+with|"
    r"there\s+are|subscribed\s+for|subscription\s+(?:is\s+for|covers))\s+(?:initially\s+|currently\s+)?"
    r"(?:protect|licen[cs]e|subscribe\s+(?:to|for)|orders?|purchases?|deploy|take|operate|host|use|provide)?\s*\Z",
    re.IGNORECASE,
)
_PRICED = re.compile(
    r"\s*(?:of\s+[\w’' -]{2,50}?\s+)?(?:at|for)\s+(?:[\w-]+\s+){0,12}?\(?[$€£¥A-Z]", re.IGNORECASE
)
_NOT_CONTRACTED = re.compile(
    r"\b(?:up to|more than|less than|fewer than|at least|maximum|minimum|not exceed|exceeding|if|(?-i:may)|where|throughout|every|per|"
    r"example|included?|free|each of|first|next|between|or more|within)\b",
    re.IGNORECASE,
)


_ABOUT = telling(
    rf"\b(?:{_THING}|number|quantity|total|subscri\w+|takes|orders|ordered|connected|there are|(?:begin|start)s? with|additional|"
    r"(?:are|is|be) (?:hereby )?[a-z]+ed|from\s+\S+(?:\s\(\d+\))?(?:\s\w+){0,2}\s+to)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Count:
    number: NumberAt
    product: str | None
    unit: str | None
    change: Change


def read(document: Document) -> Iterator[Draft]:
    """Every contracted number that a sentence states."""
    setting = setting_of(document)
    whole = document_effect(setting)
    yield from _labelled(document, setting, whole)
    for index, sentence in enumerate(setting.sentences):
        text = sentence.text
        if not numbered(sentence) or not _ABOUT.search(text):
            continue
        numbers = find_numbers(text, setting.habits)
        if not numbers or disclaimed.not_ordered(text) or disclaimed.about_risk(text):
            continue
        if disclaimed.is_example(text, sentence.heading):
            continue
        for count, effect in _counts(sentence, numbers, setting):
            said = effect if effect.stated else effect_for(index, setting)
            said = said if said.stated else _anywhere(text, setting)
            said = said if said.stated else whole
            yield Draft(
                Quantity(
                    product=named(count.product, setting) or _by_heading(sentence, setting),
                    quantity=count.number.value,
                    unit=count.unit,
                    change=count.change,
                    effective_from=said.start,
                    effective_to=said.end,
                ),
                (Passage(sentence.start, sentence.end),),
            )


def _by_heading(sentence: Sentence, setting: Setting) -> str | None:
    return named(headings_product(sentence.headings), setting)


_LABEL = re.compile(
    rf"^(?:total\s+)?(?:number|quantity)\s+of\s+(?P<of>[\w -]{{0,30}}?{_THING})\Z"
    rf"|^(?:licen[cs]ed|contracted|subscribed|ordered)\s+(?P<of2>[\w -]{{0,20}}?{_THING})\Z",
    re.IGNORECASE,
)


def _labelled(document: Document, setting: Setting, whole: Effect) -> Iterator[Draft]:
    """'Number of users | 120' in a table of labels and values."""
    for table in document.tables:
        rows = (table.head, *table.rows) if table.head else table.rows
        for row in rows:
            label = _LABEL.match(row.cells[0].text.strip()) if len(row.cells) == 2 else None
            bare = re.fullmatch(r"\s*(\d[\d,.]*)(?:\s+[A-Za-z]+)?\s*", row.cells[-1].text)
            if more := _added_row(row, setting, whole):
                yield more
            if label is None or bare is None:
                continue
            of = label["of"] or label["of2"]
            term = Quantity(
                product=clean(of),
                quantity=parse_digits(bare[1], comma=setting.habits.comma),
                unit=_last_thing(of),
                change="set",
                effective_from=whole.start,
                effective_to=whole.end,
            )
            yield Draft(term, (Passage(row.start, row.end),))


_MORE_LABEL = re.compile(r"^(?:additional|added|further|extra|new)\s+[\w -]{3,30}\Z", re.IGNORECASE)
_NUMBER_LABEL = re.compile(r"^(?:number|quantity|change|order(?:ed)?)\Z", re.IGNORECASE)


def _added_row(row: Row, setting: Setting, whole: Effect) -> Draft | None:
    """'Additional users | 12 Atlas users', 'Number | 4 clubs are added to the 30 existing ones'."""
    filled = [part.text.strip() for part in row.cells if part.text.strip()]
    if len(filled) != 2 or find_money(filled[1], setting.habits):
        return None
    label, value = filled
    numbers = find_numbers(value, setting.habits)
    if not numbers or numbers[0].start or numbers[0].conflict:
        return None
    unit = _unit_after(value, numbers[0]) or _any_unit(value, numbers[0])
    added = _ADDED.search(value) if _NUMBER_LABEL.match(label) else None
    if unit is None or not (_MORE_LABEL.match(label) or added):
        return None
    removes = added is not None and added["verb"].lower() != "added"
    term = Quantity(
        product=clean(unit[0]),
        quantity=numbers[0].value,
        unit=unit[1].lower(),
        change="remove" if removes else "add",
        effective_from=whole.start,
        effective_to=whole.end,
    )
    return Draft(term, (Passage(row.start, row.end),))


def _anywhere(text: str, setting: Setting) -> Effect:
    if re.search(
        r"\b(?:with effect|effective|from|as of|activation on|beginning|starting)\b",
        text,
        re.IGNORECASE,
    ):
        return effect_of(re.sub(r"\bactivation on\b", "activation from", text), setting)
    return Effect()


def _counts(
    sentence: Sentence, numbers: list[NumberAt], setting: Setting
) -> Iterator[tuple[_Count, Effect]]:
    text = sentence.text
    total = next((n for n in numbers if _TOTAL.search(text[: n.start])), None)
    added = _ADDED.search(text)
    if (change := _from_to(text, numbers, setting)) is not None:
        yield change
        return
    if (listed := _LISTED.match(text)) and len(numbers) == 1 and numbers[0].start >= listed.end():
        yield _Count(numbers[0], None, unit_of(listed["of"].split()[-1]), "set"), Effect()
        return
    if added:
        yield from _changes(text, numbers, total, added)
        return
    for index, number in enumerate(numbers):
        before = text[: number.start]
        if (match := _COUNTED.search(_without_former(before))) and not number.conflict:
            yield from _stated(text, numbers, index, match, setting)
            return
        if number.conflict or number.value <= 1 or number.value % 1:
            continue
        if _PER_TIME.match(text, number.end):
            continue
        unit = _unit_after(text, number) or (
            _any_unit(text, number) if _strong(text, before) else None
        )
        if unit is None or _NOT_CONTRACTED.search(before[-30:]):
            continue
        name, noun = unit
        rest = text[text.index(name, number.end) + len(name) :]
        if (
            _PRICED.match(rest)
            or _ORDERS.search(before)
            or (_opens(before) and _RUNNING.match(rest))
        ):
            yield _ordered(number, name, noun), Effect()


_LISTED = re.compile(
    r"^\W*(?P<of>[A-Z][\w-]*(?:\s[a-z][\w-]*){0,2}?)\s+(?:ordered|licen[cs]ed|contracted|subscribed|taken|connected)\b[^:;.]{0,50}:\s*(?=\d)"
)
_RUNNING = re.compile(
    r"\s+(?:are|shall be|will be)\s+(?:hereby\s+)?(?:monitored|covered|licen[cs]ed|managed|connected|installed|protected|serviced|ordered|subscribed|"
    r"supplied|maintained|supported|hosted|activated|provided)\b",
    re.IGNORECASE,
)
_CONDITIONAL = re.compile(r"^\W*(?:if|when|where|should|once|unless|whenever)\b", re.IGNORECASE)
_UNCOUNTED = (
    r"(?:days?|weeks?|months?|quarters?|years?|hours?|minutes?|seconds?|dollars|pounds|euros|cents|pence|percent|points|parts?|copies|pages|messages|"
    r"calls|requests|transactions|words|times|times|terms?|invoices|instal\w+|steps|parties|sections?|products|items|things|others|ones|"
    r"employees|persons|people|business|calendar|working|consecutive|additional|types?|kinds?|fees|charges|prices|rates|payments|forms|ways|"
    r"methods|parameters|sequences|categories|classes|levels|reasons|amendments|exhibits|schedules|counterparts)"
)
_NOUNS = re.compile(
    rf"\s+((?:additional\s+|further\s+)?(?:(?!(?:of|to|for|and|or|the|in|at|by|per|are|is|not|{_UNCOUNTED})\b)[A-Za-z’'-]+\s){{0,3}}"
    rf"(?!(?:{_UNCOUNTED}|as|is|this|its|thus)\b)[A-Za-z]+s)\b"
)


def _strong(text: str, before: str) -> bool:
    """Whether the words before a number contract whatever it counts."""
    return not _CONDITIONAL.match(text) and bool(_ORDERS.search(before) or _opens(before))


def _opens(before: str) -> bool:
    return re.fullmatch(r"\W*(?:\(\w+\)|[A-Z]?[\d.]+)?\s*", before) is not None


_PER_TIME = re.compile(
    r"\s*(?:[\w’'-]+\s+){0,3}?(?:per|an?|each|every)\s+(?:second|minute|hour|day)\b|\s*(?:[\w’'-]+\s+){0,2}?/\s?(?:s|sec|min|h)\b",
    re.IGNORECASE,
)
"""'400 notices per second' is how fast something is, and no number of what is bought."""


def _any_unit(text: str, number: NumberAt) -> tuple[str, str] | None:
    """The plural behind a number, whatever it is: ('Alarm Panels', 'Panel')."""
    match = _NOUNS.match(text, number.end)
    if match is None:
        return None
    noun = match[1].split()[-1]
    return match[1], (unit_of(noun) or noun).lower()


_MOVES = re.compile(
    r"\b(?:increas\w+|reduc\w+|chang\w+|rais\w+|lower\w+|grow\w*|rises?|falls?|decreas\w+|goes|expand\w*)\b[^.;]{0,60}?\bfrom\s*\Z",
    re.IGNORECASE,
)
_OF_WHAT = re.compile(
    r"\b(?:number|quantity|count)\s+of\s+(?:the\s+|its\s+)?(?P<of>[\w’'-]+(?:\s(?!(?:in|according|under|at|is|are|covered|shown|set)\b)[\w’'-]+){0,4})",
    re.IGNORECASE,
)
_NOT_A_COUNT = re.compile(
    r"\b(?:minimum|included?|inclusion|free|allowance|covered by|minutes|messages|pages|threshold|notice|term|period of)\b",
    re.IGNORECASE,
)


def _from_to(text: str, numbers: list[NumberAt], setting: Setting) -> tuple[_Count, Effect] | None:
    """'The number of seats is increased from 140 to 165', 'the fleet grows from 85 to 110 vans'."""
    if _NOT_A_COUNT.search(text) or _CONDITIONAL.match(text):
        return None
    for old, new in pairwise(numbers):
        between = text[old.end : new.start]
        if (
            old.conflict
            or new.conflict
            or new.value % 1
            or not re.fullmatch(r"(?:\s+[A-Za-z-]+){0,3}?\s+to\s+", between)
        ):
            continue
        if not _MOVES.search(text[: old.start]) and not re.search(
            r",\s+from\s*\Z", text[: old.start]
        ):
            continue
        after = _unit_after(text, new) or _any_unit(text, new)
        of = _OF_WHAT.search(text[: old.start])
        words = of["of"] if of else (after[0] if after else None)
        if words is None:
            return None
        counted, _, owner = words.partition(" of ")
        noun = after[1] if after else unit_of(counted.split()[-1]) or counted
        product = clean(owner or counted)
        return _Count(new, product, noun.lower(), "set"), effect_of(text[new.end :], setting)
    return None


def _ordered(number: NumberAt, name: str, noun: str) -> _Count:
    """'Orders 25 seats' sets a number, 'orders 25 additional seats' adds to one."""
    plain = re.sub(r"^(?:additional|further|extra|more)\s+", "", name, flags=re.IGNORECASE)
    change: Change = "set" if plain == name else "add"
    return _Count(number, clean(plain) if len(plain.split()) > 1 else None, noun, change)


def _changes(
    text: str, numbers: list[NumberAt], total: NumberAt | None, added: re.Match[str]
) -> Iterator[tuple[_Count, Effect]]:
    """What 'twenty-five (25) users are added, which brings the total to 165' contracts."""
    first = numbers[0]
    if first.value % 1 and total is None:
        return
    unit = _unit_after(text, first) or _any_unit(text, first)
    name, noun = unit or ("", None)
    if total is not None:
        yield _Count(total, clean(name), noun, "set"), Effect()
    elif unit and not first.conflict and first.end < added.start():
        change: Change = "add" if added["verb"].lower() == "added" else "remove"
        yield _Count(first, clean(name), noun, change), Effect()


def _stated(
    text: str, numbers: list[NumberAt], index: int, match: re.Match[str], setting: Setting
) -> Iterator[tuple[_Count, Effect]]:
    """'The number of seats is 120 until ... and 180 from ...'; 'is reduced from sixty to fifty-five (55)'."""
    product = clean(match["of"] or match["at"] or "")
    unit = _last_thing(match["of"] or "")
    number = numbers[index]
    change: Change = "set"
    rest = numbers[index + 1 :]
    by = re.search(r"\bby\s*\Z", match["verb"])
    if by and rest and re.fullmatch(r"\s*to\s*", text[number.end : rest[0].start]):
        number, rest = rest[0], rest[1:]
    elif by:
        change = "remove" if re.search("reduc|lower|decreas", match["verb"]) else "add"
    stop = rest[0].start if rest else len(text)
    effect = effect_of(text[number.end : stop], setting)
    yield _Count(number, product, unit, change), effect
    for other in rest:
        between = text[number.end : other.start]
        if (
            re.search(r"\b(?:and|then)\s*\Z", between)
            and effect_of(text[other.end : other.end + 60], setting).start
        ):
            yield _Count(other, product, unit, "set"), effect_of(text[other.end :], setting)


_FORMER = re.compile(r"\bfrom\s+[\w-]+(?:\s*\(\s*\d+\s*\))?\s+to\s*\Z", re.IGNORECASE)


def _without_former(before: str) -> str:
    """'is increased from three (3) to' without the number that no longer holds."""
    return _FORMER.sub("to ", before)


_THINGS = re.compile(
    rf"\s+((?:(?!(?:of|to|for|and|or|the|in|at|by|are|is|days?|months?|years?)\b)[A-Za-z’'-]+\s){{0,3}}{_THING})\b",
    re.IGNORECASE,
)


NAMED_THING = re.compile(
    rf"\W*(?:(?:such|additional|further|existing)\s+)?(?:(?!(?:of|to|for|and|or|the|in|at|by|are|is)\b)[A-Za-z’'-]+[\s-]){{0,2}}"
    rf"(?:{_THING}|shelves|positions|points|colleagues|panels|racks|cameras|trips|trailers|containers|buildings|learners|members)\b",
    re.IGNORECASE,
)
"""What contracts count, right behind a number."""


def _unit_after(text: str, number: NumberAt) -> tuple[str, str] | None:
    """The words after a number that name what is counted, and their unit: ('staff seats', 'seat')."""
    match = _THINGS.match(text, number.end)
    if match is None:
        return None
    words = match[1]
    return words, unit_of(words.split()[-1]) or words.split()[-1]


def _last_thing(words: str) -> str | None:
    last = words.rsplit(maxsplit=1)[-1] if words else ""
    return unit_of(last) if re.fullmatch(_THING, last, re.IGNORECASE) else None
