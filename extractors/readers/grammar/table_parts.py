"""Several tables set as one: a row of titles inside a table begins another table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from extractors.document import Row, Table

_TITLES = re.compile(
    r"(?:(?:net |unit |list )?(?:price|rate|charge|fee|cost|amount)s?|charges?|basis|charge basis|charging basis|"
    r"units?(?: of measure)?|qty|quantity|number|frequency|due|per|when due|billed|notes?|remarks?|"
    r"items?|services?|descriptions?|products?|positions?|roles?|resources?|deliverables?|milestones?|works?|elements?)"
    r"(?:\s*\(?(?:in )?(?:[A-Z]{3}|[A-Z]{0,2}[$€£¥])(?:[ /][\w ]{2,20})?\)?)?"
    r"|(?:in )?(?:[A-Z]{3}|[A-Z]{0,2}[$€£¥])(?: per [\w ]{2,20})?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a table under one row of titles."""

    table: Table
    heading: str = ""
    """The words of the row of one cell right over the titles: 'Schedule 2: Other charges'."""


def parts_of(table: Table) -> Iterator[Part]:
    """The table, cut at each row of titles inside it; the table itself where there is none."""
    rows, heading, head = list(table.rows), "", table.head
    kept: list[Row] = []
    for at, row in enumerate(rows):
        if at + 1 == len(rows) or not _titles(row):
            kept.append(row)
            continue
        title = kept[-1] if kept and _alone(kept[-1]) else None
        above = kept[:-1] if title else kept
        if above:
            yield Part(replace(table, head=head, rows=tuple(above)), heading)
        heading = next((c.text.strip() for c in title.cells if c.text.strip()), "") if title else ""
        head, kept = row, []
    if kept:
        yield Part(replace(table, head=head, rows=tuple(kept)), heading)


def _titles(row: Row) -> bool:
    """Whether a row only holds titles of columns, one of them of an amount's basis or kind."""
    texts = [cell.text.strip() for cell in row.cells if cell.text.strip()]
    return len(texts) > 1 and all(_TITLES.fullmatch(text) for text in texts)


def _alone(row: Row) -> bool:
    return sum(bool(cell.text.strip()) for cell in row.cells) == 1
