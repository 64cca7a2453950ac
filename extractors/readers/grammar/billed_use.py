"""Words of usage that is counted to be billed, and of sums and averages that are none of it."""

from __future__ import annotations

import re

BILLED_USE = re.compile(
    r"\b(?:usage|used?|consum\w+|meter\w*|measur\w+|count(?:s|ed|ing)?|charg\w+|bill\w*|stor(?:age|ed)|transfer\w*|"
    r"active|quantity|requests|added\s+together|readings?|on\s+hand|concurrent\w*|percentile|total\s+of\s+(?:a|the|each)\s+month)\b",
    re.IGNORECASE,
)
PERFORMANCE = re.compile(
    r"\b(?:average|total|sum)\s+of\s+(?:\w+\s+){0,2}?\(?(?:\d|seconds?\b|minutes?\b)|\b(?:response|processing|downtime|outages?|book\s+value|revenues?|costs?|elapsed|fraction)\b",
    re.IGNORECASE,
)
LONGEST = 600
"""Characters above which a sentence holds many rules, of which none is picked."""
