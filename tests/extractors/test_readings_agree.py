"""Putting readings together: agreement is strong, a difference is shown and never settled in silence."""

from __future__ import annotations

from extractors.agreement import merge
from terms.citation import Match
from terms.contract import Term
from tests.extractors.papers import paper, stated

WORDS = paper(
    "of.pdf",
    """
    ## A | Fees
    Scout licence: $95.00 per user per month from May 1, 2026.
    ## B | Payment
    Invoices are payable within thirty (30) days.
    """,
)
QUOTE = "$95.00 per user per month"


def price(amount: str = "95.00", product: str = "Scout licence", **fields: object) -> Term:
    return stated(WORDS, QUOTE, type="price", product=product, unit_amount=amount, **fields)


def test_two_readers_who_say_the_same_make_one_strong_term() -> None:
    terms, warnings = merge(
        {
            "grammar": [price(unit="user")],
            "model.passage": [price(amount="95", product="Scout licenses", interval="month")],
        }
    )

    (term,) = terms
    assert term.readers == ("grammar", "model.passage")
    assert term.confidence > 0.95
    assert (term.product, getattr(term, "unit", None)) == ("Scout licence", "user")
    assert getattr(term, "interval", None) == "month"
    assert warnings == []


def test_one_reader_asked_alone_is_believed_and_one_of_two_less() -> None:
    (alone,), _ = merge({"grammar": [price()]})
    (one_of_two,), _ = merge({"grammar": [price()], "model.passage": []})

    assert alone.confidence == 0.9
    assert one_of_two.confidence < alone.confidence
    assert one_of_two.readers == ("grammar",)


def test_two_values_for_the_same_words_are_both_kept_and_both_named() -> None:
    terms, warnings = merge({"grammar": [price("95.00")], "model.passage": [price("59.00")]})

    assert sorted(str(getattr(term, "unit_amount", "")) for term in terms) == ["59.00", "95.00"]
    assert all(term.doubtful and term.confidence <= 0.5 for term in terms)
    (warning,) = warnings
    assert "95.00" in warning
    assert "59.00" in warning
    assert all(warning in term.warnings for term in terms)


def test_two_start_dates_for_the_same_price_are_a_difference_too() -> None:
    terms, warnings = merge(
        {
            "grammar": [price(effective_from="2026-05-01")],
            "model.passage": [price(effective_from="2026-01-05")],
        }
    )

    assert len(terms) == 2
    assert "2026-05-01" in warnings[0]
    assert "2026-01-05" in warnings[0]


def test_terms_of_other_products_and_other_words_stay_apart() -> None:
    payment = stated(WORDS, "thirty (30) days", type="payment", net_days=30)
    other = stated(WORDS, "Invoices", type="price", product="Drone", unit_amount="95.00")

    terms, warnings = merge({"grammar": [price(), payment], "model.passage": [other]})

    assert len(terms) == 3
    assert warnings == []


def test_a_term_that_one_reader_finds_twice_is_one_term_with_both_citations() -> None:
    again = stated(WORDS, "May 1, 2026", type="price", product="Scout licence", unit_amount="95.00")

    (term,), _ = merge({"grammar": [price(), again]})

    assert [citation.quote for citation in term.citations] == [QUOTE, "May 1, 2026"]


def test_a_quote_that_is_only_similar_or_missing_lowers_confidence() -> None:
    def matched(match: Match) -> Term:
        term = price()
        citation = term.citations[0].model_copy(update={"match": match})
        return term.model_copy(update={"citations": (citation,)})

    def confidence(term: Term) -> float:
        (merged,), _ = merge({"model.passage": [term]})
        return merged.confidence

    assert (
        confidence(matched(Match.EXACT))
        > confidence(matched(Match.FUZZY))
        > confidence(matched(Match.NONE))
    )


def test_a_warning_lowers_confidence() -> None:
    (warned,), _ = merge({"grammar": [price(warnings=("the unit is not named",))]})

    assert warned.confidence < 0.9


def test_two_readers_outvote_a_third_and_the_term_says_what_it_read() -> None:
    """Whichever of them comes first: here the grammar is alone against both readings of a model."""
    (term,), (warning,) = merge(
        {
            "grammar": [price("59.00")],
            "model.passage": [price("95.00")],
            "model.field": [price("95.00")],
        }
    )

    assert str(getattr(term, "unit_amount", "")) == "95.00"
    assert term.readers == ("model.passage", "model.field")
    assert not term.doubtful
    assert term.confidence <= 0.75
    assert "59.00" in warning
    assert warning in term.warnings


def test_three_readers_with_three_values_leave_all_three() -> None:
    terms, _ = merge(
        {
            "grammar": [price("59.00")],
            "model.passage": [price("95.00")],
            "model.field": [price("85.00")],
        }
    )

    assert len(terms) == 3
    assert all(term.doubtful for term in terms)


def rise(index: str) -> Term:
    return stated(WORDS, QUOTE, type="escalation", method="index", index=index)


def test_an_index_named_with_more_of_its_words_is_the_same_index() -> None:
    terms, warnings = merge(
        {
            "model.passage": [rise("consumer price index “cpi-u”")],
            "model.field": [rise("consumer price index “cpi-u” supplied with the invoice")],
        }
    )
    assert len(terms) == 1
    assert warnings == []


def test_another_base_year_is_another_index() -> None:
    terms, _ = merge(
        {
            "model.passage": [rise("CPI for services")],
            "model.field": [rise("CPI for services (2015 = 100)")],
        }
    )
    assert len(terms) == 2
