"""One price said twice in a document, in a table and in prose, is one term with two passages."""

from __future__ import annotations

import re
from collections.abc import Iterable

from extractors.readers.reading import Draft
from terms.contract import Term
from terms.price import Price, Quantity

_SMALL = {"the", "of", "a", "an", "and", "for", "per"}


def merged_drafts(drafts: Iterable[Draft]) -> list[Draft]:
    """The drafts, with those that say the same thing of the same product made one."""
    kept: list[Draft] = []
    for draft in drafts:
        at = next((i for i, other in enumerate(kept) if _same(other.term, draft.term)), None)
        if at is None:
            kept.append(draft)
        else:
            kept[at] = _joined(kept[at], draft)
    return kept


def with_sold_names(drafts: Iterable[Draft], text: str) -> list[Draft]:
    """The drafts; a count of 'clubs' is of the one product that the document prices per club."""
    kept = list(drafts)
    sold: dict[str, set[str]] = {}
    for draft in kept:
        price = draft.term
        if (
            isinstance(price, Price)
            and price.unit
            and price.product
            and not price.doubtful
            and price.interval != "one_time"
        ):
            sold.setdefault(_noun(price.unit), set()).add(price.product)
    return [_renamed(draft, sold, text) for draft in kept]


def _renamed(draft: Draft, sold: dict[str, set[str]], text: str) -> Draft:
    count = draft.term
    if not isinstance(count, Quantity) or not count.unit:
        return draft
    names = sold.get(_noun(count.unit), set())
    plain = count.product is None or _words(count.product) == {_noun(count.unit)}
    said = count.product and any(count.product in text[p.start : p.end] for p in draft.passages)
    if len(names) != 1 or (said and not plain):
        return draft
    return Draft(count.model_copy(update={"product": next(iter(names))}), draft.passages)


def _noun(unit: str) -> str:
    return unit.rpartition(" ")[2].lower().removesuffix("s")


def same_product(one: str | None, other: str | None) -> bool:
    """Whether two names are the same product: equal, or the words of one all stand in the other."""
    if one is None or other is None:
        return one is other
    first, second = _words(one), _words(other)
    if {word for word in first ^ second if word.isdigit()}:
        return False
    return bool(first and second) and (first <= second or second <= first)


def _words(name: str) -> set[str]:
    return {word.removesuffix("s") for word in re.findall(r"[a-z0-9]+", name.lower())} - _SMALL


def _same(one: Term, other: Term) -> bool:
    if isinstance(one, Price) and isinstance(other, Price):
        return _same_price(one, other)
    if isinstance(one, Quantity) and isinstance(other, Quantity):
        return (
            one.quantity == other.quantity
            and one.change == other.change
            and same_product(one.product, other.product)
            and _same_days(one, other)
        )
    return False


def _same_price(one: Price, other: Price) -> bool:
    amounts = {one.unit_amount, one.flat_amount} - {None}
    others = {other.unit_amount, other.flat_amount} - {None}
    return (
        bool(amounts)
        and amounts == others
        and not (one.tiers or other.tiers)
        and one.status == other.status
        and same_product(one.product, other.product)
        and (one.interval == other.interval or None in {one.interval, other.interval})
        and (one.unit == other.unit or None in {one.unit, other.unit})
        and _same_days(one, other)
    )


def _same_days(one: Price | Quantity, other: Price | Quantity) -> bool:
    starts = {one.effective_from, other.effective_from} - {None}
    ends = {one.effective_to, other.effective_to} - {None}
    return len(starts) < 2 and len(ends) < 2


def _joined(one: Draft, other: Draft) -> Draft:
    """The more specific of two drafts, filled up from the other; both passages are cited."""
    first, second = (one, other) if _detail(one.term) >= _detail(other.term) else (other, one)
    missing = {
        name: getattr(second.term, name)
        for name in type(first.term).model_fields
        if getattr(first.term, name) is None
        and getattr(second.term, name) is not None
        and name not in {"unit_amount", "flat_amount"}
    }
    passages = (*first.passages, *(p for p in second.passages if p not in first.passages))
    return Draft(first.term.model_copy(update=missing), passages)


def _detail(term: Term) -> int:
    filled = sum(getattr(term, name) is not None for name in type(term).model_fields)
    return filled + (3 if isinstance(term, Price) and term.unit else 0)
