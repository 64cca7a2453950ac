"""What a version of a case is made from: its fingerprint, its sources with hashes, the way back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from agent.contracts import Folder, Outcome
from agent.fingerprint import fingerprint
from agent.versions import engine_version
from billing.facts import AccountFacts
from store.audit import digest
from store.cases import Inputs
from terms.contract import Extraction
from terms.money import plain


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an account's facts and terms came from, so that a decision can go back there."""

    book: Path
    label: str
    """The readers (`ReaderChoice.label`)."""
    terms: Path | None = None
    """The file that gave the terms, where no contract was read."""


def inputs_of(
    facts: AccountFacts, folder: Folder, reading: Outcome, as_of: date, origin: Origin
) -> Inputs:
    """The inputs of an account's case, as the store keeps them."""
    account = facts.account
    versions = f"{engine_version()} {origin.label}"
    return Inputs(
        account_id=account.account_id,
        name=account.name,
        currency=account.currency,
        timezone=account.timezone,
        fingerprint=fingerprint(facts, folder, reading, as_of, versions),
        as_of=as_of.isoformat(),
        threshold=facts.policy.threshold,
        context=_way_back(facts, folder, origin),
        sources=_sources(folder, reading, origin),
    )


def _way_back(facts: AccountFacts, folder: Folder, origin: Origin) -> dict[str, Any]:
    limit = facts.policy.second_approver_above
    return {
        "book": str(origin.book.resolve()),
        "label": origin.label,
        "reading": None if origin.terms else folder.key(origin.label),
        "terms": str(origin.terms.resolve()) if origin.terms else None,
        "currency": facts.account.currency,
        "second_approver_above": None if limit is None else plain(limit),
    }


def _sources(folder: Folder, reading: Outcome, origin: Origin) -> dict[str, Any]:
    """The documents and what was read of them, for the audit trail."""
    told: dict[str, Any] = {
        "readers": "given" if origin.terms else origin.label,
        "documents": [{"file": name, "sha256": sha} for name, _, sha in folder.documents],
    }
    if not isinstance(reading, Extraction):
        return {**told, "failure": reading.words}
    terms = [term for document in reading.documents for term in document.terms]
    return {
        **told,
        "terms": len(terms),
        "corrected": sum("corrected_by" in term.provenance for term in terms),
        "sha256": digest(reading.model_dump(mode="json")),
    }
