"""What the paragraphs after a rule of rising prices add to it: '7.2 The increase shall not be less than ...'.

A rule often stands in one numbered paragraph and its limits, rounding and exceptions in those that
follow under the same number. They are read where each sentence speaks of that increase; what such a
sentence says and was not read is reported by `unread`, so that half a rule is not stated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from extractors.readers.grammar.clauses import Clause, clause_at, product
from extractors.readers.grammar.masked import labelled
from extractors.readers.grammar.quantities import find_percents
from extractors.readers.grammar.rises import bounds
from extractors.readers.grammar.sentences import Sentence, Setting
from extractors.readers.reading import Draft
from terms.escalation import Escalation

_FAR = 6
"""Sentences behind a rule that may still complete it."""
_PARENT = re.compile(r"(?:\.\d+|\s*\(\w+\))\Z")
_OF_THE_RISE = re.compile(
    r"\b(?:the|this|that|such|each|any|every|an?|no|single)\s+(?:annual\s+|yearly\s+|single\s+|resulting\s+)?"
    r"(?:increases?|adjustments?|rise|uplift|escalation|indexation|percentage)\b(?!\s+points?)"
    r"|\b(?:adjusted|increased|indexed|raised|resulting)\s+(?:prices?|fees?|charges?|rates?|amounts?)\b",
    re.IGNORECASE,
)
_NOT_SUBJECT = re.compile(
    r"^\W*(?P<list>(?:The\s+)?[A-Za-z][^.;]{2,120}?)\s+(?:is|are|shall\s+be)\s+not\s+subject\s+to\s+(?:this|that|the)\s+(?:clause|section|paragraph|article|adjustment|increase|indexation|review)\b"
)
_AND = re.compile(r",\s*(?:and\s+)?|\s+and\s+")
_CHARGE_FOR = re.compile(
    r"^(?:the\s+)?(?:(?:charges?|fees?|prices?|rates?)\s+for\s+)?(?:the\s+)?", re.IGNORECASE
)
_LAST = re.compile(
    r"\bas\s+(?:last|previously|so)\s+(?:increased|adjusted|raised)\b|\bmost\s+recently\s+in\s+force\b",
    re.IGNORECASE,
)
_DECIMALS = re.compile(
    r"\bpercentage\s+(?:\w+\s+){0,3}?rounded\s+(?:\w+\s+)?to\s+(one|two|three|1|2|3)\s+decimal",
    re.IGNORECASE,
)
_PLACES = {"one": 1, "two": 2, "three": 3, "1": 1, "2": 2, "3": 3}
_TO_CENT = re.compile(
    r"\b(?:charges?|prices?|fees?|rates?|amounts?)\s+(?:(?:is|are|shall\s+be)\s+)?(?:rounded\s+)?(?:up\s+)?to\s+the\s+(?:nearest|next)\s+(?:whole\s+|full\s+)?(cent|penny|euro|pound|dollar)\b",
    re.IGNORECASE,
)


_ROUNDED_TO = re.compile(
    r"\b(?:adjusted|increased|indexed|raised|resulting)\s+(?:prices?|fees?|charges?|rates?|amounts?)\s+(?:are|is|shall\s+be)\s+rounded\s+(?:up\s+)?to\s+(?:the\s+nearest\s+)?\Z",
    re.IGNORECASE,
)


def _parent(label: str) -> str:
    return _PARENT.sub("", label)


def following(setting: Setting, index: int) -> Iterator[Sentence]:
    """The sentences behind one: of its section, and of the paragraphs under the same number."""
    here = setting.sentences[index]
    for other in setting.sentences[index + 1 : index + 1 + _FAR]:
        if here.section is None or other.section is None:
            if other.paragraph - here.paragraph > 1:
                return
        elif other.section is not here.section and (
            _parent(other.section.label) != _parent(here.section.label)
            or _parent(here.section.label) == here.section.label
        ):
            return
        yield other


def completed(clause: Clause, known: dict[str, Any]) -> tuple[dict[str, Any], list[Clause]]:
    """What the sentences behind add to the rule, and those sentences; nothing that is known already."""
    if clause.row is not None or clause.index < 0:
        return {}, []
    fields: dict[str, Any] = {}
    used: list[Clause] = []
    for other in following(clause.setting, clause.index):
        behind = clause_at(clause.setting, clause.setting.sentences.index(other))
        said = {name: value for name, value in _said(behind).items() if name not in known}
        new = {name: value for name, value in said.items() if name not in fields}
        if new:
            fields |= new
            used.append(behind)
    return fields, used


def _said(clause: Clause) -> dict[str, Any]:
    text = clause.text[labelled(clause.text) :]
    if left_out := _names(text):
        return {"excludes": left_out}
    if not _OF_THE_RISE.search(text):
        return {}
    floor, cap = bounds(clause)
    fields: dict[str, Any] = {"floor_percent": floor, "cap_percent": cap}
    if decimals := _DECIMALS.search(text):
        fields["percent_rounding_to"] = Decimal(1).scaleb(-_PLACES[decimals[1].lower()])
    if cent := _TO_CENT.search(text):
        small = cent[1].lower() in {"cent", "penny"}
        fields["rounding_to"] = Decimal("0.01") if small else Decimal(1)
    money = [at for at in clause.money if _ROUNDED_TO.search(clause.text[: at.start])]
    if len(money) == 1:
        fields["rounding_to"] = money[0].value
    if _LAST.search(text):
        fields["compounding"] = True
    return {name: value for name, value in fields.items() if value is not None}


def _names(text: str) -> tuple[str, ...] | None:
    """'The Call Charge and the charge for Recordings are not subject to this clause'."""
    match = _NOT_SUBJECT.match(text)
    if match is None:
        return None
    parts = [_CHARGE_FOR.sub("", part).strip() for part in _AND.split(match["list"])]
    return tuple(product(part) or part for part in parts if part) or None


_BOUND = re.compile(
    r"\b(?:less|lower|more|higher|greater)\s+than\b|\bexceed|\bat\s+(?:least|most)\b|\bmaximum\b|\bminimum\b|\bcapped\b|\b(?:below|above|under|over)\b",
    re.IGNORECASE,
)
_SPARED = re.compile(
    r"^\W*(?!(?:The\s+)?(?:Fees|Charges|Prices|Rates)\b|They\b|These\b)[A-Z][\w ,’-]{2,60}?\b(?:fees?|charges?|prices?|rates?)\s+"
    r"(?:(?:stays?|remains?)\s+(?:as\s+(?:they\s+are|it\s+is)|unchanged|fixed)|(?:is|are)\s+(?:not|never)\s+(?:adjusted|increased|indexed|raised|affected))\W*\Z"
)
"""'Training fees stay as they are': what a rise leaves out, said in other words."""
_ROUNDED = re.compile(r"\brounded\b", re.IGNORECASE)


def unread(draft: Draft, setting: Setting, index: int) -> str | None:
    """What a sentence behind says of a rise that the term leaves unsaid; None where nothing."""
    term = draft.term
    if not isinstance(term, Escalation):
        return None
    values = {
        getattr(term, name) for name in type(term).model_fields if _is_size(getattr(term, name))
    }
    for other in following(setting, index):
        text = other.text
        spared = _NOT_SUBJECT.match(text[labelled(text) :]) or _SPARED.match(text[labelled(text) :])
        if spared and not term.excludes and term.product is None:
            return "the sentence behind it leaves charges out; which was not read"
        if not _OF_THE_RISE.search(text):
            continue
        sizes = {at.value for at in find_percents(text, setting.habits)}
        if _BOUND.search(text) and sizes - values:
            return "a limit of the increase stands behind it; that was not read"
        if _ROUNDED.search(text) and term.rounding_to is None and term.percent_rounding_to is None:
            return "how the increase is rounded stands behind it; that was not read"
    return None


def _is_size(value: object) -> bool:
    return isinstance(value, Decimal)
