"""Outcomes into a case: what a person reads, and what keeps the case from going to billing by itself.

A cause that a model proposed and re-rating confirmed names an unexplained finding; its doubt caps the
confidence. A formula and a changed reading are questions. A choice and what was tried in vain are notes.
No amount, no clause and no route comes from here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from agent.model_steps.outcomes import Outcome
from billing.claims import with_cause
from billing.finding import AccountResult, Finding, Hypothesis
from terms.formula import Formula

_UNKNOWN = "no hypothesis reproduces the billed amounts"


def told(result: AccountResult, outcomes: Sequence[Outcome]) -> AccountResult:
    """The result with what came of asking a model."""
    findings = list(result.findings)
    for outcome in outcomes:
        if (outcome.kind, outcome.status, outcome.wrong) == ("hypothesis", "stands", "billing"):
            for number in outcome.numbers:
                findings[number - 1] = _named(findings[number - 1], outcome)
    return result.model_copy(
        update={
            "findings": tuple(findings),
            "questions": (*result.questions, *_questions(outcomes)),
            "notes": (*result.notes, *_notes(outcomes)),
        }
    )


def _named(finding: Finding, outcome: Outcome) -> Finding:
    """An unexplained finding under the cause that was proposed; what was billed and due stays as it is."""
    count = len(finding.periods)
    own = Hypothesis(
        cause=outcome.cause,
        reproduces=count,
        of=count,
        detail=outcome.detail,
    )
    doubt = (
        f"a model proposed this cause, and re-rating reproduces the bill with it ({outcome.detail}): "
        "a person decides whether that is what happened"
    )
    doubts = [each for each in finding.doubts if not each.startswith(_UNKNOWN)]
    before = finding.explanation.partition(" No hypothesis reproduces this")[0]
    return with_cause(finding).model_copy(
        update={
            "cause": outcome.cause,
            "explanation": (
                f"{before} None of the causes that are known by themselves reproduces this. A model "
                f"proposed, and re-rating confirms to the cent in {count} of {count} periods: "
                f"{outcome.detail}."
            ),
            "hypotheses": (own, *finding.hypotheses),
            "doubts": (doubt, *doubts),
        }
    )


def _questions(outcomes: Iterable[Outcome]) -> Iterator[str]:
    for each in outcomes:
        if each.kind == "formula" and each.formula is not None:
            term = Formula.model_validate(each.formula)
            place = term.citations[0]
            yield (
                f"{each.name}: a model proposes that {each.words}. The clause: {place.file}, page "
                f"{place.page}, “{place.quote}”. Approve it for this contract (recoup decide CASE amend "
                f"--term {term.id} --set doubtful=false --reason …), or reject the case"
            )
        elif each.wrong == "reading" and each.status == "stands":
            term_id = each.settings[0][0]
            sets = " ".join(f"--set {name}={value}" for _, name, value in each.settings)
            yield (
                f"{each.name}: a model holds that a term was misread: {each.words}. Correct it "
                f"(recoup decide CASE amend --term {term_id} {sets} --reason …), or reject the case"
            )


def _notes(outcomes: Iterable[Outcome]) -> Iterator[str]:
    for each in outcomes:
        why = f"; in its words: “{each.reason}”" if each.reason else ""
        if each.kind == "choice" and each.status == "stands":
            named = f"--cause {each.numbers[0]}={each.cause}"
            yield (
                f"{each.name}: a model was asked: {each.words}{why}. The finding stays as it is; who "
                f"agrees names it so (recoup decide CASE amend {named} --reason …)"
            )
        elif each.status in {"refuted", "gave up", "nothing"}:
            yield f"{each.name}: a model was asked: {each.words}{why}"
        elif each.reason:
            yield f"{each.name}: why the model proposes it, in its words: “{each.reason}”"
