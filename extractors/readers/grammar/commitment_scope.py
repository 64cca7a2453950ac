"""Which charges count toward a minimum, which do not, and the clause that only says what follows.

'Usage Charges' may be defined elsewhere in the document ('means charges for Compute Hours only'), and
what does not count stands in a sentence of its own ('Support and taxes do not count').
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.readers.grammar.products import clean
from extractors.readers.grammar.sentences import Setting

_CHARGES_FOR = re.compile(
    r"\b(?:charges?|fees?|spend(?:ing)?|amounts?)\s+(?:invoiced\s+|payable\s+|charged\s+|due\s+)?(?:for|on)\s+(?P<list>(?:the\s+)?[A-Z][^.;:]*)"
)
_NAMED_CHARGES = re.compile(
    r"(?:the\s+)?(?P<list>(?:[\w’'-]+\s+){1,4}(?:charges?|fees?)(?:(?:,\s+|,?\s+and\s+)(?:the\s+)?(?:[\w’'-]+\s+){1,4}(?:charges?|fees?))*)",
    re.IGNORECASE,
)
_STOP = re.compile(
    r"\s+(?:shall|will|must|are|is|be|come|amount|in (?:each|any|a|every|the)|for (?:each|any|a|every|the|usage)|of (?:each|any|a|at|no)|during|only|taken|per|"
    r"together|invoiced|falls?)\b.*|\s+of\s*\Z|,\s+(?:taken|and no other|excluding|without).*",
    re.IGNORECASE,
)
_SPLIT = re.compile(
    r",\s*(?:and\s+|or\s+)?(?:for\s+)?|;\s*(?:and\s+)?|\s+and\s+(?:for\s+)?|\s+or\s+(?:for\s+)?"
)
_NOT_COUNTED = re.compile(
    r"^\W*(?:\(\w+\)\s*|[\d.]+\s+)?(?P<list>[^.:]{3,200}?)\s+(?:(?:do|does|shall|will)\s+not\s+count\b|(?:are|is|shall be)\s+(?:not\s+(?:counted|taken into account|included)|disregarded|excluded)\b)",
    re.IGNORECASE,
)
_NOR = re.compile(r",?\s+nor\s+(?:does|do|is|are)\s+(?P<more>[\w ]{2,40}?)\s*(?:[.;,]|\Z)")
"""'A and B do not count, nor does VAT'."""
_PLAIN = {"vat", "tax", "taxes", "sales tax", "gst", "shipping", "freight"}


@dataclass(frozen=True, slots=True)
class Scope:
    """Names of charges that count and of charges that do not; None where the document lists none."""

    includes: tuple[str, ...] | None = None
    excludes: tuple[str, ...] | None = None


def scope_of(what: str, following: str, setting: Setting) -> Scope:
    """What counts by `what` is measured, and what the sentences that follow leave out."""
    said, more = _definition(what, setting)
    words = said or what
    return Scope(_included(words), _excluded(f"{following} {more}", what))


def names_in(words: str) -> tuple[str, ...]:
    """The names of a list: 'Compute and for Object Storage' is two."""
    found = []
    for part in _SPLIT.split(words):
        plain = re.sub(
            r"^(?:other|any other|all other|charges? for|fees? for|for)\s+",
            "",
            part.strip(),
            flags=re.IGNORECASE,
        )
        plain = re.sub(r"^(?:the|its|any|all)\s+", "", plain)
        name = plain if plain.lower() in _PLAIN else clean(plain)
        if name and len(name.split()) <= 6:
            found.append(name)
    return tuple(dict.fromkeys(found))


def _included(words: str) -> tuple[str, ...] | None:
    if match := _CHARGES_FOR.search(words):
        return names_in(_STOP.sub("", match["list"])) or None
    match = _NAMED_CHARGES.search(re.sub(r"\bthe sum of\b", "", words))
    if match is None:
        return None
    found = names_in(_STOP.sub("", match["list"]))
    if len(found) == 1 and not found[0][:1].isupper():
        return None
    return found or None


def _excluded(following: str, what: str) -> tuple[str, ...] | None:
    head = what.partition(",")[0].strip()
    defined = re.search(r"\b[A-Z]\w+ [A-Z]\w+\b", what)
    for sentence in re.split(r"(?<=[.])\s+", following):
        if match := _NOT_COUNTED.match(sentence):
            listed = re.sub(r"^(?:charges?|fees?) for\s+", "", match["list"], flags=re.IGNORECASE)
            listed = re.sub(r"\s+(?:charges?|fees?)\Z", "", listed)
            if not re.search(r"\b(?:excess|items?|which|that|if)\b", listed):
                nor = _NOR.search(sentence[match.end() :])
                return names_in(f"{listed}, {nor['more']}" if nor else listed) or None
        name = re.escape(defined.group() if defined else head)
        if name and (
            match := re.match(
                rf"\W*(?P<list>[^.:]{{3,200}}?)\s+(?:are|is)\s+not\s+{name}", sentence
            )
        ):
            return names_in(match["list"]) or None
        if name and (
            match := re.match(
                rf"\W*The following are not {name}:\s*(?P<list>[^.]{{3,300}})", sentence
            )
        ):
            return names_in(match["list"]) or None
    return None


def _definition(what: str, setting: Setting) -> tuple[str, str]:
    """The definition of a defined name in `what`, and the sentences right behind it; '' where none."""
    for name in re.findall(r"\b[A-Z]\w+(?: [A-Z]\w+)+\b", what):
        for index, sentence in enumerate(setting.sentences):
            match = re.search(rf"[“\"]{re.escape(name)}[”\"]\s+(?:means|are|is)\b", sentence.text)
            if match:
                rest = setting.sentences[index + 1 : index + 3]
                return sentence.text[match.end() :], " ".join(s.text for s in rest)
    return "", ""


_MECHANISM = re.compile(
    r"\bif\s+(?:the\s+|its\s+)?(?P<what>[^.;,]{3,80}?)\s+(?:for|in|of)\s+(?:any|a|each|that|the)\s+(?P<span>[\w ]{3,30}?)\s+(?:is|are|falls?)\s+(?:less than|below|lower than|short of)\s+"
    r"(?:the\s+)?(?P<name>(?-i:[A-Z][\w-]*(?:\s[A-Z][\w-]*)*))\b[^.;]*?\b(?:the\s+difference|the\s+shortfall)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Mechanism:
    """'If the Fees for a month are less than the Monthly Minimum stated in Exhibit A, ... the difference'."""

    name: str
    what: str
    span: str


def mechanism_in(text: str) -> Mechanism | None:
    """The consequence of a minimum whose amount stands elsewhere, or None."""
    match = _MECHANISM.search(text)
    if match is None or not re.search(r"minimum|commitment", match["name"], re.IGNORECASE):
        return None
    if not match["name"][0].isupper():
        return None
    return Mechanism(match["name"], match["what"], f"per {match['span']}")
