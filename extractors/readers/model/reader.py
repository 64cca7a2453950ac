"""The reader that asks a model: two readings that differ in kind, one budget, every word checked."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property

from extractors.document import Document
from extractors.readers.model.beside_each_other import one_window, without_extras
from extractors.readers.model.budget import Budget
from extractors.readers.model.calls import Model
from extractors.readers.model.exchange import Exchange, PartReading, Unanswered
from extractors.readers.model.link_reading import LinkReader
from extractors.readers.model.money_talk import speaks_of_money
from extractors.readers.model.parts import Part, Stretch, parts_of
from extractors.readers.model.questions import KINDS, Kind
from extractors.readers.model.settings import ModelSettings
from extractors.readers.reading import Draft, Leftover, Passage, Reading

NOT_CONFIGURED = "no model was asked: OPENAI_API_KEY is not set"


@dataclass
class ModelReader:
    """Asks the model that the settings name. One reader serves many documents and threads.

    Each draft's term says by `readers` which reading found it, 'model.passage' or 'model.field', and
    by `provenance` the model, the prompt's and the schema's hash. Whether two readings agree is for
    the one who puts readings together.
    """

    settings: ModelSettings = field(default_factory=ModelSettings)
    kinds: tuple[Kind, ...] = KINDS
    connected: Model | None = None
    """A model to ask in place of the one that the settings name."""
    name: str = "model"
    leaves: bool = True
    """Whether sections that it could not read are left for a person; else a warning says it alone."""
    linker: LinkReader | None = None
    """Who is asked which of an account's papers wins."""

    @cached_property
    def _model(self) -> Model:
        return self.connected or Model.connected(self.settings)

    def read(self, document: Document) -> Reading:
        """Everything both readings find. A failure is a leftover or a warning, never an exception."""
        if self.connected is None and not self.settings.configured:
            return Reading(warnings=(NOT_CONFIGURED,), incomplete=True)
        budget = Budget(self.settings.budget)
        parts = parts_of(document, self.settings.part_chars)
        if not parts:
            return Reading(incomplete=True)
        read = self._ask(document, parts, budget)
        whole = sum(read.values(), PartReading())
        drafts, extras = without_extras(tuple(_once(whole.drafts)))
        missed = _never_read(document, read) if self.leaves else ()
        return Reading(
            drafts=tuple(one_window(drafts, document)),
            leftovers=tuple(_apart((*whole.leftovers, *extras, *missed))),
            warnings=(*whole.warnings, *_warnings(read)),
            usage=budget.spent,
            incomplete=bool(whole.unanswered),
            seen=tuple(_seen(parts)),
        )

    def _ask(
        self, document: Document, parts: tuple[Part, ...], budget: Budget
    ) -> dict[tuple[int, Kind], PartReading]:
        """Each part by each kind, the first alone.

        It shows whether there is a server at all, and fills the prompt cache for the others.
        """
        exchanges = {kind: Exchange(self._model, budget, document, kind) for kind in self.kinds}
        errands = [(index, kind) for index in range(len(parts)) for kind in self.kinds]

        def run(errand: tuple[int, Kind]) -> PartReading:
            index, kind = errand
            return exchanges[kind].read(parts[index], (index + 1, len(parts)))

        first = run(errands[0])
        if any(failed.why.outside for failed in first.unanswered):
            return {errands[0]: first}
        with ThreadPoolExecutor(self.settings.concurrency) as pool:
            rest = list(pool.map(run, errands[1:]))
        return dict(zip(errands, [first, *rest], strict=True))


def model_readers(
    settings: ModelSettings | None = None, connected: Model | None = None
) -> tuple[ModelReader, ...]:
    """The two readings as readers of their own, for whoever compares readers; () without a key.

    They share the connection and its limit on calls under way; each has half of a document's budget.
    """
    settings = settings or ModelSettings()
    if connected is None:
        if not settings.configured:
            return ()
        connected = Model.connected(settings)
    half = settings.model_copy(update={"budget": settings.budget // 2})
    linker = LinkReader(connected, settings.budget)
    first, *others = KINDS
    return (
        ModelReader(half, (first,), connected, f"model.{first}", linker=linker),
        *(ModelReader(half, (kind,), connected, f"model.{kind}", leaves=False) for kind in others),
    )


def _seen(parts: Iterable[Part]) -> Iterable[Passage]:
    """What the model was shown to be read, neighbouring stretches together."""
    stretches = sorted((s for part in parts for s in part.fresh), key=lambda s: s.start)
    start = end = None
    for stretch in stretches:
        if start is None or end is None:
            start, end = stretch.start, stretch.end
        elif stretch.start <= end:
            end = max(end, stretch.end)
        else:
            yield Passage(start, end)
            start, end = stretch.start, stretch.end
    if start is not None and end is not None:
        yield Passage(start, end)


def _once(drafts: Iterable[Draft]) -> Iterable[Draft]:
    """Drafts without those that one reading gave twice with the same words (parts overlap)."""
    seen: set[tuple[str, tuple[Passage, ...]]] = set()
    for draft in drafts:
        key = (draft.term.model_dump_json(), draft.passages)
        if key not in seen:
            seen.add(key)
            yield draft


def _apart(leftovers: Iterable[Leftover]) -> Iterable[Leftover]:
    """Leftovers without those whose passage an earlier one holds: both readings may leave the same."""
    kept: list[Passage] = []
    for leftover in leftovers:
        passage = leftover.passage
        if not any(has.start <= passage.start and passage.end <= has.end for has in kept):
            kept.append(passage)
            yield leftover


def _never_read(
    document: Document, read: dict[tuple[int, Kind], PartReading]
) -> Iterable[Leftover]:
    """Passages about money that every reading failed at, unless there was no server to ask."""
    if len(read) == 1 and all(missed.why.outside for missed in _missed(read)):
        return
    failed: dict[Stretch, list[str]] = {}
    kinds = {kind for _, kind in read}
    for reading in read.values():
        for missed in reading.unanswered:
            for stretch in missed.part.fresh:
                failed.setdefault(stretch, []).append(missed.sentence)
    for stretch, reasons in sorted(failed.items(), key=lambda item: item[0].start):
        words = document.text[stretch.start : stretch.end]
        if len(reasons) >= len(kinds) and speaks_of_money(words):
            lead = len(words) - len(words.lstrip())
            passage = Passage(stretch.start + lead, stretch.start + len(words.rstrip()))
            yield Leftover(passage, f"no model read this section: {reasons[0]}")


def _missed(read: dict[tuple[int, Kind], PartReading]) -> Iterable[Unanswered]:
    return (missed for reading in read.values() for missed in reading.unanswered)


def _warnings(read: dict[tuple[int, Kind], PartReading]) -> Iterable[str]:
    """What failed, once for each way of asking and reason."""
    said: dict[str, int] = {}
    for (_, kind), reading in read.items():
        for missed in reading.unanswered:
            if missed.why.outside and len(read) == 1:
                line = f"the model did not read this document: {missed.sentence}"
            else:
                line = f"the {kind} reading of the model is incomplete: {missed.sentence}"
            said[line] = said.get(line, 0) + len(missed.part.fresh)
    return [f"{line}; sections without it: {count}" for line, count in said.items()]
