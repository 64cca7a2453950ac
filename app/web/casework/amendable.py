"""The terms of an account as a person may correct them: each in words, with its fields one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from agent.corrections import FIXED, corrected, corrections_of
from agent.recalculation import terms_read
from agent.wording import term_in_words
from app.web.reading.corrections import Told, of_term, told
from app.web.reading.term_words import hint, label, option
from store.cases import case_row, findings_of
from store.store import Store
from store.tables import AccountRow
from terms.contract import ContractDocument, Extraction, Term

MOST_FIELDS = 60


def amendable(store: Store, case_id: str, version: int) -> list[dict[str, Any]]:
    """Every term of the account, those that the findings rest on first.

    `fields` are those that are stated, `silent` those that the clause does not state. Raises UnknownCase, AmendmentUnfit.
    """
    with store.read() as session:
        row = case_row(session, case_id)
        cited = {
            (clause["file"], clause["page"], clause["quote"])
            for finding in findings_of(session, case_id, version)
            for clause in finding.payload.get("clauses", ())
        }
        account = session.get(AccountRow, row.account_id)
        said = told(session, row.account_id, account.currency if account else "")
    reading = corrected(terms_read(store, row), corrections_of(store, row.account_id))
    documents = reading.documents if isinstance(reading, Extraction) else ()
    found = [_one(document, each, cited, said) for document in documents for each in document.terms]
    return sorted(found, key=lambda each: not each["cited"])


def _one(
    document: ContractDocument,
    each: Term,
    cited: set[tuple[str, int, str]],
    said_before: Sequence[Told],
) -> dict[str, Any]:
    place = each.citations[0] if each.citations else None
    data = each.model_dump(mode="json")
    own = {name: value for name, value in data.items() if name not in FIXED}
    stated = [(name, value) for name, value in _flat(own) if value is not None][:MOST_FIELDS]
    return {
        "id": each.id,
        "type": each.type,
        "product": each.product or "",
        "says": term_in_words(each, document.currency),
        "file": document.file,
        "title": document.title or document.file.rsplit("/", 1)[-1],
        "page": place.page if place else 0,
        "section": (place.section or "") if place else "",
        "quote": place.quote if place else "",
        "cited": any((at.file, at.page, at.quote) in cited for at in each.citations),
        "corrections": [said.words for said in of_term(said_before, document, each)],
        "fields": [_field(each, name, value) for name, value in stated],
        "silent": [_field(each, name, "") for name, value in own.items() if value in (None, [])],
    }


def _field(each: Term, name: str, value: str) -> dict[str, Any]:
    """A field with what it may be: a list to choose from, or whether it is a day."""
    known = type(each).model_fields.get(name)
    kinds = list(_kinds(known.annotation)) if known is not None else []
    choices = [str(one) for kind in kinds for one in get_args(kind) if get_origin(kind) is Literal]
    if bool in kinds:
        choices = ["true", "false"]
    named = {"true": "yes", "false": "no"}
    currency = getattr(each, "currency", None) or ""
    return {
        "name": name,
        "label": label(each.type, name),
        "hint": hint(each.type, name, currency) if "." not in name else "",
        "value": value,
        "choices": [(one, named.get(one) or option(one)) for one in choices],
        "date": date in kinds,
    }


def _kinds(annotation: Any) -> Iterator[Any]:
    """The types in an annotation, without None and what is said of them."""
    if get_origin(annotation) in {Union, UnionType}:
        for each in get_args(annotation):
            yield from _kinds(each)
    elif get_origin(annotation) is Annotated:
        yield from _kinds(get_args(annotation)[0])
    elif annotation is not NoneType:
        yield annotation


def _flat(value: Any, name: str = "") -> Iterator[tuple[str, str | None]]:
    """'tiers.0.up_to' and its value, for each plain value; an empty list is one too."""
    if isinstance(value, Mapping):
        for key, each in value.items():
            yield from _flat(each, f"{name}.{key}" if name else str(key))
    elif isinstance(value, list) and value:
        for at, each in enumerate(value):
            yield from _flat(each, f"{name}.{at}")
    elif isinstance(value, bool):
        yield name, "true" if value else "false"
    else:
        yield name, None if value is None or value == [] else str(value)
