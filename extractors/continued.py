"""Tables that run over a page break are one table."""

from __future__ import annotations

from extractors.layout import Grid
from extractors.paragraphs import Paragraph

_NEAR = 6.0
"""Points by which the left edges of the columns may differ from page to page."""


def joined_tables(blocks: list[Paragraph | Grid]) -> list[Paragraph | Grid]:
    """The blocks, with each table put together with its continuation on the next page."""
    found: list[Paragraph | Grid] = []
    for block in blocks:
        last = found[-1] if found else None
        if isinstance(block, Grid) and isinstance(last, Grid) and _continues(last, block):
            _append(last, block)
        else:
            found.append(block)
    return found


def _continues(above: Grid, below: Grid) -> bool:
    last_page = above.parts[-1] if above.parts else above.page
    if below.page != last_page + 1 or len(above.rows[0]) != len(below.rows[0]):
        return False
    return all(
        abs(first - second) < _NEAR for first, second in zip(above.edges, below.edges, strict=False)
    )


def _append(above: Grid, below: Grid) -> None:
    """Put the rows of `below` under those of `above`; the flow drops a head that is repeated."""
    above.parts = above.parts or [above.page] * len(above.rows)
    above.parts += [below.page] * len(below.rows)
    above.rows += below.rows
    above.bold_rows += below.bold_rows
