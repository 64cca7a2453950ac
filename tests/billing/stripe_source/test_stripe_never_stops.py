"""Whatever stands in a field of an export, the book is read: the fault is told, and the rest is there."""

from __future__ import annotations

import copy
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from stripe_book import added, at, book, invoice
from test_stripe_one_account import STRIPE, as_written_in_2020
from test_stripe_subscriptions import phase, schedule

OLD = [as_written_in_2020(each) for each in STRIPE["invoices"][0]["lines"]["data"]]
EXPORT = STRIPE | {
    "invoices": [*STRIPE["invoices"], invoice(*OLD, id="in_old", number="INV-0")],
    "invoiceitems": [
        added(
            object="invoiceitem", id="ii_9", customer="cus_N", date=at("2026-07-20"), invoice=None
        )
    ],
    "subscription_schedules": [
        schedule(phase("2026-01-01", "2026-07-01", 10), phase("2026-07-01", "2027-01-01", 12))
    ],
}


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path to everything within a value."""
    if isinstance(value, dict):
        inner = [found for key, each in value.items() for found in places(each, (*path, key))]
    elif isinstance(value, list):
        inner = [found for key, each in enumerate(value) for found in places(each, (*path, key))]
    else:
        inner = []
    return [path, *inner] if len(path) > 2 else inner


PLACES = places(EXPORT)
NONSENSE = st.sampled_from(
    [
        None, True, 0, -1, 1, 10**18, 10**30, 0.5, -0.5, 1e300, "", "0", "-7", "x", "NaN", "1e9", "2026-01-01",
        "inf", [], [None], [[]], [{}], {}, {"id": None}, {"id": 7}, {"data": None}, {"data": [None, 1]}, {"start": 1},
    ]
)  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(changes=st.lists(st.tuples(st.sampled_from(PLACES), NONSENSE), min_size=1, max_size=3))
def test_nonsense_in_any_field_never_stops_the_book(changes):
    export = copy.deepcopy(EXPORT)
    for path, nonsense in changes:
        inner: Any = export
        try:
            for key in path[:-1]:
                inner = inner[key]
            inner[path[-1]] = copy.deepcopy(nonsense)
        except (KeyError, IndexError, TypeError):
            continue  # an earlier change took the place away
    with tempfile.TemporaryDirectory() as folder:
        found = book(Path(folder), export)
    for row in found.quarantine:
        assert row.file.startswith("stripe/")
        assert row.row >= 1
        assert row.reason.endswith(".")
    for facts in found.accounts.values():
        assert all(line.amount.is_finite() for line in facts.lines)
