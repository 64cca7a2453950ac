"""What a person asks of the queue: which cases, in which order, which page. It travels in the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from urllib.parse import urlencode

from terms.money import decimal

ORDERS = {
    "stake": "what weighs most",
    "lapse": "what lapses first",
    "new": "what changed last",
    "account": "account",
}
STATES = {
    "open": "To decide",
    "second": "Second person",
    "working": "In hand",
    "approved": "Approved",
    "automatic": "Automatic",
    "rejected": "Rejected",
    "clear": "Billed as agreed",
    "all": "All",
}
"""Where a case stands, as people say it. `open` holds those of `second` too: both wait for somebody."""
WHO = {"": "anybody’s", "mine": "mine", "free": "nobody’s", "others": "somebody else’s"}
MOST_WORDS = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """One question to the queue."""

    state: str = "open"
    cause: str = ""
    account: str = ""
    who: str = ""
    currency: str = ""
    amount_from: str = ""
    """As typed; `least` is what it means."""
    words: str = ""
    order: str = "stake"
    page: int = 1

    @property
    def least(self) -> Decimal | None:
        """The least amount; None where none is asked for, or none is readable."""
        try:
            found = decimal(self.amount_from.strip().replace(",", ""))
        except (ValueError, InvalidOperation):
            return None
        return found if found.is_finite() and abs(found) < Decimal(10) ** 15 else None

    @property
    def amount_wrong(self) -> str:
        """What is wrong with the amount, for the person who typed it."""
        if not self.amount_from.strip() or self.least is not None:
            return ""
        return f"“{self.amount_from}” is not an amount: write it as 1500 or 1500.00."

    @property
    def narrowed(self) -> bool:
        """Whether anything beside the state keeps cases away."""
        return replace(self, state="open", order="stake", page=1) != Asked()

    def query(self, **other: str | int) -> str:
        """The same as a query string, with some of it changed; what is as always is left out."""
        asked = replace(self, **other) if other else self  # type: ignore[arg-type] # names are fields
        plain = Asked()
        fields = {
            "state": (asked.state, plain.state),
            "cause": (asked.cause, ""),
            "account": (asked.account, ""),
            "who": (asked.who, ""),
            "currency": (asked.currency, ""),
            "amount_from": (asked.amount_from, ""),
            "q": (asked.words, ""),
            "order": (asked.order, plain.order),
            "page": (str(asked.page), "1"),
        }
        return urlencode({name: value for name, (value, usual) in fields.items() if value != usual})


def asked_of(given: Mapping[str, str]) -> Asked:
    """The question in an address; what is not known there counts as not asked."""
    page = given.get("page", "1")
    return Asked(
        state=_one_of(given.get("state", ""), STATES, "open"),
        cause=given.get("cause", "")[:MOST_WORDS],
        account=given.get("account", "")[:MOST_WORDS],
        who=_one_of(given.get("who", ""), WHO, ""),
        currency=given.get("currency", "")[:3].upper(),
        amount_from=given.get("amount_from", "")[:40],
        words=given.get("q", "").strip()[:MOST_WORDS],
        order=_one_of(given.get("order", ""), ORDERS, "stake"),
        page=int(page) if page.isdecimal() and 0 < len(page) < 7 and int(page) else 1,
    )


def _one_of(value: str, known: Mapping[str, str], usual: str) -> str:
    return value if value in known else usual
