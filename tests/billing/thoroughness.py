"""How many random accounts a test tries: a few hundred each time, more where RECOUP_EXAMPLES asks for it.

`RECOUP_EXAMPLES=20 pytest tests/billing` tries twenty times as many, of other seeds than each time's.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings

MORE = int(os.environ.get("RECOUP_EXAMPLES", "1"))

EACH_TIME = settings(
    derandomize=MORE == 1,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate, *([Phase.shrink] if MORE == 1 else [])],
    suppress_health_check=list(HealthCheck),
)


def times(count: int) -> int:
    """So many examples, or as many times more as asked."""
    return count * MORE
