"""Clauses that change a rule of rising prices: a new percent, a first day, steps that are deferred."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from extractors.document import Document, Row
from extractors.readers.grammar.clauses import Clause, draft, thing
from extractors.readers.grammar.indices import INDEX
from extractors.readers.grammar.quantities import find_dates, find_percents
from extractors.readers.grammar.rises import compounding
from extractors.readers.grammar.sentences import Setting, setting_of
from extractors.readers.grammar.timing import timing
from extractors.readers.reading import Draft, Passage
from terms.escalation import Escalation, EscalationStep

_CHANGES = re.compile(
    r"\b(?:percentage|rate\s+of\s+(?:increase|escalation)|escalat(?:or|ion)(?:\s+(?:rate|percentage|factor))?|uplift|"
    r"annual\s+increase|raise|increase)\b(?:[^.;]|\.\d){0,90}\b(?:is|are|shall\s+be|will\s+be)\s+(?:hereby\s+)?"
    r"(?:reduced|increased|changed|raised|lowered|amended|replaced|set|fixed|decreased)\b",
    re.IGNORECASE,
)
_FIRST_TIME = re.compile(
    r"\b(?:for\s+the\s+first\s+time\s+on|first\s+(?:\w+\s+){0,2}(?:date|increase|adjustment|indexation)\b[^.;]{0,40}\bis)\b",
    re.IGNORECASE,
)


def change(clause: Clause) -> Draft | None:
    """'The percentage in Section 4.2 is reduced to four percent (4.0%)': what the change states."""
    match = _CHANGES.search(clause.text)
    if not match:
        return None
    after = [at for at in clause.percents if at.start >= match.end() - 1]
    given = [
        at
        for at in after
        if re.search(
            r"\b(?:to|by|at|with)\b", clause.text[match.end() - 1 : at.start], re.IGNORECASE
        )
    ]
    if not given:
        return None
    when = timing(clause)
    fields: dict[str, Any] = {"method": "fixed", "percent": given[-1].value, **when}
    if compounding(clause) is not None:
        fields["compounding"] = compounding(clause)
    start = _starting(clause)
    if following := re.search(r"\bafter\s+the\s+((?:[A-Z]\w+\s+){0,2}Date)\b", clause.text):
        start = start or clause.day(following[1])
    if start:
        fields["effective_from"] = start
    return draft(Escalation(**fields), clause)


_FROM = re.compile(
    r"\b(?:with\s+effect\s+from|effective|from|as\s+of|on\s+and\s+after|starting)\s+(?:the\s+)?\W*\Z",
    re.IGNORECASE,
)


def _starting(clause: Clause) -> date | None:
    for at in clause.dates:
        if _FROM.search(clause.text[: at.start]):
            return at.value
    return None


SWAPPED = re.compile(
    r"\b(?:becomes|replaced\s+(?:by|with)|replacing|substituted\s+(?:by|with|for)|(?:shall|is\s+to)\s+be\s+read\s+as|now\s+reads)\b",
    re.IGNORECASE,
)
_RISES = re.compile(
    r"\b(?:increases?|escalat\w+|uplift|ris(?:e|es)|index\w*|price\s+adjustment|annual\s+adjustment)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[“\"][^”\"]{0,60}(?:%|\bper\s?cent)[^”\"]{0,20}[”\"]", re.IGNORECASE)


def swap(clause: Clause) -> Draft | None:
    """'“3.5%” becomes “3.0%” for the rises on and after 1 July 2026': the new percent alone."""
    if len(clause.percents) != 2 or clause.row:
        return None
    first, second = clause.percents
    between = SWAPPED.search(clause.text, first.end, second.start)
    if len(_QUOTED.findall(clause.text)) != 2 and not between:
        return None
    if not _RISES.search(f"{clause.heading} {clause.text}"):
        return None
    start = next(
        (
            at.value
            for at in clause.dates
            if re.search(r"\b(?:after|from|of)\s+\W*\Z", clause.text[: at.start], re.IGNORECASE)
        ),
        None,
    )
    return draft(Escalation(percent=clause.percents[1].value, effective_from=start), clause)


_STEPS = re.compile(r"\b(?:increase|escalation|uplift|revision|adjustment)s?\b", re.IGNORECASE)


def schedules(document: Document) -> Iterator[Draft]:
    """A table of days and the increase on each: '1st April 2025 | 5%'."""
    setting = setting_of(document)
    for table in document.tables:
        head = document.text[table.head.start : table.head.end] if table.head else ""
        if not _STEPS.search(head) or len(table.rows) < 1:
            continue
        steps = [_step(row, setting) for row in table.rows]
        if any(step is None for step in steps):
            continue
        compounds = re.search(r"\bthen\s+(?:prevailing|current|in\s+(?:force|effect))\b", head)
        yield Draft(
            Escalation(
                method="schedule",
                schedule=tuple(step for step in steps if step),
                compounding=True if compounds else None,
                automatic=True,
            ),
            tuple(Passage(row.start, row.end) for row in table.rows),
        )


def _step(row: Row, setting: Setting) -> EscalationStep | None:
    """A row of one day and one percent, or None."""
    cells = [cell.text.strip() for cell in row.cells if cell.text.strip()]
    if len(cells) != 2:
        return None
    days = find_dates(cells[0], setting.habits)
    sizes = find_percents(cells[1], setting.habits)
    if len(days) != 1 or len(sizes) != 1 or len(cells[1]) > 40:
        return None
    return EscalationStep(on=days[0].value, percent=sizes[0].value)


def first_step(clause: Clause) -> Draft | None:
    """'The first Indexation Date for A4 is 1 April 2027': only the first day."""
    match = _FIRST_TIME.search(clause.text)
    if not match or clause.percents or INDEX.search(clause.text.replace("Index Date", "")):
        return None
    words = f"{clause.text} {clause.after(1)}"
    if SWAPPED.search(clause.text, match.end()) and len(clause.dates) == 2:
        if not re.search(r"\b(?:adjust|index|escalat|increas|rais)\w*", words, re.IGNORECASE):
            return None
        return draft(Escalation(first_on=clause.dates[1].value), clause)
    after = [
        at for at in clause.dates if at.start >= match.end() - 1 and at.start - match.end() < 20
    ]
    if not after or not re.search(
        r"\b(?:adjust|index|escalat|increas|rais)\w*", clause.text, re.IGNORECASE
    ):
        return None
    named = re.search(r"\b[Dd]ate\s+for\s+([A-Z][\w-]*(?:\s+[A-Z][\w-]*){0,3})", match[0] + " ")
    return draft(
        Escalation(
            product=_referred(clause, named[1]) if named else thing(clause.heading),
            first_on=after[0].value,
        ),
        clause,
    )


def _referred(clause: Clause, name: str) -> str:
    """What a line of an order's table is called, where a clause names the line ('A4')."""
    row = re.search(rf"^{re.escape(name)}\t([^\t\n(]{{3,80}})", clause.setting.text, re.MULTILINE)
    return row[1].strip() if row else name


DEFERRED = re.compile(
    r"\bwould\s+have\s+been\s+if\s+(?:section|clause|article|paragraph|§)\s*[\w.()]+\s+had\s+(?:been\s+applied|applied)",
    re.IGNORECASE,
)
_RESTORED = re.compile(
    r"\b[Tt]he\s+((?:[A-Z][\w-]*\s+){1,3}(?:Fee|Price|Charge|Rate))\s+shall\s+be\s+the\s+amount\b"
)


def deferral(clause: Clause) -> Draft | None:
    """'From D the fee is what it would have been had Section X applied': steps count, but later."""
    restored = _RESTORED.search(clause.text)
    if not clause.dates:
        return None
    fields: dict[str, Any] = {
        "first_on": clause.dates[0].value,
        "deferred_until": clause.dates[-1].value,
        "product": restored[1] if restored else None,
        "effective_from": _made_on(clause),
    }
    if re.search(r"\bcompounding\b", clause.text, re.IGNORECASE):
        fields["compounding"] = True
    return draft(Escalation(**fields), clause)


def _made_on(clause: Clause) -> date | None:
    """The day on which the paper that defers the steps is made: from then on nothing is charged."""
    head = clause.setting.text[:2000]
    for at in find_dates(head, clause.setting.habits):
        if re.search(r"\b(?:made|entered\s+into|dated)\s+(?:as\s+of|on)?\s*\Z", head[: at.start]):
            return at.value
    return None
