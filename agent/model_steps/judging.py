"""What stands of a conclusion: the engine re-rates, the papers are looked up, and a model's word is none.

A hypothesis or a formula on unexplained periods stands only if it gives what was billed, to the cent, in
every one of them and in every other period that it touches. What it takes for a number must be written
in the papers or in the bill: a free number can make any bill come out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from agent.model_steps.asked import (
    Change,
    Choice,
    Conclusion,
    Formula,
    Hypothesis,
    QuantityFrom,
    SetField,
    WithoutTerm,
)
from agent.model_steps.case_file import CaseFile
from agent.model_steps.data import shown
from agent.model_steps.formulas import FormulaTrial, cited, tried
from agent.model_steps.occasions import Occasion
from agent.model_steps.outcomes import Outcome, Status
from agent.model_steps.rerating import CannotTry, Rerated, rerated
from agent.model_steps.written import Written, lacking, numbers_of
from terms.money import plain


@dataclass(frozen=True)
class Judge:
    """Judges the conclusions on one question."""

    file: CaseFile
    occasion: Occasion

    @cached_property
    def _written(self) -> Written:
        return Written(self.file)

    def judge(self, conclusion: Conclusion) -> Outcome:
        """The outcome; where nothing stands, its words say why."""
        try:
            if isinstance(conclusion, Hypothesis):
                return self._hypothesis(conclusion)
            if isinstance(conclusion, Formula):
                return self._formula(conclusion)
            if isinstance(conclusion, Choice):
                return self._choice(conclusion)
        except CannotTry as error:
            return self._outcome("refuted", f"what was proposed cannot be tried: {error}")
        return self._outcome("nothing", "nothing was proposed", reason=conclusion.reason)

    def _hypothesis(self, given: Hypothesis) -> Outcome:
        detail = "; and ".join(in_words(change) for change in given.changes)
        fault = self._unfit(given)
        if fault:
            return self._outcome("refuted", f"tried: {detail}; {fault}", given.reason)
        compared = self.file.product(self.occasion.product)
        if compared is None:
            return self._outcome("refuted", f"{self.occasion.product} has no periods to re-rate")
        rows = rerated(self.file, compared, given.changes)
        held, all_rows, fault = self._reproduces(rows)
        if fault:
            return self._outcome("refuted", f"tried: {detail}; {fault}", given.reason)
        sets = tuple((c.term, c.field, c.value) for c in given.changes if isinstance(c, SetField))
        return self._outcome(
            "stands",
            f"{detail}: this gives what was billed in {held} of {all_rows} periods, to the cent",
            given.reason,
            kind="hypothesis",
            cause=given.cause,
            detail=detail,
            wrong=given.wrong,
            settings=sets if given.wrong == "reading" else (),
            agreeing=held,
            periods=all_rows,
        )

    def _unfit(self, given: Hypothesis) -> str:
        """Why a hypothesis does not come to be tried; '' where it does."""
        if self.occasion.kind != "unexplained":
            return "a hypothesis is for periods that nothing explains"
        if given.cause == "unexplained":
            return "'unexplained' names no cause"
        _, faults = cited(self.file, given.quotes)
        if faults:
            return faults[0]
        if given.wrong == "reading":
            return self._unfit_reading(given)
        sets = [each.value for each in given.changes if isinstance(each, SetField)]
        free = self._written.lacks(sets)
        if free:
            return f"{free} stands in no paper and in no row of the bill, so it proves nothing"
        return ""

    def _unfit_reading(self, given: Hypothesis) -> str:
        sets = [each for each in given.changes if isinstance(each, SetField)]
        whole = all(each.from_day is None and each.to_day is None for each in sets)
        if len(sets) != len(given.changes) or len({each.term for each in sets}) != 1 or not whole:
            return "a wrong reading is mended by values of one term, for all of its days"
        loose = lacking([each.value for each in sets], numbers_of(q.quote for q in given.quotes))
        if loose:
            return f"{loose} stands in none of the quotes, so no clause says it"
        return "" if given.quotes else "no words of a paper say so"

    def _reproduces(self, rows: Sequence[Rerated]) -> tuple[int, int, str]:
        """How many of the touched and the unexplained periods agree, of how many; and what is amiss."""
        asked = {(p.period_start, p.period_end) for f in self.occasion.findings for p in f.periods}
        counted = [
            row
            for row in rows
            if (row.cell.period.start, row.cell.period.end) in asked
            or (row.touched and (row.cell.cell.lines or row.amount))
        ]
        held = sum(row.reproduces for row in counted)
        failed = next((row for row in counted if not row.reproduces), None)
        if failed is None and counted:
            return held, len(counted), ""
        if failed is None:
            return 0, 0, "it speaks of none of the periods"
        gives = "nothing" if failed.amount is None else plain(failed.amount)
        words = (
            f"it does not reproduce the bill ({held} of {len(counted)} periods): for "
            f"{failed.cell.period} it gives {gives}, billed was {plain(failed.cell.billed)}"
        )
        return held, len(counted), words

    def _formula(self, given: Formula) -> Outcome:
        sketch = given.formula
        if self.occasion.kind == "tie":
            return self._outcome("refuted", "between tied causes a formula settles nothing")
        if self.occasion.kind == "unexplained" and not self._own_product(sketch.product):
            words = f"the formula is for {sketch.product!r}, and {self.occasion.product} was asked about"
            return self._outcome("refuted", words)
        trial = tried(self.file, sketch)
        named = f"the formula {sketch.expression} for {trial.term.product}"
        if trial.faults:
            return self._outcome("refuted", f"{named}: {trial.faults[0]}", given.reason)
        if self.occasion.passage is not None:
            return self._of_passage(given, trial, named)
        held, count, fault = self._reproduces(trial.rows)
        if fault:
            return self._outcome("refuted", f"tried: {named}; {fault}", given.reason)
        return self._proposed(
            "stands", given, trial, f"{named} gives what was billed", (held, count)
        )

    def _of_passage(self, given: Formula, trial: FormulaTrial, named: str) -> Outcome:
        """A clause of no type may be right where the bill is wrong: it is offered with what it gives."""
        if not trial.computed:
            reason = next((row.reason for row in trial.rows if row.amount is None), "")
            words = reason or "nothing was billed that it could be held against"
            return self._outcome("refuted", f"tried: {named}; {words}", given.reason)
        score = trial.agreeing, len(trial.rows)
        if trial.agreeing == len(trial.rows):
            return self._proposed("stands", given, trial, f"{named} gives what was billed", score)
        return self._proposed(
            "offered", given, trial, f"{named} gives other amounts than were billed", score
        )

    def _proposed(
        self,
        status: Status,
        given: Formula,
        trial: FormulaTrial,
        words: str,
        score: tuple[int, int],
    ) -> Outcome:
        return self._outcome(
            status,
            f"{words} in {score[0]} of {score[1]} periods, to the cent"
            if status == "stands"
            else f"{words} (they agree in {score[0]} of {score[1]} periods)",
            given.reason,
            kind="formula",
            formula=trial.term.model_dump(mode="json"),
            agreeing=score[0],
            periods=score[1],
        )

    def _own_product(self, name: str) -> bool:
        own = self.file.product(self.occasion.product)
        return own is not None and self.file.product(name) is own

    def _choice(self, given: Choice) -> Outcome:
        if self.occasion.kind != "tie":
            return self._outcome("refuted", "there is nothing to choose between")
        if given.cause not in self.occasion.rivals:
            tied = ", ".join(self.occasion.rivals)
            return self._outcome("refuted", f"{given.cause} is none of the tied causes: {tied}")
        _, faults = cited(self.file, given.quotes)
        if faults:
            return self._outcome("refuted", f"{given.cause} was chosen, and {faults[0]}")
        if not given.reason.strip():
            return self._outcome("refuted", f"{given.cause} was chosen without a reason")
        return self._outcome(
            "stands",
            f"of the causes that fit equally well, {given.cause.replace('_', ' ')} was chosen",
            given.reason,
            kind="choice",
            cause=given.cause,
        )

    def _outcome(self, status: Status, words: str, reason: str = "", **more: object) -> Outcome:
        return Outcome.model_validate(
            {
                "about": self.occasion.kind,
                "name": self.occasion.name,
                "status": status,
                "words": shown(words),
                "reason": self._written.reason(reason, self.occasion.findings),
                "numbers": self.occasion.numbers,
                **more,
            }
        )


def in_words(change: Change) -> str:
    """A change as the end of 'The bill is reproduced to the cent if …'."""
    days = f" from {change.from_day}" if change.from_day else ""
    days += f" until {change.to_day}" if change.to_day else ""
    if isinstance(change, SetField):
        return f"{change.field} of {change.term} is taken as {change.value}{days}"
    if isinstance(change, WithoutTerm):
        return f"{change.term} is left out{days}"
    assert isinstance(change, QuantityFrom)
    counted = {
        "contract": "the contracted number is billed in place of what was used",
        "usage": "what was used is billed in place of the contracted number",
        "previous_period": "the number of the period before is billed",
        "following_period": "the number of the period after is billed",
        "other_product": f"the number of '{change.other_product}' is billed in place of its own",
    }
    return f"{counted[change.source]}{days}"
