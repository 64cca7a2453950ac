"""The sentences of a document that are about how long the agreement runs and how it goes on.

The first that gives a length or a renewal is the main one; others count where they stand by it, name
the term that they define, or stand under a heading of it. Not: terms of confidentiality, of a lease
of people, of insurance, years and quarters that are defined, renewals to be negotiated.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from extractors.document import Document
from extractors.readers.grammar.clauses import RISK, Clause, clauses
from extractors.telltales import telling

RENEW = re.compile(
    r"\b(?:renew(?:s|ed|al|als|able|ing)?|extend(?:s|ed)?|extension|successive|rolls?\s+(?:on|over)|prolong(?:s|ed)?|year\s+by\s+year|month\s+by\s+month|continue\s+(?:it|them|this\s+agreement|by\s+itself|of\s+itself|automatically)|goes\s+on\s+for|at\s+a\s+time|from\s+year\s+to\s+year|year[\s-]to[\s-]year|month[\s-]to[\s-]month)\b",
    re.IGNORECASE,
)
INITIAL = re.compile(
    r"\bwe\s+agree\s+on\b|\b(?:initial|first|minimum|primary|base|order(?:\s+form)?|service|subscription|contract|renewal|extension|fixed|original|full)\s+(?:\w+\s+)?(?:term|period|duration)\b|"
    r"\bterm\s+(?:of|is|shall|runs|begins|commences|will|starts|in)\b|\bterm\s*:|^\W*(?:the\s+)?term\b|"
    r"\b(?:agreement|contract|it|order|subscription|letter|licen[cs]e)\b[^.;]{0,80}\b(?:runs|continues?|(?:is|be)\s+valid|is\s+concluded|entered\s+into|remains?\s+in\s+(?:full\s+)?(?:force|effect)|(?<!which\s)(?:ends?|expires?)\s+on|(?:in|into)\s+effect|commence[sd]?|be\s+for|is\s+for|lasts?|take[sn]?\s+effect)\b",
    re.IGNORECASE,
)
_TRIGGER = re.compile(f"(?:{RENEW.pattern})|(?:{INITIAL.pattern})", re.IGNORECASE)
_QUICK = re.compile(
    r"\b(?:renew|exten[ds]|successive|agree\s+on|goes\s+on|at\s+a\s+time|terms?\b|period|duration|continu|remain|effect|valid|runs?\b|rolls?\b|lasts?\b|prolong|year.to.year|month.to.month|concluded|commence|letter)",
    re.IGNORECASE,
)
_OTHER = telling(
    r"\bCalendar\s+(?:Year|Quarter|Month)[”\"]?\s+(?:means|shall\s+mean)|\b(?:confidential\w*|secre(?:t|cy)|non-?disclosure|survive\w*|insurance|warrant(?:y|ies)\s+(?:period|term)|warrants?\b|lease\s+of|patents?|trademark|"
    r"non-?compet\w+|non-?solicit\w+|solicit\w*|employ\w*|support\s+does|recurring\s+sale|releases?\s+of|fees?\s+for\s+step|table|during\s+the\s+initial|unexpired|grants?\b|payments?\b|retention|backups?|escrow|domain\s+name|force\s+majeure|events?\s+beyond|liabilit\w+|indemnif\w+|dispute|arbitrat\w+|"
    r"personal\s+data|credential\w*|interrupt\w*|cure|transition|wind-?down|fiscal|offer\s+(?:is|remains)|quot\w+|export|records?|limitation\s+period|statute|invoic\w+|discount\w*|promotion\w*|trial|free\s+of|inspect\w*|notices?\s+of\s+default)\b",
    re.IGNORECASE,
)
_SUBJECT = telling(
    r"\b(?:agreement|contract|order(?:\s+form)?s?|term|subscription|licen[cs]e|letter|renewal|minimum\s+period|initial\s+period)\b|\bit\s+(?:shall|will|then|is|renews|starts|begins|lasts|runs|continues|goes\s+on)\b|\bat\s+a\s+time,?\s+unless\b|\bwe\s+agree\s+on\b|\brolls?\s+on\b",
    re.IGNORECASE,
)
_SURELY = telling(
    r"\bautomatically\s+(?:be\s+)?renew\w*|\brenews?\s+automatic|\binitial\s+term\s+(?:of|is|shall|runs|begins)|\bsuccessive\b[^.;]{0,40}\b(?:terms?|periods?|years?)\b",
    re.IGNORECASE,
)
_FAR = 10
"""Sentences beyond which a clause is about something else, unless its heading says that it is not."""
_HEADED = re.compile(
    r"\b(?:terms?|duration|renewals?|extensions?|commencement|minimum\s+period|order)\b",
    re.IGNORECASE,
)
_NAMES_TERM = re.compile(
    r"[“\"](?:the\s+)?(?:(?:initial|renewal|services?|subscription|contract|order|original|framework|fixed)\s+)?(?:term|period)[”\"]",
    re.IGNORECASE,
)


def together(document: Document, fields_of: Callable[[Clause], dict[str, Any]]) -> list[Clause]:
    """The clauses on the term of the agreement: the first that gives its length or renewal, and those by it."""
    about = [clause for clause in clauses(document, _QUICK, headed=True) if _about_term(clause)]
    lengths = {"initial_months", "initial_until", "renewal_months", "evergreen"}
    main = next((clause for clause in about if lengths & fields_of(clause).keys()), None)
    if main is None:
        return about
    return [clause for clause in about if _near(clause, main)]


def _near(clause: Clause, main: Clause) -> bool:
    if clause.row is not None or main.row is not None or abs(clause.index - main.index) <= _FAR:
        return True
    if _NAMES_TERM.search(clause.text):
        return True
    return bool(clause.heading) and _HEADED.search(clause.heading) is not None


_OTHER_PERIOD = telling(
    r"[“\"][^”\"]{1,60}[”\"]\s+(?:is|are|shall\s+be)\s+(?:hereby\s+)?(?:changed|replaced|substituted|amended)\b|[“\"][^”\"]*\b(?:Year|Quarter|Month)s?[”\"]\s+(?:means|shall\s+mean)|\bnegotiat\w+|\bpolic(?:y|ies)\b|^\W*(?:[\w.]+\s+)?(?:if|where)\b[^.;]*\bmonth[\s-]to[\s-]month",
    re.IGNORECASE,
)
"""A year or quarter that is defined, a renewal that is to be negotiated, a makeshift month by month."""


def about_term(clause: Clause) -> bool:
    """Whether a sentence is about how long the agreement runs or goes on, understood or not."""
    return _about_term(clause) and bool(
        clause.durations or clause.dates or RENEW.search(clause.text)
    )


def _about_term(clause: Clause) -> bool:
    if not (_TRIGGER.search(clause.text) or _TRIGGER.search(clause.heading)):
        return False
    if _OTHER_PERIOD.search(clause.text):
        return False
    first = re.split("[;\u037e]", clause.text)[0]  # some PDFs write the Greek question mark
    if RISK.search(first) or not _SUBJECT.search(f"{clause.heading}: {clause.text}"):
        return False
    return not _OTHER.search(first) or _SURELY.search(clause.text) is not None
