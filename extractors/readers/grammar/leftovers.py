"""Passages that carry money and that no rule turned into a term: nothing is dropped in silence."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from extractors.document import Document, Table
from extractors.readers.grammar import disclaimed
from extractors.readers.grammar.allowances import allowances_in
from extractors.readers.grammar.quantities import (
    Habits,
    find_money,
    find_numbers,
    find_percents,
)
from extractors.readers.grammar.sentences import Setting, headings_of, setting_of
from extractors.readers.reading import Draft, Leftover, Passage
from extractors.telltales import telling

_BILLABLE = telling(
    r"\b(?:fees?|charges?|charged|prices?|pricing|rates?|costs?|rental|rent|invoic\w+|bill(?:ed|ing|s)?|discount\w*|rebate\w*|credits?|"
    r"minimum|commit\w*|shortfall|royalt\w+|commission|surcharge\w*|premium|increase\w*|escalat\w+|adjust\w*|index\w*|"
    r"pay|pays|payable|payment|paid|refund\w*|allowance|purchase|tier\w*|percent\w*|overage|late|interest|consideration)\b",
    re.IGNORECASE,
)
_UNSTATED = telling(
    r"(?:\[\*+\]|\[\s*[●•_]+\s*\]|\*{3,}|\$\s?_{2,}|_{3,}|\bTBD\b|\bto be (?:agreed|determined|confirmed|negotiated)\b|\bupon request\b|\bon request\b)",
    re.IGNORECASE,
)
_OTHER_PERCENT = telling(
    r"\b(?:uptime|availab\w+|capacity|load|tolerance|cases|accuracy|voting|ownership|shares|humidity|sample|threshold|quality)\b",
    re.IGNORECASE,
)


_FREE = telling(r"\bincluded?s?\b", re.IGNORECASE)
_FRACTION = telling(
    r"\bone[- ](?:half|third|quarter|thirtieth)\s+of\s+(?:the|any|each)\b[^.]{0,40}\b(?:rate|charge|fee|price|cost)s?\b",
    re.IGNORECASE,
)
_PRICED = re.compile(
    r"\b(?:rates?|prices?|fees?|charges?|cents|minimum|quantity of units)\b", re.IGNORECASE
)


def leftovers(document: Document, drafts: Iterable[Draft]) -> Iterator[Leftover]:
    """Every sentence and row about money that no draft rests on, with why."""
    drafts = tuple(drafts)
    taken = sorted((p.start, p.end) for draft in drafts for p in draft.passages)
    stated = {(p.start, p.end): _figures(d) for d in drafts for p in d.passages}
    for draft in drafts:
        for p in draft.passages:
            stated[p.start, p.end] = stated[p.start, p.end] | _figures(draft)
    setting = setting_of(document)
    passages = [
        (sentence.text, Passage(sentence.start, sentence.end), _why)
        for sentence in setting.sentences
    ]
    compared = set()
    for table in document.tables:
        if _COMPARED.search(" ".join(part.text for part in table.head.cells) if table.head else ""):
            compared |= {row.start for row in table.rows}
        if whole := _whole_table(document, table, setting, taken):
            yield whole
            continue
        for row in table.rows:
            at = Passage(row.start, row.end)
            passages.append((document.text[row.start : row.end], at, _why_row))
    for text, at, reason in passages:
        why = reason(text)
        if why and not _covered(taken, at.start, at.end):
            yield Leftover(at, why)
        elif why and _unused(text, at, stated, setting, partly=at.start not in compared):
            yield Leftover(at, _PARTLY)


_PARTLY = "an amount of it is in no term that was read"


def _figures(draft: Draft) -> frozenset[Decimal]:
    """Every figure that a term states, those of its tiers too."""
    values = [getattr(draft.term, name) for name in type(draft.term).model_fields]
    for tier in getattr(draft.term, "tiers", None) or ():
        values += [tier.unit_amount, tier.flat_amount]
    return frozenset(value for value in values if isinstance(value, Decimal))


def _unused(
    text: str,
    at: Passage,
    stated: Mapping[tuple[int, int], frozenset[Decimal]],
    setting: Setting,
    *,
    partly: bool,
) -> bool:
    """Whether no term that rests on a passage states any of its amounts; of a row (`partly`), one of them.

    Amounts under titles such as 'List price' or 'Previous' only compare, and need no term.
    """
    moneys = {money.value for money in find_money(text, setting.habits)}
    resting = [
        figures for (start, end), figures in stated.items() if start < at.end and at.start < end
    ]
    told = frozenset[Decimal]().union(*resting)
    if not moneys or not moneys & told:
        return bool(moneys)
    counts = {number.value for number in find_numbers(text, setting.habits)} | told
    unsaid = moneys - told - {one * other for one in told for other in counts}
    return partly and bool(unsaid) and "\t" in text and not _COMPARED.search(text)


_PRICED_LEAD = re.compile(
    r"\b(?:rates?|prices?|pricing|fees?|charges?|cents|minimum|credits?|deductions?|discounts?|rebates?|costs?)\b",
    re.IGNORECASE,
)


def headings_text(document: Document, offset: int) -> str:
    """The headings over a place, joined."""
    return " ".join(headings_of(document, offset))


_COMPARED = re.compile(
    r"\b(?:instead|in place|former|previous|list|was|total|until|before|replaced|standard|value|current|extended|catalogu?e|rack|retail|budget|present|annual(?:ised|ized)?)\b",
    re.IGNORECASE,
)


def _whole_table(
    document: Document, table: Table, setting: Setting, taken: list[tuple[int, int]]
) -> Leftover | None:
    """A table of bare figures under words of price, of which no row was understood."""
    if not table.rows:
        return None
    start, end = (table.head or table.rows[0]).start, table.rows[-1].end
    text = document.text[start:end]
    if _covered(taken, start, end) or find_money(text) or not re.search(r"\d", text):
        return None
    before = setting.before(start)
    head = document.text[start : table.rows[min(1, len(table.rows) - 1)].start]
    lead = document.text[max(0, before.start - 200) : start] if before else ""
    told = f"{headings_text(document, start)} {lead}"
    figured = re.search(r"\d[.,]\d{2}\b|%", text)
    if not _PRICED.search(head) and not (_PRICED_LEAD.search(told) and figured):
        return None
    return Leftover(Passage(start, end), "a table of figures about prices; no rule understood it")


def _why(text: str) -> str | None:
    if len(text) < 8:
        return None
    billable = _BILLABLE.search(text) is not None
    if find_money(text) and (billable or len(text) < 200):
        why: str | None = "speaks of money; no rule understood it"
    else:
        why = _why_without_amount(text) if billable else None
    return None if why is None or disclaimed.about_risk(text) else why


def _why_without_amount(text: str) -> str | None:
    if _UNSTATED.search(text):
        return "an amount is left open or redacted"
    if _FREE.search(text) and allowances_in(text, 0, Habits()):
        return "an included quantity; no price was found for what goes beyond it"
    if _FRACTION.search(text):
        return "speaks of a part of a price; no rule understood it"
    if find_percents(text) and not _OTHER_PERCENT.search(text):
        return "speaks of a percent of money; no rule understood it"
    return None


def _why_row(text: str) -> str | None:
    if find_money(text) and not disclaimed.about_risk(text):
        return "a table row with an amount; no rule understood it"
    if _UNSTATED.search(text) and _BILLABLE.search(text):
        return "an amount is left open or redacted"
    return None


def _covered(taken: list[tuple[int, int]], start: int, end: int) -> bool:
    at = bisect_right(taken, (end, end))
    return any(first < end and start < last for first, last in taken[max(0, at - 40) : at])
