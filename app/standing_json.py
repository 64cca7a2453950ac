"""The timeline of an account's terms as JSON: what holds, since and until when, decided by which words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from agent.wording import term_in_words
from app.document_in_words import file_name
from terms.timeline import section_key

if TYPE_CHECKING:
    from terms.product_names import NamedProduct
    from terms.standing import Conflict, Matter, Standing, Stretch
    from terms.timeline import Placed

Json = dict[str, Any]


def standing_json(found: Standing, account: str, day: date) -> Json:
    """All of it; `in_force` is what `timeline` holds on the day."""
    return {
        "account_id": account,
        "on": str(day),
        "first_day": _day(found.first_day),
        "in_force": [_stretch(matter, stretch) for matter, stretch in found.on(day)],
        "ended": [_stretch(matter, stretch) for matter, stretch in found.ended(day)],
        "timeline": [
            {
                "type": matter.type,
                "product": _name(matter.product),
                "also_named": _other_names(matter.product),
                "stretches": [_stretch(matter, stretch) for stretch in matter.stretches],
            }
            for matter in found.matters
        ],
        "conflicts": [_conflict(each) for each in found.conflicts],
        "not_owed": [_placed(each) for each in found.unpriced],
        "in_doubt": [_placed(each) for each in found.doubted],
        "broken_links": list(found.broken_links),
    }


def says(placed: Placed) -> str:
    """The term as one sentence, with its document's currency where it names none."""
    return term_in_words(placed.term, placed.document.currency)


def replaced(stretch: Stretch, *, overridden: bool) -> list[Placed]:
    """The terms that the stretch's term ends: those it sets aside by precedence, or the others."""
    links = {
        (file_name(link.file), section_key(link.section)) for link in stretch.placed.term.overrides
    }
    return [each for each in stretch.replaced if (_key(each) in links) is overridden]


def _key(placed: Placed) -> tuple[str, str]:
    first = next(iter(placed.term.citations), None)
    return file_name(placed.document.file), section_key(first.section if first else None)


def _stretch(matter: Matter, stretch: Stretch) -> Json:
    return {
        "product": _name(matter.product),
        **_placed(stretch.placed),
        "since": _day(stretch.start),
        "until": _day(stretch.last),
        "why": stretch.why.value,
        "reads_with": [_source(each) for each in stretch.placed.sources],
        "replaces": [_source(each) for each in replaced(stretch, overridden=False)],
        "overrides": [_source(each) for each in replaced(stretch, overridden=True)],
        "follows": _source(stretch.before) if stretch.before else None,
        "not_for": [
            {"product": cut.product, "since": _day(cut.day), "by": _source(cut.by)}
            for cut in stretch.exceptions
        ],
    }


def _placed(placed: Placed) -> Json:
    return {
        "type": placed.term.type,
        "says": says(placed),
        "decided_by": _source(placed),
        "term": placed.term.model_dump(mode="json", exclude_none=True),
    }


def _source(placed: Placed) -> Json:
    """Where a term stands."""
    first = next(iter(placed.term.citations), None)
    return {
        "id": placed.term.id,
        "file": placed.document.file,
        "section": first.section if first else None,
        "page": first.page if first else None,
        "quote": first.quote if first else None,
    }


def _conflict(conflict: Conflict) -> Json:
    return {
        "type": conflict.type,
        "product": _name(conflict.product),
        "since": _day(conflict.start),
        "until": _day(conflict.last),
        "shown": {"says": says(conflict.shown), **_source(conflict.shown)},
        "other": {"says": says(conflict.other), **_source(conflict.other)},
    }


def _name(product: NamedProduct | None) -> str | None:
    return product.name if product else None


def _other_names(product: NamedProduct | None) -> list[str]:
    return product.names[1:] if product else []


def _day(day: date | None) -> str | None:
    return str(day) if day else None
