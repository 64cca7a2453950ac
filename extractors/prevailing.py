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
from extractors.targets import SINGLE, Account, counts, named, subjects


def by_precedence(account: Account, found: dict[tuple[str, int], Links]) -> None:
    for master in account.ordered:
        clause = read_precedence(master.text, master.contract.kind)
        if clause is None:
            continue
        for order in account.ordered:
            if order.contract.kind not in {"order_form", "statement_of_work"}:
                continue
            for term in account.placed[order.file]:
                if counts(term.term):
                    _settle(term, master, clause, account, found)


def _settle(
    term: Placed,
    master: ReadDocument,
    clause: Precedence,
    account: Account,
    found: dict[tuple[str, int], Links],
) -> None:
    """Where a master and its order differ, the loser is overridden by the winner."""
    if term.term.type in {"price", "quantity"} and clause.prices_free:
        return
    targets = [
        target
        for target in account.placed[master.file]
        if target.term.type == term.term.type
        and counts(target.term)
        and differs(term.term, target.term)
        and (
            not clause.sections
            or any(target.section and names_key(key, target.section) for key in clause.sections)
        )
    ]
    for target in subjects(term, targets, account.aliases):
        if clause.unless_named and named(term, target):
            found[term.read.file, term.index].overrides.append(target)
        elif term.term.type in SINGLE or term.term.product:
            found[target.read.file, target.index].overrides.append(term)


def names_key(key: str, label: str) -> bool:
    """Whether a section label is that section or inside it."""
    from extractors.references import label_key

    own = label_key(label)
    return own == key or own.startswith((key + ".", key + "("))


def undecided(account: Account, found: dict[tuple[str, int], Links]) -> list[str]:
    """Two orders that price one product differently for the same days, and no words that decide."""
    conflicts = []
    orders = [
        read
        for read in account.ordered
        if read.contract.kind in {"order_form", "statement_of_work", "price_schedule"}
    ]
    for position, later in enumerate(orders):
        for earlier in orders[:position]:
            for term in account.placed[later.file]:
                if term.term.type != "price" or not counts(term.term) or not term.term.product:
                    continue
                others = [
                    t
                    for t in account.placed[earlier.file]
                    if t.term.type == "price" and counts(t.term) and has_value(t.term)
                ]
                for other in others:
                    if not matching(
                        term.term.product, [other.term], account.aliases
                    ) or not differs(term.term, other.term):
                        continue
                    mine, theirs = found[later.file, term.index], found[earlier.file, other.index]
                    if any(
                        o in links.replaces + links.overrides
                        for links, o in ((mine, other), (theirs, term))
                    ):
                        continue
                    if not _overlap(term, other):
                        continue
                    words = (
                        f"{term.term.product}: {later.file} and {earlier.file} state different prices for "
                        "the same days, and no clause says which one counts"
                    )
                    conflicts.append(words)
                    mine.warnings.append(words)
                    theirs.warnings.append(words)
    return conflicts


def _overlap(term: Placed, other: Placed) -> bool:
    def window(placed: Placed) -> tuple[date, date]:
        begin = placed.starts or date.min
        end = placed.term.effective_to or placed.read.contract.term_end or date.max
        return begin, end

    (first, first_end), (second, second_end) = window(term), window(other)
    return max(first, second) <= min(first_end, second_end)
