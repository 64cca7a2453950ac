"""What a version of a case was made from, as one hash: when it is the same, nothing is done again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from agent.contracts import Folder, Outcome
from billing.facts import AccountFacts
from terms.contract import Extraction


def fingerprint(
    facts: AccountFacts, folder: Folder, reading: Outcome, as_of: date, versions: str
) -> str:
    """SHA-256 over the account's billing rows, its documents as read, the day and the code."""
    digest = hashlib.sha256()
    for part in _parts(facts, folder, reading, as_of, versions):
        digest.update(repr(part).encode())
        digest.update(b"\x00")
    return digest.hexdigest()


def _parts(
    facts: AccountFacts, folder: Folder, reading: Outcome, as_of: date, versions: str
) -> Iterable[Any]:
    yield as_of, versions
    yield facts.account
    yield from facts.items
    yield "lines"
    yield from facts.lines
    yield "usage"
    yield from facts.usage
    yield _sorted(facts.aliases)
    yield sorted(facts.unrelated)
    yield [(name, _sorted(series)) for name, series in _sorted(facts.indices)]
    yield facts.policy.model_dump_json()
    yield [(name, digest) for name, _, digest in folder.documents]
    yield reading.model_dump_json() if isinstance(reading, Extraction) else reading.words


def _sorted(values: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return sorted(values.items())
