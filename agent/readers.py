"""Builds the readers that were chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agent.contracts import ReaderChoice
    from extractors.readers.reading import Reader


def build_readers(choice: ReaderChoice) -> list[Reader]:
    """The readers of a choice, in the order in which their findings are merged."""
    readers: list[Reader] = []
    if choice.kind in {"grammar", "both"}:
        from extractors.readers.grammar.reader import GrammarReader

        readers.append(GrammarReader())
    if choice.kind in {"model", "both"}:
        from extractors.readers.model.reader import model_readers

        readers.extend(model_readers())
    return readers
