"""Headers and links measured on the evaluation books: a floor that no change may fall below."""

from __future__ import annotations

import json
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

from extractors.document import Document
from extractors.force import link
from extractors.header import Header, read_header
from extractors.opening import open_pdf
from extractors.passages import ReadDocument
from terms.contract import ContractDocument, Term, term
from tests.shared import SHARED, needs_shared

pytestmark = needs_shared

FIELDS = (
    "kind",
    "title",
    "number",
    "effective_date",
    "term_start",
    "term_end",
    "currency",
    "amends",
)
LINKS = ("replaces", "overrides", "reads_with")
SCORING = {
    "page",
    "section",
    "quote_contains",
    "also",
    "also_types",
    "also_products",
    "note",
    "doubtful_fields",
    *LINKS,
}


@cache
def books() -> list[tuple[str, Path, dict[str, Any], tuple[Any, ...], Document]]:
    found = []
    for book in ("saas", "mixed"):
        folder = SHARED / "books" / book
        truth = json.loads((folder / "truth.json").read_text())
        for file, header in truth["documents"].items():
            document = open_pdf(folder / "book" / file, file)
            if document.text.strip():
                found.append(
                    (book, Path(file), header, tuple(truth["terms"].get(file, ())), document)
                )
    return found


def same(field: str, header: Header, truth: dict[str, Any]) -> bool:
    value, wanted = getattr(header, field), truth[field]
    if field == "amends":
        return [each.lower() for each in value] == [each.lower() for each in wanted]
    return str(value or "").lower() == str(wanted or "").lower()


def test_nineteen_of_twenty_firm_fields_of_headers_are_right() -> None:
    right = [
        same(field, read_header(document), truth)
        for _, _, truth, _, document in books()
        for field in FIELDS
        if field not in truth.get("doubtful_fields", ())
    ]

    assert len(right) > 200
    assert sum(right) / len(right) >= 0.95


def without_links(file: str, fields: dict[str, Any]) -> Term:
    citation = {
        "file": file,
        "page": fields["page"],
        "section": fields["section"],
        "quote": fields["quote_contains"],
    }
    return term({**{k: v for k, v in fields.items() if k not in SCORING}, "citations": [citation]})


def test_nine_of_ten_links_between_right_terms_are_found_and_none_is_wrong() -> None:
    accounts: dict[tuple[str, str], list[ReadDocument]] = defaultdict(list)
    wanted: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for book, path, header, terms, document in books():
        file = str(path)
        contract = ContractDocument(
            file=file,
            terms=tuple(without_links(file, fields) for fields in terms),
            **{
                name: header[name]
                for name in ("kind", "number", "effective_date", "term_start", "term_end")
            },
        )
        accounts[book, path.parts[1]].append(ReadDocument(contract, document))
        wanted[book, file] = list(terms)

    total, found, wrong = 0, 0, []
    for (book, _), documents in accounts.items():
        for linked in link(documents).documents:
            for made, truth in zip(linked.terms, wanted[book, linked.file], strict=True):
                for name in LINKS:
                    right = {
                        (each["file"], each["section"], each.get("effective_from"))
                        for each in truth.get(name, ())
                    }
                    ours = {
                        (
                            each.file,
                            each.section,
                            str(each.effective_from) if each.effective_from else None,
                        )
                        for each in getattr(made, name)
                    }
                    total += len(right)
                    found += len(right & ours)
                    if not truth.get("doubtful"):
                        wrong += [(linked.file, name, each) for each in ours - right]

    assert total > 40
    assert wrong == []
    assert found / total >= 0.9
