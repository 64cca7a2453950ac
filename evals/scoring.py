"""One predicted term against one truth term: which fields agree, and who belongs to whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from evals.agreement import quote_text, same_section, same_value
from evals.truth import shared_end

JsonTerm = Mapping[str, Any]

LINKS = ("replaces", "overrides", "reads_with")
_NOT_FIELDS = frozenset(
    {
        "type", "id", "page", "section", "quote_contains", "quote", "note", "notes", "also",
        "also_types", "doubtful", "doubtful_fields", "citations", "confidence", "readers",
        "warnings", "provenance", *LINKS,
    }
)  # fmt: skip
_COMMON = frozenset({"currency", "interval", "model", "status", "unit", "billing", "direction"})
"""Fields in which unrelated terms agree by chance: they identify nothing."""
_AMOUNTS = ("unit_amount", "flat_amount", "percent", "value", "amount", "tiers", "package_size")
_NOT_SHOWN = frozenset({"redacted", "blank"})
_EXACT_UNITS = frozenset({"lookback", "audit"})


@dataclass(frozen=True, slots=True)
class Comparison:
    """A truth term beside one of ours."""

    truth: JsonTerm
    ours: JsonTerm
    fields: Mapping[str, bool]
    """Each field that the truth settles → whether ours agrees; doubtful fields are left out."""
    invented: tuple[str, ...] = ()
    """Amounts that ours states and the paper does not show."""
    cited: bool = False
    """Whether a citation of ours stands on the right page with the right words."""
    near: bool = field(default=False)
    """Whether ours cites the page of the truth, or one as good."""

    @property
    def right(self) -> bool:
        """Whether every settled field agrees and nothing was invented."""
        return all(self.fields.values()) and not self.invented

    @property
    def wrong_fields(self) -> tuple[str, ...]:
        """The fields that do not agree."""
        return tuple(name for name, same in self.fields.items() if not same)

    @property
    def rank(self) -> tuple[bool, int, float, bool, bool]:
        """What makes this the better pair: right, then values, product, citation, page."""
        telling = [same for name, same in self.fields.items() if name not in _COMMON | {"product"}]
        share = sum(self.fields.values()) / max(1, len(self.fields))
        return (
            self.right,
            sum(telling) + bool(self.fields.get("product")),
            share,
            self.cited,
            self.near,
        )

    @property
    def related(self) -> bool:
        """Whether the two can be meant to be the same term at all."""
        telling = any(same for name, same in self.fields.items() if name not in _COMMON)
        return self.right or self.cited or (telling and self.near)


def compare(
    truth: JsonTerm, ours: JsonTerm, file: str, defaults: Mapping[str, Any] | None = None
) -> Comparison | None:
    """Both side by side; None where the types differ. `defaults`: what an absent field of ours means."""
    types = (truth["type"], *truth.get("also_types", ()))
    if ours.get("type") not in types:
        return None
    doubtful = set(truth.get("doubtful_fields", ()))
    if ours["type"] != truth["type"]:
        doubtful |= {name for name in truth if name not in ours}
    fields = {
        name: _same(truth, ours, name, defaults or {})
        for name in truth
        if name not in _NOT_FIELDS and name not in doubtful
    }
    pages = [citation for citation in ours.get("citations", ()) if isinstance(citation, Mapping)]
    places = (truth, *truth.get("also", ()))
    return Comparison(
        truth=truth,
        ours=ours,
        fields=fields,
        invented=_invented(truth, ours, doubtful),
        cited=any(_stands(place, citation, file) for place in places for citation in pages),
        near=any(
            place.get("page") == citation.get("page") for place in places for citation in pages
        ),
    )


def _same(truth: JsonTerm, ours: JsonTerm, name: str, defaults: Mapping[str, Any]) -> bool:
    wanted, given = truth[name], ours.get(name)
    if given is None:
        given = defaults.get(name)
    if name in {"length", "unit"} and truth["type"] in _EXACT_UNITS:
        return bool(wanted == given) or _same_time(truth, ours)
    if name in {"includes", "excludes", "net_of"} and not wanted:
        return not given
    return same_value(name, wanted, given)


def _same_time(truth: JsonTerm, ours: JsonTerm) -> bool:
    """Whether two lengths of time are one: two years are 24 months, six weeks are 42 days."""
    times = [
        (int(term["length"]) * times, unit)
        for term in (truth, ours)
        if str(term.get("length") or "").isdigit() and (term.get("unit") in _LONGER)
        for times, unit in [_LONGER[str(term["unit"])]]
    ]
    return len(times) == 2 and times[0] == times[1]


def _invented(truth: JsonTerm, ours: JsonTerm, doubtful: set[str]) -> tuple[str, ...]:
    if truth.get("status") not in _NOT_SHOWN:
        return ()
    return tuple(
        name
        for name in _AMOUNTS
        if ours.get(name) is not None and name not in truth and name not in doubtful
    )


def _stands(place: Mapping[str, Any], citation: Mapping[str, Any], file: str) -> bool:
    """Whether a citation is on the place's page and holds its words, or is held by them."""
    if place.get("page") != citation.get("page"):
        return False
    if "file" in place and not shared_end(str(place["file"]), str(citation.get("file") or file)):
        return False
    wanted, given = place.get("quote_contains"), quote_text(str(citation.get("quote") or ""))
    if not wanted:
        return True
    words = quote_text(str(wanted))
    return words in given or (len(given) >= 8 and given in words)


_LONGER = {"year": (12, "month"), "month": (1, "month"), "week": (7, "day"), "day": (1, "day")}

Pair = tuple[int, int, Comparison]
"""The place of a truth term, the place of one of ours, and both compared."""


def paired(comparisons: Sequence[Pair]) -> list[Pair]:
    """Who belongs to whom, each truth term and each of ours once: right pairs first, then the best.

    As many right pairs as possible are made, firm truth terms before doubtful ones.
    """
    right = [each for each in comparisons if each[2].right]
    found = _most([*_ranked(right, doubtful=False), *_ranked(right, doubtful=True)])
    truths = {each[0] for each in found}
    mine = {each[1] for each in found}
    for each in _ranked([each for each in comparisons if each[2].related]):
        if each[0] not in truths and each[1] not in mine:
            truths.add(each[0])
            mine.add(each[1])
            found.append(each)
    return found


def _ranked(comparisons: Sequence[Pair], doubtful: bool | None = None) -> list[Pair]:
    kept = [
        each
        for each in comparisons
        if doubtful is None or bool(each[2].truth.get("doubtful")) is doubtful
    ]
    return sorted(
        kept, key=lambda each: (*each[2].rank, not each[2].truth.get("doubtful")), reverse=True
    )


def _most(pairs: Sequence[Pair]) -> list[Pair]:
    """As many of the pairs as can stand together (augmenting paths, in the given order)."""
    options: dict[int, list[Pair]] = {}
    for each in pairs:
        options.setdefault(each[0], []).append(each)
    holder: dict[int, Pair] = {}

    def place(at: int, tried: set[int]) -> bool:
        for each in options[at]:
            if each[1] not in tried:
                tried.add(each[1])
                if each[1] not in holder or place(holder[each[1]][0], tried):
                    holder[each[1]] = each
                    return True
        return False

    for at in options:
        place(at, set())
    return list(holder.values())


def same_link(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two links mean the same section; a date counts where both give one."""
    dates = one.get("effective_from"), other.get("effective_from")
    return (
        shared_end(str(one.get("file", "")), str(other.get("file", ""))) > 0
        and same_section(str(one.get("section") or ""), str(other.get("section") or ""))
        and (None in dates or dates[0] == dates[1])
    )
