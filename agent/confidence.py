"""How sure we are that a memo is wholly right: a start, and what lowers it, each with its reason.

Above the threshold (policy, 0.85) a recovery goes to billing without a person. So that number is
reached only where nothing at all is open: every clause quoted from its page, the cause proven and
alone in reproducing the bill, no doubt, no question, no document unread.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from agent.leftovers import (
    about_something_else,
    holds_a_number,
    in_words,
    leftovers,
    moves_a_price,
    names,
    numbers_in,
    party_words,
)
from billing.finding import Finding
from terms.commitment import Commitment
from terms.contract import ContractDocument, Extraction, Term

START = 95
NOTHING_FOUND = 95


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that lowers confidence, and how: at most so much, or so much less (hundredths)."""

    text: str
    at_most: int | None = None
    less: int = 0
    words: str = ""
    """The effect as it was kept, where the reason comes from the store."""

    @property
    def effect(self) -> str:
        """'at most 0.60', '−0.02'."""
        if self.words:
            return self.words
        return f"−0.{self.less:02d}" if self.at_most is None else f"at most 0.{self.at_most:02d}"


@dataclass(frozen=True, slots=True)
class Weighing:
    """Confidence in hundredths (94 is 0.94), and why it is not higher."""

    hundredths: int
    reasons: tuple[Reason, ...]

    @property
    def probability(self) -> str:
        """'0.94'."""
        return f"{self.hundredths / 100:.2f}"


def weigh(
    findings: Sequence[Finding],
    contract: Extraction,
    blockers: Sequence[str],
    questions: Sequence[str],
) -> Weighing:
    """The confidence of a case and its reasons."""
    reasons = [Reason(f"a check failed: {words}", at_most=30) for words in blockers]
    reasons += [Reason(f"an open question: {words}", at_most=70) for words in questions]
    reasons += _unread(contract)
    if findings:
        for finding in findings:
            reasons += _of_finding(finding)
            reasons += _of_documents(finding, contract)
        reasons += _left_over(contract)
    else:
        reasons += _open_passages(contract)
    score = START if findings else NOTHING_FOUND
    score -= sum(reason.less for reason in reasons)
    caps = [reason.at_most for reason in reasons if reason.at_most is not None]
    unique = tuple(dict.fromkeys(reasons))
    return Weighing(max(1, min([score, *caps])), unique)


def open_ends(contract: Extraction, questions: Sequence[str]) -> list[str]:
    """What stops a case without findings from being closed.

    Questions, documents unread, and passages that may change what is due.
    """
    reasons = [*_unread(contract), *_open_passages(contract)]
    return [*questions, *(reason.text for reason in reasons)]


def unread(document: ContractDocument) -> bool:
    """Whether a file gave nothing at all: no term, no passage, and a warning or not even a page."""
    nothing = not document.terms and not document.unresolved
    return bool(document.sha256) and nothing and (document.pages == 0 or bool(document.warnings))


def _unread(contract: Extraction) -> list[Reason]:
    found = [
        Reason(f"{document.file} could not be read: {'; '.join(document.warnings)}", at_most=50)
        for document in contract.documents
        if unread(document)
    ]
    found += [
        Reason(f"{document.file} was read, and nothing in it was understood", at_most=75)
        for document in contract.documents
        if document.sha256 and document.pages and not document.terms and not unread(document)
    ]
    if not contract.documents:
        found.append(Reason("the account has no contract to compare with", at_most=50))
    return found


def _of_finding(finding: Finding) -> Iterator[Reason]:
    name = f"{finding.product}, {finding.cause.replace('_', ' ')}"
    if finding.cause == "unexplained":
        yield Reason(f"{name}: no cause reproduces the billed amounts", at_most=30)
    if finding.cause == "unpaid":
        yield Reason(f"{name}: collecting is a person's task, not a correction", at_most=80)
    if not finding.clauses:
        yield Reason(f"{name}: no clause is cited", at_most=40)
    for clause in finding.clauses:
        if not clause.match.verbatim:
            where = f"{clause.file} page {clause.page}"
            yield Reason(f"{name}: the quote is not verbatim on {where}", at_most=30)
    if finding.evidence != "proven":
        yield Reason(f"{name}: the amount is {finding.evidence}, not proven", at_most=60)
    for doubt in finding.doubts:
        yield Reason(f"{name}: {doubt}", at_most=75)
    yield from _of_hypotheses(name, finding)


def _of_hypotheses(name: str, finding: Finding) -> Iterator[Reason]:
    if not finding.hypotheses:
        yield Reason(f"{name}: no rival explanation was tried", at_most=84)
        return
    accepted, *rivals = finding.hypotheses
    if accepted.reproduces < accepted.of:
        yield Reason(
            f"{name}: reproduces {accepted.reproduces} of {accepted.of} periods to the cent",
            at_most=60,
        )
    for rival in rivals:
        if rival.rival:
            words = rival.cause.replace("_", " ")
            yield Reason(f"{name}: '{words}' explains the bill as well", at_most=70)


def _of_documents(finding: Finding, contract: Extraction) -> Iterator[Reason]:
    cited = {clause.file for clause in finding.clauses} | set(finding.decided_by)
    for document in contract.documents:
        if document.file in cited:
            for warning in document.warnings:
                yield Reason(f"{document.file}: {warning}", at_most=75)
        for term in document.terms:
            if _rests_on(finding, term):
                yield from _of_term(document.file, term)
    yield from _of_leftovers(finding, contract)


def _of_leftovers(finding: Finding, contract: Extraction) -> Iterator[Reason]:
    besides, billed = party_words(contract), _billed_numbers(finding)
    for document, passage in leftovers(contract):
        if holds_a_number(passage, billed):
            words = f"{in_words(document, passage)}; it states what was billed"
            yield Reason(words, at_most=50)
        elif names(passage, finding.product, besides) or moves_a_price(passage):
            yield Reason(in_words(document, passage), at_most=80)


def _billed_numbers(finding: Finding) -> frozenset[Decimal]:
    """What billing took for right: the configured values, and the amounts billed."""
    configured = finding.config_change.old if finding.config_change else None
    billed = frozenset(period.billed for period in finding.periods if period.billed >= 10)
    return numbers_in(configured or "") | billed


def _of_term(file: str, term: Term) -> Iterator[Reason]:
    for warning in term.warnings:
        yield Reason(f"{file}, the {term.type} it rests on: {warning}", at_most=75)
    if term.doubtful:
        yield Reason(f"{file}: the {term.type} it rests on is doubtful", at_most=75)
    if isinstance(term, Commitment) and not (term.includes or term.excludes or term.counts):
        yield Reason(f"{file}: what counts towards the commitment was not read", at_most=75)
    if term.confidence < 0.8:
        yield Reason(f"{file}: the {term.type} it rests on was read with doubt", at_most=75)


def _rests_on(finding: Finding, term: Term) -> bool:
    cited = {(clause.file, clause.page, clause.quote) for clause in finding.clauses}
    return any((one.file, one.page, one.quote) in cited for one in term.citations)


def _open_passages(contract: Extraction) -> list[Reason]:
    return [
        Reason(in_words(document, passage), at_most=80)
        for document, passage in leftovers(contract)
        if not about_something_else(passage)
    ]


def _left_over(contract: Extraction) -> Iterator[Reason]:
    count = len(leftovers(contract))
    if count:
        passages = "passage" if count == 1 else "passages"
        yield Reason(f"{count} {passages} about money are not understood", less=min(count, 5))
