"""The case before and the case after, in the queue that a person came from."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from app.web.casework.asked import Asked
from app.web.casework.queue import order_of
from app.web.context import Person


@dataclass(frozen=True, slots=True)
class Around:
    """Where a case stands in its queue."""

    before: str
    after: str
    place: int
    """From 1; 0 where the case is not in the queue."""
    of: int


def around(session: Session, person: Person, asked: Asked, case_id: str) -> Around:
    """The neighbours of a case. One that is not in the queue is followed by the queue's first."""
    order = order_of(session, person, asked)
    if case_id not in order:
        return Around("", order[0] if order else "", 0, len(order))
    at = order.index(case_id)
    return Around(
        before=order[at - 1] if at else "",
        after=order[at + 1] if at + 1 < len(order) else "",
        place=at + 1,
        of=len(order),
    )


def goes_on_at(places: Around, asked: Asked) -> str:
    """Where work goes on after a decision: the next case, else the one before, else the queue."""
    nearest = places.after or places.before
    query = asked.query()
    ends = f"?{query}" if query else ""
    return f"/cases/{nearest}{ends}" if nearest else f"/cases{ends}"
