"""One reading of one part: ask, hold the answer against the page, ask once more for what fell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain

from extractors.document import Document
from extractors.readers.model.budget import Budget
from extractors.readers.model.calls import Model
from extractors.readers.model.checks import Checked, Checking, Fault
from extractors.readers.model.parsed import parsed, usable
from extractors.readers.model.parts import Part
from extractors.readers.model.questions import Kind, messages, prompt_sha256, repair
from extractors.readers.model.replies import Why
from extractors.readers.model.schemas import schema_sha256
from extractors.readers.reading import Draft, Leftover


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A part for which one way of asking brought no usable answer."""

    part: Part
    why: Why
    detail: str = ""

    @property
    def sentence(self) -> str:
        """For people."""
        return f"{self.why.value} ({self.detail})" if self.detail else self.why.value


@dataclass(frozen=True, slots=True)
class PartReading:
    """What one way of asking found in one part."""

    drafts: tuple[Draft, ...] = ()
    leftovers: tuple[Leftover, ...] = ()
    unanswered: tuple[Unanswered, ...] = ()
    warnings: tuple[str, ...] = ()

    def __add__(self, other: PartReading) -> PartReading:
        """Both together, in order."""
        return PartReading(
            self.drafts + other.drafts,
            self.leftovers + other.leftovers,
            self.unanswered + other.unanswered,
            self.warnings + other.warnings,
        )


@dataclass(frozen=True)
class Exchange:
    """Questions of one kind about one document, on its budget."""

    model: Model
    budget: Budget
    document: Document
    kind: Kind
    provenance: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        """What every term of this exchange says of its origin."""
        made_by = {
            "reader": self.reader,
            "model": self.model.settings.model,
            "prompt_sha256": prompt_sha256(self.kind),
            "schema_sha256": schema_sha256(),
        }
        object.__setattr__(self, "provenance", made_by)

    @property
    def reader(self) -> str:
        """As terms name it: 'model.passage' or 'model.field'."""
        return f"model.{self.kind}"

    def read(self, part: Part, place: tuple[int, int]) -> PartReading:
        """Everything the model finds in a part; `place` is (which part, of how many)."""
        asked = messages(self.kind, self.document, part, place)
        reply = self.model.put(asked, self.budget, usable)
        if reply.why is Why.TRUNCATED and (halves := part.halves()):
            first, second = halves
            return self.read(first, place) + self.read(second, place)
        answer = parsed(reply.text) if reply.why is None else None
        if answer is None:
            return PartReading(
                unanswered=(Unanswered(part, reply.why or Why.INVALID, reply.detail),)
            )
        checking = Checking(self.document, part, self.reader, self.provenance)
        checked = checking.check(answer)
        checked.faults += checking.passed_over(answer, checked)
        if not checked.faults:
            return _reading(checked)
        again = repair(asked, reply.text, [fault.sentence for fault in checked.faults])
        reply = self.model.put(again, self.budget, usable)
        answer = parsed(reply.text) if reply.why is None else None
        if answer is None:
            why = f"it could not be asked about: {(reply.why or Why.INVALID).value}"
            return _reading(checked) + _left(checked.faults, why)
        repaired = checking.check(answer, every_place=False)
        return _reading(checked) + _mended(checked.faults, repaired)


def _reading(checked: Checked) -> PartReading:
    return PartReading(tuple(checked.drafts.values()), tuple(checked.leftovers))


def _left(faults: list[Fault], why: str) -> PartReading:
    """Faults that no repair cured: passages for a person, or a warning where no words were found."""
    leftovers = [
        Leftover(passage, f"a model's reading did not stand ({fault.sentence}); {why}")
        for fault in faults
        for passage in fault.where[:1]
    ]
    warnings = [
        f"a model's {fault.sentence}; the words are not in the document, so it was dropped"
        for fault in faults
        if not fault.where
    ]
    return PartReading(leftovers=tuple(leftovers), warnings=tuple(warnings))


def _mended(faults: list[Fault], repaired: Checked) -> PartReading:
    """The repair's terms and passages, and what is still open of the faults it was asked about."""
    still = {fault.number: fault for fault in repaired.faults if fault.number is not None}
    covered = list(
        chain(
            (draft.passages[0] for draft in repaired.drafts.values()),
            (leftover.passage for leftover in repaired.leftovers),
        )
    )
    open_faults: list[Fault] = []
    for fault in faults:
        now = still.pop(fault.number, None) if fault.number is not None else None
        if now is not None:
            open_faults.append(Fault(now.number, now.what, now.why, now.where or fault.where))
        elif fault.number not in repaired.drafts and not any(
            passage.start < where.end and where.start < passage.end
            for passage in covered
            for where in fault.where
        ):
            open_faults.append(fault)
    open_faults += still.values()
    open_faults = [fault for fault in open_faults if not fault.passed_over]
    return _reading(repaired) + _left(
        open_faults, "asked again, the model gave nothing that stands"
    )
