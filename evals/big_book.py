"""A made-up book of any size: 20,000 accounts, a million invoice lines, 20 million usage events at scale 1.

The same scale and seed give the same book. DuckDB writes the rows; it counts local months by its own
rules for timezones, so that a book read well is also a check of ours. Everything is billed as agreed,
but for each fortieth account, whose platform fee is 50.00 a month too low from May on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

from terms.contract import ContractDocument, Extraction, term

ACCOUNTS = 20_000
EVENTS_AN_ACCOUNT = 1_000
MONTHS = 12
FIRST, AS_OF = date(2025, 11, 1), date(2026, 11, 1)
ZONES = ("UTC", "Europe/Berlin", "America/New_York")
LEAK_EVERY, LEAK_AT = 40, 7
Form = Literal["csv", "parquet"]


@dataclass(frozen=True, slots=True)
class Size:
    """What a book was made with."""

    accounts: int
    lines: int
    events: int


def write_big_book(folder: Path, scale: str = "1", form: Form = "parquet", seed: int = 1) -> Size:
    """Write accounts.csv, billing/invoice_lines and billing/usage into `folder`; seconds at scale 1."""
    import duckdb

    accounts = max(int(ACCOUNTS * _exact(scale)), LEAK_EVERY)
    (folder / "billing").mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as engine:
        engine.execute("SET TimeZone = 'UTC'; SET memory_limit = '1GB'")
        engine.execute(f"SET temp_directory = '{folder / 'spilled'}'")
        engine.execute(_ACCOUNTS, {"accounts": accounts, "zones": list(ZONES)})
        _copy(
            engine,
            "SELECT account_id, name, currency, timezone FROM accounts",
            folder / "accounts.csv",
        )
        engine.execute(_USAGE, {"seed": seed, "accounts": accounts, "each": EVENTS_AN_ACCOUNT})
        _copy(engine, _usage_as(form), folder / f"billing/usage.{form}")
        engine.execute(_LINES, {"first": FIRST, "months": MONTHS})
        _copy(engine, "SELECT * FROM lines", folder / f"billing/invoice_lines.{form}")
        lines = _count(engine, "lines")
        events = _count(engine, "usage")
    return Size(accounts, lines, events)


def agreement(number: int) -> Extraction:
    """What the account of this number has agreed to."""
    return _agreement(number % 50, number % 30, ZONES[number % len(ZONES)])


@cache
def _agreement(fee: int, seats: int, zone: str) -> Extraction:
    monthly: dict[str, Any] = {"currency": "USD", "interval": "month"}
    rows: list[dict[str, Any]] = [
        {"type": "price", "product": "Platform", "model": "flat", "billing": "advance"}
        | {"flat_amount": str(1000 + 10 * fee)}
        | monthly,
        {"type": "price", "product": "Support", "model": "flat", "billing": "advance"}
        | {"flat_amount": "200"}
        | monthly,
        {"type": "price", "product": "Editor seats", "model": "per_unit", "unit": "seat"}
        | {"unit_amount": "25", "billing": "advance"}
        | monthly,
        {"type": "quantity", "product": "Editor seats", "quantity": str(5 + seats), "unit": "seat"},
        {"type": "price", "product": "API calls", "model": "per_unit", "unit": "call"}
        | {"unit_amount": "0.02", "billing": "arrears"}
        | monthly,
        {"type": "price", "product": "Onboarding", "model": "flat", "flat_amount": "500"}
        | {"currency": "USD", "interval": "one_time", "effective_from": FIRST},
        {"type": "metering", "timezone": zone},
        {"type": "lookback", "direction": "both", "length": 24, "unit": "month"}
        | {"counted_from": "invoice_date", "effect": "may_invoice"},
    ]
    terms = [_cited(number, row) for number, row in enumerate(rows, 1)]
    document = ContractDocument(
        file="order.pdf", kind="order_form", term_start=FIRST, currency="USD", terms=tuple(terms)
    )
    return Extraction(documents=(document,))


def _cited(number: int, row: dict[str, Any]) -> Any:
    citation = {"file": "order.pdf", "page": 1, "section": str(number), "quote": row["type"]}
    return term({"id": f"order.pdf#{number}", **row, "citations": [citation | {"match": "exact"}]})


def _exact(scale: str) -> Any:
    from terms.money import decimal

    return decimal(scale)


def _copy(engine: Any, query: str, target: Path) -> None:
    options = "FORMAT csv, HEADER" if target.suffix == ".csv" else "FORMAT parquet"
    engine.execute(f"COPY ({query}) TO '{target}' ({options})")


def _count(engine: Any, table: str) -> int:
    return int(engine.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 - two names


def _usage_as(form: Form) -> str:
    text, zoned = """strftime("at", '%Y-%m-%dT%H:%M:%SZ')""", """timezone('UTC', "at")"""
    at = text if form == "csv" else zoned
    return f'SELECT account_id, product, {at} AS "at", quantity, unit, event_id FROM usage'  # noqa: S608


_ACCOUNTS = """
CREATE TABLE accounts AS
SELECT n::INTEGER AS n, printf('A%06d', n) AS account_id, printf('Customer %d', n) AS name,
       'USD' AS currency, list_extract($zones, (n % 3 + 1)::INTEGER) AS timezone
FROM range($accounts) numbers(n)
"""

_USAGE = """
CREATE TABLE usage AS
SELECT (i % $accounts)::INTEGER AS n, printf('A%06d', i % $accounts) AS account_id,
       'API calls' AS product,
       TIMESTAMP '2025-11-01 05:00:00' + to_seconds((hash(i, $seed) % 31510800)::BIGINT) AS "at",
       (1 + hash($seed, i) % 50)::DECIMAL(18, 2) AS quantity, 'call' AS unit,
       printf('e%d', i) AS event_id
FROM range($accounts * $each) numbers(i)
"""

_LINES = """
CREATE TABLE lines AS
WITH months AS (
    SELECT m, ($first + to_months(m::INTEGER))::DATE AS starts,
           ($first + to_months(m::INTEGER + 1))::DATE AS ends
    FROM range($months) numbers(m)
), used AS (
    SELECT u.n, datediff('month', $first::DATE, timezone(a.timezone, timezone('UTC', u."at"))::DATE) AS m,
           sum(u.quantity) AS quantity
    FROM usage u JOIN accounts a USING (n) GROUP BY ALL
), billed AS (
    SELECT n, m, 'Platform' AS product, 'charge' AS kind, 1::DECIMAL(18, 2) AS quantity,
           NULL AS unit,
           1000 + (n % 50) * 10 - CASE WHEN n % 40 = 7 AND m >= 6 THEN 50 ELSE 0 END AS price
    FROM accounts, range($months) numbers(m)
    UNION ALL
    SELECT n, m, 'Support', 'charge', 1, NULL, 200 FROM accounts, range($months) numbers(m)
    UNION ALL
    SELECT n, m, 'Editor seats', 'charge', 5 + n % 30, 'seat', 25
    FROM accounts, range($months) numbers(m)
    UNION ALL
    SELECT n, m, 'API calls', 'usage', coalesce(used.quantity, 0), 'call', 0.02
    FROM (SELECT n, m FROM accounts, range($months) numbers(m)) LEFT JOIN used USING (n, m)
    UNION ALL
    SELECT n, 0, 'Onboarding', 'one_time', 1, NULL, 500 FROM accounts
    UNION ALL
    SELECT n, 0, 'Sales tax', 'tax', 1, NULL, 95 FROM accounts
)
SELECT account_id, printf('I-%d-%d%s', n, m, CASE kind WHEN 'usage' THEN '-u' ELSE '' END) AS invoice_id,
       CASE WHEN kind = 'usage' THEN ends - 1 ELSE starts END AS invoice_date,
       invoice_date + 45 AS due_date, CASE WHEN m < 11 THEN 'paid' ELSE 'open' END AS status,
       printf('%s-%d', product, m) AS line_id, product, kind, product AS description,
       starts AS period_start, ends AS period_end, quantity, unit, price::DECIMAL(18, 2) AS unit_amount,
       (quantity * price)::DECIMAL(18, 2) AS amount, 'USD' AS currency
FROM billed JOIN accounts USING (n) JOIN months USING (m)
ORDER BY invoice_date, n
"""
