"""Which of two papers wins by a clause, and where no clause decides."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import combinations

from extractors.changes import Links
from extractors.passages import Placed, ReadDocument
from extractors.precedence import Precedence, read_precedence
from extractors.references import label_key
from extractors.subjects import differs, has_value, matching
from extractors.targets import SINGLE, Account, counts, is_named, subjects

_ORDERS = {"order_form", "statement_of_work"}
Found = dict[tuple[str, int], Links]


def by_precedence(account: Account, found: Found) -> None:
    """Adds `overrides` where a master says that it wins over its orders, or that they win where they name it."""
    for master in account.ordered:
        clause = read_precedence(master.text, master.contract.kind)
        if clause is None:
            continue
        for order in account.ordered:
            if order.contract.kind in _ORDERS:
                for term in account.placed[order.file]:
                    if counts(term.term):
                        _settle(term, master, clause, account, found)


def _settle(
    term: Placed, master: ReadDocument, clause: Precedence, account: Account, found: Found
) -> None:
    """Where a master and its order differ, the loser is overridden by the winner."""
    if term.term.type in {"price", "quantity"} and clause.prices_free:
        return
    targets = [
        target
        for target in account.of_type(master, term.term.type)
        if differs(term.term, target.term) and _governed(target, clause)
    ]
    for target in subjects(term, targets, account.aliases):
        if clause.unless_named and is_named(term, target):
            found[term.read.file, term.index].overrides.append(target)
        elif term.term.type in SINGLE or term.term.product:
            found[target.read.file, target.index].overrides.append(term)


def _governed(target: Placed, clause: Precedence) -> bool:
    """Whether the clause is about the whole master, or about the target's section."""
    own = label_key(target.section or "")
    return not clause.sections or any(
        own == key or own.startswith((key + ".", key + "(")) for key in clause.sections
    )


def undecided(account: Account, found: Found) -> list[str]:
    """Two orders that price one product differently for the same days, and no words that decide.

    Both terms get the warning.
    """
    conflicts = []
    for earlier, later in _rivals(account):
        mine, theirs = (found[term.read.file, term.index] for term in (later, earlier))
        if earlier in mine.replaces + mine.overrides or later in theirs.replaces + theirs.overrides:
            continue
        words = (
            f"{later.term.product}: {later.read.file} and {earlier.read.file} state different prices "
            "for the same days, and no clause says which one counts"
        )
        conflicts.append(words)
        mine.warnings.append(words)
        theirs.warnings.append(words)
    return conflicts


def _rivals(account: Account) -> Iterator[tuple[Placed, Placed]]:
    """Pairs of prices of one product, in two orders, that differ on days they share."""
    orders = [read for read in account.ordered if read.contract.kind in _ORDERS]
    for earlier, later in combinations(orders, 2):
        for term in account.of_type(later, "price"):
            for other in account.of_type(earlier, "price"):
                if (
                    term.term.product
                    and has_value(other.term)
                    and differs(term.term, other.term)
                    and matching(term.term.product, [other.term], account.aliases)
                    and _overlap(term, other)
                ):
                    yield other, term


def _overlap(term: Placed, other: Placed) -> bool:
    """Whether both can apply on the same day."""
    return max(_first(term), _first(other)) <= min(_last(term), _last(other))


def _first(placed: Placed) -> date:
    return placed.starts or date.min


def _last(placed: Placed) -> date:
    return placed.term.effective_to or placed.read.contract.term_end or date.max
