"""The day on which a price that is paid once falls due, where its sentence names one day and no other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from extractors.readers.grammar.quantities import find_dates
from extractors.readers.grammar.sentences import Setting
from extractors.readers.reading import Draft
from terms.price import Price

_OF_A_PAPER = re.compile(
    r"\b(?:dated|made|signed|executed|concluded|entered\s+into|agreement|contract|order|letter|quotation|offer)\W*(?:(?:as\s+)?of|on|from)?\s*(?:the\s+)?\W*\Z",
    re.IGNORECASE,
)
_SECTION = 200
"""Characters of a passage above which it says more than when a price is due."""


def with_due_days(drafts: Iterable[Draft], setting: Setting) -> Iterator[Draft]:
    """The drafts; one that is paid once, and whose passage names a single day, is due from that day.

    'A set-up fee of £900.00, carried by the invoice of 30 June 2025': a one-time price is due only
    from a stated date (FORMATS), and no other is stated of it.
    """
    for draft in drafts:
        day = _day(draft, setting) if _paid_once(draft) else None
        yield (
            draft
            if day is None
            else Draft(draft.term.model_copy(update={"effective_from": day}), draft.passages)
        )


def _paid_once(draft: Draft) -> bool:
    price = draft.term
    return isinstance(price, Price) and price.interval == "one_time" and price.effective_to is None


def _day(draft: Draft, setting: Setting) -> object | None:
    at = draft.passages[0]
    text = setting.text[at.start : at.end]
    if len(text) > _SECTION:
        return None
    days = [
        found.value
        for found in find_dates(text, setting.habits)
        if not _OF_A_PAPER.search(text[: found.start])
    ]
    return days[0] if len(days) == 1 else None
