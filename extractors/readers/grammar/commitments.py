"""Minimums with a consequence: 'commits that its charges in each year shall be not less than ...'."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from extractors.document import Document
from extractors.readers.grammar import disclaimed
from extractors.readers.grammar.commitment_scope import mechanism_in, scope_of
from extractors.readers.grammar.commitment_words import (
    BILLED,
    CHARGED,
    by_a_day,
    consequence_in,
    each_missing,
    first_period_of,
    is_fee,
    is_forfeited,
    per_in,
    per_order,
)
from extractors.readers.grammar.effect import Effect, document_effect, effect_for, effect_of
from extractors.readers.grammar.products import clean
from extractors.readers.grammar.quantities import NumberAt, find_money, find_numbers
from extractors.readers.grammar.rates import unit_of
from extractors.readers.grammar.sentences import Sentence, Setting, numbered, setting_of
from extractors.readers.reading import Draft, Passage
from terms.commitment import Commitment

_ABOUT = re.compile(
    r"\b(?:minimum|commit\w*|shortfall|at least|not less than|no less than|not fewer than|no fewer than|the difference)\b",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?P<name>(?:(?:annual|monthly|quarterly|yearly|minimum|half-yearly)\s+(?:[\w-]+\s+){0,2}?)?(?:minimum|commitment)"
    r"(?:\s+(?:fee|charge|payment|commitment|purchase|amount|spend|volume|revenue|quantity|order|billing)s?)?"
    r"(?:\s+commitment)?)\b(?P<rest>[^.;]*)\Z",
    re.IGNORECASE,
)
_STATES = re.compile(
    r"^(?:[^.;]{0,90}?)\b(?:is|are|shall be|will be|becomes?|remains?|falls?|rises?|changes?|of|to|as follows:?|equals?|at)"
    r"(?:\s+(?:[\w-]+\s+){0,4}?(?:to|at|of|follows:?|be))?\s*[:,]?\s*\Z",
    re.IGNORECASE,
)
_BOUND = re.compile(
    r"\b(?:at least|not (?:be )?less than|no(?:t)? (?:fewer|less) than|a minimum of|minimum of|not fall below|not be below)"
    r"(?:\s+(?:the|a|an|sum of|amount of))*\s*\Z",
    re.IGNORECASE,
)
_UNDERTAKES = re.compile(
    r"\b(?:commits?|undertakes?|agrees?|guarantees?|shall|must|will|obligated|required)\b[^.;]{0,140}?"
    r"\b(?:purchases?|spend|buy|order|takes?|pay|come to|amount to|be|total|generate|deliver|tender|ship|charges|fees|spending)\b"
    r"|\btakes\b[^.;]{0,60}\bfor\b|\bminimum\b|\bpays? for at least\b|\bpurchases at least\b",
    re.IGNORECASE,
)
_CONDITIONAL = re.compile(
    r"\b(?:if|where|should|whenever)\b(?P<what>[^.;]{3,120}?)\b(?:is|are|be|falls?|do(?:es)? not reach|amounts? to|come to|total)\s+"
    r"(?:below|less than|under|lower than|short of)?(?:\s+(?:the|a|an|sum of|amount of))*\s*\Z",
    re.IGNORECASE,
)
_NO_COMMITMENT = re.compile(
    r"\b(?:uptime|availab\w+|insurance|notice|days?['’]? notice|wage|age|interest|charge of|minimum charge|per (?:load|person|shipment|vehicle)|"
    r"deductible|rating|cover(?:age)?|free of|refund|credits?|working capital|capital|audit|underpa\w+|accura\w+|quotation|"
    r"terminat\w+|re-quote|discount|rebate|instal?lments?|libor|lend\w*|borrow\w*|denominat\w*|certificates?|principal)\b",
    re.IGNORECASE,
)
_ORDINAL_YEAR = re.compile(
    r"\bfor (?:the )?(?:second|third|fourth|fifth|\d(?:nd|rd|th)) (?:contract|licen[cs]e|agreement)?\s*year\b|\byear (?:two|three|four|[2-9])\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Found:
    value: Decimal
    currency: str | None
    unit: str | None
    start: int
    end: int


def read(document: Document) -> Iterator[Draft]:
    """Every minimum that a sentence states with its amount."""
    setting = setting_of(document)
    whole = document_effect(setting)
    drafts = [*_stated(setting, whole), *_in_cells(document, setting, whole)]
    yield from drafts
    if not any(isinstance(d.term, Commitment) and d.term.value for d in drafts):
        yield from _mechanisms(setting, whole)


def _mechanisms(setting: Setting, whole: Effect) -> Iterator[Draft]:
    """What follows when a minimum is missed whose amount another paper states: others read with it."""
    for index, sentence in enumerate(setting.sentences):
        found = None if _closed(sentence) else mechanism_in(sentence.text)
        if found is None or find_money(sentence.text, setting.habits):
            continue
        scope = scope_of(found.what, _following(setting, index), setting)
        term = Commitment(
            product=found.name,
            measure="amount",
            per=per_in(found.span) or per_in(found.name),
            shortfall="billed",
            counts=found.what,
            includes=scope.includes,
            excludes=scope.excludes,
            effective_from=whole.start,
            effective_to=whole.end,
            doubtful=True,
        )
        yield Draft(term, (Passage(sentence.start, sentence.end),))


def _in_cells(document: Document, setting: Setting, whole: Effect) -> Iterator[Draft]:
    """Minimums in the cells of a table: 'Minimum of 240,000 pages per quarter; pages short of this ...'."""
    for table in document.tables:
        for row in table.rows:
            product = clean(row.cells[0].text)
            for part in row.cells[1:]:
                if not part.start < part.end or not _CELL.match(part.text):
                    continue
                here = Sentence(part.text, part.start, part.end, -1, "", (), None)
                for found in _values(part.text, setting):
                    draft = _commitment(here, None, found, setting, whole)
                    if draft is not None and product:
                        term = draft.term.model_copy(update={"product": product})
                        yield Draft(term, (Passage(row.start, row.end),))
                        break


_CELL = re.compile(
    r"\s*(?:an?\s+)?(?:minimum of|at least|not (?:less|fewer) than|no (?:less|fewer) than)\s+\S",
    re.IGNORECASE,
)


def _stated(setting: Setting, whole: Effect) -> Iterator[Draft]:
    for index, sentence in enumerate(setting.sentences):
        if not numbered(sentence) or not _ABOUT.search(sentence.text) or _closed(sentence):
            continue
        for found in _values(sentence.text, setting):
            draft = _commitment(sentence, index, found, setting, whole)
            if draft is not None:
                yield draft


def _closed(sentence: Sentence) -> bool:
    text = sentence.text
    return bool(
        disclaimed.about_risk(text)
        or disclaimed.is_example(text, sentence.heading)
        or re.search(r"\bnot an? (?:obligation|commitment)\b", text, re.IGNORECASE)
    )


def _values(text: str, setting: Setting) -> Iterator[_Found]:
    moneys = find_money(text, setting.habits)
    for money in moneys:
        if not money.conflict:
            yield _Found(money.value, money.currency, None, money.start, money.end)
    for number in find_numbers(text, setting.habits):
        unit = _counted_unit(text, number)
        if moneys and not _BOUND.search(text[: number.start]):
            continue
        if (
            unit
            and number.value >= 10
            and not number.conflict
            and unit.lower()
            not in {"of", "to", "or", "and", "time", "visit", "occasion", "site", "other"}
        ):
            yield _Found(number.value, None, unit, number.start, number.end)


_PHRASE = re.compile(r"\s+((?:(?!(?:of|to|or|and|per|in|each|for)\b)[A-Za-z-]+\s)?[A-Za-z]+s)\b")


def _counted_unit(text: str, number: NumberAt) -> str | None:
    """The unit behind a number with its adjective: 'active learner' of '600 active learners'."""
    match = _PHRASE.match(text, number.end)
    return unit_of(match[1]) if match else unit_of(number.unit or "")


_OF_A_PERCENT = re.compile(
    r"(?:%|\bper\s?cent\b)[^.;]{0,120}\b(?:with|subject\s+to|but)\s+(?:a|an|at)\s+(?:least|(?:monthly\s+|annual\s+)?minimum)\b[^.;]{0,30}\Z",
    re.IGNORECASE,
)
"""'9% of the fees, with a minimum of $500 per month': the least that a percentage comes to."""


def _commitment(
    sentence: Sentence, index: int | None, found: _Found, setting: Setting, whole: Effect
) -> Draft | None:
    text = sentence.text
    before, after = text[: found.start], text[found.end :]
    if (
        _OF_A_PERCENT.search(before)
        or disclaimed.is_former(before)
        or re.search(r"\b(?:exceed|more than|up to|not to exceed)\W*\Z", before)
    ):
        return None
    name, what = _subject(before, after, found, sentence)
    if name is None and what is None:
        return None
    if _ORDINAL_YEAR.search(after[:80]):
        return None
    if found.unit and not per_in(after[:60]) and not per_in(name or "") and not per_order(name):
        return None
    per = (
        per_in(re.split(r"[;.]", after)[0][:80])
        or per_in(name or "")
        or per_in(_last(before))
        or per_in(sentence.heading)
    )
    per = per or per_order(name) or by_a_day(after)
    if per is None:
        return None
    following = "" if index is None else _following(setting, index)
    context = f"{text} {following}"
    effect = effect_of(re.split(r"[;]|\.\s", after)[0], setting)
    if effect.start is None and index is not None:
        effect = effect_for(index, setting)
    if effect.start is None:
        effect = _from_first(following, setting) or whole
    scope = scope_of(what or _measured_before(before), following, setting)
    term = Commitment(
        includes=scope.includes,
        excludes=scope.excludes,
        shortfall_unit_amount=each_missing(f"{after} {following}", setting) if found.unit else None,
        product=_product(name, what, sentence.heading),
        measure="amount" if found.unit is None else "quantity",
        value=found.value,
        unit=found.unit,
        currency=found.currency,
        per=per,
        shortfall="forfeited"
        if is_forfeited(context)
        else "billed"
        if BILLED.search(context) or is_fee(name) or (found.unit and CHARGED.search(context))
        else consequence_in(context),
        counts=what if what and not _FINITE.search(what) else None,
        first_period=first_period_of(name or "", setting),
        effective_from=effect.start,
        effective_to=effect.end,
    )
    return Draft(term, (Passage(sentence.start, sentence.end),))


def _measured_before(before: str) -> str:
    return _measured(_BOUND.sub("", re.split(r"[;]", before)[-1]))


def _subject(
    before: str, after: str, found: _Found, sentence: Sentence
) -> tuple[str | None, str | None]:
    """The minimum's own name, and what is measured against it; both None where this is no minimum."""
    if match := _CONDITIONAL.search(before):
        billed = BILLED.search(sentence.text) and re.search(r"difference|shortfall|deficit", after)
        return None, _measured(match["what"]) if billed else None
    if _NO_COMMITMENT.search(sentence.text):
        return None, None
    return _stated_minimum(before, after, found, sentence)


def _stated_minimum(
    before: str, after: str, found: _Found, sentence: Sentence
) -> tuple[str | None, str | None]:
    clause = re.split(r"[;]", before)[-1]
    if (match := _NAMED.search(clause)) and _STATES.match(match["rest"]):
        return match["name"], None
    if found.unit and _charged_at_least(clause, after):
        return None, found.unit
    if _BOUND.search(clause) and _UNDERTAKES.search(sentence.text):
        what = _measured(_BOUND.sub("", clause))
        if found.unit is None or re.search(
            r"\b(?:purchase|order|buy|take|tender|ship|deliver)|\bpays? for\b",
            sentence.text,
            re.IGNORECASE,
        ):
            return None, what or "purchases"
    return None, None


def _charged_at_least(clause: str, after: str) -> bool:
    """'Not fewer than 350 users will be charged in any month', 'Minimum of 240,000 pages per quarter'."""
    billed = re.match(
        r"\s+[\w ]{2,40}?\s(?:will|shall)\s+be\s+(?:charged|billed|invoiced)\b", after
    )
    opens = _CELL.match(clause.strip()[:40] + " x") and per_in(after[:60])
    return bool((_BOUND.search(clause) and billed) or opens)


_AROUND = re.compile(
    r"^.*?\b(?:takes?|that|purchases?|spends?|orders?|buys?|pays?)\s+(?=\S+\s+\S)|^\W*(?:accordingly|over|in|during|for)\b[^,]{0,40},?\s+(?=the\b)",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r",?\s+(?:(?:in|for|of|during|over)\s+(?:each|every|any|a|the|that)\s+[\w ]{3,30}?)?\s*(?:shall|must|will|are to|is to|for|come to|amount to|be|is)?"
    r"(?:\s+(?:be|come to|amount to|total))?\s*\Z",
    re.IGNORECASE,
)


_FINITE = re.compile(r"\b(?:shall|will|must|may|is|are|be|to)\b", re.IGNORECASE)


def _measured(clause: str) -> str:
    """What is measured against the minimum: 'the merchant service charges ..., taken together'."""
    words = _TAIL.sub("", _AROUND.sub("", clause.strip(" ,"), count=1)).strip(" ,")
    return re.sub(r"^(?:its|the|their)\s+", "", re.sub(r"\s+(?:shall|must|will)\Z", "", words))


def _product(name: str | None, what: str | None, heading: str) -> str | None:
    """The minimum's own name, the heading's where that names a minimum, else what is measured."""
    if name:
        return clean(name)
    head = re.sub(r"^\W*[\d.]+\s*", "", heading)
    bare = re.fullmatch(r"(?:minimum|commitment)", head, re.IGNORECASE) and what
    if bare and (one := _ONE_CHARGE.fullmatch(what or "")):
        return clean(one["name"])
    if re.fullmatch(r"[\w ’'-]*\b(?:minimum|commitment)", head, re.IGNORECASE) and ":" not in head:
        return clean(head)
    if match := re.match(
        r"minimum (?:purchase|offtake|volume|quantity)s? of (?:the )?(?P<of>[\w -]{3,30})\Z",
        head,
        re.IGNORECASE,
    ):
        return clean(match["of"])
    return clean(what) if what and not _FINITE.search(what) and not _WHO.match(what) else None


_ONE_CHARGE = re.compile(
    r"(?:the\s+)?(?:charges?|fees?)\s+for\s+(?:the\s+)?(?P<name>[A-Z][\w-]*(?:\s[A-Z][\w-]*){0,3})"
)
"""'The charges for Yard Watch': under a heading that only says 'Minimum', the minimum is of that."""
_WHO = re.compile(
    r"(?:the\s+)?(?:customer|client|buyer|licensee|merchant|company|you|he|it|they)\b",
    re.IGNORECASE,
)


def _last(before: str) -> str:
    return before[-160:]


def _following(setting: Setting, index: int) -> str:
    """The next sentences of the same section, in which the consequence stands."""
    here = setting.sentences[index]
    rest = setting.sentences[index + 1 : index + 4]
    return " ".join(s.text for s in rest if _related(s, here))


def _related(other: Sentence, here: Sentence) -> bool:
    """In the same section, or in another of the same parent ('1.' and '2.' of one article)."""
    if other.section is here.section or other.section is None or here.section is None:
        return other.section is here.section
    mine, its = here.section.parents[-1:], other.section.parents[-1:]
    return (bool(mine) and mine == its) or its == (here.section.label,)


def _from_first(following: str, setting: Setting) -> Effect | None:
    """From when 'the quarter that begins on 1 April is the first to which this applies' says."""
    if match := re.search(r"[^.]*\bis the first (?:to which|for which|period)\b", following):
        return effect_of(match.group(), setting)
    return None
