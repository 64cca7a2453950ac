"""Frames before other rules: where a frame explains a whole sentence, what it says of an amount or a count stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extractors.document import Document
from extractors.readers.grammar import count_frames, price_frames
from extractors.readers.reading import Draft
from terms.price import Price, Quantity


def read(document: Document) -> list[Draft]:
    """Every price and contracted number that a frame explains."""
    return [*price_frames.read(document), *count_frames.read(document)]


def preferred(framed: list[Draft], others: Iterable[Draft]) -> Iterator[Draft]:
    """The drafts of frames, and the others but for those on the same amount, or count, of a sentence."""
    yield from framed
    own = {(draft.passages[0], _of(draft)) for draft in framed}
    for draft in others:
        tiered = isinstance(draft.term, Price) and draft.term.tiers
        if tiered or (draft.passages[0], _of(draft)) not in own:
            yield draft


def _of(draft: Draft) -> object:
    """What a draft states of its sentence: an amount, or a count."""
    term = draft.term
    if isinstance(term, Price):
        return ("price", term.unit_amount if term.flat_amount is None else term.flat_amount)
    return "quantity" if isinstance(term, Quantity) else term.type
