"""Clauses on money that no rule understood, by their words alone: for a person to read.

A sentence is left over where it speaks of late or wrong bills, of prices that change, of replaced
figures, or of credits, and carries no draft. One that speaks of payment, of the term or of partial
months is left over only where the document gave no such term at all: there are many of them, and
most say again what another said.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator

from extractors.document import Document
from extractors.readers.grammar import escalations, lookbacks
from extractors.readers.grammar.clauses import Clause, clauses
from extractors.readers.grammar.topics import TOPICS
from extractors.readers.reading import Draft, Leftover

_SWAPPED = re.compile(
    r"\b(?:becomes?|replac(?:ed|ing|es)|substitut(?:ed|ing|es)|amend(?:ed|ing|s)|chang(?:ed|ing)|extended|lengthened|prolonged|reduced|lowered|"
    r"increased|raised|shortened|curtailed|struck|deleted|deleting|inserted|inserting|supplemented|reformulated|restated|modified|varied|"
    r"(?:shall|to|will)\s+(?:now\s+)?(?:be\s+)?read|read\s+as|now\s+reads?|reads|in\s+(?:place|lieu)\s+of|instead\s+of|departure\s+from|varying)\b",
    re.IGNORECASE,
)
_REFERS = re.compile(
    r"\b(?:section|clause|article|paragraph|condition|item|part|schedule|annex\w*|exhibit)\s*[A-Z]?[\d(]|§",
    re.IGNORECASE,
)
_QUOTES = re.compile(r"[“\"][^”\"]{1,80}[”\"]")
_DUE = re.compile(
    r"\b(?:pay|paid|payable|payment|due|settle\w*)\b(?=.*\b(?:days?|receipt|weeks?|month)\b)(?=.*\b(?:invoices?|bills?|fees?|charges?)\b)",
    re.IGNORECASE,
)
_NOT_DUE = re.compile(
    r"\b(?:refund\w*|terminat\w*|suspend\w*|overdue|late|unpaid|disput\w*|audit\w*|reimburs\w*|deposit|interest)\b",
    re.IGNORECASE,
)
_RENEWS = re.compile(
    r"\b(?:renew(?:s|ed|al)?|extend(?:s|ed)?\s+(?:by|for)|prolong\w*|(?:initial|minimum|contract)\s+term\s+(?:is|of))\b"
    r"(?=.*\b(?:years?|months?|automatic\w*|notice|term)\b)",
    re.IGNORECASE,
)
_NOT_TERM = re.compile(
    r"\b(?:insurance|warrant\w*|confidential\w*|licen[cs]e\s+plate|patents?|lease|certificate|permit|credit\s+card|domain)\b",
    re.IGNORECASE,
)
_PARTIAL = re.compile(
    r"\b(?:pro[\s-]?rat\w+|apportion\w*|part(?:ial)?[\s-](?:months?|periods?|years?))\b",
    re.IGNORECASE,
)
_CHARGE = re.compile(
    r"\b(?:fees?|charges?|charged|prices?|rent\w*|bill\w*|invoice\w*)\b", re.IGNORECASE
)
_CREDITED = re.compile(
    r"\bservice\s+credits?\b(?=.*(?:\d|\b(?:one|half|tenth|twelfth|thirtieth)\b))", re.IGNORECASE
)
_ASKED = re.compile(
    r"\b(?:request\w*|claim\w*|ask\w*|notif\w*|exceed|sole\s+remedy)\b", re.IGNORECASE
)


def _payment(clause: Clause) -> bool:
    return bool(_DUE.search(clause.text)) and not _NOT_DUE.search(clause.text)


def _renewal(clause: Clause) -> bool:
    return bool(_RENEWS.search(clause.text)) and not _NOT_TERM.search(clause.text)


def _proration(clause: Clause) -> bool:
    return bool(_PARTIAL.search(clause.text) and _CHARGE.search(clause.text))


def _credit(clause: Clause) -> bool:
    return bool(_CREDITED.search(clause.text)) and not _ASKED.search(clause.text)


def _replacement(clause: Clause) -> bool:
    """'In Section 5.03 the words "ten Business Days" are replaced with "twenty Business Days"'.

    Also 'the period of ninety days in Section 3 is shortened to sixty days': an old and a new figure.
    """
    text = clause.text
    sized = len(clause.durations) + len(clause.percents) + len(clause.money) + len(clause.dates)
    if not sized:
        return False
    quoted = len(_QUOTES.findall(text))
    return quoted >= 2 or (_REFERS.search(text) is not None and (quoted >= 1 or sized >= 2))


_Test = Callable[[Clause], bool]
_ALWAYS: tuple[tuple[re.Pattern[str], _Test, str], ...] = (
    (
        lookbacks.TRIGGER,
        lookbacks.resembles,
        "speaks of a time to correct bills; no rule understood it",
    ),
    (
        escalations.TRIGGER,
        escalations.resembles,
        "speaks of rising prices; no rule understood it",
    ),
    (_SWAPPED, _replacement, "changes a figure of another section; no rule understood it"),
    (_CREDITED, _credit, "speaks of service credits; no rule understood it"),
)
_WHERE_NONE: tuple[tuple[str, re.Pattern[str], _Test, str], ...] = (
    ("payment", _DUE, _payment, "speaks of when to pay; no rule understood it"),
    ("renewal", _RENEWS, _renewal, "speaks of the term and its renewal; no rule understood it"),
    ("proration", _PARTIAL, _proration, "speaks of partial months; no rule understood it"),
)
_BOUGHT = ("price", "quantity", "commitment")
_APART_FROM = dict.fromkeys(("lookback", "escalation", "credit", "surcharge"), _BOUGHT)
"""Terms that do not answer for a topic: a price in the sentence says nothing of its surcharge."""
_MOST = 3
"""How many sentences on payment, term or partial months are shown: more would say the same."""


def leftovers(document: Document, taken: Iterable[Draft]) -> Iterator[Leftover]:
    """Every sentence that reads like a clause on money or time to bill, and carries no draft."""
    drafts = list(taken)
    spans = sorted((at.start, at.end) for draft in drafts for at in draft.passages)
    types = {draft.term.type for draft in drafts}
    given: set[int] = set()
    for trigger, resembles, why in _ALWAYS:
        yield from _left(document, trigger, resembles, why, spans, given)
    for kind, (trigger, resembles, why) in TOPICS:
        own = [
            (at.start, at.end)
            for draft in drafts
            if draft.term.type not in _APART_FROM.get(kind, ())
            for at in draft.passages
        ]
        told = f"{why}; no rule understood it"
        yield from _left(document, trigger, resembles, told, sorted(own), given)
    for kind, trigger, resembles, why in _WHERE_NONE:
        if kind not in types:
            found = list(_left(document, trigger, resembles, why, spans, given))
            yield from found[:_MOST]


def _left(
    document: Document,
    trigger: re.Pattern[str],
    resembles: _Test,
    why: str,
    spans: list[tuple[int, int]],
    given: set[int],
) -> Iterator[Leftover]:
    for clause in clauses(document, trigger):
        start = clause.sentence.start
        if start in given or clause.risky or not resembles(clause) or _covered(spans, clause):
            continue
        given.add(start)
        yield Leftover(clause.passage(), why)


def _covered(spans: list[tuple[int, int]], clause: Clause) -> bool:
    start, end = clause.sentence.start, clause.sentence.end
    index = bisect_right(spans, (end, end))
    return any(low < end and start < high for low, high in spans[max(0, index - 40) : index])
