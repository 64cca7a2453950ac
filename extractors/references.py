"""References to sections, as contracts write them: 'Section 4.2', '§ 5 (1)', 'Exhibit B, item B-7'.

Labels are compared by key: the numbering without the words around it, so that 'Section 4.3', '§4.3'
and '4.3' are one, and 'Schedule B-2' finds the section labelled 'B-2'.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from terms.contract import DocumentKind

_WORD = r"(?:sections?|clauses?|articles?|art\.?|paragraphs?|para\.?|items?|parts?|schedules?|exhibits?|annex(?:es|ures?)?|(?:special\s+)?conditions?|pos(?:itions?)?\.?,?|appendi(?:x|ces)|attachments?|points?|lines?|tables?)"
_MARK = r"(?:\d+[A-Z]?|[IVXL]+(?![A-Za-z])|[A-Z])(?:[.-]\d+|[.-](?-i:[A-Z])\b)*(?:\s?\([a-z0-9]{1,4}\))*"
_REFERENCE = re.compile(
    rf"\b(?P<word>{_WORD})\s+(?P<mark>(?-i:{_MARK}))(?P<more>(?:\s*,\s*(?:{_WORD}\s+)(?-i:{_MARK}))?)"
    rf"|(?P<sign>§§?)\s*(?P<signed>(?-i:{_MARK}))"
    r"|\bat\s+(?P<at>(?-i:[A-Z]-?\d+))\b",
    re.IGNORECASE,
)
_LABEL_WORD = re.compile(rf"\b{_WORD}\s+|§+\s*", re.IGNORECASE)
_OF = re.compile(
    r"[^.;]{0,25}?\s(?:of|in|to|under)\s+(?P<self>this\s+)?(?:the\s+|our\s+|their\s+|your\s+)?(?P<paper>[A-Z][\w-]*(?:\s+[A-Z][\w-]*){0,5})"
)
_KEPT = re.compile(
    r"\b(?:continues?\s+to\s+apply|remains?\s+(?:as\s+it\s+is|unchanged|in\s+(?:full\s+)?force|subject)|stays?\s+as\s+it\s+is|"
    r"not\s+(?:affected|changed|amended)|no\s+change|unaffected|unchanged|unvaried)\b",
    re.IGNORECASE,
)

Paper = Literal["self", "master", "order", "amendment", "schedule", "any"]


@dataclass(frozen=True, slots=True)
class Reference:
    """A section named in a text: its key, whose section it is, and whether the text leaves it as it is."""

    key: str
    paper: Paper
    kept: bool
    start: int


def label_key(label: str) -> str:
    """The numbering of a section label, the innermost part only: 'Exhibit B, B-7' is 'b-7'."""
    label = re.split(r"(?<=\w)\s+[–—-]\s+(?=[A-Z])", label, maxsplit=1)[0]
    bare = _LABEL_WORD.sub("", label.rsplit(",", maxsplit=1)[-1] if "," in label else label)
    return re.sub(r"[\s.]+$|\s+", "", bare).strip(".:").lower()


def references(text: str) -> list[Reference]:
    """The sections that a text names, in order."""
    found = []
    for match in _REFERENCE.finditer(text):
        mark = match.group("mark") or match.group("signed") or match.group("at")
        keys = [label_key(mark)]
        if more := match.group("more"):
            inner = label_key(_LABEL_WORD.sub("", more.strip(" ,")))
            # 'Article 9, paragraph 3' is a part of 9; 'Exhibit B, item B-7' is B-7.
            keys = [f"{keys[0]}({inner})"] if inner.isdigit() else [inner]
        sentence = re.split(r"(?<=[.;])\s", text[match.end() : match.end() + 200])[0]
        kept = bool(_KEPT.search(sentence))
        found += [Reference(key, _paper(text, match.end()), kept, match.start()) for key in keys]
    return found


def names(reference: Reference, label: str) -> bool:
    """Whether a reference means the section so labelled, a part of it, or what it is a part of."""
    key = label_key(label)
    if not key or not reference.key:
        return False
    return key == reference.key or _inside(key, reference.key) or _inside(reference.key, key)


def of_kind(reference: Reference, kind: DocumentKind) -> bool:
    """Whether a document of this kind can hold the section that the reference names."""
    allowed: dict[Paper, tuple[DocumentKind, ...]] = {
        "master": ("master", "price_schedule", "other"),
        "order": ("order_form", "renewal", "statement_of_work"),
        "amendment": ("amendment",),
        "schedule": ("price_schedule", "master", "order_form"),
        "self": (),
    }
    return reference.paper == "any" or kind in allowed.get(reference.paper, ())


def _inside(part: str, whole: str) -> bool:
    return part.startswith((whole + ".", whole + "(", whole + "-"))


_PAPERS: tuple[tuple[Paper, str], ...] = (
    ("amendment", r"\b(?:amendment|supplement|memorandum|addendum)\b"),
    ("order", r"\b(?:order|statement)\b"),
    ("schedule", r"\b(?:schedule|exhibit|annex|appendix)\b"),
    ("master", r"\b(?:agreement|contract|master|terms|csa|msa)\b"),
)


def _paper(text: str, end: int) -> Paper:
    match = _OF.match(text, end)
    if not match:
        return "any"
    if match.group("self"):
        return "self"
    words = match.group("paper").lower()
    return next((paper for paper, pattern in _PAPERS if re.search(pattern, words)), "any")
