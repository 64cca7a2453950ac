"""Whether each stage arrives at the next: usage rated, what was rated billed, what was billed collected.

`reconcile` takes accounts as `compare` gives them, one after another, and keeps of each only its gaps.
"""

from billing.reconciliation.reconciling import Reconciliation, reconcile
from billing.reconciliation.stage import AccountGap, Gap, Stage, StageTotal

__all__ = ["AccountGap", "Gap", "Reconciliation", "Stage", "StageTotal", "reconcile"]
