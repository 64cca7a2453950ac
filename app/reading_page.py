"""`recoup extract --html`: one file that shows the contracts' pages beside the terms read from them.

It asks for nothing outside of itself, and its content security policy forbids it to. Contract text
is escaped. Without JavaScript its links still lead from a term to its mark and back.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from app.document_in_words import header_facts, kind_and_title, pages
from app.page_views import Sheet, quoted_pages, sheets
from app.term_cards import FAMILY_NAMES, Cards, Quote, all_cards, cards_of, names_of

if TYPE_CHECKING:
    from jinja2 import Environment

    from terms.contract import ContractDocument, Extraction

_FOLDER = Path(__file__).parent / "pages"

Told = Callable[[int, int], None]
"""Is told how many pages are drawn, and of how many."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One document of the page."""

    key: str
    name: str
    title: str
    pages: str
    count: int
    facts: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...]
    cards: Cards
    sheets: tuple[Sheet, ...]


def reading_page(extraction: Extraction, paths: Mapping[str, Path], told: Told) -> str:
    """The page. `paths` leads from a document's name to its PDF; one that is absent is not drawn."""
    cards = cards_of(extraction)
    everything = list(all_cards(cards))
    total = sum(len({1, *quoted_pages(each.file, everything)}) for each in extraction.documents)
    done = 0

    def drawn() -> None:
        nonlocal done
        done += 1
        told(done, total)

    names = names_of([document.file for document in extraction.documents])
    shown = []
    for number, (document, these) in enumerate(zip(extraction.documents, cards, strict=True), 1):
        path = paths.get(document.file)
        views = sheets(path, document.file, document.sha256, everything, drawn)
        shown.append(_shown(document, f"d{number}", names[document.file], these, tuple(views)))
    environment = _environment()
    script = environment.get_template("extract.js.j2").render()
    return environment.get_template("extract.html.j2").render(
        documents=shown,
        anchors=_anchors(extraction, shown),
        names=names,
        script=script,
        script_hash=_digest(script),
        families=FAMILY_NAMES,
        terms=sum(len(each.terms) for each in cards),
        unresolved=sum(len(each.unresolved) for each in cards),
    )


def _shown(
    document: ContractDocument, key: str, name: str, cards: Cards, views: tuple[Sheet, ...]
) -> Shown:
    return Shown(
        key=key,
        name=name,
        title=kind_and_title(document),
        pages=pages(document.pages),
        count=document.pages,
        facts=tuple(header_facts(document)),
        warnings=document.warnings,
        cards=cards,
        sheets=views,
    )


def _anchors(extraction: Extraction, shown: list[Shown]) -> Callable[[Quote], str]:
    """Where on the page the mark of a quote is: its anchor, or '' where it has none."""
    keys = {
        (document.file, sheet.number, mark.boxes): f"{each.key}{mark.key}"
        for document, each in zip(extraction.documents, shown, strict=True)
        for sheet in each.sheets
        for mark in sheet.marks
        if mark.key
    }
    return lambda quote: keys.get((quote.file, quote.page, quote.boxes), "")


def _digest(script: str) -> str:
    """The script's hash as a content security policy names it: no other script may run."""
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


@lru_cache(maxsize=1)
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(_FOLDER),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
