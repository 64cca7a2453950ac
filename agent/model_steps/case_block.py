"""What a question begins with: the account, its papers and products, and what is asked about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from agent.model_steps.billing_tools import line_shown
from agent.model_steps.case_file import CaseFile
from agent.model_steps.data import data_block, mark, passage, shown
from agent.model_steps.occasions import Occasion
from agent.model_steps.paper_tools import terms_of
from agent.model_steps.rerating import lines_between
from billing.comparison import ComparedCell, ProductComparison
from billing.facts import SubscriptionItem
from billing.finding import Finding
from terms.contract import Unresolved
from terms.money import plain

MOST_PERIODS = 36
MOST_LINES = 12
_ITEM = (
    "item_id", "product", "model", "unit_amount", "flat_amount", "package_size", "included_quantity",
    "quantity", "unit", "discount_percent", "discount_amount", "discount_end", "interval", "start", "end",
)  # fmt: skip


def case_block(file: CaseFile, occasion: Occasion) -> str:
    """The case as data."""
    return data_block(_lines(file, occasion))


def _lines(file: CaseFile, occasion: Occasion) -> Iterator[str]:
    account = file.facts.account
    yield mark("account", account.account_id)
    yield shown(f"amounts in {account.currency}; as of {file.as_of}")
    yield mark("papers")
    for document in file.contract.documents:
        day = document.effective_date or document.term_start
        yield shown(f"{document.file}: {document.kind}, from {day or 'no day stated'}")
    yield mark("products that the papers price")
    yield from map(shown, file.products or ["none"])
    unmatched = file.comparison.matching.unmatched()
    if unmatched:
        yield mark("billed, and priced by no term")
        yield from map(shown, unmatched)
    if occasion.passage is not None:
        yield from _passage(occasion.file, occasion.passage)
        return
    yield from _product(file, occasion)
    if occasion.kind == "tie":
        yield from _tied(occasion.findings)


def _passage(file: str, found: Unresolved) -> Iterator[str]:
    yield mark("the passage", file, found.section or "", f"page {found.page}")
    yield passage(found.quote)


def _product(file: CaseFile, occasion: Occasion) -> Iterator[str]:
    compared = file.product(occasion.product)
    if compared is None:
        return
    asked = {(p.period_start, p.period_end) for f in occasion.findings for p in f.periods}
    yield mark("periods of", occasion.product)
    for cell in compared.cells[-MOST_PERIODS:]:
        yield _row(cell, asked=(cell.period.start, cell.period.end) in asked)
    yield mark("its terms")
    yield from terms_of(file, occasion.product)
    yield mark("its items in the billing configuration")
    for item in file.comparison.facts.items:
        if file.comparison.matching.product_of(item.product) is compared.product:
            yield _item(item)
    yield mark("its invoice lines in the periods that are asked about")
    lines = list(_invoiced(file, compared, min(asked)[0], max(asked)[1]) if asked else ())
    yield from lines[:MOST_LINES]
    if len(lines) > MOST_LINES:
        yield f"and {len(lines) - MOST_LINES} more"


def _row(cell: ComparedCell, *, asked: bool) -> str:
    agreed = f"agreed {plain(cell.expected)}" if cell.rated.known else "agreed amount not known"
    counted = ""
    if cell.rated.quantity is not None:
        counted = f" for {plain(cell.rated.quantity)} by {cell.rated.quantity_source}"
    here = "; asked about" if asked else ""
    return shown(f"{cell.period}: {agreed}{counted}; billed {plain(cell.billed)}{here}")


def _item(item: SubscriptionItem) -> str:
    stated = {name: getattr(item, name) for name in _ITEM}
    return shown(
        "; ".join(f"{name} {value}" for name, value in stated.items() if value is not None)
    )


def _invoiced(
    file: CaseFile, compared: ProductComparison, start: object, end: object
) -> Iterator[str]:
    name = compared.product.name
    for _, at in lines_between(file, name, start, end):  # type: ignore[arg-type] # days of periods
        yield line_shown(file.comparison.facts.lines[at])


def _tied(findings: Sequence[Finding]) -> Iterator[str]:
    yield mark("causes that fit equally well")
    for finding in findings:
        for at, each in enumerate(finding.hypotheses):
            if at == 0 or each.rival:
                yield shown(f"{each.cause}: {each.detail or 'no detail'}")
