"""Links that follow from the words of other styles of contract: steps, schedules, listed prices, additions."""

from __future__ import annotations

from extractors.document import Document
from extractors.force import link
from extractors.passages import ReadDocument
from terms.contract import ContractDocument, Term
from tests.extractors.papers import paper, read, stated


def linked(*documents: ReadDocument) -> dict[str, ContractDocument]:
    return {document.file: document for document in link(documents).documents}


def sections(term: Term, name: str) -> list[tuple[str, str | None]]:
    return [(each.file, each.section) for each in getattr(term, name)]


def price(document: Document, quote: str, product: str, amount: str, **more: str) -> Term:
    fields = {
        "type": "price",
        "product": product,
        "model": "per_unit",
        "unit": "seat",
        "unit_amount": amount,
        "interval": "month",
    }
    return stated(document, quote, **{**fields, **more})


def test_a_later_step_in_a_section_of_its_own_replaces_the_earlier_one() -> None:
    words = paper(
        "o.pdf",
        "## 1 | Racks\nThe customer rents 12 racks.\n## 2 | Further racks\nFrom 1 July 2025 the number of racks is 16.",
    )
    fields = {"type": "quantity", "product": "Rack", "unit": "rack", "change": "set"}
    first = stated(words, "12 racks", quantity="12", effective_from="2025-01-01", **fields)
    later = stated(
        words, "number of racks is 16", quantity="16", effective_from="2025-07-01", **fields
    )

    found = linked(read(words, "order_form", first, later, effective="2025-01-01"))

    assert sections(found["o.pdf"].terms[1], "replaces") == [("o.pdf", "1")]
    assert not found["o.pdf"].terms[0].has_link


def test_a_price_per_hour_is_no_step_of_a_monthly_price() -> None:
    words = paper(
        "o.pdf",
        "## 1 | Desk\nThe desk costs $20.00 per seat.\n## 2 | Extra\nFrom 1 July 2025 the desk costs $80.00 per hour.",
    )
    monthly = price(words, "$20.00 per seat", "Desk", "20.00", effective_from="2025-01-01")
    hourly = price(
        words, "$80.00 per hour", "Desk", "80.00", unit="hour", effective_from="2025-07-01"
    )

    found = linked(read(words, "order_form", monthly, hourly, effective="2025-01-01"))

    assert not any(term.has_link for term in found["o.pdf"].terms)


CLAUSES = """
    ## 8 | Payment
    Invoices are payable within thirty (30) days of receipt.
    ## 9 | Precedence
    {precedence}
"""


def _schedule_and(precedence: str) -> dict[str, ContractDocument]:
    master = paper("msa.pdf", CLAUSES.format(precedence=precedence))
    schedule = paper(
        "schedule.pdf", "## Part G | Notes\nInvoices are payable within forty-five (45) days."
    )
    return linked(
        read(
            master,
            "master",
            stated(master, "thirty (30) days", type="payment", net_days=30),
            effective="2025-01-01",
        ),
        read(
            schedule,
            "price_schedule",
            stated(schedule, "forty-five (45) days", type="payment", net_days=45),
            effective="2025-01-01",
        ),
    )


def test_clauses_that_prevail_over_the_schedule_override_it() -> None:
    found = _schedule_and(
        "In the event of inconsistency the clauses of this Agreement prevail over the Service Schedule."
    )

    assert sections(found["msa.pdf"].terms[0], "overrides") == [("schedule.pdf", "Part G")]


def test_a_schedule_that_takes_precedence_is_not_overridden() -> None:
    found = _schedule_and(
        "If the Schedule and this document disagree, the Schedule takes precedence."
    )

    assert not found["msa.pdf"].terms[0].overrides


def test_an_article_prevails_unless_the_schedule_says_so() -> None:
    found = _schedule_and(
        "If there is a conflict between an Article and the Fee Schedule, the Article prevails unless the Fee Schedule says expressly that it does."
    )

    assert sections(found["msa.pdf"].terms[0], "overrides") == [("schedule.pdf", "Part G")]


def test_a_departure_in_one_point_reads_with_the_clause_it_departs_from() -> None:
    master = paper(
        "msa.pdf",
        CLAUSES.format(
            precedence="If this Agreement conflicts with an Order Form, this Agreement controls, except where the Order Form identifies the Section from which it departs."
        ),
    )
    order = paper(
        "of.pdf",
        "## Payment |\nNet 45 days (departs from Section 8 of the Agreement as to the number of days only).",
    )

    found = linked(
        read(
            master,
            "master",
            stated(master, "thirty (30) days", type="payment", net_days=30),
            effective="2025-01-01",
        ),
        read(
            order,
            "order_form",
            stated(order, "Net 45 days", type="payment", net_days=45),
            effective="2025-01-01",
        ),
    )["of.pdf"].terms[0]

    assert sections(found, "overrides") == sections(found, "reads_with") == [("msa.pdf", "8")]


def test_a_listed_price_is_replaced_once_a_change_orders_the_product() -> None:
    schedule = paper(
        "schedule.pdf", "## Item 6 | Feeds\nFX costs USD 35.00 per seat, not subscribed."
    )
    change = paper(
        "a2.pdf",
        "## D |\nThe FX feed is subscribed for 15 seats at USD 32.00, in place of the fee shown there.",
    )

    found = linked(
        read(
            schedule,
            "price_schedule",
            price(schedule, "USD 35.00", "FX", "35.00", status="not_ordered"),
        ),
        read(
            change,
            "amendment",
            price(change, "USD 32.00", "FX feed", "32.00"),
            effective="2026-01-01",
        ),
    )

    assert sections(found["a2.pdf"].terms[0], "replaces") == [("schedule.pdf", "Item 6")]


def test_an_order_that_takes_its_price_from_the_agreement_reads_with_what_it_adds_to() -> None:
    master = paper("msa.pdf", "## 4.1 | Users\nThe Client has 60 users at EUR 20.00 each.")
    order = paper(
        "o.pdf", "## Users |\n12 additional users. Charge as in Article 4.1 of the Agreement."
    )
    base = stated(master, "60 users", type="quantity", product="User", quantity="60", change="set")
    more = stated(
        order, "12 additional users", type="quantity", product="User", quantity="12", change="add"
    )

    found = linked(
        read(master, "master", base, effective="2025-04-01"),
        read(order, "order_form", more, effective="2026-02-16"),
    )

    assert sections(found["o.pdf"].terms[0], "reads_with") == [("msa.pdf", "4.1")]


def _two_prices(words: str) -> dict[str, ContractDocument]:
    master = paper(
        "msa.pdf", f"## Exhibit | Prices\nA seat costs $15.60 per seat.\n## 10 | General\n{words}"
    )
    order = paper("o.pdf", "## Items |\nSeat $14.20 per seat.")
    return linked(
        read(
            master,
            "master",
            price(master, "$15.60 per seat", "Seat", "15.60"),
            effective="2025-05-01",
        ),
        read(
            order,
            "order_form",
            price(order, "$14.20 per seat", "Seat", "14.20"),
            effective="2025-05-01",
        ),
    )


def test_two_prices_of_one_day_and_no_clause_warn_on_both() -> None:
    found = _two_prices(
        "The laws of Indiana govern this Agreement, whatever their rules on conflicts say."
    )

    assert all(
        "no clause says which one counts" in document.terms[0].warnings[0]
        for document in found.values()
    )


def test_two_prices_of_one_day_are_settled_by_a_clause() -> None:
    found = _two_prices("If an Order Form conflicts with this Agreement, the Order Form prevails.")

    assert not any(document.terms[0].warnings for document in found.values())
