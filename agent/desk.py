"""What the steps of a case work with: the store, the folders, and the dossiers of this run.

Nothing here is checkpointed. A step that runs again asks the desk again; comparing is
deterministic and quick, so it is done anew rather than kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agent.contracts import Outcome
from billing.facts import AccountFacts, Flag
from billing.finding import AccountResult, Finding
from store.store import Store
from terms.contract import Extraction

if TYPE_CHECKING:
    from agent.model_steps.steps import ModelSteps

Compare = Callable[[AccountFacts, Extraction, date], Any]
Explain = Callable[[Any], AccountResult]
Alternatives = Callable[[Any, Finding], Mapping[str, Finding]]


def compare_with(facts: AccountFacts, contract: Extraction, as_of: date) -> Any:
    """What was billed against what the contract asks for."""
    from billing.investigation import compare

    return compare(facts, contract, as_of)


def explain_with(comparison: Any) -> AccountResult:
    """Why they differ."""
    from billing.investigation import explain

    return explain(comparison)


def alternatives_with(comparison: Any, finding: Finding) -> Mapping[str, Finding]:
    """The causes that give what was billed, each with the finding as it would be."""
    from billing.alternatives import alternatives

    return {str(cause): found for cause, found in alternatives(comparison, finding).items()}


@dataclass(frozen=True, slots=True)
class Engine:
    """The reckoning: how an account is compared and its differences explained."""

    compare: Compare = compare_with
    explain: Explain = explain_with
    alternatives: Alternatives = alternatives_with


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything of one account that a case is made from, as this run found it."""

    facts: AccountFacts
    reading: Outcome
    as_of: date
    flags: Sequence[Flag] = ()
    documents: Sequence[tuple[str, str]] = ()
    """(name, SHA-256) of each document."""
    paths: Mapping[str, Path] = field(default_factory=dict)
    """Where each document lies, by its name."""


class DossierMissing(LookupError):
    """The case needs its book and contracts: run `recoup run` on the book again."""


@dataclass(slots=True)
class Desk:
    """The store, the folders, the engine, and the dossiers by case id."""

    store: Store
    outbox: Path
    memos: Path
    engine: Engine = field(default_factory=Engine)
    dossiers: dict[str, Dossier] = field(default_factory=dict)
    steps: ModelSteps | None = None
    """The model that helps where one was chosen; None without."""
    _comparisons: dict[str, Any] = field(default_factory=dict)

    def dossier(self, case_id: str) -> Dossier:
        """The dossier of a case. Raises DossierMissing."""
        if case_id not in self.dossiers:
            msg = f"case {case_id} is not part of this run: run `recoup run` on its book again"
            raise DossierMissing(msg)
        return self.dossiers[case_id]

    def contract(self, case_id: str) -> Extraction:
        """The account's contracts as read; empty where reading failed."""
        reading = self.dossier(case_id).reading
        return reading if isinstance(reading, Extraction) else Extraction()

    def comparison(self, case_id: str) -> Any:
        """The comparison of a case, made once per process."""
        if case_id not in self._comparisons:
            dossier = self.dossier(case_id)
            self._comparisons[case_id] = self.engine.compare(
                dossier.facts, self.contract(case_id), dossier.as_of
            )
        return self._comparisons[case_id]

    def put_away(self, case_id: str) -> None:
        """Forget a comparison that is no longer needed."""
        self._comparisons.pop(case_id, None)
