"""The accounts of the sample book, one a file, in the order in which they are written."""

from __future__ import annotations

from samples.making.accounts import (
    a_1180,
    a_2716,
    a_3927,
    a_4521,
    a_5093,
    a_6450,
    a_6612,
    a_7208,
    a_8120,
    a_9034,
    b_2040,
    e_3308,
    e_7745,
    g_4410,
    g_5561,
)
from samples.making.case import Case

_ACCOUNTS = (
    a_1180,
    a_4521,
    b_2040,
    e_3308,
    a_2716,
    a_5093,
    a_3927,
    a_6450,
    a_6612,
    a_7208,
    e_7745,
    a_8120,
    g_4410,
    g_5561,
    a_9034,
)


def all_cases() -> list[Case]:
    """Every account, made anew."""
    return [account.case() for account in _ACCOUNTS]
