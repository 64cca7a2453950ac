"""The last look: sentences with a size on a matter of bills that no term of that matter rests on.

The rules and the topics know clauses by how they are drafted. Here the words of the matter (paying,
billing, the term, a minimum, an inspection, prices that move) and any size beside them are enough,
however the sentence is put; in a short paper that changes another, a size alone is. What is plainly
no matter of bills (liability, insurance, secrecy, defects, curing a breach) is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from extractors.document import Document
from extractors.readers.grammar.clauses import Clause, clause_at
from extractors.readers.grammar.held_and_counted import (
    EQUALS,
    HELD,
    ZONE,
    clocks,
    measures,
    stays,
)
from extractors.readers.grammar.indices import INDEX
from extractors.readers.grammar.quantities import find_months, find_numbers
from extractors.readers.grammar.sentences import Sentence, Setting, numbered, setting_of
from extractors.readers.grammar.tenure_clauses import about_term
from extractors.readers.reading import Draft, Leftover
from extractors.telltales import Telling, telling


def _words(pattern: str) -> Telling:
    return telling(rf"\b(?:{pattern})", re.IGNORECASE)


_LONGEST = 600
"""Characters above which a sentence is looked at, and shown, in parts."""
_ALIEN = _words(
    r"liab(?:le|ility|ilities)\b|indemni\w+|insur(?:ance|ed|er)\w*|confidential\w*|warrant(?:y|ies|s|ed)\b|cure[ds]?\b|breach\w*|bankrupt\w*|insolven\w*|"
    r"arbitrat\w+|personal\s+data|salar\w+|employ(?:ment|er)\b|defect\w*|trademarks?\b|patents?\b|copyright\w*|courts?\b|jurisdiction|"
    r"force\s+majeure|recall\w*|shareholder\w*|securities\b|litigation|regulat(?:ory|or|ions?)\b|compet(?:e|ing|itive|ition)\b|solicit\w*|accredit\w*|certificat\w*|"
    r"damage\s+to|loss\s+of|injur\w+|death\b|clinical\w*|royalt\w+|net\s+sales|forecast\w*|estimate[sd]?\b|e\.g\."
)
_BILL = _words(
    r"invoic\w*|bill(?:s|ed|ing)?\b|accounts?\b|statements?\b|charg(?:e|es|ed|ing)\b|fees?\b|over-?(?:charg|pa(?:y|id))\w*|under-?(?:charg|pa(?:y|id))\w*|"
    r"refund\w*|repa(?:y|id|yment)\w*|direct\s+debit|prices?\b|rates?\b|sums?\b|amounts?\b|money\b|hire\b|rent\b"
)
_SURELY_BILL = _words(
    r"invoic\w*|bill(?:s|ed|ing)?\b|over-?charg\w*|under-?charg\w*|over-?pa(?:y|id)\w*|direct\s+debit|refund\w*"
)
_PAY = _words(
    r"pay(?:s|able|ment|ments|ing)?\b|paid\b|due\b|collect(?:s|ed)?\b|settle[sd]?\b|remit\w*|overdue\b|unpaid\b|late\b|delay\b|interest\b|arrears\b"
)
_AMENDS = _words(
    r"correct\w*|wrong\b|mistakes?\b|err(?:or|ors|oneous\w*)\b|disput\w*|object\w*|quer(?:y|ies)\b|challeng\w*|contest\w*|too\s+(?:much|little|high|low)|claim\w*|"
    r"late[rs]?\b|waive[sd]?\b|binding\b|accepted\b|final\b|refund\w*|repa(?:y|id)\w*|omit\w*|excess\w*|free\b|ask(?:ed|s)?\b|put\s+right|back\b|"
    r"(?:not|never)\s+(?:\w+\s+){0,3}(?:placed|made|put|shown|included|billed|invoiced|charged|paid|owing)\b"
)
_DAY = re.compile(
    r"\b(?:by|on|before|until|than)\s+the\s+(?:[\w-]+\s+){0,3}?(?:\(?\d{1,3}(?:st|nd|rd|th)\)?|first|second|third|\w+(?:th|eth)|last)\)?\s*(?:\(\d{1,3}(?:st|nd|rd|th)\)\s+)?(?:\w+\s+)?days?\b"
    r"|\b\d{1,2}(?:st|nd|rd|th)\s+of\b|\b(?:last\s+day|end)\s+of\s+(?:the\s+|each\s+)?(?:\w+\s+)?month\b|\bby\s+the\s+\d{1,2}(?:st|nd|rd|th)\b",
    re.IGNORECASE,
)
_LEAST = _words(
    r"at\s+least\b|(?:not|no|never)\s+(?:\w+\s+){0,3}?(?:less|fewer|below|under)\b|minimum\b|floor\b|falls?\s+short|shortfall\b|guaranteed\b|commit(?:s|ted|ment)?\b|base\s+(?:hours|volume|quantity)|smallest\b"
)
_SOLD = _words(
    r"purchas\w*|buy\b|orders?\b|ordered\b|charg\w*|pa(?:y|ys|id)\b|fees?\b|bill\w*|hired?\b|suppl(?:y|ies)\b|tak(?:e|es|en)\b|spend\b|volume\b|quantit\w+|units?\b|month\b|year\b|quarter\b|revenue\b|sales\b"
)
_NOT_SOLD = _words(
    r"notice\b|uptime\b|availab\w+|wages?\b|age\b|response\b|hours['’]?\s+notice|rating\b|capital\b|encrypt\w*|characters\b|bits?\b|retain\w*"
)
_MINIMAL = re.compile(
    r"minimum|quota|shortfall|less\s+than|fewer\s+than|at\s+least|guarante", re.IGNORECASE
)
_NAMES_LEAST = _words(
    r"minimum\s+(?:\w+\s+){0,2}?(?:purchas\w*|performance|orders?|sales|volumes?|quantit(?:y|ies)|commitments?|guarantees?|payments?|royalt(?:y|ies)|fees?|amounts?|revenues?|"
    r"quotas?|requirements?|distributions?|charges?|goals?|throughput|offtake|inventory|weights?|levels?|stocks?|number)\b|(?:sales|purchase|development|annual|volume)\s+quotas?\b|"
    r"meet(?:ing|s)?\s+the\s+quotas?\b|[\w-]+\s+minimums?\b|guaranteed?\s+(?:\w+\s+){0,3}(?:number|volume|quantity|purchases?|impressions)\b|take[\s-]or[\s-]pay\b|target\s+volume\b"
)
_LEAST_SIZE = re.compile(
    r"\b(?:at\s+least|minimum(?:\s+(?:of|number\s+of))?|(?:not|no|never)\s+(?:\w+\s+){0,3}?(?:less|fewer)\s+than)\s+(?:(?:a|an|the|following|average|of|total|sum)\s+){0,4}"
    r"(?:[$€£¥]?\s?\[|[$€£¥]|[A-Z]{3}\s?\d|\d|\*{2,}|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|sixteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred)\b|quantities\b)"
    r"(?![^.;,]{0,30}\b(?:days?|weeks?|months?|years?|hours?|minutes?)\b)",
    re.IGNORECASE,
)
_PROMISES = _words(
    r"shall\b|will\b|must\b|agrees?\b|undertak\w+|commits?\b|guarante\w+|required\b|obligat\w+|responsible\b"
)
_NO_MINIMUM = _words(
    r"insur\w*|liabilit\w*|notice\b|minimum\s+(?:wage|age|standards?|qualit\w+|qualifications?|extent)|tone\b|voting|directors?\b|shares\b|ownership\b|rating\b|net\s+worth"
)
_LOOKS = _words(
    r"audit\w*|inspect\w*|examin\w*|review\b|look\s+at\b|check\b|verif\w*|see\b|access\b|records?\b|books\b"
)
_LOOKED_AT = _words(
    r"records?\b|books\b|accounts?\b|logs?\b|invoic\w*|time\s+sheets|charges?\b|usage\b|ledgers?\b"
)
_OFTEN = _words(r"once\b|twice\b|one\s+time\b|annual(?:ly)?\b|every\s+year")
_MOVES = _words(
    r"increas\w*|ris(?:e|es|ing|en)\b|rais\w+|adjust\w*|index\w*|escalat\w*|uplift\w*|revis\w+|review\w*|advances?\b|moves?\b|goes?\s+up\b|higher\b|put(?:s|ting)?\s+(?:\w+\s+){0,3}up\b|"
    r"suspend(?:ed|s)?\b|movement\b|changes?\b|vary\b|varied\b"
)
_PRICED = _words(
    r"prices?\b|pricing\b|fees?\b|charges?\b|rates?\b|rents?\b|tariffs?\b|hire\b|remuneration\b|guarantee\b|commitment\b"
)
_NO_RISE = _words(
    r"interest\b|tax(?:es)?\b|VAT\b|GST\b|exchange\s+rate|late\s+(?:fee|payment|charge)s?\b|milestones?\b"
)
_CLAUSE_REF = re.compile(
    r"\b(?:section|clause|article|paragraph|condition|item|part|line|schedule|annex\w*|exhibit|row|note)s?\s*(?:[A-Z]\b|[A-Z]?[\d(IVX])|§|\b[IVX]{1,4}\.[\dA-Z]",
    re.IGNORECASE,
)
_CHANGING_PAPER = re.compile(
    r"\b(?:amend(?:ment|ing)|variation|addendum|change\s+(?:order|note|notice|request)|supplement(?:al|ary)?|memorandum|deed\s+of|letter|renewal|revision|addition\s+to|extension)\b|^\W*dear\b",
    re.IGNORECASE | re.MULTILINE,
)
_SHORT_PAPER = 9000
"""Characters below which a paper may be one that changes another, or a letter."""
_EFFECT = _words(
    r"from\b|until\b|effect\w*|begin\w*|start\w*|appl(?:y|ies)\b|first\b|next\b|suspend\w*|instead\b|stays?\b|remains?\b|becomes?\b|reads?\b|replaced\b|than\b"
)


def _timed(clause: Clause) -> bool:
    return bool(clause.durations) or _DAY.search(clause.text) is not None


def _ours(clause: Clause) -> bool:
    return _ALIEN.search(clause.text) is None


def _pays(clause: Clause) -> bool:
    text = clause.text
    timed = _timed(clause) or bool(clause.percents)
    return timed and bool(_PAY.search(text) and (_BILL.search(text) or _short_of_noun(clause)))


def _short_of_noun(clause: Clause) -> bool:
    """'Each falls due forty-five days after the end of the month': the sentence before says what."""
    return clause.row is None and any(_BILL.search(other.text) for other in clause.around(1, 0))


def _bills(clause: Clause) -> bool:
    text = clause.text
    return (
        _timed(clause)
        and bool(_BILL.search(text) or _short_of_noun(clause))
        and bool(_AMENDS.search(text))
    )


def _runs(clause: Clause) -> bool:
    return about_term(clause)


def _least(clause: Clause) -> bool:
    text = clause.text
    if not _LEAST.search(text) or _NOT_SOLD.search(text) or not _SOLD.search(text):
        return False
    if clause.money:
        return True
    counted = find_numbers(text, clause.setting.habits)
    return any(at.value >= 2 and at.unit for at in counted)


def _names_least(clause: Clause) -> bool:
    """A minimum whose size stands elsewhere, or one of things that are not bought: deliveries, efforts."""
    text = clause.text
    if _NO_MINIMUM.search(text):
        return False
    if _NAMES_LEAST.search(text):
        return True
    return bool(_LEAST_SIZE.search(text) and _PROMISES.search(text))


def _looks(clause: Clause) -> bool:
    text = clause.text
    sized = bool(clause.durations or clause.percents)
    sized = sized or _OFTEN.search(text) is not None or _SPAN.search(text) is not None
    return sized and bool(
        _LOOKS.search(text) and _LOOKED_AT.search(text) and _INSPECTION.search(text)
    )


_SPAN = re.compile(
    r"\b(?:\d+|three|six|twelve|eighteen|two|five|seven)\s+\w+\s+(?:months?|years?)\b",
    re.IGNORECASE,
)
_INSPECTION = _words(
    r"audit\w*|inspect\w*|examin\w*|review\b|look\s+at\b|check\b|verif\w*|keeps?\b|maintain\w*|retain\w*|preserve\w*"
)


def _moves(clause: Clause) -> bool:
    text = clause.text
    if not _MOVES.search(text) or _NO_RISE.search(INDEX.sub(" ", text)):
        return False
    if not _PRICED.search(INDEX.sub(" ", text)):
        return bool(clause.dates) and _CLAUSE_REF.search(text) is not None
    sized = bool(clause.percents or clause.dates or clause.durations) or _POINTS.search(text)
    return bool(sized) or INDEX.search(text) is not None or _AN_INDEX.search(text) is not None


_SPARED = _words(
    r"waive[sd]?\b|waiver\b|no\s+(?:fees?|charges?|increases?|payments?|uplifts?|rise|adjustment)\b|free\s+of\s+charge|without\s+(?:charge|fee)|"
    r"(?:is|are|be|shall)\s+not\s+(?:be\s+)?(?:charged|increased|raised|adjusted|invoiced|billed)\b|"
    r"(?:extended|prolonged|continued?s?|suspended|postponed|deferred)\s+(?:until|to|through|for|by)\b|(?:fee|charge|rent|price)[- ]free\b|"
    r"(?:discounts?|rebates?|promotion|reductions?|concession)\s+(?:[^.;]{0,80}?\s)?(?:laps(?:es?|ed)|ends?|expires?|ceases?|stops?|appl(?:y|ies)|runs?|remains?|continues?|shall|will)\b|"
    r"nothing\s+is\s+(?:payable|due|charged|owed)\b|for\s+nothing\b"
)
_SPARING = _words(
    r"fees?\b|charge[sd]?\b|prices?\b|rates?\b|increases?[d]?\b|uplifts?\b|discounts?\b|rebates?\b|reductions?\b|rents?\b|escalat\w+|adjustments?\b|promotions?\b|concessions?\b|nothing\b|payable\b"
)


def _spares(clause: Clause) -> bool:
    """A fee not due, an increase waived, a discount extended: for a time, or from a day."""
    timed = bool(clause.dates or clause.durations or find_months(clause.text))
    return timed and _SPARING.search(clause.text) is not None


_POINTS = re.compile(r"\bpercentage\s+points?\b", re.IGNORECASE)
_AN_INDEX = re.compile(r"\b[Pp]rices?\s+[Ii]nd(?:ex|ices)\b")


_MISTAKE = _words(r"mistakes?\b|errors?\b|wrongly\b")
_Test = Callable[[Clause], bool]
_MATTERS: tuple[tuple[Telling | re.Pattern[str], _Test, frozenset[str], str], ...] = (
    (_PAY, _pays, frozenset({"payment", "lookback", "discount", "credit", "audit", "commitment"}), "when to pay"),
    (_BILL, _bills, frozenset({"lookback", "payment", "audit", "credit", "escalation", "commitment"}), "a time to correct or dispute bills"),
    (_MISTAKE, _bills, frozenset({"lookback", "payment", "audit", "credit", "escalation", "commitment"}), "a time to correct or dispute bills"),
    (_words(r"\w"), _runs, frozenset({"renewal"}), "the term and its renewal"),
    (_LEAST, _least, frozenset({"commitment", "discount", "payment", "escalation"}), "a minimum"),
    (_MINIMAL, _names_least, frozenset({"commitment", "discount", "renewal", "escalation"}), "a minimum"),
    (_LOOKS, _looks, frozenset({"audit"}), "an audit of the charges"),
    (_SPARED, _spares, frozenset({"discount", "credit", "escalation", "lookback", "renewal", "payment"}), "a charge or an increase that is spared"),
    (HELD, stays, frozenset({"escalation", "renewal", "lookback", "payment", "discount", "credit"}), "prices that do not change"),
    (EQUALS, measures, frozenset({"metering", "price", "credit", "rounding"}), "how usage is counted"),
    (ZONE, clocks, frozenset({"metering", "payment", "renewal"}), "the time in which months and days are cut"),
    (_MOVES, _moves, frozenset({"escalation", "renewal", "lookback", "payment"}), "changing prices"),
)  # fmt: skip
"""Each matter: a word that must stand, the test, the terms that answer for it, what to say of it."""


def leftovers(document: Document, drafts: Sequence[Draft]) -> Iterator[Leftover]:
    """Every sentence with a size on one of these matters that no term which answers for it rests on."""
    setting = setting_of(document)
    spans: list[tuple[int, int, str]] = [
        (at.start, at.end, draft.term.type) for draft in drafts for at in draft.passages
    ]
    changes = _changes_another(document)
    for clause in _clauses(setting):
        sentence = clause.sentence
        on = {kind for start, end, kind in spans if start < sentence.end and sentence.start < end}
        if why := _matter(clause, on):
            yield Leftover(clause.passage(), f"speaks of {why}; no rule understood it")
        elif not on and (_swapped(clause) or (changes and _changes(clause))):
            yield Leftover(clause.passage(), _CHANGED)
    yield from _rows(document, setting, spans, changes=changes)


_CHANGED = "a figure or day in a paper that changes another; no rule understood it"
_LABEL = _words(
    r"terms?\b|period\b|duration\b|how\s+long\b|length\b|renewal\b|payment\b|minimum\b|notice\b|afterwards?\b|uplift\b|commitment\b|floor\b|increase\b"
)


_NOT_RENEWED = _words(
    r"(?:not|never)\s+(?:be\s+)?(?:\w+\s+){0,2}?(?:renew|extend|prolong)\w*|no\s+(?:renewal|extension)\b"
)
_UNNUMBERED = (_MINIMAL, ZONE, HELD, _NOT_RENEWED)
"""What a sentence without any figure may still settle."""


def _clauses(setting: Setting) -> Iterator[Clause]:
    """Every sentence with a size or a minimum; a long one in the parts that its semicolons make."""
    for index, sentence in enumerate(setting.sentences):
        if len(sentence.text) < _SHORTEST:
            continue
        if _HEAD.fullmatch(sentence.text.strip()):
            continue
        bare = not any(sign.search(sentence.text) for sign in _UNNUMBERED)
        if bare and not numbered(sentence):
            continue
        if len(sentence.text) <= _LONGEST:
            yield clause_at(setting, index)
            continue
        for part in _PART.finditer(sentence.text):
            start, end = sentence.start + part.start(), sentence.start + part.end()
            piece = replace(sentence, text=setting.text[start:end], start=start, end=end)
            yield Clause(setting, index, piece)


_PART = re.compile(
    r"[^;]{1,500}?(?:;|\Z|,\s(?=provided\b|except\b|however\b|and\s+if\b))|[^;]{1,500}(?=\s|;|\Z)"
)
_SHORTEST = 20
_HEAD = re.compile(
    r"(?:(?:Section|Article|Clause|Schedule|Part)\s+)?[\dA-Z]{1,3}(?:\.\d{1,3})*[.):]?\s+[A-Z][\w’',&/-]*(?:\s[\w’',&/-]+){0,6}"
)
"""A numbered heading: its number is no size."""


_QUOTED_FIGURE = re.compile(r"[“\"][^”\"]{0,30}\d[^”\"]{0,30}[”\"]")


def _swapped(clause: Clause) -> bool:
    """'"1,500" reads "1,850"': a figure for a figure, wherever it stands."""
    return len(_QUOTED_FIGURE.findall(clause.text)) > 1


def _rows(
    document: Document, setting: Setting, spans: list[tuple[int, int, str]], *, changes: bool
) -> Iterator[Leftover]:
    """Rows of a label and a size on such a matter, and rows of minimums, that no term rests on."""
    for table in document.tables:
        for row in table.rows:
            cells = [cell.text for cell in row.cells if cell.text.strip()]
            start, end = row.start, row.end
            if len(cells) < 2 or any(low < end and start < high for low, high, _ in spans):
                continue
            sentence = Sentence(setting.text[start:end], start, end, -1, cells[0], (), None)
            clause = Clause(setting, -1, sentence)
            sized = bool(clause.durations or clause.percents or clause.money)
            if len(cells) == _LABELLED and sized and _LABEL.search(cells[0]):
                yield Leftover(
                    clause.passage(), f"speaks of “{cells[0][:40]}”; no rule understood it"
                )
            elif (
                len(cells) > _LABELLED
                and _LEAST.search(cells[0])
                and re.search(r"\d", " ".join(cells[1:]))
            ):
                yield Leftover(clause.passage(), "speaks of a minimum; no rule understood it")
            elif changes and sized:
                yield Leftover(clause.passage(), _CHANGED)


_LABELLED = 2
"""Cells of a row that is a label and what it says."""


def _matter(clause: Clause, on: set[str]) -> str | None:
    text = clause.text
    for trigger, test, answers, why in _MATTERS:
        if on & answers or not trigger.search(text):
            continue
        apart = _ours(clause) or _SURELY_BILL.search(text) or test is _names_least
        if apart and not clause.risky and test(clause):
            return None if clause.example else why
    return None


def _changes_another(document: Document) -> bool:
    """Whether a paper is short and says near its head that it changes another, or is a letter."""
    text = document.text
    return len(text) < _SHORT_PAPER and _CHANGING_PAPER.search(text[:1500]) is not None


def _changes(clause: Clause) -> bool:
    """A size, or a day from which something holds, in a sentence that is no signature or heading."""
    text = clause.text
    if clause.risky or clause.example or not _ours(clause):
        return False
    if clause.money or clause.percents or clause.durations:
        return True
    counted = any(at.unit for at in find_numbers(text, clause.setting.habits) if at.value >= 2)
    if clause.dates and _RESUMES.search(text):
        return True
    told = counted or _CLAUSE_REF.search(text) is not None
    return bool(clause.dates or counted) and told and _EFFECT.search(text) is not None


_RESUMES = re.compile(r"\b(?:for\s+the\s+first\s+time|next)\b", re.IGNORECASE)
