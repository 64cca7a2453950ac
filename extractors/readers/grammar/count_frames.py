"""Contracted numbers whose clause is explained whole: who takes how many of what, from when, in place of how many.

'Customer takes 40 seats of X in place of 25', 'reduces its licences for X to 20 with effect from D',
'adds 15 seats of X, so that it holds 75 in total', 'The order covers 14 sites', 'Initial quantity: 60
terminals'. A clause that a frame explains only in part is left to other rules or to a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from extractors.document import Document
from extractors.readers.grammar import disclaimed, phrases
from extractors.readers.grammar.effect import Effect, document_effect, effect_of
from extractors.readers.grammar.masked import DAY, NUMBER, Masked, labelled, masked
from extractors.readers.grammar.naming import named
from extractors.readers.grammar.products import clean, headings_product
from extractors.readers.grammar.quantities import NumberAt, find_numbers
from extractors.readers.grammar.rates import unit_of
from extractors.readers.grammar.sentences import Sentence, Setting, numbered, setting_of
from extractors.readers.reading import Draft, Passage
from extractors.telltales import telling
from terms.price import Quantity

Change = Literal["set", "add", "remove"]
_P = phrases
_LEAD = rf"(?:(?P<from>{_P.FROM}|{_P.UNTIL}|(?:on|On)\s+{DAY}),?\s+)?"
_MORE = r"(?:(?P<more>further|additional|extra|more|new)\s+)?"
_UNIT = rf"(?P<unit>{_P.NAME})(?P<more2>\s+more)?"
_OF = (
    rf"(?:\s+(?:(?:of|for)\s+(?:the\s+|its\s+)?(?P<product>{_P.FULL_NAME})"
    rf"|(?:to|in|under)\s+(?:the\s+|its\s+)?(?P<product2>{_P.NAME})\s+(?:subscription|order|service|licen[cs]e)))?"
)
_N = rf"(?:a\s+total\s+of\s+|the\s+following\s+)?(?P<n>{NUMBER})"
_OLD = rf"(?P<old>{NUMBER})"
_TAIL = (
    rf"(?P<tail>(?:[\s,]*(?:{_P.FROM}|{_P.UNTIL}|on\s+{DAY}|from\s+{DAY}\s+(?:to|until|through)\s+{DAY}|in\s+(?:all|total)|in\s+place\s+of\s+(?:the\s+(?:former\s+|previous\s+|present\s+)?)?{NUMBER}(?:\s+{_P.NAME})?|"
    rf"instead\s+of\s+{NUMBER}|as\s+(?:at|of)\s+{DAY}|during\s+the\s+(?:initial\s+)?term))*)"
)
_TOTAL = (
    rf"(?:,?\s+(?P<all>{NUMBER})\s+in\s+(?:all|total)|[,;]?\s+(?:so\s+that|bringing|making|which\s+(?:makes|brings)|and\s+(?:then|now)|to)\s+(?:[^‹;.]{{0,60}}?)(?P<total>{NUMBER})"
    rf"(?:\s+(?:{_P.NAME}))?(?:\s+in\s+(?:all|total))?)?"
)
_TAKES = (
    r"(?:has|have|takes?|orders?|has\s+ordered|have\s+ordered|has\s+purchased|purchases?|buys?|subscribes?\s+(?:to|for)|licen[cs]es|rents?|hires?|holds?|"
    r"leases?|will\s+(?:have|take|use|license|rent|operate)|shall\s+(?:have|take|license|rent)|commits?\s+to|initially\s+(?:takes|orders|licenses|has))"
)
_AT = r"(?:\s+(?:at|for)\s+(?:[^;]*)?)?"
_WORDED: tuple[tuple[str, Change], ...] = (
    (rf"{_LEAD}{_P.PARTY}{_P.WILL}\s+{_TAKES}\s+{_N}\s+{_MORE}{_UNIT}{_OF}{_TAIL}{_TOTAL}{_AT}", "set"),
    (rf"{_LEAD}{_P.PARTY}{_P.WILL}\s+adds?\s+{_N}\s+{_MORE}{_UNIT}{_OF}{_TAIL}{_TOTAL}", "add"),
    (rf"{_LEAD}(?:[Tt]he\s+parties|{_P.PARTY})\s+agrees?\s+to\s+add\s+{_N}\s+{_MORE}{_UNIT}{_OF}{_TAIL}{_TOTAL}", "add"),
    (rf"{_LEAD}{_P.PARTY}{_P.WILL}\s+(?:returns?|gives?\s+up|cancels?|releases?|removes?)\s+{_N}\s+(?:of\s+its\s+)?{_UNIT}{_OF}{_TAIL}{_TOTAL}", "remove"),
    (rf"{_LEAD}{_P.PARTY}{_P.WILL}\s+(?:reduces?|increases?|raises?|lowers?|extends?)\s+(?:the\s+number\s+of\s+)?(?:its|the|their)?\s*{_UNIT}{_OF}\s+(?:from\s+{_OLD}\s+)?to\s+{_N}(?:\s+{_P.NAME})?{_TAIL}", "set"),
    (
        (rf"{_LEAD}(?:[Tt]he\s+)?number\s+of\s+(?:the\s+|its\s+)?(?:(?:licen[cs]ed|contracted|subscribed|ordered)\s+)?{_UNIT}{_OF}\s+(?:(?:shall|will|hereby)\s+)*(?:be\s+|is\s+|are\s+)?(?:hereby\s+)?"
        rf"(?:increase[sd]?|rises?|grows?|falls?|goes|changed?|changes|reduced|decreases?|decreased|raised|lowered|drops?|moves?)\s+(?:from\s+{_OLD}\s+)?to\s+{_N}(?:\s+{_P.NAME})?{_TAIL}"),
        "set",
    ),
    (rf"{_LEAD}(?:[Tt]he\s+)?(?:initial\s+|contracted\s+|total\s+)?number\s+of\s+(?:(?:licen[cs]ed|contracted|subscribed|ordered)\s+)?{_UNIT}{_OF}\s+(?:is|shall\s+be|will\s+be){_TAIL}\s+{_N}{_TAIL.replace('<tail>', '<tail2>')}", "set"),
    (rf"{_P.PARTY}\s+(?:orders?|takes?)\s+(?:further|additional|more)\s+{_P.NAME}{_OF}\s*[:;]\s+{_LEAD}there\s+(?:are|will\s+be)\s+{_N}\s+{_UNIT}{_TAIL}", "set"),
    (rf"{_LEAD}{_N}\s+{_MORE}{_UNIT}{_OF}\s+(?:(?:shall|will)\s+)?(?:are|be|come|go)\s+(?:hereby\s+)?(?:added|ordered|in\s+service|on\s+rent|on\s+hire|taken|licen[cs]ed|connected|live)(?:\s+to\s+the\s+{_P.NAME})?{_TAIL}{_TOTAL}", "add"),
    (rf"{_N}\s+{_MORE}{_UNIT}{_OF},?\s+(?P<tail>{_P.FROM}),?\s+(?:at|for)\s+[^;]*", "set"),
    (rf"(?P<from>(?:[Aa]t|[Oo]n|[Ff]rom)\s+(?:the\s+)?{DAY}),?\s+{_N}\s+{_UNIT}{_OF}\s+(?:are|will\s+be)\s+(?:enabled|activated|installed|deployed|in\s+use){_TAIL}", "set"),
    (rf"{_LEAD}[Tt]he\s+(?P<product>{_P.NAME}\s(?:fee|charge))\s+is\s+(?:charged|payable|due|invoiced)\s+for\s+(?:the\s+)?{_N}\s+{_UNIT}(?:\s+(?:of|in|listed\s+in)\s+(?:Annex|Schedule|Appendix|Exhibit|Attachment)\s+[\dA-Z]{{1,3}}|\s+(?:of|in|listed\s+in)\s+(?:Annex|Schedule|Appendix|Exhibit|Attachment)\s+{NUMBER})?{_TAIL}", "set"),
    (rf"{_LEAD}[Tt]here\s+(?:are|will\s+be|shall\s+be)\s+{_N}\s+{_UNIT}{_OF}{_TAIL}", "set"),
    (rf"(?:[Tt]he|[Tt]his|[Yy]our|{_P.PARTY}['’]s)\s+(?:[Oo]rder(?:\s+[Ff]orm)?|[Ss]ubscription|[Cc]ontract|[Ll]icen[cs]e)\s+(?:covers|comprises|is\s+for|consists\s+of)\s+{_N}\s+{_UNIT}{_OF}{_TAIL}{_AT}", "set"),
    (rf"(?:[Ii]nitial\s+|[Cc]ontracted\s+|[Oo]rdered\s+|[Tt]otal\s+)?[Qq]uantity(?:\s+ordered)?\s*[:–—]\s*{_N}\s+{_UNIT}{_OF}{_TAIL}", "set"),
)  # fmt: skip
_FORMS = tuple((re.compile(form), change) for form, change in _WORDED)
_CLOSED = re.compile(
    r"\b(?:up\s+to|more\s+than|less\s+than|fewer|at\s+least|maximum|minimum|exceed\w*|(?-i:if|may)|unless|example|included?s?|free|first|next|between|without|"
    r"discount\w*|credits?|commit\w*|shortfall|invoices?|notice|per\s+cent|percent|option)\b",
    re.IGNORECASE,
)
_NOT_A_UNIT = re.compile(
    r"(?:days?|weeks?|months?|quarters?|years?|hours?|minutes?|points?|parts?|copies|pages|steps|parties|sections?|invoices|terms?|times|business|working|calendar|"
    r"employees|persons|members|shares|instal\w+|payments?|notices?|options?|reasons|ways|annexes|exhibits|schedules|dollars|euros?|pounds|shifts)\b",
    re.IGNORECASE,
)
_LONGEST = 300
_ABOUT = telling(
    r"\b(?:has|have|takes?|orders?|ordered|purchas\w+|buys?|subscribes?|licen[cs]es|rents?|hires?|holds?|leases?|adds?|add|returns?|gives? up|cancels?|releases?|"
    r"removes?|reduces?|increases?|raises?|lowers?|extends?|commits?|number of|there (?:are|will|shall)|covers|comprises|is for|consists|quantity|are|be|come|go)\b|\b(?:at|for)\s",
    re.IGNORECASE,
)
"""The verbs of the frames: a sentence without any of them is none."""


@dataclass(frozen=True, slots=True)
class _Frame:
    match: re.Match[str]
    of: Masked
    change: Change

    def number(self, name: str) -> NumberAt | None:
        """The number of a group; None where the group is not there."""
        mark = self.match.groupdict().get(name)
        value = self.of.value(mark) if mark else None
        return value if isinstance(value, NumberAt) else None


def read(document: Document) -> Iterator[Draft]:
    """Every contracted number whose sentence a frame explains."""
    setting = setting_of(document)
    whole = document_effect(setting)
    for sentence in setting.sentences:
        text = sentence.text
        if len(text) > _LONGEST or not numbered(sentence) or not _ABOUT.search(text):
            continue
        if not any(at.value > 1 for at in find_numbers(text, setting.habits)) or _closed(sentence):
            continue
        for words in _parts(masked(text[labelled(text) :], setting)):
            frame = _frame(words)
            term = _count(frame, sentence, setting, whole) if frame else None
            if term is not None:
                yield Draft(term, (Passage(sentence.start, sentence.end),))


_LISTED = re.compile(
    rf"(?P<who>.*?\b{_TAKES}\s+)(?P<list>{NUMBER}\s+{_P.NAME}(?:,\s+{NUMBER}\s+{_P.NAME})*,?\s+and\s+{NUMBER}\s+{_P.NAME})(?P<rest>[^‹N]*)\Z"
)


def _parts(of: Masked) -> list[Masked]:
    """'Orders ‹N0› A licences and ‹N1› B licences' is two frames; any other sentence is one."""
    listed = _LISTED.match(" ".join(of.text.split()).rstrip(" .;"))
    if listed is None:
        return [of]
    each = re.findall(rf"{NUMBER}\s+{_P.NAME}", listed["list"])
    return [Masked(f"{listed['who']}{part}{listed['rest']}", of.values) for part in each]


def _closed(sentence: Sentence) -> bool:
    text = sentence.text
    return bool(
        _CLOSED.search(text)
        or disclaimed.about_risk(text)
        or disclaimed.is_example(text, sentence.heading)
        or disclaimed.is_information(text)
        or disclaimed.not_ordered(text)
    )


def _frame(of: Masked) -> _Frame | None:
    words = " ".join(of.text.split()).rstrip(" .;")
    if "‹N" not in words:
        return None
    for form, change in _FORMS:
        if match := form.fullmatch(words):
            return _Frame(match, of, change)
    return None


_SUBSCRIPTION = re.compile(r"\s+(?:subscription|order|service)\Z")
_ON = re.compile(r"\b(?:[Oo]n|[Aa]t)(?=\s+(?:the\s+)?\d)")


def _count(frame: _Frame, sentence: Sentence, setting: Setting, whole: Effect) -> Quantity | None:
    groups = frame.match.groupdict()
    number, total = frame.number("n"), frame.number("total") or frame.number("all")
    if number is None or number.value % 1:
        return None
    change: Change = frame.change
    if change == "set" and (groups.get("more") or groups.get("more2")):
        change = "add"
    if total is not None:
        number, change = total, "set"
    unit = groups["unit"]
    if _NOT_A_UNIT.match(unit) or number.value < 1:
        return None
    of = groups.get("product") or groups.get("product2")
    owner = clean(_SUBSCRIPTION.sub("", of)) if of else None
    words = unit.split()
    product = owner or (clean(unit) if len(words) > 1 else None)
    noun = unit_of(words[-1]) or words[-1]
    product = named(product, setting) or named(headings_product(sentence.headings), setting)
    effect = _effect(frame, setting)
    if not effect.stated:
        effect = whole
    return Quantity(
        product=product,
        quantity=Decimal(number.value),
        unit=noun.lower(),
        change=change,
        effective_from=effect.start,
        effective_to=effect.end,
    )


def _effect(frame: _Frame, setting: Setting) -> Effect:
    """From when to when, by the day that leads and by those behind the number."""
    groups = frame.match.groupdict()
    parts = (groups.get("from"), groups.get("tail"), groups.get("tail2"))
    said = Effect()
    for words in parts:
        if not words:
            continue
        plain = frame.of.unmasked_days(words)
        found = effect_of(_ON.sub("from", plain), setting)
        said = Effect(said.start or found.start, said.end or found.end)
    return said
