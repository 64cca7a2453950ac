"""How papers change one another: each test is a pair of papers and the links that follow."""

from __future__ import annotations

from extractors.force import in_order, link
from extractors.passages import ReadDocument
from terms.contract import ContractDocument, Term
from tests.extractors.papers import paper, read, stated

AGREEMENT = paper(
    "msa.pdf",
    """
    ## preamble |
    MASTER AGREEMENT
    ## 4.1 | Plan Fee
    Customer pays a flat fee for the Harvest Plan of $2,000.00 per month (the “Plan Fee”).
    ## 4.2 | Increase
    On each anniversary the Plan Fee increases by six percent (6%), compounding.
    ## 4.3 | Support
    Field support costs $300.00 per month.
    ## 5.1 | Payment
    Invoices are payable within thirty (30) days.
    ## 5.6 | Late invoices
    Charges not invoiced within ninety (90) days after the invoice date are waived.
    ## 9 | Precedence
    If an Order Form conflicts with this Agreement, this Agreement prevails, except where the Order Form names the section that it replaces.
    """,
)
PLAN = stated(
    AGREEMENT,
    "$2,000.00 per month",
    type="price",
    product="Harvest Plan",
    model="flat",
    flat_amount="2000.00",
)
SUPPORT = stated(
    AGREEMENT,
    "$300.00 per month",
    type="price",
    product="Field support",
    model="flat",
    flat_amount="300.00",
)
RISE = stated(
    AGREEMENT,
    "six percent (6%)",
    type="escalation",
    product="Harvest Plan",
    method="fixed",
    percent="6",
    every_months=12,
    compounding=True,
)
NET_30 = stated(AGREEMENT, "thirty (30) days", type="payment", net_days=30, basis="invoice_date")
WINDOW = stated(
    AGREEMENT,
    "ninety (90) days",
    type="lookback",
    direction="underbilling",
    length=90,
    unit="day",
    counted_from="invoice_date",
    effect="waived_after",
)


def master(*terms: Term) -> ReadDocument:
    return read(AGREEMENT, "master", *terms, effective="2024-01-01")


def linked(*documents: ReadDocument) -> dict[str, ContractDocument]:
    return {document.file: document for document in link(documents).documents}


def sections(term: Term, name: str) -> list[tuple[str, str]]:
    return [(made.file, made.section) for made in getattr(term, name)]


def test_an_amendment_s_price_replaces_the_earlier_one_of_the_same_product() -> None:
    words = paper(
        "a1.pdf",
        """
        ## 1 | Support
        From 1 July 2025 the price of field support falls to $250.00 per month.
        """,
    )
    price = stated(
        words,
        "$250.00 per month",
        type="price",
        product="field support",
        model="flat",
        flat_amount="250.00",
        effective_from="2025-07-01",
    )

    found = linked(master(PLAN, SUPPORT), read(words, "amendment", price, effective="2025-06-01"))

    assert sections(found["a1.pdf"].terms[0], "replaces") == [("msa.pdf", "4.3")]
    assert not found["a1.pdf"].terms[0].reads_with
    assert not any(term.has_link for term in found["msa.pdf"].terms)


def test_a_defined_name_and_the_product_it_stands_for_are_one() -> None:
    words = paper("r.pdf", "## Fees |\nThe Plan Fee is $2,500.00 per month from January 1, 2026.")
    price = stated(
        words,
        "$2,500.00 per month",
        type="price",
        product="Plan Fee",
        model="flat",
        flat_amount="2500.00",
        effective_from="2026-01-01",
    )

    found = linked(master(PLAN, SUPPORT), read(words, "renewal", price, effective="2026-01-01"))

    assert sections(found["r.pdf"].terms[0], "replaces") == [("msa.pdf", "4.1")]


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


def test_another_product_is_never_replaced() -> None:
    words = paper(
        "a1.pdf",
        "## 1 | Drone\nDrone mapping costs $700.00 per month from 1 July 2025, which changes the offer.",
    )
    price = stated(
        words,
        "$700.00 per month",
        type="price",
        product="Drone mapping",
        model="flat",
        flat_amount="700.00",
    )

    found = linked(master(PLAN, SUPPORT), read(words, "amendment", price, effective="2025-07-01"))

    assert not found["a1.pdf"].terms[0].has_link


def test_a_name_that_fits_several_products_gives_no_link() -> None:
    both = paper(
        "of.pdf", "## A |\nOrder form. Storage, hot: $1.00 per GB. Storage, cold: $0.20 per GB."
    )
    hot = stated(both, "$1.00 per GB", type="price", product="Storage, hot", unit_amount="1.00")
    cold = stated(both, "$0.20 per GB", type="price", product="Storage, cold", unit_amount="0.20")
    words = paper("a1.pdf", "## 1 |\nThe price of storage is changed to $0.90 per GB.")
    price = stated(words, "$0.90 per GB", type="price", product="storage", unit_amount="0.90")

    found = linked(
        read(both, "order_form", hot, cold, effective="2025-01-01"),
        read(words, "amendment", price, effective="2025-06-01"),
    )

    assert not found["a1.pdf"].terms[0].has_link


def test_an_amount_that_an_amendment_merely_repeats_replaces_nothing() -> None:
    words = paper(
        "a1.pdf", "## 1 |\nThe fee for field support remains unchanged at $300.00 per month."
    )
    price = stated(
        words,
        "$300.00 per month",
        type="price",
        product="Field support",
        model="flat",
        flat_amount="300.00",
    )

    found = linked(master(SUPPORT), read(words, "amendment", price, effective="2025-06-01"))

    assert not found["a1.pdf"].terms[0].has_link


def test_a_renewal_restates_prices_also_where_they_stay_the_same() -> None:
    words = paper("r.pdf", "## Fees |\nField support\t$300.00 per month, unchanged")
    price = stated(
        words,
        "$300.00 per month",
        type="price",
        product="Field support",
        model="flat",
        flat_amount="300.00",
    )

    found = linked(master(SUPPORT), read(words, "renewal", price, effective="2026-01-01"))

    assert sections(found["r.pdf"].terms[0], "replaces") == [("msa.pdf", "4.3")]


def test_seats_that_are_added_do_not_replace_the_ones_there_are() -> None:
    order = paper("of.pdf", "## A |\nField seats: 40")
    had = stated(order, "40", type="quantity", product="Field seat", quantity="40", change="set")
    words = paper("a1.pdf", "## 1 |\nTen (10) field seats are added from 1 May 2025.")
    more = stated(
        words, "Ten (10)", type="quantity", product="field seats", quantity="10", change="add"
    )
    total = more.model_copy(update={"change": "set", "quantity": had.quantity + 10})  # type: ignore[union-attr,operator]

    added = linked(
        read(order, "order_form", had, effective="2025-01-01"),
        read(words, "amendment", more, effective="2025-05-01"),
    )
    set_to = linked(
        read(order, "order_form", had, effective="2025-01-01"),
        read(words, "amendment", total, effective="2025-05-01"),
    )

    assert not added["a1.pdf"].terms[0].has_link
    assert sections(set_to["a1.pdf"].terms[0], "replaces") == [("of.pdf", "A")]


def test_a_step_is_named_by_its_date_where_a_section_holds_several() -> None:
    order = paper("of.pdf", "## 2 |\nStep 1 $10.00 from January; step 2 $12.00 from March 2026.")
    first = stated(
        order,
        "$10.00",
        type="price",
        product="Region fee",
        flat_amount="10.00",
        effective_from="2025-01-01",
        effective_to="2026-02-28",
    )
    second = stated(
        order,
        "$12.00",
        type="price",
        product="Region fee",
        flat_amount="12.00",
        effective_from="2026-03-01",
    )
    words = paper(
        "a1.pdf",
        "## A |\nStep 2 in section 2 of the Order Form is replaced by $11.50 from May 1, 2026.",
    )
    price = stated(
        words,
        "$11.50",
        type="price",
        product="Region fee",
        flat_amount="11.50",
        effective_from="2026-05-01",
    )

    found = linked(
        read(order, "order_form", first, second, effective="2025-01-01"),
        read(words, "amendment", price, effective="2025-12-01"),
    )
    (made,) = found["a1.pdf"].terms[0].replaces

    assert (made.section, str(made.effective_from)) == ("2", "2026-03-01")


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


def test_prices_that_were_only_listed_are_no_targets() -> None:
    listed = SUPPORT.model_copy(update={"status": "not_ordered"})
    words = paper("a1.pdf", "## 1 |\nThe price of field support is changed to $250.00 per month.")
    price = stated(
        words, "$250.00 per month", type="price", product="Field support", flat_amount="250.00"
    )

    found = linked(master(listed), read(words, "amendment", price, effective="2025-06-01"))

    assert not found["a1.pdf"].terms[0].has_link


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


def test_papers_stand_in_the_order_in_which_they_came_into_force() -> None:
    papers = [
        read(paper("b.pdf", "x"), "amendment", effective="2025-01-01"),
        read(paper("c.pdf", "x"), "order_form", effective="2024-06-01"),
        read(paper("a.pdf", "x"), "master"),
    ]

    assert [document.file for document in in_order(papers)] == ["a.pdf", "c.pdf", "b.pdf"]
