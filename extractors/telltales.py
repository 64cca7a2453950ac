r"""What must stand in a text before a pattern can match it: a cheap question that saves a dear one.

`\b(?:price|fee)s?\s+increase` cannot match without "increase" and one of "price", "fee". Finding
these in a lower-cased text takes a hundredth of the search. They are worked out from the pattern
itself, so that the answer is always the one that the pattern alone would give.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Any

_parser: Any = re._parser  # type: ignore[attr-defined]  # noqa: SLF001 - how Python itself reads a pattern
_Exact = frozenset[str] | None
"""All the strings that a part of a pattern matches, lower case; None where they cannot be listed."""
_Group = frozenset[str]
"""Strings of which a match holds at least one."""

_MOST_JOINED = 64
"""Strings that are listed for a part of a pattern; with more it counts as unlisted."""
_MOST_GROUPS = 3
_ODD = str.maketrans("\u0130\u0131\u017f\u212a", "iisk")
"""Letters that Python holds for i, s and k where it ignores capitals."""


@lru_cache(maxsize=8192)
def folded(text: str) -> str:
    """A text in the one case in which telltales are looked for."""
    return text.lower() if text.isascii() else text.translate(_ODD).lower()


class Telling:
    """A compiled pattern whose `search` first asks for its telltales; the answers are the pattern's."""

    __slots__ = ("_groups", "pattern")

    def __init__(self, pattern: re.Pattern[str]) -> None:
        """The pattern as it is."""
        self.pattern = pattern
        self._groups = tuple(tuple(sorted(group, key=len)) for group in telltales(pattern))

    def search(self, text: str) -> re.Match[str] | None:
        """As `re.Pattern.search`."""
        held = folded(text)
        for group in self._groups:
            for word in group:
                if word in held:
                    break
            else:
                return None
        return self.pattern.search(text)

    def findall(self, text: str) -> list[Any]:
        """As `re.Pattern.findall`."""
        return [] if self.search(text) is None else self.pattern.findall(text)


def telling(pattern: str, flags: int = 0) -> Telling:
    """As `re.compile`, for a pattern that is searched for in many texts and stands in few."""
    return Telling(re.compile(pattern, flags))


@lru_cache(maxsize=2048)
def telltales(pattern: re.Pattern[str]) -> tuple[_Group, ...]:
    """Groups of strings: a text in which the pattern matches holds, folded, one of each group."""
    exact, groups = _sequence(_parser.parse(pattern.pattern, pattern.flags))
    groups = [*groups, *_group(exact)]
    return tuple(sorted(set(groups), key=_worth, reverse=True)[:_MOST_GROUPS])


def _worth(group: _Group) -> tuple[int, int, list[str]]:
    """The longer its shortest string and the fewer its strings, the less often it is held."""
    return min(map(len, group)), -len(group), sorted(group)


def _group(exact: _Exact) -> list[_Group]:
    """Strings as a group without those that hold another; none where one says nothing."""
    if not exact or not all(map(_says_much, exact)):
        return []
    return [frozenset(one for one in exact if not any(o != one and o in one for o in exact))]


def _says_much(string: str) -> bool:
    return len(string) > 1 or (len(string) == 1 and not string.isalnum() and not string.isspace())


def _sequence(parts: Iterable[tuple[Any, Any]]) -> tuple[_Exact, list[_Group]]:
    run: frozenset[str] = frozenset([""])
    groups: list[_Group] = []
    whole = True
    for part in parts:
        exact, inside = _part(*part)
        groups += inside
        if exact is not None and len(run) * len(exact) <= _MOST_JOINED:
            run = frozenset(one + other for one in run for other in exact)
            continue
        groups += _group(run)
        run, whole = exact or frozenset([""]), False
    return (run, groups) if whole else (None, groups + _group(run))


def _part(kind: Any, what: Any) -> tuple[_Exact, list[_Group]]:
    """One element of a pattern; a kind that is not known here counts as anything."""
    nothing: frozenset[str] = frozenset([""])
    match str(kind):
        case "LITERAL":
            found: tuple[_Exact, list[_Group]] = (_letter(what), [])
        case "IN":
            found = (_one_of(what), [])
        case "BRANCH":
            found = _branches([_sequence(each) for each in what[1]])
        case "SUBPATTERN":
            found = _sequence(what[3])
        case "MAX_REPEAT" | "MIN_REPEAT":
            found = _repeated(*what)
        case "ASSERT":
            exact, groups = _sequence(what[1])
            found = (nothing, [*groups, *_group(exact)])
        case "AT" | "ASSERT_NOT":
            found = (nothing, [])
        case _:
            found = (None, [])
    return found


def _letter(code: int) -> _Exact:
    char = chr(code)
    if char == "\n":
        return None  # between texts, where nothing is to be found
    plain = char.isascii() or char.lower() == char.upper()
    return frozenset([char.lower()]) if plain else None


def _one_of(members: Sequence[tuple[Any, Any]]) -> _Exact:
    letters = [_letter(code) if str(kind) == "LITERAL" else None for kind, code in members]
    if len(letters) > 4 or None in letters:
        return None
    return frozenset().union(*(each for each in letters if each))


def _branches(found: Sequence[tuple[_Exact, list[_Group]]]) -> tuple[_Exact, list[_Group]]:
    listed = [exact for exact, _ in found if exact is not None]
    together: frozenset[str] = frozenset().union(*listed)
    if len(listed) == len(found) and len(together) <= _MOST_JOINED:
        return together, []
    best = [max([*groups, *_group(exact)], key=_worth, default=None) for exact, groups in found]
    if any(each is None for each in best):
        return None, []
    return None, _group(frozenset().union(*(each for each in best if each)))


def _repeated(least: int, most: int, what: Any) -> tuple[_Exact, list[_Group]]:
    exact, groups = _sequence(what)
    if least == 0:
        return (exact | {""} if exact is not None and most == 1 else None), []
    if most == 1:
        return exact, groups
    return None, [*groups, *_group(exact)]


class Texts:
    """Many texts, asked again and again which of them a pattern matches."""

    def __init__(self, texts: Sequence[str]) -> None:
        """The texts, in the order in which their numbers (from 0) count."""
        self._texts = texts
        parts = [folded(text) for text in texts]
        self._whole = "\n".join(parts)
        self._starts = list(accumulate((len(part) + 1 for part in parts), initial=0))
        self._held: dict[str, int] = {}
        self._found: dict[re.Pattern[str], tuple[int, ...]] = {}

    def found(self, pattern: re.Pattern[str]) -> tuple[int, ...]:
        """The numbers of the texts in which the pattern is found, in order."""
        if (known := self._found.get(pattern)) is not None:
            return known
        search, texts = pattern.search, self._texts
        found = tuple(at for at in self._possible(pattern) if search(texts[at]))
        self._found[pattern] = found
        return found

    def _possible(self, pattern: re.Pattern[str]) -> Iterable[int]:
        """The texts that hold the pattern's telltales, as bits of a number first."""
        every = (1 << len(self._texts)) - 1
        possible = every
        for group in telltales(pattern):
            held = 0
            for word in group:
                held |= self._holding(word)
            possible &= held
        if possible == every:
            return range(len(self._texts))
        bits = bin(possible)[:1:-1]
        return [at for at, bit in enumerate(bits) if bit == "1"]

    def _holding(self, word: str) -> int:
        """One bit for each text that holds a word."""
        held = self._held.get(word)
        if held is not None:
            return held
        numbers = bytearray(len(self._texts) // 8 + 1)
        whole, starts = self._whole, self._starts
        at = whole.find(word)
        while at >= 0:
            number = bisect_right(starts, at) - 1
            numbers[number >> 3] |= 1 << (number & 7)
            at = whole.find(word, starts[number + 1])
        held = self._held[word] = int.from_bytes(numbers, "little")
        return held
