"""The timeline: which paper decides from when to when, and what nobody has decided."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from terms.contract import ContractDocument, Extraction, term
from terms.standing import Standing, standing
from terms.standing_days import Why
from terms.timeline import Agreement


def paper(file: str, kind: str, start: date | None, *rows: dict[str, Any]) -> ContractDocument:
    """A document with its terms; each row's section is where it stands."""
    terms = [
        term(
            {name: value for name, value in row.items() if name != "section"}
            | {
                "citations": [
                    {"file": file, "page": 1, "section": row.get("section", "1"), "quote": "q"}
                ]
            }
        )
        for row in rows
    ]
    return ContractDocument(file=file, kind=kind, effective_date=start, terms=tuple(terms))  # type: ignore[arg-type]


def of(*documents: ContractDocument) -> Standing:
    return standing(Extraction(documents=documents))


def lines(found: Standing, kind: str) -> list[tuple[str | None, str, str, str]]:
    """(product, first day, last day, file) of every stretch of a type."""
    return [
        (
            matter.product.name if matter.product else None,
            str(stretch.start),
            str(stretch.last),
            stretch.placed.document.file,
        )
        for matter in found.matters
        if matter.type == kind
        for stretch in matter.stretches
    ]


SEAT = {"type": "price", "product": "Seat", "unit_amount": "10.00", "section": "4.1"}
MASTER = paper("master.pdf", "master", date(2024, 1, 1), SEAT)


def test_a_replaced_price_ends_the_day_before_the_new_one_begins():
    change = paper(
        "amendment.pdf",
        "amendment",
        date(2024, 5, 20),
        SEAT
        | {
            "unit_amount": "12.00",
            "effective_from": "2024-07-01",
            "replaces": [{"file": "master.pdf", "section": "4.1"}],
        },
    )
    found = of(MASTER, change)
    assert lines(found, "price") == [
        ("Seat", "2024-01-01", "2024-06-30", "master.pdf"),
        ("Seat", "2024-07-01", "None", "amendment.pdf"),
    ]
    now = found.matters[0].stretches[1]
    assert [each.document.file for each in now.replaced] == ["master.pdf"]
    assert now.before is now.replaced[0]
    assert found.first_day == date(2024, 1, 1)
    assert found.on(date(2023, 12, 31)) == []


def test_a_price_for_some_months_gives_way_to_the_one_before_it():
    summer = paper(
        "letter.pdf",
        "amendment",
        date(2024, 6, 1),
        SEAT | {"unit_amount": "8.00", "effective_to": "2024-08-31"},
    )
    found = of(MASTER, summer)
    assert lines(found, "price") == [
        ("Seat", "2024-01-01", "2024-05-31", "master.pdf"),
        ("Seat", "2024-06-01", "2024-08-31", "letter.pdf"),
        ("Seat", "2024-09-01", "None", "master.pdf"),
    ]
    assert found.matters[0].stretches[1].why is Why.LATER_PAPER


def test_a_price_that_ended_with_nothing_after_it_is_told():
    """A replacement for some months ends the replaced price for good (FORMATS section 2)."""
    summer = paper(
        "letter.pdf",
        "amendment",
        date(2024, 6, 1),
        SEAT
        | {
            "unit_amount": "8.00",
            "effective_to": "2024-08-31",
            "replaces": [{"file": "master.pdf", "section": "4.1"}],
        },
    )
    found = of(MASTER, summer)
    assert found.ended(date(2024, 8, 31)) == []
    [(matter, stretch)] = found.ended(date(2024, 9, 1))
    assert (matter.product.name, stretch.placed.document.file) == ("Seat", "letter.pdf")
    assert found.on(date(2024, 9, 1)) == []


def test_two_papers_of_one_day_with_two_prices_are_not_decided():
    order = paper("order.pdf", "order_form", date(2024, 1, 1), SEAT | {"unit_amount": "9.00"})
    found = of(MASTER, order)
    [conflict] = found.conflicts
    assert (conflict.shown.document.file, conflict.other.document.file) == (
        "order.pdf",
        "master.pdf",
    )
    assert (conflict.start, conflict.last) == (date(2024, 1, 1), None)
    assert found.matters[0].stretches[0].why is Why.UNDECIDED


def test_a_link_or_the_same_value_leaves_nothing_to_decide():
    link = {"overrides": [{"file": "master.pdf", "section": "4.1"}]}
    linked = paper("order.pdf", "order_form", date(2024, 1, 1), SEAT | {"unit_amount": "9"} | link)
    same = paper("order.pdf", "order_form", date(2024, 1, 1), SEAT)
    assert of(MASTER, linked).conflicts == ()
    assert of(MASTER, same).conflicts == ()
    assert of(MASTER, same).matters[0].stretches[0].why is Why.REPEATED


def test_a_conflict_lasts_until_a_later_paper_settles_it():
    order = paper("order.pdf", "order_form", date(2024, 1, 1), SEAT | {"unit_amount": "9.00"})
    later = paper("later.pdf", "amendment", date(2025, 1, 1), SEAT | {"unit_amount": "11.00"})
    [conflict] = of(MASTER, order, later).conflicts
    assert conflict.last == date(2024, 12, 31)


def test_payment_days_of_an_order_form_go_before_those_of_a_master_of_that_day():
    pay = {"type": "payment", "net_days": 30}
    master = paper("master.pdf", "master", date(2024, 1, 1), pay)
    order = paper("order.pdf", "order_form", date(2024, 1, 1), pay | {"net_days": 45})
    twin = paper("twin.pdf", "order_form", date(2024, 1, 1), pay | {"net_days": 60})
    found = of(master, order)
    assert lines(found, "payment") == [(None, "2024-01-01", "None", "order.pdf")]
    assert found.matters[0].stretches[0].why is Why.KIND
    assert found.conflicts == ()
    assert [each.type for each in of(master, order, twin).conflicts] == ["payment"]


def test_one_paper_with_two_prices_of_one_product_is_asked_about():
    twice = paper("a.pdf", "master", date(2024, 1, 1), SEAT, SEAT | {"unit_amount": "75.00"})
    [conflict] = of(twice).conflicts
    assert {str(each.term.unit_amount) for each in (conflict.shown, conflict.other)} == {
        "10.00",
        "75.00",
    }


def test_discounts_stand_beside_each_other_and_end_with_their_months():
    found = of(
        paper(
            "order.pdf",
            "order_form",
            date(2024, 1, 31),
            {"type": "discount", "product": "Seat", "percent": "10", "months": 1},
            {"type": "discount", "product": "Seat", "percent": "5"},
        )
    )
    assert lines(found, "discount") == [
        ("Seat", "2024-01-31", "2024-02-28", "order.pdf"),
        ("Seat", "2024-01-31", "None", "order.pdf"),
    ]


def test_units_added_count_until_a_number_is_set_anew():
    seats = {"type": "quantity", "product": "Seat", "unit": "seat"}
    found = of(
        paper("a.pdf", "order_form", date(2024, 1, 1), seats | {"quantity": "100"}),
        paper("b.pdf", "amendment", date(2024, 6, 1), seats | {"quantity": "20", "change": "add"}),
        paper("c.pdf", "amendment", date(2025, 1, 1), seats | {"quantity": "150"}),
    )
    assert lines(found, "quantity") == [
        ("Seat", "2024-01-01", "2024-12-31", "a.pdf"),
        ("Seat", "2025-01-01", "None", "c.pdf"),
        ("Seat", "2024-06-01", "2024-12-31", "b.pdf"),
    ]


def test_a_general_rule_names_the_products_that_it_no_longer_rules():
    rise = {"type": "escalation", "method": "fixed", "percent": "3", "every_months": 12}
    own = rise | {
        "product": "Seat",
        "percent": "5",
        "replaces": [{"file": "m.pdf", "section": "1"}],
    }
    found = of(
        paper("m.pdf", "master", date(2024, 1, 1), rise),
        paper("a.pdf", "amendment", date(2025, 1, 1), own),
    )
    general = next(each for each in found.matters if each.product is None)
    [cut] = general.stretches[0].exceptions
    assert (cut.product, cut.day) == ("Seat", date(2025, 1, 1))


def test_what_is_not_owed_and_what_is_in_doubt_decide_nothing():
    found = of(
        paper(
            "a.pdf",
            "order_form",
            date(2024, 1, 1),
            SEAT | {"status": "not_ordered"},
            SEAT | {"product": "Training", "doubtful": True},
        )
    )
    assert found.matters == ()
    assert (len(found.unpriced), len(found.doubted)) == (1, 1)


def test_names_that_one_paper_keeps_apart_are_two_products():
    count = {"type": "quantity", "quantity": "3"}
    tail, router = count | {"product": "Access Tail"}, count | {"product": "Access Tail router"}
    found = of(paper("a.pdf", "order_form", date(2024, 1, 1), tail, router))
    assert [line[0] for line in lines(found, "quantity")] == ["Access Tail", "Access Tail router"]


def test_a_price_that_reads_with_another_of_its_paper_is_another_product():
    extra = SEAT | {
        "product": "Additional seat",
        "unit_amount": "7.00",
        "section": "4.2",
        "reads_with": [{"file": "a.pdf", "section": "4.1"}],
    }
    found = of(paper("a.pdf", "order_form", date(2024, 1, 1), SEAT, extra))
    assert [line[0] for line in lines(found, "price")] == ["Seat", "Additional seat"]


def test_a_link_joins_the_names_of_one_product():
    renamed = SEAT | {
        "product": "Named user",
        "unit_amount": "12.00",
        "replaces": [{"file": "master.pdf", "section": "4.1"}],
    }
    found = of(MASTER, paper("b.pdf", "amendment", date(2025, 1, 1), renamed))
    assert [matter.product.names for matter in found.matters] == [["Seat", "Named user"]]


# -- what holds for every agreement ---------------------------------------------------------------

DAYS = st.integers(0, 40).map(lambda count: date(2024, 1, 1) + timedelta(days=count))
TYPES = st.sampled_from(
    [
        {"type": "price", "unit_amount": "1.00"},
        {"type": "price", "unit_amount": "2.00"},
        {"type": "quantity", "quantity": "5"},
        {"type": "quantity", "quantity": "2", "change": "add"},
        {"type": "payment", "net_days": 30},
        {"type": "discount", "percent": "5", "months": 1},
        {"type": "escalation", "percent": "3", "every_months": 12},
    ]
)


@st.composite
def agreements(draw: st.DrawFn) -> Extraction:
    """Up to four papers whose terms replace and override each other at will."""
    files = [f"{number}.pdf" for number in range(draw(st.integers(1, 4)))]
    documents = []
    for file in files:
        rows = []
        for section in range(draw(st.integers(0, 4))):
            row = dict(draw(TYPES)) | {"section": str(section)}
            row["product"] = draw(st.sampled_from(["Seat", "Tank", None]))
            row["effective_from"] = draw(st.none() | DAYS)
            row["effective_to"] = draw(st.none() | DAYS)
            for verb in ("replaces", "overrides", "reads_with"):
                if draw(st.integers(0, 3)) == 0:
                    target = {
                        "file": draw(st.sampled_from(files)),
                        "section": draw(st.sampled_from("0123")),
                    }
                    row[verb] = [target]
            rows.append(row)
        kind = draw(st.sampled_from(["master", "order_form", "amendment"]))
        documents.append(paper(file, kind, draw(st.none() | DAYS), *rows))
    return Extraction(documents=tuple(documents))


@settings(max_examples=150, deadline=None)
@given(agreements(), DAYS)
def test_on_each_day_at_most_one_price_of_a_product_decides(extraction, day):
    priced = [
        matter.product for matter, _ in standing(extraction).on(day) if matter.type == "price"
    ]
    assert len(priced) == len(set(map(id, priced)))


@settings(max_examples=150, deadline=None)
@given(agreements())
def test_stretches_follow_one_another_and_each_has_its_days(extraction):
    for matter in standing(extraction).matters:
        last = date.min
        for number, stretch in enumerate(matter.stretches):
            first = stretch.start or date.min
            assert number == 0 or first > last
            assert stretch.last is None or first <= stretch.last
            last = stretch.last or date.max


@settings(max_examples=150, deadline=None)
@given(agreements(), DAYS)
def test_no_term_shows_on_a_day_on_which_it_is_not_in_force(extraction, day):
    """So none after its replacement's start, before its own, or after its end."""
    for _, stretch in standing(extraction).on(day):
        placed, product = stretch.placed, stretch.placed.term.product
        assert placed.in_force(day, product)
        assert not any(cut.product is None and cut.on(day) for cut in placed.cuts)


@settings(max_examples=150, deadline=None)
@given(agreements(), DAYS)
def test_every_day_on_which_a_price_is_in_force_is_covered(extraction, day):
    shown = [
        frozenset(matter.product.names)
        for matter, _ in standing(extraction).on(day)
        if matter.type == "price" and matter.product
    ]
    live = {
        placed.term.product
        for placed in Agreement(extraction).placed
        if placed.term.type == "price"
        and placed.usable
        and placed.in_force(day, placed.term.product)
    } - {None}
    assert frozenset().union(*shown) >= live
    assert all(names & live for names in shown)
