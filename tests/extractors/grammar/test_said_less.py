"""A term whose own words, or those behind it, say more than it does is left for a person."""

import pytest

from tests.extractors.grammar.price_papers import reading


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        # rounding of an increase
        (
            "escalation",
            "4.2 On May 1 of every year, the first time on May 1, 2026, each price then in force is raised by three percent and brought to the nearest cent.",
        ),
        # charges that an increase leaves out
        (
            "escalation",
            "4.2 On May 1 of every year, the first time on May 1, 2026, all prices are raised by three percent. Equipment rental is left out of this.",
        ),
        # by how many days a month is divided
        (
            "proration",
            "4.3 If this Agreement starts part way through a month, the fee for that month is reckoned by the day on the actual length of the month.",
        ),
        # how a renewal is stopped
        (
            "renewal",
            "6.1 This Agreement runs for two years, from June 1, 2025, and then continues from year to year unless either party gives the other at least sixty days’ written notice before a year runs out.",
        ),
        # for which months a reduction holds
        (
            "discount",
            "5 A discount of five percent is taken off the hire charges of May through October 2025.",
        ),
        # the other party's time
        (
            "lookback",
            "(1) Objections to an invoice are to be raised within twelve months of the invoice date. Within the same time the Supplier may issue a corrected invoice.",
        ),
        # when an audit is paid for
        (
            "audit",
            "7.1 The Customer may audit the invoices of the last two years once a year. Overcharges of more than five percent oblige the Supplier to bear the cost.",
        ),
    ],
)
def test_a_part_of_a_rule_is_not_stated_as_the_rule(kind: str, text: str) -> None:
    found = reading(f"# Terms\n{text}")
    whole = [draft.term for draft in found.drafts if draft.term.type == kind]
    assert not any(_empty(term) for term in whole)
    assert whole or found.leftovers


def _empty(term: object) -> bool:
    """Whether the term lacks the very field of which the clause speaks."""
    asked = {
        "escalation": ("rounding_to", "excludes"),
        "proration": ("days_basis",),
        "renewal": ("notice_days",),
        "discount": ("months", "effective_to"),
        "audit": ("threshold_percent",),
    }
    kind = str(getattr(term, "type", ""))
    if kind == "lookback":
        return getattr(term, "direction", None) != "both"
    return all(getattr(term, name, None) is None for name in asked[kind])


@pytest.mark.parametrize(
    "text",
    [
        "5.2 The Client pays within thirty days of the date of the invoice. Value added tax is added at 20 per cent.",
        "5.2 The Client pays within thirty days of the date of the invoice. By way of illustration, interest of 5% would be late interest.",
    ],
)
def test_what_is_no_part_of_the_rule_leaves_it_standing(text: str) -> None:
    found = reading(f"# Payment\n{text}")
    assert [draft.term.net_days for draft in found.drafts if draft.term.type == "payment"] == [30]
