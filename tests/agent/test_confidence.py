"""Above 0.85 only where nothing is open; each thing that lowers it is named."""

from __future__ import annotations

import pytest
from small_book import finding

from agent.confidence import open_ends, weigh
from billing.finding import Hypothesis
from terms.citation import Citation, Match
from terms.contract import ContractDocument, Extraction, Unresolved
from terms.price import Price

FILE = "contracts/ACME/msa.pdf"


def contract(**changes: object) -> Extraction:
    values = {"file": FILE, "sha256": "a" * 64, "pages": 3, "kind": "master", **changes}
    return Extraction(documents=(ContractDocument.model_validate(values),))


def hundredths(found=None, papers=None, blockers=(), questions=()) -> int:
    return weigh([found or finding("ACME")], papers or contract(), blockers, questions).hundredths


def test_a_proven_verbatim_finding_is_above_the_threshold():
    assert hundredths() == 95


TIE = Hypothesis(cause="superseded_price", reproduces=4, of=4)
OWN = Hypothesis(cause="missed_escalation", reproduces=4, of=4)
PART = Hypothesis(cause="missed_escalation", reproduces=3, of=4)


@pytest.mark.parametrize(
    "changes",
    [
        {"clauses": ()},
        {"evidence": "estimated"},
        {"evidence": "extrapolated"},
        {"doubts": ("the index is not named",)},
        {"hypotheses": ()},
        {"hypotheses": (OWN, TIE)},
        {"hypotheses": (PART,)},
        {"cause": "unexplained"},
        {"cause": "unpaid"},
    ],
)
def test_anything_open_about_the_finding_keeps_it_from_billing(changes):
    assert hundredths(finding("ACME", **changes)) <= 85


@pytest.mark.parametrize("match", [Match.FUZZY, Match.NONE])
def test_a_quote_that_is_not_verbatim_keeps_it_from_billing(match):
    assert hundredths(finding("ACME", match=match)) <= 85


def test_a_failed_check_or_an_open_question_keeps_it_from_billing():
    assert hundredths(blockers=["the sums differ"]) <= 85
    assert hundredths(questions=["'Insight' has no price"]) <= 85


def test_a_warning_on_a_document_in_play_keeps_it_from_billing():
    assert hundredths(papers=contract(warnings=("page 2 is a scan",))) <= 85


def test_a_document_that_could_not_be_read_keeps_it_from_billing():
    unread = ContractDocument(file="scan.pdf", sha256="b" * 64, warnings=("a scan",))
    assert hundredths(papers=Extraction(documents=(*contract().documents, unread))) <= 85


def test_a_passage_not_understood_about_the_same_product_keeps_it_from_billing():
    about = Unresolved(page=2, quote="The Enterprise plan may be adjusted.", why="no rule")
    assert hundredths(papers=contract(unresolved=(about,))) <= 85


def test_a_passage_about_something_else_only_lowers_it():
    other = Unresolved(page=2, quote="Hotel costs are paid on receipt.", why="no rule")
    assert 85 < hundredths(papers=contract(unresolved=(other,))) < 95


@pytest.mark.parametrize(
    "changes", [{"warnings": ("the readers differ",)}, {"doubtful": True}, {"confidence": 0.5}]
)
def test_a_doubt_about_the_term_it_rests_on_keeps_it_from_billing(changes):
    cited = finding("ACME").clauses[0]
    term = Price.model_validate({"citations": (cited,), **changes})
    assert hundredths(papers=contract(terms=(term,))) <= 85


def test_a_doubt_about_a_term_of_another_clause_does_not():
    other = Citation(file=FILE, page=2, section="9", quote="Late fees", match=Match.EXACT)
    term = Price(citations=(other,), warnings=("odd",))
    assert hundredths(papers=contract(terms=(term,))) == 95


def test_each_reason_says_its_effect():
    weighing = weigh([finding("ACME", evidence="estimated")], contract(), [], [])
    assert [(reason.effect) for reason in weighing.reasons] == ["at most 0.60"]
    assert "estimated, not proven" in weighing.reasons[0].text


def test_an_account_without_findings_is_closed_only_where_nothing_is_open():
    assert open_ends(contract(), []) == []
    assert open_ends(contract(), ["which price?"]) == ["which price?"]
    assert open_ends(Extraction(), []) == ["the account has no contract to compare with"]
