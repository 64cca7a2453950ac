"""The seller's own settings (policy.toml): the threshold, caps, and windows where contracts are silent."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, get_args

from pydantic import Field, ValidationError

from billing.conventions import Conventions
from billing.errors import PolicyUnreadable
from billing.finding import Cause
from terms.citation import Frozen
from terms.lookback import CountedFrom
from terms.money import Exact, plain
from terms.period import DurationUnit

Share = Annotated[Exact, Field(ge=0, le=1)]
"""A probability or a share: 0.85 is 85%."""


class Caps(Frozen):
    """The most that confidence may be while something is open. A failed check stops a case besides."""

    failed_check: Share = Decimal("0.30")
    open_question: Share = Decimal("0.85")
    unread_document: Share = Decimal("0.50")
    document_not_understood: Share = Decimal("0.85")
    no_contract: Share = Decimal("0.50")
    unexplained: Share = Decimal("0.30")
    untried_cause: Share = Decimal("0.85")
    unpaid: Share = Decimal("0.85")
    no_clause: Share = Decimal("0.40")
    quote_not_verbatim: Share = Decimal("0.30")
    not_proven: Share = Decimal("0.60")
    doubt: Share = Decimal("0.85")
    no_rival_tried: Share = Decimal("0.85")
    part_reproduced: Share = Decimal("0.60")
    tie: Share = Decimal("0.85")
    document_warning: Share = Decimal("0.85")
    term_doubted: Share = Decimal("0.85")
    papers_conflict: Share = Decimal("0.50")
    passage_states_billed: Share = Decimal("0.85")
    passage_on_product: Share = Decimal("0.85")


class AmountThreshold(Frozen):
    """A threshold of its own for cases that recover more than `above`, in the account's currency."""

    above: Exact = Field(ge=0)
    threshold: Share


class PolicyWindow(Frozen):
    """A lookback window that the seller states, with a note that says on what ground."""

    length: int = Field(gt=0)
    unit: DurationUnit
    counted_from: CountedFrom = "invoice_date"
    note: str = ""


class Tolerances(Frozen):
    """How far two stages may lie apart before a reconciliation speaks of it, in percent."""

    usage_percent: Exact = Field(default=Decimal("0.5"), ge=0, le=100)
    """Usage recorded against usage rated; 0.1 to 0.5 is what revenue assurance asks for."""
    billed_percent: Exact = Field(default=Decimal("0.01"), ge=0, le=100)
    """The total rated against the total billed; each line must be equal whatever this is."""


class Policy(Frozen):
    """What the seller decides. The defaults are the rule as stated: above 0.85 goes to billing."""

    threshold: Exact = Field(default=Decimal("0.85"), ge=0, le=1)
    """A recovery goes to billing only above this confidence."""
    second_approver_above: Exact | None = Field(default=None, ge=0)
    """A specialist's approval of more than this, in the account's currency, needs a second person."""
    underbilling: PolicyWindow | None = None
    """Used only where the contract has no clause on late invoicing."""
    overbilling: PolicyWindow | None = None
    """Used only where the contract has no clause on disputes or refunds."""
    disputed_invoices: tuple[str, ...] = ()
    """Invoices under open dispute: never claimed."""
    threshold_by_cause: dict[Cause, Share] = Field(default_factory=dict)
    """Cause → the confidence that a case with such a finding needs; never less than `threshold`."""
    threshold_by_amount: tuple[AmountThreshold, ...] = ()
    """The same for cases of which much is recovered."""
    second_look: Share = Decimal(0)
    """The share of the cases that would go to billing and that a person sees all the same."""
    caps: Caps = Caps()
    conventions: Conventions = Conventions()
    """What billing systems do differently, where a contract is silent."""
    reconciliation: Tolerances = Tolerances()


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
    "reconciliation": Tolerances,
    "caps": Caps,
    "threshold_by_amount": AmountThreshold,
}
_SHARES = {"threshold", "threshold_by_cause", "second_look", "caps"}


def _fault(error: Any) -> str:
    name = ".".join(str(part) for part in error["loc"])
    value = error["input"]
    if error["type"] == "extra_forbidden":
        names = _TABLES.get(error["loc"][0], Policy).model_fields
        near = get_close_matches(str(error["loc"][-1]), names, 1, 0.5)
        meant = f" (is it '{near[0]}'?)" if near else f" (it knows {', '.join(names)})"
        return f"'{name}' is no setting{meant}"
    if error["type"] == "literal_error" and error["loc"][-1] == "[key]":
        return _no_cause(str(value))
    if error["loc"][0] in _SHARES or error["loc"][-1] == "threshold":
        return f"'{name}' is {value}, and it must be from 0 to 1{_as_share(value)}"
    if error["type"] == "missing":
        return f"'{name}' is missing, and [{error['loc'][0]}] needs it"
    return f"'{name}' is {value!r}: {error['msg']}"


def _no_cause(name: str) -> str:
    near = get_close_matches(name, get_args(Cause), 1, 0.5)
    meant = f" (is it '{near[0]}'?)" if near else f" (causes are {', '.join(get_args(Cause))})"
    return f"'threshold_by_cause.{name}' names no cause{meant}"


def _as_share(value: Any) -> str:
    digits = str(value).rstrip("% ")
    if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]+)?", digits) or not 1 < Decimal(digits) <= 100:
        return " (write 0.85 for 85%)"
    return f" (write {plain((Decimal(digits) / 100).normalize())} for {digits}%)"
