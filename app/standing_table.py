"""What `recoup terms` prints: a row a term in force, or a row a stretch of time, by product."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from app.document_in_words import file_name, section_words
from app.output import plain, table
from app.standing_json import replaced, says
from terms.standing_days import Why

if TYPE_CHECKING:
    from rich.table import Table

    from terms.product_names import NamedProduct
    from terms.standing import Conflict, Matter, Standing, Stretch
    from terms.timeline import Placed

WHOLE = "Whole agreement"
_TERM, _DAYS, _GAPS = 11, 12, 9
"""The widths of the narrow columns, and of what stands between columns."""
_NARROWEST = 72
_ORDER = (
    "price", "quantity", "commitment", "escalation", "discount", "surcharge", "credit", "formula",
    "metering", "proration", "rounding", "payment", "lookback", "renewal", "audit",
)  # fmt: skip
_REASONS = {
    Why.LATER_PAPER: "the later paper decides",
    Why.KIND: "its kind of paper decides",
    Why.LATER_STEP: "the later step of its paper",
    Why.REPEATED: "other papers say the same",
    Why.UNDECIDED: "NOT DECIDED: see below",
}
Row = tuple["Matter", "Stretch"]


def in_force_tables(found: Standing, day: date, width: int) -> Iterator[tuple[str, Table]]:
    """(product, what is in force on a day), a table a product.

    A clause that another one in force reads with stands in that one's row.
    """
    rows = found.on(day)
    within = [
        source
        for _, stretch in rows
        for source in stretch.placed.sources
        if source.term.type == stretch.placed.term.type
    ]
    own = [(matter, stretch) for matter, stretch in rows if stretch.placed not in within]
    return _tables(_by_product(found, own), width)


def timeline_tables(found: Standing, width: int) -> Iterator[tuple[str, Table]]:
    """(product, every stretch of time): by type, the earliest first."""
    rows = [(matter, stretch) for matter in found.matters for stretch in matter.stretches]
    return _tables(_by_product(found, rows), width)


def _by_product(found: Standing, rows: Iterable[Row]) -> dict[NamedProduct | None, list[Row]]:
    """The rows of each product, products in the order of the papers, the whole agreement last."""
    products = list(dict.fromkeys(m.product for m in found.matters if m.product is not None))
    sections: dict[NamedProduct | None, list[Row]] = {each: [] for each in (*products, None)}
    for row in rows:
        sections[row[0].product].append(row)
    for each in sections.values():
        each.sort(key=_place)
    return {product: each for product, each in sections.items() if each}


def _place(row: Row) -> tuple[int, date]:
    matter, stretch = row
    return _ORDER.index(matter.type), stretch.start or date.min


def _tables(
    sections: Mapping[NamedProduct | None, Sequence[Row]], width: int
) -> Iterator[tuple[str, Table]]:
    rest = max(width, _NARROWEST) - _TERM - _DAYS - _GAPS
    for product, rows in sections.items():
        made = table(("term", "left"), ("what it says", "left"), ("days", "left"), ("by", "left"))
        for column, wide in zip(
            made.columns, (_TERM, rest - rest // 2, _DAYS, rest // 2), strict=True
        ):
            column.width = wide
        for matter, stretch in rows:
            made.add_row(
                matter.type,
                plain(says(stretch.placed)),
                span(stretch.start, stretch.last),
                plain("\n".join(_decided(stretch))),
            )
        yield plain(_heading(product)), made


def _heading(product: NamedProduct | None) -> str:
    if product is None:
        return WHOLE
    also = [name for name in product.names[1:] if name.casefold() != product.name.casefold()]
    return f"{product.name} (also {', '.join(also)})" if also else product.name


def span(start: date | None, last: date | None) -> str:
    """'2026-01-01 –' and below it the last day."""
    first = str(start) if start else "no date"
    return f"{first} –\n{last}" if last else f"{first} –"


def place(placed: Placed) -> str:
    """'msa.pdf § 4.2, p. 3'."""
    first = next(iter(placed.term.citations), None)
    if first is None:
        return f"{file_name(placed.document.file)}, no citation"
    section = section_words(first.section)
    return f"{file_name(first.file)}{f' {section}' if section else ''}, p. {first.page}"


def _decided(stretch: Stretch) -> Iterator[str]:
    yield place(stretch.placed)
    if stretch.why in _REASONS:
        yield _REASONS[stretch.why]
    for where in dict.fromkeys(place(each) for each in replaced(stretch, overridden=False)):
        yield f"replaced {where}"
    for where in dict.fromkeys(place(each) for each in replaced(stretch, overridden=True)):
        yield f"goes before {where}"
    if stretch.before is not None and stretch.before not in stretch.replaced:
        yield f"after {place(stretch.before)}"
    for where in dict.fromkeys(place(each) for each in stretch.placed.sources):
        yield f"reads with {where}"
    for cut in stretch.exceptions:
        yield f"not for {cut.product}{f' since {cut.day}' if cut.day else ''}: {place(cut.by)}"


def conflict_lines(conflict: Conflict) -> Iterator[str]:
    """A conflict in three lines: what, and both sides."""
    what = conflict.type + (f" of {conflict.product.name}" if conflict.product else "")
    since = f" from {conflict.start}" if conflict.start else ""
    until = f" to {conflict.last}" if conflict.last else ""
    files = {each.document.file for each in (conflict.shown, conflict.other)}
    who = "one paper states both" if len(files) == 1 else "two papers of one day"
    yield plain(f"  {what}{since}{until}: {who}, and no clause that was read says which prevails")
    for each in (conflict.shown, conflict.other):
        yield plain(f"    {place(each)}: {says(each)}")
