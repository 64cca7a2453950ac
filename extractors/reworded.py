"""Terms from changes of words: the term whose figure goes, with the figure that comes.

The new term states the new figure alone; kinds and units are taken over and named as derived, all
other figures are read with the earlier term. Where the sentence could mean two terms, or two figures
of one, it gives none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from extractors.dates import find_dates
from extractors.passages import ReadDocument
from extractors.quoted_numbers import Quoted, readings
from extractors.references import names, of_kind
from extractors.rewording import Rewording
from extractors.subjects import product_key
from extractors.targets import counts
from terms.citation import Citation, Link
from terms.contract import Term
from terms.term import TermBase

_BASE = frozenset(TermBase.model_fields) | {"type"}
_DIGITS = re.compile(r"\d[\d.,]*\d|\d")
_NEVER = frozenset({"every_months", "index_month", "interval_count", "percent_rounding_to"})
Value = Decimal | int | date


def reworded(
    made: Sequence[Rewording],
    earlier: Sequence[ReadDocument],
    own: Sequence[Term],
    begins: date | None,
) -> list[Term]:
    """The terms that changes of words make of earlier ones; what the paper's readers found stays alone.

    `own` are the terms that were read in the changing paper; `begins` is its first day.
    """
    return [
        term
        for each in made
        if (term := _reworded(each, earlier, begins)) and not _read_already(term, each, own)
    ]


def _reworded(made: Rewording, earlier: Sequence[ReadDocument], begins: date | None) -> Term | None:
    old, new = _value(made.old), _value(made.new)
    if old is None or new is None or type(old) is not type(new) or not made.citations:
        return None
    places = [
        (read, term, path)
        for read in earlier
        for term in read.contract.terms
        if counts(term) and term.citations
        for path in _paths(term, old)
        if _stands(made.old, old, term)
    ]
    named = [place for place in places if _named(made, place[0], place[1])]
    if not made.references:
        named = [place for place in places if made.in_quotes or _speaks_of(made, place[1])]
    if not made.in_quotes:
        named = [place for place in named if _speaks_of(made, place[1])]
    elif len(named) != 1:
        named = [place for place in named if _literally(made.old, place[1])]
    if len(named) != 1:
        return None
    (read, target, path) = named[0]
    return _made(made, read, target, path, new, begins)


def _value(words: str) -> Value | None:
    """The one figure or day that the words are about: digits go before words."""
    if days := find_dates(words):
        return days[0].day if len(days) == 1 else None
    if digits := _DIGITS.findall(words):
        if len({min(readings(each)) for each in digits if readings(each)}) > 1:
            return None  # a rule of several figures: which of them replaces which is not said
        values = readings(digits[0])
        return max(values) if len(values) == 1 or "," in digits[0] else min(values)
    numbers = Quoted(words).numbers
    return max(numbers) if numbers else None


def _paths(term: Term, old: Value) -> Iterator[str]:
    """The fields, entries of lists included, that hold the figure."""
    for name in type(term).model_fields:
        if name not in _BASE and name not in _NEVER:
            yield from _in_value(name, getattr(term, name), old)


def _in_value(path: str, value: Any, old: Value) -> Iterator[str]:
    if isinstance(value, bool) or value is None:
        return
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _in_value(f"{path}.{name}", getattr(value, name), old)
    elif isinstance(value, tuple):
        for index, each in enumerate(value):
            yield from _in_value(f"{path}.{index}", each, old)
    elif _equal(value, old):
        yield path


def _equal(value: Any, old: Value) -> bool:
    if isinstance(old, date) or isinstance(value, date):
        return bool(value == old)
    return isinstance(value, Decimal | int) and Decimal(value) == old


def _quotes(term: Term) -> str:
    return "\n".join(citation.quote for citation in term.citations)


def _stands(words: str, old: Value, term: Term) -> bool:
    """Whether the earlier term's own words hold the figure that goes."""
    quoted = Quoted(_quotes(term))
    if isinstance(old, date):
        return old in quoted.dates
    return old in quoted.numbers or _literally(words, term)


def _literally(words: str, term: Term) -> bool:
    squeeze = re.compile(r"[\s“”\"’‘-]+")
    return squeeze.sub("", words).lower() in squeeze.sub("", _quotes(term)).lower()


def _named(made: Rewording, read: ReadDocument, term: Term) -> bool:
    label = term.citations[0].section or ""
    return any(
        of_kind(reference, read.contract.kind) and names(reference, label)
        for reference in made.references
    )


def _speaks_of(made: Rewording, term: Term) -> bool:
    """Whether the sentence uses a word of the term's product or unit."""
    of_term = f"{term.product or ''} {getattr(term, 'unit', None) or ''}"
    return bool(set(product_key(of_term).split()) & set(product_key(made.words).split()))


def _made(
    made: Rewording,
    read: ReadDocument,
    target: Term,
    path: str,
    new: Value,
    begins: date | None,
) -> Term | None:
    name, _, rest = path.partition(".")
    own = getattr(target, name)
    if rest:
        changed: Any = _changed(own, rest.split("."), new)
    else:
        changed = int(new) if isinstance(own, int) and isinstance(new, Decimal) else new
    kept = {
        field: getattr(target, field)
        for field in type(target).model_fields
        if field not in _BASE and field != name and _is_words(getattr(target, field))
    }
    unit = _unit(made.new)
    if "unit" in kept and unit and unit != kept["unit"]:
        kept["unit"] = unit
    elif unit and "unit" not in kept and unit != (_unit(made.old) or unit):
        return None  # 'ninety days' becomes 'six months': the field that it has is one of days
    link = Link(file=read.file, section=target.citations[0].section or "")
    copied = sorted({*kept, *(("product",) if target.product else ()), *((name,) if rest else ())})
    start = made.start or begins
    derived = [*copied, *(() if made.start else ("effective_from",))]
    return type(target)(
        **{**kept, name: changed},
        product=target.product,
        effective_from=start,
        citations=made.citations,
        confidence=target.confidence,
        readers=target.readers,
        replaces=(link,),
        reads_with=(link,),
        provenance={"reader": "rewording", "derived": ", ".join(sorted(derived))},
    )


def _changed(value: Any, path: list[str], new: Value) -> Any:
    if isinstance(value, tuple):
        index = int(path[0])
        inner = _changed(value[index], path[1:], new)
        return (*value[:index], inner, *value[index + 1 :])
    if len(path) == 1:
        return value.model_copy(update={path[0]: new})
    return value.model_copy(update={path[0]: _changed(getattr(value, path[0]), path[1:], new)})


def _is_words(value: Any) -> bool:
    return isinstance(value, str | bool) or (
        isinstance(value, tuple) and bool(value) and isinstance(value[0], str)
    )


_UNITS = (
    (re.compile(r"\b(?:business|working)\s+days?\b", re.IGNORECASE), "working_day"),
    (re.compile(r"\bdays?\b", re.IGNORECASE), "day"),
    (re.compile(r"\bweeks?\b", re.IGNORECASE), "week"),
    (re.compile(r"\bmonths?\b", re.IGNORECASE), "month"),
    (re.compile(r"\byears?\b", re.IGNORECASE), "year"),
)


def _unit(words: str) -> str | None:
    """The unit of time beside the new figure: it may change with the figure."""
    return next((unit for pattern, unit in _UNITS if pattern.search(words)), None)


def _read_already(term: Term, made: Rewording, own: Sequence[Term]) -> bool:
    return any(
        other.type == term.type
        and any(_same_place(citation, made.citations) for citation in other.citations)
        for other in own
    )


def _same_place(citation: Citation, others: Sequence[Citation]) -> bool:
    return any(
        citation.page == other.page
        and citation.span
        and other.span
        and citation.span[0] < other.span[1]
        and other.span[0] < citation.span[1]
        for other in others
    )
