"""Which cause explains which periods: each differing period is re-rated under every hypothesis.

The hypothesis that gives the billed amount to the cent in the most periods is taken, then the next
for what is left. Where none does, or two together give more periods than any alone, small sets are
tried (`combining`); what nothing reproduces stays unexplained, with what was tried.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from billing.causes import CAUSES, Candidate, Supposed, Suspect
from billing.combining import LARGEST, Combination, Combining, Step, billed_amounts
from billing.comparison import ComparedCell, Comparison, ProductComparison
from billing.comparison_cells import Share, whole
from billing.finding import Hypothesis

_SAME_STORY = (
    frozenset({"missed_escalation", "superseded_price", "wrong_unit_price"}),
    frozenset({"late_start", "ended_early", "unbilled_product", "unbilled_overage"}),
    frozenset({"expired_discount", "excess_discount", "stacked_discount"}),
    frozenset({"wrong_tiers", "wrong_tier_mode", "superseded_price"}),
    frozenset({"wrong_tiers", "missed_escalation"}),
    frozenset({"quantity_mismatch", "unit_conversion", "period_cutoff"}),
)
"""Causes that name one fact from two sides: no rivals of each other."""

KEPT = 6
"""How many tried hypotheses a finding keeps."""


@dataclass(frozen=True, slots=True)
class Explained:
    """Some periods of one product, and the candidate that reproduces them (None: nothing does)."""

    candidate: Candidate | None
    shares: tuple[Share, ...]
    tried: tuple[Hypothesis, ...] = ()
    rivals: tuple[Candidate, ...] = ()
    """Other causes that fit as well and tell another story: ties."""
    beside: tuple[Candidate, ...] = ()
    """Further mistakes in the same periods, each a finding of its own."""
    doubts: tuple[str, ...] = ()
    count: int = 0
    """How many hypotheses and sets of them were tried."""

    @property
    def cells(self) -> tuple[ComparedCell, ...]:
        """The periods."""
        return tuple(share.cell for share in self.shares)


@dataclass(slots=True)
class _Trial:
    order: int
    candidate: Candidate
    reproduced: list[ComparedCell] = field(default_factory=list)


def explained(comparison: Comparison, compared: ProductComparison) -> list[Explained]:
    """The product's differing periods in groups, one cause each; a period may be in several."""
    found: list[Explained] = []
    remaining = list(compared.differing)
    total = len(remaining)
    while remaining:
        suspect = Suspect(comparison, compared, remaining)
        groups = list(_next(suspect, total))
        found += groups
        gone = {id(cell) for group in groups for cell in group.cells}
        remaining = [cell for cell in remaining if id(cell) not in gone]
    return _united(found)


def _next(suspect: Suspect, total: int) -> Iterator[Explained]:
    """The best explanation of some of the periods; or of none, and then all of them are in it."""
    trials = _trials(suspect)
    best = trials[0] if trials and trials[0].reproduced else None
    circular = best is not None and best.candidate.circular
    if circular and best is not None and len(best.reproduced) == 1 and _never_the_same(suspect):
        best = None
    if best is not None and len(best.reproduced) == len(suspect.cells) and not circular:
        yield _single(best, trials, total)
        return
    combining = Combining(suspect, [trial.candidate for trial in trials])
    doubtful: Combination | None = None
    for size in range(2, LARGEST + 1):
        sets = combining.found(size)
        good = [each for each in sets if each.proven]
        if good and (best is None or _covers_more(good[0], best)):
            yield from _together(combining, good, trials, total)
            return
        doubtful = doubtful or (sets[0] if sets else None)
        if best is not None:
            yield _single(best, trials, total)
            return
    yield _nothing(suspect, trials, combining, doubtful)


def _never_the_same(suspect: Suspect) -> bool:
    """Whether each billed period has an amount of its own, and none the contract's.

    Then 'this price was billed' says of each period what it is, and explains nothing.
    """
    billed = [cell for cell in suspect.compared.cells if cell.cell.main]
    amounts = {cell.billed for cell in billed}
    return len(amounts) == len(billed) > 2 and all(cell.difference for cell in billed)


def _covers_more(combination: Combination, best: _Trial) -> bool:
    """Whether a set reproduces every period that a single cause does, and more.

    As many are enough against a cause that would fit whatever was billed.
    """
    own = {id(cell) for cell in combination.cells}
    more = len(own) > len(best.reproduced) or best.candidate.circular
    return more and all(id(cell) in own for cell in best.reproduced)


def _single(best: _Trial, trials: list[_Trial], total: int) -> Explained:
    return Explained(
        best.candidate,
        tuple(whole(cell) for cell in best.reproduced),
        tuple(_tried(trial, best, total) for trial in trials[:KEPT]),
        tuple(trial.candidate for trial in trials[1:] if _rivals(trial, best)),
        count=len(trials),
    )


def _together(
    combining: Combining, sets: list[Combination], trials: list[_Trial], total: int
) -> Iterator[Explained]:
    """One group for each part of the best set, with its share of every period."""
    best = sets[0]
    ties = [
        each
        for each in sets[1:]
        if (len(each.cells), each.unshown) == (len(best.cells), best.unshown)
        and not _one_story(each, best)
    ]
    rows = [_shares(combining.steps(best.parts, cell) or [], cell) for cell in best.cells]
    tried = [_tried_set(each, total, rival=True) for each in ties[: KEPT // 2]]
    tried += [_tried(trial, None, total) for trial in trials[: KEPT // 2]]
    for number, part in enumerate(best.parts):
        others = tuple(other for other in best.parts if other is not part)
        yield Explained(
            part,
            tuple(shares[number] for shares in rows),
            (_named(_tried_set(best, total), part), *tried),
            tuple(other for each in ties for other in each.parts[:1]),
            beside=others,
            count=len(trials) + combining.tried,
        )


def _named(tried: Hypothesis, part: Candidate) -> Hypothesis:
    """A set's hypothesis under the name of one of its parts."""
    return tried.model_copy(update={"cause": part.cause})


def _shares(steps: list[Step], cell: ComparedCell) -> list[Share]:
    """The parts of one period's difference; the last ends at what was billed, credits taken off."""
    ends = [step.after for step in steps[:-1]] + [cell.billed]
    shares = [
        Share(cell, step.before, end, _derivation(step, end))
        for step, end in zip(steps, ends, strict=True)
    ]
    zero = Decimal(0)
    less = -sum((min(share.difference, zero) for share in shares), zero)
    more = sum((max(share.difference, zero) for share in shares), zero)
    left = {True: min(less, more), False: min(less, more)}
    found: list[Share] = []
    for share in shares:
        side = share.difference > 0
        off = min(left[side], abs(share.difference))
        left[side] -= off
        found.append(replace(share, set_off=off))
    return found


def _derivation(step: Step, end: Decimal) -> str:
    return f"{step.rated.derivation}; {end:,f} with this mistake, the others apart"


def _nothing(
    suspect: Suspect, trials: list[_Trial], combining: Combining, doubtful: Combination | None
) -> Explained:
    total = len(suspect.cells)
    tried = [_tried(trial, None, total) for trial in trials[:KEPT]]
    doubts: tuple[str, ...] = ()
    if doubtful is not None:
        tried.insert(0, _tried_set(doubtful, total))
        doubts = (
            (
                f"two or more mistakes would give {len(doubtful.cells)} of {total} periods "
                f"({doubtful.words}), and so few or so round amounts may agree by chance"
            ),
        )
    return Explained(
        None,
        tuple(whole(cell) for cell in suspect.cells),
        tuple(tried[:KEPT]),
        doubts=doubts,
        count=len(trials) + combining.tried,
    )


def _united(groups: Sequence[Explained]) -> list[Explained]:
    """Groups of one cause and one story as one, in the order in which they were found."""
    found: dict[tuple[object, ...], Explained] = {}
    for group in groups:
        candidate = group.candidate
        key = (candidate.cause, candidate.detail) if candidate else (None, "")
        former = found.get(key)
        if former is None or not (former.beside or group.beside):
            found[key if former is None else (*key, len(found))] = group
            continue
        shares = sorted((*former.shares, *group.shares), key=lambda share: share.cell.period)
        first, *others = former.tried
        count = first.reproduces + group.tried[0].reproduces
        found[key] = replace(
            former,
            shares=tuple(shares),
            tried=(first.model_copy(update={"reproduces": count}), *others),
            rivals=(*former.rivals, *group.rivals),
            beside=_each_once((*former.beside, *group.beside)),
        )
    return list(found.values())


def _each_once(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    return tuple({(each.cause, each.detail): each for each in candidates}.values())


def _tried(trial: _Trial, best: _Trial | None, total: int) -> Hypothesis:
    return Hypothesis(
        cause=trial.candidate.cause,
        reproduces=len(trial.reproduced),
        of=total,
        detail=trial.candidate.detail,
        rival=best is not None and trial is not best and _rivals(trial, best),
    )


def _tried_set(combination: Combination, total: int, *, rival: bool = False) -> Hypothesis:
    return Hypothesis(
        cause=combination.parts[0].cause,
        reproduces=len(combination.cells),
        of=total,
        detail=combination.words,
        rival=rival,
    )


def _rivals(trial: _Trial, best: _Trial) -> bool:
    """Whether a trial fits as many periods as the best and tells another story."""
    if not best.reproduced or len(trial.reproduced) < len(best.reproduced):
        return False
    return not _same_story(trial.candidate, best.candidate)


def _trials(suspect: Suspect) -> list[_Trial]:
    """Every candidate with the periods it reproduces, the best first."""
    trials: list[_Trial] = []
    for order, clue in sorted(CAUSES.values(), key=lambda pair: pair[0]):
        for candidate in clue(suspect):
            reproduced = [cell for cell in suspect.cells if _reproduces(candidate, cell)]
            trials.append(_Trial(order, candidate, reproduced))
    trials.sort(key=lambda trial: (-len(trial.reproduced), trial.order))
    return trials


def _reproduces(candidate: Candidate, cell: ComparedCell) -> bool:
    """Whether the hypothesis gives what was billed: in all, at first, or before credits."""
    predicted = candidate.predict(cell)
    amounts = billed_amounts(cell)
    if predicted is not None and predicted != cell.expected and predicted in amounts:
        return True
    if not isinstance(candidate.predict, Supposed):
        return False
    return any(
        (made := candidate.predict.under(cell, reading.conventions)) is not None
        and made != reading.amount
        and made in amounts
        for reading in cell.readings
    )


def _same_story(one: Candidate, other: Candidate) -> bool:
    if one.cause == other.cause:
        return True
    return any(one.cause in story and other.cause in story for story in _SAME_STORY)


def _one_story(one: Combination, other: Combination) -> bool:
    """Whether each part of one set tells the same as some part of the other."""
    return len(one.parts) == len(other.parts) and all(
        any(_same_story(part, each) for each in other.parts) for part in one.parts
    )
