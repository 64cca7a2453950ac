"""Scoring of what was read: a contract with a price, an escalator and a window, read in many ways."""

from copy import deepcopy

import pytest

from evals.extraction import score

FILE = "contracts/NORTH/master.pdf"
PRICE = {
    "type": "price", "product": "Cold chain monitor", "model": "per_unit", "unit": "sensor",
    "unit_amount": "9.50", "currency": "GBP", "interval": "month",
    "page": 2, "section": "3.1", "quote_contains": "£9.50 per sensor and month",
}  # fmt: skip
RISE = {
    "type": "escalation", "method": "fixed", "percent": "4", "first_on": "2026-01-01",
    "page": 2, "section": "3.2", "quote_contains": "increase by four per cent",
    "reads_with": [{"file": FILE, "section": "3.1"}],
}  # fmt: skip
WINDOW = {
    "type": "lookback", "direction": "underbilling", "length": 90, "unit": "day",
    "page": 5, "section": "9", "quote_contains": "within ninety days",
}  # fmt: skip


def truth(*terms):
    return {"documents": {FILE: {"kind": "master", "title": "Master Agreement"}}, "terms": {FILE: list(terms)}}  # fmt: skip


def read(term, **changes):
    """A term as `recoup extract` gives it, read rightly but for `changes`."""
    about = {
        "page",
        "section",
        "quote_contains",
        "also",
        "doubtful",
        "doubtful_fields",
        "also_types",
    }
    citation = {
        "file": "master.pdf",
        "page": term["page"],
        "section": term["section"],
        "quote": f"shall be {term['quote_contains']} thereafter",
    }
    fields = {name: value for name, value in term.items() if name not in about}
    return deepcopy(fields | {"citations": [citation]} | changes)


def scored(wanted, ours, **document):
    output = {"documents": [{"file": "NORTH/master.pdf", "terms": ours, **document}]}
    return score(truth(*wanted), output)


def counts(rate):
    return rate.hits, rate.of


def test_a_perfect_reading():
    result = scored([PRICE, RISE, WINDOW], [read(PRICE), read(RISE), read(WINDOW)])
    pooled = result.pooled
    assert counts(pooled.recall) == counts(pooled.precision) == counts(pooled.citations) == (3, 3)
    assert counts(pooled.links) == counts(pooled.links_right) == (1, 1)
    assert result.worst is None
    assert result.faults == []


def test_a_wrong_amount_is_missed_and_is_an_error():
    result = scored([PRICE], [read(PRICE, unit_amount="9.00")])
    assert counts(result.pooled.recall) == counts(result.pooled.precision) == (0, 1)
    assert counts(result.pooled.fields) == (5, 6)
    assert result.faults[0]["fields"] == {"unit_amount": {"truth": "9.50", "ours": "9.00"}}
    assert result.wrong_fields == {"price.unit_amount": 1}
    assert result.worst == FILE


def test_a_term_that_the_contract_does_not_have_is_an_error():
    surplus = read(PRICE, product="Gateway", unit_amount="70")
    surplus["citations"][0] |= {"page": 7, "quote": "seventy pounds"}
    result = scored([PRICE], [read(PRICE), surplus])
    assert counts(result.pooled.precision) == (1, 2)
    assert counts(result.pooled.recall) == (1, 1)
    assert result.faults[0]["fault"] == "surplus"


def test_the_same_term_twice_is_one_too_many():
    assert counts(scored([PRICE], [read(PRICE), read(PRICE)]).pooled.precision) == (1, 2)


def test_a_missed_term_that_is_told_as_unresolved_is_covered():
    told = [{"page": 2, "section": "3.2", "quote": "Fees increase by four per cent each year."}]
    result = scored([PRICE, RISE], [read(PRICE)], unresolved=told)
    assert counts(result.pooled.recall) == (1, 2)
    assert counts(result.pooled.covered) == (2, 2)
    elsewhere = [{"page": 3, "section": "4", "quote": "Fees increase by four per cent each year."}]
    assert counts(scored([RISE], [], unresolved=elsewhere).pooled.covered) == (0, 1)


def test_a_doubtful_term_counts_neither_for_nor_against():
    doubtful = WINDOW | {"doubtful": True}
    for ours in (
        [read(PRICE)],
        [read(PRICE), read(WINDOW)],
        [read(PRICE), read(WINDOW, length=30)],
    ):
        pooled = scored([PRICE, doubtful], ours).pooled
        assert counts(pooled.recall) == counts(pooled.precision) == (1, 1)


def test_a_doubtful_twin_does_not_take_the_place_of_a_firm_term():
    pooled = scored([PRICE | {"doubtful": True}, PRICE], [read(PRICE)]).pooled
    assert counts(pooled.recall) == counts(pooled.precision) == (1, 1)


def test_a_doubtful_field_may_be_read_either_way():
    lenient = PRICE | {"doubtful_fields": ["unit"]}
    assert counts(scored([lenient], [read(PRICE, unit="site")]).pooled.recall) == (1, 1)
    assert counts(scored([PRICE], [read(PRICE, unit="site")]).pooled.recall) == (0, 1)


def test_another_type_is_right_where_the_truth_allows_it():
    either = PRICE | {"type": "surcharge", "also_types": ["price"]}
    assert counts(scored([either], [read(PRICE)]).pooled.recall) == (1, 1)


def test_a_citation_is_right_on_any_page_that_is_as_good():
    also = PRICE | {"also": [{"page": 8, "section": "Schedule", "quote_contains": "Sensor £9.50"}]}
    moved = read(PRICE)
    moved["citations"] = [{"file": "master.pdf", "page": 8, "quote": "Sensor\n£9.50"}]
    assert counts(scored([also], [moved]).pooled.citations) == (1, 1)
    assert counts(scored([PRICE], [moved]).pooled.citations) == (0, 1)


@pytest.mark.parametrize(
    ("page", "quote", "right"),
    [
        (2, "£9.50 per sen-\nsor and month", True),
        (2, "9.50 per sensor", True),
        (2, "9.50", False),
        (2, "£8.50 per sensor and month", False),
        (3, "£9.50 per sensor and month", False),
    ],
)
def test_a_citation_needs_the_page_and_the_words(page, quote, right):
    ours = read(PRICE, citations=[{"file": "master.pdf", "page": page, "quote": quote}])
    assert counts(scored([PRICE], [ours]).pooled.citations) == (int(right), 1)


def test_an_amount_where_the_paper_shows_none_is_invented():
    blank = {name: value for name, value in PRICE.items() if name != "unit_amount"} | {
        "status": "blank"
    }
    invented = scored([blank], [read(PRICE, status="blank")]).pooled
    assert invented.invented == 1
    assert counts(invented.precision) == (0, 1)
    honest = scored([blank], [read(blank)]).pooled
    assert (honest.invented, counts(honest.precision)) == (0, (1, 1))


def test_links_are_scored_apart_from_the_terms():
    wrong = read(RISE, reads_with=[{"file": "master.pdf", "section": "7"}])
    pooled = scored([RISE], [wrong]).pooled
    assert counts(pooled.recall) == (1, 1)
    assert counts(pooled.links) == counts(pooled.links_right) == (0, 1)
    same = read(RISE, reads_with=[{"file": "master.pdf", "section": "Section 3.1"}])
    assert counts(scored([RISE], [same]).pooled.links) == (1, 1)


def test_a_start_that_is_left_out_means_the_start_of_the_document():
    dated = PRICE | {"effective_from": "2025-03-01"}
    left_out = read(PRICE)
    assert counts(scored([dated], [left_out], term_start="2025-03-01").pooled.recall) == (1, 1)
    assert counts(scored([dated], [left_out], term_start="2025-04-01").pooled.recall) == (0, 1)


def test_a_file_that_was_not_read_is_named_and_its_terms_are_missed():
    result = score(truth(PRICE, RISE), {"documents": []})
    assert result.not_read == (FILE,)
    assert counts(result.pooled.recall) == (0, 2)
    assert result.pooled.precision.value is None


def test_terms_find_their_partner_among_many():
    prices = [
        PRICE | {"product": f"Sensor type {n}", "unit_amount": f"{n}.50"} for n in range(1, 9)
    ]
    pooled = scored(prices, [read(price) for price in reversed(prices)]).pooled
    assert counts(pooled.recall) == counts(pooled.precision) == (8, 8)


def test_as_many_right_pairs_as_possible_are_made():
    vague = {name: PRICE[name] for name in ("type", "model", "page", "section", "quote_contains")}
    exact = PRICE
    other = read(PRICE, unit_amount="7.00", product="Gateway")
    pooled = scored([vague, exact], [read(PRICE), other]).pooled
    assert counts(pooled.recall) == (2, 2)


def test_the_head_of_a_document_is_scored_by_field():
    result = scored([PRICE], [read(PRICE)], kind="amendment", title="MASTER AGREEMENT")
    assert counts(result.headers["kind"]) == (0, 1)
    assert counts(result.headers["title"]) == (1, 1)


@pytest.mark.parametrize(
    ("wanted", "ours", "right"),
    [
        ((24, "month"), (2, "year"), True),
        ((42, "day"), (6, "week"), True),
        ((1, "year"), (12, "month"), True),
        ((90, "day"), (3, "month"), False),
        ((2, "year"), (2, "month"), False),
        ((5, "day"), (5, "working_day"), False),
    ],
)
def test_two_years_and_twenty_four_months_are_one_window(wanted, ours, right):
    window = {**WINDOW, "length": wanted[0], "unit": wanted[1]}
    result = scored([window], [read(window, length=ours[0], unit=ours[1])])
    assert counts(result.pooled.recall) == (int(right), 1)
