"""Names that mean one product score high; names that do not score low."""

from __future__ import annotations

import pytest

from terms.names import likeness


@pytest.mark.parametrize(
    ("billed", "agreed"),
    [
        ("Callouts out of hours", "Call-out"),
        ("OBJ-STORE", "Object Storage"),
        ("Curate Std Seat", "Curate Standard seat"),
        ("Data migration (records)", "Records data migration"),
        ("Token Vault banded", "Token vault"),
        ("API requests", "API Request"),
    ],
)
def test_one_product_under_two_names(billed: str, agreed: str) -> None:
    assert likeness(billed, agreed) >= 0.6
    assert likeness(billed, agreed) == likeness(agreed, billed)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Compute", "Object Storage"),
        ("Base fee", "Monthly fee"),
        ("Support", "Transport"),
        ("North clinic", "South tower"),
    ],
)
def test_two_products(one: str, other: str) -> None:
    assert likeness(one, other) < 0.5


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Armed Watch Officer", "Unarmed Watch Officer"),
        ("Metered supply point", "Unmetered supply point"),
        ("Hazardous waste bin", "Nonhazardous waste bin"),
    ],
)
def test_opposites_are_two_products(one: str, other: str) -> None:
    assert likeness(one, other) < 0.85
