"""A memo's prose, written by a model from given facts, checked word by word; one repair, else none.

Where it does not stand, the templates say everything by themselves: prose is beside them, never in
their place, and no number, clause or route comes from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from agent.model_steps.data import data_block
from agent.model_steps.prose_checks import faults
from agent.model_steps.prose_facts import as_lines, facts_of
from extractors.readers.model.budget import Budget
from extractors.readers.model.calls import AnswerSchema, Message, Model
from extractors.readers.model.schemas import Answered, strict_schema
from prompts.loader import render
from terms.contract import Usage

MOST_FINDINGS = 8
"""A case with more findings keeps to the templates: its prose would be longer than its tables."""


class Explained(Answered):
    """The paragraph on one finding."""

    finding: int
    text: str


class Drafted(Answered):
    """The root of the answer."""

    summary: str
    explanations: list[Explained]


SCHEMA = AnswerSchema("prose", strict_schema(Drafted))


class Prose(BaseModel):
    """What stands of it, as it is kept with the case."""

    model_config = ConfigDict(frozen=True)

    summary: str = ""
    explanations: dict[str, str] = Field(default_factory=dict)
    """By finding number."""
    why_not: str = ""
    """Why there is none."""
    usage: Usage = Usage()


def drafted(model: Model, budget: Budget, values: Mapping[str, Any]) -> Prose:
    """The prose for a memo's values; empty, with the reason, where none stands."""
    if not 0 < len(values["findings"]) <= MOST_FINDINGS:
        return Prose()
    facts = facts_of(values)
    messages = _messages(facts)
    reply = model.put(messages, budget, _usable, SCHEMA)
    if reply.why is not None:
        return Prose(why_not=reply.why.value, usage=budget.spent)
    wrong = unfit(_prose(reply.text), values)
    if wrong:
        again = [
            *messages,
            {"role": "assistant", "content": reply.text},
            {"role": "user", "content": render("drafting/repair", faults=wrong).text},
        ]
        reply = model.put(again, budget, _usable, SCHEMA)
        if reply.why is not None:
            return Prose(why_not=reply.why.value, usage=budget.spent)
        wrong = unfit(_prose(reply.text), values)
    if wrong:
        return Prose(why_not=f"what a model wrote did not stand: {wrong[0]}", usage=budget.spent)
    return _prose(reply.text).model_copy(update={"usage": budget.spent})


def unfit(prose: Prose, values: Mapping[str, Any]) -> list[str]:
    """What prose says that the memo's values do not, in sentences with their place."""
    facts = facts_of(values)
    everything = [line for lines in facts.values() for line in lines]
    found = [f"the summary: {fault}" for fault in faults(prose.summary, everything)]
    for number in sorted(
        facts.keys() | prose.explanations.keys() - {""}, key=lambda n: (len(n), n)
    ):
        if number == "":
            continue
        if number not in facts:
            found.append(f"there is no finding {number}")
            continue
        own = [*facts[""][:2], *facts[number]]  # the customer and the day, and no sum of the case
        text = prose.explanations.get(number, "")
        found += [f"the explanation of finding {number}: {fault}" for fault in faults(text, own)]
    return found


def _messages(facts: Mapping[str, list[str]]) -> list[Message]:
    asked = render("drafting/question", block=data_block(as_lines(facts)), findings=len(facts) - 1)
    return [
        {"role": "system", "content": render("drafting/instructions").text},
        {"role": "user", "content": asked.text},
    ]


def _prose(text: str) -> Prose:
    said = Drafted.model_validate_json(text)
    return Prose(
        summary=" ".join(said.summary.split(" ")).strip(),
        explanations={str(each.finding): each.text.strip() for each in said.explanations},
    )


def _usable(text: str) -> bool:
    try:
        Drafted.model_validate_json(text)
    except ValidationError:
        return False
    return True
