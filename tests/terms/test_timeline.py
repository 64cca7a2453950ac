"""Which term is in force on a day: later documents, links, and what a term does not state."""

from __future__ import annotations

from datetime import date
from typing import Any

from terms.contract import ContractDocument, Extraction, term
from terms.escalation import Escalation
from terms.price import Price
from terms.tenure import Payment
from terms.timeline import Agreement, Placed, ordered


def paper(file: str, kind: str, start: date, *terms: dict[str, Any]) -> ContractDocument:
    made = [
        term(
            {
                **{k: v for k, v in row.items() if k != "section"},
                "citations": [
                    {"file": file, "page": 1, "section": row.get("section", "1"), "quote": "q"}
                ],
            }
        )
        for row in terms
    ]
    return ContractDocument(file=file, kind=kind, effective_date=start, terms=tuple(made))  # type: ignore[arg-type]


def in_force(agreement: Agreement, kind: type, day: date, product: str | None = None) -> list[Any]:
    return [term for placed, term in agreement.of_type(kind) if placed.in_force(day, product)]


MASTER = paper(
    "master.pdf",
    "master",
    date(2024, 1, 1),
    {"type": "price", "product": "Seat", "unit_amount": "10.00", "section": "Fees"},
    {"type": "price", "product": "Support", "flat_amount": "99.00", "section": "Fees"},
    {"type": "escalation", "method": "fixed", "percent": "3", "every_months": 12, "section": "5"},
)


def test_documents_stand_in_the_order_in_which_they_take_effect() -> None:
    order = paper("order.pdf", "order_form", date(2024, 1, 1))
    change = paper("change.pdf", "amendment", date(2024, 6, 1))
    assert [d.file for d in ordered([change, order, MASTER])] == [
        "master.pdf",
        "order.pdf",
        "change.pdf",
    ]


def test_a_replaced_price_ends_the_day_the_new_one_begins_and_for_its_product_only() -> None:
    change = paper(
        "change.pdf",
        "amendment",
        date(2024, 5, 20),
        {
            "type": "price",
            "product": "Seat",
            "unit_amount": "12.00",
            "effective_from": "2024-07-01",
            "replaces": [{"file": "master.pdf", "section": "Fees"}],
        },
    )
    agreement = Agreement(Extraction(documents=(MASTER, change)))
    before = {p.product: str(p.unit_amount) for p in in_force(agreement, Price, date(2024, 6, 30))}
    after = [(p.product, p.unit_amount) for p in in_force(agreement, Price, date(2024, 7, 1))]
    assert before["Seat"] == "10.00"
    assert [product for product, _ in after] == ["Support", "Seat"]


def test_a_products_own_escalation_ends_the_general_one_for_that_product_only() -> None:
    change = paper(
        "change.pdf",
        "amendment",
        date(2024, 5, 20),
        {
            "type": "escalation",
            "product": "Seat",
            "first_on": "2027-01-01",
            "replaces": [{"file": "master.pdf", "section": "5"}],
            "reads_with": [{"file": "master.pdf", "section": "5"}],
        },
    )
    agreement = Agreement(Extraction(documents=(MASTER, change)))
    day = date(2025, 1, 1)
    seat = in_force(agreement, Escalation, day, "Seat")
    support = [e for e in in_force(agreement, Escalation, day, "Support") if e.product is None]
    assert [e.first_on for e in seat] == [date(2027, 1, 1)]
    assert str(seat[0].percent) == "3"  # read with Section 5
    assert len(support) == 1


def test_an_overridden_term_never_applies() -> None:
    order = paper(
        "order.pdf",
        "order_form",
        date(2024, 2, 1),
        {"type": "payment", "net_days": 60, "section": "D.3"},
    )
    master = paper(
        "master.pdf",
        "master",
        date(2024, 1, 1),
        {
            "type": "payment",
            "net_days": 30,
            "section": "7.1",
            "overrides": [{"file": "order.pdf", "section": "D.3"}],
        },
    )
    agreement = Agreement(Extraction(documents=(master, order)))
    live = [p.term for p in agreement.placed if p.in_force(date(2025, 1, 1))]
    assert [getattr(t, "net_days", None) for t in live] == [30]


def test_a_doubtful_term_counts_only_through_a_link() -> None:
    master = paper(
        "master.pdf",
        "master",
        date(2024, 1, 1),
        {"type": "commitment", "includes": ["Seat"], "doubtful": True, "section": "4.3"},
        {"type": "commitment", "value": "7", "per": "month", "doubtful": True, "section": "4.9"},
        {
            "type": "commitment",
            "value": "100",
            "per": "month",
            "section": "9",
            "reads_with": [{"file": "master.pdf", "section": "Section 4.3"}],
        },
    )
    agreement = Agreement(Extraction(documents=(master,)))
    usable = [placed.term for placed in agreement.placed if placed.usable]
    assert [getattr(t, "value", None) and str(t.value) for t in usable] == [None, "100"]
    assert usable[1].includes == ("Seat",)


def test_a_link_that_leads_nowhere_is_told() -> None:
    change = paper(
        "change.pdf",
        "amendment",
        date(2024, 5, 20),
        {"type": "price", "product": "Seat", "replaces": [{"file": "gone.pdf", "section": "2"}]},
    )
    agreement = Agreement(Extraction(documents=(change,)))
    assert "gone.pdf, section 2" in agreement.broken_links[0]


def test_dates_of_the_document_serve_where_the_term_has_none() -> None:
    dated = ContractDocument(
        file="o.pdf",
        term_start=date(2025, 3, 1),
        effective_date=date(2025, 2, 1),
        terms=(term({"type": "price", "product": "Seat", "unit_amount": "1"}),),
    )
    placed: Placed = Agreement(Extraction(documents=(dated,))).placed[0]
    assert placed.start == date(2025, 3, 1)
    assert not placed.in_force(date(2025, 2, 28))


def test_an_override_sets_aside_its_own_kind_of_term_and_only_while_it_applies() -> None:
    """A payment rule for Seats, until June, over a section that also holds the price of Support."""
    notes = paper(
        "order.pdf",
        "order_form",
        date(2024, 1, 1),
        {"type": "payment", "net_days": 30, "section": "Notes"},
        {"type": "price", "product": "Support", "flat_amount": "99.00", "section": "Notes"},
    )
    special = paper(
        "letter.pdf",
        "amendment",
        date(2024, 3, 1),
        {
            "type": "payment",
            "net_days": 60,
            "product": "Seat",
            "effective_to": "2024-06-30",
            "section": "1",
            "overrides": [{"file": "order.pdf", "section": "Notes"}],
        },
    )
    agreement = Agreement(Extraction(documents=(notes, special)))

    def days(day: date, product: str) -> list[int | None]:
        found = in_force(agreement, Payment, day, product)
        return [term.net_days for term in found if term.product in {None, product}]

    assert days(date(2024, 5, 1), "Seat") == [60]
    assert days(date(2024, 5, 1), "Support") == [30], "the letter speaks of Seats"
    assert days(date(2024, 7, 1), "Seat") == [30], "the letter's rule is over"
    assert len(in_force(agreement, Price, date(2024, 5, 1), "Support")) == 1
