"""A case reckoned again with a corrected term or another cause: the same engine, no reading again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from agent.contracts import Folder, Outcome, folder_of
from agent.corrections import (
    AmendmentUnfit,
    Signed,
    correct,
    corrected,
    corrections_of,
)
from agent.desk import Desk, Dossier
from agent.inputs import Origin, inputs_of
from agent.standing import standing
from billing.finding import AccountResult, Finding
from store.cases import Inputs
from store.readings import load_reading
from store.store import Store
from store.tables import CaseRow, CorrectionRow
from terms.contract import Extraction, Term
from terms.contract import term as as_term


@dataclass(frozen=True, slots=True)
class Ground:
    """What a version of a case was made from, fetched again: facts, papers, terms, inputs."""

    dossier: Dossier
    folder: Folder
    origin: Origin
    inputs: Inputs
    proposed: tuple[Term, ...] = ()
    """Formulas that a model proposed for this version, and that wait for approval."""

    @property
    def reading(self) -> Extraction:
        """The terms."""
        assert isinstance(self.dossier.reading, Extraction)
        return self.dossier.reading

    def with_reading(self, reading: Outcome) -> Ground:
        """The same with other terms."""
        dossier = replace(self.dossier, reading=reading)
        inputs = inputs_of(dossier.facts, self.folder, reading, dossier.as_of, self.origin)
        return replace(self, dossier=dossier, inputs=inputs)


@dataclass(frozen=True, slots=True)
class Recalculation:
    """What an amendment makes of a case: the findings after it, and what was changed."""

    ground: Ground
    result: AccountResult
    corrections: tuple[CorrectionRow, ...] = ()
    changes: Mapping[str, Any] = field(default_factory=dict)
    """As `DecisionRow.changes` keeps it."""


def fetch(store: Store, row: CaseRow, book: Path | None) -> Ground:
    """The facts and terms of a case's present version. Raises AmendmentUnfit and BookUnreadable."""
    from billing.book import read_book

    context = row.context
    path = book or (Path(context["book"]) if context.get("book") else None)
    if path is None or "label" not in context:
        raise AmendmentUnfit(
            f"case {row.case_id} was opened by an older recoup and does not say where its book is: "
            "`recoup run BOOK` again, then amend the new version"
        )
    if not path.is_dir():
        raise AmendmentUnfit(f"the book of the case is not at {path} any more: name it with --book")
    as_of = date.fromisoformat(row.as_of)
    read = standing(store, read_book(path, as_of))
    facts = read.accounts.get(row.account_id)
    if facts is None:
        raise AmendmentUnfit(f"{path} has no account {row.account_id}: name the right --book")
    folder = folder_of(read.path, row.account_id, read.contracts.get(row.account_id, ()))
    origin = Origin(path, context["label"], _terms_file(context))
    reading = corrected(terms_read(store, row), corrections_of(store, row.account_id))
    flags = [flag for flag in read.flagged if flag.account_id == row.account_id]
    documents = [(name, digest) for name, _, digest in folder.documents]
    inputs = inputs_of(facts, folder, reading, as_of, origin)
    if inputs.fingerprint != row.fingerprint:
        raise AmendmentUnfit(
            f"the book, a contract or recoup itself is not what version {row.version} of the case was "
            f"made from: `recoup run {path} --as-of {row.as_of}` makes a new version, amend that one"
        )
    dossier = Dossier(facts, reading, as_of, flags, documents)
    return Ground(dossier, folder, origin, inputs, _proposed(row))


def _proposed(row: CaseRow) -> tuple[Term, ...]:
    outcomes = (row.context.get("model") or {}).get("outcomes", ())
    return tuple(as_term(each["formula"]) for each in outcomes if each.get("formula"))


def with_term(
    desk: Desk, ground: Ground, term_id: str, settings: Mapping[str, str], signed: Signed
) -> Recalculation:
    """The account rated again with one term corrected. Raises AmendmentUnfit."""
    made = correct(ground.reading, term_id, settings, signed, ground.proposed)
    changed = ground.with_reading(corrected(ground.reading, made))
    fields = {each.field: {"old": each.old, "new": each.new} for each in made}
    terms = {term_id: {"file": made[0].file, "product": made[0].product, "set": fields}}
    return Recalculation(changed, _both(desk, changed)[1], tuple(made), {"terms": terms})


def with_causes(desk: Desk, ground: Ground, causes: Mapping[int, str]) -> Recalculation:
    """The findings with other causes, where those give what was billed. Raises AmendmentUnfit."""
    comparison, result = _both(desk, ground)
    findings = list(result.findings)
    changes: dict[str, Any] = {}
    for number, cause in causes.items():
        if not 1 <= number <= len(findings):
            there = ", ".join(str(each) for each in range(1, len(findings) + 1)) or "none"
            raise AmendmentUnfit(f"the case has no finding {number}; it has: {there}")
        old = findings[number - 1]
        findings[number - 1] = _with_cause(desk, comparison, old, number, cause)
        changes[str(number)] = {"old": old.cause, "new": cause}
    after = result.model_copy(update={"findings": tuple(findings)})
    return Recalculation(ground, after, changes={"causes": changes})


def _with_cause(desk: Desk, comparison: Any, old: Finding, number: int, cause: str) -> Finding:
    if cause == old.cause:
        raise AmendmentUnfit(f"finding {number} is of the cause {cause} already")
    fitting = desk.engine.alternatives(comparison, old)
    if cause in fitting:
        return fitting[cause]
    others = [each for each in fitting if each != old.cause]
    which = f"these do: {', '.join(others)}" if others else f"only {old.cause} does"
    if not fitting:
        which = "no cause does"
    raise AmendmentUnfit(
        f"{cause} does not give what was billed in the {len(old.periods)} periods of finding "
        f"{number}; {which}"
    )


def _both(desk: Desk, ground: Ground) -> tuple[Any, AccountResult]:
    dossier = ground.dossier
    comparison = desk.engine.compare(dossier.facts, ground.reading, dossier.as_of)
    return comparison, desk.engine.explain(comparison)


def _terms_file(context: Mapping[str, Any]) -> Path | None:
    return Path(context["terms"]) if context.get("terms") else None


def terms_read(store: Store, row: CaseRow) -> Outcome:
    """The terms that a case was made from, as their reader had them. Raises AmendmentUnfit."""
    terms = _terms_file(row.context)
    if terms is not None:
        from agent.given_terms import given_terms

        return given_terms(terms, [row.account_id]).get(row.account_id, Extraction())
    with store.read() as session:
        kept = load_reading(session, row.context.get("reading") or "")
    if kept is None:
        raise AmendmentUnfit(
            f"the contracts of case {row.case_id} could not be read, so there is no term to amend"
        )
    return kept
