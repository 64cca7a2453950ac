"""From a reader's draft to a term with citations, or to a passage that stays unresolved, with the why."""

from __future__ import annotations

from extractors.document import Document, Geometry
from extractors.readers.reading import Draft, Leftover, Passage
from terms.citation import Citation, Match
from terms.contract import Term, Unresolved


def cited(document: Document, draft: Draft, geometry: Geometry, reader: str) -> Term | Unresolved:
    """The draft's term with its citations; Unresolved where its numbers do not stand in its words."""
    citations = tuple(
        citation for passage in draft.passages for citation in _cite(document, passage, geometry)
    )
    return draft.term.model_copy(update={"citations": citations, "readers": (reader,)})


def left_over(document: Document, leftover: Leftover, geometry: Geometry) -> Unresolved:
    """A passage that no rule understood, where it stands."""
    citation = _cite(document, leftover.passage, geometry)[0]
    return Unresolved(
        page=citation.page,
        section=citation.section,
        quote=citation.quote,
        why=leftover.why,
        boxes=citation.boxes,
    )


def _cite(document: Document, passage: Passage, geometry: Geometry) -> list[Citation]:
    found = []
    section = document.section_at(passage.start)
    for span in document.spans(passage.start, passage.end):
        page = document.pages[span.page - 1]
        found.append(
            Citation(
                file=document.file,
                page=span.page,
                section=section.label if section else None,
                quote=page.text[span.start : span.end],
                span=(span.start, span.end),
                boxes=geometry.boxes(span),
                match=Match.EXACT,
            )
        )
    return found
