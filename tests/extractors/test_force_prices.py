"""How papers change one another's prices and numbers: each test is a pair of papers and the links that follow."""

from __future__ import annotations

from tests.extractors.force_papers import PLAN, SUPPORT, linked, master, sections
from tests.extractors.papers import paper, read, stated


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


def test_prices_that_were_only_listed_are_no_targets() -> None:
    listed = SUPPORT.model_copy(update={"status": "not_ordered"})
    words = paper("a1.pdf", "## 1 |\nThe price of field support is changed to $250.00 per month.")
    price = stated(
        words, "$250.00 per month", type="price", product="Field support", flat_amount="250.00"
    )

    found = linked(master(listed), read(words, "amendment", price, effective="2025-06-01"))

    assert not found["a1.pdf"].terms[0].has_link
