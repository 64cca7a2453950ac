"""What a form says: only what differs counts, and amounts are exact whatever they were typed as."""

from __future__ import annotations

import pytest
from starlette.datastructures import FormData

from app.web.casework.asked import Asked, asked_of
from app.web.casework.pairs import pairs_of
from app.web.casework.plain_words import RUN_ANEW, on_a_page, sentence
from app.web.casework.said import exact, said_of
from app.web.casework.weight import pointed


def test_what_was_left_as_it_was_is_no_change() -> None:
    form = FormData(
        [
            ("version", "2"),
            ("kind", "amount"),
            ("amount-1", "9,200.0"),
            ("was-amount-1", "9200.00"),
            ("amount-2", "10"),
            ("was-amount-2", "20.00"),
        ]
    )
    said = said_of(form, "amend")
    assert said.version == 2
    assert said.amounts == {"2": "10"}
    assert said.as_json("dana@example.com")["amounts"] == {"2": "10"}


def test_only_the_chosen_kind_of_change_is_sent() -> None:
    form = FormData(
        [("kind", "cause"), ("amount-1", "1"), ("cause-1", "late_start"), ("set-percent", "5")]
    )
    sent = said_of(form, "amend").as_json("x@example.com")
    assert (sent["amounts"], sent["settings"], sent["term"]) == ({}, {}, "")
    assert sent["causes"] == {"1": "late_start"}


def test_a_rejection_carries_its_ground_and_an_approval_none() -> None:
    form = FormData([("ground", "disputed"), ("reason", " said so ")])
    assert said_of(form, "reject").as_json("x")["ground"] == "disputed"
    assert said_of(form, "reject").as_json("x")["reason"] == "said so"
    assert said_of(form, "approve").as_json("x")["ground"] == ""


@pytest.mark.parametrize(
    ("typed", "is_"), [("1,200.50", "1200.50"), (" 8 000 ", "8000"), ("0", "0"), ("7.5", "7.5")]
)
def test_amounts_as_people_type_them(typed: str, is_: str) -> None:
    assert exact(typed) == is_


@pytest.mark.parametrize("typed", ["", "lots", "1e", "NaN", "inf", "12.5.1", "½"])
def test_what_is_no_amount(typed: str) -> None:
    with pytest.raises(ValueError, match="is not an amount"):
        exact(typed)


def test_the_question_to_the_queue_travels_in_the_address() -> None:
    asked = Asked(cause="late_start", words="acme & co", order="lapse", page=3)
    assert asked_of(dict(pair.split("=") for pair in asked.query().split("&"))).order == "lapse"
    assert "acme+%26+co" in asked.query()
    assert Asked().query() == ""
    assert asked_of({"page": "-1", "state": "x", "order": "drop"}) == Asked()
    assert asked_of({"page": "99999999999"}).page == 1


def test_findings_are_put_side_by_side_by_product_and_direction() -> None:
    def found(product: str, amount: str, direction: str = "under") -> dict[str, str]:
        return {
            "product": product,
            "direction": direction,
            "currency": "USD",
            "amount_recoverable": amount,
        }

    before = [found("Seats", "10.00"), found("Support", "5.00")]
    after = [found("Support", "7.00"), found("Seats", "3.00", "over")]
    pairs = pairs_of(before, after, {})
    assert [(pair.before, pair.after) for pair in pairs] == [
        (before[0], None),
        (before[1], after[0]),
        (None, after[1]),
    ]
    assert [pair.difference for pair in pairs] == ["-10.00", "2.00", "3.00"]


def test_commands_and_options_are_not_named_on_a_page() -> None:
    assert (
        on_a_page("to reject a case, say why with --reason")
        == "to reject a case: say why, in words"
    )
    moved = sentence(
        "the book, a contract or recoup itself is not what version 1 of the case was made from: "
        "`recoup run /b --as-of 2026-11-01` makes a new version, amend that one"
    )
    assert "has changed since version 1 was worked out." in moved
    assert moved.endswith(f"{RUN_ANEW}, then amend the version that comes of it.")
    assert "`" not in moved


def test_a_value_that_does_not_fit_is_told_by_the_name_that_the_form_has() -> None:
    """The engine says which field of which term, and what its model says of it."""
    said = sentence("flat_amount of price-0bef9f cannot be 'abc': Value error, 'abc' is no amount")
    assert said == "“abc” does not fit “Fixed price”. Such as 1250.00."
    said = sentence("unit_amount cannot be negative (-5)")
    assert said == "Price of one unit cannot be negative (-5)."


def test_a_reason_points_at_its_page() -> None:
    titles = {"contracts/A/msa.pdf": "Master Agreement"}
    found = pointed("contracts/A/msa.pdf page 12: a passage is not understood: “x: y”", titles)
    assert (found.where, found.page) == ("Master Agreement, page 12", 12)
    assert found.text == "A passage is not understood: “x: y”"
    other = pointed("contracts/A/msa.pdf and another state different values", titles)
    assert other.text == "Master Agreement and another state different values."


def test_an_amount_that_a_person_sets_stands_on_the_later_side() -> None:
    found = [
        {"product": "Ledger", "direction": "under", "currency": "USD", "amount_recoverable": "120"},
        {"product": "Seats", "direction": "under", "currency": "USD", "amount_recoverable": "9200"},
    ]
    pairs = pairs_of(found, found, {"1": "0", "2": "9000"})
    assert [pair.after["amount_recoverable"] for pair in pairs if pair.after] == ["0", "9000"]
    assert [pair.difference for pair in pairs] == ["-120", "-200"]
    assert all(pair.changed for pair in pairs)
