"""The evaluation books beside the repository: read whole, every term known, perfect beside themselves."""

import json
from datetime import date

import pytest
from shared import SHARED, needs_shared

from agent.given_terms import given_terms
from billing.book import read_book
from evals.report import extraction_report


@pytest.fixture
def write(tmp_path):
    """A function that writes a value as JSON and gives the file."""

    def to_file(name, value):
        path = tmp_path / name
        path.write_text(json.dumps(value), encoding="utf-8")
        return path

    return to_file


@needs_shared
@pytest.mark.parametrize("name", ["saas", "mixed"])
def test_the_evaluation_books_are_read_whole(name):
    path = SHARED / "books" / name / "book"
    found = read_book(path, date(2026, 11, 1))
    for file, count in (
        ("subscriptions", lambda facts: len(facts.items)),
        ("invoice_lines", lambda facts: len(facts.lines)),
        ("usage", lambda facts: len(facts.usage)),
    ):
        written = len((path / "billing" / f"{file}.csv").read_text("utf-8").splitlines()) - 1
        refused = sum(row.file == f"billing/{file}.csv" for row in found.quarantine)
        assert sum(map(count, found.accounts.values())) + refused == written


@needs_shared
@pytest.mark.parametrize("name", ["saas", "mixed", "real"])
def test_a_truth_is_perfect_beside_itself(name, write):
    path = SHARED / "books" / name / "truth.json"
    terms = json.loads(path.read_text("utf-8"))["terms"]
    documents = [
        {
            "file": file,
            "terms": [
                term | {"citations": [{"page": term["page"], "quote": term["quote_contains"]}]}
                for term in each
            ],
        }
        for file, each in terms.items()
    ]
    pooled = extraction_report(path, write("out.json", {"documents": documents}))["pooled"]
    firm = sum(not term.get("doubtful") for each in terms.values() for term in each)
    for rate in ("recall", "precision", "citations", "covered"):
        assert (pooled[rate]["hits"], pooled[rate]["n"]) == (firm, firm)


@needs_shared
@pytest.mark.parametrize("name", ["saas", "mixed"])
def test_every_term_of_the_evaluation_books_is_known(name):
    path = SHARED / "books" / name / "truth.json"
    truth = json.loads(path.read_text("utf-8"))
    given = given_terms(path, truth["cases"])
    documents = [document for each in given.values() for document in each.documents]
    assert sum(len(each.terms) for each in documents) == sum(map(len, truth["terms"].values()))
    assert not any(each.unresolved for each in documents)
    assert not any(term.warnings for each in documents for term in each.terms)
