"""The seller's own settings (policy.toml): the threshold, caps, and windows where contracts are silent."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from billing.conventions import Conventions
from billing.errors import PolicyUnreadable
from terms.citation import Frozen
from terms.lookback import CountedFrom
from terms.money import Exact, plain
from terms.period import DurationUnit


class PolicyWindow(Frozen):
    """A lookback window that the seller states, with a note that says on what ground."""

    length: int = Field(gt=0)
    unit: DurationUnit
    counted_from: CountedFrom = "invoice_date"
    note: str = ""


class Policy(Frozen):
    """What the seller decides. The defaults are the rule as stated: above 0.85 goes to billing."""

    threshold: Exact = Field(default=Decimal("0.85"), ge=0, le=1)
    """A recovery goes to billing only above this confidence."""
    underbilling: PolicyWindow | None = None
    """Used only where the contract has no clause on late invoicing."""
    overbilling: PolicyWindow | None = None
    """Used only where the contract has no clause on disputes or refunds."""
    disputed_invoices: tuple[str, ...] = ()
    """Invoices under open dispute: never claimed."""
    conventions: Conventions = Conventions()
    """What billing systems do differently, where a contract is silent."""


def load_policy(path: Path) -> Policy:
    """The settings in the file `path` (policy.toml); the defaults where there is no file.

    Raises PolicyUnreadable with the setting, its value, and what to write instead.
    """
    if not path.is_file():
        return Policy()
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8-sig"), parse_float=Decimal)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PolicyUnreadable(f"{path.name} is not a TOML file: {error}") from error
    try:
        return Policy.model_validate(_dates_as_text(settings))
    except ValidationError as error:
        faults = "; ".join(_fault(each) for each in error.errors())
        raise PolicyUnreadable(f"{path.name}: {faults}") from None


def _dates_as_text(value: Any) -> Any:
    """TOML has dates of its own; the settings hold them as ISO 8601."""
    if isinstance(value, dict):
        return {key: _dates_as_text(inner) for key, inner in value.items()}
    return value.isoformat() if isinstance(value, date) else value


_TABLES: dict[str, type[Frozen]] = {
    "underbilling": PolicyWindow,
    "overbilling": PolicyWindow,
    "conventions": Conventions,
}


def _fault(error: Any) -> str:
    name = ".".join(str(part) for part in error["loc"])
    value = error["input"]
    if error["type"] == "extra_forbidden":
        names = _TABLES.get(error["loc"][0], Policy).model_fields
        near = get_close_matches(str(error["loc"][-1]), names, 1, 0.5)
        meant = f" (is it '{near[0]}'?)" if near else f" (it knows {', '.join(names)})"
        return f"'{name}' is no setting{meant}"
    if name == "threshold":
        return f"'threshold' is {value}, and it must be from 0 to 1{_as_share(value)}"
    if error["type"] == "missing":
        return f"'{name}' is missing, and [{error['loc'][0]}] needs it"
    return f"'{name}' is {value!r}: {error['msg']}"


def _as_share(value: Any) -> str:
    digits = str(value).rstrip("% ")
    if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]+)?", digits) or not 1 < Decimal(digits) <= 100:
        return " (write 0.85 for 85%)"
    return f" (write {plain((Decimal(digits) / 100).normalize())} for {digits}%)"
