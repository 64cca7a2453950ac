"""A person's word on a passage that no reader understood: the term that it states, or that it states none.

Kept among the corrections, under fields of their own: each later reading of the document that finds the
passage again takes the word up. A passage that a reader understands by then is left to the reader.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from store.tables import CorrectionRow
from terms.citation import Citation, Match
from terms.contract import ContractDocument, Unresolved, term

STATES = "the passage states"
"""The field of a correction that makes a term of a passage: `new` is the term, `old` the passage."""
STATES_NOTHING = "the passage states nothing"
"""The field of a correction that says a passage states nothing to bill."""
PASSAGE = frozenset((STATES, STATES_NOTHING))


class AmendmentUnfit(ValueError):
    """The correction does not fit the term: an unknown field, a wrong type, nothing changed."""


@dataclass(frozen=True, slots=True)
class Signed:
    """Who corrects, and why; which version of which case it is seen in."""

    account_id: str
    case_id: str
    version: int
    by: str
    reason: str


def passage_key(passage: Unresolved) -> str:
    """A passage's name in addresses and rows: the same in each reading that finds its words there."""
    return hashlib.sha256(f"{passage.page}\n{passage.quote}".encode()).hexdigest()[:12]


def passage_of(document: ContractDocument, key: str) -> Unresolved:
    """The open passage of that key. Raises AmendmentUnfit."""
    found = next((each for each in document.unresolved if passage_key(each) == key), None)
    if found is None:
        raise AmendmentUnfit("that passage is not open any more: look at the document again")
    return found


def filled_in(
    document: ContractDocument,
    passage: Unresolved,
    values: Mapping[str, Any],
    signed: Signed,
    quote: str = "",
) -> CorrectionRow:
    """The correction that makes a term of a passage. `values` has its type and fields.

    `quote` are the passage's own words that state the term; '' for all of them. Raises AmendmentUnfit.
    """
    words = " ".join(quote.split()) or " ".join(passage.quote.split())
    if words not in " ".join(passage.quote.split()):
        raise AmendmentUnfit("the words must stand in the passage just so: copy them from it")
    citation = Citation(
        file=document.file,
        page=passage.page,
        section=passage.section,
        quote=words,
        boxes=passage.boxes,
        match=Match.NORMALISED,
    )
    key = passage_key(passage)
    digest = hashlib.sha256(f"{document.file}\n{key}\n{sorted(values.items())}".encode())
    body = {
        **values,
        "id": f"given-{digest.hexdigest()[:12]}",
        "citations": [citation.model_dump(mode="json")],
        "readers": ["given"],
        "confidence": 1,
    }
    if all(value is None for name, value in values.items() if name not in {"type", "product"}):
        raise AmendmentUnfit("say what the passage states: fill in at least one field")
    try:
        made = term(body)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"][1:]) or "it"
        raise AmendmentUnfit(f"{where} cannot be {first['input']!r}: {first['msg']}") from None
    row = _row(document, passage, signed, STATES)
    row.term_id, row.type, row.product = made.id, made.type, made.product
    row.new = made.model_dump_json(exclude_none=True)
    return row


def states_nothing(
    document: ContractDocument, passage: Unresolved, signed: Signed
) -> CorrectionRow:
    """The correction that says a passage states nothing to bill."""
    return _row(document, passage, signed, STATES_NOTHING)


def _row(
    document: ContractDocument, passage: Unresolved, signed: Signed, field: str
) -> CorrectionRow:
    return CorrectionRow(
        account_id=signed.account_id,
        file=document.file,
        sha256=document.sha256,
        term_id=f"passage-{passage_key(passage)}",
        type="passage",
        page=passage.page,
        quote=passage.quote,
        reason=signed.reason,
        corrected_by=signed.by,
        case_id=signed.case_id,
        version=signed.version,
        field=field,
        old=passage.model_dump_json(),
        new=None,
    )


def with_passage(document: ContractDocument, row: CorrectionRow) -> ContractDocument | None:
    """The document with what a person said of one of its passages; None where the passage is not open."""
    found = next(
        (each for each in document.unresolved if (each.page, each.quote) == (row.page, row.quote)),
        None,
    )
    if found is None:
        return None
    others = tuple(each for each in document.unresolved if each is not found)
    if row.field == STATES_NOTHING:
        why = f"{row.corrected_by} on {row.corrected_at[:10]}: it states nothing to bill"
        seen = found.model_copy(update={"dismissed": True, "why": why})
        return document.model_copy(update={"unresolved": (*others, seen)})
    made = term(json.loads(row.new or "{}"))
    note = {
        "corrected_by": row.corrected_by,
        "corrected_at": row.corrected_at,
        "read.passage": found.why,
    }
    made = made.model_copy(update={"provenance": {**made.provenance, **note}})
    update = {"terms": (*document.terms, made), "unresolved": others}
    return document.model_copy(update=update)


def no_passage(row: CorrectionRow) -> str:
    """What the paper says where a passage is not open any more."""
    return (
        f"{row.corrected_by} said on {row.corrected_at[:10]} what a passage of page {row.page} states, "
        "and the passage is read differently now: look whether the terms there say the same"
    )
