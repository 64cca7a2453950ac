"""What `recoup extract` prints: narrow and wide, with links, warnings and what was not understood."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console

from app.terms_table import header, not_understood, terms_table
from terms.contract import ContractDocument

CITED = {
    "file": "order.pdf",
    "page": 2,
    "section": "4.2",
    "quote": "95.00 per user and month",
    "match": "exact",
}
DOCUMENT = ContractDocument.model_validate(
    {
        "file": "contracts/A/order.pdf",
        "pages": 3,
        "kind": "order_form",
        "title": "Order Form 7",
        "number": "OF-7",
        "effective_date": "2026-05-01",
        "term_start": "2026-05-01",
        "term_end": "2027-04-30",
        "currency": "USD",
        "parties": [
            {"name": "Plumfield Foods Ltd", "role": "customer"},
            {"name": "Fernhill Systems Ltd", "role": "provider"},
        ],
        "amends": ["Services Agreement"],
        "warnings": ["page 3 is a picture"],
        "terms": [
            {
                "type": "price",
                "product": "Seats",
                "model": "per_unit",
                "unit": "user",
                "unit_amount": "95",
                "interval": "month",
                "citations": [CITED | {"file": "contracts/A/order.pdf"}],
                "confidence": 0.97,
                "readers": ["grammar", "model.passage"],
                "replaces": [{"file": "contracts/A/msa.pdf", "section": "Annex \x1b[31mB"}],
                "warnings": ["two amounts stand in this clause"],
            }
        ],
        "unresolved": [
            {"page": 3, "section": "9", "quote": "a fee\nto be agreed", "why": "no amount"}
        ],
    }
)


def printed(width: int) -> str:
    text = StringIO()
    shown = Console(file=text, width=width, highlight=False, markup=False)
    shown.print(terms_table(DOCUMENT, width))
    return text.getvalue()


def test_the_header_says_what_the_document_is():
    lines = list(header(DOCUMENT))
    assert lines[0] == "order.pdf · order form: Order Form 7 · 3 pages"
    assert "number OF-7 · effective 2026-05-01 · term 2026-05-01 to 2027-04-30" in lines[1]
    assert lines[2] == "  provider Fernhill Systems Ltd · customer Plumfield Foods Ltd"
    assert lines[3] == "  amends Services Agreement"
    assert lines[4] == "  Warning: page 3 is a picture"


@pytest.mark.parametrize("width", [80, 200])
def test_a_row_fits_its_width_and_says_everything(width):
    text = printed(width)
    assert all(len(line) <= width for line in text.splitlines())
    words = " ".join(text.split())
    for part in ("price", "Seats", "USD 95.00 per user and month", "p. 2, § 4.2", "grammar"):
        assert part in words
    assert "replaces Annex" in words
    assert "msa.pdf" in words
    assert "Warning: two amounts stand" in words
    assert "0.97" in words


def test_a_wide_table_has_a_column_for_the_product_and_one_for_the_readers():
    (row,) = [line for line in printed(200).splitlines() if "USD 95.00" in line]
    assert row.split("USD")[0].split() == ["price", "Seats"]
    assert row.rstrip().endswith("grammar + model.passage 0.97")


def test_a_terminal_is_given_no_control_characters():
    assert "\x1b" not in printed(200)


def test_what_was_not_understood_comes_with_its_reason():
    assert list(not_understood(DOCUMENT)) == [
        "  Not understood: 1 passage about money",
        "    p. 3, § 9: “a fee to be agreed” (no amount)",
    ]
