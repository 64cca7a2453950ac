"""A formula that a model proposes: made a doubtful term, tried by the engine, held against its quotes."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from agent.model_steps.asked import FormulaSketch, Quoted
from agent.model_steps.case_file import CaseFile, product_in
from agent.model_steps.rerating import CannotTry, Rerated
from extractors.readers.model.data_block import bare
from extractors.readers.model.standing import numbers_missing
from terms.citation import Citation, Match
from terms.contract import ContractDocument, Extraction
from terms.formula import Formula

READER = "model.case"
"""As terms name who proposed them."""
_STRING = re.compile(r'"[^"]*"')
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class FormulaTrial:
    """A formula as a term that waits, each period beside the bill, and what its quotes lack."""

    term: Formula
    rows: tuple[Rerated, ...]
    faults: tuple[str, ...] = ()

    @property
    def agreeing(self) -> int:
        """Periods in which it gives what was billed."""
        return sum(row.reproduces for row in self.rows)

    @property
    def computed(self) -> bool:
        """Whether it has an amount in every billed period, and there is one."""
        return bool(self.rows) and all(row.amount is not None for row in self.rows)


def tried(file: CaseFile, sketch: FormulaSketch) -> FormulaTrial:
    """The formula rated by the engine as if it were approved. Raises CannotTry."""
    term, faults = formula_term(file, sketch)
    approved = term.model_copy(update={"doubtful": False})
    where = term.citations[0].file

    def with_formula(contract: Extraction) -> Extraction:
        return with_term(contract, where, approved)

    comparison = file.variant(approved.model_dump_json(), with_formula)
    compared = product_in(comparison, sketch.product)
    if compared is None:
        raise CannotTry(f"{sketch.product!r} has no period that could be rated by this formula")
    rows = tuple(
        Rerated(cell, cell.expected if cell.rated.known else None, cell.rated.reason or "")
        for cell in compared.cells
        if cell.cell.lines or not cell.rated.known or cell.expected
    )
    return FormulaTrial(term, rows, tuple(faults))


def formula_term(file: CaseFile, sketch: FormulaSketch) -> tuple[Formula, list[str]]:
    """The doubtful term of a sketch, and what keeps it from standing. Raises CannotTry."""
    paper = file.papers.named(sketch.quotes[0].file)
    if paper is None:
        names = ", ".join(each.file for each in file.papers.all) or "none"
        raise CannotTry(f"this account has no paper {sketch.quotes[0].file!r}; it has: {names}")
    if not sketch.product.strip() or len(sketch.product) > _LONGEST_NAME:
        raise CannotTry("a formula needs the product's name, as the contract or the bill has it")
    citations, faults = cited(file, sketch.quotes)
    named = {each.name: each.value for each in sketch.inputs}
    term = Formula(
        id=_id(sketch),
        product=sketch.product.strip(),
        expression=sketch.expression,
        inputs=named or None,
        currency=file.facts.account.currency,
        interval=sketch.interval,
        effective_from=sketch.effective_from,
        citations=tuple(citations) or (Citation(file=paper.file, page=1, quote=""),),
        readers=(READER,),
        doubtful=True,
    )
    figures = " ".join([sketch.expression, *named.values()])
    checked = term.model_copy(update={"expression": _STRING.sub(" ", figures), "inputs": None})
    missing = numbers_missing(checked, [each.quote for each in citations])
    faults += [
        f"{each.removeprefix('expression ')} stands in none of its quotes" for each in missing
    ]
    return term, faults


def cited(file: CaseFile, quotes: Sequence[Quoted]) -> tuple[list[Citation], list[str]]:
    """The quotes that stand in the account's papers as citations; a sentence for each that does not."""
    found: list[Citation] = []
    faults: list[str] = []
    for each in quotes:
        paper, words = file.papers.named(each.file), bare(each.quote)
        place = paper.place_of(words) if paper is not None and words else None
        if place is None:
            faults.append(f"the words “{words[:80]}” do not stand in {each.file}")
            continue
        found.append(
            Citation(
                file=place.file,
                page=place.page,
                section=place.label or None,
                quote=words,
                match=Match.EXACT,
            )
        )
    return found, faults


def with_term(contract: Extraction, file: str, term: Formula) -> Extraction:
    """The contract with one more term in a document."""

    def added(document: ContractDocument) -> ContractDocument:
        if document.file != file:
            return document
        return document.model_copy(update={"terms": (*document.terms, term)})

    return contract.model_copy(update={"documents": tuple(map(added, contract.documents))})


def _id(sketch: FormulaSketch) -> str:
    """The same formula of the same words has the same id in every run."""
    said = [
        sketch.product.strip(),
        sketch.expression,
        sketch.interval,
        sorted((each.name, each.value) for each in sketch.inputs),
        str(sketch.effective_from),
        [(each.file, " ".join(each.quote.split())) for each in sketch.quotes],
    ]
    digest = hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()
    return f"proposed-formula-{digest[:8]}"


def total(rows: Sequence[Rerated]) -> Decimal:
    """What the rows come to together; those without an amount count nothing."""
    return sum((row.amount for row in rows if row.amount is not None), Decimal(0))
