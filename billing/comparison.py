"""Expected against billed, product by product and period by period."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from billing.billed import Billed
from billing.catalog import Catalog, Product
from billing.caught_up import catch_up, credited_elsewhere
from billing.commitments import CommitmentCell, Commitments
from billing.comparison_cells import ComparedCell
from billing.enormous_use import set_apart
from billing.escalators import Escalators
from billing.facts import AccountFacts, InvoiceLine, SubscriptionItem
from billing.favours import given_freely
from billing.grid import cells
from billing.instalments import settle
from billing.ledger import Cell, Ledger, Rhythm, period_of
from billing.longer_lines import Longer, longer, relabelled
from billing.lookback import Lookbacks
from billing.matching import Matching
from billing.open_amounts import read_openly
from billing.parts_of_a_period import settle_parts
from billing.rated import Rated
from billing.rating import Rater
from billing.summed_usage import in_order
from billing.usage import UsageMeter
from terms.contract import Extraction
from terms.period import Period
from terms.timeline import Agreement

__all__ = ["ComparedCell", "Comparison", "ProductComparison", "compare"]


@dataclass(slots=True)
class ProductComparison:
    """All periods of one product."""

    product: Product
    rhythm: Rhythm | None
    cells: list[ComparedCell] = field(default_factory=list)

    @property
    def differing(self) -> list[ComparedCell]:
        """The periods whose amount is known and not what was billed."""
        return [cell for cell in self.cells if cell.rated.known and cell.difference != 0]

    @property
    def unknown(self) -> list[ComparedCell]:
        """The periods that were billed and could not be rated."""
        return [cell for cell in self.cells if not cell.rated.known]

    @property
    def ever_billed(self) -> bool:
        """Whether any line of the product was billed."""
        return any(cell.cell.lines for cell in self.cells)


@dataclass(slots=True)
class Comparison:
    """One account, compared: everything that explaining needs."""

    facts: AccountFacts
    as_of: date
    agreement: Agreement
    catalog: Catalog
    matching: Matching
    ledger: Ledger
    rater: Rater
    lookbacks: Lookbacks
    commitments: Commitments
    products: list[ProductComparison]
    commitment_cells: list[CommitmentCell]
    one_time: list[ProductComparison]
    longer: tuple[Longer, ...] = ()
    """Products whose lines were compared with more than the periods that they name."""

    def differences(self) -> Iterator[tuple[str, Period, Decimal]]:
        """Product, period and expected − billed of everything that differs."""
        for compared in (*self.products, *self.one_time):
            for cell in compared.differing:
                yield compared.product.name, cell.period, cell.difference
        for due in self.commitment_cells:
            if due.reason is None and due.shortfall != due.billed and not due.usual:
                yield self.commitments.name(due.term), due.period, due.shortfall - due.billed


def compare(facts: AccountFacts, contract: Extraction, as_of: date) -> Comparison:
    """Rate every period that was billed, or should have been by `as_of`, and lay the bill beside it."""
    found = _compared_as_named(_in_order(facts), contract, as_of)
    longer = list(_longer(found))
    if not longer:
        return found
    lines = relabelled(found.facts.lines, longer, found.matching)
    found = _compared_as_named(_in_order(replace(found.facts, lines=lines)), contract, as_of)
    found.longer = tuple(longer)
    return found


def _longer(comparison: Comparison) -> Iterator[Longer]:
    """The products whose lines bill more than the periods that they name."""
    for compared in comparison.products:
        if not compared.differing:
            continue
        items = [
            item
            for item in comparison.facts.items
            if comparison.matching.product_of(item.product) is compared.product
        ]
        found = longer(compared.product, compared.cells, comparison.ledger, comparison.rater, items)
        if found is not None:
            yield found


def _compared_as_named(facts: AccountFacts, contract: Extraction, as_of: date) -> Comparison:
    """Each line laid beside what is owed for the period that it names."""
    agreement = Agreement(contract)
    catalog = Catalog(agreement)
    matching = Matching(facts, catalog)
    ledger = Ledger(facts, catalog, matching, as_of)
    meter = UsageMeter(facts.usage, catalog, matching, facts.account.timezone)
    escalators = Escalators(catalog, facts.indices, as_of)
    rater = Rater(
        catalog,
        meter,
        escalators,
        facts.account.currency,
        Billed(catalog, ledger),
        facts.policy.conventions,
    )
    commitments = Commitments(catalog, matching, ledger, rater, as_of)
    products, one_time = [], []
    for product in catalog.products:
        if product.one_time:
            one_time.append(_one_time(product, ledger, rater, as_of))
        else:
            products.append(_recurring(product, ledger, rater, as_of))
    return Comparison(
        facts=facts,
        as_of=as_of,
        agreement=agreement,
        catalog=catalog,
        matching=matching,
        ledger=ledger,
        rater=rater,
        lookbacks=Lookbacks(catalog, facts.policy),
        commitments=commitments,
        products=products,
        commitment_cells=commitments.cells(),
        one_time=one_time,
    )


def _in_order(facts: AccountFacts) -> AccountFacts:
    """The same facts in one order, so that the order of rows in a file changes nothing."""

    def line_key(line: InvoiceLine) -> tuple[object, ...]:
        start, end = line.period_start or date.min, line.period_end or date.min
        return line.invoice_date, line.invoice_id, start, end, line.line_id, line.kind, line.amount

    def item_key(item: SubscriptionItem) -> tuple[object, ...]:
        return item.start or date.min, item.end or date.max, item.subscription_id, item.item_id

    return replace(
        facts,
        items=tuple(sorted(facts.items, key=item_key)),
        lines=tuple(sorted(facts.lines, key=line_key)),
        usage=in_order(facts.usage),
    )


def _recurring(product: Product, ledger: Ledger, rater: Rater, as_of: date) -> ProductComparison:
    found, rhythm = cells(product, ledger, as_of)
    if not rater.prorates(product):
        # what is not prorated is owed once a period, however many of its days were billed
        found = [cell for cell in found if not cell.rest]
    compared = [_compared(product, cell, rater) for cell in found]
    _owe_credits(product, ledger, compared)
    if any(each.difference for each in compared):
        set_apart(compared)
        settle(compared, rhythm, rater.minor_unit)
        catch_up(compared)
        credited_elsewhere(compared)
        settle_parts(compared, product, rater)
        read_openly(compared, rater, product)
    return ProductComparison(product, rhythm, compared)


def _owe_credits(product: Product, ledger: Ledger, compared: list[ComparedCell]) -> None:
    """Leave out of what was billed the credits that a clause owes, and those given as a favour."""
    if not any(line.kind == "credit" for line in ledger.lines(product)):
        return
    bases = {each.period: _bases(each.rated) for each in compared}
    owed = {line.line_id for line in ledger.owed_credits(product, bases)}
    for each in compared:
        each.credits_owed = sum(
            (line.amount for line in each.cell.lines if line.line_id in owed), Decimal(0)
        )
        favours = sum((line.amount for line in each.cell.lines if given_freely(line)), Decimal(0))
        if favours and each.difference == -favours:
            each.credits_owed += favours


def _bases(rated: Rated) -> tuple[Decimal, ...]:
    """What a credit may be a share of: the period's charges, then the price of one unit."""
    charges = sum((line.amount for line in rated.lines if line.kind != "discount"), Decimal(0))
    prices = (rated.price.unit_amount, rated.price.flat_amount) if rated.price else ()
    return (charges, *(price for price in prices if price))


def _compared(product: Product, cell: Cell, rater: Rater) -> ComparedCell:
    """The period as agreed; unknown where the bill or its usage is too unclear to be laid beside it."""
    compared = ComparedCell(cell, rater.rate(product, cell.period))
    if not compared.rated.known or (compared.difference == 0 and not cell.overlaps):
        return compared
    reason = cell.unclear
    if reason is None and not compared.rated.metered and cell.lines and compared.difference < 0:
        reason = f"usage was billed for {cell.period}, and the book holds no usage of it"
    return ComparedCell(cell, Rated(reason=reason)) if reason else compared


def _one_time(product: Product, ledger: Ledger, rater: Rater, as_of: date) -> ProductComparison:
    """A one-time price is due once, from the day a term states; its lines may stand anywhere."""
    lines = [line for line in ledger.lines(product) if line.kind != "tax"]
    due = [
        placed.start
        for placed, price in product.prices
        if price.effective_from is not None and placed.start and placed.start <= as_of
    ]
    if not lines and not due:
        return ProductComparison(product, None)
    day = min(
        [p.start for line in lines if (p := period_of(line))]
        or [line.invoice_date for line in lines]
        or due
    )
    period = Period(day, date.fromordinal(day.toordinal() + 1))
    cell = Cell(period, list(lines), ledger.drafts(product))
    rated = rater.rate(product, period)
    if not rated.known and lines:
        starts = [start for start in product.starts() if start <= as_of]
        if starts:
            start = starts[-1]
            rated = rater.rate(product, Period(start, date.fromordinal(start.toordinal() + 1)))
    return ProductComparison(product, None, [ComparedCell(cell, rated)])
