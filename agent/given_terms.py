"""Terms from a file in place of reading PDFs: a truth file, or the output of `recoup extract`.

Both forms are in FORMATS.md (sections 4 and 2). What a truth file says of scoring alone (notes,
doubtful fields, other types) is left out; a quote stands for itself, as found.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path, PurePosixPath
from typing import Any, get_args

from pydantic import ValidationError

from terms.citation import Citation, Match
from terms.contract import ContractDocument, Extraction, Term, Unresolved, term

GIVEN = "given"
_ABOUT_SCORING = frozenset({"note", "doubtful_fields", "also_types", "also", "notes", "comment"})
_WHERE = frozenset({"page", "section", "quote_contains", "quote"})
_HEADER = ("kind", "title", "number", "effective_date", "term_start", "term_end", "currency")
_MODELS: dict[str, Any] = {model.model_fields["type"].default: model for model in get_args(Term)}


class TermsUnreadable(ValueError):
    """The file does not hold terms in one of the two forms; the message says where and why."""


def given_terms(path: Path, account_ids: Iterable[str]) -> dict[str, Extraction]:
    """Account → the documents and terms that the file gives it; other accounts are left out.

    A document belongs to the account of its `contracts/<account>/` folder; where its name holds
    no folder, to the only account asked for. Raises TermsUnreadable.
    """
    accounts = frozenset(account_ids)
    data = _load(path)
    documents = data.get("documents")
    if isinstance(documents, list):
        found = [_extracted(each, number) for number, each in enumerate(documents, 1)]
    elif isinstance(data.get("terms"), dict):
        found = _from_truth(documents or {}, data["terms"])
    else:
        raise TermsUnreadable(
            f'{path.name} holds no terms: it needs "documents" as `recoup extract` writes them, '
            'or "terms" by file as in a truth file.'
        )
    by_account: dict[str, list[ContractDocument]] = defaultdict(list)
    for document in found:
        if (account := _account_of(document.file, accounts)) is not None:
            by_account[account].append(document)
    if found and not by_account:
        raise TermsUnreadable(
            f"{path.name} holds no document of {', '.join(sorted(accounts)[:5]) or 'any account'}: "
            f"its first is {found[0].file}, where contracts/<account>/… is expected."
        )
    return {account: Extraction(documents=tuple(each)) for account, each in by_account.items()}


def _load(path: Path) -> dict[str, Any]:
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"), parse_float=Decimal)
    except OSError as error:
        raise TermsUnreadable(f"{path} cannot be opened: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:
        raise TermsUnreadable(f"{path.name} is not JSON: {error}") from error
    if not isinstance(data, dict):
        raise TermsUnreadable(f"{path.name} holds a {type(data).__name__}, not an object of terms.")
    return data


def _account_of(file: str, accounts: frozenset[str]) -> str | None:
    folders = PurePosixPath(file.replace("\\", "/")).parts[:-1]
    if "contracts" in folders:
        last = len(folders) - 1 - folders[::-1].index("contracts")
        inside = folders[last + 1 :]
        if inside:
            return inside[0] if inside[0] in accounts else None
    named = [folder for folder in folders if folder in accounts]
    if named:
        return named[-1]
    return next(iter(accounts)) if len(accounts) == 1 else None


def _extracted(value: Any, number: int) -> ContractDocument:
    name = (
        value.get("file", f"document {number}") if isinstance(value, dict) else f"document {number}"
    )
    try:
        return ContractDocument.model_validate(value)
    except ValidationError as error:
        raise TermsUnreadable(f"{name}: {_first_fault(error)}") from None


def _from_truth(headers: Any, terms: Mapping[str, Any]) -> list[ContractDocument]:
    if not isinstance(headers, dict):
        raise TermsUnreadable('"documents" of a truth file is an object: file → header.')
    return [
        _truth_document(file, headers.get(file, {}), terms.get(file, []))
        for file in dict.fromkeys((*headers, *terms))
    ]


def _truth_document(file: str, header: Any, terms: Any) -> ContractDocument:
    if not isinstance(header, dict) or not isinstance(terms, list):
        raise TermsUnreadable(f"{file}: a header is an object, and terms are a list.")
    known: list[Term] = []
    unknown: list[Unresolved] = []
    for number, value in enumerate(terms, 1):
        given = _Given(file, number, value)
        if given.type in _MODELS:
            known.append(given.term())
        else:
            unknown.append(given.unresolved())
    parties = [
        {"name": party.get("name"), "role": party.get("role")}
        for party in header.get("parties") or []
    ]
    fields = {name: header[name] for name in _HEADER if header.get(name) is not None}
    try:
        return ContractDocument(
            **fields,
            file=file,
            amends=tuple(header.get("amends") or ()),
            parties=tuple(parties),
            terms=tuple(known),
            unresolved=tuple(unknown),
        )
    except ValidationError as error:
        raise TermsUnreadable(f"{file}: {_first_fault(error)}") from None


@dataclass(frozen=True, slots=True)
class _Given:
    """One term as a truth file writes it."""

    file: str
    number: int
    value: Any

    @property
    def name(self) -> str:
        return f"{self.file}, term {self.number}"

    @property
    def type(self) -> str:
        if not isinstance(self.value, dict) or not isinstance(self.value.get("type"), str):
            raise TermsUnreadable(f"{self.name}: a term is an object with a 'type'.")
        return str(self.value["type"])

    def term(self) -> Term:
        """The term. Raises TermsUnreadable with the field that does not fit."""
        fields, left_out = self._fields()
        fields.setdefault("id", f"{PurePosixPath(self.file).stem}:{self.number}")
        fields.setdefault("readers", (GIVEN,))
        fields.setdefault("confidence", 1)
        fields.setdefault("citations", self._citations())
        if left_out:
            fields["warnings"] = (
                f"fields that are not known were left out: {', '.join(left_out)}",
            )
        try:
            return term(fields)
        except ValidationError as error:
            raise TermsUnreadable(f"{self.name} ({self.type}): {_first_fault(error)}") from None

    def unresolved(self) -> Unresolved:
        """A term of a type that is not known is kept as a passage that could not be read."""
        citation = self._citations()[0]
        return Unresolved(
            page=citation.page,
            section=citation.section,
            quote=citation.quote,
            why=f"the type '{self.type}' is not known",
        )

    def _fields(self) -> tuple[dict[str, Any], Sequence[str]]:
        known = _MODELS[self.type].model_fields
        fields: dict[str, Any] = {}
        left_out: list[str] = []
        for name, value in self.value.items():
            if name in known:
                fields[name] = value
            elif name in _ABOUT_SCORING or name in _WHERE:
                continue
            elif near := get_close_matches(name, known, 1, 0.85):
                raise TermsUnreadable(
                    f"{self.name} ({self.type}): no field '{name}' (is it '{near[0]}'?)"
                )
            else:
                left_out.append(name)
        return fields, left_out

    def _citations(self) -> tuple[Citation, ...]:
        also = self.value.get("also") or []
        return tuple(self._citation(place) for place in (self.value, *also))

    def _citation(self, place: Mapping[str, Any]) -> Citation:
        try:
            return Citation(
                file=place.get("file", self.file),
                page=place.get("page", 1),
                section=place.get("section"),
                quote=place.get("quote_contains") or place.get("quote") or "",
                match=Match.EXACT,
            )
        except (ValidationError, AttributeError):
            raise TermsUnreadable(
                f"{self.name}: 'page' is a number from 1, 'section' and 'quote_contains' are text."
            ) from None


def _first_fault(error: ValidationError) -> str:
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"]) or "it"
    return f"'{where}' is {str(first['input'])[:80]!r}: {first['msg']}"
