"""Which paper goes before which: clauses of precedence, orders beside a master, the order of force."""

from __future__ import annotations

from extractors.force import in_order, link
from extractors.passages import ReadDocument
from tests.extractors.force_papers import AGREEMENT, NET_30, WINDOW, linked, master, sections
from tests.extractors.papers import paper, read, stated


def test_a_master_that_prevails_overrides_an_order_that_does_not_name_the_section() -> None:
    words = paper(
        "of.pdf",
        "## Notes |\nInvoices under this Order Form are payable within forty-five (45) days.",
    )
    net_45 = stated(words, "forty-five (45) days", type="payment", net_days=45)

    found = linked(master(NET_30), read(words, "order_form", net_45, effective="2024-02-01"))

    assert sections(found["msa.pdf"].terms[0], "overrides") == [("of.pdf", "Notes")]
    assert not found["of.pdf"].terms[0].has_link


def test_an_order_that_names_the_section_wins() -> None:
    words = paper(
        "of.pdf",
        "## D.2 |\nSection 5.6 of the Agreement is varied: in place of ninety days, a late invoice may be issued within twelve (12) months.",
    )
    longer = stated(
        words,
        "twelve (12) months",
        type="lookback",
        direction="underbilling",
        length=12,
        unit="month",
        counted_from="due_date",
    )

    found = linked(master(WINDOW), read(words, "order_form", longer, effective="2024-02-01"))
    won = found["of.pdf"].terms[0]

    for name in ("replaces", "overrides", "reads_with"):
        assert sections(won, name) == [("msa.pdf", "5.6")]
    assert not found["msa.pdf"].terms[0].has_link


def test_without_a_clause_an_order_form_s_other_payment_term_makes_no_link() -> None:
    plain = paper("msa.pdf", "## 5.1 | Payment\nInvoices are payable within thirty (30) days.")
    net_30 = stated(plain, "thirty (30) days", type="payment", net_days=30)
    words = paper("of.pdf", "## Notes |\nInvoices are payable within forty-five (45) days.")
    net_45 = stated(words, "forty-five (45) days", type="payment", net_days=45)

    found = linked(
        read(plain, "master", net_30, effective="2024-01-01"),
        read(words, "order_form", net_45, effective="2024-02-01"),
    )

    assert not any(term.has_link for document in found.values() for term in document.terms)


def test_two_orders_that_disagree_without_a_clause_are_told_to_a_person() -> None:
    one = paper("of-1.pdf", "## A |\nScout licence $10.00")
    two = paper("of-2.pdf", "## A |\nScout licence $12.00")
    first = stated(one, "$10.00", type="price", product="Scout licence", unit_amount="10.00")
    second = stated(two, "$12.00", type="price", product="Scout licence", unit_amount="12.00")

    result = link(
        [
            read(
                one,
                "order_form",
                first,
                effective="2025-01-01",
                runs_from="2025-01-01",
                until="2025-12-31",
            ),
            read(
                two,
                "order_form",
                second,
                effective="2025-06-01",
                runs_from="2025-06-01",
                until="2026-05-31",
            ),
        ]
    )

    (words,) = result.conflicts
    assert "of-2.pdf and of-1.pdf" in words
    assert all(document.terms[0].warnings == (words,) for document in result.documents)
    assert not any(document.terms[0].has_link for document in result.documents)


def test_the_size_of_a_unit_in_a_master_that_prevails_overrides_the_order_s() -> None:
    master_size = stated(
        AGREEMENT, "Field support", type="metering", unit="GB", unit_size="1073741824"
    )
    words = paper("of.pdf", "## Notes |\nVolumes are shown in decimal units (1 GB = 1,000 MB).")
    order_size = stated(
        words, "1 GB = 1,000 MB", type="metering", unit="GB", unit_size="1000000000"
    )
    order_zone = stated(words, "Volumes", type="metering", timezone="UTC")

    found = linked(
        master(master_size),
        read(words, "order_form", order_size, order_zone, effective="2024-02-01"),
    )

    assert sections(found["msa.pdf"].terms[0], "overrides") == [("of.pdf", "Notes")]


def test_an_order_that_replaces_an_order_changes_its_prices() -> None:
    one = paper("of-1.pdf", "## A |\nScout licence $10.00")
    two = paper(
        "of-2.pdf", "## A |\nThis Order Form replaces Order Form OF-1.\nScout licence $12.00"
    )
    first = stated(one, "$10.00", type="price", product="Scout licence", unit_amount="10.00")
    second = stated(two, "$12.00", type="price", product="Scout licence", unit_amount="12.00")
    later = read(two, "order_form", second, effective="2025-06-01")
    later = ReadDocument(
        later.contract.model_copy(update={"amends": ("Order Form OF-1",)}), later.document
    )

    result = link([read(one, "order_form", first, effective="2025-01-01"), later])

    assert sections(result.documents[1].terms[0], "replaces") == [("of-1.pdf", "A")]
    assert result.conflicts == ()


def test_papers_stand_in_the_order_in_which_they_came_into_force() -> None:
    papers = [
        read(paper("b.pdf", "x"), "amendment", effective="2025-01-01"),
        read(paper("c.pdf", "x"), "order_form", effective="2024-06-01"),
        read(paper("a.pdf", "x"), "master"),
    ]

    assert [document.file for document in in_order(papers)] == ["a.pdf", "c.pdf", "b.pdf"]
