"""The model's two steps in a case: explain what is left unexplained, and draft prose. Both may fail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agent.model_steps.asking import Conversation, asked_about
from agent.model_steps.case_file import CaseFile
from agent.model_steps.drafting import Prose, drafted
from agent.model_steps.occasions import occasions
from agent.model_steps.outcomes import Outcome, Told
from agent.model_steps.papers import Papers
from agent.model_steps.settings import StepSettings
from billing.comparison import Comparison
from billing.finding import AccountResult
from extractors.readers.model.budget import Budget
from extractors.readers.model.calls import Model
from extractors.readers.model.settings import ModelSettings

if TYPE_CHECKING:
    from agent.contracts import ReaderChoice
    from agent.desk import Dossier


@dataclass
class ModelSteps:
    """A model for the cases of a run. Safe to use from several threads."""

    model: Model
    settings: StepSettings = field(default_factory=StepSettings)

    def explain(self, dossier: Dossier, comparison: Any, result: AccountResult) -> Told:
        """What came of asking about what is left over; empty where nothing is."""
        if not isinstance(comparison, Comparison) or not self.settings.questions:
            return Told()
        contract = comparison_contract(dossier)
        file = CaseFile(
            facts=comparison.facts,
            contract=contract,
            as_of=dossier.as_of,
            comparison=comparison,
            papers=Papers(contract, dossier.paths),
        )
        budget = Budget(self.settings.for_questions)
        found: list[Outcome] = []
        for occasion in asked_about(occasions(file, result.findings), self.settings.questions):
            if occasion.passage is not None and _answered(found, occasion.passage.quote):
                continue
            asked = Conversation(self.model, budget, file, occasion, self.settings.rounds)
            found.append(asked.outcome())
        return Told(outcomes=tuple(found), usage=budget.spent)

    def draft(self, values: Mapping[str, Any]) -> Prose:
        """The memo's prose, checked; empty where none stands."""
        if not self.settings.prose:
            return Prose()
        return drafted(self.model, Budget(self.settings.for_prose), values)


def comparison_contract(dossier: Dossier) -> Any:
    """The terms of a dossier that was compared."""
    from terms.contract import Extraction

    return dossier.reading if isinstance(dossier.reading, Extraction) else Extraction()


def _answered(found: list[Outcome], passage: str) -> bool:
    """Whether a formula was proposed already that quotes the passage."""
    words = _flat(passage)
    for outcome in found:
        for place in (outcome.formula or {}).get("citations", ()):
            quote = _flat(place["quote"])
            if quote and (quote in words or words in quote):
                return True
    return False


def _flat(text: str) -> str:
    return " ".join(text.split()).casefold()


def steps_for(choice: ReaderChoice, folder: Path) -> ModelSteps | None:
    """The steps where a model was chosen to read and can be reached; None without one.

    Good answers are kept in the settings' folder, else in `folder`: a step that runs again asks nothing
    that was answered.
    """
    if choice.kind == "grammar":
        return None
    settings = ModelSettings()
    if not settings.configured:
        return None
    limits = StepSettings()
    kept = settings.model_copy(
        update={
            "answers": settings.answers or folder,
            "max_output": limits.max_output,
        }
    )
    return ModelSteps(Model.connected(kept), limits)
