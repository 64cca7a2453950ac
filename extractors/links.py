"""The links found for one term, and the sentences that it rests on."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractors.passages import Placed


@dataclass(slots=True)
class Links:
    """The links found for one term, as positions of their targets."""

    replaces: list[Placed] = field(default_factory=list)
    overrides: list[Placed] = field(default_factory=list)
    reads_with: list[Placed] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def sentences_of(term: Placed) -> str:
    """The sentences of the term's passage that hold its quote."""
    quote = " ".join(term.quote.split())
    passage = " ".join(term.passage.split())
    at = passage.find(quote)
    if at < 0:
        return quote
    begin = max(passage.rfind(". ", 0, at), 0)
    end = passage.find(". ", at + len(quote))
    return passage[begin : end if end > 0 else len(passage)]
