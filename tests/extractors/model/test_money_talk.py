"""Which sections a failed reading leaves for a person."""

from __future__ import annotations

import pytest

from extractors.readers.model.money_talk import speaks_of_money


@pytest.mark.parametrize(
    "text",
    [
        "4.2 The Monthly Fee is USD 1,250.00 per depot.",
        "Fees rise by three percent a year.",
        "(b) Invoices are due in thirty (30) days.",
        "7.3 Provider may invoice up to 6 months back.",
        "Storage\t0.0140\t0.0115",
        "The Customer orders 40 licences.",
        "Der Preis beträgt 3.480,00 €.",
    ],
)
def test_passages_about_money(text: str):
    assert speaks_of_money(text)


@pytest.mark.parametrize(
    "text",
    [
        "2 Fees",
        "§ 7(b) Payment",
        "Article 10. Pricing",
        "This Agreement is governed by the laws of Norway.",
        "12.4 Notices are sent to the address above.",
        "Each party keeps the other's information confidential.",
    ],
)
def test_other_passages(text: str):
    assert not speaks_of_money(text)
