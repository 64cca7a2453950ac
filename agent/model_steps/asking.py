"""The bounded conversation on one question: a step, its results, the next step, until a conclusion.

Every answer has one strict schema, so that any endpoint with structured outputs will do
(docs/decisions/0012). Rounds, tokens and money are bounded; a refusal, a cut-off or an invalid answer
ends the conversation, and the case goes on without it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from agent.model_steps.asked import MOST_REQUESTS, Conclusion, Step, step_of, step_schema, usable
from agent.model_steps.case_block import case_block
from agent.model_steps.case_file import CaseFile
from agent.model_steps.data import shown
from agent.model_steps.formulas import READER
from agent.model_steps.judging import Judge
from agent.model_steps.occasions import Occasion
from agent.model_steps.outcomes import Outcome
from agent.model_steps.rerating import MOST_CHANGES
from agent.model_steps.tools import carried_out
from extractors.readers.model.budget import Budget
from extractors.readers.model.calls import Message, Model
from extractors.readers.model.replies import Why
from prompts.loader import Rendered, render

REFUTATIONS = 2
"""Conclusions that may fall before the question is given up."""
_IN_WORDS = {Why.BUDGET: "the case's budget for the model is spent"}
_TASKS = {
    "unexplained": "explaining/unexplained",
    "tie": "explaining/tie",
    "passage": "explaining/passage",
}


@dataclass
class Conversation:
    """One question on one case, on the case's budget."""

    model: Model
    budget: Budget
    file: CaseFile
    occasion: Occasion
    rounds: int
    _fallen: list[Outcome] = field(default_factory=list)

    def outcome(self) -> Outcome:
        """What came of it; never raises for anything a model answers."""
        messages = first_messages(self.file, self.occasion)
        for number in range(1, self.rounds + 1):
            reply = self.model.put(messages, self.budget, usable, step_schema())
            if reply.why is not None:
                return self._gave_up(_IN_WORDS.get(reply.why, reply.why.value))
            step = step_of(reply.text)
            assert step is not None  # put() gives usable answers only
            if step.conclusion is not None:
                found = self._judged(step.conclusion)
                if found.status != "refuted":
                    return found
                self._fallen.append(found)
                if len(self._fallen) > REFUTATIONS - 1 or number == self.rounds:
                    return found
            messages = [
                *messages,
                {"role": "assistant", "content": reply.text},
                {"role": "user", "content": self._results(step, self.rounds - number)},
            ]
        return self._gave_up(f"it came to no conclusion in {self.rounds} rounds")

    def _results(self, step: Step, left: int) -> str:
        """What the requests gave, or why the conclusion fell."""
        if step.conclusion is not None:
            results = [f"The conclusion does not stand: {self._fallen[-1].words}."]
        else:
            results = [str(each) for each in carried_out(self.file, step.requests)]
        return render("explaining/results", results=results, left=left).text

    def _judged(self, conclusion: Conclusion) -> Outcome:
        found = Judge(self.file, self.occasion).judge(conclusion)
        return found.model_copy(update={"provenance": self._provenance()})

    def _gave_up(self, why: str) -> Outcome:
        if self._fallen:  # what fell says more than how it ended
            return self._fallen[-1]
        return Outcome(
            about=self.occasion.kind,
            name=self.occasion.name,
            status="gave up",
            words=shown(f"nothing came of it: {why}"),
            numbers=self.occasion.numbers,
            provenance=self._provenance(),
        )

    def _provenance(self) -> dict[str, str]:
        return {
            "reader": READER,
            "model": self.model.settings.model,
            "prompt_sha256": prompt_sha256(self.occasion.kind),
            "schema_sha256": hashlib.sha256(step_schema().text.encode()).hexdigest(),
        }


@lru_cache(maxsize=1)
def instructions() -> Rendered:
    """What every question begins with."""
    return render("explaining/instructions", requests=MOST_REQUESTS, changes=MOST_CHANGES)


@lru_cache(maxsize=3)
def task(kind: str) -> Rendered:
    """What is asked of a case."""
    return render(_TASKS[kind])


def prompt_sha256(kind: str) -> str:
    """Identifies our own words of a question."""
    return hashlib.sha256((instructions().sha256 + task(kind).sha256).encode()).hexdigest()


def first_messages(file: CaseFile, occasion: Occasion) -> list[Message]:
    """The turns of a question: instructions, the case as data, the task."""
    return [
        {"role": "system", "content": instructions().text},
        {"role": "user", "content": f"{case_block(file, occasion)}\n\n{task(occasion.kind).text}"},
    ]


def asked_about(found: Iterable[Occasion], most: int) -> list[Occasion]:
    """As many questions as a case may ask, in order."""
    return [each for number, each in enumerate(found) if number < most]
