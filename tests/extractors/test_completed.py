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


def test_a_chain_of_papers_is_followed():
    schedule = paper(
        "schedule.pdf", value="2000.00", reads_with=[{"file": "master.pdf", "section": "4.3"}]
    )
    later = paper(
        "amendment.pdf", value="2400.00", reads_with=[{"file": "schedule.pdf", "section": "4.3"}]
    )
    found: Any = with_rules((MASTER, schedule, later))[2].terms[0]
    assert (found.shortfall, str(found.value)) == ("billed", "2400.00")


def test_without_a_link_nothing_is_taken():
    assert read().shortfall is None


RISE = ContractDocument(
    file="master.pdf",
    terms=(
        term(
            {
                "type": "escalation",
                "product": "Plan Fee",
                "method": "fixed",
                "percent": "5",
                "compounding": True,
                "citations": [
                    {
                        "file": "master.pdf",
                        "page": 1,
                        "section": "4.2",
                        "quote": "q",
                        "match": "exact",
                    }
                ],
            }
        ),
    ),
)


def risen(**fields: Any) -> Any:
    cited = {"file": "renewal.pdf", "page": 1, "section": "1", "quote": "q", "match": "exact"}
    link = [{"file": "master.pdf", "section": "Section 4.2"}]
    made = term({"type": "escalation", "citations": [cited], "reads_with": link, **fields})
    return with_rules((RISE, ContractDocument(file="renewal.pdf", terms=(made,))))[1].terms[0]


def test_a_new_percentage_is_one_of_the_increase_it_reads_with():
    found = risen(percent="4")
    assert (found.product, found.method, found.compounding) == ("Plan Fee", "fixed", True)


def test_an_increase_with_a_rule_of_its_own_keeps_it():
    assert risen(percent="4", method="discretionary").compounding is None
