"""What is seen of a case: nothing where nothing speaks against it, and each thing by its name."""

from __future__ import annotations

from datetime import date

import pytest
from small_book import finding

from agent.conflicts import conflicting
from agent.features import features
from billing.finding import Hypothesis
from terms.citation import Citation, Match
from terms.contract import ContractDocument, Extraction, Unresolved
from terms.price import Price
from terms.tenure import Payment

FILE = "contracts/ACME/msa.pdf"
OWN = Hypothesis(cause="missed_escalation", reproduces=4, of=4)


def papers(*more: ContractDocument, **changes: object) -> Extraction:
    terms = (Payment(net_days=30),)
    values = {"file": FILE, "sha256": "a" * 64, "pages": 3, "kind": "master", "terms": terms}
    return Extraction(documents=(ContractDocument.model_validate(values | changes), *more))


def seen(found=None, contract=None, questions=()) -> set[str]:
    return set(features([found or finding("ACME")], contract or papers(), questions))


def test_a_proven_finding_has_its_cause_and_its_four_periods():
    assert features([finding("ACME")], papers(), []) == {
        "cause:missed_escalation:under": 1,
        "few_periods": 0.25,
    }


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"clauses": ()}, "no_clause"),
        ({"evidence": "estimated"}, "not_proven"),
        ({"hypotheses": ()}, "no_rival_tried"),
        ({"doubts": ("no look-back clause was found",)}, "no_window"),
        ({"doubts": ("'X' is taken for 'Y' (equal amount only; score 0.55)",)}, "weak_match"),
        ({"doubts": ("the moon was full",)}, "other_doubt"),
    ],
)
def test_each_open_thing_is_seen(changes, name):
    assert name in seen(finding("ACME", **changes))


def test_a_rival_counts_by_how_near_it_comes():
    near = Hypothesis(cause="quantity_mismatch", reproduces=3, of=4)
    tie = Hypothesis(cause="quantity_mismatch", reproduces=4, of=4, rival=True)
    assert features([finding("ACME", hypotheses=(OWN, near))], papers(), [])["close_second"] == 0.75
    assert "tie" in seen(finding("ACME", hypotheses=(OWN, tie)))


def test_a_question_counts_more_where_it_is_about_the_product():
    assert "question_on_product" in seen(questions=["'Enterprise plan' has no price"])
    assert "question_elsewhere" in seen(questions=["'Insight' has no price"])


@pytest.mark.parametrize(
    ("quote", "name"),
    [
        ("From July the sum of 6,200.00 is paid.", "passage_states_billed"),
        ("The Enterprise plan may be adjusted.", "passage_on_product"),
        ("A discount of 10% applies.", "passage_moves_price"),
        ("Hotel costs are paid on receipt.", "passage_near"),
    ],
)
def test_a_passage_that_is_left_counts_by_what_it_says(quote, name):
    passage = Unresolved(page=1, quote=quote, why="no rule")
    assert name in seen(contract=papers(unresolved=(passage,)))


def amendment(number: int, price: str, day: date) -> ContractDocument:
    quote = f"From 1 July 2026 the fee is {price}."
    file = f"amendment-{number}.pdf"
    return ContractDocument(
        file=file,
        sha256=str(number) * 64,
        pages=1,
        kind="amendment",
        effective_date=day,
        terms=(
            Price(
                product="Enterprise plan",
                model="flat",
                flat_amount=price,
                effective_from=date(2026, 7, 1),
                citations=(Citation(file=file, page=1, quote=quote, match=Match.EXACT),),
            ),
        ),
    )


def test_two_amendments_of_one_day_with_two_prices_contradict_each_other():
    one, other = (
        amendment(1, "8500.00", date(2026, 6, 1)),
        amendment(2, "9000.00", date(2026, 6, 1)),
    )
    resting = finding("ACME", clauses=one.terms[0].citations)
    assert conflicting(resting, papers(one, other)) == ["amendment-2.pdf"]
    assert conflicting(resting, papers(one)) == []
    same = amendment(2, "8500.00", date(2026, 6, 1))
    assert conflicting(resting, papers(one, same)) == []
    assert "papers_conflict" in seen(resting, papers(one, other))


def test_an_amendment_that_is_not_cited_may_change_what_is_due():
    assert "papers_beside" in seen(contract=papers(amendment(1, "8500.00", date(2026, 6, 1))))
