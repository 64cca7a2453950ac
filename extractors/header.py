"""What a document is: its kind, title, number, dates, currency, parties, and what it amends."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from extractors.amending import read_amends
from extractors.dates import defined_dates
from extractors.document import Document
from extractors.lifespan import read_lifespan
from extractors.parties import read_parties
from extractors.telltales import telling
from extractors.titles import read_title
from terms.contract import DocumentKind, Party


@dataclass(frozen=True)
class Header:
    """What a document says of itself; None where it does not say."""

    kind: DocumentKind = "other"
    title: str | None = None
    number: str | None = None
    effective_date: date | None = None
    term_start: date | None = None
    term_end: date | None = None
    """The last day."""
    currency: str | None = None
    """The currency its amounts use (ISO 4217)."""
    bare_dollars: bool = False
    """Its amounts are in dollars, and it does not say in which: another paper may."""
    parties: tuple[Party, ...] = ()
    amends: tuple[str, ...] = ()
    """What it changes, as written."""
    dates: Mapping[str, date] = field(default_factory=dict)
    """Dates that the document names: {'renewal date': 2026-07-01}."""
    derived: tuple[str, ...] = ()
    """Fields that were computed from a length of time and not read."""
    of_the_paper: bool = False
    """Whether the effective date is only the day of the paper, which says of no day that it takes effect."""


_CURRENCIES: tuple[tuple[str, str], ...] = (
    (
        "USD",
        r"\bUS\s?\$|\bUSD\b|\b(?:U\.?S\.?|United\s+States)\s+dollars?\b",
    ),
    ("EUR", r"€|\bEUR\b|\beuros?\b"),
    ("GBP", r"£|\bGBP\b|\bpounds?\s+sterling\b|\bpence\b"),
    ("JPY", r"[¥￥]|\bJPY\b|\byen\b"),
    ("CHF", r"\bCHF\b|\bSwiss\s+francs?\b"),
    ("CAD", r"\bC(?:AD|DN)?\s?\$|\bCAD\b|\bCanadian\s+dollars?\b"),
    ("AUD", r"\bAU?\s?\$|\bAUD\b|\bAustralian\s+dollars?\b"),
    ("NZD", r"\bNZ\s?\$|\bNZD\b"),
    ("SGD", r"\bS\s?\$(?=\s?\d)|\bSGD\b|\bSingapore\s+dollars?\b"),
    ("HKD", r"\bHK\s?\$|\bHKD\b"),
    ("SEK", r"\bSEK\b|\bSwedish\s+kron"),
    ("NOK", r"\bNOK\b|\bNorwegian\s+kron"),
    ("DKK", r"\bDKK\b|\bDanish\s+kron"),
    ("PLN", r"\bPLN\b|\bzł|\bz[lł]oty"),
    ("CZK", r"\bCZK\b|\bKč"),
    ("INR", r"₹|\bINR\b|\brupees?\b|\bRs\.?(?=\s?\d)|\bpaise\b"),
    ("KRW", r"₩|\bKRW\b|\bKorean\s+won\b"),
    ("CNY", r"\bCNY\b|\bRMB\b|\brenminbi\b"),
    ("BRL", r"R\$|\bBRL\b|\breais\b"),
    ("MXN", r"\bMXN\b|\bMexican\s+pesos?\b"),
    ("CLP", r"\bCLP\b|\bChilean\s+pesos?\b"),
    ("ZAR", r"\bZAR\b"),
    ("ILS", r"₪|\bNIS\b|\bILS\b"),
    ("KWD", r"\bKWD\b|\bKuwaiti\s+dinars?\b"),
    ("AED", r"\bAED\b|\bdirhams?\b"),
)

_CURRENCY_WORDS = tuple((code, telling(words, re.IGNORECASE)) for code, words in _CURRENCIES)

_BARE_DOLLAR = telling(
    r"(?<![A-Za-z])\$(?=\s?[\d_\[])|(?<!Canadian )(?<!Australian )(?<!Singapore )\bdollars\b",
    re.IGNORECASE,
)
_OTHER_DOLLARS = ("CAD", "AUD", "NZD", "SGD", "HKD")


def _read_currency(text: str) -> tuple[str | None, bool]:
    """The currency that a text's amounts use most, and whether only bare dollar signs say so.

    A dollar without a country is the dollar that the text names elsewhere, else the American one.
    """
    counts = Counter({code: len(words.findall(text)) for code, words in _CURRENCY_WORDS})
    named = [code for code in _OTHER_DOLLARS if counts[code]] if not counts["USD"] else []
    dollar = max(named, key=lambda code: counts[code]) if named else "USD"
    stated = counts[dollar]
    counts[dollar] += len(_BARE_DOLLAR.findall(text))
    code, most = max(counts.items(), key=lambda item: (item[1], item[0] == "USD"))
    return (code if most else None), bool(most and code == dollar and not stated)


def read_header(document: Document) -> Header:
    """What the document is. A field that its words do not settle stays None; nothing raises."""
    titled = read_title(document)
    dates = defined_dates(document.text)
    amends = read_amends(document.text, titled.kind)
    currency, bare = _read_currency(document.text)
    span = read_lifespan(document.text, titled.kind, dates)
    return Header(
        kind=titled.kind,
        title=titled.title,
        number=titled.number,
        effective_date=span.effective,
        term_start=span.start,
        term_end=span.end,
        currency=currency,
        bare_dollars=bare,
        parties=read_parties(document.text),
        amends=amends,
        dates=dates,
        derived=span.derived,
        of_the_paper=span.of_the_paper,
    )
