"""Putting readings together: what readers agree on is strong, where they differ both are shown.

Confidence here is how far reading can be relied on, before calibration: a verbatim quote read by one
reader 0.9, by two of different kinds 0.98; by one of several 0.7; a difference 0.5 at most, or 0.75
where two readers outvote a third.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from extractors.subjects import contained_product, differs, same_product, stated
from terms.citation import Citation
from terms.contract import Term
from terms.term import TermBase

ALONE = 0.9
"""One reader was asked and found it."""
AGREED = 0.98
"""Two readers that differ in kind found the same."""
ALIKE = 0.93
"""Two readings of one kind (a model asked twice) found the same."""
ONE_OF_SEVERAL = 0.7
"""Several readers were asked, and one found it."""
DIFFERENT = 0.5
OUTVOTED = 0.75
"""Two readers say the same and one says otherwise: the two stand, and the term says what the one read."""
_WARNED = 0.15
_FUZZY = 0.5
_MISSING = 0.2
_BASE = frozenset(TermBase.model_fields)


@dataclass(slots=True)
class _Group:
    """What the readers say of one thing: reader → its term, in reading order."""

    terms: dict[str, Term] = field(default_factory=dict)
    rivals: list[tuple[str, Term]] = field(default_factory=list)
    """Readings of the same words with other values."""


def merge(readings: Mapping[str, Sequence[Term]]) -> tuple[list[Term], list[str]]:
    """The terms of one document from all its readers, and warnings that name what they differ on.

    Terms need their citations. The first reader's words stand where readers agree; fields that it
    leaves open come from the others. Where values differ, what most readers say stands, marked; where
    none has more than another, both terms are kept, doubtful. Each warning names every value.
    """
    groups: list[_Group] = []
    for reader, terms in readings.items():
        own: list[_Group] = []
        for term in _once(terms):
            _place(reader, term, groups, own)
        groups += own
    merged: list[Term] = []
    warnings: list[str] = []
    for group in groups:
        merged += _together(group, len(readings), warnings)
    return merged, warnings


def _once(terms: Sequence[Term]) -> list[Term]:
    """A reader's terms, those that say exactly the same joined, with the citations of all."""
    kept: dict[str, Term] = {}
    for term in terms:
        key = term.model_dump_json(exclude={*_BASE - {"product", "effective_from", "effective_to"}})
        known = kept.get(key)
        kept[key] = term if known is None else _citing(known, term.citations)
    return list(kept.values())


def _place(reader: str, term: Term, groups: list[_Group], own: list[_Group]) -> None:
    agreeing = [
        (_shared(term, other), _overlap(term, other), index)
        for index, group in enumerate(groups)
        if reader not in group.terms
        for other in [next(iter(group.terms.values()))]
        if _agree(term, other)
    ]
    if agreeing:
        shared, overlap, index = max(agreeing, key=lambda found: (found[1], found[0], -found[2]))
        if shared or overlap:
            groups[index].terms[reader] = term
            return
    rival = next(
        (
            group
            for group in groups
            if reader not in group.terms and _rivals(term, next(iter(group.terms.values())))
        ),
        None,
    )
    if rival is not None:
        rival.rivals.append((reader, term))
        return
    own.append(_Group({reader: term}))


def _shared(term: Term, other: Term) -> int:
    """How many fields both state alike."""
    mine, theirs = stated(term), stated(other)
    return sum(theirs.get(name) == value for name, value in mine.items())


def _agree(term: Term, other: Term) -> bool:
    return (
        term.type == other.type
        and _same_product(term, other)
        and not differs(term, other)
        and _same_days(term, other)
    )


def _rivals(term: Term, other: Term) -> bool:
    """Whether two terms rest on the same words and say different things of the same subject."""
    return term.type == other.type and _same_product(term, other) and _overlap(term, other)


def _same_product(term: Term, other: Term) -> bool:
    if term.product is None or other.product is None:
        return term.product == other.product or _overlap(term, other)
    return same_product(term.product, other.product) or (
        contained_product(term.product, other.product) and _overlap(term, other)
    )


def _same_days(term: Term, other: Term) -> bool:
    return all(
        mine is None or theirs is None or mine == theirs
        for mine, theirs in (
            (term.effective_from, other.effective_from),
            (term.effective_to, other.effective_to),
        )
    )


def _overlap(term: Term, other: Term) -> bool:
    """Whether two terms cite some of the same words."""
    return any(
        one.page == two.page
        and one.span
        and two.span
        and one.span[0] < two.span[1]
        and two.span[0] < one.span[1]
        for one in term.citations
        for two in other.citations
    )


def _together(group: _Group, asked: int, warnings: list[str]) -> list[Term]:
    joined = _joined(group.terms, asked)
    if not group.rivals:
        return [joined]
    sides = [joined, *(_joined(side, asked) for side in _sides(group.rivals))]
    most = max(len(side.readers) for side in sides)
    leading = [side for side in sides if len(side.readers) == most]
    said = "; ".join(f"{' and '.join(side.readers)}: {_words(side)}" for side in sides)
    subject = joined.type + (f" of {joined.product}" if joined.product else "")
    place = joined.citations[0].page if joined.citations else "?"
    warning = f"page {place}, {subject}: readers differ ({said}); a person must decide"
    warnings.append(warning)
    if most > 1 and len(leading) == 1:
        return [_marked(leading[0], warning, OUTVOTED, doubtful=leading[0].doubtful)]
    return [_marked(side, warning, DIFFERENT, doubtful=True) for side in sides]


def _joined(terms: Mapping[str, Term], asked: int) -> Term:
    """What readers say alike, as one term; a field that one leaves open comes from another."""
    readers = tuple(terms)
    first, *others = terms.values()
    for other in others:
        first = _filled(first, other)
    base = _base(readers, asked)
    return first.model_copy(update={"readers": readers, "confidence": _confidence(first, base)})


def _sides(rivals: Sequence[tuple[str, Term]]) -> list[dict[str, Term]]:
    """The rival readings, those that say the same together."""
    sides: list[dict[str, Term]] = []
    for reader, rival in rivals:
        alike = next(
            (
                side
                for side in sides
                if reader not in side and _agree(rival, next(iter(side.values())))
            ),
            None,
        )
        if alike is None:
            sides.append({reader: rival})
        else:
            alike[reader] = rival
    return sides


def _marked(term: Term, warning: str, most: float, *, doubtful: bool) -> Term:
    """A term that other readers read otherwise."""
    return term.model_copy(
        update={
            "confidence": min(most, _confidence(term, most)),
            "doubtful": doubtful,
            "warnings": (*term.warnings, warning),
        }
    )


def _base(readers: Sequence[str], asked: int) -> float:
    """How far a term is believed by who found it: 'model.passage' and 'model.field' are one kind."""
    if len({reader.partition(".")[0] for reader in readers}) > 1:
        return AGREED
    if len(readers) > 1:
        return ALIKE
    return ALONE if asked == 1 else ONE_OF_SEVERAL


def _words(term: Term) -> str:
    fields = stated(term)
    shown = {name: value for name, value in fields.items() if not isinstance(value, tuple)}
    parts = [f"{name} {value}" for name, value in (shown or fields).items()]
    parts += [
        f"{name} {day}"
        for name in ("effective_from", "effective_to")
        if (day := getattr(term, name)) is not None
    ]
    return ", ".join(parts) or "no value"


def _filled(term: Term, other: Term) -> Term:
    """The term with what it leaves open taken from the other, and the citations of both."""
    update = {
        name: value
        for name in type(term).model_fields
        if name not in _BASE - {"product", "effective_from", "effective_to"}
        and getattr(term, name) is None
        and (value := getattr(other, name, None)) is not None
    }
    update["warnings"] = tuple(dict.fromkeys((*term.warnings, *other.warnings)))
    update["provenance"] = {**other.provenance, **term.provenance}
    return _citing(term.model_copy(update=update), other.citations)


def _citing(term: Term, more: Sequence[Citation]) -> Term:
    """The term with citations of other words than it cites already."""
    citations = list(term.citations)
    for citation in more:
        if not any(_within(citation, known) for known in citations):
            citations.append(citation)
    return term.model_copy(update={"citations": tuple(citations)})


def _within(citation: Citation, known: Citation) -> bool:
    if citation.page != known.page or citation.file != known.file:
        return False
    if citation.span and known.span:
        return known.span[0] <= citation.span[0] and citation.span[1] <= known.span[1]
    return citation.quote == known.quote


def _confidence(term: Term, base: float) -> float:
    if not term.citations or any(citation.match == "none" for citation in term.citations):
        return min(base, _MISSING)
    if any(not citation.match.verbatim for citation in term.citations):
        return min(base, _FUZZY)
    return round(base - _WARNED, 4) if term.warnings else base
