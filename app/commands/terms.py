"""`recoup terms`: what is in force for an account on a day, since when, decided by which paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from app.account_terms import AccountTerms, Wanted, account_terms
from app.output import console, plain, to_people, write_json

if TYPE_CHECKING:
    from rich.console import Console

    from terms.standing import Standing


@dataclass(frozen=True, slots=True)
class Asked:
    """The options of `recoup terms`."""

    wanted: Wanted
    on: date | None = None
    timeline: bool = False
    out: str | None = None


def terms(asked: Asked) -> None:
    """Work out the timeline, write the JSON, print the table."""
    from app.standing_json import standing_json
    from terms.standing import standing

    given = account_terms(asked.wanted)
    found = standing(given.extraction)
    day = asked.on or date.today()  # noqa: DTZ011 - the day where the person is
    write_json(asked.out, standing_json(found, given.account, day))
    if to_people(asked.out):
        _say(given, found, day, timeline=asked.timeline)


def _say(given: AccountTerms, found: Standing, day: date, *, timeline: bool) -> None:
    from app.standing_table import conflict_lines, in_force_tables, timeline_tables

    shown = console()
    who = given.account if given.name == given.account else f"{given.account} ({given.name})"
    if timeline:
        tables = list(timeline_tables(found, shown.width))
        shown.print(plain(f"The terms of {who}, every stretch of time"))
    else:
        tables = list(in_force_tables(found, day, shown.width))
        shown.print(
            plain(f"The terms of {who} on {day}") if tables else plain(_none(who, found, day))
        )
    for heading, table in tables:
        shown.print(f"\n{heading}", style="bold")
        shown.print(table)
    if any(each.type == "escalation" for each, _ in found.on(day)):
        shown.print(
            "Prices are as the papers state them: an escalation stands beside, not in, them."
        )
    if not timeline:
        _say_ended(found, day, shown)
    conflicts = [each for each in found.conflicts if timeline or each.on(day)]
    if conflicts:
        shown.print(f"Not decided: {len(conflicts)}")
    for conflict in conflicts:
        for line in conflict_lines(conflict):
            shown.print(line)
    _say_left_out(given, found, shown)


def _say_ended(found: Standing, day: date, shown: Console) -> None:
    """Prices that nothing follows, and papers whose own term is over."""
    from app.document_in_words import file_name
    from app.standing_table import place

    for matter, stretch in found.ended(day):
        name = matter.product.name if matter.product else "the whole agreement"
        shown.print(
            plain(
                f"The price of {name} ended on {stretch.last} ({place(stretch.placed)}): none follows."
            )
        )
    papers = {stretch.placed.document.file: stretch.placed.document for _, stretch in found.on(day)}
    for paper in papers.values():
        if paper.term_end is not None and paper.term_end < day:
            shown.print(
                plain(
                    f"The term of {file_name(paper.file)} ended on {paper.term_end}: its terms stand "
                    "here as if it ran on; its renewal clause says whether it does."
                )
            )


def _none(who: str, found: Standing, day: date) -> str:
    if not found.matters:
        return f"No term of {who} was read: `recoup extract` shows what its documents hold."
    if found.first_day is not None and day < found.first_day:
        return f"No term of {who} is in force on {day}; the first begins on {found.first_day}."
    ends = [stretch.last for each in found.matters for stretch in each.stretches if stretch.last]
    last = f"; the last ended on {max(ends)}" if ends else ""
    return f"No term of {who} is in force on {day}{last}."


def _say_left_out(given: AccountTerms, found: Standing, shown: Console) -> None:
    """What the table leaves out, counted; and what is wrong with the documents."""
    if found.unpriced:
        many = "price is" if len(found.unpriced) == 1 else "prices are"
        shown.print(
            f"{len(found.unpriced)} {many} listed and not owed (not ordered, on request, blank)."
        )
    if found.doubted:
        many = "term is" if len(found.doubted) == 1 else "terms are"
        shown.print(f"{len(found.doubted)} {many} in doubt and not relied on: --json lists them.")
    for link in found.broken_links:
        shown.print(plain(f"Warning: {link}"))
    open_passages = sum(len(document.unresolved) for document in given.extraction.documents)
    if open_passages:
        many = "passage" if open_passages == 1 else "passages"
        shown.print(
            f"{open_passages} {many} about money became no term: `recoup extract` shows them."
        )
