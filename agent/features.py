"""What can be seen of a case that tells how likely its memo is wholly right, as named numbers.

Each is 0 where nothing speaks against the memo and grows with what does, to 1 or a little more; the
fitted weights (calibration.json) say how much each has counted. A case is as sure as its least sure
finding, so of several findings the worst value stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from agent.caps import answered_by_the_bill
from agent.conflicts import CHANGING, conflicting
from agent.covered import covered
from agent.leftovers import (
    holds_a_number,
    leftovers,
    moves_a_price,
    names,
    numbers_in,
    party_words,
)
from billing.finding import Finding
from terms.contract import ContractDocument, Extraction, Term

_DOUBTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("no_window", re.compile(r"look-?back|window", re.IGNORECASE)),
    ("never_agrees", re.compile(r"no billed period of .* agrees", re.IGNORECASE)),
    ("out_of_proportion", re.compile(r"more than \d+ times what was billed", re.IGNORECASE)),
    ("weak_match", re.compile(r"is taken for", re.IGNORECASE)),
    ("to_confirm", re.compile(r"\bconfirm|\bask (?:who|the)|goodwill", re.IGNORECASE)),
)
"""Kinds of doubts by the words in which billing/ says them; any other is `other_doubt`."""

Features = Mapping[str, float]


def features(
    findings: Sequence[Finding], contract: Extraction, questions: Sequence[str]
) -> dict[str, float]:
    """The features of a case with findings; those that are 0 are left out."""
    found: dict[str, float] = {}
    for finding in findings:
        for name, value in _of_finding(finding, contract):
            found[name] = max(found.get(name, 0), value)
    found |= _of_case(findings, contract, questions)
    return {name: value for name, value in found.items() if value}


def _of_finding(finding: Finding, contract: Extraction) -> Iterator[tuple[str, float]]:
    yield f"cause:{finding.cause}:{finding.direction}", 1
    doubts = (doubt for doubt in finding.doubts if not answered_by_the_bill(finding, doubt))
    yield from ((kind, 1.0) for kind in _kinds(doubts))
    yield "no_clause", float(not finding.clauses)
    yield "quote_not_verbatim", float(any(not c.match.verbatim for c in finding.clauses))
    yield "not_proven", float(finding.evidence != "proven")
    yield "few_periods", 1 / max(1, len(finding.periods))
    yield from _of_hypotheses(finding)
    yield from _of_terms(finding, contract)
    yield from _of_passages(finding, contract)


def _kinds(doubts: Iterable[str]) -> set[str]:
    return {
        next((kind for kind, words in _DOUBTS if words.search(doubt)), "other_doubt")
        for doubt in doubts
    }


def _of_hypotheses(finding: Finding) -> Iterator[tuple[str, float]]:
    if not finding.hypotheses:
        yield "no_rival_tried", 1
        return
    accepted, *others = finding.hypotheses
    yield "part_reproduced", 1 - accepted.reproduces / accepted.of if accepted.of else 1
    yield "tie", float(any(other.rival for other in others))
    best = max((other.reproduces / other.of for other in others if other.of), default=0)
    yield "close_second", best


def _of_terms(finding: Finding, contract: Extraction) -> Iterator[tuple[str, float]]:
    cited = {(clause.file, clause.page, clause.quote) for clause in finding.clauses}
    in_play = {clause.file for clause in finding.clauses} | set(finding.decided_by)
    for document in contract.documents:
        if document.file in in_play and document.warnings:
            yield "page_warning", 1
        for term in document.terms:
            if any((one.file, one.page, one.quote) in cited for one in term.citations):
                yield "term_doubted", float(_doubted(term))
    yield "papers_conflict", float(bool(conflicting(finding, contract)))
    beside = [
        document
        for document in contract.documents
        if document.kind in CHANGING and document.file not in in_play
    ]
    yield "papers_beside", min(len(beside), 3) / 3


def _doubted(term: Term) -> bool:
    return bool(term.warnings) or bool(term.doubtful) or term.confidence < 0.8


def _of_passages(finding: Finding, contract: Extraction) -> Iterator[tuple[str, float]]:
    besides, billed = party_words(contract), numbers_in(_configured(finding))
    billed |= {period.billed for period in finding.periods if period.billed >= 10}
    near = {(clause.file, clause.page) for clause in finding.clauses}
    for document, passage in leftovers(contract):
        if covered(document, passage):
            continue
        if holds_a_number(passage, billed):
            yield "passage_states_billed", 1
        elif names(passage, finding.product, besides):
            yield "passage_on_product", 1
        elif moves_a_price(passage):
            yield "passage_moves_price", 1
        elif (document.file, passage.page) in near:
            yield "passage_near", 1


def _configured(finding: Finding) -> str:
    return (finding.config_change.old if finding.config_change else None) or ""


def _of_case(
    findings: Sequence[Finding], contract: Extraction, questions: Sequence[str]
) -> dict[str, float]:
    products = {finding.product for finding in findings}
    on_product = [words for words in questions if any(name in words for name in products)]
    return {
        "question_on_product": float(bool(on_product)),
        "question_elsewhere": min(len(questions) - len(on_product), 3) / 3,
        "more_findings": min(len(findings) - 1, 4) / 4,
        "both_directions": float(_both_ways(findings)),
        "passages_left": min(_left(contract), 8) / 8,
        "paper_not_understood": float(any(map(_blank, contract.documents))),
    }


def _both_ways(findings: Sequence[Finding]) -> bool:
    """Whether one product is said to be billed too low and too high at different times."""
    return any(
        one.product == other.product and one.direction != other.direction
        for one, other in combinations(findings, 2)
    )


def _blank(document: ContractDocument) -> bool:
    return bool(document.sha256) and not document.terms


def _left(contract: Extraction) -> int:
    return sum(not covered(document, passage) for document, passage in leftovers(contract))
