"""Whether prose says only what its facts say: numbers, days, names, clauses, direction, and no more.

Token by token: each number by the check that memos have, each capitalised word, each reference to a
clause. What cannot be checked so is kept out: advice, law, the route, markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from agent.checks import unsupported_numbers
from extractors.number_words import words_as_numbers

LONGEST = 900
"""Characters of one paragraph."""

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAY = re.compile(rf"\b(?:(?P<day>\d{{1,2}}) )?(?P<month>{_MONTHS})(?:,? (?P<year>\d{{4}}))?\b")
_NAME = re.compile(r"[A-Z][\w’'&.-]*\w|[A-Z]")
_ENDS = re.compile(r"(?:^|[.!?:;]\s+|[“\"(]\s*)$")
_CLAUSE = re.compile(
    r"(?:§+\s*|\b(?:section|clause|article|exhibit|schedule|annex|appendix|item|paragraph|page|invoice)s?\s+)"
    r"(?P<label>(?-i:[A-Z]-?)?\d[\w.()-]*|(?-i:[A-Z])\b)",
    re.IGNORECASE,
)
_SECTION = re.compile(r"\d+(?:\.\d+)*(?:\([a-z0-9]+\)?)*")
"""'2', '2.2.1', '2.2(a)' as labels have it, without their last bracket."""
_COUNTED = re.compile(r"(?<![\w.,-])(?P<many>[a-z]+|\d{1,3}) invoices?\b", re.IGNORECASE)
_AMOUNT = re.compile(
    r"[$€£¥]\s?\d[\d.,]*|\b[A-Z]{3}\s\d[\d.,]*|\b\d[\d.,]*\s?(?:[$€£¥]|[A-Z]{3}\b)"
)
_NO_AMOUNTS = re.compile(
    rf"^clause \(.*?\): (?:\W*\d+(?:\.\d+)*\.? )?|^invoices: .*$|\b\d{{1,2}} (?:{_MONTHS})\b",
    re.MULTILINE,
)
"""Places, invoices and days, whose numbers are no amounts."""
_MARKUP = re.compile(r"[`*_#<>|\[\]{}⟦⟧\\]|https?:|www\.|\n")
_UNDER = re.compile(
    r"\bunder-?(?:billed|charged|billing)|\btoo little\b|\bless than (?:was )?agreed", re.IGNORECASE
)
_OVER = re.compile(
    r"\bover-?(?:billed|charged|billing)|\btoo much\b|\bmore than (?:was )?agreed", re.IGNORECASE
)
_KEPT_OUT = re.compile(
    r"\b(?:approv|reject|recommend|confiden|threshold|lawful|unlawful|legal|lawsuit|court|liab|breach|"
    r"fraud|penalt|neglig|waiv|must be (?:paid|invoiced|credited)|should be (?:paid|invoiced|credited|sent)|"
    r"will be|we will|please)\w*",
    re.IGNORECASE,
)
_OPENERS = frozenset(
    (
        "a", "after", "agreed", "all", "an", "and", "as", "at", "because", "before",
        "between", "billed", "billing", "both", "but", "by", "during", "each", "every",
        "for", "from", "had", "however", "in", "instead", "invoices", "it", "its", "less",
        "more", "neither", "no", "none", "of", "on", "one", "only", "over", "since", "so",
        "that", "the", "their", "there", "these", "they", "this", "those", "to", "together",
        "two", "under", "until", "what", "when", "where", "which", "while", "with",
        "without", "another", "according", "nothing", "also",
    )
)  # fmt: skip
"""Words that begin a sentence and are no names."""
_PARTS = frozenset(
    ("section", "clause", "article", "exhibit", "schedule", "annex", "appendix", "item", "paragraph",
     "page", "invoice", "invoices", "sections", "finding", "period", "periods")
)  # fmt: skip
"""Words that may stand capitalised before what they name; what they name is looked up by itself."""
_SMALL = (Decimal(0), Decimal(1))


def faults(text: str, facts: Sequence[str]) -> list[str]:
    """What a paragraph says that its facts do not, in sentences; [] where it can stand."""
    if not text.strip():
        return ["it is empty"]
    return list(dict.fromkeys(_faults(" ".join(text.split(" ")), "\n".join(facts))))


def _faults(text: str, facts: str) -> Iterator[str]:
    if len(text) > LONGEST:
        yield f"it is longer than {LONGEST} characters"
    if _MARKUP.search(text):
        yield "it holds markup, a link or a line break"
    rest = _without_counts(_without_references(text, facts), facts)
    for number in unsupported_numbers(rest, {"facts": facts}):
        yield f"the number {number} does not stand in the facts"
    yield from _amounts(text, facts)
    yield from _in_words(rest, facts)
    yield from _days(text, facts)
    yield from _names(text, facts)
    yield from _clauses(text, facts)
    yield from _ways(text, facts)
    for found in _KEPT_OUT.finditer(text):
        if found[0].casefold() not in facts.casefold():
            yield f"“{found[0]}” is not for this paragraph to say"


def _amounts(text: str, facts: str) -> Iterator[str]:
    """An amount must stand as one: that 2.2 is a section makes no $2.20."""
    elsewhere = _NO_AMOUNTS.sub(" ", facts)
    for found in _AMOUNT.finditer(text):
        for number in unsupported_numbers(found[0], {"facts": elsewhere}):
            yield f"the amount {number} does not stand in the facts"


def _in_words(text: str, facts: str) -> Iterator[str]:
    """Numbers in words; 'one' and 'first' are too common to mean a number."""
    for value in words_as_numbers(text):
        known = value in _SMALL or value in words_as_numbers(facts)
        if not known and unsupported_numbers(f"{value:f}", {"facts": facts}):
            yield f"the number {value:f}, in words, does not stand in the facts"


def _days(text: str, facts: str) -> Iterator[str]:
    """Days and months: as a whole, for each of their numbers may stand somewhere."""
    for found in _DAY.finditer(text):
        if found["month"] == "May" and not found["day"] and not found["year"]:
            continue
        if not re.search(rf"(?<!\d){re.escape(found[0].replace(',', ''))}\b", facts):
            yield f"{found[0]} does not stand in the facts"


def _names(text: str, facts: str) -> Iterator[str]:
    known = {each.casefold() for each in re.findall(r"[\w’'&.-]+", facts)}
    known |= {part for each in known for part in re.split(r"[-.’']", each)}
    for found in _NAME.finditer(text):
        word = found[0]
        first = _ENDS.search(text[: found.start()])
        if word in _MONTHS.split("|") or word.casefold() in known:
            continue
        stem = word.casefold().removesuffix("’s").removesuffix("'s").rstrip(".")
        parts = re.split(r"[-.’']", stem)
        if (
            stem in known
            or all(part in known for part in parts)
            or stem in _PARTS
            or (first and stem in _OPENERS)
        ):
            continue
        yield f"{word} is no word of the facts"


def _clauses(text: str, facts: str) -> Iterator[str]:
    known = _labels(facts)
    for found in _CLAUSE.finditer(text):
        if _label(found) not in known:
            yield f"{found[0]} is not referred to in the facts"


def _label(found: re.Match[str]) -> str:
    return found["label"].casefold().strip("().")


def _labels(facts: str) -> set[str]:
    """What a reference may name: '2.2' too where the facts name 2.2(a), an invoice by its last number."""
    whole = {each.casefold().strip("().") for each in re.findall(r"[\w.()-]+", facts)}
    above = {
        label[: end.start()]
        for label in whole
        if _SECTION.fullmatch(label)
        for end in re.finditer(r"[.(]", label)
    }
    ids = re.findall(r"^invoices: (.*)$", facts, re.MULTILINE)
    tails = {each.rsplit("-", 1)[-1] for line in ids for each in line.casefold().split(", ")}
    return whole | above | tails


def _without_references(text: str, facts: str) -> str:
    """The text without references that hold: the 2.2 of 'Section 2.2' is a name, and no amount."""
    known = _labels(facts)
    return _CLAUSE.sub(lambda found: " " if _label(found) in known else found[0], text)


def _without_counts(text: str, facts: str) -> str:
    """The text without 'three invoices' where the facts name three: who lists them need not count them."""
    lines = re.findall(r"^invoices: (.*)$", facts, re.MULTILINE)
    each = [set(line.split(", ")) for line in lines]
    counts = {Decimal(len(ids)) for ids in [*each, set().union(*each)]}

    def counted(found: re.Match[str]) -> str:
        said = found["many"]
        values = [Decimal(said)] if said.isdecimal() else list(words_as_numbers(said))
        return " invoices" if len(values) == 1 and values[0] in counts else found[0]

    return _COUNTED.sub(counted, text)


def _ways(text: str, facts: str) -> Iterator[str]:
    """The direction must be the finding's; a case with both may speak of both."""
    under, over = "under-billed" in facts, "over-billed" in facts
    if _UNDER.search(text) and not under:
        yield "nothing was under-billed"
    if _OVER.search(text) and not over:
        yield "nothing was over-billed"
