"""What stands before a paragraph: '4.2', '5.', '(c)', '§ 7(b)', 'Article IV', 'Exhibit A', 'A-3'."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ROMAN = r"[IVXL]{1,6}"
_NAMED = (
    r"(?:ARTICLE|Article|SECTION|Section|Sec\.|CLAUSE|Clause|PARAGRAPH|Paragraph|PART|Part"
    r"|ITEM|Item|CHAPTER|Chapter|TITLE|Title|Artikel|Art\.)"
)
_ATTACHED = (
    r"(?:SCHEDULE|Schedule|EXHIBIT|Exhibit|ANNEX|Annex|ANNEXURE|Annexure|APPENDIX|Appendix"
    r"|ATTACHMENT|Attachment|ADDENDUM|Addendum|ANLAGE|Anlage|ENCLOSURE|Enclosure|RIDER|Rider)"
)
_DEEPER = r"(?:\s?\((?:[a-z]{1,2}|[ivx]{1,5}|\d{1,2}|[A-Z])\))*"

_FORMS: list[tuple[str, re.Pattern[str]]] = [
    ("bullet", re.compile(r"(?P<label>[•·▪◦●‣]|[–—*\-](?=\s))\s*")),
    (
        "attached",
        re.compile(
            rf"(?P<label>{_ATTACHED}\s+(?:No\.\s*)?(?:[A-Z]{{1,2}}(?:-?\d{{1,2}})?|\d{{1,2}}(?:\.\d+)?|{_ROMAN})"
            rf"{_DEEPER})(?P<after>[\s.:–—-]*)(?=$|[^a-z])"
        ),
    ),
    (
        "named",
        re.compile(
            rf"(?P<label>(?:{_NAMED}\s+(?:No\.\s*)?(?:\d{{1,3}}+(?:\.\d{{1,3}}+)*+[A-Z]?|{_ROMAN}\b)"
            rf"|(?:PART|Part)\s+[A-Z]\b){_DEEPER})"
            r"(?P<after>[\s.:)–—-]*)(?=$|[^a-z,;)\s.])"
        ),
    ),
    (
        "sign",
        re.compile(
            rf"(?P<label>§§?\s?\d{{1,3}}+[a-z]?(?:\.\d{{1,3}}+)*+{_DEEPER})(?P<after>[\s.:)–—-]*)(?=$|[^a-z,;])"
        ),
    ),
    (
        "decimal",
        re.compile(
            rf"(?P<label>[A-Z]{{0,2}}\d{{1,3}}(?:\.\d{{1,3}})+{_DEEPER})(?P<after>[.)]?(?:\s+|$|(?=[A-Z“\"])))"
        ),
    ),
    ("annexed", re.compile(r"(?P<label>[A-Z]\([a-z]\))(?P<after>\s+)")),
    (
        "lettered",
        re.compile(r"(?P<label>[A-Z]{1,2}(?:-\d{1,3}|(?:\.\d{1,3})+))(?P<after>[.):]?(?:\s+|$))"),
    ),
    ("lettered", re.compile(r"(?P<label>[A-Z]\d{1,2})(?P<after>[.):]\s+)")),
    ("number", re.compile(rf"(?P<label>\d{{1,3}}{_DEEPER})(?P<after>[.)](?:\s+|$))")),
    ("number", re.compile(r"(?P<label>\d{1,2}\.[a-z])(?P<after>[.)]?\s+)")),
    (
        "bracket",
        re.compile(
            r"(?P<label>\((?:[a-z]{1,2}|[ivxl]{1,6}|\d{1,2}|[A-Z])\)(?:\s?\([a-z\d]{1,4}\))*)(?P<after>\s*)"
        ),
    ),
    ("roman", re.compile(rf"(?P<label>{_ROMAN})(?P<after>[.)](?:\s+|$))")),
    ("capital", re.compile(r"(?P<label>[A-Z])(?P<after>[.)](?:\s+|$))")),
    ("small", re.compile(r"(?P<label>[a-z]|[ivx]{2,5})(?P<after>[.)]\s+)")),
]


@dataclass(frozen=True, slots=True)
class Number:
    """A paragraph's number: how it is written, of what form, and where the words begin."""

    form: str
    label: str
    end: int


def number_of(text: str) -> Number | None:
    """The number at the beginning of a paragraph, or None."""
    for form, pattern in _FORMS:
        match = pattern.match(text)
        if match:
            label = " ".join(match["label"].split())
            return Number(form, label, match.end())
    return None


_ROMANS = {
    value: index
    for index, value in enumerate(
        [
            "i",
            "ii",
            "iii",
            "iv",
            "v",
            "vi",
            "vii",
            "viii",
            "ix",
            "x",
            "xi",
            "xii",
            "xiii",
            "xiv",
            "xv",
            "xvi",
            "xvii",
            "xviii",
            "xix",
            "xx",
            "xxi",
            "xxii",
            "xxiii",
            "xxiv",
            "xxv",
            "xxvi",
            "xxvii",
            "xxviii",
            "xxix",
            "xxx",
        ],
        start=1,
    )
}


def bracket_kind(inner: str, open_marks: list[str]) -> str:
    """What counts in brackets: 'digit', 'roman', 'small' or 'capital'.

    '(i)' after '(h)' is a letter, else a Roman number; `open_marks` are 'kind:mark', outermost first.
    """
    if inner.isdigit():
        return "digit"
    if inner.isupper():
        return "capital"
    if inner in _ROMANS:
        letters = [mark.split(":")[1] for mark in open_marks if mark.startswith("small")]
        if letters and len(inner) == 1 and follows(letters[-1], inner):
            romans = [mark for mark in open_marks if mark.startswith("roman")]
            if not romans or not follows(romans[-1].split(":")[1], inner):
                return "small"
        return "roman"
    return "small"


def follows(before: str, after: str) -> bool:
    """Whether `after` comes next, or soon, after `before`: (b) after (a), 7 after 5, (iii) after (ii)."""
    if before.isdigit() and after.isdigit():
        return 0 < int(after) - int(before) <= 3
    low, high = before.casefold(), after.casefold()
    if len(low) == len(high) == 1 and 0 < ord(high) - ord(low) <= 3:
        return True
    if low in _ROMANS and high in _ROMANS:
        return 0 < _ROMANS[high] - _ROMANS[low] <= 3
    return len(low) == 1 and low == "z" and high == "aa"
