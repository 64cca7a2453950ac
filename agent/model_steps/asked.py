"""What a model may ask for and conclude, as one strict schema: nothing else has any effect.

An answer is a step: requests to look something up or to have something reckoned, or a conclusion.
There is no other tool, none that writes, and none whose result is not about the case's own account.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Literal

from pydantic import Field, ValidationError

from billing.finding import Cause
from extractors.readers.model.calls import AnswerSchema
from extractors.readers.model.schemas import Answered, strict_schema
from terms.period import Interval

MOST_REQUESTS = 6
"""Requests of one step that are carried out; what comes after them is said to be left out."""


class SetField(Answered):
    """A field of a term has another value, for periods that begin in [from_day, to_day)."""

    change: Literal["set_field"]
    term: str
    field: str
    value: str
    from_day: date | None
    to_day: date | None


class WithoutTerm(Answered):
    """A term is left out."""

    change: Literal["without_term"]
    term: str
    from_day: date | None
    to_day: date | None


class QuantityFrom(Answered):
    """The product is priced for a number that comes from elsewhere."""

    change: Literal["quantity_from"]
    source: Literal["contract", "usage", "previous_period", "following_period", "other_product"]
    other_product: str | None
    from_day: date | None
    to_day: date | None


Change = SetField | WithoutTerm | QuantityFrom


class NamedValue(Answered):
    """An input of a formula: a number, or an expression over the period."""

    name: str
    value: str


class Quoted(Answered):
    """Words of a contract, copied, and where they stand."""

    file: str
    section: str
    quote: str


class FormulaSketch(Answered):
    """A formula for a product, with the words that it says."""

    product: str
    interval: Interval
    expression: str
    inputs: list[NamedValue]
    effective_from: date | None
    quotes: list[Quoted] = Field(min_length=1)


class SearchContracts(Answered):
    """The sections that hold these words."""

    tool: Literal["search_contracts"]
    account: str
    words: str


class ShowClause(Answered):
    """A section with its neighbours."""

    tool: Literal["show_clause"]
    account: str
    file: str
    section: str


class InvoiceLines(Answered):
    """What was billed."""

    tool: Literal["invoice_lines"]
    account: str
    product: str | None
    from_day: date
    to_day: date


class Quantities(Answered):
    """What was used and what is contracted, period by period."""

    tool: Literal["quantities"]
    account: str
    product: str
    from_day: date
    to_day: date


class TermsInForce(Answered):
    """The terms that hold on a day."""

    tool: Literal["terms_in_force"]
    account: str
    day: date
    product: str | None


class ReRate(Answered):
    """The periods of a product under a hypothesis, beside what was billed."""

    tool: Literal["rerate"]
    account: str
    product: str
    changes: list[Change]


class TryFormula(Answered):
    """What a formula gives, beside what was billed."""

    tool: Literal["try_formula"]
    account: str
    formula: FormulaSketch


Request = (
    SearchContracts | ShowClause | InvoiceLines | Quantities | TermsInForce | ReRate | TryFormula
)

NamedCause = Cause
"""A conclusion names a cause of the list; 'unexplained' is refused in words."""


class Hypothesis(Answered):
    """What billing did instead of the contract, or what the contract says instead of its reading."""

    conclusion: Literal["hypothesis"]
    wrong: Literal["billing", "reading"]
    cause: NamedCause
    changes: list[Change] = Field(min_length=1)
    quotes: list[Quoted]
    reason: str


class Formula(Answered):
    """What a clause says that no other term can."""

    conclusion: Literal["formula"]
    formula: FormulaSketch
    reason: str


class Choice(Answered):
    """Which of several causes that fit equally well it is."""

    conclusion: Literal["choice"]
    cause: NamedCause
    quotes: list[Quoted]
    reason: str


class NothingFound(Answered):
    """No conclusion that would stand."""

    conclusion: Literal["nothing"]
    reason: str


Conclusion = Hypothesis | Formula | Choice | NothingFound


class Step(Answered):
    """One answer: what was understood so far, then requests or a conclusion."""

    thought: str
    requests: list[Request]
    conclusion: Conclusion | None


@cache
def step_schema() -> AnswerSchema:
    """The form of every answer."""
    return AnswerSchema("next_step", strict_schema(Step))


def step_of(text: str) -> Step | None:
    """The step that an answer is, or None where it is none."""
    try:
        return Step.model_validate_json(text)
    except ValidationError:
        return None


def usable(text: str) -> bool:
    """Whether an answer asks for something or concludes something."""
    step = step_of(text)
    return step is not None and (bool(step.requests) or step.conclusion is not None)
