"""A passage of which the terms state every figure waits for nobody."""

from __future__ import annotations

from typing import Any

import pytest

from extractors.stated_already import without_stated
from terms.contract import ContractDocument, Unresolved, term

WHY = "an amount of it is in no term that was read"


def waiting(quote: str, cited: str, why: str = WHY, **fields: Any) -> int:
    citation = {"file": "a.pdf", "page": 1, "section": "2", "quote": cited, "match": "exact"}
    made = term({"type": "price", "product": "Messages", "citations": [citation], **fields})
    document = ContractDocument(
        file="a.pdf", terms=(made,), unresolved=(Unresolved(page=1, quote=quote, why=why),)
    )
    return len(without_stated((document,))[0].unresolved)


TIERS = [{"up_to": "50000", "unit_amount": "0.024"}, {"unit_amount": "0.0165"}]
TABLE = "Messages Price 1 to 50,000 EUR 0.0240 50,001 and more EUR 0.0165"


@pytest.mark.parametrize("row", ["50,001 and more EUR 0.0165"])
def test_a_row_of_tiers_that_were_read(row: str) -> None:
    assert waiting(row, TABLE, model="graduated", tiers=TIERS) == 0


def test_a_change_of_words_that_became_a_term() -> None:
    words = "4. In Item 2, “3.5%” is deleted and “3.0%” is inserted."
    link = [{"file": "b.pdf", "section": "2"}]
    why = "changes a figure of another section; no rule understood it"
    assert waiting(words, words, why, percent="3.0", replaces=link) == 0


def test_a_figure_that_no_term_states_still_waits() -> None:
    row = "50,001 and more EUR 0.0165, at least EUR 90.00"
    assert waiting(row, f"{TABLE}, at least EUR 90.00", model="graduated", tiers=TIERS) == 1


def test_what_was_left_over_for_a_reason_still_waits() -> None:
    why = "a percentage stands behind it; that was not read"
    assert waiting("50,001 and more EUR 0.0165", TABLE, why, tiers=TIERS) == 1
