"""A person's corrections of terms as read: how one is made, and how each later reading takes it up.

A reading stays as its reader gave it; corrections stand beside it, with who, when, and the value
before, and are laid over every reading of the same document.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError
from sqlmodel import Session, col, select

from agent.contracts import Outcome
from agent.filled import PASSAGE, AmendmentUnfit, Signed, no_passage, with_passage
from store.audit import tell
from store.store import Store
from store.tables import CorrectionRow
from terms.contract import ContractDocument, Extraction, Term, term

__all__ = [
    "FIXED",
    "AmendmentUnfit",
    "Signed",
    "correct",
    "corrected",
    "corrections_in",
    "corrections_of",
    "record",
]

FIXED = frozenset(
    (
        "id",
        "type",
        "citations",
        "confidence",
        "readers",
        "provenance",
        "warnings",
        "doubtful",
        "replaces",
        "overrides",
        "reads_with",
    )
)
"""What a term is and where it stands: not a value that a person corrects."""
WHOLE = "the whole term"
"""The field of a correction that adds a term: a proposed formula that a person approved."""


def correct(
    reading: Extraction,
    term_id: str,
    settings: Mapping[str, str],
    signed: Signed,
    proposed: Sequence[Term] = (),
) -> list[CorrectionRow]:
    """The corrections that set fields of a term; nothing is written. Raises AmendmentUnfit.

    `proposed` are terms that wait for approval: one of them is taken up whole once it is set
    `doubtful=false`.
    """
    if not settings:
        raise AmendmentUnfit(f"say what {term_id} is to be: --set FIELD=VALUE")
    waiting = next((each for each in proposed if each.id == term_id), None)
    if waiting is not None:
        return [_approved(reading, waiting, settings, signed)]
    document, before = _find(reading, term_id)
    after, made = before, []
    for field, text in settings.items():
        _known(after, field)
        old = _json(after, field)
        after = _set(after, field, _value(text))
        new = _json(after, field)
        if old == new:
            raise AmendmentUnfit(f"{field} of {term_id} is {old} already")
        _not_negative(field, new)
        made.append(_row(document, before, signed, (field, old, new)))
    return made


def _approved(
    reading: Extraction, proposed: Term, settings: Mapping[str, str], signed: Signed
) -> CorrectionRow:
    """A proposed term with what the person sets, as a term of its document from now on."""
    after = proposed
    for field, text in settings.items():
        _known(after, field)
        after = _set(after, field, _value(text))
        _not_negative(field, _json(after, field))
    if after.doubtful:
        raise AmendmentUnfit(
            f"{proposed.id} is proposed and waits for approval: approve it with --set doubtful=false"
        )
    file = proposed.citations[0].file if proposed.citations else ""
    document = next((each for each in reading.documents if each.file == file), None)
    if document is None:
        raise AmendmentUnfit(f"{proposed.id} is proposed from {file}, which the account has not")
    whole = json.dumps(after.model_dump(mode="json"), ensure_ascii=False, sort_keys=True)
    return _row(document, after, signed, (WHOLE, "null", whole))


def _row(
    document: ContractDocument, before: Term, signed: Signed, change: tuple[str, str, str]
) -> CorrectionRow:
    place = before.citations[0] if before.citations else None
    field, old, new = change
    return CorrectionRow(
        account_id=signed.account_id,
        file=document.file,
        sha256=document.sha256,
        term_id=before.id,
        type=before.type,
        product=before.product,
        page=place.page if place else 0,
        quote=place.quote if place else "",
        reason=signed.reason,
        corrected_by=signed.by,
        case_id=signed.case_id,
        version=signed.version,
        field=field,
        old=old,
        new=new,
    )


def corrections_of(store: Store, account_id: str) -> list[CorrectionRow]:
    """Every correction of an account's terms, oldest first."""
    with store.read() as session:
        return corrections_in(session, account_id)


def corrections_in(session: Session, account_id: str, sha256: str = "") -> list[CorrectionRow]:
    """The same inside a transaction; with `sha256` those of one document."""
    query = select(CorrectionRow).where(CorrectionRow.account_id == account_id)
    if sha256:
        query = query.where(CorrectionRow.sha256 == sha256)
    return list(session.exec(query.order_by(col(CorrectionRow.id))).all())


def record(session: Session, rows: Sequence[CorrectionRow]) -> None:
    """Keep corrections that were made outside of a case, and tell the audit trail of them."""
    for row in rows:
        session.add(row)
        told = {
            "term": row.term_id,
            "file": row.file,
            "field": row.field,
            "old": row.old,
            "new": row.new,
            "by": row.corrected_by,
        }
        tell(session, "correction", told)


def corrected(reading: Outcome, rows: Sequence[CorrectionRow]) -> Outcome:
    """The reading with what people corrected; where one fits nothing any more, the paper says so."""
    if not isinstance(reading, Extraction):
        return reading
    for row in rows:
        reading = _laid_over(reading, row)
    return reading


def _laid_over(reading: Extraction, row: CorrectionRow) -> Extraction:
    for document in reading.documents:
        if (document.sha256 or document.file) != (row.sha256 or row.file):
            continue
        if row.field == WHOLE:
            return _added(reading, document, row)
        if row.field in PASSAGE:
            said = with_passage(document, row)
            if said is None:
                return _warned(reading, document, row)
            return _exchanged(reading, document, said)
        found = next((each for each in document.terms if each.id == row.term_id), None)
        found = found or next((each for each in document.terms if _stands_there(each, row)), None)
        present = None if found is None else _peek(found, row.field)
        if found is None or present not in {row.old, row.new}:
            return _warned(reading, document, row)
        after = _set(found, row.field, json.loads(row.new or "null"))
        note = {
            "corrected_by": row.corrected_by,
            "corrected_at": row.corrected_at,
            f"read.{row.field}": found.provenance.get(f"read.{row.field}", row.old or "null"),
        }
        provenance = {**found.provenance, **note}
        readers = tuple(dict.fromkeys((*found.readers, "given")))
        after = after.model_copy(update={"provenance": provenance, "readers": readers})
        return _replaced(reading, document, found, after)
    return reading


def _added(reading: Extraction, document: ContractDocument, row: CorrectionRow) -> Extraction:
    """The reading with an approved term; passages that it says are understood."""
    try:
        approved = term(json.loads(row.new or "null"))
    except ValidationError:
        return _warned(reading, document, row)
    note = {"corrected_by": row.corrected_by, "corrected_at": row.corrected_at}
    approved = approved.model_copy(
        update={
            "provenance": {**approved.provenance, **note},
            "readers": tuple(dict.fromkeys((*approved.readers, "given"))),
        }
    )
    said = [_flat(place.quote) for place in approved.citations if place.quote]
    left = tuple(
        each
        for each in document.unresolved
        if not any(quote in _flat(each.quote) or _flat(each.quote) in quote for quote in said)
    )
    others = tuple(each for each in document.terms if each.id != approved.id)
    changed = document.model_copy(update={"terms": (*others, approved), "unresolved": left})
    documents = tuple(changed if each is document else each for each in reading.documents)
    return reading.model_copy(update={"documents": documents})


def _flat(text: str) -> str:
    return " ".join(text.split()).casefold()


def _stands_there(each: Term, row: CorrectionRow) -> bool:
    """Whether a term with a new id is the one that was corrected."""
    return (each.type, each.product) == (row.type, row.product) and any(
        (place.page, place.quote) == (row.page, row.quote) for place in each.citations
    )


def _warned(reading: Extraction, document: ContractDocument, row: CorrectionRow) -> Extraction:
    words = (
        f"{row.corrected_by} corrected {row.field} of {row.term_id} to {row.new} on "
        f"{row.corrected_at[:10]}, and it fits no term as read now: correct it again"
    )
    if row.field in PASSAGE:
        words = no_passage(row)
    after = document.model_copy(update={"warnings": (*document.warnings, words)})
    return _exchanged(reading, document, after)


def _exchanged(
    reading: Extraction, before: ContractDocument, after: ContractDocument
) -> Extraction:
    documents = tuple(after if each is before else each for each in reading.documents)
    return reading.model_copy(update={"documents": documents})


def _find(reading: Extraction, term_id: str) -> tuple[ContractDocument, Term]:
    found = [
        (document, each)
        for document in reading.documents
        for each in document.terms
        if each.id == term_id
    ]
    if len(found) == 1:
        return found[0]
    if found:
        files = ", ".join(document.file for document, _ in found)
        raise AmendmentUnfit(
            f"{term_id} stands in several papers ({files}): it cannot be told apart"
        )
    known = [each for document in reading.documents for each in document.terms]
    near = get_close_matches(term_id, [each.id for each in known], 1, 0.6)
    meant = f" (is it {near[0]}?)" if near else ""
    listed = "; ".join(_named(each) for each in known) or "none"
    raise AmendmentUnfit(f"no term {term_id!r} was read{meant}. The account's terms: {listed}")


def _named(each: Term) -> str:
    return f"{each.id} ({each.product or 'the whole agreement'})"


def _known(each: Term, field: str) -> None:
    if (each.type, field) == ("formula", "doubtful"):
        return  # a formula that a model proposed counts once a person says so
    name = field.partition(".")[0]
    names = [key for key in type(each).model_fields if key not in FIXED]
    if name in FIXED:
        raise AmendmentUnfit(f"{name} says what a term is and where it stands: it is not a value")
    if name not in names:
        near = get_close_matches(name, names, 1, 0.6)
        meant = f"is it {near[0]}?" if near else f"it has {', '.join(names)}"
        raise AmendmentUnfit(f"a {each.type} has no field {name!r} ({meant})")


def _value(text: str) -> Any:
    """A value as written: JSON for lists and null, else its text."""
    words = text.strip()
    if words in {"", "null", "none"}:
        return None
    if words[0] in "[{":
        try:
            return json.loads(words, parse_float=Decimal)
        except ValueError as error:
            raise AmendmentUnfit(f"{words[:60]!r} is no JSON: {error}") from None
    return words


def _set(each: Term, field: str, value: Any) -> Term:
    data = each.model_dump(mode="json")
    place: Any = data
    *way, last = field.split(".")
    try:
        for step in way:
            place = place[_step(place, step)]
        place[_step(place, last)] = value
    except (KeyError, IndexError, TypeError, ValueError):
        raise AmendmentUnfit(
            f"{each.id} has no {field}: its {way[0] if way else last} is not so"
        ) from None
    try:
        return term(data)
    except ValidationError as error:
        words = error.errors()[0]["msg"]
        raise AmendmentUnfit(f"{field} of {each.id} cannot be {value!r}: {words}") from None


def _step(place: Any, step: str) -> Any:
    if isinstance(place, list):
        return int(step)
    if step not in place:
        raise KeyError(step)
    return step


def _json(each: Term, field: str) -> str:
    value = _peek(each, field)
    if value is None:
        raise AmendmentUnfit(f"{each.id} has no {field}")
    return value


def _peek(each: Term, field: str) -> str | None:
    """The JSON text of a field; None where there is no such place."""
    place: Any = each.model_dump(mode="json")
    try:
        for step in field.split("."):
            place = place[_step(place, step)]
    except (KeyError, IndexError, TypeError, ValueError):
        return None
    return json.dumps(place, ensure_ascii=False, sort_keys=True)


def _not_negative(field: str, new: str) -> None:
    value = json.loads(new)
    if not isinstance(value, str) or not value.startswith("-"):
        return
    if field.rpartition(".")[2].endswith(("amount", "quantity", "size", "charge")):
        raise AmendmentUnfit(f"{field} cannot be negative ({value})")


def _replaced(
    reading: Extraction, document: ContractDocument, before: Term, after: Term
) -> Extraction:
    terms = tuple(after if each is before else each for each in document.terms)
    return _exchanged(reading, document, document.model_copy(update={"terms": terms}))
