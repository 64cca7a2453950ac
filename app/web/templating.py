"""The templates of the pages: strict, escaped, with the filters that write money and days."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from agent.account_locale import DEFAULT, amount
from agent.account_locale import day as day_words
from app.web.browser_names import browser_name
from app.web.navigation import ways

_ISO = re.compile(r"(?<![\w-])\d{4}-\d{2}-\d{2}(?![\w-])")
_FOLDER = Path(__file__).parent / "templates"
_STATIC = Path(__file__).parent / "static"


def money(value: str | Decimal | None, currency: str) -> str:
    """'$9,200.00'; '' for none."""
    return "" if value in {None, ""} else amount(str(value), currency, DEFAULT)


def day(value: str | date | None) -> str:
    """'Jul 1, 2026' of a day, or of the day of a moment; '' for none."""
    if not value:
        return ""
    read = value if isinstance(value, date) else date.fromisoformat(value[:10])
    return day_words(read, DEFAULT)


def days(words: str) -> str:
    """Our own words with each '2026-07-01' as pages write days."""
    return _ISO.sub(lambda found: _day_or_as_is(found[0]), words)


def _day_or_as_is(written: str) -> str:
    try:
        return day(written)
    except ValueError:
        return written


def moment(value: str | datetime | None) -> str:
    """'Jul 1, 2026, 14:05 UTC'; '' for none. A moment without an offset is taken as UTC."""
    if not value:
        return ""
    read = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    there = read.astimezone(UTC) if read.tzinfo else read
    return f"{day_words(there.date(), DEFAULT)}, {there:%H:%M} UTC"


def percent(value: str | Decimal | None, digits: int = 0) -> str:
    """'85%' of 0.85; '' for none. Cut, not rounded: 99.6% must not read as certain."""
    if value in {None, ""}:
        return ""
    step = Decimal(1).scaleb(-digits)
    return f"{(Decimal(str(value)) * 100).quantize(step, 'ROUND_DOWN')}%"


def count(number: int, one: str, many: str) -> str:
    """'1 case', '1,204 cases'."""
    return f"{number:,} {one if number == 1 else many}"


def size(number: int | None) -> str:
    """'820 bytes', '12 kB', '3.4 MB'."""
    if number is None:
        return ""
    if number < 1000:
        return f"{number} bytes"
    if number < 1_000_000:
        return f"{number // 1000} kB"
    return f"{Decimal(number) / 1_000_000:.1f} MB"


@lru_cache(maxsize=256)
def asset(name: str) -> str:
    """A static file's address; its content is in it, so that a browser may keep it for good."""
    content = (_STATIC / name).read_bytes()
    return f"/static/{name}?v={hashlib.sha256(content).hexdigest()[:12]}"


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The environment; templates are compiled once a process."""
    made = Environment(
        loader=FileSystemLoader(_FOLDER),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters: dict[str, Any] = {
        "money": money,
        "day": day,
        "days": days,
        "moment": moment,
        "percent": percent,
        "count": count,
        "bytes": size,
        "browser": browser_name,
    }
    made.filters.update(filters)
    made.globals.update({"asset": asset, "ways": ways, "flash": None, "theme": ""})
    made.globals["parts"] = made.get_template("parts.html.j2").module
    return made
