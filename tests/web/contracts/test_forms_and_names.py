"""Names from outside, the book's accounts file, and the form of a term: each type's fields and back."""

from __future__ import annotations

import pytest

from agent.corrections import FIXED
from app.web.reading.term_form import TYPE_WORDS, TYPES, changed, fields_of, typed, values_of
from app.web.uploading.names import account_fault, clean_name, free_name
from app.work.accounts_file import has_its_row
from store.tables import AccountRow
from terms.contract import term


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("Order Form.pdf", "Order Form.pdf"),
        ("C:\\papers\\Order Form.PDF", "Order Form.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("évil\u202efdp.exe", "évilfdp.exe.pdf"),
        ("a\x00b\n.pdf", "ab.pdf"),
        ("..", "contract.pdf"),
        ("", "contract.pdf"),
        (' <b>"x"</b>.pdf', "b_.pdf"),
        ("x" * 400 + ".pdf", "x" * 100 + ".pdf"),
    ],
)
def test_a_files_name_loses_its_path_and_whatever_hides(name, clean):
    assert clean_name(name) == clean


def test_a_name_that_is_taken_gets_a_number():
    assert free_name("a.pdf", []) == "a.pdf"
    assert free_name("a.pdf", ["A.PDF"]) == "a (2).pdf"
    assert free_name("a.pdf", ["a.pdf", "a (2).pdf"]) == "a (3).pdf"


@pytest.mark.parametrize("name", ["", " ", "a/b", "..", ".x", "x ", "a\nb", "a:b", "y" * 121])
def test_an_account_id_that_cannot_be_a_folder(name):
    assert account_fault(name)


@pytest.mark.parametrize("name", ["A-1", "Müller & Söhne (2)", "株式会社", "a.b"])
def test_an_account_id_that_can(name):
    assert account_fault(name) == ""


# -- accounts.csv ----------------------------------------------------------------------------------

ACCOUNT = AccountRow(account_id="A-9", name="Quay, Ltd", currency="GBP", timezone="UTC")


def test_a_new_account_gets_a_row_in_the_columns_that_are_there(tmp_path):
    file = tmp_path / "accounts.csv"
    file.write_text("name,account_id,currency,segment\nOne,A-1,USD,big")
    has_its_row(tmp_path, ACCOUNT)
    has_its_row(tmp_path, ACCOUNT)
    assert file.read_text().splitlines() == [
        "name,account_id,currency,segment",
        "One,A-1,USD,big",
        '"Quay, Ltd",A-9,GBP,',
    ]


def test_an_account_that_the_file_has_stays_as_it_is(tmp_path):
    file = tmp_path / "accounts.csv"
    file.write_text("account_id,name,currency\nA-9,As billing calls it,EUR\n")
    has_its_row(tmp_path, ACCOUNT)
    assert file.read_text() == "account_id,name,currency\nA-9,As billing calls it,EUR\n"


def test_a_book_without_the_file_gets_one(tmp_path):
    has_its_row(tmp_path, ACCOUNT)
    assert (tmp_path / "accounts.csv").read_text().splitlines() == [
        "account_id,name,currency,timezone",
        'A-9,"Quay, Ltd",GBP,UTC',
    ]


# -- the form of a term ----------------------------------------------------------------------------


def sent(fields):
    """What a browser sends of the fields as they are shown."""
    form = {}
    for each in fields:
        form[each.name] = each.text
        for number, row in enumerate(each.rows):
            form |= {f"{each.name}.{number}.{c}": v for c, v in zip(each.columns, row, strict=True)}
    return form


@pytest.mark.parametrize("name", sorted(TYPES))
def test_each_type_has_a_form_of_all_its_fields(name):
    fields = fields_of(name)
    assert {each.name for each in fields} == set(TYPES[name].model_fields) - FIXED
    assert name in TYPE_WORDS
    assert all(value is None for value in values_of(typed(sent(fields), fields)).values())


TIERED = term(
    {
        "type": "price",
        "product": "Calls",
        "model": "graduated",
        "effective_from": "2026-01-01",
        "tiers": [{"up_to": "1000", "unit_amount": "0.10"}, {"unit_amount": "0.05"}],
        "includes": ["A", "B"],
    }
)


def test_a_form_that_is_sent_back_as_it_was_changes_nothing():
    fields = fields_of("price", TIERED)
    assert changed(fields, typed(sent(fields), fields)) == {}


def test_only_what_was_changed_is_a_correction():
    fields = fields_of("price", TIERED)
    form = sent(fields) | {"effective_from": "2026-02-01", "includes": "A\r\nC\r\n"}
    assert changed(fields, typed(form, fields)) == {
        "effective_from": "2026-02-01",
        "includes": '["A", "C"]',
    }


def test_a_step_can_be_added_and_one_taken_away():
    fields = fields_of("price", TIERED)
    form = sent(fields)
    form |= {"tiers.1.up_to": "5000", "tiers.2.unit_amount": "0.02"}
    made = term({**TIERED.model_dump(mode="json"), **values_of(typed(form, fields))})
    assert [str(each.up_to) for each in made.tiers] == ["1000", "5000", "None"]
    form |= {name: "" for name in form if name.startswith("tiers.0.")}
    made = term({**TIERED.model_dump(mode="json"), **values_of(typed(form, fields))})
    assert [str(each.up_to) for each in made.tiers] == ["5000", "None"]


def test_a_choice_and_a_day_are_fields_of_their_kind():
    kinds = {each.name: each for each in fields_of("renewal")}
    assert kinds["initial_until"].kind == "day"
    assert ("true", "yes") in kinds["automatic"].options
    assert ("provider", "provider") in kinds["option_of"].options
    assert kinds["initial_months"].kind == "whole"
