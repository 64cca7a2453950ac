"""What a document says it changes, in its own words."""

from __future__ import annotations

import re

from extractors.dates import DATE
from terms.contract import DocumentKind

_PAPER = (
    r"(?:(?:[A-Z][\w&’'-]*|of|on|and|for|framework|maintenance|contract|letter|agreement|order|form|services?)\s+){0,6}?"
    r"(?:Agreement|agreement|Contract|contract|Order(?:\s+Form)?|Terms|Schedule|Exhibit|Annex(?:ure)?|letter(?!\s+agreement))"
    r"(?:\s+(?:No\.?\s*)?(?:[A-Z]{1,6}(?:-[\w]+)+|\d[\w-]*|[A-Z]\b|(?:of|on|for)\s+(?:(?:[A-Z]\w+|and)\s+){0,4}(?:Services?|Charges|Fees|Prices)))*"
    rf"(?:\s*,?\s*(?:dated\s+effective|dated|effective|made|of)(?:\s+as\s+of|\s+on|\s+of)?\s*(?i:{DATE})|\s+(?:as\s+of\s+)?(?i:{DATE}))?"
    r"(?:\s+under\s+(?:[A-Z][\w-]*\s+){1,5}[A-Z]{1,4}(?:-\w+)+)?"
)
_THE = r"(?:the\s+|their\s+|our\s+|that\s+certain\s+|said\s+)?"
_CHANGES = (
    (
        rf"\b(?:[Aa]mendment|AMENDMENT|[Aa]ddendum|ADDENDUM|[Ss]upplement|SUPPLEMENT|[Vv]ariation)(?:\s+(?:[Aa]greement|AGREEMENT))?"
        rf"(?:\s+(?:No\.?\s*)?\w{{1,5}})?\s+(?:to|of|TO)\s+{_THE}(?P<paper>{_PAPER})"
    ),
    rf"^\s*(?:to|TO)\s+{_THE}(?P<paper>{_PAPER})",
    rf"^(?:[Aa]greement|[Cc]ontract|[Oo]rder)\s*[:\t]\s*{_THE}(?P<paper>{_PAPER})",
    rf"\b(?:amends?|changes?(?:\s+to)?|vary|varies|modif(?:y|ies)|[Ii]n\s+respect\s+of|[Ww]ith\s+regard\s+to|[Pp]arties\s+to)\s+{_THE}(?P<paper>{_PAPER})",
    rf"[—–-]\s+(?P<paper>{_PAPER})",
    rf"\bin\s+{_THE}(?P<paper>{_PAPER})",
)
_AND = rf"\s*(?:\([^)]*\)\s*)?,?\s*and\s+(?:of\s+|to\s+|its\s+|in\s+)?{_THE}(?P<paper>{_PAPER})"
"""A second paper that is changed as well: 'and to Individual Contract No. 01', 'and its Schedule'."""
_REPLACES = rf"\b(?:replaces?(?:\s+(?:those|the\s+\w+)\s+(?:of|in|under))?|renews|supersedes(?:\s+and\s+replaces)?|in\s+(?:full\s+)?replacement\s+of)\s+(?:and\s+(?:supersedes|replaces)\s+)?(?:the\s+)?(?P<paper>(?:Exhibit|Schedule|Annex|Appendix)\s+[A-Z0-9]+(?:,\s*item\s+[A-Z0-9-]+)?|{_PAPER})"
_CHANGES_TO = rf"\b[Cc]hanges\s+to\s+{_THE}(?P<paper>{_PAPER})"
_VARIED = (
    r"\b(?P<paper>(?:Clause|Section|Article|§)\s*[\d.]+(?:\([a-z0-9]\))*(?:\s+of\s+the\s+(?:[A-Z][\w-]*\s*){1,5})?)\s+"
    r"(?:is|are)\s+(?:hereby\s+)?(?:varied|amended|modified|replaced|deleted)"
)


_DELETES_FROM = re.compile(
    r"\b(?:Section|Clause|Article|Paragraph)\s+[\d.]+\s+of\s+(?:the\s+)?((?:Amendment|Addendum|Supplement)\s+(?:No\.?\s*)?\w{1,4})\s+is\b"
)


def read_amends(text: str, kind: DocumentKind) -> tuple[str, ...]:
    """The papers or clauses that a document changes, as written, in order; () where it changes none."""
    opening = text[:2500]
    found: list[str] = []
    if kind == "amendment":
        for pattern in _CHANGES:
            match = re.search(pattern, opening, re.MULTILINE)
            if match:
                found.append(match.group("paper"))
                break
        also = re.search(
            r"\band\s+(?:its|the)\s+((?:Exhibit|Schedule|Annex)\s+[A-Z0-9]+)\b", opening
        )
        if found and also:
            found.append(also.group(1))
        elif found and match and (second := re.match(_AND, opening[match.end("paper") :])):
            found.append(second.group("paper"))
        found += _DELETES_FROM.findall(text)[:1]
    elif kind in {"renewal", "order_form", "statement_of_work"}:
        changes = re.search(_CHANGES_TO, opening) if kind == "renewal" else None
        if changes:
            found.append(changes.group("paper"))
            if second := re.match(_AND, opening[changes.end("paper") :]):
                found.append(second.group("paper"))
        found += [match.group("paper") for match in re.finditer(_REPLACES, text)][:1]
        found += [match.group("paper") for match in re.finditer(_VARIED, text)][:2]
    return tuple(dict.fromkeys(" ".join(paper.split()).strip(" ,.") for paper in found))
