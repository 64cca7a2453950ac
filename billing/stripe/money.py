"""Stripe's whole minor units as exact amounts in major units.

Stripe's decimals are not those of ISO 4217: ISK and UGX are written with two that are always 00, and
AFN, ALL, LAK and others have two where ISO has none in use. Source: docs.stripe.com/currencies (zero-decimal,
three-decimal, special cases, presentment currencies). A currency that is in none of these lists has no
rule here, and an amount in it is refused rather than guessed.
"""

from __future__ import annotations

from decimal import Decimal

from billing.stripe.fields import ObjectUnreadable

ZERO_DECIMAL = frozenset(
    "BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF".split()  # noqa: SIM905 - a table reads better
)

THREE_DECIMAL = frozenset({"BHD", "JOD", "KWD", "OMR", "TND"})

ALWAYS_WHOLE = frozenset({"ISK", "UGX"})
"""Charged in whole units, and yet written with two decimals: 5 ISK is 500. A line may still be a fraction
(of a proration); Stripe rounds the invoice's total. HUF and TWD are whole for payouts only."""

TWO_DECIMAL = frozenset(
    """
    AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF
    CHF CNY COP CRC CVE CZK DKK DOP DZD EGP ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HRK HTG
    HUF IDR ILS INR JMD KES KGS KHR KYD KZT LAK LBP LKR LRD LSL MAD MDL MKD MMK MNT MOP MUR MVR MWK MXN
    MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SEK SGD SHP SLE
    SLL SOS SRD STD STN SVC SZL THB TJS TOP TRY TTD TWD TZS UAH USD UYU UZS WST XCD XCG YER ZAR ZMW
    """.split()  # noqa: SIM905 - a table reads better
)


def decimals(currency: str) -> int:
    """How many decimals Stripe's whole numbers in `currency` (in capitals) have.

    Raises ObjectUnreadable for a currency of which Stripe's documentation says nothing.
    """
    if currency in TWO_DECIMAL or currency in ALWAYS_WHOLE:
        return 2
    if currency in ZERO_DECIMAL:
        return 0
    if currency in THREE_DECIMAL:
        return 3
    raise ObjectUnreadable(
        f"'currency' is '{currency[:20].lower()}', and Stripe's table of minor units does not hold it: "
        "whether 100 means 1 or 100 is not known"
    )


def major(minor: int | Decimal, currency: str) -> Decimal:
    """An amount of minor units (1234, or Decimal('0.05')) in major units (12.34, 0.0005), exact."""
    return Decimal(minor).scaleb(-decimals(currency))


def major_or_none(minor: int | Decimal | None, currency: str) -> Decimal | None:
    """The same where the amount may be missing."""
    return None if minor is None else major(minor, currency)


def slack(currency: str) -> int:
    """How far, in minor units, an invoice's total may stand from its lines by Stripe's rounding."""
    return 50 if currency in ALWAYS_WHOLE else 0
