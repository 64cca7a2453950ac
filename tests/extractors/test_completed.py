"""A minimum that an amendment restates keeps the rule of the clause that it reads with."""

from __future__ import annotations

from typing import Any

from extractors.completed import with_rules
from terms.contract import ContractDocument, term


def paper(file: str, **fields: Any) -> ContractDocument:
    cited = {"file": file, "page": 1, "section": "Section 4.3", "quote": "q", "match": "exact"}
    made = term({"type": "commitment", "measure": "amount", "citations": [cited], **fields})
    return ContractDocument(file=file, terms=(made,))


MASTER = paper("master.pdf", value="1800.00", shortfall="billed", counts="card fees", per="month")


def read(**fields: Any) -> Any:
    amendment = paper("amendment.pdf", value="2400.00", **fields)
    return with_rules((MASTER, amendment))[1].terms[0]


def test_what_follows_a_shortfall_is_taken_from_the_clause_it_reads_with():
    found = read(reads_with=[{"file": "master.pdf", "section": "4.3"}])
    assert (found.shortfall, found.counts) == ("billed", "card fees")
    assert found.provenance["derived"] == "counts, shortfall"


def test_its_own_words_stay():
    found = read(reads_with=[{"file": "master.pdf", "section": "4.3"}], shortfall="forfeited")
    assert found.shortfall == "forfeited"


def test_sums_and_periods_are_not_taken_over():
    found = read(reads_with=[{"file": "master.pdf", "section": "4.3"}])
    assert str(found.value) == "2400.00"
    assert found.per is None


def test_without_a_link_nothing_is_taken():
    assert read().shortfall is None
