"""What keeps confidence down whatever the figures say: each open thing with its reason and its cap.

The caps are settings (policy.toml, [caps]) and never lie above the threshold, so that nothing open goes
to billing without a person. How far below it a case lies is for the calibration to say.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from decimal import Decimal

from agent.conflicts import conflicting
from agent.covered import covered
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
from agent.reason import SECOND, SETTLE, Reason, hundredths
from billing.finding import Finding
from billing.policy import Caps, Policy
from terms.commitment import Commitment
from terms.contract import ContractDocument, Extraction, Term

_GENERAL_INCREASE = "a general increase is taken to raise"
"""How billing/ begins that doubt (`metered_charges`)."""


def caps_of(
    findings: Sequence[Finding],
    contract: Extraction,
    blockers: Sequence[str],
    questions: Sequence[str],
    caps: Caps,
) -> Iterator[Reason]:
    """Everything that is open in a case."""
    for words in blockers:
        yield _cap(f"a check failed: {words}", caps.failed_check, "mend what the check names")
    for words in questions:
        yield _cap(f"an open question: {words}", caps.open_question, "answer the question")
    yield from unread_documents(contract, caps)
    for finding in findings:
        yield from _of_finding(finding, caps)
        yield from _of_documents(finding, contract, caps)
    if not findings:
        yield from open_passages(contract, caps)


def untried_causes(
    findings: Sequence[Finding], tried: Container[str], caps: Caps
) -> Iterator[Reason]:
    """Causes on which the calibration in use was never tried: of them its figure says nothing."""
    for finding in findings:
        if finding.cause != "unexplained" and finding.cause not in tried:
            name = f"{finding.product}, {finding.cause.replace('_', ' ')}"
            words = f"{name}: confidence was never tried on this cause, so a person decides"
            yield _cap(words, caps.untried_cause)


def caps_under(policy: Policy) -> Caps:
    """The seller's caps, none above the threshold: what is open never goes to billing by itself."""
    kept = {name: min(share, policy.threshold) for name, share in policy.caps}
    return policy.caps.model_copy(update=kept)


def _cap(text: str, share: Decimal, raised_by: str = "") -> Reason:
    return Reason(text, at_most=hundredths(share), raised_by=raised_by)


def unread(document: ContractDocument) -> bool:
    """Whether a file gave nothing at all: no term, no passage, and a warning or not even a page."""
    nothing = not document.terms and not document.unresolved
    return bool(document.sha256) and nothing and (document.pages == 0 or bool(document.warnings))


def unread_documents(contract: Extraction, caps: Caps) -> Iterator[Reason]:
    """Documents that gave nothing, and an account without any."""
    for document in contract.documents:
        if unread(document):
            words = f"{document.file} could not be read: {'; '.join(document.warnings)}"
            yield _cap(words, caps.unread_document, "a copy of the document that can be read")
        elif document.sha256 and document.pages and not document.terms:
            words = f"{document.file} was read, and nothing in it was understood"
            yield _cap(words, caps.document_not_understood, "read the document, then decide")
    if not contract.documents:
        words = "the account has no contract to compare with"
        yield _cap(words, caps.no_contract, "put its contract into the book")


def open_passages(contract: Extraction, caps: Caps) -> Iterator[Reason]:
    """Passages that may change what is due, whatever they are about."""
    for document, passage in leftovers(contract):
        if not covered(document, passage) and not about_something_else(passage):
            yield _cap(in_words(document, passage), caps.passage_on_product, SETTLE)


def _of_finding(finding: Finding, caps: Caps) -> Iterator[Reason]:
    name = f"{finding.product}, {finding.cause.replace('_', ' ')}"
    if finding.cause == "unexplained":
        yield _cap(f"{name}: no cause reproduces the billed amounts", caps.unexplained)
    if finding.cause == "unpaid":
        words = f"{name}: collecting is a person's task, not a correction"
        yield _cap(words, caps.unpaid)
    if not finding.clauses:
        yield _cap(f"{name}: no clause is cited", caps.no_clause)
    for clause in finding.clauses:
        if not clause.match.verbatim:
            where = f"{clause.file} page {clause.page}"
            words = f"{name}: the quote is not verbatim on {where}"
            yield _cap(words, caps.quote_not_verbatim, "a cleaner copy of the document")
    if finding.evidence != "proven":
        words = f"{name}: the amount is {finding.evidence}, not proven"
        yield _cap(words, caps.not_proven, "what the contract leaves open")
    for doubt in finding.doubts:
        if not answered_by_the_bill(finding, doubt):
            yield _cap(f"{name}: {doubt}", caps.doubt)
    yield from _of_hypotheses(name, finding, caps)


def answered_by_the_bill(finding: Finding, doubt: str) -> bool:
    """Whether the bill itself settles a doubt, so that it is told and holds nothing back.

    That a general increase reaches a metered price is doubtful where the increase is what was missed.
    Where another mistake gives every period to the cent, billing raised that price itself.
    """
    if _GENERAL_INCREASE not in doubt or finding.cause == "missed_escalation":
        return False
    accepted = next(iter(finding.hypotheses), None)
    return accepted is not None and 0 < accepted.of == accepted.reproduces


def _of_hypotheses(name: str, finding: Finding, caps: Caps) -> Iterator[Reason]:
    if not finding.hypotheses:
        yield _cap(f"{name}: no rival explanation was tried", caps.no_rival_tried)
        return
    accepted, *rivals = finding.hypotheses
    if accepted.reproduces < accepted.of:
        words = f"{name}: reproduces {accepted.reproduces} of {accepted.of} periods to the cent"
        yield _cap(words, caps.part_reproduced, "the rows that the book lacks")
    for rival in rivals:
        if rival.rival:
            words = f"{name}: '{rival.cause.replace('_', ' ')}' explains the bill as well"
            yield _cap(words, caps.tie, "an invoice on which the two differ")


def _of_documents(finding: Finding, contract: Extraction, caps: Caps) -> Iterator[Reason]:
    cited = {clause.file for clause in finding.clauses} | set(finding.decided_by)
    for document in contract.documents:
        if document.file in cited:
            for warning in document.warnings:
                words = f"{document.file}: {warning}"
                yield _cap(words, caps.document_warning, "look at the page")
        for term in document.terms:
            if _rests_on(finding, term):
                yield from _of_term(document.file, term, caps)
    for file in conflicting(finding, contract):
        words = f"{file} states another value from the same day, and no paper says which applies"
        yield _cap(words, caps.papers_conflict, "a paper that says which of the two applies")
    yield from _of_leftovers(finding, contract, caps)


def _of_leftovers(finding: Finding, contract: Extraction, caps: Caps) -> Iterator[Reason]:
    besides, billed = party_words(contract), _billed_numbers(finding)
    for document, passage in leftovers(contract):
        if covered(document, passage):
            continue
        if holds_a_number(passage, billed):
            words = f"{in_words(document, passage)}; it states what was billed"
            yield _cap(words, caps.passage_states_billed, SETTLE)
        elif names(passage, finding.product, besides) or moves_a_price(passage):
            yield _cap(in_words(document, passage), caps.passage_on_product, SETTLE)


def _billed_numbers(finding: Finding) -> frozenset[Decimal]:
    """What billing took for right: the configured values, and the amounts billed."""
    configured = finding.config_change.old if finding.config_change else None
    billed = frozenset(period.billed for period in finding.periods if period.billed >= 10)
    return numbers_in(configured or "") | billed


def _of_term(file: str, term: Term, caps: Caps) -> Iterator[Reason]:
    for warning in term.warnings:
        words = f"{file}, the {term.type} it rests on: {warning}"
        yield _cap(words, caps.term_doubted, SECOND)
    if term.doubtful:
        words = f"{file}: the {term.type} it rests on is doubtful"
        yield _cap(words, caps.term_doubted, SECOND)
    if isinstance(term, Commitment) and not (term.includes or term.excludes or term.counts):
        words = f"{file}: what counts towards the commitment was not read"
        yield _cap(words, caps.term_doubted, SECOND)
    if term.confidence < 0.8:
        words = f"{file}: the {term.type} it rests on was read with doubt"
        yield _cap(words, caps.term_doubted, SECOND)


def _rests_on(finding: Finding, term: Term) -> bool:
    cited = {(clause.file, clause.page, clause.quote) for clause in finding.clauses}
    return any((one.file, one.page, one.quote) in cited for one in term.citations)
