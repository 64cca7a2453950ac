"""Terms from a file in place of PDFs: a truth file, or what `recoup extract` wrote."""

import json
from datetime import date
from decimal import Decimal

import pytest

from agent.given_terms import TermsUnreadable, given_terms
from terms.contract import ContractDocument, Extraction

MASTER, ORDER = "contracts/NORTH/master.pdf", "contracts/NORTH/order.pdf"
TRUTH = {
    "documents": {
        MASTER: {
            "kind": "master", "title": "Master Agreement", "effective_date": "2025-03-01",
            "currency": "GBP", "amends": [], "doubtful_fields": ["title"], "note": "signed twice",
            "parties": [{"name": "Northmoor Dairy Ltd", "role": "customer", "address": "Hull"}],
        }
    },
    "terms": {
        MASTER: [
            {
                "type": "escalation", "percent": "4", "first_on": "2026-03-01", "automatic": True,
                "page": 2, "section": "3.2", "quote_contains": "increase by four per cent",
                "also": [{"page": 7, "section": "Schedule"}], "note": "for people",
            }
        ],
        ORDER: [
            {
                "type": "price", "product": "Sensor", "unit_amount": 9.50, "doubtful": True,
                "doubtful_fields": ["unit"], "also_types": ["surcharge"],
                "page": 1, "section": "A", "quote_contains": "£9.50",
                "replaces": [{"file": MASTER, "section": "3.1", "effective_from": "2026-01-01"}],
            }
        ],
        "contracts/SOUTH/master.pdf": [],
    },
    "cases": {},
}  # fmt: skip


@pytest.fixture
def file(tmp_path):
    def write(value):
        path = tmp_path / "terms.json"
        path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
        return path

    return write


def changed(**fields):
    """The truth file with other fields in the price of the order form."""
    return TRUTH | {"terms": {ORDER: [TRUTH["terms"][ORDER][0] | fields]}}


def test_a_truth_file_gives_documents_and_terms_by_account(file):
    given = given_terms(file(TRUTH), ["NORTH"])
    assert list(given) == ["NORTH"]
    master, order = given["NORTH"].documents
    assert (master.kind, master.effective_date, master.currency) == (
        "master",
        date(2025, 3, 1),
        "GBP",
    )
    assert [(party.name, party.role) for party in master.parties] == [
        ("Northmoor Dairy Ltd", "customer")
    ]
    assert (order.file, order.kind) == (ORDER, "other")


def test_a_term_is_cited_where_the_truth_says(file):
    (rise,) = given_terms(file(TRUTH), ["NORTH"])["NORTH"].documents[0].terms
    assert (rise.percent, rise.first_on, rise.automatic) == (Decimal(4), date(2026, 3, 1), True)
    assert (rise.readers, rise.confidence, rise.id) == (("given",), 1.0, "master:1")
    first, second = rise.citations
    assert (first.file, first.page, first.section, first.match) == (MASTER, 2, "3.2", "exact")
    assert first.quote == "increase by four per cent"
    assert (second.page, second.section) == (7, "Schedule")


def test_links_and_doubt_are_kept_and_numbers_are_exact(file):
    (price,) = given_terms(file(TRUTH), ["NORTH"])["NORTH"].documents[1].terms
    assert price.doubtful
    assert price.unit_amount == Decimal("9.5")
    (link,) = price.replaces
    assert (link.file, link.section, link.effective_from) == (MASTER, "3.1", date(2026, 1, 1))


def test_the_output_of_extract_is_taken_as_it_is(file):
    documents = given_terms(file(TRUTH), ["NORTH"])["NORTH"].documents
    written = Extraction(documents=documents).model_dump_json(by_alias=True)
    assert given_terms(file(written), ["NORTH"])["NORTH"].documents == documents


def test_a_document_without_a_folder_belongs_to_the_only_account(file):
    loose = {"documents": [json.loads(ContractDocument(file="master.pdf").model_dump_json())]}
    assert list(given_terms(file(loose), ["NORTH"])) == ["NORTH"]
    with pytest.raises(
        TermsUnreadable, match=r"holds no document of NORTH, SOUTH: its first is master\.pdf"
    ):
        given_terms(file(loose), ["NORTH", "SOUTH"])


def test_a_document_of_another_account_is_left_out(file):
    assert "SOUTH" not in given_terms(file(TRUTH), ["NORTH"])
    with pytest.raises(TermsUnreadable, match="holds no document of EAST"):
        given_terms(file(TRUTH), ["EAST"])


def test_any_path_before_contracts_will_do(file):
    moved = {"terms": {f"/data/book/{ORDER}": TRUTH["terms"][ORDER]}}
    assert list(given_terms(file(moved), ["NORTH", "SOUTH"])) == ["NORTH"]


def test_a_field_that_is_not_known_is_left_out_and_told(file):
    (price,) = given_terms(file(changed(weather="fair")), ["NORTH"])["NORTH"].documents[1].terms
    assert price.warnings == ("fields that are not known were left out: weather",)


def test_a_type_that_is_not_known_is_unresolved(file):
    document = given_terms(file(changed(type="barter")), ["NORTH"])["NORTH"].documents[1]
    assert document.terms == ()
    assert (document.unresolved[0].page, document.unresolved[0].quote) == (1, "£9.50")
    assert document.unresolved[0].why == "the type 'barter' is not known"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("{", r"terms\.json is not JSON"),
        ("[]", "holds a list, not an object"),
        ("{}", "holds no terms: it needs"),
        (changed(unit_amount="nine"), r"order\.pdf, term 1 \(price\): 'price\.unit_amount' is 'nine'"),
        (changed(unit_amuont="9"), r"no field 'unit_amuont' \(is it 'unit_amount'\?\)"),
        (changed(effective_from="1 March"), r"term 1 \(price\): 'price\.effective_from' is '1 March'"),
        (changed(type=None), r"term 1: a term is an object with a 'type'"),
        (changed(page="one"), r"term 1: 'page' is a number from 1"),
        ({"documents": [{"file": "m.pdf", "kind": "novel"}]}, r"m\.pdf: 'kind' is 'novel'"),
        ({"terms": {MASTER: {}}, "documents": {MASTER: []}}, "terms are a list"),
    ],
)  # fmt: skip
def test_what_is_malformed_is_told_with_file_term_and_field(file, value, words):
    with pytest.raises(TermsUnreadable, match=words):
        given_terms(file(value), ["NORTH"])


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(TermsUnreadable, match="cannot be opened"):
        given_terms(tmp_path / "none.json", ["NORTH"])
