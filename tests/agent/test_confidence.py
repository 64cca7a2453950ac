"""Above 0.85 only where nothing is open; each thing that lowers it is named."""

from __future__ import annotations

from decimal import Decimal

import pytest
from small_book import finding

from agent.confidence import open_ends, weigh
from billing.finding import Hypothesis
from billing.policy import Policy
from terms.citation import Citation, Match
from terms.commitment import Commitment
from terms.contract import ContractDocument, Extraction, Party, Unresolved
from terms.price import Price, Tier
from terms.tenure import Payment

FILE = "contracts/ACME/msa.pdf"


def contract(**changes: object) -> Extraction:
    terms = (Payment(net_days=30),)
    values = {"file": FILE, "sha256": "a" * 64, "pages": 3, "kind": "master", "terms": terms}
    values |= changes
    return Extraction(documents=(ContractDocument.model_validate(values),))


def hundredths(found=None, papers=None, blockers=(), questions=()) -> int:
    return weigh([found or finding("ACME")], papers or contract(), blockers, questions).hundredths


def test_a_proven_verbatim_finding_is_above_the_threshold():
    assert hundredths() > 85


TIE = Hypothesis(cause="quantity_mismatch", reproduces=4, of=4, rival=True)
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
        {"cause": "currency_mismatch"},
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


@pytest.mark.parametrize(
    "quote",
    [
        "On each anniversary the fee then in effect rises by four percent (4%).",
        "The three rates become 1.55%, 1.40% and 1.25% respectively.",
        "A discount of 10% applies from the second year.",
    ],
)
def test_a_passage_not_understood_that_moves_prices_keeps_it_from_billing(quote):
    passage = Unresolved(page=2, quote=quote, why="no rule")
    assert hundredths(papers=contract(unresolved=(passage,))) <= 85
    assert open_ends(contract(unresolved=(passage,)), []) != []


@pytest.mark.parametrize(
    "quote",
    [
        "For illustration only: an increase of 5% on 100.00 gives 105.00.",
        "The add-on (22.00 per month) has not been ordered.",
        "Overdue amounts bear interest at one percent (1%) per month.",
        "Liability is limited to USD 1,000,000.00.",
    ],
)
def test_a_passage_that_leaves_prices_alone_does_not_stop_a_case(quote):
    passage = Unresolved(page=2, quote=quote, why="no rule")
    assert hundredths(papers=contract(unresolved=(passage,))) > 85
    assert open_ends(contract(unresolved=(passage,)), []) == []


def test_a_passage_that_states_the_billed_amount_speaks_against_the_finding():
    passage = Unresolved(page=2, quote="From July the sum of 6,200.00 is paid.", why="no rule")
    weighing = weigh([finding("ACME")], contract(unresolved=(passage,)), [], [])
    assert weighing.hundredths <= 85
    assert any("it states what was billed" in reason.text for reason in weighing.reasons)


def test_the_sellers_name_does_not_make_every_passage_one_about_the_product():
    parties = (Party(name="Ardent Systems Ltd", role="provider"),)
    passage = Unresolved(page=2, quote="Ardent Archive costs 18.50 a month.", why="no rule")
    papers = contract(parties=parties, unresolved=(passage,))
    assert hundredths(finding("ACME", product="Ardent Workbench"), papers) > 85
    assert hundredths(finding("ACME", product="Ardent Archive"), papers) <= 85


def test_a_document_in_which_nothing_was_understood_keeps_everything_open():
    order = ContractDocument(file="order.pdf", sha256="c" * 64, pages=1, kind="order_form")
    papers = Extraction(documents=(*contract().documents, order))
    assert hundredths(papers=papers) <= 85
    assert open_ends(papers, []) == ["order.pdf was read, and nothing in it was understood"]


def test_a_minimum_whose_counting_was_not_read_keeps_it_from_billing():
    cited = finding("ACME").clauses[0]
    silent = Commitment(value="120000", per="year", citations=(cited,))
    clear = silent.model_copy(update={"includes": ("Compute hours",)})
    assert hundredths(papers=contract(terms=(silent,))) <= 85
    assert hundredths(papers=contract(terms=(clear,))) > 85


def test_a_passage_about_something_else_does_not_stop_it():
    other = Unresolved(page=2, quote="Hotel costs are paid on receipt.", why="no rule")
    assert 85 < hundredths(papers=contract(unresolved=(other,))) <= hundredths()


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
    assert hundredths(papers=contract(terms=(term,))) == hundredths()


def test_each_reason_says_its_effect_and_what_would_raise_it():
    weighing = weigh([finding("ACME", evidence="estimated")], contract(), [], [])
    reason = weighing.reasons[0]
    assert (reason.effect, reason.lowers) == ("at most 0.60", True)
    assert "estimated, not proven" in reason.text
    assert reason.as_dict() == {
        "text": reason.text,
        "effect": "at most 0.60",
        "raised_by": "what the contract leaves open",
    }


def test_what_pulled_it_up_is_said_too():
    reasons = weigh([finding("ACME")], contract(), [], []).reasons
    assert any(reason.effect.startswith("+") and not reason.lowers for reason in reasons)


def test_nothing_open_lies_above_the_threshold_of_the_seller():
    policy = Policy.model_validate({"threshold": "0.80", "caps": {"doubt": "0.95", "tie": "0.10"}})
    doubted, tied = finding("ACME", doubts=("odd",)), finding("ACME", hypotheses=(OWN, TIE))
    assert weigh([doubted], contract(), [], [], policy).hundredths <= 80
    assert weigh([tied], contract(), [], [], policy).hundredths <= 10


def test_an_account_without_findings_is_closed_only_where_nothing_is_open():
    assert open_ends(contract(), []) == []
    assert open_ends(contract(), ["which price?"]) == ["which price?"]
    assert open_ends(Extraction(), []) == ["the account has no contract to compare with"]


LIST_PRICE = "2.1 The Supplier's list price for the Enterprise plan is USD 9,900.00."


def test_a_list_price_with_nothing_done_to_it_is_not_what_was_agreed():
    plain = Unresolved(page=2, quote=LIST_PRICE, why="no rule")
    assert hundredths(papers=contract(unresolved=(plain,))) > 85
    for moved in (
        "The fee for the Enterprise plan is its list price less 5%.",
        "The list price for the Enterprise plan is USD 9,900.00 less the discount of Exhibit B.",
    ):
        passage = Unresolved(page=2, quote=moved, why="no rule")
        assert hundredths(papers=contract(unresolved=(passage,))) <= 85, moved


def test_a_list_price_that_was_billed_speaks_against_the_finding():
    billed = Unresolved(page=2, quote=LIST_PRICE.replace("9,900.00", "6,200.00"), why="no rule")
    assert hundredths(papers=contract(unresolved=(billed,))) <= 85


LEAD_IN = "4.1 All calls of a month are charged at the price of the tier that their total reaches:"


def test_the_introduction_of_a_table_that_was_read_is_understood_with_it():
    cited = finding("ACME").clauses[0].model_copy(update={"page": 2})
    table = Price(
        product="Calls",
        model="volume",
        tiers=(Tier(up_to=Decimal(100), unit_amount=Decimal(2)), Tier(unit_amount=Decimal(1))),
        citations=(cited,),
    )
    unsaid = table.model_copy(update={"model": "tiered"})
    passage = Unresolved(page=2, quote=LEAD_IN, why="speaks of counting")
    numbered = Unresolved(page=2, quote=LEAD_IN.replace("All calls", "All 50 calls"), why="no rule")
    assert hundredths(papers=contract(terms=(table,), unresolved=(passage,))) > 85
    assert hundredths(papers=contract(terms=(unsaid,), unresolved=(passage,))) <= 85
    assert hundredths(papers=contract(terms=(), unresolved=(passage,))) <= 85
    assert hundredths(papers=contract(terms=(table,), unresolved=(numbered,))) <= 85


INCREASE = (
    "msa.pdf: a general increase is taken to raise a price per metered unit too, which is rare"
)


def test_whether_an_increase_reaches_a_metered_price_is_settled_by_a_bill_that_holds_it():
    reproduced = {"doubts": (INCREASE,), "hypotheses": (OWN,)}
    assert hundredths(finding("ACME", cause="missed_escalation", **reproduced)) <= 85
    assert hundredths(finding("ACME", cause="expired_discount", **reproduced)) > 85
    partly = {"doubts": (INCREASE,), "hypotheses": (PART,)}
    assert hundredths(finding("ACME", cause="expired_discount", **partly)) <= 85


def test_what_is_held_back_says_from_where():
    free = weigh([finding("ACME")], contract(), [], [])
    held = weigh([finding("ACME", doubts=("who granted it?",))], contract(), [], [])
    assert free.held_back_from == ""
    assert held.hundredths == 85
    assert held.held_back_from == free.probability
