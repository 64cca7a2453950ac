"""How papers change one another's clauses: a pair of papers, and the sections that are replaced or read with."""

from __future__ import annotations

from extractors.force import link
from tests.extractors.force_papers import PLAN, RISE, linked, master, sections
from tests.extractors.papers import paper, read, stated


def test_a_partial_change_of_a_named_section_replaces_it_and_reads_with_it() -> None:
    words = paper(
        "a1.pdf", "## 2 | Increase\nThe percentage in Section 4.2 is reduced to four percent (4%)."
    )
    rise = stated(words, "four percent (4%)", type="escalation", percent="4")

    found = linked(master(PLAN, RISE), read(words, "amendment", rise, effective="2025-06-01"))
    changed = found["a1.pdf"].terms[0]

    assert sections(changed, "replaces") == [("msa.pdf", "4.2")]
    assert sections(changed, "reads_with") == [("msa.pdf", "4.2")]


def test_a_new_fee_that_takes_part_in_the_increase_leaves_the_clause_in_force() -> None:
    words = paper(
        "a1.pdf",
        "## 1 | Barn sensor\nThe fee takes part in the increase under Section 4.2, for the first time on 1 January 2027.",
    )
    rise = stated(
        words,
        "for the first time on 1 January 2027",
        type="escalation",
        product="Barn sensor",
        first_on="2027-01-01",
    )
    general = RISE.model_copy(update={"product": None})

    found = linked(master(general), read(words, "amendment", rise, effective="2026-01-01"))

    assert not found["a1.pdf"].terms[0].replaces
    assert sections(found["a1.pdf"].terms[0], "reads_with") == [("msa.pdf", "4.2")]


def test_a_cap_that_is_added_to_a_named_section_changes_it() -> None:
    words = paper(
        "a1.pdf", "## 2 |\nThe increase under Section 4.2 shall not exceed four percent (4%)."
    )
    cap = stated(words, "four percent (4%)", type="escalation", cap_percent="4")

    found = linked(master(PLAN, RISE), read(words, "amendment", cap, effective="2025-06-01"))
    changed = found["a1.pdf"].terms[0]

    assert sections(changed, "replaces") == [("msa.pdf", "4.2")]
    assert sections(changed, "reads_with") == [("msa.pdf", "4.2")]


def test_the_only_minimum_is_the_one_that_an_amendment_means() -> None:
    clause = paper("msa.pdf", "## 6 |\nCustomer spends at least $50,000 in each contract year.")
    minimum = stated(
        clause,
        "$50,000",
        type="commitment",
        measure="amount",
        value="50000",
        per="year",
        shortfall="billed",
    )
    words = paper("a1.pdf", "## 3 |\nThe annual minimum is reduced from $50,000 to $40,000.")
    lower = stated(
        words,
        "$40,000",
        type="commitment",
        product="annual minimum",
        measure="amount",
        value="40000",
        per="year",
    )

    found = linked(
        read(clause, "master", minimum, effective="2024-01-01"),
        read(words, "amendment", lower, effective="2025-06-01"),
    )

    assert sections(found["a1.pdf"].terms[0], "replaces") == [("msa.pdf", "6")]
    assert sections(found["a1.pdf"].terms[0], "reads_with") == [("msa.pdf", "6")]


def test_a_figure_reads_with_the_clause_that_says_how_it_works() -> None:
    clause = paper(
        "msa.pdf",
        "## 4.3 | Monthly Minimum\nIf the fees are less than the Monthly Minimum stated in Exhibit A, Customer pays the difference.",
    )
    how = stated(
        clause,
        "Customer pays the difference",
        type="commitment",
        product="Monthly Minimum",
        measure="amount",
        per="month",
        shortfall="billed",
    )
    schedule = paper("ex.pdf", "## A-1 |\nMonthly Minimum; see Section 4.3\t$900.00")
    figure = stated(
        schedule,
        "$900.00",
        type="commitment",
        product="Monthly Minimum",
        measure="amount",
        value="900.00",
    )

    found = linked(
        read(clause, "master", how, effective="2025-01-01"),
        read(schedule, "price_schedule", figure, effective="2025-01-01"),
    )

    assert sections(found["ex.pdf"].terms[0], "reads_with") == [("msa.pdf", "4.3")]
    assert not found["ex.pdf"].terms[0].replaces


def test_a_section_struck_out_without_a_successor_is_asked_about() -> None:
    words = paper("a1.pdf", "## 3 |\nSection 4.2 of the Agreement is deleted from 1 June 2025.")

    result = link([master(PLAN, RISE), read(words, "amendment", effective="2025-06-01")])
    plan, rise = result.documents[0].terms

    assert plan.warnings == ()
    (warning,) = rise.warnings
    assert "strikes out section 4.2 of msa.pdf" in warning
    assert result.conflicts == (warning,)


def test_a_section_that_is_deleted_and_replaced_is_not_asked_about() -> None:
    words = paper(
        "a1.pdf",
        "## 3 |\nSection 4.2 is deleted and replaced by: the fee rises by four percent (4%) a year.",
    )
    rise = stated(
        words,
        "four percent (4%)",
        type="escalation",
        product="Harvest Plan",
        method="fixed",
        percent="4",
    )

    result = link([master(PLAN, RISE), read(words, "amendment", rise, effective="2025-06-01")])

    assert result.conflicts == ()
    assert sections(result.documents[1].terms[0], "replaces") == [("msa.pdf", "4.2")]
