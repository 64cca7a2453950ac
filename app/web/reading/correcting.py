"""A person's word on a term or a passage: the form as shown, what was typed, and the correction of it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from agent.corrections import AmendmentUnfit, Signed, correct, record
from agent.filled import filled_in, passage_key, states_nothing
from agent.wording import term_in_words
from app.web.context import Person, Web
from app.web.reading.corrections import of_term, told
from app.web.reading.readings import as_it_counts
from app.web.reading.term_form import (
    TYPES,
    Field,
    changed,
    faults,
    fields_of,
    typed,
    values_of,
)
from app.web.reading.term_words import label
from store.tables import CorrectionRow
from store.web_tables import UploadRow
from terms.contract import ContractDocument, Extraction, Term, Unresolved


@dataclass(frozen=True, slots=True)
class TermForm:
    """The form of a term that is corrected, or of a passage that is filled in."""

    type: str
    """'' where the type of a passage is not chosen yet."""
    fields: Sequence[Field]
    says: str
    quotes: Sequence[tuple[int, str]]
    """(page, words)."""
    key: str
    """The term's id, or the passage's key."""
    seen: str = ""
    """What the person looked at: another state is not overwritten."""
    corrections: tuple[str, ...] = ()
    """What people corrected of it before, in sentences."""
    reason: str = ""
    quote: str = ""
    """The words of a passage that state the term."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a form is not taken: the form as typed, and the reason."""

    words: str
    form: TermForm
    status: int = 422


def open_term(web: Web, upload: UploadRow, term_id: str) -> TermForm | None:
    """The form of a term as it counts now; None where there is none of that id."""
    found = _term(web, upload, term_id)
    if found is None:
        return None
    document, term = found
    with web.store.read() as session:
        said = of_term(told(session, upload.account_id or "", _currency(*found)), document, term)
    return replace(_form(*found), corrections=tuple(each.words for each in said))


def correct_term(
    web: Web, upload: UploadRow, person: Person, term_id: str, form: Mapping[str, str]
) -> str | Fault:
    """Take a correction; the anchor of its term, or why it is not taken."""
    found = _term(web, upload, term_id)
    if found is None:
        gone = TermForm("", (), "", (), term_id)
        return Fault("That term is not there any more: look at the document again.", gone, 409)
    document, before = found
    shown = _form(document, before)
    after = typed(form, shown.fields)
    filled = replace(shown, fields=after, reason=form.get("reason", "").strip())
    if form.get("seen") != shown.seen:
        words = "Somebody changed the term meanwhile. It is shown as it is now; change it again."
        return Fault(words, replace(shown, reason=filled.reason), 409)
    settings = changed(shown.fields, after)
    if not settings:
        return Fault("Nothing is changed: change a value, or go back.", filled)
    if wrong := faults(after, before.model_dump(mode="json")):
        return _unfit(filled, wrong)
    try:
        rows = correct(
            Extraction(documents=(document,)), term_id, settings, _signed(upload, person, filled)
        )
    except AmendmentUnfit as error:
        return _refused(error, filled)
    _record(web, rows)
    return f"t{document.terms.index(before) + 1}"


def open_passage(web: Web, upload: UploadRow, key: str, type_name: str = "") -> TermForm | None:
    """The form of an open passage; with a type, its fields. None where it is not open."""
    found = _passage(web, upload, key)
    return None if found is None else _passage_form(*found, type_name)


def fill_passage(
    web: Web, upload: UploadRow, person: Person, key: str, form: Mapping[str, str]
) -> str | Fault:
    """Take the term that a person reads in a passage; its anchor, or why it is not taken."""
    found = _passage(web, upload, key)
    if found is None:
        return _not_open(key)
    document, passage = found
    shown = _passage_form(document, passage, form.get("type", ""))
    if not shown.type:
        return Fault("Choose first what the passage states.", shown)
    after = typed(form, shown.fields)
    filled = replace(
        shown,
        fields=after,
        reason=form.get("reason", "").strip(),
        quote=form.get("quote", "").strip(),
    )
    values = {"type": shown.type, **values_of(after)}
    if wrong := faults(after, {"type": shown.type}):
        return _unfit(filled, wrong)
    try:
        row = filled_in(document, passage, values, _signed(upload, person, filled), filled.quote)
    except AmendmentUnfit as error:
        return _refused(error, filled)
    _record(web, [row])
    return f"t{len(document.terms) + 1}"


def dismiss_passage(
    web: Web, upload: UploadRow, person: Person, key: str, form: Mapping[str, str]
) -> str | Fault:
    """Take a person's word that a passage states nothing to bill; the place of the open passages."""
    found = _passage(web, upload, key)
    if found is None:
        return _not_open(key)
    document, passage = found
    shown = replace(_passage_form(document, passage, ""), reason=form.get("reason", "").strip())
    if not shown.reason:
        return Fault("Say in a few words why there is nothing to bill.", shown)
    _record(web, [states_nothing(document, passage, _signed(upload, person, shown))])
    return "open"


def _not_open(key: str) -> Fault:
    words = "That passage is not open any more: look at the document again."
    return Fault(words, TermForm("", (), "", (), key), 409)


def _document(web: Web, upload: UploadRow) -> ContractDocument | None:
    with web.store.read() as session:
        return as_it_counts(session, upload)


def _term(web: Web, upload: UploadRow, term_id: str) -> tuple[ContractDocument, Term] | None:
    document = _document(web, upload)
    if document is None:
        return None
    found = next((each for each in document.terms if each.id == term_id), None)
    return None if found is None else (document, found)


def _passage(web: Web, upload: UploadRow, key: str) -> tuple[ContractDocument, Unresolved] | None:
    document = _document(web, upload)
    if document is None:
        return None
    found = next((each for each in document.unresolved if passage_key(each) == key), None)
    return None if found is None else (document, found)


def _form(document: ContractDocument, term: Term) -> TermForm:
    return TermForm(
        term.type,
        fields_of(term.type, term, _currency(document, term)),
        term_in_words(term, document.currency),
        [(each.page, " ".join(each.quote.split())) for each in term.citations],
        term.id,
        hashlib.sha256(term.model_dump_json().encode()).hexdigest()[:16],
    )


def _currency(document: ContractDocument, term: Term) -> str:
    return getattr(term, "currency", None) or document.currency or ""


def _passage_form(document: ContractDocument, passage: Unresolved, type_name: str) -> TermForm:
    known = type_name if type_name in TYPES else ""
    words = " ".join(passage.quote.split())
    return TermForm(
        known,
        fields_of(known, currency=document.currency or "") if known else (),
        passage.why,
        [(passage.page, words)],
        passage_key(passage),
        quote=words,
    )


def _signed(upload: UploadRow, person: Person, form: TermForm) -> Signed:
    return Signed(upload.account_id or "", "", 0, person.email, form.reason)


def _record(web: Web, rows: Sequence[CorrectionRow]) -> None:
    with web.store.begin() as session:
        record(session, rows)


def _unfit(form: TermForm, wrong: Mapping[str, str]) -> Fault:
    """The form with what is wrong beside its fields."""
    fields = [replace(each, error=wrong.get(each.name, "")) for each in form.fields]
    words = "Nothing is kept yet: one value does not fit."
    if len(wrong) > 1:
        words = f"Nothing is kept yet: {len(wrong)} values do not fit."
    return Fault(words, replace(form, fields=fields))


def _refused(error: AmendmentUnfit, form: TermForm) -> Fault:
    """The same where the correction itself is refused: its words begin with the field they are about."""
    words = str(error)
    name = words.partition(" ")[0].partition(".")[0]
    if any(each.name == name for each in form.fields):
        said = label(form.type, name) + words[len(words.partition(" ")[0]) :]
        return _unfit(form, {name: _sentence(said)})
    return Fault(_sentence(words), form)


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}{'' if words.endswith('.') else '.'}"
