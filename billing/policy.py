"""The seller's own settings (policy.toml): the threshold, caps, and windows where contracts are silent."""

from __future__ import annotations

from decimal import Decimal

from pydantic import Field

from terms.citation import Frozen
from terms.lookback import CountedFrom
from terms.money import Exact
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
    escalation_notices: dict[str, str] = Field(default_factory=dict)
    """Account → ISO date on which notice of a discretionary increase was given."""
