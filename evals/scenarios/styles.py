"""How a paper is drafted: its numbering, its way to write dates, money and percents, its looks.

Styles, wordings and names come in two pools that share nothing: one for fitting, one for testing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random
from typing import Literal, TypeVar

from extractors.number_words import ONES, TENS

Pool = Literal["fit", "test"]
Numbering = Literal["dotted", "article", "letters", "plain", "headings"]
T = TypeVar("T")

_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£"}


def of_pool(options: Sequence[T], pool: Pool) -> Sequence[T]:
    """Every other option: the first, third, … for fitting, the others for testing."""
    return options[0::2] if pool == "fit" else options[1::2]


@dataclass(frozen=True, slots=True)
class Style:
    """One house style."""

    numbering: Numbering
    dates: Literal["american", "british", "iso"]
    money: Literal["sign", "code_before", "code_after"]
    percents: Literal["digits", "both", "words_after"]
    seller: str
    """How the paper calls the seller: 'Provider', 'we'."""
    buyer: str
    font: str
    size: float
    letter: bool = False
    """US Letter pages; A4 otherwise."""
    caps: bool = False
    tables: bool = True

    def day(self, day: date) -> str:
        """'March 1, 2026', '1 March 2026', '2026-03-01'."""
        if self.dates == "iso":
            return day.isoformat()
        month = day.strftime("%B")
        if self.dates == "british":
            return f"{day.day} {month} {day.year}"
        return f"{month} {day.day}, {day.year}"

    def amount(self, amount: Decimal, currency: str) -> str:
        """'$1,200.00', 'USD 1,200.00', '1,200.00 USD'."""
        digits = f"{amount:,f}"
        if self.money == "sign":
            return f"{_SIGNS[currency]}{digits}"
        return f"{currency} {digits}" if self.money == "code_before" else f"{digits} {currency}"

    def percent(self, percent: Decimal) -> str:
        """'5%', 'five percent (5%)', '5 percent'."""
        digits = f"{percent.normalize():f}"
        whole = percent == percent.to_integral_value()
        if self.percents == "both" and whole:
            return f"{in_words(int(percent))} percent ({digits}%)"
        return f"{digits} percent" if self.percents == "words_after" else f"{digits}%"

    def number(self, number: int) -> str:
        """'12', or 'twelve (12)'."""
        if self.percents == "both" and number < 100:
            return f"{in_words(number)} ({number})"
        return f"{number:,}"


STYLES = (
    Style("dotted", "american", "sign", "both", "Provider", "Customer", "Times-Roman", 10.5, True),
    Style("plain", "american", "code_before", "digits", "Vendor", "Client", "Helvetica", 9.5, True),
    Style("article", "british", "code_before", "digits", "the Supplier", "the Customer", "Times-Roman", 10, caps=True),
    Style("letters", "british", "sign", "words_after", "the Company", "the Client", "Helvetica", 10),
    Style("headings", "american", "sign", "digits", "we", "you", "Helvetica", 10, True),
    Style("dotted", "iso", "code_after", "both", "Licensor", "Licensee", "Times-Roman", 11),
    Style("letters", "american", "code_after", "both", "Seller", "Buyer", "Times-Roman", 10, tables=False),
    Style("headings", "british", "code_before", "digits", "we", "you", "Times-Roman", 10.5, tables=False),
    Style("plain", "iso", "sign", "words_after", "Contractor", "Subscriber", "Helvetica", 9),
    Style("article", "american", "sign", "both", "Provider", "Subscriber", "Helvetica", 10, True, caps=True, tables=False),
)  # fmt: skip
SELLERS = (
    "Brightwater Systems, Inc.", "Oakhollow Software Ltd", "Pinecrest Data GmbH", "Larkfield Analytics, LLC",
    "Stonebridge Cloud B.V.", "Redfern Technologies, Inc.", "Marlowe Digital Ltd", "Quayside Networks, Inc.",
)  # fmt: skip
BUYERS = (
    "Alder Freight Company", "Bexhill Dairies Ltd", "Corrin Logistics, Inc.", "Dunmore Hospitals Trust",
    "Elmstead Foods plc", "Farrow & Tate LLP", "Glenhaven School District", "Hartwell Insurance, Inc.",
    "Inverlea Shipping Ltd", "Juneau Timber Corporation", "Kelso Airfreight, Inc.", "Lowmoor Textiles Ltd",
)  # fmt: skip
PRODUCTS = (
    "Harbour Ledger", "Quarry Scanner", "Violet Mailbox", "Tundra Archive", "Beacon Planner", "Ember Desk",
    "Cobalt Signer", "Willow Roster", "Summit Tracker", "Canyon Vault", "Meadow Helpline", "Falcon Router",
    "Orchard Payroll", "Glacier Backup", "Saffron Studio", "Juniper Gateway",
)  # fmt: skip
METERED_UNITS = ("call", "message", "document", "shipment", "transaction", "scan")
SEAT_UNITS = ("user", "seat", "licence", "terminal")


def in_words(number: int) -> str:
    """'twenty-four'; from 0 to 99."""
    if number < 20:
        return ONES[number]
    tens, ones = divmod(number, 10)
    return TENS[tens - 2] + (f"-{ONES[ones]}" if ones else "")


def pick(chance: Random, options: Sequence[T], pool: Pool) -> T:
    """One option of the pool's half."""
    return chance.choice(of_pool(options, pool))
